//! The captures on disk: made when they are missing, kept for the next time.

use super::options::Options;
use anyhow::{Context as _, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Instant;
use thymus_sim::bench::{self, Scenario};

const BUFFER_BYTES: usize = 1 << 20;

/// A capture on disk.
#[derive(Clone, Debug)]
pub(super) struct Capture {
    pub(super) path: PathBuf,
    pub(super) packets: u64,
    /// Of the whole file.
    pub(super) bytes: u64,
}

impl Capture {
    /// Reads the file, so that the first measurement finds it in memory as the others do.
    pub(super) fn read_once(&self) -> Result<()> {
        let mut file = File::open(&self.path)?;
        io::copy(&mut file, &mut io::sink())?;
        Ok(())
    }
}

/// Where captures are, and which ones.
pub(super) struct Captures {
    directory: PathBuf,
    seed: u64,
    scale: f64,
}

impl Captures {
    pub(super) fn new(options: &Options, cache: &Path) -> Self {
        let directory = options.directory.clone().unwrap_or_else(|| cache.to_owned());
        Self { directory, seed: options.seed, scale: options.scale }
    }

    /// The same with another scale.
    pub(super) fn scaled(&self, scale: f64) -> Self {
        Self { directory: self.directory.clone(), seed: self.seed, scale }
    }

    /// The capture, which is made if it is not there.
    pub(super) fn get(&self, scenario: Scenario) -> Result<Capture> {
        let name = format!("{}-v{}-s{}-x{}", scenario.name(), bench::VERSION, self.seed, self.scale);
        let path = self.directory.join(format!("{name}.pcap"));
        let facts = self.directory.join(format!("{name}.truth.tsv"));
        match read_facts(&facts) {
            Some((packets, bytes)) if fs::metadata(&path).is_ok_and(|file| file.len() == bytes) => {
                Ok(Capture { path, packets, bytes })
            }
            _ => self.make(scenario, path, &facts),
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "how long it took is told to whoever waits, and changes nothing"
    )]
    fn make(&self, scenario: Scenario, path: PathBuf, facts: &Path) -> Result<Capture> {
        fs::create_dir_all(&self.directory)?;
        let failed = || format!("cannot write {}", path.display());
        let started = Instant::now();
        let output = BufWriter::with_capacity(BUFFER_BYTES, File::create(&path).with_context(failed)?);
        let truth = bench::write(scenario, self.seed, self.scale, output).with_context(failed)?;
        let mut text = format!("packets\t{}\nbytes\t{}\n", truth.packets, truth.bytes);
        for (name, count) in truth.counts() {
            text.push_str(&format!("{name}\t{count}\n"));
        }
        fs::write(facts, text)?;
        eprintln!(
            "bench: made {}: {} packets, {} flows, {} MB, in {:.1} s",
            path.display(),
            truth.packets,
            truth.count("conn"),
            truth.bytes / 1_000_000,
            started.elapsed().as_secs_f64(),
        );
        Ok(Capture { path, packets: truth.packets, bytes: truth.bytes })
    }
}

/// Packets and bytes of a capture, as they stand beside it.
fn read_facts(path: &Path) -> Option<(u64, u64)> {
    let text = fs::read_to_string(path).ok()?;
    let fact = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
        line?.parse().ok()
    };
    Some((fact("packets")?, fact("bytes")?))
}
