//! One piece of evidence about an address.

use crate::Source;
use crate::device::Role;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const SECOND: i64 = 1_000_000_000;

/// The longest cell: see [`Claim::cell`].
pub(crate) const CELL_MAX: i64 = 600 * SECOND;

/// What a piece of evidence says about an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Claim {
    /// This hardware address has it, says somebody who must know.
    Hardware { mac: [u8; 6], how: Source },
    /// The client with this hardware address gave it back.
    Release { mac: [u8; 6] },
    /// Packets from it came from this hardware address, which may be a router's.
    Seen { mac: [u8; 6] },
    /// Whoever has it is called this.
    Name { name: Arc<str>, how: Source },
    /// Whoever has it did what this role does.
    Role { role: Role },
    /// This account was used from it.
    Account { account: Arc<str>, failed: bool },
}

/// A piece of evidence, or several that said the same within one cell of time.
///
/// What is told again within a cell is counted with the first. Least and greatest time, sum and union do not depend on
/// the order in which evidence comes, and so the marks do not either.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// When it was first said within the cell.
    pub(crate) first: i64,
    /// When it was last said within the cell.
    pub(crate) last: i64,
    /// How often it was said.
    pub(crate) count: u32,
    /// A bit for each of 64 groups of peers it was said to.
    pub(crate) peers: u64,
    /// How long it holds when it is not said again; zero for the usual.
    pub(crate) hold: i64,
    /// The record that first said it.
    pub(crate) record: u64,
    /// What was said.
    pub(crate) claim: Claim,
}

impl Claim {
    /// How long the cells of time are within which repetition is counted, not kept.
    fn cell(&self) -> i64 {
        match self {
            Self::Hardware { .. } | Self::Release { .. } => SECOND,
            Self::Name { .. } | Self::Account { .. } => 10 * SECOND,
            Self::Role { .. } => 60 * SECOND,
            Self::Seen { .. } => CELL_MAX,
        }
    }
}

impl Mark {
    /// Packets from the hardware address, at the beginning of a cell: one mark however many packets there are, and the
    /// same mark whichever is told of first.
    pub(crate) fn seen(mac: [u8; 6], cell: i64) -> Self {
        Self { first: cell, last: cell, count: 1, peers: 0, hold: 0, record: 0, claim: Claim::Seen { mac } }
    }

    /// The cell of time of [`Self::seen`] in which this moment lies.
    pub(crate) fn seen_cell(time: i64) -> i64 {
        time.div_euclid(CELL_MAX).saturating_mul(CELL_MAX)
    }

    /// Where the mark's cell of time begins.
    pub(crate) fn cell_start(&self) -> i64 {
        let cell = self.claim.cell();
        self.first.div_euclid(cell).saturating_mul(cell)
    }

    /// Whether the other says the same in the same cell.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        self.claim == other.claim && self.cell_start() == other.cell_start()
    }

    /// The order in which marks take effect. It is total, since marks that say the same do not share a time.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.first.cmp(&other.first).then_with(|| self.claim.cmp(&other.claim))
    }

    /// Counts a repetition in. Tells whether that moves the mark to another time or record.
    pub(crate) fn absorb(&mut self, other: &Self) -> bool {
        let earlier = (other.first, other.record) < (self.first, self.record);
        if earlier {
            (self.first, self.record) = (other.first, other.record);
        }
        let longer = other.hold > self.hold;
        self.hold = self.hold.max(other.hold);
        self.last = self.last.max(other.last);
        self.count = self.count.saturating_add(other.count);
        self.peers |= other.peers;
        earlier || longer
    }
}
