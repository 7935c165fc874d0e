//! A conversation in datagrams: UDP, or the echo of ICMP.

use super::dialog::Side;
use super::frame::{Endpoints, Frames};
use std::collections::VecDeque;

/// A flow of datagrams that is being played.
pub(crate) struct Datagrams {
    pub(crate) ends: Endpoints,
    pub(crate) is_icmp: bool,
    waiting: VecDeque<(Side, u64, Vec<u8>)>,
}

impl Datagrams {
    pub(crate) fn new(ends: Endpoints, is_icmp: bool) -> Self {
        Self { ends, is_icmp, waiting: VecDeque::new() }
    }

    /// `delay` is in nanoseconds after the datagram before; that of the first counts for nothing.
    pub(crate) fn say(&mut self, from: Side, delay: u64, bytes: Vec<u8>) {
        self.waiting.push_back((from, delay, bytes));
    }

    /// Who says how many bytes; of ICMP, those after the eight of its header.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = (Side, u64)> {
        let header = if self.is_icmp { 4 } else { 0 };
        self.waiting.iter().map(move |(from, _, bytes)| (*from, bytes.len() as u64 - header))
    }

    /// Makes the frame of the next datagram, if there is one and it is `wanted`. Returns after how many nanoseconds the
    /// one after it comes.
    pub(crate) fn play(&mut self, frames: &mut Frames, wanted: bool) -> Option<u64> {
        if let Some((from, _, bytes)) = self.waiting.pop_front() {
            if !wanted {
                frames.skip();
            } else if self.is_icmp {
                frames.icmp(&self.ends, from, &bytes);
            } else {
                frames.udp(&self.ends, from, &bytes);
            }
        }
        self.waiting.front().map(|(_, delay, _)| *delay)
    }
}
