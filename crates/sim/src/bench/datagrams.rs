//! A conversation in datagrams: UDP, or the echo of ICMP.

use super::dialog::Side;
use super::wire::{Endpoints, Wire};
use std::collections::VecDeque;
use std::io::{self, Write};

/// A flow of datagrams that is being played.
pub(super) struct Datagrams {
    pub(super) ends: Endpoints,
    pub(super) is_icmp: bool,
    waiting: VecDeque<(Side, u64, Vec<u8>)>,
}

impl Datagrams {
    pub(super) fn new(ends: Endpoints, is_icmp: bool) -> Self {
        Self { ends, is_icmp, waiting: VecDeque::new() }
    }

    /// `delay` is in nanoseconds after the datagram before; that of the first counts for nothing.
    pub(super) fn say(&mut self, from: Side, delay: u64, bytes: Vec<u8>) {
        self.waiting.push_back((from, delay, bytes));
    }

    /// Who says how many bytes; of ICMP, those after the eight of its header.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (Side, u64)> {
        let header = if self.is_icmp { 4 } else { 0 };
        self.waiting.iter().map(move |(from, _, bytes)| (*from, bytes.len() as u64 - header))
    }

    /// Sends the next datagram. Returns after how many nanoseconds the one after it comes.
    pub(super) fn play<W: Write>(&mut self, now: u64, wire: &mut Wire<W>) -> io::Result<Option<u64>> {
        if let Some((from, _, bytes)) = self.waiting.pop_front() {
            if self.is_icmp {
                wire.icmp(now, &self.ends, from, &bytes)?;
            } else {
                wire.udp(now, &self.ends, from, &bytes)?;
            }
        }
        Ok(self.waiting.front().map(|(_, delay, _)| *delay))
    }
}
