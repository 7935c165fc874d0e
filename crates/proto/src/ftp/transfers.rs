//! What the control connection and the data connection of a transfer tell each other.

use hashbrown::HashMap;
use std::collections::VecDeque;
use std::net::IpAddr;
use thymus_record::Id;

/// At most this many transfers are remembered; the oldest is forgotten.
const TRANSFERS_MAX: usize = 4096;

/// A transfer that was announced.
#[derive(Debug, Default)]
pub(crate) struct Transfer {
    /// The name of the file, once a command gave it.
    pub(crate) filename: Option<String>,
    /// The file, once its data came.
    pub(crate) file: Option<Id>,
    /// Its kind, by content.
    pub(crate) mime_type: Option<&'static str>,
}

/// Transfers by the address and port that the data connection goes to.
#[derive(Debug, Default)]
pub(crate) struct Transfers {
    by_end: HashMap<(IpAddr, u16), Transfer, foldhash::fast::FixedState>,
    order: VecDeque<(IpAddr, u16)>,
}

impl Transfers {
    /// Announces a transfer to this address and port.
    pub(crate) fn announce(&mut self, end: (IpAddr, u16)) {
        while self.order.len() >= TRANSFERS_MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.by_end.remove(&oldest);
            }
        }
        if self.by_end.insert(end, Transfer::default()).is_none() {
            self.order.push_back(end);
        }
    }

    /// The transfer to this address and port.
    pub(crate) fn get(&mut self, end: (IpAddr, u16)) -> Option<&mut Transfer> {
        self.by_end.get_mut(&end)
    }
}
