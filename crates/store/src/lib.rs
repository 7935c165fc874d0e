//! The embedded event store: keeps every record, finds it again, forgets it in time.
//!
//! [`EventStore`] says what a store can do and nothing of how; a cluster's database can stand behind it one day. [`Store`] is the one that
//! is built in: a directory of this machine.
//!
//! # How it is laid out
//!
//! ```text
//! DIRECTORY/log/…                  batches that are in no split yet, and some that are ([`log`])
//! DIRECTORY/splits/KIND/N.split    records of one kind, never changed ([`split`])
//! DIRECTORY/catalogue.redb         which splits belong to the store ([`catalogue`])
//! DIRECTORY/view                   what the catalogue says, for other processes
//! DIRECTORY/lock                   held by the process that has it open
//! ```
//!
//! **Appending** writes a batch to the log and puts its records into columns in memory ([`memory`]), where searches find them at once.
//! Every 65,536 records or half a minute these become a split for each kind, the catalogue is changed, and the log forgotten. A crash at
//! any moment leaves a log that ends in whole batches and a catalogue that is of before or after; what it does not name is
//! deleted at the next start. If the catalogue itself is lost, it is made anew from the splits.
//!
//! **A split** holds the columns of one kind. Rows are sorted by id, the latest first; since ids begin with the time, a range of time is
//! a range of rows, and a first page of the newest needs no sorting. Numbers are columns in tantivy's columnar format. Texts,
//! IP and hardware addresses are numbers too, places in a dictionary that is sorted and, for texts, compressed in blocks. Where
//! a column has many values it is written down which rows have each. The index of words leads from every token of the message
//! line to the values, not the rows, that have it: a user agent that a million records have is cut into words once. All tokens
//! lie sorted in one piece of memory, so that `*part*` is one search through it; what tokens end with from a dot on (`.job`) has
//! an index of its own. Digests, which are different in every record, stay out of it; a filter of ten bits for each says in which
//! split one may be.
//!
//! **Searching** makes a plan for each part ([`plan`]): tokens prune, columns verify, the row itself has the last word where words must follow
//! each other. Parts are merged by id as far as the page needs. What cannot be put in columns (a value of another type than its field's, a
//! list without values, a text of a megabyte) is kept as it is beside them, and asked as it is. A property test holds the
//! answers to those of [`thymus_record::query::Filter::matches`] asked of every record.
//!
//! **Other processes read** what is in the view's splits and, from the log, what came since ([`Store::open_read_only`]). The view changes
//! before files go, so that one who finds a file gone looks at the view again.
//!
//! **Splits are put together** by size and day ([`compact`]), in one thread, so that of a closed day one is left for each kind; few records
//! share a file for up to a month. **Forgetting** deletes files ([`retain`]).
//!
//! # Why it is laid out so
//!
//! *One kind in a split*, not all kinds of a time in one: retention by kind deletes files; a query of a kind looks at its
//! files only; columns have no holes where other kinds would lie, and the kind and its protocol are no words of the index but
//! true of the file. The price is more files, which putting small ones together keeps within some hundreds.
//!
//! *Columns of tantivy without its segments.* Measured on half a million records of the trial's shape, one kind at a time, on a busy
//! machine: a tantivy segment with one indexed field of all tokens took 13.9 microseconds and 52.6 bytes a record, without
//! log, without memory to search, and without the words that `*part*` needs. Those words must lie sorted in plain sight anyway; a
//! second dictionary of them as an automaton is twice the bytes for nothing. Since texts repeat, an index from words to values
//! is smaller than one from words to rows and is made from the dictionaries, whatever made these: memory or other splits. So sealing and
//! putting together are one piece of code. And dictionaries are hashed with a seed of our own: attackers choose the names.
//!
//! # What is bounded
//!
//! Memory holds at most four splits' worth of records before appending waits; a split has at most two million records, which bounds what
//! putting together needs; 2,048 splits are open at once; pages, groups, different values, metrics and the size of a batch have
//! the limits named below. A search has a budget of records and a question that is asked every few thousand records; both end it
//! with what was found, marked as partial.

mod aggregate;
mod api;
mod catalogue;
mod column;
mod compact;
mod error;
pub mod export;
mod log;
mod memory;
mod names;
mod part;
mod plan;
mod retain;
mod split;
mod store;
#[cfg(test)]
mod testing;

pub use api::*;
pub use error::{Result, StoreError};
pub use store::{APPEND_ROWS_MAX, Options, Store};

/// The most records of a page.
pub const PAGE_ROWS_MAX: usize = 10_000;
/// The most groups of a table.
pub const GROUPS_MAX: usize = 1_000_000;
/// The most different values that are told apart.
pub const DISTINCT_MAX: usize = 1_000_000;
/// The most metrics of an aggregation.
pub const METRICS_MAX: usize = 16;
