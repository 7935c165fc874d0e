//! Neighbour discovery as RFC 4861 has it.

use crate::link::tests::{TestLink, ethernet, mac};
use serde_json::json;
use std::net::Ipv6Addr;

const SOLICITATION: u8 = 135;
const ADVERTISEMENT: u8 = 136;

fn address(text: &str) -> [u8; 16] {
    text.parse::<Ipv6Addr>().unwrap().octets()
}

/// A message in a frame of this device, with the right checksum.
fn message(device: u8, source: &str, hop_limit: u8, message: &[u8]) -> Vec<u8> {
    let (source, destination) = (address(source), address("ff02::1"));
    let mut message = message.to_vec();
    let length = u16::try_from(message.len()).unwrap();
    let pseudo =
        [&source[..], &destination, &[0, 0], &length.to_be_bytes(), &[0, 0, 0, 58], &message].concat();
    let checksum = thymus_wire::internet_checksum(&pseudo);
    message[2..4].copy_from_slice(&checksum.to_be_bytes());
    let mut packet = vec![0x60, 0, 0, 0];
    packet.extend(length.to_be_bytes());
    packet.extend([58, hop_limit]);
    packet.extend([&source[..], &destination, &message].concat());
    ethernet(device, 1, 0x86dd, &packet)
}

fn about(kind: u8, flags: u8, target: &str, options: &[u8]) -> Vec<u8> {
    [&[kind, 0, 0, 0, flags, 0, 0, 0][..], &address(target), options].concat()
}

/// An option with the hardware address of a device: 1 for the source's, 2 for the target's.
fn link_address(kind: u8, device: u8) -> Vec<u8> {
    [&[kind, 1][..], &mac(device)].concat()
}

fn solicitation(device: u8, source: &str, target: &str) -> Vec<u8> {
    message(device, source, 255, &about(SOLICITATION, 0, target, &link_address(1, device)))
}

fn advertisement(device: u8, target: &str) -> Vec<u8> {
    message(device, target, 255, &about(ADVERTISEMENT, 0x60, target, &link_address(2, device)))
}

#[test]
fn a_solicitation_and_its_advertisement_tell_of_two_devices() {
    let mut link = TestLink::new();
    link.frame(&solicitation(1, "fe80::1", "fe80::2")).frame(&advertisement(2, "fe80::2"));
    let records = link.of_kind("nd");
    assert_eq!(records.len(), 2);
    let [asked, told] = [&records[0], &records[1]];
    assert_eq!(asked["operation"], "neighbor_solicitation");
    assert_eq!((&asked["addr"], &asked["l2_addr"]), (&json!("fe80::1"), &json!("02:00:00:00:00:01")));
    assert_eq!((&asked["target"], &asked["targets"]), (&json!("fe80::2"), &json!(1)));
    assert_eq!(told["operation"], "neighbor_advertisement");
    assert_eq!((&told["addr"], &told["l2_addr"]), (&json!("fe80::2"), &json!("02:00:00:00:00:02")));
    assert_eq!((&told["solicited"], &told["overrides"]), (&json!(true), &json!(true)));
    assert_eq!((&told["is_router"], &told["unsolicited"]), (&json!(false), &json!(false)));
    assert!(link.of_kind("weird").is_empty());
}

#[test]
fn a_message_without_a_hardware_address_says_nothing_new() {
    let mut link = TestLink::new();
    link.frame(&advertisement(2, "fe80::2"));
    link.frame(&message(2, "fe80::2", 255, &about(ADVERTISEMENT, 0x40, "fe80::2", &[])));
    assert_eq!(link.of_kind("nd").len(), 1);
    assert_eq!(link.of_kind("nd")[0]["unsolicited"], true, "nobody had asked");
    assert_eq!(link.engine.statistics().repeats, 1);
    link.wait(600).frame(&advertisement(2, "fe80::2"));
    assert_eq!(link.of_kind("nd")[1]["left_out"], 1);
}

#[test]
fn a_neighbour_that_moves_names_where_it_was() {
    let mut link = TestLink::new();
    link.frame(&advertisement(2, "fe80::2")).frame(&advertisement(9, "fe80::2"));
    let records = link.of_kind("nd");
    assert_eq!(records[1]["l2_addr"], "02:00:00:00:00:09");
    assert_eq!(records[1]["previous_l2_addr"], "02:00:00:00:00:02");
}

#[test]
fn an_address_is_asked_for_before_it_is_taken() {
    let mut link = TestLink::new();
    link.frame(&message(1, "::", 255, &about(SOLICITATION, 0, "fe80::5", &[])));
    let record = &link.of_kind("nd")[0];
    assert_eq!((&record["probe"], &record["target"]), (&json!(true), &json!("fe80::5")));
    assert_eq!((record.get("addr"), &record["sender"]), (None, &json!("::")));
}

/// Hop limit 64, managed, high preference, half an hour; prefix, packet size and name server as options.
fn router_advertisement(valid_seconds: u32, mtu: u32) -> Vec<u8> {
    let mut bytes = vec![134, 0, 0, 0, 64, 0x88, 0x07, 0x08];
    bytes.extend([0; 8]);
    bytes.extend(link_address(1, 9));
    bytes.extend([3, 4, 64, 0xc0]);
    bytes.extend(valid_seconds.to_be_bytes());
    bytes.extend(600u32.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(address("2001:db8:1::"));
    bytes.extend([5, 1, 0, 0]);
    bytes.extend(mtu.to_be_bytes());
    bytes.extend([25, 3, 0, 0, 0, 0, 4, 0xb0]);
    bytes.extend(address("2001:db8::53"));
    bytes
}

#[test]
fn a_router_tells_of_its_link() {
    let mut link = TestLink::new();
    link.frame(&message(9, "fe80::9", 255, &router_advertisement(3600, 1500)));
    let record = &link.of_kind("nd")[0];
    assert_eq!((&record["operation"], &record["addr"]), (&json!("router_advertisement"), &json!("fe80::9")));
    assert_eq!((&record["hop_limit"], &record["router_lifetime"]), (&json!(64), &json!(1800.0)));
    assert_eq!((&record["managed"], &record["other_configuration"]), (&json!(true), &json!(false)));
    assert_eq!(record["router_preference"], "high");
    assert_eq!(record["prefixes"], json!(["2001:db8:1::/64"]));
    assert_eq!(record["valid_lifetimes"], json!([3600.0]));
    assert_eq!(record["preferred_lifetimes"], json!([600.0]));
    assert_eq!((&record["mtu"], &record["dns_servers"]), (&json!(1500), &json!(["2001:db8::53"])));
}

#[test]
fn a_lifetime_that_runs_down_is_nothing_new_but_a_smaller_packet_is() {
    let mut link = TestLink::new();
    for (valid, mtu) in [(3600, 1500), (3590, 1500), (3580, 1280), (0, 1280)] {
        link.frame(&message(9, "fe80::9", 255, &router_advertisement(valid, mtu)));
    }
    let told: Vec<_> =
        link.of_kind("nd").iter().map(|nd| (nd["mtu"].clone(), nd["left_out"].clone())).collect();
    assert_eq!(told, [(json!(1500), json!(0)), (json!(1280), json!(1)), (json!(1280), json!(0))]);
}

#[test]
fn a_redirect_names_the_way_and_where_it_leads() {
    let mut link = TestLink::new();
    let body = [about(137, 0, "fe80::7", &address("2001:db8::8")), link_address(2, 7)].concat();
    link.frame(&message(9, "fe80::9", 255, &body));
    let record = &link.of_kind("nd")[0];
    assert_eq!((&record["operation"], &record["target"]), (&json!("redirect"), &json!("fe80::7")));
    assert_eq!(
        (&record["destination"], &record["l2_addr"]),
        (&json!("2001:db8::8"), &json!("02:00:00:00:00:07"))
    );
    assert!(link.of_kind("weird").is_empty());
}

#[test]
fn whoever_is_further_away_tells_nothing() {
    let mut link = TestLink::new();
    link.frame(&message(2, "fe80::2", 64, &about(ADVERTISEMENT, 0x60, "fe80::2", &link_address(2, 2))));
    assert!(link.of_kind("nd").is_empty());
    let weirds = link.of_kind("weird");
    assert_eq!((&weirds[0]["name"], &weirds[0]["addl"]), (&json!("nd_hop_limit"), &json!("64")));
}

#[test]
fn an_advertisement_of_another_devices_address_is_an_anomaly() {
    let mut link = TestLink::new();
    link.frame(&message(66, "fe80::2", 255, &about(ADVERTISEMENT, 0x20, "fe80::2", &link_address(2, 2))));
    let weirds = link.of_kind("weird");
    assert_eq!((weirds.len(), &weirds[0]["name"]), (1, &json!("weird_nd_address")));
    assert_eq!(weirds[0]["addl"], "the frame is from 02:00:00:00:00:42, the message tells 02:00:00:00:00:02");
}

#[test]
fn every_length_of_every_message_is_survived() {
    let whole = [router_advertisement(3600, 1500), about(ADVERTISEMENT, 0, "fe80::2", &link_address(2, 2))];
    for bytes in whole {
        for length in 8..bytes.len() {
            let mut link = TestLink::new();
            link.frame(&message(2, "fe80::2", 255, &bytes[..length]));
            let found = link.of_kind("nd").len() + link.of_kind("weird").len();
            assert!(found >= 1, "{length} bytes say something or are an anomaly");
        }
    }
}
