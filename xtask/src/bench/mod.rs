//! `cargo xtask bench`.
#![allow(dead_code, unused_imports)]
mod generate;

use anyhow::Result;
use std::path::Path;

pub(crate) fn run(_root: &Path, mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let scenario = generate::Scenario::named(&arguments.next().unwrap_or_default()).unwrap_or(generate::Scenario::Mixed);
    let scale: f64 = arguments.next().unwrap_or_default().parse()?;
    let path = arguments.next().unwrap_or_default();
    let started = std::time::Instant::now();
    let truth = generate::write(scenario, 1, scale, std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?))?;
    for (name, count) in truth.counts() { println!("{count:>10} {name}"); }
    println!("{} packets {} bytes {:?}", truth.packets, truth.bytes, started.elapsed());
    Ok(())
}
