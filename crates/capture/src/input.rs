//! Which files an input stands for: itself, standard input, or all captures below a directory.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use thymus_wire::Timestamp;

use crate::error::CaptureError;
use crate::packet::Item;
use crate::source::CaptureReader;

/// How deep directories are walked.
const DIRECTORY_DEPTH_MAX: usize = 32;
/// How many files one directory may hold in all.
const DIRECTORY_FILES_MAX: usize = 200_000;
/// How many blocks before its first packet a file is searched for its first time.
const ITEMS_BEFORE_FIRST_PACKET_MAX: usize = 1000;

/// The input that means standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// What inputs were found to consist of.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// What to read, in order.
    pub(crate) files: Vec<PathBuf>,
    /// Files below directories that are no captures, and symbolic links.
    pub(crate) skipped: Vec<PathBuf>,
}

impl Inputs {
    /// Finds the files of all `paths`, in the order given; those of one directory by their first packet.
    pub(crate) fn find<P: AsRef<Path>>(paths: &[P]) -> Result<Self, CaptureError> {
        let mut inputs = Self::default();
        for path in paths.iter().map(AsRef::as_ref) {
            let is_directory =
                path.as_os_str() != STANDARD_INPUT && fs::metadata(path).map_err(cannot_open(path))?.is_dir();
            if is_directory {
                inputs.add_directory(path)?;
            } else {
                inputs.files.push(path.to_owned());
            }
        }
        Ok(inputs)
    }

    fn add_directory(&mut self, root: &Path) -> Result<(), CaptureError> {
        let mut found = Vec::new();
        self.walk(root, 0, &mut found)?;
        let mut by_time = Vec::with_capacity(found.len());
        for path in found {
            match first_time(&path) {
                Some(time) => by_time.push((time, path)),
                None => self.skipped.push(path),
            }
        }
        by_time.sort();
        self.skipped.sort();
        self.files.extend(by_time.into_iter().map(|(_, path)| path));
        Ok(())
    }

    /// Collects regular files. Links are left alone: inside the directory they only lead to files found anyway.
    fn walk(&mut self, directory: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), CaptureError> {
        let too_large = |what| CaptureError::DirectoryTooLarge { path: directory.to_owned(), what };
        if depth > DIRECTORY_DEPTH_MAX {
            return Err(too_large("more than 32 levels of directories above it"));
        }
        for entry in fs::read_dir(directory).map_err(cannot_open(directory))? {
            let entry = entry.map_err(cannot_open(directory))?;
            let kind = entry.file_type().map_err(cannot_open(&entry.path()))?;
            match kind {
                _ if kind.is_dir() => self.walk(&entry.path(), depth + 1, found)?,
                _ if kind.is_file() => found.push(entry.path()),
                _ => self.skipped.push(entry.path()),
            }
            if found.len() > DIRECTORY_FILES_MAX {
                return Err(too_large("more than 200000 files"));
            }
        }
        Ok(())
    }
}

/// Opens what a path stands for.
pub(crate) fn open(path: &Path) -> Result<CaptureReader, CaptureError> {
    if path.as_os_str() == STANDARD_INPUT {
        return CaptureReader::new(Box::new(io::stdin()));
    }
    CaptureReader::new(Box::new(File::open(path).map_err(cannot_open(path))?))
}

fn cannot_open(path: &Path) -> impl FnOnce(io::Error) -> CaptureError {
    move |source| CaptureError::Open { path: path.to_owned(), source }
}

/// When the first packet of a capture was seen; nothing if it is no capture. A file that is damaged before its
/// first packet, or cannot be opened, sorts first, so that reading it says what is wrong.
fn first_time(path: &Path) -> Option<Timestamp> {
    let earliest = Some(Timestamp(i64::MIN));
    let mut reader = match open(path) {
        Ok(reader) => reader,
        Err(CaptureError::UnknownFormat { .. }) => return None,
        Err(_) => return earliest,
    };
    for _ in 0..ITEMS_BEFORE_FIRST_PACKET_MAX {
        match reader.next() {
            Ok(Some(Item::Packet(packet))) => return Some(packet.timestamp),
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => break,
        }
    }
    earliest
}
