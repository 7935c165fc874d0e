//! Chores of the project: `cargo xtask tidy` and whatever else is no part of the product.

mod bench;
mod geography;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage:
  cargo xtask tidy               check the rules of the house that the compiler does not
  cargo xtask bench [OPTIONS]    measure `thymus analyze`; see docs/performance.md
  cargo xtask geography A B      the table of networks and countries anew; see crates/entity/data/README.md";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    match command.as_str() {
        "tidy" => report(tidy::check(&root())),
        "bench" => outcome("bench", bench::run(&root(), std::env::args().skip(2))),
        "geography" => outcome("geography", geography::run(&root(), std::env::args().skip(2))),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// The root of the checkout: the parent of this package.
fn root() -> PathBuf {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().map(PathBuf::from).unwrap_or(package)
}

fn report(result: anyhow::Result<Vec<String>>) -> ExitCode {
    match result {
        Ok(findings) if findings.is_empty() => ExitCode::SUCCESS,
        Ok(findings) => {
            for finding in &findings {
                eprintln!("tidy: {finding}");
            }
            eprintln!("tidy: {} findings", findings.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn outcome(name: &str, result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
