//! What one run of the program costs.
//!
//! The kernel tells the cost of all children that a process has waited for, and the peak memory of the largest of them.
//! So every run has a parent of its own: this program, started once more.

use anyhow::{Context as _, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// With this option the program runs one command and prints what it cost.
pub(super) const ONCE: &str = "--measure-once";

/// What a run took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    /// Seconds of processor time in the program itself.
    pub(super) user: f64,
    /// Seconds of processor time in the kernel for it.
    pub(super) system: f64,
    /// Seconds from beginning to end.
    pub(super) wall: f64,
    /// The most memory it had, in KiB.
    pub(super) peak_kib: u64,
}

impl Cost {
    pub(super) fn cpu(&self) -> f64 {
        self.user + self.system
    }

    /// The run in the middle by processor time.
    pub(super) fn median(mut costs: Vec<Self>) -> Self {
        costs.sort_by(|one, other| one.cpu().total_cmp(&other.cpu()));
        costs.get(costs.len() / 2).copied().unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace();
        Some(Self {
            user: numbers.next()?.parse().ok()?,
            system: numbers.next()?.parse().ok()?,
            wall: numbers.next()?.parse().ok()?,
            peak_kib: numbers.next()?.parse().ok()?,
        })
    }
}

/// The program that is measured.
pub(super) struct Program {
    pub(super) path: PathBuf,
    /// Where it writes its records.
    pub(super) out: PathBuf,
}

impl Program {
    /// Runs `thymus analyze` over a capture.
    pub(super) fn analyze(&self, capture: &Path, arguments: &[&str]) -> Result<Cost> {
        let output = Command::new(std::env::current_exe()?)
            .args(["bench", ONCE])
            .arg(&self.path)
            .args(["analyze", "--no-detect"])
            .arg(capture)
            .arg("--out")
            .arg(&self.out)
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .context("this program did not start once more")?;
        ensure!(output.status.success(), "{} failed on {}", self.path.display(), capture.display());
        let text = String::from_utf8_lossy(&output.stdout);
        Cost::parse(&text).with_context(|| format!("no cost in {text:?}"))
    }
}

/// Runs a command and prints what it cost: seconds of user, system and wall time, and KiB at the peak.
#[allow(clippy::disallowed_methods, reason = "time is what is measured here")]
pub(super) fn once(program: &str, arguments: &[String]) -> Result<()> {
    let started = Instant::now();
    let run =
        Command::new(program).args(arguments).output().with_context(|| format!("{program} did not start"))?;
    let wall = started.elapsed().as_secs_f64();
    ensure!(run.status.success(), "{program}: {}\n{}", run.status, String::from_utf8_lossy(&run.stderr));
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let (user, system) = (seconds(usage.user_time()), seconds(usage.system_time()));
    println!("{user:.6} {system:.6} {wall:.6} {}", usage.max_rss());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_run_in_the_middle() {
        let cost = |user| Cost { user, system: 1.0, wall: 0.0, peak_kib: 0 };
        assert_eq!(Cost::median(vec![cost(9.0), cost(2.0), cost(3.0)]), cost(3.0));
        assert_eq!(
            Cost::parse("1.5 0.25 2 1024\n").map(|cost| (cost.cpu(), cost.peak_kib)),
            Some((1.75, 1024))
        );
    }
}
