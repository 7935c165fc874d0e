//! The catalogue made anew from the splits that are there.

use super::SplitEntry;
use crate::Result;
use crate::error::failed;
use crate::split::{Manifest, SplitFile};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A split's file.
pub(crate) struct SplitPath {
    /// The number in its name.
    pub number: u64,
    /// The kind that its folder is named after.
    pub kind: String,
    /// The file.
    pub path: PathBuf,
}

/// Where the file of a split lies.
pub(crate) fn path_of(folder: &Path, kind: &str, number: u64) -> PathBuf {
    folder.join(kind).join(format!("{number:016}.split"))
}

/// The files of all splits, and files that were never finished.
pub(crate) fn list(folder: &Path) -> Result<(Vec<SplitPath>, Vec<PathBuf>)> {
    let (mut splits, mut unfinished) = (Vec::new(), Vec::new());
    for kind in std::fs::read_dir(folder).map_err(failed("list", folder))? {
        let kind = kind.map_err(failed("list", folder))?;
        let path = kind.path();
        if !path.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&path).map_err(failed("list", &path))? {
            let path = file.map_err(failed("list", &path))?.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            match (path.extension().and_then(|extension| extension.to_str()), number) {
                (Some("split"), Some(number)) => {
                    let kind = kind.file_name().to_string_lossy().into_owned();
                    splits.push(SplitPath { number, kind, path });
                }
                (Some("new"), _) => unfinished.push(path),
                _ => {}
            }
        }
    }
    splits.sort_by_key(|split| split.number);
    Ok((splits, unfinished))
}

/// What the catalogue would say of these files, without splits whose rows a later one took over. Files that cannot be read are
/// left out.
pub(crate) fn rebuild(splits: &[SplitPath]) -> Vec<SplitEntry> {
    let mut replaced = BTreeSet::new();
    let mut entries = Vec::new();
    // A split is written after those it replaces, and has a greater number.
    for split in splits.iter().rev() {
        let Ok((file, manifest)) = SplitFile::open::<Manifest>(&split.path) else { continue };
        replaced.extend(manifest.replaces.iter().copied());
        if !replaced.contains(&split.number) && manifest.kind == split.kind {
            entries.push(entry(split.number, &manifest, file.len()));
        }
    }
    entries.reverse();
    entries
}

/// What the catalogue says of a split.
pub(crate) fn entry(number: u64, manifest: &Manifest, bytes: u64) -> SplitEntry {
    SplitEntry {
        number,
        kind: manifest.kind.clone(),
        rows: manifest.rows.into(),
        bytes,
        first_id: manifest.first_id,
        last_id: manifest.last_id,
        from: manifest.from,
        to: manifest.to,
    }
}
