//! ARP as RFC 826 and RFC 5227 have it.

use crate::link::tests::{TestLink, ethernet, mac};
use serde_json::json;

const REQUEST: u16 = 1;
const REPLY: u16 = 2;
const EVERYBODY: u8 = 0xff;

/// From device `sender`, which says that it has 10.0.0.`sender_ip`; host 0 has no address.
fn arp(operation: u16, (sender, sender_ip): (u8, u8), (target, target_ip): (u8, u8)) -> Vec<u8> {
    let address = |last: u8| if last == 0 { [0; 4] } else { [10, 0, 0, last] };
    let target_mac = if target == 0 { [0; 6] } else { mac(target) };
    let mut packet = vec![0, 1, 8, 0, 6, 4];
    packet.extend(operation.to_be_bytes());
    packet.extend([&mac(sender)[..], &address(sender_ip), &target_mac, &address(target_ip)].concat());
    packet
}

fn request(sender: (u8, u8), target_ip: u8) -> Vec<u8> {
    ethernet(sender.0, EVERYBODY, 0x0806, &arp(REQUEST, sender, (0, target_ip)))
}

fn reply(sender: (u8, u8), target: (u8, u8)) -> Vec<u8> {
    ethernet(sender.0, target.0, 0x0806, &arp(REPLY, sender, target))
}

#[test]
fn a_request_and_its_reply_tell_of_two_devices() {
    let mut link = TestLink::new();
    link.frame(&request((1, 1), 2)).frame(&reply((2, 2), (1, 1)));
    let records = link.of_kind("arp");
    assert_eq!(records.len(), 2);
    let [request, reply] = [&records[0], &records[1]];
    assert_eq!((&request["operation"], &reply["operation"]), (&json!("request"), &json!("reply")));
    assert_eq!((&request["id.orig_h"], &request["id.resp_h"]), (&json!("10.0.0.1"), &json!("10.0.0.2")));
    assert_eq!(request["orig_l2_addr"], "02:00:00:00:00:01");
    assert_eq!(request.get("resp_l2_addr"), None, "zeros are nobody's address");
    assert_eq!(request["mac_dst"], "ff:ff:ff:ff:ff:ff");
    assert_eq!(request["targets"], 1);
    assert_eq!(
        (&reply["id.orig_h"], &reply["orig_l2_addr"]),
        (&json!("10.0.0.2"), &json!("02:00:00:00:00:02"))
    );
    assert_eq!(reply["resp_l2_addr"], "02:00:00:00:00:01");
    assert_eq!((&reply["unsolicited"], &reply["gratuitous"]), (&json!(false), &json!(false)));
    assert!(link.of_kind("weird").is_empty());
}

#[test]
fn what_is_told_again_is_counted_and_told_after_ten_minutes() {
    let mut link = TestLink::new();
    for target in 2..52 {
        link.frame(&request((1, 1), target));
    }
    assert_eq!(link.of_kind("arp").len(), 1);
    assert_eq!(link.engine.statistics().repeats, 49);
    link.wait(600).frame(&request((1, 1), 60));
    let records = link.of_kind("arp");
    assert_eq!((records.len(), &records[1]["left_out"]), (2, &json!(49)));
    let targets = records[1]["targets"].as_u64().unwrap();
    assert!((45..=55).contains(&targets), "{targets} of 50");
    assert_eq!(records[1].get("previous_l2_addr"), None);
}

#[test]
fn a_changed_binding_names_the_one_before() {
    let mut link = TestLink::new();
    link.frame(&reply((7, 1), (2, 2))).frame(&reply((9, 1), (2, 2)));
    let records = link.of_kind("arp");
    assert_eq!(records[1]["orig_l2_addr"], "02:00:00:00:00:09");
    assert_eq!(records[1]["previous_l2_addr"], "02:00:00:00:00:07");
}

#[test]
fn an_unsolicited_reply_answers_nobody() {
    let mut link = TestLink::new();
    link.frame(&request((1, 1), 2)).wait(11).frame(&reply((2, 2), (1, 1)));
    link.frame(&request((1, 1), 3)).frame(&reply((3, 3), (1, 1)));
    let unsolicited: Vec<_> =
        link.of_kind("arp").iter().map(|record| record["unsolicited"].clone()).collect();
    assert_eq!(unsolicited, [json!(false), json!(true), json!(false)]);
}

#[test]
fn probes_ask_without_an_address_and_announcements_claim_one() {
    let mut link = TestLink::new();
    link.frame(&request((1, 0), 5)).frame(&request((1, 5), 5));
    let records = link.of_kind("arp");
    let facts = |place: usize| [&records[place]["probe"], &records[place]["gratuitous"]];
    assert_eq!(facts(0), [&json!(true), &json!(false)]);
    assert_eq!(facts(1), [&json!(false), &json!(true)]);
    // Devices that probe for different addresses do not contradict each other.
    link.frame(&request((2, 0), 6));
    assert_eq!(link.of_kind("arp")[2].get("previous_l2_addr"), None);
}

#[test]
fn a_sender_that_is_not_the_frames_is_an_anomaly_once() {
    let mut link = TestLink::new();
    let forged = ethernet(66, 2, 0x0806, &arp(REPLY, (1, 1), (2, 2)));
    link.frame(&reply((1, 1), (2, 2)));
    for _ in 0..20 {
        link.frame(&forged);
    }
    let weirds = link.of_kind("weird");
    assert_eq!((weirds.len(), &weirds[0]["name"]), (1, &json!("weird_arp_sha")));
    assert_eq!((&weirds[0]["id.orig_h"], &weirds[0]["source"]), (&json!("10.0.0.1"), &json!("ARP")));
    assert_eq!(weirds[0]["addl"], "the frame is from 02:00:00:00:00:42, the packet from 02:00:00:00:00:01");
    let records = link.of_kind("arp");
    assert_eq!((records.len(), &records[1]["mac_src"]), (2, &json!("02:00:00:00:00:42")));
    assert_eq!(records[1].get("previous_l2_addr"), None, "the binding is the same");
}

#[test]
fn the_same_address_in_another_vlan_is_another_device() {
    let mut link = TestLink::new();
    link.vlan(10).frame(&request((1, 1), 2)).vlan(20).frame(&request((9, 1), 2));
    let records = link.of_kind("arp");
    assert_eq!((&records[0]["vlan"], &records[1]["vlan"]), (&json!(10), &json!(20)));
    assert_eq!(records[1].get("previous_l2_addr"), None);
}

#[test]
fn a_storm_does_not_flood_the_records() {
    let mut link = TestLink::new();
    for turn in 0..5000u32 {
        let mut frame = request((1, 1), 2);
        frame[28..32].copy_from_slice(&(0x0a01_0000 + turn).to_be_bytes());
        link.frame(&frame);
    }
    assert_eq!(link.of_kind("arp").len(), 3000);
    let weirds = link.of_kind("weird");
    assert_eq!((weirds.len(), &weirds[0]["name"]), (1, &json!("arp_limit_reached")));
    assert_eq!(link.engine.statistics().repeats, 2000);
}

#[test]
fn damage_and_unknown_operations_are_anomalies_and_bounded() {
    let mut link = TestLink::new();
    let whole = arp(REQUEST, (1, 1), (0, 2));
    for length in 0..whole.len() {
        link.frame(&ethernet(1, EVERYBODY, 0x0806, &whole[..length]));
    }
    let weirds = link.of_kind("weird");
    assert_eq!(weirds.len(), whole.len());
    assert!(weirds.iter().all(|weird| weird["name"] == "truncated_ARP"), "{weirds:?}");
    for _ in 0..1000 {
        link.frame(&ethernet(1, EVERYBODY, 0x0806, &arp(25, (1, 1), (0, 2))));
    }
    let weirds = link.of_kind("weird");
    assert_eq!((weirds.len(), &weirds[299]["name"]), (301, &json!("invalid_arp_opcode")));
    assert_eq!(weirds[300]["name"], "weird_limit_reached");
    assert_eq!(link.engine.statistics().weirds_suppressed, 727);
    assert!(link.of_kind("arp").is_empty());
}
