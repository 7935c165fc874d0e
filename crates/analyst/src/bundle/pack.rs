//! The archive: entries with their hashes, and the manifest at the end.

use crate::records::AnalystError;
use crate::words;
use serde::Serialize;
use std::io::{Seek, Write};
use thymus_record::Row;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The version of what a bundle looks like.
const VERSION: u32 = 1;

pub(super) struct Pack<W: Write + Seek> {
    archive: ZipWriter<W>,
    entries: Vec<Entry>,
    missing: Vec<String>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    bytes: u64,
    sha256: String,
}

#[derive(Serialize)]
struct Manifest {
    format: &'static str,
    version: u32,
    breach: String,
    model: String,
    model_version: String,
    entries: Vec<Entry>,
    missing: Vec<String>,
}

impl<W: Write + Seek> Pack<W> {
    pub(super) fn new(out: W) -> Self {
        Self { archive: ZipWriter::new(out), entries: Vec::new(), missing: Vec::new() }
    }

    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<(), AnalystError> {
        self.entry(name, content)?;
        self.entries.push(Entry {
            name: name.to_owned(),
            bytes: content.len() as u64,
            sha256: sha256(content),
        });
        Ok(())
    }

    /// Every entry has the same time, so that the same evidence gives the same archive.
    fn entry(&mut self, name: &str, content: &[u8]) -> Result<(), AnalystError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o600);
        self.archive.start_file(name, options)?;
        self.archive.write_all(content)?;
        Ok(())
    }

    /// Notes what belongs in here and could not be had.
    pub(super) fn missing(&mut self, what: String) {
        self.missing.push(what);
    }

    pub(super) fn finish(mut self, breach: &Row) -> Result<(), AnalystError> {
        let text = |field: &str| words::text(breach.get(field)).unwrap_or_default();
        let manifest = Manifest {
            format: "thymus evidence bundle",
            version: VERSION,
            breach: text("breach_id"),
            model: text("model"),
            model_version: text("model_version"),
            entries: std::mem::take(&mut self.entries),
            missing: std::mem::take(&mut self.missing),
        };
        let mut content = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
        content.push(b'\n');
        self.entry("manifest.json", &content)?;
        self.archive.finish()?;
        Ok(())
    }
}

fn sha256(content: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = ring::digest::digest(&ring::digest::SHA256, content);
    digest.as_ref().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
