//! thymus
fn main() {}
