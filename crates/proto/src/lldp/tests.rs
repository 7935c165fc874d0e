//! LLDP frames as IEEE 802.1AB and ANSI/TIA-1057 have them.

use crate::link::tests::{TestLink, ethernet};
use serde_json::json;

fn value(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let header = u16::from(kind) << 9 | u16::try_from(bytes.len()).unwrap();
    [&header.to_be_bytes()[..], bytes].concat()
}

fn switch(name: &str) -> Vec<u8> {
    [
        value(1, &[4, 2, 0, 0, 0, 0, 0xaa]),
        value(2, b"\x05Gi1/0/1"),
        value(3, &[0, 120]),
        value(4, b"uplink\0"),
        value(5, name.as_bytes()),
        value(6, b"Example OS 15.2\r\n"),
        value(7, &[0, 0x14, 0, 0x04]),
        value(8, &[5, 1, 10, 0, 0, 1, 2, 0, 0, 0, 1, 0]),
        value(8, &[17, 2, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0]),
        value(127, &[0, 0x80, 0xc2, 1, 0, 100]),
        value(0, &[]),
    ]
    .concat()
}

fn frame(payload: &[u8]) -> Vec<u8> {
    ethernet(0xab, 0x0e, 0x88cc, payload)
}

#[test]
fn a_switch_says_who_it_is() {
    let mut link = TestLink::new();
    link.frame(&frame(&switch("sw1.example.com")));
    let record = &link.of_kind("lldp")[0];
    assert_eq!(
        (&record["chassis_id"], &record["chassis_id_type"]),
        (&json!("02:00:00:00:00:aa"), &json!("mac"))
    );
    assert_eq!((&record["port_id"], &record["port_id_type"]), (&json!("Gi1/0/1"), &json!("interface_name")));
    assert_eq!((&record["ttl"], &record["port_description"]), (&json!(120.0), &json!("uplink")));
    assert_eq!(record["system_name"], "sw1.example.com");
    assert_eq!(record["system_description"], "Example OS 15.2");
    assert_eq!(record["capabilities"], json!(["bridge", "router"]));
    assert_eq!(record["enabled_capabilities"], json!(["bridge"]));
    assert_eq!(record["management_addresses"], json!(["10.0.0.1", "fe80::1"]));
    assert_eq!((&record["port_vlan"], &record["mac_src"]), (&json!(100), &json!("02:00:00:00:00:ab")));
    assert!(link.of_kind("weird").is_empty());
}

#[test]
fn the_same_again_is_counted_and_a_change_is_told() {
    let mut link = TestLink::new();
    for name in ["sw1", "sw1", "sw1", "sw2"] {
        link.wait(30).frame(&frame(&switch(name)));
    }
    link.wait(600).frame(&frame(&switch("sw2")));
    let told: Vec<_> = link
        .of_kind("lldp")
        .iter()
        .map(|record| (record["changed"].clone(), record["left_out"].clone()))
        .collect();
    assert_eq!(told, [(json!(false), json!(0)), (json!(true), json!(2)), (json!(false), json!(0))]);
    assert_eq!(link.engine.statistics().repeats, 2);
}

#[test]
fn a_telephone_tells_its_inventory() {
    let tia =
        |subtype: u8, text: &str| value(127, &[&[0, 0x12, 0xbb, subtype][..], text.as_bytes()].concat());
    let payload = [
        value(1, &[5, 1, 10, 0, 0, 7]),
        value(2, &[3, 2, 0, 0, 0, 0, 7]),
        value(3, &[0, 180]),
        tia(5, "rev 2"),
        tia(6, "1.0.3"),
        tia(7, "9.4.2"),
        tia(8, "SN0042"),
        tia(9, "Example Telephones"),
        tia(10, "Desk 7"),
        value(0, &[]),
    ]
    .concat();
    let mut link = TestLink::new();
    link.frame(&frame(&payload));
    let record = &link.of_kind("lldp")[0];
    assert_eq!((&record["chassis_id"], &record["chassis_id_type"]), (&json!("10.0.0.7"), &json!("network")));
    assert_eq!(record["port_id"], "02:00:00:00:00:07");
    let inventory = [
        "manufacturer",
        "model",
        "serial_number",
        "hardware_version",
        "firmware_version",
        "software_version",
    ];
    let told: Vec<_> = inventory.iter().map(|field| record[field].as_str().unwrap()).collect();
    assert_eq!(told, ["Example Telephones", "Desk 7", "SN0042", "rev 2", "1.0.3", "9.4.2"]);
}

#[test]
fn every_length_of_a_frame_is_survived() {
    let whole = switch("sw1");
    for length in 0..whole.len() {
        let mut link = TestLink::new();
        link.frame(&frame(&whole[..length]));
        let records = link.of_kind("lldp").len();
        assert_eq!(
            records,
            usize::from(length >= 9),
            "{length}: the device is named by the first nine bytes"
        );
        if length < 9 {
            assert_eq!(link.of_kind("weird")[0]["name"], "bad_LLDP");
        }
    }
}
