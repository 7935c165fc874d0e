//! A search and what it finds.

use thymus_record::query::Filter;
use thymus_record::{RecordId, Row, Timestamp};

/// From when to when: the first moment belongs to it, the last does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The first moment.
    pub from: Timestamp,
    /// The moment after the last.
    pub to: Timestamp,
}

/// Which records come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Those of the latest time.
    #[default]
    NewestFirst,
    /// Those of the earliest time.
    OldestFirst,
}

/// Where a page ended.
///
/// Records are in the order of their ids, and of what they say where ids are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The id to go on with.
    pub id: RecordId,
    /// How many records of that id the pages have shown.
    pub shown: u32,
}

/// What a search may cost.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    /// How many records may be looked at.
    pub records_max: u64,
    /// Asked every few milliseconds; the search stops when it says true, and once it has it must go on to. Reading a clock is
    /// the caller's business.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// What must be true of the records. Bound to the registry that the store was opened with.
    pub filter: &'a Filter,
    /// When they happened.
    pub range: TimeRange,
    /// Which come first.
    pub order: Order,
    /// How many are wanted; at most [`crate::PAGE_ROWS_MAX`].
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// What it may cost.
    pub budget: Budget<'a>,
}

/// Why an answer is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// As many records were looked at as the budget allows.
    Records,
    /// The budget's `stop` said so.
    Asked,
    /// More groups or values were found than are kept: [`crate::GROUPS_MAX`], [`crate::DISTINCT_MAX`].
    Groups,
    /// A file is damaged and was passed over; [`crate::Statistics::damaged`] names it.
    Damaged,
}

/// Records that were found.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The records in order.
    pub rows: Vec<Row>,
    /// Where to go on; `None` if there are no more. That there is one does not mean that more will be found.
    pub next: Option<Cursor>,
    /// Set if the search ended early, or passed something over. Where it ran out of its budget the page ends there, with all
    /// that was found so far and nothing missing in between, and [`Self::next`] goes on from there.
    pub partial: Option<Stopped>,
    /// How many records were looked at.
    pub examined: u64,
}

impl TimeRange {
    /// All times.
    pub const ALL: Self = Self { from: Timestamp(i64::MIN), to: Timestamp(i64::MAX) };

    /// Whether something that lasted from one moment to another, both included, touches it.
    #[must_use]
    pub fn touches(self, from: Timestamp, to: Timestamp) -> bool {
        self.from <= to && (from < self.to || self.to == Self::ALL.to)
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub fn contains(self, moment: Timestamp) -> bool {
        self.from <= moment && (moment < self.to || self.to == Self::ALL.to)
    }
}

impl Budget<'static> {
    /// No bounds.
    #[must_use]
    pub fn unlimited() -> Self {
        Self { records_max: u64::MAX, stop: &|| false }
    }
}

impl<'a> Search<'a> {
    /// Everything that passes, newest first, a hundred at a time, whatever it costs.
    #[must_use]
    pub fn new(filter: &'a Filter) -> Self {
        Self {
            filter,
            range: TimeRange::ALL,
            order: Order::NewestFirst,
            limit: 100,
            after: None,
            budget: Budget::unlimited(),
        }
    }
}
