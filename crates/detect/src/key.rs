//! For whom a record counts: keys of entities.

use crate::words;
use smallvec::SmallVec;
use thymus_model::{Entity, KeyPart};
use thymus_record::query::{Place, fold};
use thymus_record::{Record as _, Registry, Row, Value};

/// What stands between the parts of a key. No value has it: control characters are taken out of texts.
const SEPARATOR: char = '\u{1f}';

/// What stands between the entity and what else components have in common.
pub(crate) const SHARE: char = '\u{1e}';

/// The longest part of a key, in bytes.
const PART_BYTES_MAX: usize = 256;

/// Where the parts of a key are in records of each kind.
#[derive(Debug)]
pub(crate) struct KeyReader {
    /// For each kind the parts, for each part the places in order of preference.
    entity: Vec<Vec<Vec<Place>>>,
    share: Vec<Vec<Vec<Place>>>,
}

/// For whom a record counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The entity, and what components have in common, in lower case.
    pub(crate) text: Box<str>,
    /// How many bytes of it are the entity.
    pub(crate) entity_bytes: usize,
}

impl Key {
    /// The entity alone.
    pub(crate) fn entity(&self) -> &str {
        self.text.get(..self.entity_bytes).unwrap_or_default()
    }
}

impl KeyReader {
    pub(crate) fn new(per: &[KeyPart], share: &[KeyPart], registry: &Registry) -> Self {
        let places = |parts: &[KeyPart]| {
            let kinds = 0..registry.kinds().len();
            kinds.map(|kind| parts.iter().map(|part| places(part, kind, registry)).collect()).collect()
        };
        Self { entity: places(per), share: places(share) }
    }

    /// The key of a record of this kind, and the parts of the entity as they are written; nothing where a part is absent.
    pub(crate) fn read(&self, row: &Row, kind: usize, registry: &Registry) -> Option<(Key, Names)> {
        let mut text = String::new();
        let mut names = Names::new();
        for part in self.entity.get(kind)? {
            let name = read_part(part, row, registry)?;
            push_part(&mut text, &name);
            names.push(name.into());
        }
        let entity_bytes = text.len();
        text.push(SHARE);
        for part in self.share.get(kind)? {
            push_part(&mut text, &read_part(part, row, registry)?);
        }
        Some((Key { text: text.into(), entity_bytes }, names))
    }
}

/// The parts of an entity as they are written.
pub(crate) type Names = SmallVec<[Box<str>; 2]>;

/// An entity as people read it.
pub(crate) fn in_words(per: &Entity, names: &[Box<str>]) -> String {
    match per {
        Entity::Organisation => "the organisation".to_owned(),
        Entity::Pair => names.join(" → "),
        _ => names.join(", "),
    }
}

fn places(part: &KeyPart, kind: usize, registry: &Registry) -> Vec<Place> {
    let schema = registry.kinds().get(kind);
    let of_name = |name: &str| {
        let own = schema.and_then(|schema| schema.index_of(name)).map(|field| Place::Field { kind, field });
        own.or_else(|| registry.fact_index(name).map(Place::Fact))
    };
    part.fields.iter().filter_map(|name| of_name(name)).collect()
}

fn read_part(places: &[Place], row: &Row, registry: &Registry) -> Option<String> {
    places.iter().find_map(|place| {
        let value = match place {
            Place::Field { field, .. } => row.value(*field),
            Place::Fact(fact) => registry.facts().get(*fact).map_or(Value::Absent, |fact| row.fact(fact)),
        };
        // Of several values the first one counts.
        let value = if let Value::List(list) = value { list.get(0) } else { value };
        match value {
            Value::Text(text) if text.len() > PART_BYTES_MAX => Some(shortened(text)),
            other => words::value(other, None),
        }
    })
}

/// The beginning of a long text, and the hash of all of it.
fn shortened(text: &str) -> String {
    let start: String = text.chars().take(PART_BYTES_MAX / 4).filter(|c| !c.is_control()).collect();
    format!("{start}…{:016x}", xxhash_rust::xxh3::xxh3_64(fold(text).as_bytes()))
}

fn push_part(text: &mut String, part: &str) {
    if !text.is_empty() && !text.ends_with(SHARE) {
        text.push(SEPARATOR);
    }
    text.push_str(&fold(part));
}
