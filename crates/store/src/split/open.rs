//! A split that is open for reading.

use super::codec::{load_numbers, load_presence};
use super::digest::{DigestFilter, is_filter};
use super::file::{Section, SplitFile};
use super::inverted::Inverted;
use super::manifest::{ColumnEntry, Manifest, PresenceEntry, WORDS_VERSION, WordsEntry};
use super::numbers::{Ids, StoredAddresses, StoredMacs};
use super::odd::unpack_odd;
use super::texts::StoredTexts;
use super::words::Words;
use crate::Result;
use crate::column::{Base, Class, Column, Dictionary, Presence, Values, class};
use crate::error::damaged;
use crate::part::{Part, Slot};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use tantivy::columnar::ColumnValues;
use tantivy::columnar::column_index::OptionalIndex;
use tantivy::directory::OwnedBytes;
use thymus_record::query::Place;
use thymus_record::{Registry, Row, Schema, Type};

/// A split that is open for reading. Columns are opened when they are first asked for.
pub(crate) struct Split {
    file: SplitFile,
    manifest: Manifest,
    kind: usize,
    schema: &'static Schema,
    ids: Ids,
    columns: Vec<OnceLock<Option<StoredColumn>>>,
    fields: Vec<Option<u32>>,
    facts: Vec<Option<u32>>,
    fact_kinds: Vec<Type>,
    words: Option<WordIndex>,
    odd: BTreeMap<u32, Row>,
    damaged: AtomicBool,
}

/// The index of words of a split.
pub(crate) struct WordIndex {
    /// The tokens.
    pub tokens: Words,
    /// What tokens end with, from a dot on.
    pub endings: Words,
    filter: Option<OwnedBytes>,
}

struct StoredColumn {
    kind: Type,
    presence: StoredPresence,
    values: Arc<dyn ColumnValues<u64>>,
    base: Option<Base>,
    dictionary: StoredDictionary,
    inverted: Option<Inverted>,
    prefix: u8,
    bounds: (u64, u64),
}

enum StoredPresence {
    Full,
    Some(OptionalIndex),
    Lists(Option<OptionalIndex>, Arc<dyn ColumnValues<u64>>),
}

enum StoredDictionary {
    None,
    Texts(StoredTexts),
    Addresses(StoredAddresses),
    Macs(StoredMacs),
}

impl WordIndex {
    /// Whether a digest may have this token.
    pub(crate) fn digest_may_have(&self, token: &str) -> bool {
        self.filter.as_ref().is_some_and(|bytes| DigestFilter::open(bytes).may_have(token))
    }
}

impl Split {
    /// Opens the split of a file. `None` if the program does not know its kind.
    pub(crate) fn open(path: &Path, registry: &Registry) -> Result<Option<Self>> {
        let (file, manifest) = SplitFile::open::<Manifest>(path)?;
        let place = registry.kinds().iter().position(|schema| schema.kind == manifest.kind);
        let Some((kind, schema)) = place.and_then(|kind| Some((kind, *registry.kinds().get(kind)?))) else {
            return Ok(None);
        };
        let wrong = |what: &str| damaged(path, what);
        let ids = load_numbers(file.bytes(manifest.ids)?).ok_or_else(|| wrong("its ids cannot be read"))?;
        if ids.num_vals() != manifest.rows {
            return Err(wrong("it has not as many ids as rows"));
        }
        let number = |name: &str, fact: bool| {
            let place = manifest.columns.iter().position(|entry| entry.fact == fact && entry.name == name);
            place.map(|place| place as u32)
        };
        let fields = schema.fields.iter().map(|field| number(field.name, false)).collect();
        let facts = registry.facts().iter().map(|field| number(field.name, true)).collect();
        let words = match manifest.words {
            Some(entry) if entry.version == WORDS_VERSION => {
                Some(open_words(&file, entry)?.ok_or_else(|| wrong("its index of words cannot be read"))?)
            }
            _ => None,
        };
        let odd = match manifest.odd {
            Some(section) => unpack_odd(&file.bytes(section)?, schema.kind, registry)
                .ok_or_else(|| wrong("its rows that are no columns cannot be read"))?,
            None => BTreeMap::new(),
        };
        Ok(Some(Self {
            ids: Ids::new(ids, manifest.last_id),
            columns: manifest.columns.iter().map(|_| OnceLock::new()).collect(),
            file,
            manifest,
            kind,
            schema,
            fields,
            facts,
            fact_kinds: registry.facts().iter().map(|field| field.kind).collect(),
            words,
            odd,
            damaged: AtomicBool::new(false),
        }))
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Whether something that was asked for could not be read.
    pub(crate) fn is_damaged(&self) -> bool {
        let texts = self.columns.iter().filter_map(|column| column.get()?.as_ref());
        self.damaged.load(Ordering::Relaxed)
            || texts.into_iter().any(|column| match &column.dictionary {
                StoredDictionary::Texts(texts) => texts.is_damaged(),
                _ => false,
            })
    }

    /// Whether it holds fields of other types than today, or an index of words by other rules, so that it is slower to search
    /// than it could be.
    pub(crate) fn is_outdated(&self) -> bool {
        let of_kind = |number: &Option<u32>, kind: Type| {
            let entry = number.and_then(|number| self.manifest.columns.get(number as usize));
            entry.is_some_and(|entry| entry.kind != kind)
        };
        let fields = self.fields.iter().zip(self.schema.fields.iter().map(|field| field.kind));
        let facts = self.facts.iter().zip(self.fact_kinds.iter().copied());
        fields.chain(facts).any(|(number, kind)| of_kind(number, kind))
            || self.manifest.words.is_some_and(|entry| entry.version != WORDS_VERSION)
    }

    fn column(&self, number: u32) -> Option<&StoredColumn> {
        let cell = self.columns.get(number as usize)?;
        let entry = self.manifest.columns.get(number as usize)?;
        let column = cell.get_or_init(|| {
            let opened = open_column(&self.file, entry, self.manifest.rows);
            if opened.is_none() {
                self.damaged.store(true, Ordering::Relaxed);
            }
            opened
        });
        column.as_ref()
    }

    /// The number of the column of a field or fact, and the type that it has today.
    fn number(&self, place: Place) -> Option<(u32, Option<Type>)> {
        match place {
            Place::Field { kind, field } if kind == self.kind => {
                let declared = self.schema.fields.get(field).map(|field| field.kind);
                Some((self.fields.get(field).copied().flatten()?, declared))
            }
            Place::Field { .. } => None,
            Place::Fact(fact) => {
                Some((self.facts.get(fact).copied().flatten()?, self.fact_kinds.get(fact).copied()))
            }
        }
    }

    fn entry(&self, field: usize) -> Option<(u32, &ColumnEntry)> {
        let number = self.fields.get(field).copied().flatten()?;
        Some((number, self.manifest.columns.get(number as usize)?))
    }
}

impl Part for Split {
    fn kind(&self) -> usize {
        self.kind
    }

    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn rows(&self) -> u32 {
        self.manifest.rows
    }

    fn id(&self, row: u32) -> u64 {
        self.ids.get(row)
    }

    fn is_sorted(&self) -> bool {
        true
    }

    fn slot(&self, place: Place) -> Slot<'_> {
        let Some((number, declared)) = self.number(place) else { return Slot::Absent };
        let Some(column) = self.column(number) else { return Slot::Absent };
        let view = column.view(&self.ids);
        match declared {
            Some(kind) if kind != column.kind => Slot::Converted(view),
            _ => Slot::Column(view),
        }
    }

    fn is_converted(&self, field: usize) -> bool {
        let declared = self.schema.fields.get(field);
        self.entry(field).zip(declared).is_some_and(|((_, entry), declared)| entry.kind != declared.kind)
    }

    fn words(&self) -> Option<&WordIndex> {
        self.words.as_ref()
    }

    fn indexed(&self, field: usize) -> Option<u32> {
        self.entry(field).filter(|(_, entry)| entry.indexed).map(|(number, _)| number)
    }

    fn has_digests(&self, field: usize) -> bool {
        self.entry(field).is_some_and(|(_, entry)| entry.digests)
    }

    fn odd(&self) -> &BTreeMap<u32, Row> {
        &self.odd
    }
}

impl StoredColumn {
    fn view<'a>(&'a self, ids: &'a Ids) -> Column<'a> {
        let presence = match &self.presence {
            StoredPresence::Full => Presence::Full,
            StoredPresence::Some(index) => Presence::Optional(index),
            StoredPresence::Lists(index, starts) => {
                Presence::Lists { index: index.as_ref(), starts: &**starts }
            }
        };
        let values = match self.base {
            Some(base) => Values::Relative { stored: &*self.values, ids, base },
            None => Values::Stored(&*self.values),
        };
        let dictionary = match &self.dictionary {
            StoredDictionary::None => Dictionary::None,
            StoredDictionary::Texts(texts) => Dictionary::Texts(texts),
            StoredDictionary::Addresses(addresses) => Dictionary::Addresses(addresses),
            StoredDictionary::Macs(macs) => Dictionary::Macs(macs),
        };
        Column {
            kind: self.kind,
            presence,
            values,
            dictionary,
            inverted: self.inverted.as_ref(),
            prefix: self.prefix,
            bounds: Some(self.bounds),
        }
    }
}

fn open_words(file: &SplitFile, entry: WordsEntry) -> Result<Option<WordIndex>> {
    let filter = match entry.filter {
        Some(section) => Some(file.bytes(section)?),
        None => None,
    };
    if filter.as_ref().is_some_and(|bytes| !is_filter(bytes)) {
        return Ok(None);
    }
    let words = |section: Section| file.bytes(section).map(Words::open);
    let (tokens, endings) = (words(entry.tokens)?, words(entry.endings)?);
    Ok(tokens.zip(endings).map(|(tokens, endings)| WordIndex { tokens, endings, filter }))
}

/// `None` where the file is damaged.
fn open_column(file: &SplitFile, entry: &ColumnEntry, rows: u32) -> Option<StoredColumn> {
    let kind = entry.kind.read()?;
    let bytes = |section: Section| file.bytes(section).ok();
    let presence_of =
        |section: Section| load_presence(bytes(section)?).filter(|index| index.num_docs() == rows);
    let values = load_numbers(bytes(entry.values)?)?;
    let presence = match entry.presence {
        PresenceEntry::Full if values.num_vals() == rows => StoredPresence::Full,
        PresenceEntry::Full => return None,
        PresenceEntry::Some(section) => StoredPresence::Some(presence_of(section)?),
        PresenceEntry::Lists(index, starts) => {
            let index = match index {
                Some(section) => Some(presence_of(section)?),
                None => None,
            };
            let lists = index.as_ref().map_or(rows, OptionalIndex::num_non_nulls);
            let starts = load_numbers(bytes(starts)?).filter(|starts| starts.num_vals() == lists + 1)?;
            StoredPresence::Lists(index, starts)
        }
    };
    let dictionary = match (class(kind), entry.dictionary) {
        (Class::Number, _) => StoredDictionary::None,
        (Class::Text, Some(section)) => StoredDictionary::Texts(StoredTexts::open(bytes(section)?)?),
        (Class::Address, Some(section)) => {
            StoredDictionary::Addresses(StoredAddresses::open(bytes(section)?)?)
        }
        (Class::Mac, Some(section)) => StoredDictionary::Macs(StoredMacs::open(bytes(section)?)),
        (_, None) => return None,
    };
    let inverted = match entry.inverted {
        Some((ends, of_rows)) => Some(Inverted::open(bytes(ends)?, bytes(of_rows)?)?),
        None => None,
    };
    Some(StoredColumn {
        kind,
        presence,
        values,
        base: entry.base.map(Into::into),
        dictionary,
        inverted,
        prefix: entry.prefix,
        bounds: entry.bounds,
    })
}
