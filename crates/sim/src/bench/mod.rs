//! Makes captures of made-up traffic that follows its protocols. The same seed and scale give the same bytes; nothing is
//! held in memory but what is being said.

mod makers;
mod scenario;
mod scheduler;
mod stage;
#[cfg(test)]
mod tests;
mod truth;
mod wire;
mod world;

pub use scenario::Scenario;
pub use truth::Truth;

use std::io::{self, Write};
use wire::Wire;

/// What changes the bytes of the captures changes this number too, so that old ones are made anew.
pub const VERSION: u32 = 3;

/// Writes the capture to `output` and says what it holds. `scale` is 1 for the whole.
///
/// # Errors
///
/// Those of writing to `output`.
pub fn write<W: Write>(scenario: Scenario, seed: u64, scale: f64, output: W) -> io::Result<Truth> {
    let cues = scenario.cues(seed, scale);
    let mut wire = Wire::new(output)?;
    let truth = scheduler::play(seed, &cues, &mut wire)?;
    wire.finish()?;
    Ok(truth)
}
