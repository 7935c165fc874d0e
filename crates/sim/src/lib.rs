//! A seeded company: packets with ground truth.

pub mod bench;
