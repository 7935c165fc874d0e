//! An investigation on the command line: records kept, searched, a breach opened and taken out as one file.
//!
//! The capture is of the project's own scene: a server is made to run things by impacket's smbexec, services and atexec.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A data directory that the sample captures were analysed into; removed when the test ends.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let data = Self(std::env::temp_dir().join(format!("thymus-{name}-{}", std::process::id())));
        let _ = std::fs::remove_dir_all(&data.0);
        data.analyze(&capture());
        data
    }

    fn analyze(&self, input: &Path) -> Output {
        self.ok(&["analyze", &input.to_string_lossy()])
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let run =
            Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).arg("--data").arg(&self.0).output();
        run.expect("the program starts")
    }

    fn ok(&self, arguments: &[&str]) -> Output {
        let run = self.run(arguments);
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        run
    }

    fn text(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.ok(arguments).stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        self.text(arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn count(&self, query: &str) -> u64 {
        self.text(&["search", query, "--count"]).trim().parse().unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn capture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/lab-remote-execution.pcap")
}

/// The breach of smbexec, which the scene ran once against the server as root.
fn smbexec(data: &Data) -> Value {
    let found = data.json(&["breaches", "model_uuid:=attack-tool-remote-execution", "--json"]);
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

#[test]
fn what_was_recorded_is_found() {
    let data = Data::new("found");
    assert_eq!(
        data.count("kind:remote_exec"),
        data.json(&["search", "kind:remote_exec", "--json"]).len() as u64
    );
    // Words of the message line, patterns that reach inside, fields, negation.
    assert!(data.count("execute.bat AND SMB*") > 0 || data.count("*execute.bat* AND REMOTE_EXEC") > 0);
    assert_eq!(data.count("kind:remote_exec AND NOT kind:remote_exec"), 0);
    assert_eq!(data.count(""), data.count("id.orig_h:10.0.0.0/8") + data.count("NOT id.orig_h:10.0.0.0/8"));
    let newest = data.json(&["search", "", "--json", "--limit", "1"]);
    let oldest = data.json(&["search", "", "--json", "--limit", "1", "--oldest-first"]);
    assert!(newest[0]["ts"].as_f64().unwrap() > oldest[0]["ts"].as_f64().unwrap());
}

#[test]
fn a_mistake_in_a_query_is_shown_where_it_is() {
    let data = Data::new("mistake");
    let run = data.run(&["search", "kind:remote_exec AND (mimikatz"]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1));
    assert!(said.contains('^'), "{said}");
    let run = data.run(&["search", "remote_exek.command:x"]);
    assert_eq!(run.status.code(), Some(1));
}

#[test]
fn captures_that_are_analysed_twice_are_kept_once() {
    let data = Data::new("twice");
    let (records, breaches) = (data.count(""), data.count("kind:breach"));
    assert!(breaches > 3);
    data.analyze(&capture());
    assert_eq!((data.count(""), data.count("kind:breach")), (records, breaches));
}

#[test]
fn a_breach_opens_with_four_answers_and_their_proofs() {
    let data = Data::new("opened");
    let breach = smbexec(&data);
    let opened = data.json(&["breach", "show", breach["breach_id"].as_str().unwrap(), "--json"]);
    let answers = opened[0]["answers"].as_array().unwrap();
    let questions: Vec<_> = answers.iter().map(|answer| answer["question"].as_str().unwrap()).collect();
    assert_eq!(
        questions,
        [
            "What triggered it?",
            "On which host did it happen?",
            "Were files moved?",
            "Is this common between these hosts?"
        ]
    );
    let text = opened[0].to_string();
    assert!(text.contains("10.9.0.1") && text.contains("execute.bat"), "{text}");
    // Every proof is a record that can be looked up.
    for sentence in answers.iter().flat_map(|answer| answer["sentences"].as_array().unwrap()) {
        for proof in sentence["proof"].as_array().unwrap() {
            data.ok(&["search", "--id", proof.as_str().unwrap()]);
        }
    }
    // Every query that is told can be typed.
    for query in answers.iter().flat_map(|answer| answer["queries"].as_array().unwrap()) {
        data.count(query.as_str().unwrap());
    }
}

#[test]
fn the_evidence_of_a_breach_is_analysed_again_to_the_same_breach() {
    let data = Data::new("evidence");
    let breach = smbexec(&data);
    let bundle = data.path("evidence.zip");
    data.ok(&[
        "breach",
        "bundle",
        breach["breach_id"].as_str().unwrap(),
        "--output",
        &bundle.to_string_lossy(),
    ]);
    let again = Data(data.path("again"));
    again.analyze(&bundle);
    // Names of flows count the flows that came before, so that ids differ; what happened does not.
    let found = smbexec(&again);
    for field in ["ts", "model", "model_version", "summary", "id.orig_h", "id.resp_h", "account", "score"] {
        assert_eq!(found[field], breach[field], "{field}");
    }
}

#[test]
fn a_settled_breach_is_marked_and_says_by_whom() {
    let data = Data::new("settled");
    let id = smbexec(&data)["breach_id"].as_str().unwrap().to_owned();
    let line =
        |data: &Data| data.text(&["breaches"]).lines().find(|line| line.contains(&id)).unwrap().to_owned();
    assert!(!line(&data).contains(&format!("x {id}")));
    data.ok(&["breach", "acknowledge", &id, "--reason", "our own exercise", "--by", "ada"]);
    assert!(line(&data).contains(&format!("x {id}")), "{}", line(&data));
    let notes = data.json(&["search", "kind:breach_note", "--json"]);
    assert_eq!(
        (notes[0]["author"].as_str(), notes[0]["text"].as_str()),
        (Some("ada"), Some("our own exercise"))
    );
}

#[test]
fn what_is_stored_is_verified_counted_and_exported() {
    let data = Data::new("exported");
    assert!(data.text(&["store", "verify"]).contains("records"));
    let stats = data.json(&["store", "stats", "--json"]);
    let kinds = stats[0]["kinds"].as_array().unwrap();
    let all: u64 = kinds.iter().map(|kind| kind["records"].as_u64().unwrap()).sum();
    assert_eq!(all, data.count(""));
    for (format, file) in [("ndjson", "conn.ndjson"), ("zeek-json", "conn.log"), ("zeek-tsv", "conn.log")] {
        let out = data.path(format);
        data.ok(&["store", "export", "kind:conn", "--format", format, "--output", &out.to_string_lossy()]);
        let text = std::fs::read_to_string(out.join(file)).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#')).count() as u64;
        assert_eq!(lines, data.count("kind:conn"), "{format}");
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
    }
}

#[test]
fn who_had_an_address_is_told_with_proof() {
    let data = Data::new("holder");
    let told = data.json(&["devices", "--address", "10.9.0.2", "--json"]);
    let holder = &told[0]["holder"];
    // The scene's client said by ARP which hardware address it has.
    assert_eq!(holder["device"], "mac:2e:51:a2:90:2d:bb");
    let proof = holder["evidence"][0].as_str().unwrap();
    assert_eq!(data.json(&["search", "--id", proof, "--json"])[0]["_id"], proof);
    assert_eq!(data.run(&["devices", "--address", "192.0.2.99"]).status.code(), Some(1));
}
