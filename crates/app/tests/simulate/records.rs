//! What is said to be true is in the records, and the records are the same whoever makes them.

use crate::runs::{day, folder, rows, text, thymus, truth};
use std::collections::BTreeMap;
use std::path::Path;

/// The lines of files by name. Records of the same packet are in no order that holds for any number of workers.
fn lines(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let sorted = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        (entry.file_name().into_string().unwrap(), lines)
    };
    entries.map(sorted).collect()
}

#[test]
fn any_number_of_workers_makes_the_same_records() {
    let one = folder("one-worker");
    thymus(&["simulate", "--days", "1", "--workers", "1", "--out", one.to_str().unwrap()]);
    let three = folder("three-workers");
    thymus(&["simulate", "--days", "1", "--workers", "3", "--out", three.to_str().unwrap()]);
    let (one, three) = (lines(&one), lines(&three));
    assert!(one.keys().eq(three.keys()), "{:?} and {:?}", one.keys(), three.keys());
    let different: Vec<_> =
        one.iter().filter(|(name, lines)| three[*name] != **lines).map(|(name, _)| name).collect();
    assert!(different.is_empty(), "{different:?}");
    assert!(one.keys().len() > 25 && one.contains_key("truth.ndjson"), "{:?}", one.keys());
}

#[test]
fn every_attack_has_the_records_that_the_truth_tells_of() {
    for scenario in ["demo", "attacks"] {
        let folder = day(scenario);
        let attacks = truth(&folder, "attack");
        assert_eq!(attacks.len(), if scenario == "demo" { 2 } else { 10 });
        let wrong: Vec<String> = attacks
            .iter()
            .flat_map(|attack| attack["records"].as_array().unwrap())
            .filter(|expected| {
                let kind = expected["kind"].as_str().unwrap();
                let fields = expected["fields"].as_object().unwrap();
                let fits =
                    |row: &&serde_json::Value| fields.iter().all(|(name, value)| text(row, name) == *value);
                let found = rows(&folder, kind).iter().filter(fits).count();
                (found as u64) < expected["count"].as_u64().unwrap()
            })
            .map(ToString::to_string)
            .collect();
        assert!(wrong.is_empty(), "{scenario}: {}", wrong.join("\n"));
    }
}

#[test]
fn addresses_of_the_truth_are_those_of_the_leases() {
    let folder = day("quiet");
    let leases = rows(&folder, "dhcp");
    assert!(leases.len() > 60, "{} leases", leases.len());
    let devices = truth(&folder, "device");
    for lease in leases {
        let device = devices.iter().find(|device| device["mac"] == lease["mac"]);
        let device = device.unwrap_or_else(|| panic!("whose is {lease}?"));
        assert_eq!(text(device, "name"), text(&lease, "host_name"));
        let stays = device["addresses"].as_array().unwrap();
        assert!(stays.iter().any(|stay| stay["address"] == lease["assigned_addr"]), "{lease}");
    }
}
