//! `cargo xtask bench`: makes captures and measures what `thymus analyze` needs for them.

mod captures;
mod instructions;
mod measure;
mod options;
mod report;
mod store;

use anyhow::{Result, bail, ensure};
use captures::{Capture, Captures};
use measure::{Cost, Program};
use options::{Options, Task};
use report::Row;
use std::path::{Path, PathBuf};
use thymus_sim::bench::Scenario;

/// The ways in which every capture is analysed, and what they are called.
const WAYS: &[(&str, &[&str])] = &[
    ("plain", &["--workers", "1", "--no-hash"]),
    ("hashes", &["--workers", "1"]),
    ("hashes, 2 workers", &["--workers", "2"]),
];

/// What the program may need at most with two hundred thousand connections open at once, in KiB.
const MANY_FLOWS_KIB_MAX: u64 = 512 << 10;

/// `arguments` are those after `bench`.
pub(crate) fn run(root: &Path, arguments: impl Iterator<Item = String>) -> Result<()> {
    let arguments: Vec<String> = arguments.collect();
    if let [option, program, rest @ ..] = arguments.as_slice()
        && option == measure::ONCE
    {
        return measure::once(program, rest);
    }
    let target = target_directory(root);
    if let [what, rest @ ..] = arguments.as_slice()
        && what == "store"
    {
        return store::run(root, &target, rest);
    }
    let options = Options::read(arguments)?;
    let captures = Captures::new(&options, &target.join("bench"));
    match options.task {
        Task::Help => println!("{}", options::USAGE),
        Task::Generate => {
            for scenario in &options.scenarios {
                println!("{}", captures.get(*scenario)?.path.display());
            }
        }
        Task::Instructions { accept } => {
            instructions::check(root, &program(&target)?, &captures, accept)?;
        }
        Task::Measure => measure_all(&options, &program(&target)?, &captures, &target)?,
    }
    Ok(())
}

fn target_directory(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |directory| root.join(directory))
}

fn program(target: &Path) -> Result<Program> {
    let path = target.join("release").join("thymus");
    ensure!(path.is_file(), "{} is missing; `make bench` builds it first", path.display());
    Ok(Program { path, out: target.join("bench").join("out") })
}

fn measure_all(options: &Options, program: &Program, captures: &Captures, target: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for scenario in &options.scenarios {
        let capture = captures.get(*scenario)?;
        capture.read_once()?;
        for (way, arguments) in WAYS {
            let mut costs = Vec::with_capacity(options.runs);
            for _ in 0..options.runs {
                costs.push(program.analyze(&capture.path, arguments)?);
            }
            rows.push(row(*scenario, way, &capture, costs));
            report::progress(rows.last());
        }
    }
    report::print(&rows, options);
    std::fs::remove_dir_all(target.join("bench").join("out")).ok();
    memory_is_bounded(options, &rows)
}

fn row(scenario: Scenario, way: &'static str, capture: &Capture, costs: Vec<Cost>) -> Row {
    Row { scenario, way, packets: capture.packets, bytes: capture.bytes, cost: Cost::median(costs) }
}

/// Only the whole capture says anything about the limit.
fn memory_is_bounded(options: &Options, rows: &[Row]) -> Result<()> {
    let many = rows.iter().filter(|row| row.scenario == Scenario::ManyFlows);
    let peak = many.map(|row| row.cost.peak_kib).max().unwrap_or(0);
    if options.scale >= 1.0 && peak > MANY_FLOWS_KIB_MAX {
        bail!("{} MiB for 200,000 connections; {} MiB is the limit", peak >> 10, MANY_FLOWS_KIB_MAX >> 10);
    }
    Ok(())
}
