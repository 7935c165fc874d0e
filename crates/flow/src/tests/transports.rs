//! UDP, ICMP, SCTP and what is only counted; link layers; shares of workers.

use super::build::{ethernet, icmp, ipv4, ipv4_fragment, ipv6, ipv6_fragment, udp, v4};
use super::{Bench, Recorder};
use crate::{ConnState, FlowTable, Transport, share_of};
use thymus_wire::{LinkType, Timestamp};

const A: [u8; 4] = [10, 0, 0, 1];
const B: [u8; 4] = [10, 0, 0, 2];

#[test]
fn udp_counts_and_delivers_datagrams() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 17, &udp(5000, 6000, b"question")));
    bench.give(&ipv4(B, A, 17, &udp(6000, 5000, b"answer")));
    bench.give(&ipv4(A, B, 17, &udp(5000, 6000, b"")));
    let closed = bench.only();
    let summary = &closed.summary;
    assert_eq!(closed.seen.bytes, [b"question".to_vec(), b"answer".to_vec()]);
    assert_eq!(closed.seen.messages, 3, "an empty datagram is a message too");
    assert_eq!((summary.orig_bytes, summary.resp_bytes), (Some(8), Some(6)));
    assert_eq!((summary.orig_pkts, summary.orig_ip_bytes), (2, 64));
    assert_eq!((summary.conn_state, summary.history.as_slice()), (ConnState::SF, &b"Dd"[..]));
    assert_eq!(summary.duration.map(|duration| duration.0), Some(2_000_000));
}

#[test]
fn a_single_packet_has_no_duration() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 17, &udp(5000, 6000, b"question")));
    let summary = bench.only().summary;
    assert_eq!((summary.duration, summary.orig_bytes, summary.conn_state), (None, None, ConnState::S0));
}

#[test]
fn a_likely_server_is_the_responder_even_if_it_speaks_first() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 17, &udp(53, 6000, b"late answer")));
    let closed = bench.only();
    assert_eq!((closed.facts.endpoints.resp_h, closed.facts.endpoints.resp_p), (v4(A), 53));
    assert_eq!((closed.summary.conn_state, closed.summary.history.as_slice()), (ConnState::Shr, &b"^d"[..]));
    let mut bench = Bench::new();
    bench.give(&ipv4(A, [255; 4], 17, &udp(67, 68, b"to all")));
    assert_eq!(bench.only().facts.endpoints.orig_p, 67, "nobody asked from the broadcast address");
}

#[test]
fn icmp_pairs_requests_with_replies() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 1, &icmp(8, 0, b"ping"))).give(&ipv4(B, A, 1, &icmp(0, 0, b"ping")));
    let closed = bench.only();
    assert_eq!((closed.facts.endpoints.orig_p, closed.facts.endpoints.resp_p), (8, 0));
    assert_eq!((closed.summary.orig_bytes, closed.summary.resp_bytes), (Some(4), Some(4)));
    assert_eq!((closed.summary.conn_state, closed.summary.history.len()), (ConnState::Oth, 0));
    assert_eq!(closed.seen.bytes[0], b"ping");
}

#[test]
fn one_way_icmp_is_a_flow_per_direction() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 1, &icmp(3, 3, b"x"))).give(&ipv4(B, A, 1, &icmp(3, 3, b"x")));
    let recorder = bench.finish();
    assert_eq!(recorder.closed.len(), 2);
    assert_eq!(
        (recorder.closed[0].facts.endpoints.orig_p, recorder.closed[0].facts.endpoints.resp_p),
        (3, 3)
    );
}

#[test]
fn neighbour_discovery_is_a_pair() {
    let mut bench = Bench::new();
    bench.give(&ipv6("fe80::1", "fe80::2", 58, &icmp(135, 0, &[0; 16])));
    bench.give(&ipv6("fe80::2", "fe80::1", 58, &icmp(136, 0, &[0; 16])));
    assert_eq!(bench.only().facts.endpoints.resp_p, 136);
}

#[test]
fn the_handler_sees_whole_icmp_messages() {
    let solicitation = icmp(135, 0, &[0; 16]);
    let mut bench = Bench::new();
    bench.give(&ipv6("fe80::1", "ff02::1:ff00:2", 58, &solicitation));
    for (offset, more, part) in [(0, true, &solicitation[..16]), (16, false, &solicitation[16..])] {
        bench.give(&ipv6("fe80::1", "fe80::2", 44, &ipv6_fragment(58, 9, offset, more, part)));
    }
    let seen: Vec<_> =
        bench.finish().icmp.into_iter().map(|(kind, reassembled, _)| (kind, reassembled)).collect();
    assert_eq!(seen, [(135, false), (135, true)]);
}

#[test]
fn neighbour_discovery_is_one_share_behind_any_extension_headers() {
    let bucket = |next, payload: &[u8]| {
        let packet = ipv6("2001:db8::1", "2001:db8::2", next, payload);
        share_of(LinkType::RAW, &packet).bucket
    };
    let advertisement = icmp(136, 0, &[0; 16]);
    let behind = [&[58, 0, 1, 4, 0, 0, 0, 0], advertisement.as_slice()].concat();
    assert_eq!((bucket(58, &advertisement), bucket(60, &behind)), (0, 0));
    assert_ne!(bucket(58, &icmp(128, 0, b"ping")), 0, "other messages go by their addresses");
}

#[test]
fn tickets_and_mappers_are_shown_to_every_worker() {
    let for_all = |protocol: u8, ports: [u16; 2]| {
        let payload = ports.map(u16::to_be_bytes).concat();
        share_of(LinkType::RAW, &ipv4(A, B, protocol, &payload)).for_all
    };
    assert!(for_all(6, [40_000, 88]) && for_all(17, [88, 40_000]), "Kerberos");
    assert!(for_all(6, [40_000, 135]) && for_all(6, [135, 40_000]), "the mapper of RPC");
    assert!(!for_all(17, [40_000, 135]) && !for_all(6, [40_000, 445]) && !for_all(6, [34_560, 8_800]));
}

#[test]
fn sctp_delivers_the_chunks_of_data() {
    let mut packet = Vec::new();
    packet.extend([0x13, 0x88, 0x17, 0x70, 0, 0, 0, 1, 0, 0, 0, 0]);
    for data in [b"one", b"two"] {
        packet.extend([0, 3, 0, 19, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        packet.extend(data);
        packet.push(0);
    }
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 132, &packet));
    let closed = bench.only();
    assert_eq!((closed.seen.bytes[0].as_slice(), closed.seen.messages), (&b"onetwo"[..], 2));
    assert_eq!((closed.facts.transport, closed.facts.endpoints.orig_p), (Transport::Sctp, 5000));
}

#[test]
fn other_protocols_are_counted() {
    let mut bench = Bench::new();
    bench.give(&ipv4(A, B, 89, &[0; 20])).give(&ipv4(B, A, 89, &[0; 20])).give(&ipv4(A, B, 50, b"encrypted"));
    let closed = bench.only();
    assert_eq!(
        (closed.facts.transport, closed.facts.transport.name()),
        (Transport::Other(89), "unknown_transport")
    );
    assert_eq!((closed.summary.orig_ip_bytes, closed.summary.resp_pkts, closed.seen.messages), (40, 1, 0));
}

#[test]
fn frames_without_ip_go_to_the_handler() {
    let mut table = FlowTable::new(Default::default(), Recorder::default());
    let frame = ethernet(0x88cc, &[0; 50]);
    table.packet(Timestamp(0), 0, LinkType::ETHERNET, &frame, 64, None);
    assert_eq!(table.statistics().packets_not_ip, 1);
    assert_eq!(table.into_handler().frames, [(0x88cc, 50)]);
}

#[test]
fn link_addresses_and_vlans_are_kept() {
    let mut table = FlowTable::new(Default::default(), Recorder::default());
    let mut tagged = vec![0, 7, 0x08, 0];
    tagged.extend(ipv4(A, B, 17, &udp(53, 6000, b"answer")));
    let frame = ethernet(0x8100, &tagged);
    table.packet(Timestamp(0), 0, LinkType::ETHERNET, &frame, 100, Some(100));
    table.finish();
    let closed = table.into_handler().closed.remove(0);
    assert_eq!((closed.facts.link.vlan, closed.facts.link.inner_vlan), (Some(100), Some(7)));
    assert_eq!(closed.summary.resp_l2_addr, Some([2, 0, 0, 0, 0, 1]), "the responder sent the first packet");
    assert_eq!(closed.summary.orig_l2_addr, Some([2, 0, 0, 0, 0, 2]));
}

#[test]
fn truncation_at_every_length_is_survived() {
    let packets = [
        ethernet(0x0800, &ipv4(A, B, 17, &udp(4789, 4789, &[8, 0, 0, 0, 0, 0, 0, 0]))),
        ethernet(0x0800, &ipv4(A, B, 6, &[0x50; 40])),
        ethernet(0x0800, &ipv4(A, B, 47, &[0x30; 40])),
        ethernet(0x86dd, &ipv6("::1", "::2", 44, &[17, 0, 0, 1, 0, 0, 0, 1, 0, 0])),
    ];
    let mut table = FlowTable::new(Default::default(), Recorder::default());
    for packet in &packets {
        for length in 0..=packet.len() {
            let bytes = &packet[..length];
            table.packet(Timestamp(length as i64), 0, LinkType::ETHERNET, bytes, packet.len() as u32, None);
        }
    }
    table.finish();
}

#[test]
fn a_packet_longer_than_its_whole_frame_is_odd_and_a_cut_one_is_not() {
    let packet = ipv4(A, B, 17, &udp(5000, 6000, b"question"));
    for (wire_length, expected) in [(32, vec!["truncated_IP_len"]), (36, vec![])] {
        let mut table = FlowTable::new(Default::default(), Recorder::default());
        table.packet(Timestamp(0), 0, LinkType::RAW, &packet[..32], wire_length, None);
        table.finish();
        let recorder = table.into_handler();
        assert_eq!(recorder.names(), expected);
        assert_eq!(recorder.closed[0].seen.bytes[0], b"ques");
    }
}

#[test]
fn both_directions_and_fragments_have_one_worker() {
    let whole = |bytes: &[u8]| share_of(LinkType::RAW, bytes).bucket;
    let there = ipv4(A, B, 17, &udp(1, 2, b"x"));
    let back = ipv4(B, A, 6, &[0; 20]);
    let fragment = ipv4_fragment(B, A, 17, (9, 800, false), b"the rest");
    assert_eq!([whole(&there), whole(&back)], [whole(&fragment); 2]);
    assert_eq!(share_of(LinkType::ETHERNET, &ethernet(0x0806, &[0; 28])).bucket, 0);
    let six = (ipv6("2001:db8::1", "2001:db8::2", 17, b""), ipv6("2001:db8::2", "2001:db8::1", 17, b""));
    assert_eq!(whole(&six.0), whole(&six.1));
}

#[test]
fn workers_get_even_shares() {
    let mut shares = [0; 4];
    for host in 0..=255u8 {
        for net in 0..16u8 {
            shares[usize::from(share_of(LinkType::RAW, &ipv4([10, 0, net, host], B, 17, b"")).bucket) % 4] +=
                1;
        }
    }
    assert!(shares.iter().all(|share| (900..1150).contains(share)), "{shares:?}");
}
