//! A seeded company: packets with ground truth.
