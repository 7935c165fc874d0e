//! When flows are forgotten.

use super::build::{Flag, handshake, ipv4, udp};
use super::{Bench, Recorder};
use crate::{CloseReason, Config, FlowTable};
use thymus_wire::{Interval, LinkType, Timestamp};

const A: [u8; 4] = [10, 0, 0, 1];
const B: [u8; 4] = [10, 0, 0, 2];

fn datagram() -> Vec<u8> {
    ipv4(A, B, 17, &udp(5000, 6000, b"x"))
}

#[test]
fn udp_after_a_minute() {
    let mut bench = Bench::new();
    bench.give(&datagram()).after(59_000, &datagram()).wait(59_900);
    assert_eq!(bench.recorder().closed.len(), 0);
    bench.wait(500);
    assert_eq!(bench.recorder().closed[0].reason, CloseReason::TimedOut);
    assert_eq!(bench.table.statistics().flows_timed_out, 1);
}

#[test]
fn the_deadline_is_exact_for_the_flow_itself() {
    let mut bench = Bench::new();
    bench.give(&datagram()).after(60_000, &datagram());
    assert_eq!(bench.finish().closed.len(), 2);
    let mut bench = Bench::new();
    bench.give(&datagram()).after(59_999, &datagram());
    assert_eq!(bench.finish().closed.len(), 1);
}

#[test]
fn a_question_and_its_answer_after_ten_seconds() {
    let question = ipv4(A, B, 17, &udp(5000, 53, b"x"));
    let mut bench = Bench::new();
    bench.give(&question).after(5_000, &question).after(13_000, &question);
    assert_eq!(bench.recorder().opened.len(), 1);
    bench.after(20_000, &question);
    assert_eq!(bench.recorder().opened.len(), 2);
}

#[test]
fn unanswered_syns_after_five_seconds() {
    let (_, _, [syn, ..]) = handshake(1, 2);
    let mut bench = Bench::new();
    bench.give(&syn).after(3_000, &syn).after(2_500, &syn);
    let recorder = bench.finish();
    assert_eq!(recorder.closed.len(), 2);
    assert_eq!(recorder.closed[0].summary.orig_pkts, 2);
}

#[test]
fn established_after_five_minutes() {
    let (_, _, opening) = handshake(1, 2);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.wait(299_000);
    assert_eq!(bench.recorder().closed.len(), 0);
    bench.wait(1_500);
    assert_eq!(bench.recorder().closed[0].reason, CloseReason::TimedOut);
}

#[test]
fn finished_after_five_seconds_whatever_straggles_in() {
    let (mut client, mut server, opening) = handshake(1, 2);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::FIN | Flag::ACK, b""));
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::FIN | Flag::ACK, b""));
    client.acknowledgment = server.sequence;
    for _ in 0..4 {
        bench.after(1_200, &client.at(client.sequence, Flag::ACK, b""));
    }
    assert_eq!(bench.recorder().closed.len(), 0);
    bench.wait(400);
    let closed = bench.recorder().closed[0].clone();
    assert_eq!(closed.reason, CloseReason::Finished);
    assert_eq!(
        closed.summary.duration.map(|duration| duration.0 / 1_000_000),
        Some(4),
        "acks of FINs do not count"
    );
    assert_eq!(closed.summary.orig_pkts, 7);
}

#[test]
fn a_new_syn_on_finished_ports_is_a_new_flow() {
    let (mut client, mut server, opening) = handshake(1, 2);
    let mut bench = Bench::new();
    opening.iter().for_each(|packet| {
        bench.give(packet);
    });
    bench.give(&client.send(Flag::FIN | Flag::ACK, b""));
    server.acknowledgment = client.sequence;
    bench.give(&server.send(Flag::FIN | Flag::ACK, b""));
    handshake(90_000, 2).2.iter().for_each(|packet| {
        bench.give(packet);
    });
    let recorder = bench.finish();
    assert_eq!(recorder.names(), ["premature_connection_reuse"]);
    let states: Vec<_> = recorder.closed.iter().map(|closed| closed.summary.conn_state.name()).collect();
    assert_eq!(states, ["SF", "S1"]);
}

#[test]
fn time_that_goes_back_expires_nothing_early_and_does_not_stop_expiry() {
    let mut bench = Bench::new();
    bench.give(&datagram());
    bench.after(-1_000, &datagram()).wait(59_000);
    assert_eq!(bench.recorder().closed.len(), 0);
    // A capture strung to this one, a day earlier.
    bench.wait(-86_400_000).wait(61_000);
    assert_eq!(bench.recorder().closed.len(), 1);
}

#[test]
fn absurd_times_are_survived() {
    let mut table = FlowTable::new(Config::default(), Recorder::default());
    for (ordinal, now) in [0, i64::MAX, i64::MIN, 1, -1, i64::MAX].into_iter().enumerate() {
        let packet = datagram();
        table.packet(Timestamp(now), ordinal as u64, LinkType::RAW, &packet, 29, None);
    }
    table.finish();
    assert_eq!(table.statistics().flows_live, 0);
}

#[test]
fn shares_give_the_same_flows_as_the_whole() {
    let mut packets = Vec::new();
    for step in 0..400u32 {
        let host = [10, 0, 0, (step * 7 % 11) as u8];
        let port = 5000 + (step * 13 % 5) as u16;
        let now = Timestamp::from_parts(i64::from(step) * 9, 0);
        packets.push((now, ipv4(host, B, 17, &udp(port, 6000, &[0; 9][..(step % 9) as usize]))));
    }
    let run = |workers: usize| {
        let mut rows = Vec::new();
        for worker in 0..workers {
            let mut table =
                FlowTable::new(Config { seed: worker as u64, ..Config::default() }, Recorder::default());
            for (ordinal, (now, packet)) in packets.iter().enumerate() {
                if usize::from(crate::share_of(LinkType::RAW, packet).bucket) % workers == worker {
                    table.packet(*now, ordinal as u64, LinkType::RAW, packet, packet.len() as u32, None);
                } else {
                    table.advance(*now);
                }
            }
            table.finish();
            let closed = table.into_handler().closed;
            rows.extend(
                closed
                    .into_iter()
                    .map(|closed| (closed.facts.id, format!("{:?}", closed.summary), closed.reason)),
            );
        }
        rows.sort_by_key(|row| row.0);
        rows
    };
    assert!(run(1).len() > 30);
    assert!(run(1) == run(2) && run(1) == run(5));
}

#[test]
fn tunnels_of_a_silent_hour_expire() {
    let inner = ipv4([192, 168, 0, 1], [192, 168, 0, 2], 17, &udp(1, 2, b"x"));
    let mut bench = Bench::with(Config { tunnel_timeout: Interval::from_seconds(3600), ..Config::default() });
    bench.give(&ipv4(A, B, 4, &inner)).wait(3_590_000);
    assert_eq!(bench.recorder().tunnels.len(), 1);
    bench.wait(30_000);
    assert_eq!(bench.recorder().tunnels[1].1, crate::TunnelAction::Expire);
}
