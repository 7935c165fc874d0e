//! What was listed of directories, in a bounded way: a record for each listing with how much there was and the first names.
//!
//! Who looks through shares before taking or destroying what is there is seen by it; a record for every name would be as large
//! as the file system.

use super::calls::Call;
use super::conversation::Conversation;
use super::opens::{Open, Serial};
use super::record::SmbListing;
use crate::Context;
use std::sync::Arc;
use thymus_record::Timestamp;

/// At most so many names of one listing are told, and so many bytes of them.
const NAMES_MAX: usize = 100;
const NAMES_BYTES_MAX: usize = 8 * 1024;

/// What a directory holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) directory: bool,
}

/// What was told of a directory so far.
#[derive(Debug)]
pub(super) struct Listing {
    asked_at: Timestamp,
    pattern: Arc<str>,
    files: u64,
    directories: u64,
    bytes: u64,
    names: Vec<String>,
    names_bytes: usize,
    /// Some entries could not be read.
    cut: bool,
}

/// One answer to a request for entries.
pub(super) struct Listed<I> {
    pub(super) pattern: Arc<str>,
    pub(super) restarts: bool,
    pub(super) entries: I,
    pub(super) cut: bool,
}

impl Conversation {
    /// Entries of a directory came.
    pub(super) fn listed(
        &mut self,
        cx: &mut Context<'_>,
        call: &Call,
        answer: Listed<impl Iterator<Item = Entry>>,
    ) {
        let Some(serial) = call.open else { return };
        if answer.restarts {
            self.listing_ended(cx, serial, false);
        }
        let Some(open) = self.opens.get_mut(serial) else { return };
        let listing = open.listing.get_or_insert_with(|| Box::new(Listing::new(call.at, answer.pattern)));
        listing.cut |= answer.cut;
        answer.entries.for_each(|entry| listing.add(entry));
    }

    /// There is no more to list, or the directory was closed before its end was seen.
    pub(super) fn listing_ended(&mut self, cx: &mut Context<'_>, serial: Serial, complete: bool) {
        let Some(open) = self.opens.get_mut(serial) else { return };
        if let Some(listing) = open.listing.take() {
            let Some(open) = self.opens.get(serial) else { return };
            let record = (*listing).record(cx, open, self.agreed.version, complete);
            self.tell_listing(cx, &record);
        }
    }

    /// A directory was closed.
    pub(super) fn listing_closed(&mut self, cx: &mut Context<'_>, open: &mut Open) {
        if let Some(listing) = open.listing.take() {
            let record = (*listing).record(cx, open, self.agreed.version, false);
            self.tell_listing(cx, &record);
        }
    }

    /// Looking for one name is no listing, and the same again within three minutes is not told twice.
    fn tell_listing(&mut self, cx: &mut Context<'_>, record: &SmbListing) {
        let is_wild = record.pattern.contains(['*', '?', '<', '>', '"']);
        let counts = (record.files, record.directories, record.bytes, record.complete);
        let identity = ("listing", &record.path, &record.name, &record.pattern, counts);
        if is_wild && self.recent.is_news(cx.now, identity) {
            cx.emit(record);
        }
    }
}

impl Listing {
    fn new(asked_at: Timestamp, pattern: Arc<str>) -> Self {
        let names = Vec::new();
        Self { asked_at, pattern, files: 0, directories: 0, bytes: 0, names, names_bytes: 0, cut: false }
    }

    fn add(&mut self, entry: Entry) {
        if entry.name == "." || entry.name == ".." {
            return;
        }
        if entry.directory {
            self.directories += 1;
        } else {
            self.files += 1;
            self.bytes = self.bytes.saturating_add(entry.size);
        }
        let fits = self.names_bytes + entry.name.len() <= NAMES_BYTES_MAX;
        if self.names.len() < NAMES_MAX && fits {
            self.names_bytes += entry.name.len();
            self.names.push(entry.name);
        }
    }

    fn record(self, cx: &Context<'_>, open: &Open, version: &'static str, complete: bool) -> SmbListing {
        SmbListing {
            head: cx.head_at(self.asked_at),
            path: open.path.clone(),
            name: open.name.clone(),
            pattern: self.pattern,
            files: self.files,
            directories: self.directories,
            bytes: self.bytes,
            names: self.names,
            complete: complete && !self.cut,
            account: open.account.clone(),
            version,
            inferred: open.inferred.map(|_| true),
            inferred_reason: open.inferred,
        }
    }
}
