//! The generator against itself, and against the engine: what it says it made is what is found.

use super::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex};
use thymus_capture::{CaptureReader, Item};
use thymus_proto::{Engine, Settings};
use thymus_record::{Record, Value};

const SCALE: f64 = 0.002;

/// Counts of records, named as in [`Truth`].
type Found = BTreeMap<String, u64>;

fn make(scenario: Scenario, seed: u64) -> (Truth, Vec<u8>) {
    let mut capture = Vec::new();
    let truth = write(scenario, seed, SCALE, &mut capture).expect("memory takes everything");
    assert_eq!(truth.bytes, capture.len() as u64);
    (truth, capture)
}

fn analyze(capture: Vec<u8>) -> Found {
    let found = Arc::new(Mutex::new(Found::new()));
    let sink = {
        let found = Arc::clone(&found);
        move |record: &dyn Record| count(&mut found.lock().expect("no test panics while it counts"), record)
    };
    let mut engine = Engine::new(Settings::default(), Box::new(sink));
    let mut reader = CaptureReader::new(Box::new(Cursor::new(capture))).expect("a capture");
    while let Some(item) = reader.next().expect("whole packets") {
        let Item::Packet(packet) = item else { continue };
        engine.packet(
            packet.timestamp,
            packet.ordinal,
            packet.link,
            packet.bytes,
            packet.wire_length,
            packet.vlan,
        );
    }
    engine.finish();
    drop(engine);
    let found = found.lock().expect("nobody panicked");
    found.clone()
}

fn count(found: &mut Found, record: &dyn Record) {
    let schema = record.schema();
    *found.entry(schema.kind.to_owned()).or_default() += 1;
    for (index, field) in schema.fields.iter().enumerate() {
        let value = match record.value(index) {
            Value::Text(text) => text.to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Count(value) => {
                // Identifiers are numbers too, whose sum means nothing and may be anything.
                let sum = found.entry(format!("{} {} in all", schema.kind, field.name)).or_default();
                *sum = sum.wrapping_add(value);
                continue;
            }
            _ => continue,
        };
        *found.entry(format!("{} {} {value}", schema.kind, field.name)).or_default() += 1;
    }
}

/// Of kinds that the engine has, everything must be there, and no anomaly.
fn agrees(scenario: Scenario) {
    let (truth, capture) = make(scenario, 7);
    let found = analyze(capture);
    let known: Vec<_> = thymus_proto::registry::schemas().iter().map(|schema| schema.kind).collect();
    let mut wrong = Vec::new();
    for (name, made) in truth.counts() {
        let kind = name.split(' ').next().unwrap_or(name);
        let seen = found.get(name).copied().unwrap_or(0);
        if known.contains(&kind) && made != seen {
            wrong.push(format!("{name}: made {made}, found {seen}"));
        }
    }
    for (name, seen) in found.iter().filter(|(name, _)| name.starts_with("weird name ")) {
        wrong.push(format!("{name}: {seen}"));
    }
    assert!(wrong.is_empty(), "{}:\n{}", scenario.name(), wrong.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let capture = |seed| make(Scenario::Mixed, seed).1;
    assert!(capture(1) == capture(1));
    assert!(capture(1) != capture(2));
}

#[test]
fn mixed_traffic_is_found_as_it_was_made() {
    agrees(Scenario::Mixed);
}

#[test]
fn small_flows_are_found_as_they_were_made() {
    agrees(Scenario::Small);
}

#[test]
fn held_connections_are_found_as_they_were_made() {
    agrees(Scenario::ManyFlows);
}
