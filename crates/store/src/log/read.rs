//! Reading the log back.

use super::batch::Found;
use super::{HEAD, NAMES_BYTES_MAX, VERSION};
use crate::api::Sequence;
use crate::error::failed;
use crate::names::{Names, Translation};
use crate::split::u32_at;
use crate::{Result, StoreError};
use std::path::{Path, PathBuf};
use thymus_record::{Registry, Row};
use xxhash_rust::xxh3::xxh3_64;

/// What reading the log has found, batches aside.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    /// The last sequence that the log has.
    pub last: Sequence,
    /// The files, with the last sequence in each.
    pub files: Vec<(Sequence, PathBuf)>,
    /// What was wrong, in words.
    pub repairs: Vec<String>,
    /// Whether a file went while the log was read, because another process was done with it.
    pub vanished: bool,
}

/// Calls with every batch behind a sequence, in order. Files that have none are not read.
pub(crate) fn read_all(
    folder: &Path,
    registry: &Registry,
    after: Sequence,
    mut take: impl FnMut(Sequence, Vec<Row>) -> Result<()>,
) -> Result<Replay> {
    let mut replay = Replay { last: after, ..Replay::default() };
    let files = files(folder)?;
    for (place, path) in files.iter().enumerate() {
        // A file ends before the batch after which the next one is named.
        let end = files.get(place + 1).and_then(|next| first_of(next)).map(|next| next.0.saturating_sub(1));
        if let Some(last) = end.filter(|last| *last <= after.0) {
            replay.files.push((Sequence(last), path.clone()));
            continue;
        }
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                replay.vanished = true;
                continue;
            }
            Err(error) => return Err(failed("read", path)(error)),
        };
        let mut last = Sequence(0);
        match names(path, &bytes)? {
            Some((names, start)) => {
                let translation = Translation::new(&names, registry);
                let mut rest = bytes.get(start..).unwrap_or_default();
                while let Some(found) = next(path, &mut rest, &mut replay.repairs) {
                    last = last.max(found.sequence);
                    if found.sequence <= after {
                        continue;
                    }
                    match found.rows(&translation, registry) {
                        Some(rows) => take(found.sequence, rows)?,
                        None => replay.repairs.push(format!(
                            "{}: batch {} has its checksum and cannot be read; it was passed over",
                            path.display(),
                            found.sequence.0
                        )),
                    }
                }
            }
            None => replay.repairs.push(format!(
                "{}: it ends before its first batch, so nothing in it was ever acknowledged",
                path.display()
            )),
        }
        replay.last = replay.last.max(last);
        replay.files.push((last, path.clone()));
    }
    Ok(replay)
}

/// The first batch of a file, as its name says.
pub(super) fn first_of(path: &Path) -> Option<Sequence> {
    path.file_stem()?.to_str()?.parse().ok().map(Sequence)
}

/// The files of the log, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed("list", folder))? {
        let path = entry.map_err(failed("list", folder))?.path();
        if path.extension().is_some_and(|extension| extension == "log") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The names of a file, and where its first batch begins; `None` if it ends before.
fn names(path: &Path, bytes: &[u8]) -> Result<Option<(Names, usize)>> {
    let Some(head) = bytes.get(..HEAD.len()) else { return Ok(None) };
    let version = head.get(15).copied().map_or(0, u32::from);
    if head.starts_with(b"thymus log") && version > VERSION {
        return Err(StoreError::Version { path: path.to_owned(), found: version, known: VERSION });
    }
    let read = || {
        let length = u32_at(bytes, 4)? as usize;
        let checksum = u64::from_le_bytes(bytes.get(20..28)?.try_into().ok()?);
        let packed = bytes.get(28..28usize.checked_add(length)?)?;
        if head != HEAD || xxh3_64(packed) != checksum {
            return None;
        }
        let text = zstd::bulk::decompress(packed, NAMES_BYTES_MAX).ok()?;
        Some((serde_json::from_slice(&text).ok()?, 28 + length))
    };
    Ok(read())
}

/// The next whole batch. One that is damaged is passed over if another follows it.
fn next<'a>(path: &Path, rest: &mut &'a [u8], repairs: &mut Vec<String>) -> Option<Found<'a>> {
    loop {
        let found = Found::at(rest);
        let is_end = rest.is_empty();
        let after = found.as_ref().and_then(|found| rest.get(found.end..));
        match (found, after) {
            (Some(found), Some(after)) if found.is_whole => {
                *rest = after;
                return Some(found);
            }
            (Some(_), Some(after)) if Found::at(after).is_some_and(|next| next.is_whole) => {
                repairs.push(format!(
                    "{}: a damaged batch was passed over; its records are lost",
                    path.display()
                ));
                *rest = after;
            }
            _ if is_end => return None,
            _ => {
                repairs.push(format!(
                    "{}: it ends in the middle of a batch, which was never acknowledged",
                    path.display()
                ));
                return None;
            }
        }
    }
}
