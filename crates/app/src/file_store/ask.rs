//! What is kept, asked by the API.

use super::command::{base, matches};
use super::index::{self, Entry};
use super::layout::{ContentId, Layout};
use anyhow::Result;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::Path;
use thymus_web::{FileEntry, FileQuery};
use thymus_wire::Timestamp;

/// When and where content that is kept was seen, the newest first.
pub(crate) fn list(data: &Path, query: &FileQuery) -> Result<Vec<FileEntry>> {
    let layout = Layout::of(data);
    if !layout.index().exists() {
        return Ok(Vec::new());
    }
    let there: HashSet<ContentId> = layout.contents()?.into_iter().map(|(id, _)| id).collect();
    let mut entries = index::read(&layout)?;
    entries.retain(|entry| entry.content().is_some_and(|id| there.contains(&id)) && wanted(entry, query));
    entries.sort_by(|a, b| (b.time_ns, &b.fuid).cmp(&(a.time_ns, &a.fuid)));
    Ok(entries.into_iter().take(query.limit).map(Into::into).collect())
}

/// The content that has this SHA-256; absent where it is not, or no longer, kept.
pub(crate) fn open(data: &Path, sha256: &str) -> io::Result<Option<File>> {
    let Some(id) = ContentId::parse(sha256) else { return Ok(None) };
    match File::open(Layout::of(data).content(&id)) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn wanted(entry: &Entry, query: &FileQuery) -> bool {
    let fits = |pattern: &Option<String>, text: &Option<String>| match pattern {
        None => true,
        Some(pattern) => {
            text.as_deref().is_some_and(|text| matches(pattern, text) || matches(pattern, base(text)))
        }
    };
    let host = query.host.map(|host| host.to_string());
    fits(&query.mime_type, &entry.mime_type)
        && fits(&query.name, &entry.filename)
        && host.is_none_or(|host| entry.orig_h == host || entry.resp_h == host)
}

impl From<Entry> for FileEntry {
    fn from(entry: Entry) -> Self {
        Self {
            ts: Timestamp(entry.time_ns),
            fuid: entry.fuid,
            uid: entry.uid,
            orig_h: entry.orig_h,
            resp_h: entry.resp_h,
            source: entry.source,
            filename: entry.filename,
            mime_type: entry.mime_type,
            sha256: entry.sha256,
            bytes: entry.bytes,
            complete: entry.complete,
        }
    }
}
