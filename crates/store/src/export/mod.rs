//! Records out of the store, in forms that other programs read: a page at a time, so that memory does not grow with them.

#[cfg(test)]
mod tests;
mod zeek;

pub use zeek::{ZeekTsv, zeek_json};

use crate::api::{Cursor, EventStore, Page, Search};
use crate::{PAGE_ROWS_MAX, Result, StoreError};
use std::io::Write;
use thymus_record::{Record as _, Row};

/// What an export has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many records were written.
    pub records: u64,
    /// Where the search ended, if it ran out of its budget; to go on from there.
    pub next: Option<Cursor>,
}

/// Calls with every record that a search finds, in order, from its cursor on. Its limit means nothing here.
///
/// # Errors
/// As [`EventStore::search`]; and what `take` answers ends it.
pub fn each(
    store: &dyn EventStore,
    search: &Search<'_>,
    mut take: impl FnMut(&Row) -> Result<()>,
) -> Result<Exported> {
    let mut done = Exported { records: 0, next: search.after };
    loop {
        let search = Search { limit: PAGE_ROWS_MAX / 10, after: done.next, ..*search };
        let Page { rows, next, partial, .. } = store.search(&search)?;
        for row in &rows {
            take(row)?;
            done.records += 1;
        }
        done.next = next;
        let stopped = partial.is_some_and(|stopped| stopped != crate::Stopped::Damaged);
        if next.is_none() || stopped {
            return Ok(done);
        }
    }
}

/// Writes every record that a search finds as one line of JSON, with `_kind` and `_id` before its fields and facts.
///
/// # Errors
/// As [`each`], and [`StoreError::Output`] if the writer fails.
pub fn ndjson(store: &dyn EventStore, search: &Search<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut line = Vec::new();
    each(store, search, |row| {
        line.clear();
        write_ndjson(row, &mut line);
        out.write_all(&line).map_err(StoreError::Output)
    })
}

/// Appends a record as one line of JSON.
pub fn write_ndjson(row: &Row, out: &mut Vec<u8>) {
    let head = format!("{{\"_kind\":\"{}\",\"_id\":\"{}\"", row.kind(), row.id());
    out.extend_from_slice(head.as_bytes());
    let start = out.len();
    row.write_json(out);
    // The record's own opening brace becomes the comma between.
    match out.get(start..) {
        Some(b"{}") => out.truncate(start),
        _ => {
            if let Some(brace) = out.get_mut(start) {
                *brace = b',';
            }
        }
    }
    if !out.ends_with(b"}") {
        out.push(b'}');
    }
    out.push(b'\n');
}
