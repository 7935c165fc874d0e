//! Streams put back in order, and connections as a whole.

use super::reassembly::{Limits, Output, Pool, Stream};
use crate::tests::build::{Flag, handshake};
use crate::tests::{Bench, converse};
use proptest::prelude::*;

const LIMITS: Limits =
    Limits { bytes_per_side: 1 << 20, segments: 1024, bytes_total: 8 << 20, bytes_unacknowledged: 1 << 20 };

#[derive(Debug, Default, PartialEq, Eq)]
struct Out {
    bytes: Vec<u8>,
    gaps: Vec<(usize, u64)>,
    inconsistent: Vec<u64>,
    limits: Vec<&'static str>,
}

impl Out {
    fn take(&mut self, output: Output<'_>) {
        match output {
            Output::Bytes(bytes) => self.bytes.extend_from_slice(bytes),
            Output::Gap(length) => self.gaps.push((self.bytes.len(), length)),
            Output::Inconsistent(position) => self.inconsistent.push(position),
            Output::Limit(name) => self.limits.push(name),
        }
    }
}

struct Rig {
    stream: Stream,
    pool: Pool,
    limits: Limits,
    out: Out,
}

impl Rig {
    fn new() -> Self {
        Self { stream: Stream::default(), pool: Pool::default(), limits: LIMITS, out: Out::default() }
    }

    /// `at` counts from the first byte of the stream.
    fn data(&mut self, at: u64, bytes: &[u8]) -> &mut Self {
        let Self { stream, pool, limits, out } = self;
        stream.data(at + 1, bytes, true, pool, limits, &mut |output| out.take(output));
        self
    }

    fn acknowledge(&mut self, at: u64) -> &mut Self {
        let Self { stream, pool, limits, out } = self;
        stream.acknowledge(at + 1, pool, limits, &mut |output| out.take(output));
        self
    }

    fn flush(&mut self) -> &mut Self {
        let Self { stream, pool, limits, out } = self;
        stream.flush(pool, limits, &mut |output| out.take(output));
        assert_eq!(pool.bytes, 0, "bytes lost from the account");
        self
    }
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 + at / 256) as u8).collect()
}

#[test]
fn a_hole_is_filled() {
    let mut rig = Rig::new();
    rig.data(0, b"abc").data(6, b"ghi").data(3, b"def");
    assert_eq!((rig.out.bytes.as_slice(), rig.out.gaps.len()), (&b"abcdefghi"[..], 0));
}

#[test]
fn a_hole_is_given_up_when_acknowledged() {
    let mut rig = Rig::new();
    rig.data(0, b"abc").data(6, b"ghi").acknowledge(9).data(3, b"def");
    assert_eq!((rig.out.bytes.as_slice(), rig.out.gaps.as_slice()), (&b"abcghi"[..], &[(3, 3)][..]));
    assert_eq!(rig.out.inconsistent, []);
}

#[test]
fn an_acknowledgment_within_a_hole_gives_up_that_part() {
    let mut rig = Rig::new();
    rig.data(6, b"ghi").acknowledge(3).data(3, b"def");
    assert_eq!((rig.out.bytes.as_slice(), rig.out.gaps.as_slice()), (&b"defghi"[..], &[(0, 3)][..]));
}

#[test]
fn the_first_copy_wins_while_waiting() {
    let mut rig = Rig::new();
    rig.data(4, b"EFGH").data(2, b"cdefghij").data(0, b"ab");
    assert_eq!(rig.out.bytes, b"abcdEFGHij");
    assert_eq!(rig.out.inconsistent, [5]);
}

#[test]
fn the_first_copy_wins_when_delivered() {
    let mut rig = Rig::new();
    rig.data(0, b"abcdef").data(2, b"cdXfgh");
    assert_eq!(rig.out.bytes, b"abcdefgh");
    assert_eq!(rig.out.inconsistent, [5]);
    rig.acknowledge(8).data(0, b"ZZZZZZZZ");
    assert_eq!(rig.out.inconsistent, [5], "acknowledged bytes are not kept");
}

#[test]
fn keep_alives_are_no_contradiction() {
    let mut rig = Rig::new();
    rig.data(0, b"abcdef").data(5, b"\0");
    assert_eq!(rig.out.inconsistent, []);
    rig.data(4, b"\0");
    assert_eq!(rig.out.inconsistent, [5]);
}

#[test]
fn differences_are_found_in_the_recent_past_only() {
    let mut rig = Rig::new();
    let all = content(100_000);
    for (at, piece) in all.chunks(1000).enumerate() {
        rig.data(at as u64 * 1000, piece);
    }
    assert!(rig.pool.bytes <= super::reassembly::RECENT_BYTES_MAX);
    rig.data(0, b"XXXXXXXX");
    assert_eq!(rig.out.inconsistent, []);
    rig.data(99_000, b"XXXXXXXX");
    assert_eq!(rig.out.inconsistent, [99_001]);
    assert_eq!(rig.flush().out.bytes, all);
}

#[test]
fn limits_give_up_holes() {
    let mut rig = Rig::new();
    rig.limits.bytes_per_side = 10;
    rig.data(1, b"bcdef").data(10, b"klmno").data(20, b"u");
    assert_eq!(rig.out.limits, ["excessive_data_without_further_acks"]);
    assert_eq!((rig.out.bytes.as_slice(), rig.out.gaps.as_slice()), (&b"bcdef"[..], &[(0, 1)][..]));
    let mut rig = Rig::new();
    rig.limits.segments = 2;
    rig.data(1, b"b").data(3, b"d").data(5, b"f").flush();
    assert_eq!(rig.out.limits, ["excessive_segments_above_hole"]);
    assert_eq!(rig.out.bytes, b"bdf");
    let mut rig = Rig::new();
    rig.limits.bytes_total = 3;
    rig.data(10, b"0123456789").flush();
    assert_eq!(rig.out.limits, ["reassembly_memory_exhausted"]);
    assert_eq!((rig.out.bytes.as_slice(), rig.out.gaps.as_slice()), (&b"0123456789"[..], &[(0, 10)][..]));
}

#[test]
fn without_acknowledgments_holes_do_not_wait_long() {
    let mut rig = Rig::new();
    rig.limits.bytes_unacknowledged = 10;
    let Rig { stream, pool, limits, out } = &mut rig;
    for at in 0..20 {
        stream.data(10 + at, b"x", false, pool, limits, &mut |output| out.take(output));
    }
    assert_eq!(rig.out.limits, ["above_hole_data_without_any_acks"]);
    assert_eq!(rig.out.bytes.len(), 20);
}

#[test]
fn far_jumps_are_not_kept() {
    let mut rig = Rig::new();
    rig.data(1 << 31, b"x");
    assert_eq!((rig.out.limits.as_slice(), rig.pool.bytes), (&["TCP_seq_jump"][..], 0));
}

#[test]
fn a_stopped_stream_still_counts_its_holes() {
    let mut rig = Rig::new();
    rig.data(0, b"abc").data(10, b"k");
    rig.stream.stop(&mut rig.pool);
    assert_eq!(rig.pool.bytes, 0);
    rig.data(11, b"l").data(20, b"u").acknowledge(21);
    assert_eq!(rig.out.gaps, [(3, 7), (3, 8)]);
    assert_eq!(rig.pool.bytes, 0);
}

/// Pieces of a stream of `length` bytes: every byte is in at least one, in random order, with overlaps and copies.
fn pieces(length: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let cuts = prop::collection::vec(0..=length, 0..12);
    let extra = prop::collection::vec((0..length, 1..=length), 0..8);
    (cuts, extra)
        .prop_map(move |(mut cuts, extra)| {
            cuts.extend([0, length]);
            cuts.sort_unstable();
            let whole = cuts.windows(2).map(|pair| (pair[0], pair[1]));
            let copies = extra.into_iter().map(|(start, size)| (start, (start + size).min(length)));
            whole.chain(copies).filter(|(start, end)| start < end).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_stream((length, pieces) in (1usize..4000).prop_flat_map(|n| (Just(n), pieces(n)))) {
        let all = content(length);
        let mut rig = Rig::new();
        for (start, end) in pieces {
            rig.data(start as u64, &all[start..end]);
        }
        rig.flush();
        prop_assert_eq!(&rig.out, &Out { bytes: all, ..Out::default() });
    }

    #[test]
    fn lost_pieces_are_exact_gaps(
        (length, pieces, lost) in (1usize..4000)
            .prop_flat_map(|n| (Just(n), pieces(n), prop::collection::vec(any::<bool>(), 24)))
    ) {
        let all = content(length);
        let mut seen = vec![false; length];
        let mut rig = Rig::new();
        for ((start, end), lost) in pieces.into_iter().zip(lost.into_iter().cycle()) {
            if !lost {
                rig.data(start as u64, &all[start..end]);
                seen[start..end].fill(true);
            }
        }
        rig.acknowledge(length as u64).flush();
        let expected: Vec<u8> = all.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(byte, _)| *byte).collect();
        let missing = seen.iter().filter(|seen| !**seen).count() as u64;
        prop_assert_eq!(&rig.out.bytes, &expected);
        prop_assert_eq!(rig.out.gaps.iter().map(|gap| gap.1).sum::<u64>(), missing);
        let mut holes = Vec::new();
        let mut delivered = 0;
        for (at, known) in seen.iter().enumerate() {
            match holes.last_mut() {
                _ if *known => delivered += 1,
                Some((place, hole)) if *place == delivered && at > 0 && !seen[at - 1] => *hole += 1,
                _ => holes.push((delivered, 1)),
            }
        }
        prop_assert_eq!(&rig.out.gaps, &holes);
    }

    #[test]
    fn contradictions_resolve_to_the_first_copy(
        first in (0usize..64, 1usize..64), second in (0usize..64, 1usize..64)
    ) {
        let mut expected = [b'.'; 129];
        expected[second.0..second.0 + second.1].fill(b'2');
        expected[first.0..first.0 + first.1].fill(b'1');
        let mut rig = Rig::new();
        rig.data(1 + first.0 as u64, &vec![b'1'; first.1]).data(1 + second.0 as u64, &vec![b'2'; second.1]);
        rig.data(0, &[b'.'; 130]).flush();
        prop_assert_eq!(&rig.out.bytes[1..], &expected[..]);
        let overlap = first.0 < second.0 + second.1 && second.0 < first.0 + first.1;
        prop_assert!(!overlap || rig.out.inconsistent.contains(&(2 + first.0.max(second.0) as u64)));
    }

    /// Both directions through the table, across the wrap of the sequence numbers.
    #[test]
    fn both_directions_in_any_order(
        (length, client_pieces, server_pieces) in (1usize..3000).prop_flat_map(|n| (Just(n), pieces(n), pieces(n))),
        start in prop_oneof![Just(0u32), Just(u32::MAX), Just(u32::MAX - 1000), any::<u32>()],
    ) {
        let all = content(length);
        let (client, server, opening) = handshake(start, start ^ 0x8000_0000);
        let mut bench = Bench::new();
        opening.iter().for_each(|packet| { bench.give(packet); });
        let mut client_pieces = client_pieces.into_iter();
        let mut server_pieces = server_pieces.into_iter();
        loop {
            let (from_client, from_server) = (client_pieces.next(), server_pieces.next());
            for (end, piece) in [(&client, from_client), (&server, from_server)] {
                if let Some((from, to)) = piece {
                    bench.give(&end.at(end.sequence.wrapping_add(from as u32), Flag::ACK, &all[from..to]));
                }
            }
            if from_client.is_none() && from_server.is_none() {
                break;
            }
        }
        for (end, other) in [(&client, &server), (&server, &client)] {
            let mut end = end.clone();
            end.acknowledgment = other.sequence.wrapping_add(length as u32);
            bench.give(&end.at(end.sequence.wrapping_add(length as u32), Flag::FIN | Flag::ACK, b""));
        }
        let closed = bench.only();
        prop_assert_eq!(&closed.seen.bytes[0], &all);
        prop_assert_eq!(&closed.seen.bytes[1], &all);
        prop_assert_eq!(closed.seen.gaps, [0, 0]);
        prop_assert_eq!(closed.seen.ended, [true, true]);
        prop_assert_eq!(closed.summary.conn_state.name(), "SF");
        prop_assert_eq!((closed.summary.orig_bytes, closed.summary.resp_bytes), (Some(length as u64), Some(length as u64)));
        prop_assert_eq!(closed.summary.missed_bytes, 0);
    }
}

#[test]
fn lost_and_acknowledged_bytes_are_missed_and_noted() {
    let (mut client, mut server, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::ACK, b"request"));
    client.send(Flag::ACK, &[0; 50]);
    bench.give(&client.send(Flag::ACK, b"more"));
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::ACK, b"response"));
    assert!(bench.recorder().names().is_empty());
    let closed = bench.only();
    assert_eq!(closed.seen.bytes, [b"requestmore".to_vec(), b"response".to_vec()]);
    assert_eq!((closed.seen.gaps, closed.summary.missed_bytes), ([50, 0], 50));
    assert_eq!(closed.summary.history.as_slice(), b"ShADdG");
    assert_eq!(closed.summary.orig_bytes, Some(61));
}

#[test]
fn retransmissions_are_noted_by_powers_of_ten() {
    let (client, _, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    for _ in 0..101 {
        bench.give(&client.at(client.sequence, Flag::ACK, b"again"));
    }
    let closed = bench.only();
    assert_eq!(closed.summary.history.as_slice(), b"ShADTTT");
    assert_eq!((closed.seen.bytes[0].as_slice(), closed.summary.orig_bytes), (&b"again"[..], Some(5)));
}

#[test]
fn zero_windows_are_noted() {
    let (mut client, server, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    client.window = 0;
    bench.give(&client.send(Flag::ACK, b""));
    // A probe of the closed window: one byte that the other end does not take yet.
    bench.give(&server.at(server.sequence, Flag::ACK, b"x"));
    let closed = bench.only();
    assert_eq!(closed.summary.history.as_slice(), b"ShAWd");
}

#[test]
fn data_on_syn_and_fin_belong_to_the_stream() {
    let (mut client, mut server, _) = handshake(100, 200);
    client.sequence = 100;
    let mut bench = Bench::new();
    bench.give(&client.send(Flag::SYN, b"early "));
    server.sequence = 200;
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::SYN | Flag::ACK, b""));
    bench.give(&client.send(Flag::FIN | Flag::ACK, b"and late"));
    assert!(bench.recorder().names().contains(&"SYN_with_data"));
    let closed = bench.only();
    assert_eq!(closed.seen.bytes[0], b"early and late");
    assert_eq!((closed.seen.ended, closed.summary.orig_bytes), ([true, false], Some(14)));
}

#[test]
fn data_after_fin_is_not_delivered() {
    let (mut client, _, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::FIN | Flag::ACK, b"end"));
    bench.give(&client.send(Flag::ACK, b"ghost"));
    assert!(bench.recorder().names().contains(&"data_after_FIN"));
    assert_eq!(bench.only().seen.bytes[0], b"end");
}

#[test]
fn data_of_a_reset_is_no_data() {
    let (mut client, _, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::RST | Flag::ACK, b"go away"));
    let closed = bench.only();
    assert_eq!((closed.seen.bytes[0].len(), closed.summary.conn_state.name()), (0, "RSTO"));
}

#[test]
fn midstream_and_one_sided_captures_deliver() {
    let (mut client, mut server, _) = handshake(5000, 6000);
    let mut bench = Bench::new();
    bench.give(&client.send(Flag::ACK, b"from the middle"));
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::ACK, b"answer"));
    assert!(bench.recorder().opened[0].midstream);
    let closed = bench.only();
    assert_eq!(closed.seen.bytes, [b"from the middle".to_vec(), b"answer".to_vec()]);
    assert_eq!((closed.seen.gaps, closed.summary.missed_bytes), ([0, 0], 0));
    assert_eq!((closed.summary.orig_bytes, closed.summary.resp_bytes), (Some(15), Some(6)));
    let one_sided = converse("DDDD");
    assert_eq!(one_sided.seen.bytes[0].len(), 40);
}

#[test]
fn bytes_the_capture_cut_off_are_a_gap_or_come_again() {
    for again in [false, true] {
        let (mut client, mut server, opening) = handshake(100, 200);
        let mut bench = Bench::new();
        opening.iter().for_each(|packet| {
            bench.give(packet);
        });
        let first = client.send(Flag::ACK, b"cut short");
        bench.give_cut(&first, first.len() - 6);
        if again {
            bench.give(&first);
        }
        bench.give(&client.send(Flag::ACK, b" whole"));
        server.acknowledgment = client.sequence;
        bench.give(&server.send(Flag::ACK, b""));
        let closed = bench.only();
        let expected: (&[u8], u64) = if again { (b"cut short whole", 0) } else { (b"cut whole", 6) };
        assert_eq!((closed.seen.bytes[0].as_slice(), closed.seen.gaps[0]), expected);
        assert_eq!((closed.summary.orig_bytes, closed.summary.missed_bytes), (Some(15), expected.1));
    }
}

#[test]
fn a_reversed_handshake_turns_the_flow_round() {
    let (_, _, [syn, syn_ack, ack]) = handshake(100, 200);
    let mut bench = Bench::new();
    bench.give(&syn_ack).give(&syn).give(&ack);
    let closed = bench.only();
    assert_eq!(closed.facts.endpoints.orig_p, 40_000);
    assert_eq!(closed.summary.history.as_slice(), b"Hs^A");
    assert_eq!((closed.summary.orig_pkts, closed.summary.resp_pkts), (2, 1));
    assert_eq!(closed.summary.conn_state.name(), "S1");
}

#[test]
fn interest_ends_and_counting_goes_on() {
    let (mut client, mut server, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    bench.recorder().stop_after = Some(1);
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::ACK, b"one")).give(&client.send(Flag::ACK, b"two"));
    client.send(Flag::ACK, b"lost");
    bench.give(&client.send(Flag::ACK, b"three"));
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::ACK, b"four"));
    let closed = bench.only();
    assert_eq!(closed.seen.bytes, [b"one".to_vec(), Vec::new()]);
    assert_eq!((closed.summary.orig_bytes, closed.summary.missed_bytes), (Some(15), 4));
}

#[test]
fn contradictions_are_told_once_each_and_deterministic() {
    let (client, _, opening) = handshake(100, 200);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.at(client.sequence, Flag::ACK, b"GET /good"));
    bench.give(&client.at(client.sequence, Flag::ACK, b"GET /evil"));
    let told: Vec<_> = bench.recorder().anomalies.iter().map(|told| (told.name, told.offset)).collect();
    assert_eq!(told, [("rexmit_inconsistency", 6)]);
    assert_eq!(bench.only().seen.bytes[0], b"GET /good");
}
