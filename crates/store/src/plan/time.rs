//! Which rows of a part can lie in a range of time, and which of these must be looked at.
//!
//! Ids begin with the time in milliseconds and rows are in the order of ids, so that two searches give the rows. Only rows in the
//! first and the last millisecond may lie outside: their times are read.

use super::node::Ground;
use crate::api::TimeRange;
use crate::column::unsigned;
use crate::part::{Slot, row_of};
use std::ops::Range;
use thymus_record::query::Place;
use thymus_record::{RecordId, Row, Timestamp, Type};

const MILLISECOND: i64 = 1_000_000;

/// The rows that can lie in a range of time.
pub(super) struct Span {
    /// The range.
    pub range: TimeRange,
    /// These rows can.
    pub rows: Range<u32>,
    /// These of them must be looked at.
    pub edges: [Range<u32>; 2],
}

impl Span {
    /// The rows of a part.
    pub(super) fn of(ground: Ground<'_>, range: TimeRange) -> Self {
        let rows = ground.part.rows();
        if range == TimeRange::ALL {
            return Self { range, rows: 0..rows, edges: [0..0, 0..0] };
        }
        if range.from >= range.to {
            return Self { range, rows: 0..0, edges: [0..0, 0..0] };
        }
        if !ground.part.is_sorted() {
            return Self { range, rows: 0..rows, edges: [0..rows, 0..0] };
        }
        let last = if range.to == TimeRange::ALL.to { range.to } else { Timestamp(range.to.0 - 1) };
        // The greatest ids come first.
        let newest = first_below(ground, after(last));
        let newest_end = first_below(ground, RecordId::first_at(last).0);
        let oldest = first_below(ground, after(range.from));
        let oldest_end = match range.from == TimeRange::ALL.from {
            true => rows,
            false => first_below(ground, RecordId::first_at(range.from).0),
        };
        Self { range, rows: newest..oldest_end, edges: [newest..newest_end, oldest..oldest_end] }
    }

    /// Whether a row must be looked at.
    pub(super) fn is_edge(&self, row: u32) -> bool {
        self.edges.iter().any(|edge| edge.contains(&row))
    }

    /// Whether some row of these must be looked at.
    pub(super) fn touches(&self, rows: &Range<u32>) -> bool {
        self.edges.iter().any(|edge| edge.start < rows.end && rows.start < edge.end)
    }
}

/// The least id of the next millisecond; none is greater than the last there is.
fn after(moment: Timestamp) -> u64 {
    let latest = RecordId(u64::MAX).time();
    match moment.0.checked_add(MILLISECOND) {
        Some(next) if next < latest.0 => RecordId::first_at(Timestamp(next.max(MILLISECOND))).0,
        _ => u64::MAX,
    }
}

/// The first row whose id is less; [`u64::MAX`] stands for more than any.
pub(super) fn first_below(ground: Ground<'_>, id: u64) -> u32 {
    if id == u64::MAX {
        return 0;
    }
    let (mut low, mut high) = (0, ground.part.rows());
    while low < high {
        let middle = low + (high - low) / 2;
        if ground.part.id(middle) < id { high = middle } else { low = middle + 1 }
    }
    low
}

/// The time of a row.
pub(crate) fn time_of(ground: Ground<'_>, row: u32) -> Timestamp {
    let part = ground.part;
    if let Some(odd) = part.odd().get(&row) {
        return Row::ts(odd);
    }
    let Some(field) = part.schema().index_of("ts") else { return Timestamp(0) };
    match part.slot(Place::Field { kind: part.kind(), field }) {
        Slot::Column(column) if column.kind == Type::Time => {
            let mut time = Timestamp(0);
            column.each(row, |raw| time = Timestamp(unsigned(raw)));
            time
        }
        Slot::Absent => Timestamp(0),
        Slot::Column(_) | Slot::Converted(_) => row_of(part, ground.registry, row).ts(),
    }
}
