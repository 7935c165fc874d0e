//! Some rows of one kind, in memory or on the disk: what searches, figures and compaction read.

mod row;

pub(crate) use row::{content, content_of, encoded, row_of};

use crate::column::Column;
use crate::memory::MemoryPart;
use crate::split::WordIndex;
use std::collections::BTreeMap;
use thymus_record::query::Place;
use thymus_record::{Row, Schema};

/// Some rows of one kind.
pub(crate) trait Part: Sync {
    /// The kind's place in the registry.
    fn kind(&self) -> usize;

    /// What the kind looks like today.
    fn schema(&self) -> &'static Schema;

    /// How many rows there are.
    fn rows(&self) -> u32;

    /// The id of a row.
    fn id(&self, row: u32) -> u64;

    /// Whether the rows are in the order of their ids, the greatest first.
    fn is_sorted(&self) -> bool;

    /// Where the values of a field or fact lie.
    fn slot(&self, place: Place) -> Slot<'_>;

    /// Whether a field was stored with another type than it has today.
    fn is_converted(&self, _field: usize) -> bool {
        false
    }

    /// The index of words, if there is one.
    fn words(&self) -> Option<&WordIndex> {
        None
    }

    /// The number by which the index of words knows the column of this field; `None` if its texts are not in it.
    fn indexed(&self, _field: usize) -> Option<u32> {
        None
    }

    /// Whether the texts of the column of this field may be digests, which the index of words leaves out.
    fn has_digests(&self, _field: usize) -> bool {
        false
    }

    /// Rows that no columns can say. In the columns they are absent.
    fn odd(&self) -> &BTreeMap<u32, Row>;
}

/// Where the values of a field or fact lie.
#[derive(Clone, Copy)]
pub(crate) enum Slot<'a> {
    /// No row has it.
    Absent,
    /// Here.
    Column(Column<'a>),
    /// Here, but of another type than the field has today: each value is to be converted.
    Converted(Column<'a>),
}

impl Part for MemoryPart {
    fn kind(&self) -> usize {
        self.kind
    }

    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn rows(&self) -> u32 {
        Self::rows(self)
    }

    fn id(&self, row: u32) -> u64 {
        self.ids.get(row as usize).copied().unwrap_or(0)
    }

    fn is_sorted(&self) -> bool {
        false
    }

    fn slot(&self, place: Place) -> Slot<'_> {
        let column = match place {
            Place::Field { kind, field } if kind == self.kind => self.fields.get(field),
            Place::Field { .. } => None,
            Place::Fact(fact) => self.facts.get(fact),
        };
        match column {
            Some(column) if !column.values.is_empty() => Slot::Column(Column::of_memory(column)),
            _ => Slot::Absent,
        }
    }

    fn odd(&self) -> &BTreeMap<u32, Row> {
        &self.odd
    }
}
