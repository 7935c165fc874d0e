//! The shares that a flow is connected to.

use std::collections::BTreeMap;
use std::sync::Arc;

/// At most this many connected shares of a flow are known; the one with the lowest number goes first.
pub(super) const TREES_MAX: usize = 1024;

/// A session's number and a tree's number in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TreeKey {
    pub(super) session: u64,
    pub(super) tree: u32,
}

/// What a share offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Share {
    #[default]
    Unknown,
    Disk,
    Pipe,
    Print,
}

impl Share {
    /// MS-SMB2 2.2.10.
    pub(super) fn of_smb2(number: u8) -> Self {
        match number {
            1 => Self::Disk,
            2 => Self::Pipe,
            3 => Self::Print,
            _ => Self::Unknown,
        }
    }

    /// MS-CIFS 2.2.4.55.2.
    pub(super) fn of_service(service: &str) -> Self {
        match service {
            "A:" => Self::Disk,
            "IPC" => Self::Pipe,
            "LPT1:" => Self::Print,
            _ => Self::Unknown,
        }
    }

    /// Zeek's `share_type`, in which what is not known is a disk.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unknown | Self::Disk => "DISK",
            Self::Pipe => "PIPE",
            Self::Print => "PRINT",
        }
    }
}

/// A connected share.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) path: Option<Arc<str>>,
    pub(super) service: Option<Arc<str>>,
    pub(super) share: Share,
    /// The path was not seen but concluded, and from what.
    pub(super) inferred: Option<&'static str>,
}

/// The connected shares.
#[derive(Debug, Default)]
pub(super) struct Trees(BTreeMap<TreeKey, Tree>);

impl Trees {
    /// False where another share had to be forgotten for this one.
    pub(super) fn insert(&mut self, key: TreeKey, tree: Tree) -> bool {
        self.0.insert(key, tree);
        let fits = self.0.len() <= TREES_MAX;
        if !fits {
            self.0.pop_first();
        }
        fits
    }

    pub(super) fn get(&self, key: TreeKey) -> Option<&Tree> {
        self.0.get(&key)
    }

    pub(super) fn remove(&mut self, key: TreeKey) {
        self.0.remove(&key);
    }
}
