//! Runs the program over a capture of the shared corpus and holds its records.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The records of one capture, by kind.
pub(crate) struct Analysis(BTreeMap<String, Vec<Value>>);

/// The analysis of a capture of lateral movement, by its name in the corpus; nothing where there is no corpus.
pub(crate) fn lateral(name: &str) -> Option<Analysis> {
    Some(Analysis::run(&folder()?.join(name)))
}

/// All captures of lateral movement.
pub(crate) fn lateral_captures() -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder()?).expect("the folder can be listed");
    let is_capture = |path: &PathBuf| path.extension().is_some_and(|end| end == "pcap" || end == "pcapng");
    let mut captures: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(is_capture).collect();
    captures.sort();
    Some(captures)
}

/// A capture by its place in the corpus; nothing where there is no corpus.
pub(crate) fn capture(place: &str) -> Option<PathBuf> {
    Some(folder()?.join("..").join(place))
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/network/lateral");
    if !folder.is_dir() {
        println!("skipped: the shared corpus of captures does not stand beside this checkout");
        return None;
    }
    Some(folder)
}

impl Analysis {
    pub(crate) fn run(capture: &Path) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let out = std::env::temp_dir().join(format!("thymus-acceptance-{}-{number}", std::process::id()));
        let run = Command::new(env!("CARGO_BIN_EXE_thymus"))
            .arg("analyze")
            .arg(capture)
            .arg("--out")
            .arg(&out)
            .output()
            .expect("the program starts");
        let status = run.status.code();
        assert!(
            matches!(status, Some(0 | 3)),
            "{}: {}",
            capture.display(),
            String::from_utf8_lossy(&run.stderr)
        );
        let records = read(&out);
        std::fs::remove_dir_all(&out).expect("the records can be removed");
        Self(records)
    }

    /// The records of a kind.
    pub(crate) fn of(&self, kind: &str) -> &[Value] {
        self.0.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The one record of a kind.
    pub(crate) fn only(&self, kind: &str) -> &Value {
        match self.of(kind) {
            [one] => one,
            others => panic!("{} records of {kind}: {others:#?}", others.len()),
        }
    }

    /// The first record of a kind for which this holds.
    pub(crate) fn find(&self, kind: &str, holds: impl Fn(&Value) -> bool) -> &Value {
        let found = self.of(kind).iter().find(|record| holds(record));
        found.unwrap_or_else(|| panic!("no such record among {:#?}", self.of(kind)))
    }
}

fn read(out: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut records = BTreeMap::new();
    for entry in std::fs::read_dir(out).expect("records were written") {
        let path = entry.unwrap().path();
        let kind = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines =
            text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect();
        records.insert(kind, lines);
    }
    records
}
