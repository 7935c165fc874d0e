//! A seeded company: packets with ground truth.

pub mod bench;
mod packet;
mod protocols;
mod random;
