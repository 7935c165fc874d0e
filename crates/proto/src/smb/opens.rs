//! What is open: files, directories, pipes.

use super::listing::Listing;
use super::record::FileTimes;
use super::trees::{Share, TreeKey};
use crate::dce_rpc::Pipe;
use crate::files::FileToken;
use std::collections::BTreeMap;
use std::sync::Arc;
use thymus_record::{Id, Timestamp};

/// At most this many openings of a flow are known; the oldest goes first.
pub(super) const OPENS_MAX: usize = 4096;

/// Numbers the openings of a flow in the order in which they were first seen.
pub(super) type Serial = u64;

/// The server's number of an opening: both halves of SMB2's, or SMB1's.
pub(super) type FileId = u128;

/// One opening.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) id: Option<FileId>,
    /// Its name within the share; absent where its opening was not seen.
    pub(super) name: Option<Arc<str>>,
    pub(super) prev_name: Option<Arc<str>>,
    pub(super) tree: TreeKey,
    pub(super) path: Option<Arc<str>>,
    pub(super) inferred: Option<&'static str>,
    pub(super) what: What,
    /// RPC was seen over it; what else goes over pipes is not read.
    pub(super) rpc: bool,
    pub(super) account: Option<Arc<str>>,
    pub(super) size: u64,
    pub(super) times: FileTimes,
    pub(super) directory: bool,
    pub(super) delete_on_close: bool,
    pub(super) asked_at: Timestamp,
    pub(super) read: Transfer,
    pub(super) written: Transfer,
    /// What was listed of it, if it is a directory.
    pub(super) listing: Option<Box<Listing>>,
    /// It is known from another connection, under this number.
    pub(super) adopted: Option<u64>,
}

/// What was opened.
#[derive(Debug, Default)]
pub(super) enum What {
    #[default]
    Unknown,
    File,
    Printer,
    Pipe(Box<Pipe>),
}

/// Content in one direction.
#[derive(Debug, Default)]
pub(super) struct Transfer {
    pub(super) file: Option<FileToken>,
    pub(super) bytes: u64,
    /// The first of it was told as a record.
    pub(super) told: bool,
}

impl Open {
    pub(super) fn is_pipe(&self) -> bool {
        matches!(self.what, What::Pipe(_))
    }

    pub(super) fn fuid(&self) -> Option<Id> {
        let file = self.written.file.as_ref().or(self.read.file.as_ref());
        file.map(|file| file.id)
    }

    /// The name of a pipe without its path: `\PIPE\lsass` is `lsass`.
    pub(super) fn leaf(&self) -> Option<&str> {
        self.name.as_deref().map(leaf)
    }

    pub(super) fn action(&self, deed: Deed) -> &'static str {
        deed.action(match self.what {
            What::Pipe(_) => Share::Pipe,
            What::Printer => Share::Print,
            What::File | What::Unknown => Share::Disk,
        })
    }
}

/// The last part of a name.
pub(super) fn leaf(name: &str) -> &str {
    name.rsplit('\\').next().unwrap_or(name)
}

/// What is done to an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Open,
    Read,
    Write,
    Close,
    Delete,
    Rename,
    SetAttributes,
}

impl Deed {
    /// Zeek's names.
    pub(super) fn action(self, share: Share) -> &'static str {
        match (self, share) {
            (Self::Open, Share::Pipe) => "SMB::PIPE_OPEN",
            (Self::Read, Share::Pipe) => "SMB::PIPE_READ",
            (Self::Write, Share::Pipe) => "SMB::PIPE_WRITE",
            (Self::Close, Share::Pipe) => "SMB::PIPE_CLOSE",
            (Self::Open, Share::Print) => "SMB::PRINT_OPEN",
            (Self::Read, Share::Print) => "SMB::PRINT_READ",
            (Self::Write, Share::Print) => "SMB::PRINT_WRITE",
            (Self::Close, Share::Print) => "SMB::PRINT_CLOSE",
            (Self::Open, _) => "SMB::FILE_OPEN",
            (Self::Read, _) => "SMB::FILE_READ",
            (Self::Write, _) => "SMB::FILE_WRITE",
            (Self::Close, _) => "SMB::FILE_CLOSE",
            (Self::Delete, _) => "SMB::FILE_DELETE",
            (Self::Rename, _) => "SMB::FILE_RENAME",
            (Self::SetAttributes, _) => "SMB::FILE_SET_ATTRIBUTE",
        }
    }
}

/// All openings of a flow.
///
/// Every value of `by_id` is a key of `by_serial`, and that opening's `id` leads back.
#[derive(Debug, Default)]
pub(super) struct Opens {
    by_serial: BTreeMap<Serial, Open>,
    by_id: BTreeMap<FileId, Serial>,
    next: Serial,
}

impl Opens {
    /// Adds an opening, with its id if it has one already. What had to go for it is given back.
    pub(super) fn insert(&mut self, open: Open) -> (Serial, Option<Open>) {
        let serial = self.next;
        self.next = self.next.wrapping_add(1);
        let evicted = if self.by_serial.len() >= OPENS_MAX { self.remove_oldest() } else { None };
        if let Some(id) = open.id {
            self.by_id.insert(id, serial);
        }
        self.by_serial.insert(serial, open);
        (serial, evicted)
    }

    /// Tells an opening its id. Whatever had the id before was closed unseen and is given back.
    pub(super) fn identify(&mut self, serial: Serial, id: FileId) -> Option<Open> {
        let open = self.by_serial.get_mut(&serial)?;
        open.id = Some(id);
        let before = self.by_id.insert(id, serial)?;
        if before == serial { None } else { self.by_serial.remove(&before) }
    }

    pub(super) fn find(&self, id: FileId) -> Option<Serial> {
        self.by_id.get(&id).copied()
    }

    pub(super) fn get(&self, serial: Serial) -> Option<&Open> {
        self.by_serial.get(&serial)
    }

    pub(super) fn get_mut(&mut self, serial: Serial) -> Option<&mut Open> {
        self.by_serial.get_mut(&serial)
    }

    pub(super) fn remove(&mut self, serial: Serial) -> Option<Open> {
        let open = self.by_serial.remove(&serial)?;
        if let Some(id) = open.id
            && self.by_id.get(&id) == Some(&serial)
        {
            self.by_id.remove(&id);
        }
        Some(open)
    }

    fn remove_oldest(&mut self) -> Option<Open> {
        let serial = *self.by_serial.first_key_value()?.0;
        self.remove(serial)
    }

    /// Takes all openings, oldest first.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Open> + use<> {
        self.by_id.clear();
        std::mem::take(&mut self.by_serial).into_values()
    }

    /// The openings of one share, oldest first.
    pub(super) fn of_tree(&self, tree: TreeKey) -> Vec<Serial> {
        self.by_serial.iter().filter(|(_, open)| open.tree == tree).map(|(serial, _)| *serial).collect()
    }
}
