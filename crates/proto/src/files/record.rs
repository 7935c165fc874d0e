//! The `files` record.

use super::open::OpenFile;
use crate::Head;
use thymus_flow::Side;
use thymus_record::{Id, Interval, Record};

/// A file: content that a protocol carried.
#[derive(Clone, Debug, Record)]
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
    /// Its sender is in a network of one's own.
    pub local_orig: bool,
    /// The originator sent it.
    pub is_orig: bool,
    /// Bytes that were seen, those that came again not counted.
    #[record(unit = "bytes")]
    pub seen_bytes: u64,
    /// How long it is, where that was announced.
    #[record(unit = "bytes")]
    pub total_bytes: Option<u64>,
    /// Bytes that were not seen although later ones were.
    #[record(unit = "bytes")]
    pub missing_bytes: u64,
    /// Of the missing bytes, those that were given up because too much waited for them.
    #[record(unit = "bytes")]
    pub overflow_bytes: u64,
    /// It ended because nothing more came.
    pub timedout: bool,
    /// The file that it was found in.
    pub parent_fuid: Option<Id>,
    /// MD5 of what was seen, where nothing is missing.
    pub md5: Option<String>,
    /// SHA-1 likewise.
    pub sha1: Option<String>,
    /// SHA-256 likewise, by which it is kept.
    pub sha256: Option<String>,
}

/// What is known at the end of a file.
pub(super) struct Close {
    pub(super) local_orig: bool,
    pub(super) timed_out: bool,
}

impl File {
    pub(super) fn new(file: &OpenFile, close: &Close) -> Self {
        let facts = &file.content.facts;
        Self {
            head: file.head,
            fuid: file.id,
            source: file.start.source,
            depth: file.start.depth,
            analyzers: analyzers(file),
            mime_type: facts.mime_type,
            filename: file.start.filename.clone(),
            duration: file.last - file.head.ts,
            local_orig: close.local_orig,
            is_orig: file.start.from == Side::Originator,
            seen_bytes: facts.seen_bytes,
            total_bytes: file.start.total_bytes,
            missing_bytes: facts.missing_bytes,
            overflow_bytes: facts.overflow_bytes,
            timedout: close.timed_out,
            parent_fuid: file.parent,
            md5: facts.md5.clone(),
            sha1: facts.sha1.clone(),
            sha256: facts.sha256.clone(),
        }
    }
}

/// Those that the protocol named, and the digests that were taken, in Zeek's names.
fn analyzers(file: &OpenFile) -> Vec<&'static str> {
    let mut names = file.analyzers.clone();
    names.extend(file.content.is_archive().then_some("ZIP"));
    if file.content.facts.sha256.is_some() {
        names.extend(["MD5", "SHA1", "SHA256"]);
    }
    names
}
