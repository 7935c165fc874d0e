//! What a source hands out: packets first of all, and what capture files carry besides.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use thymus_wire::{LinkType, Reader, Timestamp};

/// One captured packet, borrowed from the buffer of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// When it was seen. Simple Packet Blocks carry no time and get that of the packet before.
    pub timestamp: Timestamp,
    /// What the first of `bytes` belongs to.
    pub link: LinkType,
    /// The captured bytes, without a frame check sequence.
    pub bytes: &'a [u8],
    /// How many bytes were on the wire, without a frame check sequence; never less than `bytes.len()`.
    pub wire_length: u32,
    /// The number of the packet in its source, from 1, as other tools number frames.
    pub ordinal: u64,
    /// The interface, numbered through its file, or the kernel's interface index when live.
    pub interface: u32,
    /// The VLAN identifier of a tag that the network card took out of `bytes`; files never have it.
    pub vlan: Option<u16>,
}

/// One thing read from a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A packet.
    Packet(Packet<'a>),
    /// Host names that the capturing program resolved.
    Names(Names<'a>),
    /// Key material to decrypt packets with.
    Secrets(Secrets<'a>),
    /// Counters of an interface.
    Statistics(Statistics),
}

/// The entries of a Name Resolution Block: iterates over address and name, damage ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    records: &'a [u8],
    big_endian: bool,
    /// The address of the record being walked through, and its names not handed out yet.
    current: Option<(IpAddr, &'a [u8])>,
}

/// Key material from a Decryption Secrets Block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secrets<'a> {
    /// What the bytes are.
    pub kind: SecretsKind,
    /// The secrets in the format of their kind.
    pub bytes: &'a [u8],
}

/// The format of secrets, as numbered in the pcapng specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretsKind(pub u32);

impl SecretsKind {
    /// TLS key log lines as of `SSLKEYLOGFILE`.
    pub const TLS_KEY_LOG: Self = Self(0x544c_534b);
    /// SSH key log lines.
    pub const SSH_KEY_LOG: Self = Self(0x5353_484b);
    /// WireGuard key log lines.
    pub const WIREGUARD_KEY_LOG: Self = Self(0x5747_4b4c);
}

/// Counters from an Interface Statistics Block; each is there only if the capturing program wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// The interface counted, numbered through its file.
    pub interface: u32,
    /// When they were read.
    pub timestamp: Timestamp,
    /// Packets received by the physical interface.
    pub received: Option<u64>,
    /// Packets the interface dropped for want of resources.
    pub dropped: Option<u64>,
    /// Packets the capture filter accepted.
    pub accepted: Option<u64>,
    /// Packets the operating system dropped.
    pub dropped_by_system: Option<u64>,
    /// Packets delivered to the capturing program.
    pub delivered: Option<u64>,
}

const NAME_RECORD_IPV4: u16 = 1;
const NAME_RECORD_IPV6: u16 = 2;

impl<'a> Names<'a> {
    pub(crate) fn new(records: &'a [u8], big_endian: bool) -> Self {
        Self { records, big_endian, current: None }
    }

    /// Moves to the next record that has an address; nothing at the end or at damage.
    fn next_record(&mut self) -> Option<(IpAddr, &'a [u8])> {
        loop {
            let mut reader = Reader::new(self.records);
            let kind = self.u16(&mut reader)?;
            let length = self.u16(&mut reader)?;
            if kind == 0 && length == 0 {
                return None;
            }
            let mut value = reader.sub(usize::from(length)).ok()?;
            let _ = reader.align(4);
            self.records = reader.rest();
            let address = match kind {
                NAME_RECORD_IPV4 => value.array().ok().map(|a: [u8; 4]| IpAddr::V4(Ipv4Addr::from(a))),
                NAME_RECORD_IPV6 => value.array().ok().map(|a: [u8; 16]| IpAddr::V6(Ipv6Addr::from(a))),
                _ => None,
            };
            if let Some(address) = address {
                return Some((address, value.rest()));
            }
        }
    }

    fn u16(&self, reader: &mut Reader<'a>) -> Option<u16> {
        if self.big_endian { reader.u16_be() } else { reader.u16_le() }.ok()
    }
}

impl<'a> Iterator for Names<'a> {
    /// An address and a name of it, without the closing zero; names may hold any bytes.
    type Item = (IpAddr, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((address, names)) = self.current.take() {
                let mut parts = names.splitn(2, |byte| *byte == 0);
                let name = parts.next().unwrap_or_default();
                if let Some(rest) = parts.next().filter(|rest| !rest.is_empty()) {
                    self.current = Some((address, rest));
                }
                if !name.is_empty() {
                    return Some((address, name));
                }
                if self.current.is_some() {
                    continue;
                }
            }
            self.current = Some(self.next_record()?);
        }
    }
}
