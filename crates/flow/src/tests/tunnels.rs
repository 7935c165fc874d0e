//! Packets within packets.

use super::build::{ethernet, icmp, ipv4, ipv6, udp, v4};
use super::{Bench, Recorder};
use crate::{Side, TunnelAction, TunnelKind};

const A: [u8; 4] = [10, 0, 0, 1];
const B: [u8; 4] = [10, 0, 0, 2];
const C: [u8; 4] = [192, 168, 0, 1];
const D: [u8; 4] = [192, 168, 0, 2];

fn inner() -> Vec<u8> {
    ipv4(C, D, 17, &udp(5000, 6000, b"within"))
}

fn gre(ethertype: u16, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0, 0];
    packet.extend(ethertype.to_be_bytes());
    packet.extend(payload);
    packet
}

fn vxlan(payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![8, 0, 0, 0, 0, 0, 7, 0];
    packet.extend(ethernet(0x0800, payload));
    packet
}

/// The flow within, whose parent must be the only tunnel found.
fn check(recorder: &Recorder, kind: TunnelKind) {
    let (tunnel, action) = &recorder.tunnels[0];
    assert_eq!((tunnel.kind, *action), (kind, TunnelAction::Discover));
    let within = recorder.closed.iter().find(|closed| closed.facts.endpoints.orig_h == v4(C)).unwrap();
    assert_eq!(within.facts.tunnel_parents.as_slice(), [tunnel.id]);
    assert_eq!(within.seen.bytes[Side::Originator.index()], b"within");
}

#[test]
fn ip_tunnels_have_a_name_and_no_flow() {
    let cases = [
        (ipv4(A, B, 4, &inner()), TunnelKind::Ip),
        (ipv6("2001:db8::1", "2001:db8::2", 4, &inner()), TunnelKind::Ip),
        (ipv4(A, B, 47, &gre(0x0800, &inner())), TunnelKind::Gre),
        (ipv4(A, B, 47, &gre(0x6558, &ethernet(0x0800, &inner()))), TunnelKind::Gre),
    ];
    for (packet, kind) in cases {
        let mut bench = Bench::new();
        bench.give(&packet);
        let recorder = bench.finish();
        assert_eq!((recorder.closed.len(), recorder.tunnels.len()), (1, 1));
        assert_eq!(recorder.tunnels[0].0.endpoints.orig_p, 0);
        check(&recorder, kind);
    }
}

#[test]
fn both_directions_of_an_ip_tunnel_are_one() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 4, &inner()));
    bench.give(&ipv4(B, A, 4, &ipv4(D, C, 17, &udp(6000, 5000, b"answer"))));
    bench.give(&ipv4(B, A, 4, &ipv4(D, C, 1, &icmp(8, 0, b"ping"))));
    let recorder = bench.finish();
    assert_eq!((recorder.closed.len(), recorder.tunnels.len()), (2, 1));
    assert_eq!(recorder.closed[0].summary.resp_bytes, Some(6));
}

#[test]
fn udp_tunnels_are_flows_that_open_and_close() {
    let mut geneve = vec![0, 0, 0x65, 0x58, 0, 0, 1, 0];
    geneve.extend(ethernet(0x0800, &inner()));
    let mut gtp = vec![0x30, 255];
    gtp.extend((inner().len() as u16).to_be_bytes());
    gtp.extend([0, 0, 0, 9]);
    gtp.extend(inner());
    let cases = [
        (4789, vxlan(&inner()), TunnelKind::Vxlan),
        (8472, vxlan(&inner()), TunnelKind::Vxlan),
        (6081, geneve, TunnelKind::Geneve),
        (2152, gtp, TunnelKind::Gtp),
    ];
    for (port, payload, kind) in cases {
        let mut bench = Bench::new();
        bench.give(&ipv4(A, B, 17, &udp(50_000, port, &payload)));
        let recorder = bench.finish();
        assert_eq!(recorder.closed.len(), 2, "{kind:?}");
        check(&recorder, kind);
        let outer = recorder.closed.iter().find(|closed| closed.facts.endpoints.resp_p == port).unwrap();
        assert_eq!(recorder.tunnels[1].0.id, outer.facts.id);
        assert_eq!(recorder.tunnels[1].1, TunnelAction::Close);
    }
}

#[test]
fn teredo_is_known_by_content() {
    let packet = ipv6("2001:0:1::1", "2001:db8::2", 58, &icmp(128, 0, b"ping"));
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 17, &udp(50_000, 33_333, &packet)));
    let bubble = ipv6("fe80::1", "fe80::2", 59, b"");
    bench.give(&ipv4(A, B, 17, &udp(50_000, 3544, &bubble)));
    let stranger = ipv6("2001:db8::1", "2001:db8::2", 58, &icmp(128, 0, b"ping"));
    bench.give(&ipv4(A, B, 17, &udp(50_000, 44_444, &stranger)));
    let recorder = bench.finish();
    assert_eq!(recorder.tunnels.len(), 2);
    assert_eq!((recorder.tunnels[0].0.kind, recorder.closed.len()), (TunnelKind::Teredo, 4));
}

#[test]
fn a_tunnel_that_carries_no_flow_is_not_told() {
    let mut arp = vec![8, 0, 0, 0, 0, 0, 7, 0];
    arp.extend(ethernet(0x0806, &[0; 28]));
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 17, &udp(50_000, 4789, &arp)));
    let recorder = bench.finish();
    assert_eq!((recorder.tunnels.len(), recorder.frames.as_slice()), (0, &[(0x0806, 28)][..]));
}

#[test]
fn tunnels_nest_so_deep_and_no_deeper() {
    let mut packet = inner();
    for depth in 1..=6u8 {
        packet = ipv4([10, depth, 0, 1], [10, depth, 0, 2], 4, &packet);
        let mut bench = Bench::new();
        bench.give(&packet);
        let recorder = bench.finish();
        if usize::from(depth) <= crate::TUNNEL_DEPTH_MAX {
            assert_eq!(recorder.tunnels.len(), usize::from(depth));
            let within = &recorder.closed[0].facts;
            let outermost_first: Vec<_> = recorder.tunnels.iter().map(|tunnel| tunnel.0.id).collect();
            assert_eq!(within.tunnel_parents.as_slice(), outermost_first);
            assert!(outermost_first.is_sorted() && within.id > outermost_first[0]);
        } else {
            assert_eq!((recorder.names(), recorder.closed.len()), (vec!["exceeded_tunnel_max_depth"], 0));
        }
    }
}

#[test]
fn a_flow_that_keeps_changing_tunnels_is_marked() {
    let mut bench = Bench::new();
    for turn in 0..8u8 {
        let (from, to) = if turn % 2 == 0 { (A, B) } else { (B, A) };
        bench.give(&ipv4(from, to, 17, &udp(50_000 + u16::from(turn % 2), 4789, &vxlan(&inner()))));
    }
    let recorder = bench.finish();
    let within = recorder.closed.iter().find(|closed| closed.facts.endpoints.orig_h == v4(C)).unwrap();
    assert_eq!(within.summary.history.as_slice(), b"DX");
    assert_eq!(within.facts.tunnel_parents.len(), 2);
}

#[test]
fn a_frame_in_a_tunnel_is_placed_by_the_hosts_of_the_tunnel() {
    let arp = ethernet(0x0806, &[0; 28]);
    let mut payload = vec![8, 0, 0, 0, 0, 0, 7, 0];
    payload.extend(&arp);
    let mut bench = Bench::new();
    bench.give(&ipv4(B, A, 17, &udp(50_000, 4789, &payload)));
    bench.give(&ipv4(A, B, 47, &gre(0x6558, &arp)));
    let recorder = bench.finish();
    assert_eq!(recorder.frames, [(0x0806, 28), (0x0806, 28)]);
    for place in recorder.places {
        assert_eq!(place.tunnel_between, Some((v4(A), v4(B))), "the lower address first");
        assert_eq!(place.link.source, Some([2, 0, 0, 0, 0, 1]));
    }
}
