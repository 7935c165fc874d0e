//! The index: what was seen when, in which flow, under which name.
//!
//! NDJSON whose first line says what it is: `{"format":"thymus files index","version":1}`. Lines that cannot be read,
//! as after a crash in the middle of one, are passed over.

use super::layout::{ContentId, Layout, make_file};
use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, ErrorKind, Write as _};
use thymus_proto::files::File as FileRecord;

const FORMAT: &str = "thymus files index";
const VERSION: u32 = 1;

/// The index has at most this many lines; then the older half goes.
pub(super) const ENTRIES_MAX: usize = 1_000_000;

/// Names longer than this are cut.
const NAME_CHARACTERS_MAX: usize = 1024;

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
}

/// Content was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Nanoseconds since 1970.
    pub(super) time_ns: i64,
    pub(super) fuid: String,
    pub(super) uid: String,
    pub(super) orig_h: String,
    pub(super) resp_h: String,
    pub(super) source: String,
    pub(super) filename: Option<String>,
    pub(super) mime_type: Option<String>,
    /// Of the content that is kept.
    pub(super) sha256: String,
    /// How long the content is that is kept.
    pub(super) bytes: u64,
    /// The content is the whole file, as far as is known.
    pub(super) complete: bool,
}

impl Entry {
    pub(super) fn of(file: &FileRecord, content: &ContentId, bytes: u64, complete: bool) -> Self {
        let cut = |name: &String| name.chars().take(NAME_CHARACTERS_MAX).collect();
        Self {
            time_ns: file.head.ts.0,
            fuid: file.fuid.to_string(),
            uid: file.head.uid.to_string(),
            orig_h: file.head.orig_h.to_string(),
            resp_h: file.head.resp_h.to_string(),
            source: file.source.to_owned(),
            filename: file.filename.as_ref().map(cut),
            mime_type: file.mime_type.map(str::to_owned),
            sha256: content.as_str().to_owned(),
            bytes,
            complete,
        }
    }

    pub(super) fn content(&self) -> Option<ContentId> {
        ContentId::parse(&self.sha256)
    }
}

/// All entries, in the order in which they were written; none where there is no index.
pub(super) fn read(layout: &Layout) -> Result<Vec<Entry>> {
    let path = layout.index();
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let mut lines = BufReader::new(file).split(b'\n');
    let header = lines.next().transpose().with_context(|| format!("cannot read {}", path.display()))?;
    check(&header.unwrap_or_default()).with_context(|| path.display().to_string())?;
    let mut entries = Vec::new();
    for line in lines {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        entries.extend(serde_json::from_slice::<Entry>(&line).ok());
    }
    Ok(entries)
}

fn check(line: &[u8]) -> Result<()> {
    let header: Header = serde_json::from_slice(line).context("this is no index of files")?;
    if header.format != FORMAT {
        bail!("this is no index of files");
    }
    if header.version != VERSION {
        bail!("the index has version {}, this program reads version {VERSION}", header.version);
    }
    Ok(())
}

/// The index, open for more.
pub(super) struct IndexWriter {
    layout: Layout,
    file: BufWriter<File>,
    pub(super) entries: usize,
}

impl IndexWriter {
    /// Opens the index, or begins one. `entries`: what [`read`] found in it.
    pub(super) fn open(layout: &Layout, entries: usize) -> Result<Self> {
        let path = layout.index();
        if !path.exists() {
            return Self::write_new(layout, &[]);
        }
        let file = OpenOptions::new().append(true).open(&path);
        let mut file = file.with_context(|| format!("cannot write {}", path.display()))?;
        // The last line may have been cut by a crash: what comes now begins a line of its own.
        file.write_all(b"\n").with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { layout: layout.clone(), file: BufWriter::new(file), entries })
    }

    /// Writes a new index in place of the old one.
    pub(super) fn write_new(layout: &Layout, entries: &[Entry]) -> Result<Self> {
        let (new, path) = (layout.new_index(), layout.index());
        let failed = || format!("cannot write {}", path.display());
        let mut file = BufWriter::new(make_file(&new).with_context(failed)?);
        write_line(&mut file, &Header { format: FORMAT.to_owned(), version: VERSION })
            .with_context(failed)?;
        for entry in entries {
            write_line(&mut file, entry).with_context(failed)?;
        }
        file.flush().and_then(|()| std::fs::rename(&new, &path)).with_context(failed)?;
        Ok(Self { layout: layout.clone(), file, entries: entries.len() })
    }

    pub(super) fn append(&mut self, entry: &Entry) -> Result<()> {
        self.entries += 1;
        write_line(&mut self.file, entry)
            .with_context(|| format!("cannot write {}", self.layout.index().display()))
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        self.file.flush().with_context(|| format!("cannot write {}", self.layout.index().display()))
    }
}

fn write_line(file: &mut BufWriter<File>, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *file, value)?;
    file.write_all(b"\n")
}
