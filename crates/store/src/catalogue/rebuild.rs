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

/// What the catalogue would say of these files, without splits whose rows later ones took over. Files that cannot be read are
/// left out.
pub(crate) fn rebuild(splits: &[SplitPath]) -> Vec<SplitEntry> {
    let read: Vec<(&SplitPath, Manifest, u64)> = splits
        .iter()
        .filter_map(|split| {
            let (file, manifest) = SplitFile::open::<Manifest>(&split.path).ok()?;
            (manifest.kind == split.kind).then(|| (split, manifest, file.len()))
        })
        .collect();
    let there: BTreeSet<u64> = splits.iter().map(|split| split.number).collect();
    let is_unfinished = |manifest: &Manifest| {
        // What took over the rows of others in several pieces, not all of which were written before the crash: the others are
        // still there and have all of the rows.
        let pieces = || read.iter().filter(|(_, other, _)| other.replaces == manifest.replaces).count();
        manifest.pieces > 1
            && pieces() < manifest.pieces as usize
            && manifest.replaces.iter().any(|number| there.contains(number))
    };
    let whole: Vec<_> = read.iter().filter(|(_, manifest, _)| !is_unfinished(manifest)).collect();
    let replaced: BTreeSet<u64> =
        whole.iter().flat_map(|(_, manifest, _)| manifest.replaces.iter().copied()).collect();
    whole
        .into_iter()
        .filter(|(split, ..)| !replaced.contains(&split.number))
        .map(|(split, manifest, bytes)| entry(split.number, manifest, *bytes))
        .collect()
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
