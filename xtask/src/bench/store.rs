//! `cargo xtask bench store`: what the event store needs for records of a made-up month.

use anyhow::{Context as _, Result, ensure};
use std::path::Path;
use std::process::Command;

/// Builds the example `bench` of the store in release and runs it in a folder that is deleted afterwards. `arguments` are handed to it.
pub(super) fn run(root: &Path, target: &Path, arguments: &[String]) -> Result<()> {
    let directory = target.join("bench").join("store");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args([
        "run",
        "--release",
        "--locked",
        "-p",
        "thymus-store",
        "--example",
        "bench",
    ]);
    let status = command.arg("--").arg(&directory).args(arguments).status().context("cannot run cargo")?;
    if directory.is_dir() {
        std::fs::remove_dir_all(&directory)
            .with_context(|| format!("cannot remove {}", directory.display()))?;
    }
    ensure!(status.success(), "the bench of the event store failed: {status}");
    Ok(())
}
