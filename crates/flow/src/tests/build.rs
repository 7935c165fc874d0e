//! Packets built by hand: just enough of each header.

use std::net::{Ipv4Addr, Ipv6Addr};

/// TCP flags.
pub(crate) struct Flag;

impl Flag {
    pub(crate) const FIN: u8 = 1;
    pub(crate) const SYN: u8 = 2;
    pub(crate) const RST: u8 = 4;
    pub(crate) const PSH: u8 = 8;
    pub(crate) const ACK: u8 = 16;
}

/// An IPv4 packet without options; `fragment` is the identification, the offset in bytes and whether more follows.
pub(crate) fn ipv4(source: [u8; 4], destination: [u8; 4], protocol: u8, payload: &[u8]) -> Vec<u8> {
    ipv4_fragment(source, destination, protocol, (0, 0, false), payload)
}

pub(crate) fn ipv4_fragment(
    source: [u8; 4],
    destination: [u8; 4],
    protocol: u8,
    (identification, offset, more): (u16, usize, bool),
    payload: &[u8],
) -> Vec<u8> {
    let mut packet = vec![0x45, 0];
    packet.extend(((20 + payload.len()) as u16).to_be_bytes());
    packet.extend(identification.to_be_bytes());
    packet.extend(((offset / 8) as u16 | if more { 0x2000 } else { 0 }).to_be_bytes());
    packet.extend([64, protocol, 0, 0]);
    packet.extend(source);
    packet.extend(destination);
    let checksum = thymus_wire::internet_checksum(&packet);
    packet[10..12].copy_from_slice(&checksum.to_be_bytes());
    packet.extend(payload);
    packet
}

pub(crate) fn ipv6(source: &str, destination: &str, next: u8, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x60, 0, 0, 0];
    packet.extend((payload.len() as u16).to_be_bytes());
    packet.extend([next, 64]);
    packet.extend(source.parse::<Ipv6Addr>().unwrap().octets());
    packet.extend(destination.parse::<Ipv6Addr>().unwrap().octets());
    packet.extend(payload);
    packet
}

/// The payload of an IPv6 fragment, with the fragment header in front.
pub(crate) fn ipv6_fragment(
    next: u8,
    identification: u32,
    offset: usize,
    more: bool,
    payload: &[u8],
) -> Vec<u8> {
    let mut bytes = vec![next, 0];
    bytes.extend((offset as u16 | u16::from(more)).to_be_bytes());
    bytes.extend(identification.to_be_bytes());
    bytes.extend(payload);
    bytes
}

pub(crate) fn udp(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    let mut datagram = Vec::new();
    datagram.extend(source.to_be_bytes());
    datagram.extend(destination.to_be_bytes());
    datagram.extend(((8 + payload.len()) as u16).to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    datagram
}

pub(crate) fn icmp(kind: u8, code: u8, payload: &[u8]) -> Vec<u8> {
    let mut message = vec![kind, code, 0, 0, 0, 1, 0, 1];
    message.extend(payload);
    message
}

pub(crate) fn ethernet(ethertype: u16, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
    frame.extend(ethertype.to_be_bytes());
    frame.extend(payload);
    frame
}

/// One end of a TCP connection that sends what it is told.
#[derive(Clone)]
pub(crate) struct Tcp {
    source: ([u8; 4], u16),
    destination: ([u8; 4], u16),
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
    pub(crate) window: u16,
}

impl Tcp {
    pub(crate) fn new(
        source: ([u8; 4], u16),
        destination: ([u8; 4], u16),
        sequence: u32,
        acknowledgment: u32,
    ) -> Self {
        Self { source, destination, sequence, acknowledgment, window: 1000 }
    }

    pub(crate) fn reverse(&self) -> Self {
        Self {
            source: self.destination,
            destination: self.source,
            sequence: self.acknowledgment,
            acknowledgment: self.sequence,
            window: self.window,
        }
    }

    /// A segment at the present sequence number, which moves on.
    pub(crate) fn send(&mut self, flags: u8, data: &[u8]) -> Vec<u8> {
        let packet = self.at(self.sequence, flags, data);
        let control = u32::from(flags & Flag::SYN != 0) + u32::from(flags & Flag::FIN != 0);
        self.sequence = self.sequence.wrapping_add(data.len() as u32 + control);
        packet
    }

    /// A segment at any sequence number.
    pub(crate) fn at(&self, sequence: u32, flags: u8, data: &[u8]) -> Vec<u8> {
        let mut segment = Vec::new();
        segment.extend(self.source.1.to_be_bytes());
        segment.extend(self.destination.1.to_be_bytes());
        segment.extend(sequence.to_be_bytes());
        let acknowledgment = if flags & Flag::ACK != 0 { self.acknowledgment } else { 0 };
        segment.extend(acknowledgment.to_be_bytes());
        segment.extend([5 << 4, flags]);
        segment.extend(self.window.to_be_bytes());
        segment.extend([0, 0, 0, 0]);
        segment.extend(data);
        ipv4(self.source.0, self.destination.0, 6, &segment)
    }
}

/// A connection between 10.0.0.1:40000 and 10.0.0.2:9 after its handshake: the ends and the three packets.
pub(crate) fn handshake(client_start: u32, server_start: u32) -> (Tcp, Tcp, [Vec<u8>; 3]) {
    let mut client = Tcp::new(([10, 0, 0, 1], 40_000), ([10, 0, 0, 2], 9), client_start, 0);
    let syn = client.send(Flag::SYN, b"");
    client.acknowledgment = server_start.wrapping_add(1);
    let mut server = client.reverse();
    server.sequence = server_start;
    let syn_ack = server.send(Flag::SYN | Flag::ACK, b"");
    let ack = client.send(Flag::ACK, b"");
    (client, server, [syn, syn_ack, ack])
}

pub(crate) fn v4(address: [u8; 4]) -> std::net::IpAddr {
    Ipv4Addr::from(address).into()
}
