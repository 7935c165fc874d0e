//! In steady state a packet costs no allocation: packets of flows that are known are counted, put in order and read in memory
//! that is there already. What records are made of is not counted, so the flows here are such as make none while they last.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use allocation_counter::measure;
use thymus_proto::{Engine, Interval, Settings, Timestamp};
use thymus_record::Record;
use thymus_wire::LinkType;

/// So many packets are counted.
const PACKETS: usize = 10_000;

/// Tables that double as they grow may do so now and then.
const ALLOCATIONS_MAX: u64 = 10;

/// A segment's or datagram's payload, in bytes.
const PAYLOAD: usize = 1400;

const CLIENT: u8 = 1;
const SERVER: u8 = 2;

/// One end of a TCP connection.
struct Talk {
    port: u16,
    /// What each end sends next, client first.
    next: [u32; 2],
}

impl Talk {
    fn new(port: u16) -> Self {
        Self { port, next: [1000, 5_000_000] }
    }

    /// The three packets that open the connection.
    fn open(&mut self) -> Vec<Vec<u8>> {
        let packets = vec![
            self.segment(CLIENT, 0x02, &[]),
            {
                self.next[0] += 1;
                self.segment(SERVER, 0x12, &[])
            },
            {
                self.next[1] += 1;
                self.segment(CLIENT, 0x10, &[])
            },
        ];
        packets
    }

    fn segment(&self, from: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
        let (source, destination, sequence, acknowledgment) = if from == CLIENT {
            (40_000, self.port, self.next[0], self.next[1])
        } else {
            (self.port, 40_000, self.next[1], self.next[0])
        };
        let mut tcp = Vec::new();
        tcp.extend(source.to_be_bytes());
        tcp.extend(destination.to_be_bytes());
        tcp.extend(sequence.to_be_bytes());
        tcp.extend(if flags == 0x02 { 0 } else { acknowledgment }.to_be_bytes());
        tcp.extend([0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
        tcp.extend(payload);
        ipv4(from, 6, &tcp)
    }

    fn say(&mut self, from: u8, payload: &[u8]) -> Vec<u8> {
        let packet = self.segment(from, 0x18, payload);
        let next = &mut self.next[usize::from(from - CLIENT)];
        *next = next.wrapping_add(payload.len() as u32);
        packet
    }

    fn acknowledge(&self, from: u8) -> Vec<u8> {
        self.segment(from, 0x10, &[])
    }
}

fn ipv4(from: u8, protocol: u8, payload: &[u8]) -> Vec<u8> {
    let to = CLIENT + SERVER - from;
    let mut packet = vec![2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0, 0x45, 0];
    packet.extend(((20 + payload.len()) as u16).to_be_bytes());
    packet.extend([0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, from, 10, 0, 0, to]);
    packet.extend(payload);
    packet
}

fn udp(from: u8, port: u16, payload: &[u8]) -> Vec<u8> {
    let (source, destination) = if from == CLIENT { (40_000, port) } else { (port, 40_000) };
    let mut datagram = Vec::new();
    datagram.extend(source.to_be_bytes());
    datagram.extend(destination.to_be_bytes());
    datagram.extend(((8 + payload.len()) as u16).to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    ipv4(from, 17, &datagram)
}

/// Bytes that look like nothing, the same every time.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

/// Feeds `opening` and half as many packets of the steady state as are counted, then counts the allocations of the rest.
fn allocations(opening: Vec<Vec<u8>>, steady: Vec<Vec<u8>>) -> u64 {
    assert!(steady.len() >= PACKETS * 3 / 2, "{} packets", steady.len());
    let settings = Settings { smb_commands: false, ..Settings::default() };
    let mut engine = Engine::new(settings, Box::new(|_: &dyn Record| {}));
    let mut now = Timestamp::from_parts(1_700_000_000, 0);
    let mut ordinal = 0;
    let mut feed = |packet: &[u8]| {
        now = now + Interval::from_millis(1);
        ordinal += 1;
        engine.packet(now, ordinal, LinkType::ETHERNET, packet, packet.len() as u32, None);
    };
    let (warm, counted) = steady.split_at(steady.len() - PACKETS);
    opening.iter().chain(warm).for_each(|packet| feed(packet));
    let info = measure(|| counted.iter().for_each(|packet| feed(packet)));
    let records = engine.statistics().records;
    assert!(records < 50, "{records} records: the flow is no steady state");
    info.count_total
}

fn assert_none(what: &str, opening: Vec<Vec<u8>>, steady: Vec<Vec<u8>>) {
    let count = allocations(opening, steady);
    assert!(count <= ALLOCATIONS_MAX, "{what}: {count} allocations in {PACKETS} packets");
}

/// The server sends, the client acknowledges every second segment.
fn download(talk: &mut Talk, payload: impl Fn(usize) -> Vec<u8>) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    for number in 0..PACKETS {
        packets.push(talk.say(SERVER, &payload(number)));
        if number % 2 == 1 {
            packets.push(talk.acknowledge(CLIENT));
        }
    }
    packets
}

#[test]
fn tcp_that_nobody_knows() {
    let mut talk = Talk::new(9999);
    let opening = talk.open();
    let steady = download(&mut talk, |number| noise(number as u64, PAYLOAD));
    assert_none("unknown TCP", opening, steady);
}

#[test]
fn acknowledgements_alone() {
    let mut talk = Talk::new(9999);
    let mut opening = talk.open();
    opening.push(talk.say(CLIENT, &noise(1, 100)));
    let steady =
        (0..PACKETS * 2).map(|turn| talk.acknowledge(if turn % 2 == 0 { CLIENT } else { SERVER })).collect();
    assert_none("acknowledgements", opening, steady);
}

#[test]
fn a_file_by_http() {
    let mut talk = Talk::new(80);
    let mut opening = talk.open();
    opening.push(talk.say(CLIENT, b"GET /file.bin HTTP/1.1\r\nHost: example.com\r\n\r\n"));
    opening.push(talk.say(SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n"));
    let steady = download(&mut talk, |number| noise(number as u64, PAYLOAD));
    assert_none("HTTP", opening, steady);
}

#[test]
fn a_file_by_http_in_chunks() {
    let mut talk = Talk::new(80);
    let mut opening = talk.open();
    opening.push(talk.say(CLIENT, b"GET /file.bin HTTP/1.1\r\nHost: example.com\r\n\r\n"));
    opening.push(talk.say(SERVER, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    // Chunks that begin and end anywhere in the segments.
    let chunk = |number: usize| {
        let content = noise(number as u64, 1000);
        [format!("{:x}\r\n", content.len()).as_bytes(), &content, b"\r\n"].concat()
    };
    let stream: Vec<u8> = (0..PACKETS * 2).flat_map(chunk).collect();
    let steady = stream.chunks(PAYLOAD - 100).map(|piece| talk.say(SERVER, piece)).collect();
    assert_none("HTTP in chunks", opening, steady);
}

/// Parts of a message, each with its length before it in so many bytes.
fn with_length(bytes: usize, content: &[u8]) -> Vec<u8> {
    [&(content.len() as u64).to_be_bytes()[8 - bytes..], content].concat()
}

fn tls_record(kind: u8, content: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3][..], &with_length(2, content)].concat()
}

fn hello(kind: u8, lists: &[u8]) -> Vec<u8> {
    let body = [&[3, 3][..], &[7; 32], &[0], lists].concat();
    tls_record(22, &[&[kind][..], &with_length(3, &body)].concat())
}

#[test]
fn what_tls_hides() {
    let mut talk = Talk::new(443);
    let mut opening = talk.open();
    opening.push(talk.say(CLIENT, &hello(1, &[0, 2, 0x13, 0x01, 1, 0])));
    // TLS 1.3 is chosen by an extension (43).
    opening.push(talk.say(SERVER, &hello(2, &[0x13, 0x01, 0, 0, 6, 0, 43, 0, 2, 3, 4])));
    let stream: Vec<u8> =
        (0..PACKETS / 8).flat_map(|number| tls_record(23, &noise(number as u64, 16_000))).collect();
    let steady = stream.chunks(PAYLOAD).map(|piece| talk.say(SERVER, piece)).collect::<Vec<_>>();
    let steady = steady
        .into_iter()
        .flat_map(|packet| [packet, Talk { port: 443, next: talk.next }.acknowledge(CLIENT)]);
    assert_none("TLS", opening, steady.collect());
}

#[test]
fn what_ssh_hides() {
    let mut talk = Talk::new(22);
    let mut opening = talk.open();
    opening.push(talk.say(SERVER, b"SSH-2.0-OpenSSH_9.2\r\n"));
    opening.push(talk.say(CLIENT, b"SSH-2.0-OpenSSH_9.3\r\n"));
    let steady = download(&mut talk, |number| noise(number as u64, PAYLOAD));
    assert_none("SSH", opening, steady);
}

#[test]
fn segments_out_of_order() {
    let mut talk = Talk::new(80);
    let mut opening = talk.open();
    opening.push(talk.say(CLIENT, b"GET /file.bin HTTP/1.1\r\nHost: example.com\r\n\r\n"));
    opening.push(talk.say(SERVER, b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n"));
    let mut steady: Vec<_> =
        (0..PACKETS * 2).map(|number| talk.say(SERVER, &noise(number as u64, PAYLOAD))).collect();
    steady.chunks_exact_mut(10).for_each(|ten| ten[3..8].reverse());
    assert_none("out of order", opening, steady);
}

#[test]
fn udp_that_nobody_knows() {
    let datagram = |number: usize| {
        udp(if number.is_multiple_of(3) { SERVER } else { CLIENT }, 9999, &noise(number as u64, 500))
    };
    assert_none("unknown UDP", Vec::new(), (0..PACKETS * 2).map(datagram).collect());
}

/// SMB2 messages, after MS-SMB2 2.2: a frame around a header and a body.
fn smb2(command: u16, id: u64, response: bool, body: &[u8]) -> Vec<u8> {
    let mut message = b"\xfeSMB\x40\0\x01\0\0\0\0\0".to_vec();
    message.extend(command.to_le_bytes());
    message.extend([1, 0, u8::from(response), 0, 0, 0, 0, 0, 0, 0]);
    message.extend(id.to_le_bytes());
    message.extend([0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    message.extend([0; 16]);
    message.extend(body);
    [&(message.len() as u32).to_be_bytes()[..], &message].concat()
}

const SMB_FILE: [u8; 16] = [7; 16];

/// A share is connected and a file opened in it.
fn smb_opening(talk: &mut Talk) -> Vec<Vec<u8>> {
    let text = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (share, file) = (text(r"\\server\data"), text("large.bin"));
    let connect = [&[9, 0, 0, 0, 72, 0, share.len() as u8, 0][..], &share].concat();
    let connected = [16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 1, 0x1f, 0];
    let create = [&[57, 0][..], &[0; 42], &[120, 0, file.len() as u8, 0], &[0; 8], &file].concat();
    let created =
        [&[89, 0, 0, 0, 1, 0, 0, 0][..], &[0; 48], &[0, 0, 0, 0x80, 0, 0, 0, 0], &SMB_FILE, &[0; 8]].concat();
    let mut packets = talk.open();
    packets.push(talk.say(CLIENT, &smb2(3, 1, false, &connect)));
    packets.push(talk.say(SERVER, &smb2(3, 1, true, &connected)));
    packets.push(talk.say(CLIENT, &smb2(5, 2, false, &create)));
    packets.push(talk.say(SERVER, &smb2(5, 2, true, &created)));
    packets
}

/// Reads or writes of 64 KiB, one after the other.
#[test]
fn a_file_by_smb() {
    const BLOCK: u32 = 65_536;
    for reads in [true, false] {
        let mut talk = Talk::new(445);
        let opening = smb_opening(&mut talk);
        let mut steady = Vec::new();
        for block in 0..PACKETS as u32 * 2 / 47 {
            let id = u64::from(block) + 3;
            let place = (u64::from(block) * u64::from(BLOCK)).to_le_bytes();
            let content = noise(id, BLOCK as usize);
            let length = BLOCK.to_le_bytes();
            let (command, request, response) = if reads {
                let request = [&[49, 0, 0x50, 0][..], &length, &place, &SMB_FILE, &[0; 17]].concat();
                (8, request, [&[17, 0, 80, 0][..], &length, &[0; 8], &content].concat())
            } else {
                let request = [&[49, 0, 112, 0][..], &length, &place, &SMB_FILE, &[0; 16], &content].concat();
                (9, request, [&[17, 0, 0, 0][..], &length, &[0; 9]].concat())
            };
            for (from, body) in [(CLIENT, request), (SERVER, response)] {
                for piece in smb2(command, id, from == SERVER, &body).chunks(PAYLOAD) {
                    steady.push(talk.say(from, piece));
                }
            }
        }
        assert_none(if reads { "SMB reads" } else { "SMB writes" }, opening, steady);
    }
}

/// Answers of RPC whose content is encrypted, in fragments that straddle segments.
#[test]
fn what_rpc_hides() {
    let mut talk = Talk::new(49_155);
    let mut opening = talk.open();
    let head = |kind: u8, length: u16| {
        let [low, high] = length.to_le_bytes();
        [5, 0, kind, 3, 0x10, 0, 0, 0, low, high, 0, 0, 1, 0, 0, 0]
    };
    let bind = [
        &head(11, 72)[..],
        &[0xb8, 0x10, 0xb8, 0x10, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0],
        &[
            0x35, 0x42, 0x51, 0xe3, 0x06, 0x4b, 0xd1, 0x11, 0xab, 0x04, 0, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2, 4,
            0, 0, 0,
        ],
        &[
            0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60,
            2, 0, 0, 0,
        ],
    ];
    opening.push(talk.say(CLIENT, &bind.concat()));
    let request = [&head(0, 124)[..], &[100, 0, 0, 0, 0, 0, 3, 0], &noise(9, 100)].concat();
    opening.push(talk.say(CLIENT, &request));
    let fragment = |number: usize| {
        let mut fragment =
            [&head(2, 5840)[..], &[0xff, 0xff, 0, 0, 0, 0, 0, 0], &noise(number as u64, 5816)].concat();
        fragment[3] = u8::from(number == 0);
        fragment
    };
    let stream: Vec<u8> = (0..PACKETS * 2 / 4).flat_map(fragment).collect();
    let steady = stream.chunks(PAYLOAD).map(|piece| talk.say(SERVER, piece)).collect();
    assert_none("RPC", opening, steady);
}

/// WireGuard: a handshake, then messages of type 4 with the receiver's number and a counter.
#[test]
fn udp_of_a_known_protocol() {
    let message =
        |kind: u8, length: usize| [&[kind, 0, 0, 0][..], &noise(u64::from(kind), length - 4)].concat();
    let opening = vec![udp(CLIENT, 51_820, &message(1, 148)), udp(SERVER, 51_820, &message(2, 92))];
    let data = |number: usize| {
        let counter = (number as u64).to_le_bytes();
        let content = noise(number as u64, 496);
        udp(CLIENT, 51_820, &[&[4, 0, 0, 0, 1, 2, 3, 4][..], &counter, &content].concat())
    };
    assert_none("WireGuard", opening, (0..PACKETS * 2).map(data).collect());
}

/// The packets of a connection inside VXLAN.
#[test]
fn tcp_in_a_tunnel() {
    let mut talk = Talk::new(9999);
    let wrap = |packet: &Vec<u8>| udp(CLIENT, 4789, &[&[8, 0, 0, 0, 0, 0, 7, 0][..], packet].concat());
    let opening = talk.open().iter().map(wrap).collect();
    let steady = download(&mut talk, |number| noise(number as u64, 1000)).iter().map(wrap).collect();
    assert_none("VXLAN", opening, steady);
}

/// ARP that says what is known.
#[test]
fn frames_that_tell_nothing_new() {
    let request = |number: usize| {
        let mut frame = vec![0xff; 6];
        frame.extend([2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1]);
        frame.extend([0, 0, 0, 0, 0, 0, 10, 0, 0, (number % 20) as u8 + 2]);
        frame
    };
    assert_none("ARP", Vec::new(), (0..PACKETS * 2).map(request).collect());
}
