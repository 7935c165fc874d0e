//! CDP frames as Cisco's devices send them.

use crate::link::tests::{TestLink, mac};
use serde_json::json;

fn value(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len() + 4).unwrap();
    [&kind.to_be_bytes()[..], &length.to_be_bytes(), bytes].concat()
}

fn addresses(last: u8) -> Vec<u8> {
    vec![0, 0, 0, 1, 1, 1, 0xcc, 0, 4, 10, 0, 0, last]
}

fn router(version: &str) -> Vec<u8> {
    [
        vec![2, 180, 0, 0],
        value(1, b"R1.example.com"),
        value(2, &addresses(1)),
        value(3, b"FastEthernet0/0"),
        value(4, &[0, 0, 0, 0x29]),
        value(5, version.as_bytes()),
        value(6, b"Example 2691"),
        value(9, b"head office"),
        value(10, &[0, 7]),
        value(11, &[1]),
        value(14, &[1, 0, 20]),
        value(20, b"R1"),
        value(22, &addresses(254)),
    ]
    .concat()
}

/// In IEEE 802.3 with LLC and SNAP, as CDP always is.
fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 8).unwrap();
    let link = [&[1, 0, 0x0c, 0xcc, 0xcc, 0xcc][..], &mac(1), &length.to_be_bytes()].concat();
    [&link[..], &[0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0], payload].concat()
}

#[test]
fn a_router_says_who_it_is() {
    let mut link = TestLink::new();
    link.frame(&frame(&router("Version 12.4\n")));
    let record = &link.of_kind("cdp")[0];
    assert_eq!((&record["device_id"], &record["system_name"]), (&json!("R1.example.com"), &json!("R1")));
    assert_eq!((&record["port_id"], &record["ttl"]), (&json!("FastEthernet0/0"), &json!(180.0)));
    assert_eq!(record["capabilities"], json!(["router", "switch", "igmp"]));
    assert_eq!(
        (&record["addresses"], &record["management_addresses"]),
        (&json!(["10.0.0.1"]), &json!(["10.0.0.254"]))
    );
    assert_eq!(
        (&record["software_version"], &record["platform"]),
        (&json!("Version 12.4"), &json!("Example 2691"))
    );
    assert_eq!((&record["native_vlan"], &record["voice_vlan"]), (&json!(7), &json!(20)));
    assert_eq!((&record["vtp_domain"], &record["duplex"]), (&json!("head office"), &json!("full")));
    assert_eq!(record["mac_src"], "02:00:00:00:00:01");
}

#[test]
fn the_same_again_is_counted_and_a_change_is_told() {
    let mut link = TestLink::new();
    for version in ["1", "1", "2"] {
        link.wait(60).frame(&frame(&router(version)));
    }
    let told: Vec<_> = link
        .of_kind("cdp")
        .iter()
        .map(|record| (record["changed"].clone(), record["left_out"].clone()))
        .collect();
    assert_eq!(told, [(json!(false), json!(0)), (json!(true), json!(1))]);
}

#[test]
fn every_length_of_a_frame_is_survived() {
    let whole = router("1");
    for length in 0..whole.len() {
        let mut link = TestLink::new();
        link.frame(&frame(&whole[..length]));
        let found = link.of_kind("cdp").len() + link.of_kind("weird").len();
        assert!(found >= 1, "{length} bytes say something or are an anomaly");
    }
}
