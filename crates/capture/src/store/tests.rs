//! Extraction against the facts the packets were made from; crashes at every byte; retention; concurrent readers.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use proptest::prelude::*;
use thymus_wire::{Interval, LinkType, Timestamp};

use super::conversation::number;
use super::filter;
use super::{PacketStore, Query, StoreError, StoreOptions, StoreReader, WhenBehind};
use crate::packet::Packet;
use crate::tests::Scratch;

/// What a packet is made from, and all that a query may ask of it.
#[derive(Clone, Debug)]
struct Facts {
    time: i64,
    hosts: (u8, u8),
    ports: (u16, u16),
    shape: Shape,
    size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Tcp,
    UdpInVlan,
    UdpV6,
    Ping,
    LaterFragment,
    Arp,
    /// TCP within VXLAN between the hosts 100 and 101.
    InVxlan,
    /// IPv4 within IPv4 between the hosts 100 and 101.
    InIp,
    NotIp,
}

const SHAPES: [Shape; 9] = [
    Shape::Tcp,
    Shape::UdpInVlan,
    Shape::UdpV6,
    Shape::Ping,
    Shape::LaterFragment,
    Shape::Arp,
    Shape::InVxlan,
    Shape::InIp,
    Shape::NotIp,
];

fn v4(host: u8) -> IpAddr {
    IpAddr::from([10, 0, 0, host])
}

fn v6(host: u8) -> IpAddr {
    IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, u16::from(host)])
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

fn ethernet(kind: u16, payload: &[u8]) -> Vec<u8> {
    [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2][..], &kind.to_be_bytes(), payload].concat()
}

fn ipv4(hosts: (u8, u8), protocol: u8, fragment: u16, payload: &[u8]) -> Vec<u8> {
    let length = (20 + payload.len() as u16).to_be_bytes();
    let [high, low] = fragment.to_be_bytes();
    let fixed = [0x45, 0, length[0], length[1], 0, 7, high, low, 64, protocol, 0, 0];
    [&fixed[..], &octets(v4(hosts.0)), &octets(v4(hosts.1)), payload].concat()
}

fn udp(ports: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let length = 8 + payload.len() as u16;
    [ports.0, ports.1, length, 0]
        .iter()
        .flat_map(|field| field.to_be_bytes())
        .chain(payload.to_vec())
        .collect()
}

fn tcp(ports: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let rest = [0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x10, 1, 0, 0, 0, 0, 0];
    [&ports.0.to_be_bytes()[..], &ports.1.to_be_bytes(), &rest, payload].concat()
}

/// Ports if the protocol has any, and if they are known.
type FactPorts = Option<Option<[u16; 2]>>;

impl Facts {
    fn frame(&self) -> Vec<u8> {
        let Self { hosts, ports, .. } = *self;
        let filler = vec![0xee; self.size];
        match self.shape {
            Shape::Tcp => ethernet(0x0800, &ipv4(hosts, 6, 0, &tcp(ports, &filler))),
            Shape::UdpInVlan => {
                let tagged = [&[0, 9, 0x08, 0][..], &ipv4(hosts, 17, 0, &udp(ports, &filler))].concat();
                ethernet(0x8100, &tagged)
            }
            Shape::UdpV6 => {
                let payload = udp(ports, &filler);
                let fixed = [0x60, 0, 0, 0, (payload.len() >> 8) as u8, payload.len() as u8, 17, 64];
                let header = [&fixed[..], &octets(v6(hosts.0)), &octets(v6(hosts.1)), &payload].concat();
                ethernet(0x86dd, &header)
            }
            Shape::Ping => ethernet(0x0800, &ipv4(hosts, 1, 0, &[8, 0, 0, 0, 0, 1, 0, 1])),
            Shape::LaterFragment => ethernet(0x0800, &ipv4(hosts, 17, 185, &filler)),
            Shape::Arp => {
                let [sender, target] = [hosts.0, hosts.1].map(|host| octets(v4(host)));
                let fixed = [0, 1, 8, 0, 6, 4, 0, 1];
                ethernet(0x0806, &[&fixed[..], &[2; 6], &sender, &[0; 6], &target].concat())
            }
            Shape::InVxlan => {
                let inner = ethernet(0x0800, &ipv4(hosts, 6, 0, &tcp(ports, &filler)));
                let vxlan = [&[8, 0, 0, 0, 0, 0, 5, 0][..], &inner].concat();
                ethernet(0x0800, &ipv4((100, 101), 17, 0, &udp((55555, 4789), &vxlan)))
            }
            Shape::InIp => {
                let inner = ipv4(hosts, 17, 0, &udp(ports, &filler));
                ethernet(0x0800, &ipv4((100, 101), 4, 0, &inner))
            }
            Shape::NotIp => ethernet(0x88cc, &filler),
        }
    }

    /// The conversations by the facts.
    fn conversations(&self) -> Vec<([IpAddr; 2], FactPorts)> {
        let [a, b] = [self.hosts.0, self.hosts.1];
        let ports = Some(Some([self.ports.0, self.ports.1]));
        let outer = [v4(100), v4(101)];
        match self.shape {
            Shape::Tcp | Shape::UdpInVlan => vec![([v4(a), v4(b)], ports)],
            Shape::UdpV6 => vec![([v6(a), v6(b)], ports)],
            Shape::Ping | Shape::Arp => vec![([v4(a), v4(b)], None)],
            Shape::LaterFragment => vec![([v4(a), v4(b)], Some(None))],
            Shape::InVxlan => vec![(outer, Some(Some([55555, 4789]))), ([v4(a), v4(b)], ports)],
            Shape::InIp => vec![(outer, None), ([v4(a), v4(b)], ports)],
            Shape::NotIp => vec![],
        }
    }

    fn fits(&self, query: &Query) -> bool {
        let in_time = (query.from.0..=query.to.0).contains(&self.time);
        let asks_nothing = query.host.is_none() && query.peer.is_none() && query.port.is_none();
        let fits_one = self.conversations().into_iter().any(|(hosts, ports)| {
            let either_way = [[hosts[0], hosts[1]], [hosts[1], hosts[0]]].into_iter().any(|[one, other]| {
                query.host.is_none_or(|host| host == one) && query.peer.is_none_or(|peer| peer == other)
            });
            let port_fits = query.port.is_none_or(|port| match ports {
                None => false,
                Some(None) => true,
                Some(Some(ports)) => ports.contains(&port),
            });
            either_way && port_fits
        });
        in_time && (asks_nothing || fits_one)
    }
}

fn packet(time: i64, bytes: &[u8]) -> Packet<'_> {
    Packet {
        timestamp: Timestamp(time),
        link: LinkType::ETHERNET,
        bytes,
        wire_length: bytes.len() as u32 + 1,
        ordinal: 0,
        interface: 3,
        vlan: (time % 2 == 0).then_some(5),
    }
}

fn everything() -> Query {
    Query { host: None, peer: None, port: None, from: Timestamp(i64::MIN), to: Timestamp(i64::MAX) }
}

/// Times and bytes of what fits.
fn extract(directory: &Path, query: &Query) -> Vec<(i64, Vec<u8>)> {
    let mut found = Vec::new();
    let take = |packet: &Packet| {
        assert_eq!((packet.interface, packet.wire_length), (3, packet.bytes.len() as u32 + 1));
        assert_eq!(packet.vlan, (packet.timestamp.0 % 2 == 0).then_some(5));
        found.push((packet.timestamp.0, packet.bytes.to_vec()));
        assert_eq!(packet.ordinal, found.len() as u64);
        Ok(())
    };
    let extracted = StoreReader::open(directory).unwrap().extract(query, take).unwrap();
    assert_eq!(extracted.packets, found.len() as u64);
    assert_eq!(extracted.packets_out_of_order, 0);
    found
}

fn facts() -> impl Strategy<Value = Facts> {
    let port = prop::sample::select(vec![53_u16, 80, 443, 1024, 40000]);
    (
        0..2000_i64,
        (1..6_u8, 1..6_u8),
        (port.clone(), port),
        prop::sample::select(SHAPES.to_vec()),
        0..60_usize,
    )
        .prop_map(|(time, hosts, ports, shape, size)| Facts { time, hosts, ports, shape, size })
}

fn query() -> impl Strategy<Value = Query> {
    let host = || {
        let known = prop::sample::select(vec![v4(1), v4(2), v4(3), v6(1), v6(2), v4(100), v4(101), v4(77)]);
        prop::option::weighted(0.7, known)
    };
    let port = prop::option::weighted(0.4, prop::sample::select(vec![53_u16, 443, 4789, 9]));
    (host(), host(), port, -10..2000_i64, 0..2000_i64).prop_map(|(host, peer, port, from, length)| Query {
        host,
        peer,
        port,
        from: Timestamp(from),
        to: Timestamp(from + length),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn extraction_is_exact(
        packets in prop::collection::vec(facts(), 1..150),
        queries in prop::collection::vec(query(), 1..8),
        flush_after in 1..2000_i64,
        reopen_at in any::<prop::sample::Index>(),
    ) {
        let scratch = Scratch::new("exact");
        let options = StoreOptions { flush_after: Interval(flush_after), ..StoreOptions::default() };
        let (before, after) = packets.split_at(reopen_at.index(packets.len()));
        for part in [before, after] {
            let mut store = PacketStore::open(&scratch.0, options).unwrap();
            for facts in part {
                store.append(&packet(facts.time, &facts.frame())).unwrap();
            }
        }
        for query in queries.iter().chain([&everything()]) {
            let mut expected: Vec<_> =
                packets.iter().filter(|facts| facts.fits(query)).map(|facts| (facts.time, facts.frame())).collect();
            expected.sort_by_key(|(time, _)| *time);
            prop_assert_eq!(extract(&scratch.0, query), expected, "{:?}", query);
        }
    }
}

/// A store of one segment with three blocks of four packets, as it lies on the disk while it is being written to.
fn unfinished(name: &str) -> (Scratch, Vec<(i64, Vec<u8>)>) {
    let live = Scratch::new(&format!("{name}-live"));
    let copy = Scratch::new(name);
    let mut store = PacketStore::open(&live.0, StoreOptions::default()).unwrap();
    let mut stored = Vec::new();
    for time in 0..12 {
        let facts = Facts { time, hosts: (time as u8, 9), ports: (80, 90), shape: Shape::Tcp, size: 3 };
        store.append(&packet(time, &facts.frame())).unwrap();
        stored.push((time, facts.frame()));
        if time % 4 == 3 {
            store.flush().unwrap();
        }
    }
    for entry in fs::read_dir(&live.0).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.0.join(path.file_name().unwrap())).unwrap();
    }
    (copy, stored)
}

const PACKETS: &str = "00000000000000000000.packets";
const INDEX: &str = "00000000000000000000.index";

#[test]
fn a_crash_at_any_byte_costs_the_torn_block_only() {
    let (scratch, stored) = unfinished("crash");
    let packets = fs::read(scratch.0.join(PACKETS)).unwrap();
    let index = fs::read(scratch.0.join(INDEX)).unwrap();
    let block_bytes = (packets.len() - 64) / 3;
    let host = Query { host: Some(v4(9)), ..everything() };
    for length in 0..=packets.len() {
        // The index may be behind, or gone.
        let index_length = [index.len(), index.len() * length / packets.len(), 0][length % 3];
        fs::write(scratch.0.join(PACKETS), &packets[..length]).unwrap();
        fs::write(scratch.0.join(INDEX), &index[..index_length]).unwrap();
        let whole = 4 * (length.saturating_sub(64) / block_bytes);
        let _ = extract(&scratch.0, &host);
        drop(PacketStore::open(&scratch.0, StoreOptions::default()).unwrap());
        assert_eq!(extract(&scratch.0, &host), stored[..whole], "cut at {length}");
        assert_eq!(scratch.0.join(PACKETS).exists(), whole > 0);
        let none = Query { host: Some(v4(8)), peer: Some(v4(1)), ..everything() };
        let extracted = StoreReader::open(&scratch.0).unwrap().extract(&none, |_| Ok(())).unwrap();
        assert_eq!((extracted.packets, extracted.blocks_read), (0, 0), "the rebuilt index rules blocks out");
    }
}

#[test]
fn readers_do_without_index_or_with_a_torn_one() {
    let (scratch, stored) = unfinished("torn-index");
    let index = fs::read(scratch.0.join(INDEX)).unwrap();
    for length in 0..index.len() {
        fs::write(scratch.0.join(INDEX), &index[..length]).unwrap();
        assert_eq!(extract(&scratch.0, &everything()), stored);
    }
    fs::remove_file(scratch.0.join(INDEX)).unwrap();
    assert_eq!(extract(&scratch.0, &everything()), stored);
}

#[test]
fn a_damaged_block_costs_itself_only() {
    let (scratch, stored) = unfinished("damaged-block");
    let path = scratch.0.join(PACKETS);
    let packets = fs::read(&path).unwrap();
    let block_bytes = (packets.len() - 64) / 3;
    let intact: Vec<_> = stored[..4].iter().chain(&stored[8..]).cloned().collect();
    for at in [0, 9, 50, block_bytes - 1] {
        let mut damaged = packets.clone();
        damaged[64 + block_bytes + at] ^= 0x10;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(extract(&scratch.0, &everything()), intact);
        drop(PacketStore::open(&scratch.0, StoreOptions::default()).unwrap());
        assert_eq!(extract(&scratch.0, &everything()), intact);
        fs::remove_file(scratch.0.join(INDEX)).unwrap();
        let (again, _) = unfinished("damaged-block-again");
        fs::copy(again.0.join(INDEX), scratch.0.join(INDEX)).unwrap();
    }
}

fn size_of(directory: &Path) -> u64 {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn the_oldest_segments_go_when_the_store_is_full() {
    let scratch = Scratch::new("full");
    let bytes_max = 16 * 1024 * 1024;
    let options = StoreOptions { bytes_max, segment_bytes: 1024 * 1024, ..StoreOptions::default() };
    let mut store = PacketStore::open(&scratch.0, options).unwrap();
    let frame = Facts { time: 0, hosts: (1, 2), ports: (1, 2), shape: Shape::Tcp, size: 1400 }.frame();
    for time in 0..30_000 {
        store.append(&packet(time, &frame)).unwrap();
        if time % 5000 == 0 {
            store.flush().unwrap();
            assert!(size_of(&scratch.0) <= bytes_max);
        }
    }
    store.flush().unwrap();
    assert!((bytes_max - 3 * 1024 * 1024..=bytes_max).contains(&size_of(&scratch.0)));
    let statistics = store.statistics();
    assert_eq!((statistics.packets_written, statistics.packets_dropped), (30_000, 0));
    assert_eq!(statistics.bytes, size_of(&scratch.0));
    let found = extract(&scratch.0, &everything());
    assert_eq!(found.last().unwrap().0, 29_999);
    assert_eq!(found[0].0, statistics.oldest.unwrap().0);
    assert_eq!(found.len() as i64, 30_000 - found[0].0, "nothing is missing in between");
}

#[test]
fn packets_go_when_they_are_too_old() {
    let scratch = Scratch::new("old");
    let second = 1_000_000_000;
    let options = StoreOptions { age_max: Some(Interval::from_seconds(80)), ..StoreOptions::default() };
    let mut store = PacketStore::open(&scratch.0, options).unwrap();
    for time in 0..200 {
        store.append(&packet(time * second, b"no Ethernet frame")).unwrap();
    }
    store.expire(Timestamp(199 * second)).unwrap();
    store.flush().unwrap();
    let oldest = extract(&scratch.0, &everything())[0].0 / second;
    assert!((109..=119).contains(&oldest), "{oldest}: in steps of an eighth of the age");
    store.expire(Timestamp(1000 * second)).unwrap();
    store.flush().unwrap();
    assert!(extract(&scratch.0, &everything()).is_empty());
}

#[test]
fn readers_beside_a_writer_see_all_that_was_flushed() {
    let scratch = Scratch::new("beside");
    let directory = scratch.0.clone();
    let options = StoreOptions { segment_bytes: 1024 * 1024, ..StoreOptions::default() };
    let mut store = PacketStore::open(&directory, options).unwrap();
    let flushed = std::sync::atomic::AtomicI64::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let frame =
                Facts { time: 0, hosts: (1, 2), ports: (1, 2), shape: Shape::UdpInVlan, size: 900 }.frame();
            for time in 0..20_000 {
                store.append(&packet(time, &frame)).unwrap();
                if time % 200 == 0 {
                    store.flush().unwrap();
                    flushed.store(time, std::sync::atomic::Ordering::SeqCst);
                }
            }
        });
        let host = Query { host: Some(v4(2)), ..everything() };
        while flushed.load(std::sync::atomic::Ordering::SeqCst) < 19_000 {
            let at_least = flushed.load(std::sync::atomic::Ordering::SeqCst);
            let found = extract(&directory, &host);
            assert!(found.last().map_or(0, |(time, _)| *time) >= at_least);
            assert!(found.iter().map(|(time, _)| *time).eq(0..found.len() as i64));
        }
    });
}

#[test]
fn one_writer_at_a_time() {
    let scratch = Scratch::new("lock");
    let store = PacketStore::open(&scratch.0, StoreOptions::default()).unwrap();
    let second = PacketStore::open(&scratch.0, StoreOptions::default());
    assert!(matches!(second, Err(StoreError::InUse { .. })));
    drop(store);
    assert!(PacketStore::open(&scratch.0, StoreOptions::default()).is_ok());
}

#[test]
fn a_disk_that_is_behind_costs_counted_packets() {
    let scratch = Scratch::new("behind");
    let options = StoreOptions { when_behind: WhenBehind::Drop, ..StoreOptions::default() };
    let mut store = PacketStore::open(&scratch.0, options).unwrap();
    let frame = vec![0; 60_000];
    for time in 0..2000 {
        store.append(&packet(time, &frame)).unwrap();
    }
    store.flush().unwrap();
    let statistics = store.statistics();
    assert_eq!(statistics.packets_written + statistics.packets_dropped, 2000);
    assert_eq!(extract(&scratch.0, &everything()).len() as u64, statistics.packets_written);
}

#[test]
fn later_versions_are_refused() {
    let (scratch, _) = unfinished("version");
    let path = scratch.0.join(PACKETS);
    let mut packets = fs::read(&path).unwrap();
    packets[8] = 2;
    let sum = super::layout::checksum(&packets[..24]);
    packets[24..28].copy_from_slice(&sum.to_le_bytes());
    fs::write(&path, packets).unwrap();
    let opened = PacketStore::open(&scratch.0, StoreOptions::default());
    assert!(matches!(opened, Err(StoreError::Version { found: 2, .. })));
}

#[test]
fn filters_deny_nothing_they_have_and_most_else() {
    let has: Vec<_> =
        (0..1000_u32).map(|host| filter::address_key(number(IpAddr::from(host.to_be_bytes())))).collect();
    let mut built = Vec::new();
    filter::build(&has, &mut built);
    assert_eq!(built.len(), 2048);
    assert!(has.iter().all(|key| filter::contains(&built, *key)));
    let others = (0..100_000_u32).map(|host| filter::pair_key(7, u128::from(host)));
    assert!(others.filter(|key| filter::contains(&built, *key)).count() < 500);
    assert!(!filter::contains(&[], has[0]));
}

/// The packets of the sample in the tree, which a store of version 1 was made from.
fn sample() -> Vec<Facts> {
    let facts = |(time, shape): (i64, &Shape)| {
        let host = time as u8;
        Facts { time, hosts: (host, 20), ports: (1000 + u16::from(host), 443), shape: *shape, size: 9 }
    };
    (1..).zip(&SHAPES).map(facts).collect()
}

/// Set this variable in the environment to write the sample anew; only a new version of the format is a reason to.
const REWRITE: &str = "THYMUS_REWRITE_STORE_SAMPLE";

#[test]
fn a_store_of_version_1_is_read() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/store-version-1");
    if std::env::var_os(REWRITE).is_some() {
        let mut store = PacketStore::open(&directory, StoreOptions::default()).unwrap();
        sample().iter().for_each(|facts| store.append(&packet(facts.time, &facts.frame())).unwrap());
    }
    assert_eq!(extract(&directory, &everything()).len(), SHAPES.len());
    for host in [v4(1), v6(3), v4(20), v4(100), v4(8), v4(50)] {
        let query = Query { host: Some(host), ..everything() };
        let sample = sample();
        let expected =
            sample.iter().filter(|facts| facts.fits(&query)).map(|facts| (facts.time, facts.frame()));
        assert_eq!(extract(&directory, &query), expected.collect::<Vec<_>>(), "{host}");
        let reader = StoreReader::open(&directory).unwrap();
        let blocks_read = reader.extract(&query, |_| Ok(())).unwrap().blocks_read;
        assert_eq!(blocks_read, u64::from(host != v4(50)), "the filter of the sample is understood");
    }
}

/// What lies on disks was made with these numbers.
#[test]
fn hashes_of_version_1_stay_as_they_are() {
    let [one, other] = [v4(1), v6(1)].map(number);
    assert_eq!(filter::address_key(one), 0x6bfe_8e5f_639d_ac4e);
    assert_eq!(filter::pair_key(one, other), filter::pair_key(other, one));
    assert_eq!(filter::pair_key(one, other), 0x6c4e_d18b_8cae_5f79);
    assert_eq!(filter::port_key(443), 0x4338_1553_9262_eab6);
    assert_eq!(filter::unknown_port_key(), 0x763a_553f_4577_b19e);
}
