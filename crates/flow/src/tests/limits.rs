//! What happens when there is too much of something.

use super::Bench;
use super::build::{Flag, handshake, ipv4, udp};
use crate::{ANOMALIES_PER_FLOW_MAX, Checksums, CloseReason, Config};

const B: [u8; 4] = [10, 0, 0, 2];

#[test]
fn a_full_table_forgets_the_flow_nearest_to_its_end() {
    let mut bench = Bench::with(Config { flows_max: 3, ..Config::default() });
    for host in 1..=3 {
        bench.after(1000, &ipv4([10, 0, 1, host], B, 17, &udp(1, 2, b"x")));
    }
    // The oldest speaks again, so the second is now the longest idle.
    bench.after(1000, &ipv4([10, 0, 1, 1], B, 17, &udp(1, 2, b"x")));
    bench.after(1000, &ipv4([10, 0, 1, 4], B, 17, &udp(1, 2, b"x")));
    let closed = bench.recorder().closed.clone();
    assert_eq!(closed.len(), 1);
    assert_eq!(
        (closed[0].facts.endpoints.orig_h, closed[0].reason),
        ("10.0.1.2".parse().unwrap(), CloseReason::Evicted)
    );
    assert_eq!((bench.table.statistics().flows_evicted, bench.table.statistics().flows_live), (1, 3));
}

#[test]
fn a_flood_of_syns_does_not_push_out_the_established() {
    let mut bench = Bench::with(Config { flows_max: 10, ..Config::default() });
    handshake(1, 2).2.iter().for_each(|packet| {
        bench.give(packet);
    });
    for port in 1000..1100 {
        let mut attacker = super::Tcp::new(([10, 9, 9, 9], port), (B, 80), 5, 0);
        bench.give(&attacker.send(Flag::SYN, b""));
    }
    let recorder = bench.finish();
    let established = recorder.closed.iter().find(|closed| closed.summary.conn_state.name() == "S1").unwrap();
    assert_eq!(established.reason, CloseReason::EndOfInput);
}

#[test]
fn anomalies_of_a_flow_are_bounded() {
    let (client, _, opening) = handshake(1, 2);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    for byte in 0..100u8 {
        bench.give(&client.at(client.sequence, Flag::ACK, &[byte; 4]));
    }
    assert_eq!(bench.recorder().anomalies.len(), usize::from(ANOMALIES_PER_FLOW_MAX));
    assert_eq!(bench.table.statistics().anomalies_suppressed, 99 - u64::from(ANOMALIES_PER_FLOW_MAX));
}

#[test]
fn wrong_checksums_are_dropped_if_so_configured() {
    let (_, _, [syn, ..]) = handshake(1, 2);
    let mut bench = Bench::with(Config { checksums: Checksums::Drop, ..Config::default() });
    bench.give(&syn);
    assert_eq!(bench.recorder().names(), ["bad_TCP_checksum"]);
    let closed = bench.only();
    assert_eq!((closed.summary.history.as_slice(), closed.summary.orig_pkts), (&b"C"[..], 0));
}

/// The promise of the crate: 200,000 flows in well under 200 MB, the handler's state aside.
#[test]
fn an_idle_flow_is_small() {
    let flow = size_of::<crate::flow::Flow<()>>();
    let connection = size_of::<crate::tcp::Connection>();
    assert!(flow + connection < 760, "{flow} + {connection}");
}
