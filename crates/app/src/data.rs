//! What lies where in a data directory.
//!
//! ```text
//! DATA/store/    records
//! DATA/packets/  packets
//! DATA/files/    the content of files
//! DATA/state/    what is known: devices, accounts, what the detector remembers; texts of models that fired
//! DATA/models/   models and exceptions of one's own
//! ```

use crate::registry::registry;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use thymus_analyst::{AnalystError, Found, Records};
use thymus_record::query::Filter;
use thymus_record::{RecordId, Row, Timestamp};
use thymus_store::{EventStore, Options, Order, Search, Store, TimeRange};

/// Where records are kept.
pub(crate) fn store(data: &Path) -> PathBuf {
    data.join("store")
}

/// Where models and exceptions of one's own are.
pub(crate) fn models(data: &Path) -> PathBuf {
    data.join("models")
}

/// Where what was learned is kept.
pub(crate) fn state(data: &Path) -> PathBuf {
    data.join("state")
}

/// Opens the records of a data directory to be asked, also while another process adds to them.
pub(crate) fn open(data: &Path) -> Result<Box<dyn EventStore>> {
    let directory = store(data);
    if !directory.is_dir() {
        bail!(
            "there are no records in {}; fill it with `thymus serve`, `analyze --data` or `simulate --data`",
            data.display()
        );
    }
    let store = Store::open_read_only(&directory, registry().clone(), Options::default());
    Ok(Box::new(store.with_context(|| cannot_open(&directory))?))
}

fn cannot_open(directory: &Path) -> String {
    format!("cannot open the records in {}", directory.display())
}

/// Opens the records of a data directory to be added to, and makes it if it is missing.
pub(crate) fn open_or_make(data: &Path, options: Options) -> Result<Store> {
    let directory = store(data);
    Store::open(&directory, registry().clone(), options).with_context(|| cannot_open(&directory))
}

/// Records of a store, for opening breaches.
pub(crate) struct Stored<'s>(pub(crate) &'s dyn EventStore);

impl Records for Stored<'_> {
    fn find(
        &self,
        query: &str,
        from: Timestamp,
        to: Timestamp,
        newest: bool,
        limit: usize,
    ) -> Result<Found, AnalystError> {
        let filter = Filter::parse(query, registry())
            .map_err(|error| AnalystError::Query { query: query.to_owned(), reason: error.to_string() })?;
        let order = if newest { Order::NewestFirst } else { Order::OldestFirst };
        let mut search = Search { range: TimeRange { from, to }, order, ..Search::new(&filter) };
        let mut found = Found::default();
        loop {
            search.limit = (limit - found.rows.len()).min(thymus_store::PAGE_ROWS_MAX);
            let page = self.0.search(&search).map_err(failed)?;
            found.partial |= page.partial.is_some();
            found.rows.extend(page.rows);
            let Some(next) = page.next else { break };
            if found.rows.len() >= limit {
                found.partial = true;
                break;
            }
            search.after = Some(next);
        }
        if newest {
            found.rows.reverse();
        }
        Ok(found)
    }

    fn get(&self, id: RecordId) -> Result<Option<Row>, AnalystError> {
        self.0.get(id).map_err(failed)
    }
}

fn failed(error: thymus_store::StoreError) -> AnalystError {
    AnalystError::Records(Box::new(error))
}

/// The filter of a query, or an error with a caret under what is wrong.
pub(crate) fn filter(query: &str) -> Result<Filter> {
    match Filter::parse(query, registry()) {
        Ok(filter) => {
            for warning in filter.warnings() {
                eprintln!("thymus: {}", warning.message);
            }
            Ok(filter)
        }
        Err(error) => bail!("the query cannot be understood\n{}", error.render()),
    }
}
