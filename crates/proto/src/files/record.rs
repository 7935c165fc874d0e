//! The `files` record.

use super::{FileFacts, FileStart};
use crate::Head;
use thymus_flow::Side;
use thymus_record::{Id, Interval, Record, Timestamp};

/// A file: content that a protocol carried.
#[derive(Debug, Record)]
#[record(kind = "files", protocol = "FILE")]
pub struct File {
    /// When its first byte was seen, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The file's name in Thymus.
    pub fuid: Id,
    /// The protocol that carried it.
    pub source: &'static str,
    /// How deep it stands in its carrier.
    pub depth: u32,
    /// What reads its content.
    pub analyzers: Vec<&'static str>,
    /// Its kind, by its content.
    pub mime_type: Option<&'static str>,
    /// Its name, where the protocol gives one.
    pub filename: Option<String>,
    /// From the first byte to the last.
    #[record(unit = "seconds")]
    pub duration: Interval,
    /// The originator sent it.
    pub is_orig: bool,
    /// Bytes that were seen.
    #[record(unit = "bytes")]
    pub seen_bytes: u64,
    /// How long it is, where that was announced.
    #[record(unit = "bytes")]
    pub total_bytes: Option<u64>,
    /// Bytes that were not seen.
    #[record(unit = "bytes")]
    pub missing_bytes: u64,
    /// Bytes that came again or past a limit.
    #[record(unit = "bytes")]
    pub overflow_bytes: u64,
    /// It ended because nothing more came.
    pub timedout: bool,
    /// MD5 of the whole content.
    pub md5: Option<String>,
    /// SHA-1 of the whole content.
    pub sha1: Option<String>,
    /// SHA-256 of the whole content, by which it is kept.
    pub sha256: Option<String>,
}

impl File {
    pub(super) fn new(head: &Head, id: Id, start: &FileStart, facts: &FileFacts, now: Timestamp) -> Self {
        Self {
            head: *head,
            fuid: id,
            source: start.source,
            depth: start.depth,
            analyzers: Vec::new(),
            mime_type: facts.mime_type,
            filename: start.filename.clone(),
            duration: now - head.ts,
            is_orig: start.from == Side::Originator,
            seen_bytes: facts.seen_bytes,
            total_bytes: start.total_bytes,
            missing_bytes: facts.missing_bytes,
            overflow_bytes: 0,
            timedout: false,
            md5: facts.md5.clone(),
            sha1: facts.sha1.clone(),
            sha256: facts.sha256.clone(),
        }
    }
}
