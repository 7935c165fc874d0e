//! What became of tests, in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What became of the tests of models.
pub(super) struct Report {
    broken: Vec<String>,
    /// What is to be said of each test file.
    of_file: BTreeMap<PathBuf, Vec<String>>,
    passed: u64,
    failed: u64,
    /// How often each capture was not there.
    skipped: BTreeMap<String, u64>,
}

/// What became of one case.
pub(super) enum Verdict {
    Passed,
    Failed(Vec<String>),
    /// The capture of this name was not there.
    Skipped(String),
}

impl Report {
    pub(super) fn new(broken: Vec<String>) -> Self {
        Self { broken, of_file: BTreeMap::new(), passed: 0, failed: 0, skipped: BTreeMap::new() }
    }

    /// Takes note of a case.
    pub(super) fn case(&mut self, file: &Path, case: &str, verdict: Verdict) {
        let lines = self.of_file.entry(file.to_owned()).or_default();
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Skipped(capture) => *self.skipped.entry(capture).or_default() += 1,
            Verdict::Failed(why) => {
                self.failed += 1;
                lines.push(format!("`{case}`: {}", why.join("; ")));
            }
        }
    }

    /// Takes note of something that is wrong with a test file as a whole.
    pub(super) fn fault(&mut self, file: &Path, why: String) {
        self.of_file.entry(file.to_owned()).or_default().push(why);
    }

    /// Adds what became of further cases.
    pub(super) fn append(&mut self, part: Self) {
        self.passed += part.passed;
        self.failed += part.failed;
        for (file, lines) in part.of_file {
            self.of_file.entry(file).or_default().extend(lines);
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        !self.broken.is_empty() || self.of_file.values().any(|lines| !lines.is_empty())
    }

    /// What failed and why, what was left out, and how many there were.
    pub(super) fn in_words(&self) -> String {
        let mut text: String = self.broken.iter().map(|broken| format!("{}\n", broken.trim_end())).collect();
        for (file, lines) in self.of_file.iter().filter(|(_, lines)| !lines.is_empty()) {
            let _ = writeln!(text, "{}", file.display());
            text.extend(lines.iter().map(|line| format!("  {line}\n")));
        }
        let skipped: u64 = self.skipped.values().sum();
        if skipped > 0 {
            let _ = writeln!(
                text,
                "skipped: {skipped} cases, because {} captures are in none of the directories of --captures",
                self.skipped.len()
            );
        }
        let _ = writeln!(
            text,
            "{} models: {} cases passed, {} failed, {skipped} skipped",
            self.of_file.len(),
            self.passed,
            self.failed
        );
        text
    }
}
