//! The content of files that is kept.

use super::ServiceError;
use std::io::Read;
use std::net::IpAddr;
use thymus_record::Timestamp;

/// The content of files that is kept.
pub trait Files: Send + Sync {
    /// When and where content was seen, the newest first, at most [`FileQuery::limit`] of it.
    ///
    /// # Errors
    /// Fails where the index cannot be read.
    fn list(&self, query: &FileQuery) -> Result<Vec<FileEntry>, ServiceError>;

    /// The content that has this SHA-256, in hexadecimal; absent where it is not kept.
    ///
    /// # Errors
    /// Fails where it is kept but cannot be read.
    fn open(&self, sha256: &str) -> Result<Option<Content>, ServiceError>;
}

/// Content, open.
pub struct Content {
    /// How many bytes it has.
    pub bytes: u64,
    /// Where to read it.
    pub reader: Box<dyn Read + Send>,
}

/// Which files. `*` in a pattern stands for any letters, and letters of either case are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileQuery {
    /// Of this kind: `image/*`.
    pub mime_type: Option<String>,
    /// With this name, with or without its folders: `*.job`.
    pub name: Option<String>,
    /// Sent to or from this address.
    pub host: Option<IpAddr>,
    /// At most so many.
    pub limit: usize,
}

/// Content was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// When.
    pub ts: Timestamp,
    /// The name of the file, as in records.
    pub fuid: String,
    /// The connection that carried it.
    pub uid: String,
    /// Who began that connection.
    pub orig_h: String,
    /// With whom.
    pub resp_h: String,
    /// The protocol that carried it.
    pub source: String,
    /// The name that the protocol gave it.
    pub filename: Option<String>,
    /// What kind of content it is, by its first bytes.
    pub mime_type: Option<String>,
    /// Its SHA-256.
    pub sha256: String,
    /// How many bytes are kept.
    pub bytes: u64,
    /// Whether that is all of it, as far as is known.
    pub complete: bool,
}
