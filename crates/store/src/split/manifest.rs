//! What a split says of itself.

use super::file::Section;
use crate::column::Base;
use crate::names::StoredType;
use serde::{Deserialize, Serialize};

/// The version of the rules by which texts become words. Indexes of other versions are not used; searches go through the
/// dictionaries instead, and the next compaction makes a new index.
pub(crate) const WORDS_VERSION: u32 = 1;

/// What a split says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The kind of its rows.
    pub kind: String,
    /// How many rows it has.
    pub rows: u32,
    /// The least and the greatest id.
    pub first_id: u64,
    /// The greatest id.
    pub last_id: u64,
    /// The earliest time, in nanoseconds.
    pub from: i64,
    /// The latest time.
    pub to: i64,
    /// The numbers of the splits whose rows it took over, so that what was written is known even if the catalogue is lost.
    pub replaces: Vec<u64>,
    /// How many splits took over these rows together, this one included; 0 where it took over none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pieces: u32,
    /// The ids, as distances from the greatest.
    pub ids: Section,
    /// The columns.
    pub columns: Vec<ColumnEntry>,
    /// The index of words.
    pub words: Option<WordsEntry>,
    /// Rows that no columns can say.
    pub odd: Option<Section>,
}

/// A column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ColumnEntry {
    /// The name of the field or fact.
    pub name: String,
    /// Whether it is a fact.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fact: bool,
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: StoredType,
    /// The letter of ids.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub prefix: u8,
    /// Which rows have values.
    pub presence: PresenceEntry,
    /// The values.
    pub values: Section,
    /// What the values are counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<BaseEntry>,
    /// The least and the greatest number.
    pub bounds: (u64, u64),
    /// What the values stand for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<Section>,
    /// Where the rows of each value of the dictionary end, and the rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverted: Option<(Section, Section)>,
    /// Whether some of its texts are digests, which the index of words leaves out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub digests: bool,
    /// Whether its other texts are in the index of words.
    #[serde(default, skip_serializing_if = "is_false")]
    pub indexed: bool,
}

/// Which rows have values.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PresenceEntry {
    /// All, one each.
    Full,
    /// Those of this index, one each.
    Some(Section),
    /// All, or those of the index, several each, which begin where the other section says.
    Lists(Option<Section>, Section),
}

/// What values are counted from.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BaseEntry {
    /// See [`Base::Time`].
    Time,
    /// See [`Base::Name`].
    Name,
}

/// The index of words.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct WordsEntry {
    /// [`WORDS_VERSION`] when it was made.
    pub version: u32,
    /// The tokens.
    pub tokens: Section,
    /// What tokens end with, from a dot on.
    pub endings: Section,
    /// What says that a token of a digest is not there.
    pub filter: Option<Section>,
}

impl Manifest {
    /// All sections of the file.
    pub(crate) fn sections(&self) -> Vec<Section> {
        let mut sections = vec![self.ids];
        for column in &self.columns {
            sections.push(column.values);
            sections.extend(column.dictionary);
            sections.extend(column.inverted.iter().flat_map(|(ends, rows)| [*ends, *rows]));
            match column.presence {
                PresenceEntry::Full => {}
                PresenceEntry::Some(index) => sections.push(index),
                PresenceEntry::Lists(index, starts) => sections.extend(index.into_iter().chain([starts])),
            }
        }
        if let Some(words) = &self.words {
            sections.extend([words.tokens, words.endings].into_iter().chain(words.filter));
        }
        sections.extend(self.odd);
        sections
    }
}

impl From<BaseEntry> for Base {
    fn from(entry: BaseEntry) -> Self {
        match entry {
            BaseEntry::Time => Self::Time,
            BaseEntry::Name => Self::Name,
        }
    }
}

impl From<Base> for BaseEntry {
    fn from(base: Base) -> Self {
        match base {
            Base::Time => Self::Time,
            Base::Name => Self::Name,
        }
    }
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}
