//! The embedded event store: keeps every record, finds it again, forgets it in time.

mod aggregate;
mod api;
mod catalogue;
mod column;
mod compact;
mod error;
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
