//! A directory into which captures are put.
//!
//! A file is read once it has not changed from one look to the next, then moved to `done`, or to `failed` where nothing of it can be
//! read. What is being written under a name that begins with a dot, or ends in `.part` or `.tmp`, is left alone.

use super::intake::{Intake, Taken};
use crate::serve::tally::Source;
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

/// The longest that is slept before it is looked whether the program is to end.
const NAP: Duration = Duration::from_millis(100);

/// How many names are tried for a file of a name that is there already.
const NAMES_MAX: u32 = 10_000;

/// A directory that is watched.
pub(in crate::serve) struct Directory {
    pub(in crate::serve) path: PathBuf,
    pub(in crate::serve) every: Duration,
    pub(in crate::serve) source: Arc<Source>,
    pub(in crate::serve) intake: Arc<Intake>,
}

/// Length and time of the last change of files, by name.
type Look = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

impl Directory {
    /// Looks into it until the program is to end.
    pub(in crate::serve) fn run(self) {
        let mut before = Look::new();
        while !self.is_over() {
            match self.look(&before) {
                Ok(seen) => {
                    before = seen;
                    self.source.is_right();
                }
                Err(error) => self.source.is_wrong(format!("{error:#}")),
            }
            self.sleep();
        }
    }

    fn is_over(&self) -> bool {
        self.intake.stop.load(Ordering::Relaxed)
    }

    fn sleep(&self) {
        let mut left = self.every;
        while !left.is_zero() && !self.is_over() {
            let nap = left.min(NAP);
            std::thread::sleep(nap);
            left -= nap;
        }
    }

    /// Takes in what has not changed since the look before. What is there now is returned.
    fn look(&self, before: &Look) -> Result<Look> {
        let seen = captures(&self.path)?;
        for (path, about) in &seen {
            if self.is_over() {
                break;
            }
            if before.get(path) == Some(about) {
                self.take(path)?;
            }
        }
        Ok(seen)
    }

    fn take(&self, path: &Path) -> Result<()> {
        let what = || format!("cannot take in {}", path.display());
        match self.intake.take(path, &self.source).with_context(what)? {
            Taken::Done => put_away(path, &self.path.join("done")),
            Taken::Unreadable(why) => {
                eprintln!("thymus: {}: {why}; it is put into `failed`", path.display());
                put_away(path, &self.path.join("failed"))
            }
            Taken::Stopped => Ok(()),
        }
    }
}

/// The files of a directory that may be captures.
fn captures(directory: &Path) -> Result<Look> {
    let failed = || format!("cannot read {}", directory.display());
    let mut found = Look::new();
    for entry in std::fs::read_dir(directory).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        // It may have been taken away since it was listed.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_file() && !is_unfinished(&entry.path()) {
            found.insert(entry.path(), (about.len(), about.modified().ok()));
        }
    }
    Ok(found)
}

fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp")
}

/// Moves a file into a folder, under its name or, where there is one of that name, with a number behind it.
fn put_away(path: &Path, folder: &Path) -> Result<()> {
    let failed = || format!("cannot move {} to {}", path.display(), folder.display());
    std::fs::create_dir_all(folder).with_context(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let names = std::iter::once(name.clone()).chain((1..NAMES_MAX).map(|number| format!("{name}.{number}")));
    let free = names.map(|name| folder.join(name)).find(|path| !path.exists());
    std::fs::rename(path, free.with_context(failed)?).with_context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_files_are_left_alone_and_names_are_kept_apart() {
        let directory = std::env::temp_dir().join(format!("thymus-directory-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(directory.join("done")).unwrap();
        for name in [".hidden.pcap", "a.pcap.part", "b.tmp", "c.pcap"] {
            std::fs::write(directory.join(name), name).unwrap();
        }
        let found = captures(&directory).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), [&directory.join("c.pcap")]);
        std::fs::write(directory.join("done/c.pcap"), "another").unwrap();
        put_away(&directory.join("c.pcap"), &directory.join("done")).unwrap();
        assert_eq!(std::fs::read_to_string(directory.join("done/c.pcap")).unwrap(), "another");
        assert_eq!(std::fs::read_to_string(directory.join("done/c.pcap.1")).unwrap(), "c.pcap");
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
