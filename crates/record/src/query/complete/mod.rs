//! What can be written next: for a console's search box.

mod place;
#[cfg(test)]
mod tests;

use super::bind::{KIND, MESSAGE};
use super::types::{described, examples};
use super::{Filter, Span};
use crate::{Field, Registry, Schema, Type};
use place::{Asked, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many completions are offered at most.
pub const MAX_COMPLETIONS: usize = 50;

/// Something that could be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What to write.
    pub text: String,
    /// What sort of thing it is.
    pub kind: CompletionKind,
    /// What it means.
    pub doc: String,
    /// Which part of the query it takes the place of: byte offsets.
    pub replaces: Span,
}

/// What sort of thing can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// The name of a field, with its colon.
    Field,
    /// A kind of record.
    Kind,
    /// `AND`, `OR`, `NOT` or `_exists_:`.
    Operator,
    /// An example of a value, to be changed.
    ValueHint,
}

/// The rank of what the query has ruled out so far: below everything else.
const ELSEWHERE: u8 = 8;

/// The operators, and what they do.
const OPERATORS: &[(&str, &str)] = &[
    ("AND", "both; words side by side are joined so too"),
    ("OR", "one or the other"),
    ("NOT", "not what follows"),
    ("_exists_:", "has the field"),
];

/// What can be written at a place in a query, the likeliest first; at most [`MAX_COMPLETIONS`].
///
/// `cursor` is a byte offset; one past the end, or inside a character, counts as the character border before it. Nothing is
/// offered inside quotes, regular expressions and ranges. The query need not be right or complete.
#[must_use]
pub fn complete(text: &str, cursor: usize, registry: &Registry) -> Vec<Completion> {
    let Some(place) = Place::find(text, cursor) else { return Vec::new() };
    let mut offered = match &place.asked {
        Asked::Anything { operator } => anything(text, &place, *operator, registry),
        Asked::FieldName => Fields::new(registry, place.kinds(text, registry)).matching(&place.written, ""),
        Asked::Value(name) => values(registry.canonical(name), &place.written, registry),
    };
    offered.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.text.cmp(&b.text)));
    offered.dedup_by(|a, b| a.text == b.text);
    offered.truncate(MAX_COMPLETIONS);
    let replaces = place.replaces;
    let finish = |offer: Offer| Completion {
        text: offer.text,
        kind: offer.kind,
        doc: offer.doc,
        replaces: replaces.clone(),
    };
    offered.into_iter().map(finish).collect()
}

/// A completion and how likely it is: small is likely.
struct Offer {
    rank: (u8, usize),
    text: String,
    kind: CompletionKind,
    doc: String,
}

impl Place {
    /// The kinds of record that what stands before can find, if it says so.
    fn kinds(&self, text: &str, registry: &Registry) -> Option<Vec<usize>> {
        let before = text.get(..self.word.start)?.trim_end();
        let before =
            ["AND", "&&"].iter().find_map(|operator| before.strip_suffix(operator)).unwrap_or(before);
        Filter::parse(before, registry).ok()?.kinds().map(<[usize]>::to_vec)
    }
}

fn anything(text: &str, place: &Place, operator: bool, registry: &Registry) -> Vec<Offer> {
    let written = &place.written;
    let known = place.kinds(text, registry);
    // Who has chosen kinds already hardly wants another.
    let kind_rank = if known.is_some() { ELSEWHERE } else { 0 };
    let mut offered = Fields::new(registry, known).matching(written, ":");
    let pseudo = [(KIND, "The kind of the record."), (MESSAGE, "The record as one line of text.")];
    offered.extend(pseudo.into_iter().filter_map(|(name, doc)| {
        let rank = likeness(name, written)?;
        Some(Offer {
            rank: (rank, 0),
            text: format!("{name}:"),
            kind: CompletionKind::Field,
            doc: doc.to_owned(),
        })
    }));
    if !written.is_empty() {
        offered.extend(kinds(written, registry).map(|offer| {
            let rank = (offer.rank.0 + kind_rank, offer.rank.1);
            Offer { rank, text: format!("{KIND}:{}", offer.text), ..offer }
        }));
    }
    let allowed = |name: &str| operator || !["AND", "OR"].contains(&name);
    offered.extend(OPERATORS.iter().filter(|(name, _)| allowed(name)).filter_map(|(name, doc)| {
        let rank = likeness(name, written).filter(|rank| *rank == 0)?;
        Some(Offer {
            rank: (rank, 0),
            text: (*name).to_owned(),
            kind: CompletionKind::Operator,
            doc: (*doc).to_owned(),
        })
    }));
    offered
}

fn kinds<'r>(written: &'r str, registry: &'r Registry) -> impl Iterator<Item = Offer> + 'r {
    registry.kinds().iter().filter_map(move |schema| {
        let rank = likeness(schema.kind, written)?;
        let (text, doc) = (schema.kind.to_owned(), schema.doc.to_owned());
        Some(Offer { rank: (rank, 1), text, kind: CompletionKind::Kind, doc })
    })
}

/// Values of a field: of `kind` all there are, else examples of its types.
fn values(name: &str, written: &str, registry: &Registry) -> Vec<Offer> {
    if name == KIND {
        return kinds(written, registry).collect();
    }
    let mut types: Vec<Type> = if name == MESSAGE { vec![Type::Text] } else { Vec::new() };
    for (_, field) in fields(registry).filter(|(_, field)| field.name == name) {
        if !types.contains(&field.kind) {
            types.push(field.kind);
        }
    }
    let all = types.into_iter().flat_map(examples).enumerate();
    let fitting = all.filter(|(_, (text, _))| text.starts_with(written));
    let offer = |(place, (text, doc)): (usize, &(&str, &str))| Offer {
        rank: (0, place),
        text: (*text).to_owned(),
        kind: CompletionKind::ValueHint,
        doc: (*doc).to_owned(),
    };
    fitting.map(offer).collect()
}

/// Every field with the kind that has it; facts have none.
fn fields(registry: &Registry) -> impl Iterator<Item = (Option<usize>, &Field)> {
    let own = registry.kinds().iter().enumerate();
    let own = own.flat_map(|(kind, schema)| schema.fields.iter().map(move |field| (Some(kind), field)));
    own.chain(registry.facts().iter().map(|field| (None, *field)))
}

/// All fields by name, and where each is.
struct Fields<'r> {
    registry: &'r Registry,
    by_name: BTreeMap<&'r str, Vec<(Option<usize>, &'r Field)>>,
    /// The kinds that the query is about.
    kinds: Option<Vec<usize>>,
}

impl<'r> Fields<'r> {
    fn new(registry: &'r Registry, kinds: Option<Vec<usize>>) -> Self {
        let mut by_name: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (kind, field) in fields(registry) {
            by_name.entry(field.name).or_default().push((kind, field));
        }
        Self { registry, by_name, kinds }
    }

    /// The names that are like what is written so far, those of the query's kinds and of many kinds first.
    fn matching(&self, written: &str, behind: &str) -> Vec<Offer> {
        let own = self.by_name.keys().map(|name| (*name, *name));
        let aliases =
            Registry::aliases().iter().map(|(alias, name)| (*alias, *name)).filter(|_| !written.is_empty());
        own.chain(aliases)
            .filter_map(|(name, canonical)| self.offer(name, canonical, written, behind))
            .collect()
    }

    fn offer(&self, name: &str, canonical: &str, written: &str, behind: &str) -> Option<Offer> {
        let places = self.by_name.get(canonical)?;
        let likeness = likeness(name, written)?;
        let wanted = |kind: &Option<usize>| match (kind, &self.kinds) {
            (Some(kind), Some(kinds)) => kinds.contains(kind),
            _ => true,
        };
        let here: Vec<_> = places.iter().filter(|(kind, _)| wanted(kind)).collect();
        let (_, field) = here.first().copied().or_else(|| places.first())?;
        let elsewhere = if here.is_empty() { ELSEWHERE } else { 0 };
        // The records' own names come before other names for them.
        let rarity = self.registry.kinds().len().saturating_sub(places.len());
        let rank = (elsewhere + likeness, if name == canonical { 2 + rarity } else { usize::MAX });
        let mut doc = described_field(field);
        if name != canonical {
            doc = format!("{canonical}: {doc}");
        }
        self.name_kinds(places, &mut doc);
        Some(Offer { rank, text: format!("{name}{behind}"), kind: CompletionKind::Field, doc })
    }

    /// Appends the names of the kinds that have a field.
    fn name_kinds(&self, places: &[(Option<usize>, &Field)], doc: &mut String) {
        const NAMED: usize = 4;
        let schema = |kind: usize| self.registry.kinds().get(kind).copied();
        let names = |kind: &'static Schema| kind.kind;
        let kinds: Vec<&str> = places.iter().filter_map(|(kind, _)| schema((*kind)?).map(names)).collect();
        if kinds.is_empty() {
            return;
        }
        let shown = kinds.get(..NAMED).unwrap_or(&kinds).join(", ");
        let more = if kinds.len() > NAMED { ", …" } else { "" };
        let _ = write!(doc, " In {shown}{more}.");
    }
}

fn described_field(field: &Field) -> String {
    let unit = field.unit.map(|unit| format!(", {unit}")).unwrap_or_default();
    format!("{} ({}{unit})", field.doc, described(field.kind))
}

/// How like a name is to what is written so far: 0 it begins so, 1 a part of it does, 2 it is in it.
fn likeness(name: &str, written: &str) -> Option<u8> {
    let (name, written) = (name.to_lowercase(), written.to_lowercase());
    if name.starts_with(&written) {
        return Some(0);
    }
    if name.split(['.', '_', '@']).any(|part| part.starts_with(&written)) {
        return Some(1);
    }
    name.contains(&written).then_some(2)
}
