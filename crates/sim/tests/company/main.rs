//! The company seen from outside: by the engine, by `tshark`, and against what it says of itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod analysis;
mod attacks;
mod decoders;
mod story;
mod usual;
mod windows;
