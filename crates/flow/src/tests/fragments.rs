//! Datagrams in pieces.

use super::Bench;
use super::build::{ipv4, ipv4_fragment, ipv6, ipv6_fragment, udp};
use crate::Config;
use proptest::prelude::*;

const A: [u8; 4] = [10, 0, 0, 1];
const B: [u8; 4] = [10, 0, 0, 2];

fn payload(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn piece(datagram: &[u8], start: usize, end: usize) -> Vec<u8> {
    ipv4_fragment(A, B, 17, (7, start, end < datagram.len()), &datagram[start..end.min(datagram.len())])
}

#[test]
fn a_datagram_of_three_pieces_is_one_packet() {
    let data = payload(300);
    let datagram = udp(5000, 6000, &data);
    let mut bench = Bench::new();
    for (start, end) in [(200, 400), (0, 104), (104, 200)] {
        bench.give(&piece(&datagram, start, end));
    }
    assert_eq!(bench.table.statistics().fragments_reassembled, 1);
    let closed = bench.only();
    assert_eq!(closed.seen.bytes[0], data);
    assert_eq!((closed.summary.orig_pkts, closed.summary.orig_ip_bytes), (1, 328));
}

#[test]
fn ipv6_pieces_and_a_piece_that_is_the_whole() {
    let data = payload(100);
    let datagram = udp(5000, 6000, &data);
    let mut bench = Bench::new();
    let fragment =
        |offset, more, bytes: &[u8]| ipv6("::1", "::2", 44, &ipv6_fragment(17, 9, offset, more, bytes));
    bench.give(&fragment(48, false, &datagram[48..])).give(&fragment(0, true, &datagram[..48]));
    bench.give(&fragment(0, false, &datagram));
    let closed = bench.only();
    assert_eq!((closed.seen.messages, closed.seen.bytes[0].len()), (2, 200));
}

#[test]
fn the_first_copy_of_a_byte_wins() {
    let datagram = udp(5000, 6000, &[b'a'; 56]);
    let mut other = datagram.clone();
    other[32..].fill(b'b');
    let mut bench = Bench::new();
    bench.give(&piece(&datagram, 32, 48)).give(&piece(&other, 0, 56)).give(&piece(&other, 56, 64));
    assert_eq!(bench.recorder().names(), ["excessively_small_fragment", "fragment_inconsistency"]);
    let bytes = bench.only().seen.bytes[0].clone();
    assert_eq!(bytes, [&[b'a'; 40][..], &[b'b'; 16]].concat());
    let mut bench = Bench::new();
    bench.give(&piece(&datagram, 0, 48)).give(&piece(&datagram, 40, 64));
    assert_eq!(bench.recorder().names(), ["fragment_overlap"]);
}

#[test]
fn an_incomplete_datagram_expires() {
    let datagram = udp(5000, 6000, &payload(300));
    let mut bench = Bench::new();
    bench.give(&piece(&datagram, 0, 104)).wait(75_000);
    assert_eq!(bench.table.statistics().fragments_dropped, 1);
    bench.give(&piece(&datagram, 104, 400));
    assert_eq!(bench.finish().closed.len(), 0);
}

#[test]
fn floods_of_fragments_are_bounded() {
    let limits = Config {
        fragment_datagrams_max: 10,
        fragment_datagrams_per_pair_max: 4,
        fragment_pieces_max: 8,
        fragment_bytes_max: 20_000,
        ..Config::default()
    };
    let mut bench = Bench::with(limits.clone());
    for identification in 0..6 {
        bench.give(&ipv4_fragment(A, B, 17, (identification, 0, true), &[0; 64]));
    }
    assert_eq!(bench.recorder().names(), ["fragment_pair_limit"; 2]);
    let mut bench = Bench::with(limits.clone());
    for host in 0..12 {
        bench.give(&ipv4_fragment([10, 0, 1, host], B, 17, (1, 0, true), &[0; 64]));
    }
    assert_eq!(bench.recorder().names(), ["fragment_table_limit"; 2]);
    let mut bench = Bench::with(limits.clone());
    for host in 0..3 {
        bench.give(&ipv4_fragment([10, 0, 1, host], B, 17, (1, 8000, true), &[0; 64]));
    }
    assert_eq!(bench.recorder().names(), ["fragment_table_limit"]);
    let mut bench = Bench::with(limits);
    for at in 0..9 {
        bench.give(&ipv4_fragment(A, B, 17, (1, 16 + at * 128, true), &[0; 64]));
    }
    assert_eq!(bench.recorder().names(), ["fragment_pieces_limit"]);
}

#[test]
fn beyond_the_largest_datagram() {
    let mut bench = Bench::new();
    bench.give(&ipv4_fragment(A, B, 17, (1, 65_528, false), &[0; 64]));
    assert_eq!(bench.recorder().names(), ["excessively_large_fragment"]);
    bench.give(&ipv4(A, B, 17, &udp(1, 2, b"whole")));
    assert_eq!(bench.finish().closed.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_with_copies_and_overlaps(
        (length, cuts, copies) in (9usize..2000).prop_flat_map(|n| (
            Just(n),
            prop::collection::vec(1..=n / 8, 1..10),
            prop::collection::vec((0..=n / 8, 8usize..200), 0..6),
        )),
        seed in any::<prop::sample::Index>(),
    ) {
        let data = payload(length);
        let datagram = udp(5000, 6000, &data);
        let mut edges: Vec<usize> = cuts.into_iter().map(|cut| cut * 8).chain([0, datagram.len()]).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut pieces: Vec<(usize, usize)> = edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pieces.extend(copies.into_iter().map(|(start, size)| (start * 8, (start * 8 + size / 8 * 8).min(datagram.len()))));
        // A piece that is the whole is no fragment.
        pieces.retain(|(start, end)| start < end && (*start, *end) != (0, datagram.len()));
        let length = pieces.len();
        pieces.rotate_left(seed.index(length));
        if length.is_multiple_of(2) {
            pieces.reverse();
        }
        // A copy after the last piece would begin another datagram, so the table is asked as soon as one is whole.
        let mut bench = Bench::new();
        for (start, end) in pieces {
            bench.give(&piece(&datagram, start, end));
            if bench.table.statistics().fragments_reassembled > 0 {
                break;
            }
        }
        let closed = bench.only();
        prop_assert_eq!(&closed.seen.bytes[0], &data);
    }
}
