//! IP datagrams put together from their fragments.
//!
//! Where fragments overlap, the bytes seen first win, and the overlap is reported. Everything is bounded: pieces of a
//! datagram, datagrams of a pair of addresses, datagrams and bytes in all, and the time a datagram may take.

use crate::config::Config;
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::net::IpAddr;
use thymus_wire::{Fragment, Ip, Timestamp};

/// The largest payload an IP packet can have without being a jumbogram.
const DATAGRAM_BYTES_MAX: usize = 65_535;
/// Zeek's bounds of what it takes for a sensible fragment, in bytes.
const FRAGMENT_SMALL: usize = 64;
const FRAGMENT_END_LARGE: usize = 64_000;

/// Names of rules that a fragment broke.
pub(crate) type Oddities = SmallVec<[&'static str; 4]>;

type Hashes = foldhash::fast::FixedState;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Name {
    source: IpAddr,
    destination: IpAddr,
    identification: u32,
    protocol: u8,
}

type Pair = (IpAddr, IpAddr);

/// A datagram of which parts are missing.
///
/// Invariants: `pieces` are sorted, do not overlap or touch, and lie within `payload`.
#[derive(Debug, Default)]
struct Datagram {
    /// The header of the first fragment, or of any while that is missing.
    header: Vec<u8>,
    has_first: bool,
    payload: Vec<u8>,
    pieces: Vec<(usize, usize)>,
    /// Known once the last fragment was seen.
    length: Option<usize>,
    expires: Timestamp,
}

/// A whole datagram: the first fragment's header, and the payload.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) header: Vec<u8>,
    pub(crate) payload: Vec<u8>,
}

/// All incomplete datagrams.
#[derive(Debug)]
pub(crate) struct Fragments {
    datagrams: HashMap<Name, Datagram, Hashes>,
    /// How many datagrams of each pair are incomplete.
    pairs: HashMap<Pair, usize, Hashes>,
    /// In the order of their expiry. Names of datagrams completed since are still in it.
    ages: VecDeque<(Timestamp, Name)>,
    bytes: usize,
}

impl Fragments {
    pub(crate) fn new(hashes: Hashes) -> Self {
        Self {
            datagrams: HashMap::with_hasher(hashes.clone()),
            pairs: HashMap::with_hasher(hashes),
            ages: VecDeque::new(),
            bytes: 0,
        }
    }

    /// Takes a fragment. Answers the whole datagram when it was the last piece missing.
    pub(crate) fn take(
        &mut self,
        clock: Timestamp,
        packet: &Ip<'_>,
        fragment: Fragment,
        config: &Config,
        odd: &mut Oddities,
    ) -> Option<Whole> {
        note_oddities(packet, fragment, odd);
        let end =
            fragment.offset.checked_add(packet.payload.len()).filter(|end| *end <= DATAGRAM_BYTES_MAX)?;
        let name = name_of(packet, fragment);
        if self.datagrams.get(&name).is_some_and(|datagram| datagram.expires <= clock) {
            self.remove(&name);
            odd.push("fragment_timeout");
        }
        if !self.make_room(&name, end, config, odd) {
            return None;
        }
        let expires = clock + config.fragment_timeout;
        if !self.datagrams.contains_key(&name) {
            *self.pairs.entry((name.source, name.destination)).or_default() += 1;
            self.ages.push_back((expires, name));
        }
        let datagram =
            self.datagrams.entry(name).or_insert_with(|| Datagram { expires, ..Datagram::default() });
        let before = datagram.payload.len();
        let complete = datagram.add(packet, fragment, end, odd);
        let too_many = datagram.pieces.len() > config.fragment_pieces_max;
        self.bytes += datagram.payload.len() - before;
        if too_many {
            odd.push("fragment_pieces_limit");
            self.remove(&name);
            return None;
        }
        if !complete {
            return None;
        }
        self.remove(&name).map(|datagram| Whole { header: datagram.header, payload: datagram.payload })
    }

    /// Drops what took too long. Answers how many datagrams.
    pub(crate) fn expire(&mut self, clock: Timestamp) -> u64 {
        let mut dropped = 0;
        while self.ages.front().is_some_and(|(expires, _)| *expires <= clock) {
            let Some((expires, name)) = self.ages.pop_front() else { break };
            if self.datagrams.get(&name).is_some_and(|datagram| datagram.expires == expires) {
                self.remove(&name);
                dropped += 1;
            }
        }
        dropped
    }

    /// Keeps the limits by dropping the oldest datagrams, or refuses a new one of a pair that has too many.
    fn make_room(&mut self, name: &Name, end: usize, config: &Config, odd: &mut Oddities) -> bool {
        let known = self.datagrams.get(name).map(|datagram| datagram.payload.len());
        let of_pair = self.pairs.get(&(name.source, name.destination)).copied().unwrap_or(0);
        if known.is_none() && of_pair >= config.fragment_datagrams_per_pair_max {
            odd.push("fragment_pair_limit");
            return false;
        }
        let more = end.saturating_sub(known.unwrap_or(0));
        let is_full = |fragments: &Self| {
            let count = fragments.datagrams.len() + usize::from(known.is_none());
            count > config.fragment_datagrams_max || fragments.bytes + more > config.fragment_bytes_max
        };
        while is_full(self) {
            let Some((_, oldest)) = self.ages.pop_front() else { return false };
            if oldest == *name && known.is_some() {
                self.remove(name);
                odd.push("fragment_table_limit");
                return false;
            }
            if self.remove(&oldest).is_some() {
                odd.push("fragment_table_limit");
            }
        }
        // Names of datagrams that were completed are swept here, so that they cannot pile up.
        if self.ages.len() > 2 * config.fragment_datagrams_max {
            let Self { ages, datagrams, .. } = self;
            ages.retain(|(expires, name)| datagrams.get(name).is_some_and(|known| known.expires == *expires));
        }
        true
    }

    fn remove(&mut self, name: &Name) -> Option<Datagram> {
        let datagram = self.datagrams.remove(name)?;
        self.bytes -= datagram.payload.len();
        let pair = (name.source, name.destination);
        if let Some(count) = self.pairs.get_mut(&pair) {
            *count -= 1;
            if *count == 0 {
                self.pairs.remove(&pair);
            }
        }
        Some(datagram)
    }
}

impl Datagram {
    /// Adds a fragment that ends at `end`. Answers whether nothing is missing any more.
    fn add(&mut self, packet: &Ip<'_>, fragment: Fragment, end: usize, odd: &mut Oddities) -> bool {
        if fragment.offset == 0 && !self.has_first {
            self.has_first = true;
            self.header = packet.header().to_vec();
        }
        self.note_length(fragment, end, odd);
        if self.payload.len() < end {
            self.payload.resize(end, 0);
        }
        self.write(fragment.offset, packet.payload, odd);
        let Some(length) = self.length else { return false };
        let Some((0, contiguous)) = self.pieces.first().copied() else { return false };
        if !self.has_first || contiguous < length {
            return false;
        }
        if contiguous > length || self.pieces.len() > 1 {
            odd.push("fragment_size_inconsistency");
        }
        self.payload.truncate(contiguous);
        true
    }

    fn note_length(&mut self, fragment: Fragment, end: usize, odd: &mut Oddities) {
        match self.length {
            None if !fragment.more => self.length = Some(end),
            Some(length) if end > length || (!fragment.more && end != length) => {
                odd.push("fragment_size_inconsistency");
                self.length = Some(length.max(end));
            }
            _ => {}
        }
    }

    /// Writes `bytes` at `start` where nothing was written yet.
    fn write(&mut self, start: usize, bytes: &[u8], odd: &mut Oddities) {
        let end = start + bytes.len();
        let first = self.pieces.partition_point(|piece| piece.1 < start);
        let last = self.pieces.partition_point(|piece| piece.0 <= end);
        let (mut new_start, mut new_end) = (start, end);
        let mut position = start;
        for (piece_start, piece_end) in self.pieces.get(first..last).unwrap_or_default() {
            new_start = new_start.min(*piece_start);
            new_end = new_end.max(*piece_end);
            let (from, to) = (start.max(*piece_start), end.min(*piece_end));
            copy(&mut self.payload, position, from, start, bytes);
            if from < to {
                odd.push(overlap_name(&self.payload, from, to, start, bytes));
            }
            position = position.max(*piece_end);
        }
        copy(&mut self.payload, position, end, start, bytes);
        self.pieces.splice(first..last, [(new_start, new_end)]);
    }
}

/// Copies what `bytes`, which belong at `start`, have for `from..to`.
fn copy(payload: &mut [u8], from: usize, to: usize, start: usize, bytes: &[u8]) {
    if from >= to {
        return;
    }
    if let (Some(target), Some(source)) = (payload.get_mut(from..to), bytes.get(from - start..to - start)) {
        target.copy_from_slice(source);
    }
}

fn overlap_name(payload: &[u8], from: usize, to: usize, start: usize, bytes: &[u8]) -> &'static str {
    if payload.get(from..to) == bytes.get(from - start..to - start) {
        "fragment_overlap"
    } else {
        "fragment_inconsistency"
    }
}

fn note_oddities(packet: &Ip<'_>, fragment: Fragment, odd: &mut Oddities) {
    if packet.version == 4 && packet.dont_fragment {
        odd.push("fragment_with_DF");
    }
    if fragment.more && packet.total_length < FRAGMENT_SMALL {
        odd.push("excessively_small_fragment");
    }
    if fragment.offset.saturating_add(packet.declared_payload_length) > FRAGMENT_END_LARGE {
        odd.push("excessively_large_fragment");
    }
}

/// RFC 791 names a datagram by addresses, protocol and identification, RFC 8200 without the protocol.
fn name_of(packet: &Ip<'_>, fragment: Fragment) -> Name {
    Name {
        source: packet.source,
        destination: packet.destination,
        identification: fragment.identification,
        protocol: if packet.version == 4 { packet.protocol } else { 0 },
    }
}
