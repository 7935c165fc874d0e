//! Records of the store, for opening breaches.

use crate::Problem;
use crate::state::Shared;
use crate::work::Work;
use thymus_analyst::{AnalystError, Found, Records, quoted};
use thymus_record::query::Filter;
use thymus_record::{Id, RecordId, Row, Timestamp, Value};
use thymus_store::{Order, PAGE_ROWS_MAX, Search, StoreError, TimeRange};

/// So many notes on one breach are told.
const NOTES_MAX: usize = 1_000;

/// Records of the store, within the budget of the work at hand.
pub(crate) struct Stored<'s> {
    pub(crate) shared: &'s Shared,
    pub(crate) work: &'s Work,
}

impl Records for Stored<'_> {
    fn find(
        &self,
        query: &str,
        from: Timestamp,
        to: Timestamp,
        newest: bool,
        limit: usize,
    ) -> Result<Found, AnalystError> {
        let filter = Filter::parse(query, &self.shared.services.registry)
            .map_err(|error| AnalystError::Query { query: query.to_owned(), reason: error.to_string() })?;
        let order = if newest { Order::NewestFirst } else { Order::OldestFirst };
        let mut search = Search {
            range: TimeRange { from, to },
            order,
            budget: self.work.budget(),
            ..Search::new(&filter)
        };
        let mut found = Found::default();
        loop {
            search.limit = limit.saturating_sub(found.rows.len()).min(PAGE_ROWS_MAX);
            let page = self.shared.services.store.search(&search).map_err(failed)?;
            found.partial |= page.partial.is_some();
            found.rows.extend(page.rows);
            match page.next {
                None => break,
                Some(_) if found.rows.len() >= limit || self.work.is_over() => {
                    found.partial = true;
                    break;
                }
                next => search.after = next,
            }
        }
        if newest {
            found.rows.reverse();
        }
        Ok(found)
    }

    fn get(&self, id: RecordId) -> Result<Option<Row>, AnalystError> {
        self.shared.services.store.get(id).map_err(failed)
    }
}

fn failed(error: StoreError) -> AnalystError {
    AnalystError::Records(Box::new(error))
}

impl Stored<'_> {
    /// The breach of this name: its own (`B…`), or that of its record (`R…`).
    pub(crate) fn breach(&self, name: &str) -> Result<Row, Problem> {
        let unknown = || Problem::not_found(format!("there is no breach {name:?}"));
        let found = match RecordId::parse(name) {
            Some(id) => self.get(id)?,
            None => {
                let id = Id::parse(name).ok_or_else(unknown)?;
                let query = format!("kind:breach AND breach_id:{}", quoted(&id.to_string()));
                self.find(&query, TimeRange::ALL.from, TimeRange::ALL.to, true, 1)?.rows.pop()
            }
        };
        found.filter(|row| row.kind() == "breach").ok_or_else(unknown)
    }

    /// What was said of a breach, the oldest first.
    pub(crate) fn notes(&self, breach: &Row) -> Result<Vec<Row>, Problem> {
        let Value::Id(id) = breach.get("breach_id") else { return Ok(Vec::new()) };
        self.notes_on(&[id], NOTES_MAX)
    }

    /// What was said of these breaches, the oldest first.
    pub(crate) fn notes_on(&self, breaches: &[Id], limit: usize) -> Result<Vec<Row>, Problem> {
        if breaches.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = breaches.iter().map(|id| quoted(&id.to_string())).collect();
        let query = format!("kind:breach_note AND breach_id:({})", ids.join(" OR "));
        Ok(self.find(&query, TimeRange::ALL.from, TimeRange::ALL.to, true, limit)?.rows)
    }
}
