//! Rules about where things stand.

use super::tree::Tree;

/// Folders of `proto` that are no protocol of their own: parts that several protocols share.
const SHARED_FOLDERS: &[&str] = &[
    "asn1",
    "conn",
    "files",
    "gss",
    "link",
    "mime",
    "ntlm",
    "remote_exec",
    "scheduled_job",
    "tunnel",
    "upgrade",
    "weird",
    "x509",
];

const INVARIANTS: usize = 11;

fn protocol_folders(tree: &Tree) -> Vec<&str> {
    let mut folders: Vec<&str> = tree
        .rust()
        .filter_map(|file| file.path.strip_prefix("crates/proto/src/")?.strip_suffix("/mod.rs"))
        .filter(|folder| !folder.contains('/') && !SHARED_FOLDERS.contains(folder))
        .collect();
    folders.dedup();
    folders
}

pub(crate) fn every_protocol_folder_is_registered(tree: &Tree, findings: &mut Vec<String>) {
    let registry = tree.file("crates/proto/src/registry.rs").map_or("", |file| file.text.as_str());
    for folder in protocol_folders(tree) {
        if !registry.contains(&format!("&crate::{folder}::")) {
            findings.push(format!("crates/proto/src/{folder}: no line in registry.rs"));
        }
    }
}

pub(crate) fn every_protocol_folder_has_tests(tree: &Tree, findings: &mut Vec<String>) {
    for folder in protocol_folders(tree) {
        let prefix = format!("crates/proto/src/{folder}/");
        let tested = tree.rust().any(|file| file.path.starts_with(&prefix) && file.text.contains("#[test]"));
        if !tested {
            findings.push(format!("crates/proto/src/{folder}: no test"));
        }
    }
}

pub(crate) fn the_invariants_are_written_down(tree: &Tree, findings: &mut Vec<String>) {
    let text = tree.file("ARCHITECTURE.md").map_or("", |file| file.text.as_str());
    let written = text.lines().filter(|line| line.starts_with("**Invariant ")).count();
    if written < INVARIANTS {
        findings.push(format!("ARCHITECTURE.md: {written} invariants, {INVARIANTS} are law"));
    }
}
