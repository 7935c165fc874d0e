//! The query language against its table, against hostile input and against a naive evaluator.

mod brute_force;
mod errors;
mod hostile;
mod printing;
pub(in crate::query) mod records;
mod semantics;
mod values;

use super::{Filter, QueryError};
use crate::Row;

/// Whether a query, which must be right, is true of a row.
fn matches(query: &str, row: &Row) -> bool {
    let filter =
        Filter::parse(query, &records::registry()).unwrap_or_else(|error| panic!("{}", error.render()));
    filter.matches(row)
}

/// Asserts of which of the rows queries are true.
#[track_caller]
fn finds(query: &str, rows: &[Row], wanted: &[usize]) {
    let found: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| matches(query, row)).map(|(index, _)| index).collect();
    assert_eq!(found, wanted, "{query}");
}

/// What is wrong with a query.
#[track_caller]
fn error(query: &str) -> QueryError {
    match Filter::parse(query, &records::registry()) {
        Ok(filter) => panic!("{query} is taken for {:?}", filter.condition()),
        Err(error) => error,
    }
}

/// The warnings of a query, which must be right.
#[track_caller]
fn warnings(query: &str) -> Vec<String> {
    let filter =
        Filter::parse(query, &records::registry()).unwrap_or_else(|error| panic!("{}", error.render()));
    filter.warnings().iter().map(|warning| warning.message.clone()).collect()
}
