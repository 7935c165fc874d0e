//! What is known, written down together with how far in the records it goes.
//!
//! ```text
//! DATA/state/checkpoint
//! "thymus known\0\0\0\1"                                    16 bytes, the last of them the version
//! xxh3 of all that follows                                  u64, little-endian, as all numbers
//! sequence, length of the entities, length of the detector  3 × u64
//! the entities' snapshot, the detector's snapshot
//! ```
//!
//! After a crash the records that were stored later are followed again: what is raised on them has the same ids and is kept once.
//! A checkpoint that cannot be read is put aside, with a word; what it knew is learned anew from the records that come.

use super::Options;
use crate::data;
use crate::models::Library;
use crate::registry::registry;
use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use thymus_detect::Detector;
use thymus_entity::Entities;
use thymus_store::Sequence;

const HEAD: &[u8; 16] = b"thymus known\0\0\0\x01";

/// What is known.
#[derive(Default)]
pub(super) struct Checkpoint {
    /// The last batch of records that it knows of.
    pub(super) sequence: Sequence,
    /// Who is who; empty if nobody is known.
    pub(super) entities: Vec<u8>,
    /// What the detector remembers; empty if nothing.
    pub(super) detector: Vec<u8>,
}

/// Who is who in a data directory.
pub(crate) fn entities_of(data: &Path) -> Result<Entities> {
    Ok(Checkpoint::read(data)?.entities(&Options::default()))
}

fn path(data: &Path) -> PathBuf {
    data::state(data).join("checkpoint")
}

impl Checkpoint {
    /// The checkpoint of a data directory; an empty one if there is none yet.
    pub(super) fn read(data: &Path) -> Result<Self> {
        let path = path(data);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        if bytes.starts_with(HEAD.get(..15).unwrap_or_default()) && bytes.get(15) > HEAD.last() {
            bail!("{} was written by a newer version of Thymus; use that one", path.display());
        }
        if let Some(checkpoint) = Self::parse(&bytes) {
            return Ok(checkpoint);
        }
        let aside = path.with_extension("damaged");
        eprintln!(
            "thymus: {} is damaged and was moved to {}; what it knew is learned anew",
            path.display(),
            aside.display()
        );
        std::fs::rename(&path, &aside).with_context(|| format!("cannot move {}", path.display()))?;
        Ok(Self::default())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (checksum, content) = bytes.strip_prefix(HEAD)?.split_first_chunk::<8>()?;
        if u64::from_le_bytes(*checksum) != xxhash_rust::xxh3::xxh3_64(content) {
            return None;
        }
        let (sequence, rest) = content.split_first_chunk::<8>()?;
        let (entities, rest) = rest.split_first_chunk::<8>()?;
        let (detector, rest) = rest.split_first_chunk::<8>()?;
        let length = |bytes: &[u8; 8]| usize::try_from(u64::from_le_bytes(*bytes)).ok();
        let (entities, rest) = rest.split_at_checked(length(entities)?)?;
        (rest.len() == length(detector)?).then(|| Self {
            sequence: Sequence(u64::from_le_bytes(*sequence)),
            entities: entities.to_vec(),
            detector: rest.to_vec(),
        })
    }

    /// Puts this in place of what was written before, whole or not at all.
    pub(super) fn write(&self, data: &Path) -> Result<()> {
        let path = path(data);
        let failed = || format!("cannot write down what is known in {}", path.display());
        std::fs::create_dir_all(data::state(data)).with_context(failed)?;
        let partial = path.with_extension("partial");
        let mut content = Vec::with_capacity(24 + self.entities.len() + self.detector.len());
        for number in [self.sequence.0, self.entities.len() as u64, self.detector.len() as u64] {
            content.extend_from_slice(&number.to_le_bytes());
        }
        content.extend_from_slice(&self.entities);
        content.extend_from_slice(&self.detector);
        let mut file = File::create(&partial).with_context(failed)?;
        file.write_all(HEAD).with_context(failed)?;
        file.write_all(&xxhash_rust::xxh3::xxh3_64(&content).to_le_bytes()).with_context(failed)?;
        file.write_all(&content).with_context(failed)?;
        file.sync_all().with_context(failed)?;
        std::fs::rename(&partial, &path).with_context(failed)
    }

    /// Who is who.
    pub(super) fn entities(&self, options: &Options) -> Entities {
        let fresh = || Entities::new(options.networks.clone(), thymus_entity::Limits::default());
        if self.entities.is_empty() {
            return fresh();
        }
        let limits = thymus_entity::Limits::default();
        Entities::restore(&self.entities, options.networks.clone(), limits).unwrap_or_else(|error| {
            eprintln!("thymus: what was known of devices cannot be read ({error}); it is learned anew");
            fresh()
        })
    }

    /// The detector as it was left.
    pub(super) fn detector(&self, library: &Library, options: &Options) -> Detector {
        let (models, exceptions) = (library.running(), &library.exceptions);
        let fresh = || Detector::new(&models, exceptions, registry(), options.detector());
        if self.detector.is_empty() {
            return fresh();
        }
        Detector::restore(&self.detector, &models, exceptions, registry(), options.detector()).unwrap_or_else(
            |error| {
                eprintln!("thymus: what the models remembered cannot be read ({error}); they begin anew");
                fresh()
            },
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn directory(name: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("thymus-checkpoint-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        directory
    }

    #[test]
    fn what_was_written_is_read_again() {
        let data = directory("again");
        assert!(Checkpoint::read(&data).unwrap().entities.is_empty());
        let written = Checkpoint { sequence: Sequence(7), entities: vec![1, 2, 3], detector: vec![4] };
        written.write(&data).unwrap();
        let read = Checkpoint::read(&data).unwrap();
        assert_eq!((read.sequence, read.entities, read.detector), (Sequence(7), vec![1, 2, 3], vec![4]));
        std::fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_damaged_one_is_put_aside_at_any_byte() {
        let data = directory("damaged");
        let written = Checkpoint { sequence: Sequence(7), entities: vec![1, 2, 3], detector: vec![4] };
        written.write(&data).unwrap();
        let whole = std::fs::read(path(&data)).unwrap();
        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x40;
            assert!(Checkpoint::parse(&bytes).is_none(), "byte {place}");
            assert!(Checkpoint::parse(&whole[..place]).is_none(), "cut at {place}");
        }
        std::fs::write(path(&data), &whole[..20]).unwrap();
        assert_eq!(Checkpoint::read(&data).unwrap().sequence, Sequence(0));
        assert!(path(&data).with_extension("damaged").exists());
        std::fs::remove_dir_all(&data).unwrap();
    }
}
