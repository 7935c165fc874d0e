//! What can be said on the command line.

use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;
use thymus_sim::bench::Scenario;

pub(super) const USAGE: &str = "usage: cargo xtask bench [OPTIONS]
       cargo xtask bench store [--records N] [--days N] [--full] [--seed N]
  --only NAME            mixed, small, bulk or many-flows; may be given again (default: all)
  --scale NUMBER         a part of the traffic (default: 1)
  --runs N               measure so often, take the median (default: 3)
  --seed N               make other captures of the same shape (default: 1)
  --generate-only DIR    make the captures in DIR and measure nothing
  --instructions         count instructions per packet and compare with xtask/bench-baseline.txt
  --accept               with --instructions: make what is counted the new baseline";

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Help,
    Generate,
    Measure,
    Instructions { accept: bool },
}

/// What was asked for.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) task: Task,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) scale: f64,
    pub(super) runs: usize,
    pub(super) seed: u64,
    /// Where captures are to be made, if not in the cache.
    pub(super) directory: Option<PathBuf>,
}

impl Options {
    pub(super) fn read(arguments: Vec<String>) -> Result<Self> {
        let mut options = Self {
            task: Task::Measure,
            scenarios: Vec::new(),
            scale: 1.0,
            runs: 3,
            seed: 1,
            directory: None,
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--only" => options.scenarios.push(scenario(&value()?)?),
                "--scale" => options.scale = value()?.parse().context("--scale needs a number")?,
                "--runs" => options.runs = value()?.parse().context("--runs needs a whole number")?,
                "--seed" => options.seed = value()?.parse().context("--seed needs a whole number")?,
                "--generate-only" => {
                    options.directory = Some(value()?.into());
                    options.task = Task::Generate;
                }
                "--instructions" => options.task = Task::Instructions { accept: options.accepts() },
                "--accept" => options.task = Task::Instructions { accept: true },
                "--help" | "-h" => options.task = Task::Help,
                other => bail!("{other} is unknown\n{USAGE}"),
            }
        }
        options.checked()
    }

    fn accepts(&self) -> bool {
        self.task == Task::Instructions { accept: true }
    }

    fn checked(mut self) -> Result<Self> {
        if !(self.scale > 0.0 && self.scale <= 100.0) {
            bail!("--scale must be above 0 and at most 100");
        }
        if self.runs == 0 {
            bail!("--runs must be at least 1");
        }
        if self.scenarios.is_empty() {
            self.scenarios = Scenario::ALL.to_vec();
        }
        Ok(self)
    }
}

fn scenario(name: &str) -> Result<Scenario> {
    Scenario::named(name).with_context(|| format!("{name} is no capture\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options> {
        Options::read(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn reads_what_the_usage_names() {
        let options = read("--only bulk --only small --scale 0.1 --runs 5").expect("right usage");
        assert_eq!(options.scenarios, [Scenario::Bulk, Scenario::Small]);
        assert_eq!((options.scale, options.runs, options.task), (0.1, 5, Task::Measure));
        for line in ["--accept --instructions", "--instructions --accept"] {
            assert_eq!(read(line).expect("right usage").task, Task::Instructions { accept: true });
        }
    }

    #[test]
    fn refuses_what_makes_no_sense() {
        for line in ["--only nothing", "--scale 0", "--scale NaN", "--runs 0", "--runs", "--fast"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
