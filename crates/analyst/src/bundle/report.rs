//! The answers and the event log as text, for people.

use crate::opened::Opened;
use crate::words;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// So many proofs of a sentence are named in the text; the bundle's records hold them all.
const PROOFS_MAX: usize = 8;

pub(super) fn markdown(opened: &Opened, zone: &TimeZone) -> String {
    let text = |field: &str| words::text(opened.breach.get(field)).unwrap_or_default();
    let mut out = format!("# {}\n\n{}\n\n", text("model"), text("summary"));
    let _ = writeln!(out, "Breach {} at {}.", text("breach_id"), words::moment(opened.breach.ts(), zone));
    for answer in &opened.answers {
        let _ = writeln!(out, "\n## {}\n", answer.question);
        for sentence in &answer.sentences {
            let proofs: Vec<_> = sentence.proof.iter().take(PROOFS_MAX).map(ToString::to_string).collect();
            let more = if sentence.proof.len() > PROOFS_MAX { " …" } else { "" };
            let proofs =
                if proofs.is_empty() { String::new() } else { format!(" [{}{more}]", proofs.join(" ")) };
            let _ = writeln!(out, "* {}{proofs}", line(&sentence.text));
        }
        for query in &answer.queries {
            let _ = writeln!(out, "\n    thymus search '{}'", line(query).replace('\'', "'\\''"));
        }
    }
    out
}

/// One line a record; those that set the breach off bear a star.
pub(super) fn log(opened: &Opened, zone: &TimeZone) -> String {
    let mut out = String::new();
    for entry in &opened.log {
        let star = if entry.evidence { '*' } else { ' ' };
        let _ =
            writeln!(out, "{star} {} {} {}", words::moment(entry.ts, zone), entry.id, line(&entry.message));
    }
    out
}

/// Nothing from the network breaks out of its line or drives a terminal.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
