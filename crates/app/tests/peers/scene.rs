//! The scene of `scene.py`, played once for all tests, and what it left.

use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The Python for which the system's packages are installed; others on the path do not see impacket.
const PYTHON: &str = "/usr/bin/python3";
/// A scene takes ten seconds on a machine with nothing else to do. After so many something hangs.
const SECONDS_MAX: &str = "300";
/// Namespaces of its own; when the first process in them ends, the kernel removes all that is in them.
const UNSHARE: [&str; 7] = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

static PLAYED: LazyLock<Played> = LazyLock::new(Played::play);

enum Played {
    /// This machine cannot; somebody has been told.
    Skipped,
    Failed(String),
    Done(Scene),
}

/// What the scene left.
pub(crate) struct Scene {
    directory: PathBuf,
    facts: Value,
}

/// The scene; none where this machine cannot play it.
pub(crate) fn played() -> Option<&'static Scene> {
    match &*PLAYED {
        Played::Done(scene) => Some(scene),
        Played::Skipped => None,
        Played::Failed(reason) => panic!("{reason}"),
    }
}

/// What this build makes.
pub(crate) fn thymus() -> Command {
    Command::new(env!("CARGO_BIN_EXE_thymus"))
}

impl Played {
    fn play() -> Self {
        if let Some(reason) = obstacle() {
            // Written past the test runner, which swallows what tests that pass print.
            let _ = writeln!(std::io::stderr(), "skipped: the tests with real peers: {reason}");
            return Self::Skipped;
        }
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
        let _ = std::fs::remove_dir_all(&directory);
        let mut command = Command::new("timeout");
        command.args(["--kill-after=5", SECONDS_MAX]).args(UNSHARE).args([PYTHON, script()]);
        command.args(["--thymus", env!("CARGO_BIN_EXE_thymus"), "--into"]).arg(&directory);
        match command.output() {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                return Self::Failed(format!("the scene failed ({}): {}", output.status, text(&output)));
            }
            Err(error) => return Self::Failed(format!("the scene could not be begun: {error}")),
        }
        let facts = std::fs::read_to_string(directory.join("scene.json")).unwrap();
        Self::Done(Scene { directory, facts: serde_json::from_str(&facts).unwrap() })
    }
}

fn script() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/scene.py")
}

/// Why the scene cannot be played here.
fn obstacle() -> Option<String> {
    if !Path::new("/proc/self")
        .metadata()
        .is_ok_and(|process| std::os::unix::fs::MetadataExt::uid(&process) == 0)
    {
        return Some("they need root, for network namespaces".to_owned());
    }
    let Ok(missing) = Command::new(PYTHON).args([script(), "--missing"]).output() else {
        return Some(format!("there is no {PYTHON}; scripts/install-tools installs what they need"));
    };
    let missing = text(&missing).split_whitespace().collect::<Vec<_>>().join(" ");
    if !missing.is_empty() {
        return Some(format!("not installed: {missing}; scripts/install-tools installs them"));
    }
    let (program, options) = UNSHARE.split_first()?;
    let veth = ["ip", "link", "add", "one", "type", "veth", "peer", "name", "other"];
    match Command::new(program).args(options).args(veth).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!("no network namespaces here: {}", text(&output).trim())),
        Err(error) => Some(format!("no network namespaces here: {error}")),
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Scene {
    /// A file that the scene left.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Something that the scene itself knows.
    pub(crate) fn fact(&self, name: &str) -> &Value {
        self.facts.get(name).unwrap_or_else(|| panic!("the scene does not know {name}"))
    }

    /// What a client said.
    pub(crate) fn client(&self, act: &str) -> &str {
        self.fact("clients")[act]["output"].as_str().unwrap()
    }

    /// The live records of a kind in which every field of `like` has that value.
    pub(crate) fn records(&self, kind: &str, like: &Value) -> Vec<Value> {
        let mut records = read_records(&self.path("records"), kind);
        records.retain(|record| is_like(record, like));
        records
    }

    /// The only such record.
    #[track_caller]
    pub(crate) fn record(&self, kind: &str, like: &Value) -> Value {
        let mut found = self.records(kind, like);
        match (found.pop(), found.len()) {
            (Some(record), 0) => record,
            (last, more) => {
                let count = more + usize::from(last.is_some());
                panic!("{count} records of {kind} like {like} among\n{}", self.listing(kind))
            }
        }
    }

    fn listing(&self, kind: &str) -> String {
        self.records(kind, &serde_json::json!({})).iter().fold(String::new(), |mut text, record| {
            let _ = writeln!(text, "{record}");
            text
        })
    }
}

/// All records of a kind in a directory; a kind without a file has none.
pub(crate) fn read_records(directory: &Path, kind: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(directory.join(format!("{kind}.ndjson"))).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn is_like(record: &Value, like: &Value) -> bool {
    like.as_object().unwrap().iter().all(|(field, value)| record.get(field) == Some(value))
}
