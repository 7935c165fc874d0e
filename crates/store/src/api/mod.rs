//! What an event store can do, whatever it is made of.

mod aggregation;
mod retention;
mod search;
mod statistics;

pub use aggregation::{Aggregation, Cell, Group, Metric, Sort, Table, TableRow};
pub use retention::{Dropped, Limit, Retention};
pub use search::{Budget, Cursor, Order, Page, Search, Stopped, TimeRange};
pub use statistics::{Finding, KindStatistics, LogStatistics, Statistics, Verification};

use crate::Result;
use thymus_record::{RecordId, Row, Timestamp};

/// The number of a batch of records, in the order in which they were taken in. The first is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence(pub u64);

/// What [`EventStore::replay`] has given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// How many records.
    pub records: u64,
    /// The last batch of which records may have been given: what to ask for next time.
    pub through: Sequence,
    /// How many batches after the one that was asked for are not in the log any more. Their records, if retention has left
    /// them, are found by searching.
    pub missing: u64,
}

/// A store of records: appends, searches, aggregates, forgets.
///
/// Nothing here says how records are kept. [`crate::Store`] keeps them in a directory of this machine.
pub trait EventStore: Send + Sync {
    /// Keeps these records. When it returns they survive a crash and a search finds them.
    ///
    /// A record that the store has already, with the same id and the same values, is not kept twice; see [`crate::Store`].
    ///
    /// # Errors
    /// None of the records is kept then. [`crate::StoreError::DiskFull`] after the oldest records were dropped and that did
    /// not help.
    fn append(&self, rows: &[Row]) -> Result<Sequence>;

    /// Takes these records in and returns at once. A search finds them; they survive a crash when [`Self::durable`] has come
    /// to the sequence that is returned, a fraction of a second later.
    ///
    /// # Errors
    /// As [`Self::append`].
    fn append_soon(&self, rows: &[Row]) -> Result<Sequence>;

    /// The last batch that survives a crash, with all before it.
    fn durable(&self) -> Sequence;

    /// Returns when everything that was appended survives a crash.
    ///
    /// # Errors
    /// If the disk refuses it.
    fn flush(&self) -> Result<Sequence>;

    /// The records that pass a filter, a page of them.
    ///
    /// # Errors
    /// If the disk or a file on it fails. A search that runs out of its budget is no error: its page says so.
    fn search(&self, search: &Search<'_>) -> Result<Page>;

    /// Counts, sums and other figures over the records that pass a filter; order, limit and cursor of the search mean
    /// nothing here.
    ///
    /// # Errors
    /// A field that no kind has; otherwise as [`Self::search`].
    fn aggregate(&self, search: &Search<'_>, aggregation: &Aggregation) -> Result<Table>;

    /// The record of this id.
    ///
    /// # Errors
    /// If the disk or a file on it fails.
    fn get(&self, id: RecordId) -> Result<Option<Row>>;

    /// Gives every record of the batches after one, in the order in which they were appended: what somebody who remembers a batch
    /// has not seen. Batches that are appended meanwhile may be left out.
    ///
    /// Whoever remembers a batch must have seen [`Self::durable`] come to it: what did not survive a crash is given its number again.
    /// Batches are kept until they are [`Self::release`]d, within bounds; [`Replayed::missing`] says whether some are gone.
    ///
    /// # Errors
    /// If the disk or a file on it fails.
    fn replay(&self, after: Sequence, take: &mut dyn FnMut(Sequence, Row)) -> Result<Replayed>;

    /// Says that nobody will ask [`Self::replay`] for this batch, or any before it, again.
    fn release(&self, through: Sequence);

    /// Forgets what retention says is too old or too much. `now` is the time by which age is told.
    ///
    /// # Errors
    /// If the disk refuses it.
    fn expire(&self, now: Timestamp) -> Result<Dropped>;

    /// What the store holds.
    ///
    /// # Errors
    /// If the disk refuses to be looked at.
    fn statistics(&self) -> Result<Statistics>;

    /// Reads everything and says what is damaged.
    ///
    /// # Errors
    /// If the disk refuses to be read. Damage is no error: it is what is looked for.
    fn verify(&self) -> Result<Verification>;
}
