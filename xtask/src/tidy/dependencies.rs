//! Rules about dependencies: which licences, which crates never, which rooms may know which.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Licences that a permissive product may carry.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "BSL-1.0",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "MIT-0",
    "Apache-2.0 WITH LLVM-exception",
    "bzip2-1.0.6",
];

/// Crates that must never be in the tree, and why.
const BANNED: &[(&str, &str)] = &[
    ("aws-lc-sys", "ring is the one provider of cryptography"),
    ("aws-lc-rs", "ring is the one provider of cryptography"),
    ("openssl-sys", "no C library of cryptography"),
    ("serde_yaml", "unmaintained"),
];

/// Which rooms a room may know: one direction, few layers.
const ROOMS: &[(&str, &[&str])] = &[
    ("thymus-wire", &[]),
    ("thymus-record-derive", &[]),
    ("thymus-record", &["thymus-wire", "thymus-record-derive"]),
    ("thymus-capture", &["thymus-wire"]),
    ("thymus-flow", &["thymus-wire"]),
    ("thymus-proto", &["thymus-wire", "thymus-flow", "thymus-record"]),
    ("thymus-entity", &["thymus-record"]),
    ("thymus-model", &["thymus-record"]),
    ("thymus-store", &["thymus-record"]),
    ("thymus-detect", &["thymus-record", "thymus-model", "thymus-entity"]),
    (
        "thymus-analyst",
        &[
            "thymus-record",
            "thymus-model",
            "thymus-detect",
            "thymus-entity",
            "thymus-store",
            "thymus-capture",
        ],
    ),
    ("thymus-sim", &["thymus-wire", "thymus-record", "thymus-capture"]),
    (
        "thymus-web",
        &[
            "thymus-record",
            "thymus-store",
            "thymus-model",
            "thymus-detect",
            "thymus-entity",
            "thymus-analyst",
        ],
    ),
];

pub(crate) fn check(root: &Path, findings: &mut Vec<String>) -> Result<()> {
    let metadata = metadata(root)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        licence(name, package["license"].as_str(), findings);
        banned(name, findings);
        rooms(name, package, findings);
    }
    Ok(())
}

fn metadata(root: &Path) -> Result<Value> {
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(root)
        .output()
        .context("cargo metadata did not start")?;
    ensure!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Every package must offer at least one licence of the list; parts joined by AND must all be on it.
fn licence(name: &str, expression: Option<&str>, findings: &mut Vec<String>) {
    let Some(expression) = expression else {
        findings.push(format!("{name}: no licence stated"));
        return;
    };
    let plain = expression.replace('/', " OR ").replace(['(', ')'], "");
    let allowed =
        plain.split(" OR ").any(|choice| choice.split(" AND ").all(|part| LICENCES.contains(&part.trim())));
    if !allowed {
        findings.push(format!("{name}: licence {expression} is not on the list"));
    }
}

fn banned(name: &str, findings: &mut Vec<String>) {
    if let Some((_, reason)) = BANNED.iter().find(|(banned, _)| *banned == name) {
        findings.push(format!("{name}: banned, because {reason}"));
    }
}

fn rooms(name: &str, package: &Value, findings: &mut Vec<String>) {
    let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else { return };
    let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    for dependency in dependencies.iter().filter(|dependency| dependency["kind"].is_null()) {
        let other = dependency["name"].as_str().unwrap_or_default();
        if other.starts_with("thymus-") && !allowed.contains(&other) {
            findings.push(format!("{name} must not know {other}"));
        }
    }
}
