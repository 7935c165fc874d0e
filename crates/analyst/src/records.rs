//! Where records are looked up.

use thymus_record::{RecordId, Row, Timestamp};

/// Records that can be found by query. The store is one, a slice of rows in a test is another.
pub trait Records {
    /// The records between `from` and `to` (excluded) that the query finds, in the order of time, the newest or the oldest
    /// `limit` of them.
    ///
    /// # Errors
    /// Fails where the query cannot be understood or the records cannot be read.
    fn find(
        &self,
        query: &str,
        from: Timestamp,
        to: Timestamp,
        newest: bool,
        limit: usize,
    ) -> Result<Found, AnalystError>;

    /// The record of this id.
    ///
    /// # Errors
    /// Fails where the records cannot be read.
    fn get(&self, id: RecordId) -> Result<Option<Row>, AnalystError>;
}

/// What a query found.
#[derive(Debug, Default)]
pub struct Found {
    /// The records, in the order of time.
    pub rows: Vec<Row>,
    /// There are more: the limit was reached or the search was cut short.
    pub partial: bool,
}

/// Why a breach cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum AnalystError {
    /// The record given is no breach.
    #[error("a record of kind {0} is no breach")]
    NotABreach(&'static str),
    /// A query could not be understood: a fault of this program, since it wrote the query.
    #[error("the query {query:?} cannot be understood: {reason}; this is a fault of Thymus")]
    Query {
        /// The query.
        query: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The records could not be read.
    #[error("the records cannot be read: {0}")]
    Records(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The bundle could not be written.
    #[error("the bundle cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// The bundle could not be packed.
    #[error("the bundle cannot be packed: {0}")]
    Pack(#[from] zip::result::ZipError),
    /// Packets or files could not be taken out of where they are kept.
    #[error("{what} cannot be taken out: {source}")]
    Evidence {
        /// Packets or a file.
        what: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A text in the quotes of the query language, whatever is in it.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}
