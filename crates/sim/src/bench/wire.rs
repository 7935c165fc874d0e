//! Packets into the capture file: Ethernet, IPv4, TCP, UDP and ICMP with right lengths and checksums.

use super::dialog::Side;
use std::io::{self, Write};

const SNAPLEN: u32 = 262_144;
const LINK_ETHERNET: u32 = 1;
/// What a network card sends at least, its checksum not counted (IEEE 802.3).
const FRAME_BYTES_MIN: usize = 60;
/// The captures begin at this second: 2026-03-02 08:00:00 UTC.
pub(super) const EPOCH_SECONDS: u64 = 1_772_438_400;

pub(super) mod flag {
    pub(in super::super) const FIN: u8 = 0x01;
    pub(in super::super) const SYN: u8 = 0x02;
    pub(in super::super) const RST: u8 = 0x04;
    pub(in super::super) const PSH: u8 = 0x08;
    pub(in super::super) const ACK: u8 = 0x10;
}

/// MSS 1460, window scale 8, selective acknowledgements (RFC 9293, 7323, 2018).
const SYN_OPTIONS: [u8; 12] = [2, 4, 0x05, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2];

/// An address.
pub(super) type Address = [u8; 4];

/// Between whom a flow is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Endpoints {
    pub(super) client: (Address, u16),
    pub(super) server: (Address, u16),
}

impl Endpoints {
    /// Sender and receiver.
    fn from(&self, side: Side) -> ((Address, u16), (Address, u16)) {
        match side {
            Side::Client => (self.client, self.server),
            Side::Server => (self.server, self.client),
        }
    }
}

/// The head of a TCP segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) from: Side,
    pub(super) flags: u8,
    pub(super) sequence: u32,
    pub(super) acknowledgment: u32,
}

/// Writes packets one after the other.
pub(super) struct Wire<W> {
    output: W,
    frame: Vec<u8>,
    pub(super) packets: u64,
    pub(super) bytes: u64,
    identification: u16,
}

impl<W: Write> Wire<W> {
    pub(super) fn new(mut output: W) -> io::Result<Self> {
        let mut header = Vec::with_capacity(24);
        header.extend_from_slice(&0xa1b2_c3d4_u32.to_le_bytes());
        header.extend_from_slice(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        header.extend_from_slice(&SNAPLEN.to_le_bytes());
        header.extend_from_slice(&LINK_ETHERNET.to_le_bytes());
        output.write_all(&header)?;
        let bytes = header.len() as u64;
        Ok(Self { output, frame: Vec::with_capacity(2048), packets: 0, bytes, identification: 1 })
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    pub(super) fn tcp(
        &mut self,
        now: u64,
        ends: &Endpoints,
        segment: Segment,
        data: &[u8],
    ) -> io::Result<()> {
        let ((source, source_port), (target, target_port)) = ends.from(segment.from);
        let options: &[u8] = if segment.flags & flag::SYN == 0 { &[] } else { &SYN_OPTIONS };
        let header_length = 20 + options.len();
        let mut header = [0; 20];
        fill(
            &mut header,
            &[
                &source_port.to_be_bytes(),
                &target_port.to_be_bytes(),
                &segment.sequence.to_be_bytes(),
                &segment.acknowledgment.to_be_bytes(),
                &[(header_length as u8 / 4) << 4, segment.flags, 0x20, 0x00],
            ],
        );
        let sum = pseudo_header(source, target, 6, header_length + data.len())
            + partial_sum(&header)
            + partial_sum(options)
            + partial_sum(data);
        set(&mut header, 16, folded(sum));
        self.ipv4(now, source, target, 6, &[&header, options, data])
    }

    pub(super) fn udp(&mut self, now: u64, ends: &Endpoints, from: Side, data: &[u8]) -> io::Result<()> {
        let ((source, source_port), (target, target_port)) = ends.from(from);
        let length = 8 + data.len();
        let mut header = [0; 8];
        fill(
            &mut header,
            &[&source_port.to_be_bytes(), &target_port.to_be_bytes(), &(length as u16).to_be_bytes()],
        );
        let sum = pseudo_header(source, target, 17, length) + partial_sum(&header) + partial_sum(data);
        set(&mut header, 6, folded(sum));
        self.ipv4(now, source, target, 17, &[&header, &[], data])
    }

    /// `message` has everything after the checksum; the ports of `ends` mean nothing.
    pub(super) fn icmp(&mut self, now: u64, ends: &Endpoints, from: Side, message: &[u8]) -> io::Result<()> {
        let ((source, _), (target, _)) = ends.from(from);
        let mut header = [if from == Side::Client { 8 } else { 0 }, 0, 0, 0];
        let sum = partial_sum(&header) + partial_sum(message);
        set(&mut header, 2, folded(sum));
        self.ipv4(now, source, target, 1, &[&header, &[], message])
    }

    fn ipv4(
        &mut self,
        now: u64,
        source: Address,
        target: Address,
        protocol: u8,
        parts: &[&[u8]; 3],
    ) -> io::Result<()> {
        let length = 20 + parts.iter().map(|part| part.len()).sum::<usize>();
        self.identification = self.identification.wrapping_add(1);
        let mut header = [0; 20];
        fill(
            &mut header,
            &[
                &[0x45, 0],
                &(length as u16).to_be_bytes(),
                &self.identification.to_be_bytes(),
                &[0x40, 0, if source[0] == 10 { 128 } else { 54 }, protocol, 0, 0],
                &source,
                &target,
            ],
        );
        let sum = folded(partial_sum(&header));
        set(&mut header, 10, sum);
        self.frame.clear();
        self.record_header(now, (14 + length).max(FRAME_BYTES_MIN) as u32);
        self.frame.extend_from_slice(&card(target));
        self.frame.extend_from_slice(&card(source));
        self.frame.extend_from_slice(&[0x08, 0x00]);
        self.frame.extend_from_slice(&header);
        parts.iter().for_each(|part| self.frame.extend_from_slice(part));
        if self.frame.len() < 16 + FRAME_BYTES_MIN {
            self.frame.resize(16 + FRAME_BYTES_MIN, 0);
        }
        self.packets += 1;
        self.bytes += self.frame.len() as u64;
        self.output.write_all(&self.frame)
    }

    fn record_header(&mut self, now: u64, length: u32) {
        let seconds = (EPOCH_SECONDS + now / 1_000_000_000) as u32;
        let microseconds = (now % 1_000_000_000 / 1000) as u32;
        for number in [seconds, microseconds, length, length] {
            self.frame.extend_from_slice(&number.to_le_bytes());
        }
    }
}

/// The network card of a host; all beyond the own network is behind one router.
fn card(address: Address) -> [u8; 6] {
    match address {
        [10, a, b, c] => [0x00, 0x15, 0x5d, a, b, c],
        _ => [0x00, 0x1b, 0x17, 0x00, 0x01, 0x10],
    }
}

fn fill(header: &mut [u8], fields: &[&[u8]]) {
    let bytes = fields.iter().flat_map(|field| field.iter());
    header.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
}

fn set(header: &mut [u8], at: usize, checksum: u16) {
    header.iter_mut().skip(at).zip(checksum.to_be_bytes()).for_each(|(place, byte)| *place = byte);
}

fn pseudo_header(source: Address, target: Address, protocol: u8, length: usize) -> u64 {
    partial_sum(&source) + partial_sum(&target) + u64::from(protocol) + length as u64
}

/// The sum of RFC 1071, not yet folded, in units of two bytes.
fn partial_sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<4>();
    let sum: u64 = words.iter().map(|word| u64::from(u32::from_be_bytes(*word))).sum();
    let (pairs, odd) = rest.as_chunks::<2>();
    let pairs: u64 = pairs.iter().map(|pair| u64::from(u16::from_be_bytes(*pair))).sum();
    let odd: u64 = odd.iter().map(|byte| u64::from(*byte) << 8).sum();
    sum + pairs + odd
}

fn folded(mut sum: u64) -> u16 {
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_of_the_example_in_rfc_1071() {
        // RFC 1071 section 3: the bytes 00 01 f2 03 f4 f5 f6 f7 add up to ddf2.
        assert_eq!(folded(partial_sum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7])), !0xddf2);
        assert_eq!(folded(partial_sum(&[0x12, 0x34, 0x56])), !(0x1234 + 0x5600));
    }
}
