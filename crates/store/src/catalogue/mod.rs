//! The catalogue: which splits belong to the store, and up to which batch of the log they hold everything.
//!
//! Small and transactional, so it is a [`redb`] database. A split that is not in it does not exist, whatever lies on the disk; that
//! makes sealing, compaction and expiry whole or not at all. If the catalogue itself is lost it is made anew from the splits,
//! each of which says what it took over.

mod rebuild;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use rebuild::{SplitPath, entry, list, path_of, rebuild};
pub(crate) use view::{path_of_view, read as read_view};

use crate::api::Sequence;
use crate::error::failed;
use crate::{Result, StoreError};
use redb::{Database, ReadableDatabase as _, ReadableTable as _, TableDefinition};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The version of the store's format that this program writes. It reads all up to it.
pub(crate) const VERSION: u64 = 1;

const NUMBERS: TableDefinition<'_, &str, u64> = TableDefinition::new("numbers");
const SPLITS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("splits");

/// The catalogue is a few hundred bytes a split; it needs no more.
const CACHE_BYTES: usize = 4 << 20;

/// What the catalogue says of a split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SplitEntry {
    /// Its number, never used again.
    pub number: u64,
    /// The kind of its rows.
    pub kind: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes its file has.
    pub bytes: u64,
    /// The least id.
    pub first_id: u64,
    /// The greatest id.
    pub last_id: u64,
    /// The earliest time, in nanoseconds.
    pub from: i64,
    /// The latest time.
    pub to: i64,
}

/// What the catalogue says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// The splits, by number.
    pub splits: Vec<SplitEntry>,
    /// The batch up to which they hold everything.
    pub applied: Sequence,
}

/// A change of the catalogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change<'a> {
    /// Splits that are new.
    pub add: &'a [SplitEntry],
    /// Splits that are no more.
    pub remove: &'a [u64],
    /// The batch up to which splits hold everything, if it is another now.
    pub applied: Option<Sequence>,
}

/// The catalogue.
pub(crate) struct Catalogue {
    path: PathBuf,
    /// `None` after an error, which the database does not get over while it is open.
    database: Option<Database>,
    /// What it says, for the view.
    splits: BTreeMap<u64, SplitEntry>,
    applied: Sequence,
}

impl Catalogue {
    /// Opens the catalogue, or begins an empty one.
    pub(crate) fn open(path: &Path) -> Result<(Self, Contents)> {
        let mut catalogue = Self::closed(path);
        let (version, contents) = catalogue.with(|database| {
            if read(database).is_err() {
                change(database, &Change::default())?;
            }
            read(database)
        })?;
        if version > VERSION {
            let found = u32::try_from(version).unwrap_or(u32::MAX);
            return Err(StoreError::Version { path: path.to_owned(), found, known: VERSION as u32 });
        }
        catalogue.splits = contents.splits.iter().map(|split| (split.number, split.clone())).collect();
        catalogue.applied = contents.applied;
        Ok((catalogue, contents))
    }

    /// A catalogue that nobody asks: that of a store which is only read.
    pub(crate) fn closed(path: &Path) -> Self {
        Self { path: path.to_owned(), database: None, splits: BTreeMap::new(), applied: Sequence(0) }
    }

    /// Makes a change that survives a crash, whole or not at all, and lets other processes see it.
    pub(crate) fn change(&mut self, wanted: &Change<'_>) -> Result<()> {
        self.with(|database| change(database, wanted))?;
        for number in wanted.remove {
            self.splits.remove(number);
        }
        self.splits.extend(wanted.add.iter().map(|split| (split.number, split.clone())));
        self.applied = wanted.applied.unwrap_or(self.applied);
        self.show();
        Ok(())
    }

    /// Lets other processes see what it says.
    pub(crate) fn show(&self) {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        view::write(&path_of_view(folder), self.applied, self.splits.values().cloned().collect());
    }

    fn with<R>(&mut self, take: impl FnOnce(&Database) -> Result<R, Trouble>) -> Result<R> {
        let database = match self.database.take() {
            Some(database) => Ok(database),
            None => Database::builder().set_cache_size(CACHE_BYTES).create(&self.path).map_err(Trouble::Open),
        };
        let result = database.and_then(|database| {
            let taken = take(&database)?;
            self.database = Some(database);
            Ok(taken)
        });
        result.map_err(|trouble| trouble.of(&self.path))
    }
}

fn read(database: &Database) -> Result<(u64, Contents), Trouble> {
    let read = database.begin_read()?;
    let numbers = read.open_table(NUMBERS)?;
    let version = numbers.get("version")?.map_or(VERSION, |found| found.value());
    let applied = Sequence(numbers.get("applied")?.map_or(0, |found| found.value()));
    let mut splits = Vec::new();
    // What a later version says of splits need not be understood to say that it is later.
    if version <= VERSION {
        for item in read.open_table(SPLITS)?.iter()? {
            splits.push(serde_json::from_slice(item?.1.value())?);
        }
    }
    Ok((version, Contents { splits, applied }))
}

fn change(database: &Database, change: &Change<'_>) -> Result<(), Trouble> {
    let write = database.begin_write()?;
    {
        let mut numbers = write.open_table(NUMBERS)?;
        if numbers.get("version")?.is_none() {
            numbers.insert("version", VERSION)?;
        }
        if let Some(applied) = change.applied {
            numbers.insert("applied", applied.0)?;
        }
        let mut splits = write.open_table(SPLITS)?;
        for number in change.remove {
            splits.remove(number)?;
        }
        for entry in change.add {
            splits.insert(entry.number, serde_json::to_vec(entry)?.as_slice())?;
        }
    }
    Ok(write.commit()?)
}

/// What the database or its contents say is wrong.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Open(#[from] redb::DatabaseError),
    #[error(transparent)]
    Begin(#[from] redb::TransactionError),
    #[error(transparent)]
    Table(#[from] redb::TableError),
    #[error(transparent)]
    Storage(#[from] redb::StorageError),
    #[error(transparent)]
    Commit(#[from] redb::CommitError),
    #[error("an entry cannot be read: {0}")]
    Entry(#[from] serde_json::Error),
}

impl Trouble {
    fn of(self, path: &Path) -> StoreError {
        let what = self.to_string();
        let general = match self {
            Self::Open(error) => error.into(),
            Self::Begin(error) => error.into(),
            Self::Table(error) => error.into(),
            Self::Storage(error) => error.into(),
            Self::Commit(error) => error.into(),
            Self::Entry(_) => return StoreError::Catalogue { path: path.to_owned(), what },
        };
        match general {
            // A file that is no database, or ends too early.
            redb::Error::Io(error)
                if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
            {
                StoreError::Catalogue { path: path.to_owned(), what }
            }
            redb::Error::Io(error) => failed("use the catalogue", path)(error),
            redb::Error::DatabaseAlreadyOpen => StoreError::InUse { path: path.to_owned() },
            _ => StoreError::Catalogue { path: path.to_owned(), what },
        }
    }
}
