//! Measures the packet store on synthetic traffic: `store DIRECTORY [GIGABYTES]`. Without a size nothing is written,
//! and extraction is measured from what is there.
//!
//! Traffic as of an office: 20 000 flows at a time of about forty packets each, among 2000 hosts and as many servers.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::error::Error;
use std::io::Write;
use std::net::IpAddr;
use std::path::Path;
use std::time::Instant;

use thymus_capture::Packet;
use thymus_capture::store::{PacketStore, Query, StoreOptions, StoreReader};
use thymus_wire::{LinkType, Timestamp};

const FLOWS: usize = 20_000;
const NANOSECONDS_BETWEEN_PACKETS: i64 = 8_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().ok_or("usage: store DIRECTORY [GIGABYTES]")?;
    if let Some(gigabytes) = arguments.next() {
        append(Path::new(&directory), gigabytes.parse::<u64>()? * 1_000_000_000)?;
    }
    let host = IpAddr::from([10, 0, 3, 7]);
    let peer = IpAddr::from([93, 184, 1, 1]);
    let all = Query { host: None, peer: None, port: None, from: Timestamp(0), to: Timestamp(i64::MAX) };
    let [from, to] = [5, 15].map(|seconds| Timestamp::from_parts(seconds, 0));
    let window = Query { from, to, ..all };
    let absent = IpAddr::from([192, 0, 2, 1]);
    for (name, query) in [
        ("one host of thousands, all time", Query { host: Some(host), ..all }),
        ("one host and port, ten seconds", Query { host: Some(host), port: Some(443), ..window }),
        ("one pair, all time", Query { host: Some(host), peer: Some(peer), ..all }),
        ("a host that was never seen", Query { host: Some(absent), ..all }),
        ("the busiest server, all time", Query { host: Some(peer), ..all }),
    ] {
        measure(Path::new(&directory), name, &query)?;
    }
    Ok(())
}

fn append(directory: &Path, bytes: u64) -> Result<(), Box<dyn Error>> {
    let mut random = Random(1);
    let mut flows: Vec<_> = (0..FLOWS).map(|_| Flow::new(&mut random)).collect();
    let options = StoreOptions { bytes_max: bytes * 2, ..StoreOptions::default() };
    let mut store = PacketStore::open(directory, options)?;
    let mut packets: i64 = 0;
    let mut appended = 0;
    let begin = Instant::now();
    let busy_before = nanoseconds_busy()?;
    while appended < bytes {
        let number = random.below(FLOWS as u64) as usize;
        let Some(flow) = flows.get_mut(number) else { continue };
        let frame = flow.next(&mut random);
        appended += frame.len() as u64;
        packets += 1;
        store.append(&Packet {
            timestamp: Timestamp(packets * NANOSECONDS_BETWEEN_PACKETS),
            link: LinkType::ETHERNET,
            bytes: frame,
            wire_length: frame.len() as u32,
            ordinal: 0,
            interface: 0,
            vlan: None,
        })?;
    }
    store.flush()?;
    let seconds = begin.elapsed().as_secs_f64();
    let statistics = store.statistics();
    let per_packet = (nanoseconds_busy()? - busy_before) / packets as u64;
    println!(
        "{packets} packets, {appended} bytes in {seconds:.1} s, {per_packet} ns of this thread per packet"
    );
    println!("{} bytes on disk, {} segments", statistics.bytes, statistics.segments);
    Ok(())
}

/// How long this thread has been running on a processor.
fn nanoseconds_busy() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(status.split(' ').next().unwrap_or_default().parse()?)
}

fn measure(directory: &Path, name: &str, query: &Query) -> Result<(), Box<dyn Error>> {
    let reader = StoreReader::open(directory)?;
    let begin = Instant::now();
    let busy_before = nanoseconds_busy()?;
    let mut sink = std::io::sink();
    let extracted = reader.extract(query, |packet| sink.write_all(packet.bytes))?;
    println!(
        "{name}: {:.3} s ({:.3} s busy), {} packets of {} bytes, {} blocks read",
        begin.elapsed().as_secs_f64(),
        (nanoseconds_busy()? - busy_before) as f64 / 1e9,
        extracted.packets,
        extracted.bytes,
        extracted.blocks_read
    );
    Ok(())
}

/// Frames of one flow, of which only headers change.
struct Flow {
    frame: Vec<u8>,
    left: u64,
}

impl Flow {
    fn new(random: &mut Random) -> Self {
        let mut flow = Self { frame: vec![0xaa; 1514], left: 0 };
        flow.begin(random);
        flow
    }

    /// Servers differ in how busy they are: the square of an even number favours the low ones.
    fn begin(&mut self, random: &mut Random) {
        let host = random.below(2000) as u16;
        let busy = random.below(1000) * random.below(1000) / 500;
        let [a, b] = host.to_be_bytes();
        let [c, d] = (busy as u16).to_be_bytes();
        let [e, f] = (40_000 + random.below(20_000) as u16).to_be_bytes();
        let header = [
            2,
            0,
            0,
            0,
            0,
            1,
            2,
            0,
            0,
            0,
            0,
            2,
            8,
            0,
            0x45,
            0,
            5,
            220,
            0,
            1,
            0,
            0,
            64,
            6,
            0,
            0,
            10,
            0,
            a,
            b,
            93,
            184,
            c,
            d,
            e,
            f,
            443_u16.to_be_bytes()[0],
            443_u16.to_be_bytes()[1],
        ];
        for (to, from) in self.frame.iter_mut().zip(header) {
            *to = from;
        }
        self.left = 10 + random.below(60);
    }

    fn next(&mut self, random: &mut Random) -> &[u8] {
        if self.left == 0 {
            self.begin(random);
        }
        self.left -= 1;
        let length = if random.below(10) < 4 { 66 } else { 1514 };
        self.frame.get(..length).unwrap_or_default()
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
