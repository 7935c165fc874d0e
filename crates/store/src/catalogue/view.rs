//! What the catalogue says, once more as a plain file, for other processes that read the store while one writes it.
//!
//! The database of the catalogue belongs to the process that writes. After every change, and before any file goes that the
//! change gives up, what it says is put in place of `DIRECTORY/view`, whole or not at all:
//!
//! ```text
//! "thymus view\0\0\0\0\1"       16 bytes, the last of them the version
//! xxh3 of what follows          u64, little-endian
//! the splits, and the batch up to which they hold everything; JSON, compressed with zstd
//! ```
//!
//! Nothing depends on it: the catalogue has the last word, and where there is no view that can be read the splits speak for
//! themselves ([`super::rebuild`]). So it is not synced.

use super::{Contents, SplitEntry};
use crate::api::Sequence;
use crate::error::failed;
use crate::{Result, StoreError};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The version of the format of views that this program writes. It reads all up to it.
const VERSION: u32 = 1;
const HEAD: &[u8; 16] = b"thymus view\0\0\0\0\x01";
const NAME: &str = "view";
/// Tens of thousands of splits need less.
const TEXT_BYTES_MAX: usize = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Text {
    applied: u64,
    splits: Vec<SplitEntry>,
}

/// Where the view of a store lies.
pub(crate) fn path_of_view(directory: &Path) -> PathBuf {
    directory.join(NAME)
}

/// Puts a view in place of the one before. One that cannot be written is taken away instead, so that nobody goes by an old one.
pub(super) fn write(path: &Path, applied: Sequence, splits: Vec<SplitEntry>) {
    let unfinished = path.with_extension("new");
    let written = pack(&Text { applied: applied.0, splits })
        .and_then(|bytes| std::fs::write(&unfinished, bytes))
        .and_then(|()| std::fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = std::fs::remove_file(unfinished);
        let _ = std::fs::remove_file(path);
    }
}

fn pack(text: &Text) -> std::io::Result<Vec<u8>> {
    let packed = zstd::bulk::compress(&serde_json::to_vec(text)?, 1)?;
    let mut bytes = HEAD.to_vec();
    bytes.extend_from_slice(&xxh3_64(&packed).to_le_bytes());
    bytes.extend_from_slice(&packed);
    Ok(bytes)
}

/// What the view says; `None` if there is none that can be read.
pub(crate) fn read(path: &Path) -> Result<Option<Contents>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path)(error)),
    };
    let version = bytes.get(15).copied().map_or(0, u32::from);
    if bytes.starts_with(b"thymus view") && version > VERSION {
        return Err(StoreError::Version { path: path.to_owned(), found: version, known: VERSION });
    }
    Ok(unpack(&bytes).map(|text| Contents { splits: text.splits, applied: Sequence(text.applied) }))
}

fn unpack(bytes: &[u8]) -> Option<Text> {
    let (checksum, packed) = bytes.strip_prefix(HEAD)?.split_first_chunk::<8>()?;
    if xxh3_64(packed) != u64::from_le_bytes(*checksum) {
        return None;
    }
    serde_json::from_slice(&zstd::bulk::decompress(packed, TEXT_BYTES_MAX).ok()?).ok()
}
