//! What the models that come with the program say of the company.

use crate::runs::{day, rows, text, truth};
use serde_json::Value;

/// The breaches from one address to another.
fn between<'a>(breaches: &'a [Value], source: &Value, target: &Value) -> Vec<&'a str> {
    let all = breaches.iter().filter(|row| row["id.orig_h"] == *source && row["id.resp_h"] == *target);
    all.map(|row| row["model"].as_str().unwrap()).collect()
}

#[test]
fn the_story_breaches_the_model_of_the_at_service() {
    let folder = day("demo");
    let breaches = rows(&folder, "breach");
    let story = &truth(&folder, "story")[0];
    let models = between(&breaches, &story["source"]["address"], &story["target"]["address"]);
    assert!(models.contains(&"Device / AT Service Scheduled Task"), "{models:?}");
}

#[test]
fn what_looks_like_the_story_breaches_the_same_model() {
    let folder = day("demo");
    let breaches = rows(&folder, "breach");
    for attack in truth(&folder, "attack") {
        let models = between(&breaches, &attack["source"]["address"], &attack["target"]["address"]);
        assert!(models.contains(&"Device / AT Service Scheduled Task"), "{}: {models:?}", attack["name"]);
    }
}

/// Attacks that a model without a memory can know, and one of the models that must.
const KNOWN: [(&str, &str); 8] = [
    ("sweep", "Device / Network Scan"),
    ("smb-brute-force", "Device / NTLM Password Guessing"),
    ("at-job", "Device / AT Service Scheduled Task"),
    ("job-file", "Device / AT Service Scheduled Task"),
    ("service", "Device / Remote Service Created"),
    ("kerberoasting", "Compromise / Kerberoasting"),
    ("dcsync", "Compromise / DCSync"),
    ("ransomware", "Compromise / Ransom Note Written to SMB"),
];

#[test]
fn attacks_breach_the_models_that_are_made_for_them() {
    let folder = day("attacks");
    let breaches = rows(&folder, "breach");
    for attack in truth(&folder, "attack") {
        let Some((name, model)) = KNOWN.iter().find(|(name, _)| attack["name"] == *name) else { continue };
        let source = &attack["source"]["address"];
        let models: Vec<String> =
            breaches.iter().filter(|row| row["id.orig_h"] == *source).map(|row| text(row, "model")).collect();
        assert!(models.iter().any(|found| found == model), "{name}: {models:?}");
    }
}
