//! Which kinds of record there are, in one program.

use crate::{Field, Schema};
use std::sync::Arc;

/// The kinds of record that a program knows, and the facts that its stages add to them.
///
/// Each pillar lists its own kinds; the program puts the lists together here. Storage, search, completion and the type
/// check of models all come from it.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    // Shared, because every filter keeps the registry that it is bound to.
    kinds: Arc<[&'static Schema]>,
    facts: Arc<[&'static Field]>,
}

/// Other names that analysts know fields by.
const ALIASES: &[(&str, &str)] = &[
    ("source_ip", "id.orig_h"),
    ("source_port", "id.orig_p"),
    ("dest_ip", "id.resp_h"),
    ("dest_port", "id.resp_p"),
    ("src_ip", "id.orig_h"),
    ("src_port", "id.orig_p"),
    ("dst_ip", "id.resp_h"),
    ("dst_port", "id.resp_p"),
    ("@timestamp", "ts"),
    ("@type", "kind"),
    ("@message", "message"),
    ("_kind", "kind"),
];

impl Registry {
    /// A registry of these kinds and facts. Of a kind or fact that is named twice the first counts.
    #[must_use]
    pub fn new(
        kinds: impl IntoIterator<Item = &'static Schema>,
        facts: impl IntoIterator<Item = &'static Field>,
    ) -> Self {
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|schema| schema.kind);
        kinds.dedup_by_key(|schema| schema.kind);
        let mut all: Vec<&'static Field> = Vec::new();
        for fact in facts {
            if all.iter().all(|known| known.name != fact.name) {
                all.push(fact);
            }
        }
        Self { kinds: kinds.into(), facts: all.into() }
    }

    /// All kinds, by name.
    #[must_use]
    pub fn kinds(&self) -> &[&'static Schema] {
        &self.kinds
    }

    /// The kind of this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&'static Schema> {
        let place = self.kinds.binary_search_by_key(&name, |schema| schema.kind).ok()?;
        self.kinds.get(place).copied()
    }

    /// All facts, in the order in which they were given.
    #[must_use]
    pub fn facts(&self) -> &[&'static Field] {
        &self.facts
    }

    /// The place of the fact of this name.
    #[must_use]
    pub fn fact_index(&self, name: &str) -> Option<usize> {
        self.facts.iter().position(|field| field.name == name)
    }

    /// The name that the records use for a field that was asked for by this name: aliases and the prefix `@fields.`
    /// are taken away.
    #[must_use]
    pub fn canonical<'n>(&self, name: &'n str) -> &'n str {
        let name = name.strip_prefix("@fields.").unwrap_or(name);
        ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, field)| field)
    }

    /// Whether any kind has a field or fact of this canonical name.
    #[must_use]
    pub fn has_field(&self, name: &str) -> bool {
        self.fact_index(name).is_some() || self.kinds.iter().any(|schema| schema.index_of(name).is_some())
    }

    /// Aliases with the names that they stand for.
    #[must_use]
    pub fn aliases() -> &'static [(&'static str, &'static str)] {
        ALIASES
    }
}
