//! `thymus files`: what is kept, and its content.

use super::index::{self, Entry};
use super::layout::{ContentId, Layout, make_file};
use crate::{Outcome, cli};
use anyhow::{Context as _, Result, bail};
use ring::digest::{Context as Digest, SHA256};
use serde_json::json;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::Path;

pub(crate) fn run(arguments: &cli::Files) -> Result<Outcome> {
    match &arguments.command {
        cli::FilesCommand::List(list) => self::list(list),
        cli::FilesCommand::Get(get) => self::get(get),
    }
}

fn list(arguments: &cli::FilesList) -> Result<Outcome> {
    let layout = Layout::of(&arguments.data);
    let mut entries = entries(&layout, &arguments.data)?;
    let there: HashSet<ContentId> = layout.contents()?.into_iter().map(|(id, _)| id).collect();
    entries.retain(|entry| entry.content().is_some_and(|id| there.contains(&id)) && wanted(entry, arguments));
    entries.sort_by(|a, b| (a.time_ns, &a.fuid).cmp(&(b.time_ns, &b.fuid)));
    let first = entries.len().saturating_sub(arguments.limit);
    let mut output = io::stdout().lock();
    for entry in entries.iter().skip(first) {
        let line = if arguments.json { as_json(entry).to_string() } else { as_line(entry) };
        writeln!(output, "{line}")?;
    }
    Ok(Outcome::Done)
}

fn entries(layout: &Layout, data: &Path) -> Result<Vec<Entry>> {
    if !layout.index().exists() {
        bail!("no files are kept in {}; `thymus analyze --data` keeps them", data.display());
    }
    index::read(layout)
}

fn wanted(entry: &Entry, arguments: &cli::FilesList) -> bool {
    let fits = |pattern: &Option<String>, text: &Option<String>| match pattern {
        None => true,
        Some(pattern) => {
            text.as_deref().is_some_and(|text| matches(pattern, text) || matches(pattern, base(text)))
        }
    };
    let host = arguments.host.map(|host| host.to_string());
    fits(&arguments.mime, &entry.mime_type)
        && fits(&arguments.name, &entry.filename)
        && host.is_none_or(|host| entry.orig_h == host || entry.resp_h == host)
}

/// A name without its folders.
pub(super) fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether text fits a pattern in which `*` stands for any characters, in letters of either case.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

fn as_json(entry: &Entry) -> serde_json::Value {
    json!({
        "ts": entry.time_ns as f64 / 1e9,
        "fuid": entry.fuid,
        "uid": entry.uid,
        "id.orig_h": entry.orig_h,
        "id.resp_h": entry.resp_h,
        "source": entry.source,
        "filename": entry.filename,
        "mime_type": entry.mime_type,
        "sha256": entry.sha256,
        "bytes": entry.bytes,
        "complete": entry.complete,
    })
}

fn as_line(entry: &Entry) -> String {
    let time = jiff::Timestamp::from_nanosecond(entry.time_ns.into()).unwrap_or_default();
    let mime_type = entry.mime_type.as_deref().unwrap_or("-");
    let name = printable(entry.filename.as_deref().unwrap_or("-"));
    let part = if entry.complete { "" } else { " (part)" };
    format!(
        "{time:.3} {} {} {:>10}{part} {mime_type} {} {} > {} {name}",
        entry.fuid, entry.sha256, entry.bytes, entry.source, entry.orig_h, entry.resp_h
    )
}

/// Names come from the network: what would move the cursor or colour the screen is written out.
pub(super) fn printable(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() })
        .collect()
}

fn get(arguments: &cli::FilesGet) -> Result<Outcome> {
    let layout = Layout::of(&arguments.data);
    let id = match ContentId::parse(&arguments.id) {
        Some(id) => id,
        None => by_fuid(&entries(&layout, &arguments.data)?, &arguments.id)?,
    };
    let path = layout.content(&id);
    let content = File::open(&path).with_context(|| {
        format!("the content {} is not, or no longer, kept in {}", id.as_str(), arguments.data.display())
    })?;
    let failed = || format!("cannot write {}", arguments.output.display());
    let mut output: Box<dyn Write> = if arguments.output == Path::new("-") {
        Box::new(io::stdout().lock())
    } else {
        Box::new(make_file(&arguments.output).with_context(failed)?)
    };
    let found = copy(content, &mut output).and_then(|id| output.flush().map(|()| id)).with_context(failed)?;
    if found.as_ref() != Some(&id) {
        bail!("{} is damaged: its content does not have the SHA-256 that it is kept by", path.display());
    }
    Ok(Outcome::Done)
}

/// Writes the content that has this SHA-256, checked against it. False where it is not, or no longer, kept.
pub(crate) fn content(data: &Path, sha256: &str, out: &mut dyn Write) -> io::Result<bool> {
    let Some(id) = ContentId::parse(sha256) else { return Ok(false) };
    let file = match File::open(Layout::of(data).content(&id)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if copy(file, out)?.as_ref() != Some(&id) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the content kept as {sha256} is damaged"),
        ));
    }
    Ok(true)
}

fn by_fuid(entries: &[Entry], fuid: &str) -> Result<ContentId> {
    let entry = entries.iter().rev().find(|entry| entry.fuid == fuid);
    entry
        .and_then(Entry::content)
        .with_context(|| format!("{fuid:?} is neither a SHA-256 nor the fuid of a file that is kept"))
}

/// Copies content and says what its SHA-256 is.
fn copy(mut content: File, output: &mut dyn Write) -> io::Result<Option<ContentId>> {
    let mut sum = Digest::new(&SHA256);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let length = content.read(&mut buffer)?;
        let piece = buffer.get(..length).unwrap_or_default();
        if piece.is_empty() {
            return Ok(ContentId::of(sum.finish().as_ref()));
        }
        sum.update(piece);
        output.write_all(piece)?;
    }
}
