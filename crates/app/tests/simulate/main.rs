//! The made-up company through the whole program: records, breaches, packets, files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod breaches;
mod packets;
mod records;
mod runs;
