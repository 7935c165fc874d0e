//! What people say of breaches: acknowledgements and comments.
//!
//! They are records like all others, so they are stored, searched and kept as long; nothing is ever changed or taken
//! away, and the newest acknowledgement or its withdrawal counts.

use std::collections::BTreeMap;
use thymus_record::{Declared, Id, Record, Row, Schema, Timestamp, Value};

/// What a person says of a breach.
#[derive(Clone, Debug, Record)]
#[record(kind = "breach_note", protocol = "NOTE")]
pub struct BreachNote {
    /// When it was said.
    pub ts: Timestamp,
    /// Of which breach.
    pub breach_id: Id,
    /// `acknowledged`, `reopened` or `comment`.
    pub note: &'static str,
    /// Who says so.
    pub author: String,
    /// The reason or the comment.
    pub text: String,
}

/// The kinds of record that this crate declares.
#[must_use]
pub fn schemas() -> Vec<&'static Schema> {
    vec![BreachNote::declaration()]
}

/// Which breaches are acknowledged, by the notes on them in any order: who did it, when and why.
#[must_use]
pub fn acknowledged(notes: &[Row]) -> BTreeMap<String, Row> {
    let mut newest: BTreeMap<String, &Row> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.get("note") != Value::Text("comment")) {
        let Value::Id(breach) = note.get("breach_id") else { continue };
        let known = newest.entry(breach.to_string()).or_insert(note);
        if (note.ts(), note.id()) > (known.ts(), known.id()) {
            *known = note;
        }
    }
    newest
        .into_iter()
        .filter(|(_, note)| note.get("note") == Value::Text("acknowledged"))
        .map(|(breach, note)| (breach, note.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(seconds: i64, breach: u64, note: &'static str) -> Row {
        Row::of(&BreachNote {
            ts: Timestamp(seconds * 1_000_000_000),
            breach_id: Id { prefix: b'B', number: breach },
            note,
            author: "j.meier".to_owned(),
            text: "the antivirus job".to_owned(),
        })
    }

    #[test]
    fn the_newest_word_counts() {
        let notes = [
            note(3, 1, "reopened"),
            note(1, 1, "acknowledged"),
            note(2, 2, "acknowledged"),
            note(4, 2, "comment"),
        ];
        let acknowledged = acknowledged(&notes);
        assert_eq!(acknowledged.len(), 1);
        assert!(acknowledged.contains_key(&Id { prefix: b'B', number: 2 }.to_string()));
    }
}
