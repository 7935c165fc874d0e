//! How many instructions a packet takes: a number that a busy machine does not change, and so a gate for CI.

use super::captures::Captures;
use super::measure::Program;
use anyhow::{Context as _, Result, bail, ensure};
use std::path::Path;
use std::process::Command;
use thymus_sim::bench::Scenario;

/// The part of the mixed capture that is counted: the smallest that has one large file of each kind, as it should.
const SCALE: f64 = 0.04;
/// So much more than the baseline is too much.
const WORSE_MAX: f64 = 0.05;
const BASELINE: &str = "xtask/bench-baseline.txt";
/// What stands before the number in the baseline.
const NAME: &str = "instructions_per_packet";

/// Counts, and compares with the baseline or makes a new one.
pub(super) fn check(root: &Path, program: &Program, captures: &Captures, accept: bool) -> Result<()> {
    let capture = captures.scaled(SCALE).get(Scenario::Mixed)?;
    let instructions = count(program, &capture.path)?;
    let each = instructions as f64 / capture.packets as f64;
    println!("{instructions} instructions, {} packets: {each:.0} instructions per packet", capture.packets);
    let path = root.join(BASELINE);
    if accept {
        std::fs::write(&path, format!("{NAME} {each:.0}\n"))?;
        println!("{BASELINE} now says so");
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("{BASELINE} cannot be read"))?;
    compare(each, baseline(&text)?)
}

fn compare(each: f64, baseline: f64) -> Result<()> {
    let worse = each / baseline - 1.0;
    println!("{:+.1} % against the baseline of {baseline:.0}", worse * 100.0);
    if worse > WORSE_MAX {
        bail!("at most {:.0} % more are let pass; `--accept` makes a new baseline", WORSE_MAX * 100.0);
    }
    Ok(())
}

fn baseline(text: &str) -> Result<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(NAME));
    line.and_then(|number| number.trim().parse().ok()).with_context(|| format!("{BASELINE} holds no {NAME}"))
}

/// Runs the program under callgrind. Files are not hashed: callgrind's processor knows no instructions for SHA, so that
/// hashing in plain instructions would hide everything else.
fn count(program: &Program, capture: &Path) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(&program.path)
        .arg("analyze")
        .arg(capture)
        .arg("--out")
        .arg(&program.out)
        .args(["--workers", "1", "--no-hash", "--no-detect"])
        .output()
        .context("valgrind did not start; is it installed?")?;
    let text = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the program failed under valgrind:\n{text}");
    collected(&text).with_context(|| format!("valgrind said nothing about instructions:\n{text}"))
}

/// The number of callgrind's line `Collected : 1090054`.
fn collected(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_callgrind_prints() {
        let text =
            "==1== Events    : Ir\n==1== Collected : 1090054\n==1== \n==1== I   refs:      1,090,054\n";
        assert_eq!(collected(text), Some(1_090_054));
        assert_eq!(collected("==1== nothing"), None);
    }

    #[test]
    fn more_than_a_little_worse_fails() {
        assert!(compare(105.0, 101.0).is_ok());
        assert!(compare(90.0, 101.0).is_ok());
        assert!(compare(107.0, 101.0).is_err());
        assert_eq!(baseline("instructions_per_packet 8123\n").ok(), Some(8123.0));
        assert!(baseline("").is_err());
    }
}
