//! The file of a split: sections one after the other, then the manifest that says where each is.
//!
//! ```text
//! "thymus split\0\0\0\1"                                  16 bytes, the last of them the version
//! sections, each from a multiple of 8 on
//! manifest                                                JSON, compressed with zstd
//! offset, length, xxh3 of the manifest, version, "split"  8 + 8 + 8 + 4 + 4 bytes, little-endian
//! ```

use crate::error::{damaged, failed};
use crate::{Result, StoreError};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use tantivy::Directory as _;
use tantivy::directory::{MmapDirectory, OwnedBytes};
use xxhash_rust::xxh3::xxh3_64;

/// The version of the format of splits that this program writes. It reads all up to it.
pub(crate) const VERSION: u32 = 1;

const HEAD: &[u8; 16] = b"thymus split\0\0\0\x01";
const FOOT: &[u8; 4] = b"splt";
const FOOT_LENGTH: usize = 32;
/// A manifest names columns; even thousands of them need less.
const MANIFEST_BYTES_MAX: usize = 64 << 20;

/// Where a section lies: offset, length, and the hash of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Section(u64, u64, u64);

/// A split's file while it is written. It has another name until it is whole.
pub(crate) struct SplitFileWriter {
    path: PathBuf,
    file: BufWriter<File>,
    offset: u64,
}

/// A split's file, mapped into memory.
pub(crate) struct SplitFile {
    path: PathBuf,
    bytes: OwnedBytes,
}

impl SplitFileWriter {
    /// Begins a file at this path, over what may be there.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(failed("create", path))?;
        let mut writer =
            Self { path: path.to_owned(), file: BufWriter::with_capacity(1 << 18, file), offset: 0 };
        writer.write(HEAD)?;
        Ok(writer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.offset += bytes.len() as u64;
        self.file.write_all(bytes).map_err(failed("write", &self.path))
    }

    /// Adds a section.
    pub(crate) fn section(&mut self, bytes: &[u8]) -> Result<Section> {
        let padding = self.offset.next_multiple_of(8) - self.offset;
        self.write([0; 8].get(..padding as usize).unwrap_or_default())?;
        let section = Section(self.offset, bytes.len() as u64, xxh3_64(bytes));
        self.write(bytes)?;
        Ok(section)
    }

    /// Ends the file with its manifest and makes it survive a crash. Gives its length.
    pub(crate) fn finish(mut self, manifest: &impl Serialize) -> Result<u64> {
        let text = serde_json::to_vec(manifest).map_err(|error| damaged(&self.path, error.to_string()))?;
        let packed = zstd::bulk::compress(&text, 3).map_err(failed("compress", &self.path))?;
        let Section(offset, length, checksum) = self.section(&packed)?;
        for number in [offset, length, checksum] {
            self.write(&number.to_le_bytes())?;
        }
        self.write(&VERSION.to_le_bytes())?;
        self.write(FOOT)?;
        self.file.flush().map_err(failed("write", &self.path))?;
        self.file.get_ref().sync_all().map_err(failed("sync", &self.path))?;
        Ok(self.offset)
    }
}

impl SplitFile {
    /// Opens a file. Only its manifest is checked; [`Self::check`] checks a section.
    pub(crate) fn open<M: for<'de> Deserialize<'de>>(path: &Path) -> Result<(Self, M)> {
        let bytes = map(path)?;
        let manifest = manifest(path, &bytes)?;
        Ok((Self { path: path.to_owned(), bytes }, manifest))
    }

    pub(crate) fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The bytes of a section.
    pub(crate) fn bytes(&self, section: Section) -> Result<OwnedBytes> {
        let Section(offset, length, _) = section;
        let end = offset.checked_add(length).filter(|end| *end <= self.len());
        let end = end.ok_or_else(|| damaged(&self.path, "a section lies behind its end"))?;
        Ok(self.bytes.slice(offset as usize..end as usize))
    }

    /// Whether a section holds what was written.
    pub(crate) fn check(&self, section: Section) -> Result<()> {
        let bytes = self.bytes(section)?;
        if xxh3_64(&bytes) == section.2 {
            return Ok(());
        }
        Err(damaged(&self.path, format!("the section at {} does not have its checksum", section.0)))
    }
}

fn map(path: &Path) -> Result<OwnedBytes> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| damaged(path, "it has no name"))?;
    let io = |error: std::io::Error| failed("map", path)(error);
    let directory =
        MmapDirectory::open(folder).map_err(|error| io(std::io::Error::other(error.to_string())))?;
    let slice =
        directory.open_read(Path::new(name)).map_err(|error| io(std::io::Error::other(error.to_string())))?;
    slice.read_bytes().map_err(io)
}

fn manifest<M: for<'de> Deserialize<'de>>(path: &Path, bytes: &OwnedBytes) -> Result<M> {
    let foot = bytes.len().checked_sub(FOOT_LENGTH).and_then(|start| bytes.get(start..));
    let foot = foot.filter(|foot| foot.ends_with(FOOT)).ok_or_else(|| damaged(path, "its end is missing"))?;
    let number = |place| super::bytes::u64_at(foot, place).unwrap_or(0);
    let version = super::bytes::u32_at(foot, 6).unwrap_or(0);
    if version > VERSION {
        return Err(StoreError::Version { path: path.to_owned(), found: version, known: VERSION });
    }
    let (offset, length, checksum) = (number(0) as usize, number(1) as usize, number(2));
    let packed = offset.checked_add(length).and_then(|end| bytes.get(offset..end));
    let packed = packed.filter(|packed| {
        xxh3_64(packed) == checksum && bytes.starts_with(HEAD.get(..12).unwrap_or_default())
    });
    let packed = packed.ok_or_else(|| damaged(path, "its manifest does not have its checksum"))?;
    let text = zstd::bulk::decompress(packed, MANIFEST_BYTES_MAX)
        .map_err(|error| damaged(path, format!("its manifest: {error}")))?;
    serde_json::from_slice(&text).map_err(|error| damaged(path, format!("its manifest: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        crate::testing::folder("split-file")
    }

    #[test]
    fn sections_come_back_and_damage_is_found() {
        let path = folder().join("a.split");
        let mut writer = SplitFileWriter::create(&path).unwrap();
        let sections = [writer.section(b"one").unwrap(), writer.section(b"two and more").unwrap()];
        let length = writer.finish(&sections).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().len(), length);

        let (file, back): (_, [Section; 2]) = SplitFile::open(&path).unwrap();
        assert_eq!(back, sections);
        assert_eq!(&*file.bytes(back[1]).unwrap(), b"two and more");
        back.iter().for_each(|section| file.check(*section).unwrap());

        let mut bytes = std::fs::read(&path).unwrap();
        for end in 0..bytes.len() {
            let torn = folder().join("torn.split");
            std::fs::write(&torn, &bytes[..end]).unwrap();
            assert!(SplitFile::open::<[Section; 2]>(&torn).is_err(), "cut at {end}");
        }
        bytes[16] ^= 1;
        let changed = folder().join("changed.split");
        std::fs::write(&changed, &bytes).unwrap();
        let (file, back): (_, [Section; 2]) = SplitFile::open(&changed).unwrap();
        assert!(file.check(back[0]).is_err());
        file.check(back[1]).unwrap();
    }

    #[test]
    fn a_file_of_a_later_version_says_so() {
        let path = folder().join("later.split");
        let writer = SplitFileWriter::create(&path).unwrap();
        writer.finish(&1u8).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let place = bytes.len() - 8;
        bytes[place] = 9;
        std::fs::write(&path, &bytes).unwrap();
        let error = SplitFile::open::<u8>(&path).err().unwrap();
        assert!(matches!(error, StoreError::Version { found: 9, known: VERSION, .. }), "{error}");
    }
}
