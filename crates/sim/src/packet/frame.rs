//! Ethernet frames with IPv4, TCP, UDP and ICMP, with right lengths and checksums.

use super::dialog::Side;

/// What a network card sends at least, its checksum not counted (IEEE 802.3).
const FRAME_BYTES_MIN: usize = 60;
const ETHERNET_BYTES: usize = 14;
const IPV4_BYTES: usize = 20;
/// The router behind which everything lies that is not in one's own network.
const ROUTER: Card = [0x00, 0x1b, 0x17, 0x00, 0x01, 0x10];

/// The flags of a TCP segment (RFC 9293 section 3.1).
pub(crate) mod flag {
    pub(crate) const FIN: u8 = 0x01;
    pub(crate) const SYN: u8 = 0x02;
    pub(crate) const RST: u8 = 0x04;
    pub(crate) const PSH: u8 = 0x08;
    pub(crate) const ACK: u8 = 0x10;
}

/// MSS 1460, window scale 8, selective acknowledgements (RFC 9293, 7323, 2018).
const SYN_OPTIONS: [u8; 12] = [2, 4, 0x05, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2];

/// An address.
pub(crate) type Address = [u8; 4];

/// The address of a network card.
pub(crate) type Card = [u8; 6];

/// What the packets of one end look like below the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Station {
    /// The card that sends its frames and that frames to it go to: its own, or a router's.
    pub(crate) card: Card,
    /// The time to live that is left of its packets where they are seen.
    pub(crate) hops_left: u8,
}

/// Between whom a flow is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Endpoints {
    pub(crate) client: (Address, u16),
    pub(crate) server: (Address, u16),
    pub(crate) client_station: Station,
    pub(crate) server_station: Station,
}

impl Endpoints {
    /// Between hosts of which those in 10/8 stand in one's own network, with cards that follow from their addresses.
    pub(crate) fn plain(client: (Address, u16), server: (Address, u16)) -> Self {
        Self { client, server, client_station: station(client.0), server_station: station(server.0) }
    }

    /// Sender and receiver.
    fn from(&self, side: Side) -> (End, End) {
        let client = End { address: self.client.0, port: self.client.1, station: self.client_station };
        let server = End { address: self.server.0, port: self.server.1, station: self.server_station };
        match side {
            Side::Client => (client, server),
            Side::Server => (server, client),
        }
    }
}

/// One end of a flow.
#[derive(Clone, Copy)]
struct End {
    address: Address,
    port: u16,
    station: Station,
}

fn station(address: Address) -> Station {
    match address {
        [10, a, b, c] => Station { card: [0x00, 0x15, 0x5d, a, b, c], hops_left: 128 },
        _ => Station { card: ROUTER, hops_left: 54 },
    }
}

/// The head of a TCP segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) from: Side,
    pub(crate) flags: u8,
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
}

/// Makes one frame after the other in the same memory.
pub(crate) struct Frames {
    bytes: Vec<u8>,
    /// The identification of the IP packet before.
    pub(crate) identification: u16,
}

impl Frames {
    pub(crate) fn new() -> Self {
        Self { bytes: Vec::with_capacity(1 << 16), identification: 1 }
    }

    /// The frame that was made last; nothing where none was made since it was cleared.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Counts a frame that nobody wants to have.
    pub(crate) fn skip(&mut self) {
        self.bytes.clear();
        self.identification = self.identification.wrapping_add(1);
    }

    /// A frame that is made already.
    pub(crate) fn ready(&mut self, frame: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(frame);
        self.bytes.resize(self.bytes.len().max(FRAME_BYTES_MIN), 0);
    }

    /// A TCP segment, whose data `fill` appends.
    pub(crate) fn tcp(&mut self, ends: &Endpoints, segment: Segment, fill: impl FnOnce(&mut Vec<u8>)) {
        let (source, target) = ends.from(segment.from);
        let options: &[u8] = if segment.flags & flag::SYN == 0 { &[] } else { &SYN_OPTIONS };
        let header_length = 20 + options.len();
        let start = self.begin();
        self.put(&[
            &source.port.to_be_bytes(),
            &target.port.to_be_bytes(),
            &segment.sequence.to_be_bytes(),
            &segment.acknowledgment.to_be_bytes(),
            &[(header_length as u8 / 4) << 4, segment.flags, 0x20, 0x00, 0, 0, 0, 0],
            options,
        ]);
        fill(&mut self.bytes);
        let sum = self.transport_sum(start, 6, source.address, target.address);
        self.set_u16(start + 16, folded(sum));
        self.end(6, &source, &target);
    }

    /// A UDP datagram.
    pub(crate) fn udp(&mut self, ends: &Endpoints, from: Side, data: &[u8]) {
        let (source, target) = ends.from(from);
        let start = self.begin();
        self.put(&[
            &source.port.to_be_bytes(),
            &target.port.to_be_bytes(),
            &(8 + data.len() as u16).to_be_bytes(),
            &[0, 0],
            data,
        ]);
        let sum = self.transport_sum(start, 17, source.address, target.address);
        self.set_u16(start + 6, folded(sum));
        self.end(17, &source, &target);
    }

    /// An echo of ICMP. `message` has everything after the checksum; the ports of `ends` mean nothing.
    pub(crate) fn icmp(&mut self, ends: &Endpoints, from: Side, message: &[u8]) {
        let (source, target) = ends.from(from);
        let start = self.begin();
        self.put(&[&[if from == Side::Client { 8 } else { 0 }, 0, 0, 0], message]);
        let sum = partial_sum(self.bytes.get(start..).unwrap_or_default());
        self.set_u16(start + 2, folded(sum));
        self.end(1, &source, &target);
    }

    /// Leaves room for the headers below. Returns where the transport header begins.
    fn begin(&mut self) -> usize {
        self.bytes.clear();
        self.bytes.resize(ETHERNET_BYTES + IPV4_BYTES, 0);
        self.bytes.len()
    }

    fn put(&mut self, parts: &[&[u8]]) {
        parts.iter().for_each(|part| self.bytes.extend_from_slice(part));
    }

    fn transport_sum(&self, start: usize, protocol: u8, source: Address, target: Address) -> u64 {
        let transport = self.bytes.get(start..).unwrap_or_default();
        partial_sum(&source)
            + partial_sum(&target)
            + u64::from(protocol)
            + transport.len() as u64
            + partial_sum(transport)
    }

    fn set_u16(&mut self, at: usize, value: u16) {
        self.set(at, &value.to_be_bytes());
    }

    fn set(&mut self, at: usize, bytes: &[u8]) {
        self.bytes.iter_mut().skip(at).zip(bytes).for_each(|(place, byte)| *place = *byte);
    }

    /// Writes the headers of Ethernet and IP in front of what stands there.
    fn end(&mut self, protocol: u8, source: &End, target: &End) {
        self.identification = self.identification.wrapping_add(1);
        let mut head = [0; ETHERNET_BYTES + IPV4_BYTES];
        let length = (self.bytes.len() - ETHERNET_BYTES) as u16;
        fill(
            &mut head,
            &[
                &target.station.card,
                &source.station.card,
                &[0x08, 0x00, 0x45, 0],
                &length.to_be_bytes(),
                &self.identification.to_be_bytes(),
                &[0x40, 0, source.station.hops_left, protocol, 0, 0],
                &source.address,
                &target.address,
            ],
        );
        let sum = folded(partial_sum(head.get(ETHERNET_BYTES..).unwrap_or_default()));
        self.set(0, &head);
        self.set_u16(ETHERNET_BYTES + 10, sum);
        if self.bytes.len() < FRAME_BYTES_MIN {
            self.bytes.resize(FRAME_BYTES_MIN, 0);
        }
    }
}

fn fill(header: &mut [u8], fields: &[&[u8]]) {
    let bytes = fields.iter().flat_map(|field| field.iter());
    header.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
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
