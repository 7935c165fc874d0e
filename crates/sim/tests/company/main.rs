//! The company seen from outside: by the engine, by `tshark`, and against what it says of itself.

mod analysis;
mod attacks;
mod decoders;
mod story;
mod usual;
mod windows;
