//! Runs of the program, each once for all tests that look at what it wrote.

use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, Mutex};

/// The program with these arguments, which must succeed.
pub(crate) fn thymus(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// An empty folder of this name.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("simulate").join(name);
    std::fs::remove_dir_all(&path).ok();
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The lines of a file of records; none where it is missing.
pub(crate) fn rows(folder: &Path, kind: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(format!("{kind}.ndjson"))).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first day of a scenario, a Monday, as records: a folder of them.
pub(crate) fn day(scenario: &str) -> PathBuf {
    static DAYS: LazyLock<Mutex<HashMap<String, PathBuf>>> = LazyLock::new(Mutex::default);
    let mut days = DAYS.lock().unwrap();
    let make = || {
        let out = folder(scenario);
        thymus(&["simulate", "--scenario", scenario, "--days", "1", "--out", out.to_str().unwrap()]);
        out
    };
    days.entry(scenario.to_owned()).or_insert_with(make).clone()
}

/// The text of a field as JSON shows it; lists as JSON.
pub(crate) fn text(row: &Value, field: &str) -> String {
    match &row[field] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The lines of the truth of this type.
pub(crate) fn truth(folder: &Path, kind: &str) -> Vec<Value> {
    rows(folder, "truth").into_iter().filter(|line| line["type"] == kind).collect()
}
