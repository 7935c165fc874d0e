//! The protocols of the link: the program against facts that `tshark` (4.0.17) tells of public captures, and against itself
//! with other numbers of workers.
//!
//! The captures are not part of the project. Where the shared corpus does not stand beside the checkout, the tests that
//! need them say so and pass; continuous integration has it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "acceptance/analysis.rs"]
#[allow(dead_code, reason = "each suite uses a part of it")]
mod analysis;

use analysis::{Analysis, capture};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

fn analysis(name: &str) -> Option<Analysis> {
    Some(Analysis::run(&capture(name)?))
}

/// Pairs of address and hardware address in the records.
fn bindings(records: &[Value], address: &str, hardware: &str) -> BTreeSet<(String, String)> {
    let pair = |record: &Value| (text(record, address).to_owned(), text(record, hardware).to_owned());
    records.iter().map(pair).filter(|(_, hardware)| !hardware.is_empty()).collect()
}

#[test]
fn arp_a_router_that_asks_for_everybody() {
    let Some(found) = analysis("network/bruteshark__ARP_-_Broadcast.pcap") else { return };
    let arp = found.of("arp");
    let bindings = bindings(arp, "id.orig_h", "orig_l2_addr");
    assert_eq!(bindings.len(), 9, "nine addresses, all of one router");
    assert!(bindings.iter().all(|(_, hardware)| hardware == "00:07:0d:af:f4:54"), "{bindings:?}");
    assert!(arp.len() < 30, "{} records of 622 packets", arp.len());
    assert!(arp.iter().all(|record| record["mac_dst"] == "ff:ff:ff:ff:ff:ff"));
    let most = arp.iter().filter_map(|record| record["targets"].as_u64()).max().unwrap();
    assert!(
        (80..=120).contains(&most),
        "{most}: at its hundredth repetition the router had asked for about as many"
    );
}

#[test]
fn arp_every_binding_that_tshark_sees_and_no_other() {
    let Some(found) = analysis("malware/slips__dataset_test8-malicious.pcap") else { return };
    let expected = [
        ("192.168.1.1", "d8:58:d7:00:67:11"),
        ("192.168.1.122", "44:8a:5b:2d:8b:33"),
        ("192.168.1.245", "dc:a6:32:10:0c:2d"),
        ("192.168.1.247", "50:ed:3c:39:bc:d9"),
    ];
    let expected = expected.map(|(address, hardware)| (address.to_owned(), hardware.to_owned()));
    assert_eq!(bindings(found.of("arp"), "id.orig_h", "orig_l2_addr"), BTreeSet::from(expected));
    let scanner = found.of("arp").iter().filter(|record| record["id.orig_h"] == "192.168.1.247");
    let most = scanner.filter_map(|record| record["targets"].as_u64()).max().unwrap();
    assert!(most >= 80, "{most}: it asks for a whole network");
}

#[test]
fn arp_an_address_announced_by_its_owner() {
    let Some(found) = analysis("network/sanders__arp_gratuitous.pcapng") else { return };
    let arp = found.only("arp");
    assert_eq!((text(arp, "id.orig_h"), text(arp, "orig_l2_addr")), ("24.6.125.19", "00:03:47:b7:f2:f5"));
    assert_eq!((&arp["gratuitous"], &arp["operation"]), (&json!(true), &json!("request")));
}

#[test]
fn arp_two_devices_with_one_address() {
    let Some(found) = analysis("lateral/elcab__schtasks.pcap") else { return };
    let bindings = bindings(found.of("arp"), "id.orig_h", "orig_l2_addr");
    for hardware in ["b0:c0:90:57:d6:4e", "08:00:27:2a:ba:35"] {
        assert!(bindings.contains(&("192.168.1.46".to_owned(), hardware.to_owned())), "{bindings:?}");
    }
    found.find("arp", |arp| arp["previous_l2_addr"] == "b0:c0:90:57:d6:4e");
}

#[test]
fn nd_a_router_and_its_client() {
    let Some(found) = analysis("malware/mercury__surfshark.pcap") else { return };
    let router = found.find("nd", |nd| nd["operation"] == "router_advertisement");
    assert_eq!((text(router, "addr"), text(router, "l2_addr")), ("fe80::2", "52:56:00:00:00:02"));
    assert_eq!((&router["prefixes"], &router["router_lifetime"]), (&json!(["fec0::/64"]), &json!(1800.0)));
    let bindings = bindings(found.of("nd"), "addr", "l2_addr");
    assert!(bindings.contains(&("fe80::15:b2ff:fe00:0".to_owned(), "02:15:b2:00:00:00".to_owned())));
}

#[test]
fn nd_damage_has_zeeks_names() {
    let Some(found) = analysis("network/zeek__icmp_icmp6-nd-short-options.pcap") else { return };
    let names: BTreeSet<&str> = found.of("weird").iter().map(|weird| text(weird, "name")).collect();
    let zeeks = [
        "icmp6_na_bad_opt_offset",
        "icmp6_ns_bad_opt_offset",
        "icmp6_ra_bad_opt_offset",
        "icmp6_redirect_bad_opt_offset",
    ];
    let all_of_zeeks = zeeks.iter().all(|name| names.contains(name));
    assert!(all_of_zeeks, "{names:?}");
}

#[test]
fn lldp_three_switches() {
    let Some(found) = analysis("network/arkime__wireshark-lldp.pcap") else { return };
    assert_eq!(found.of("lldp").len(), 3);
    let switch = found.find("lldp", |lldp| lldp["mac_src"] == "00:13:21:57:ca:7f");
    assert_eq!((text(switch, "chassis_id"), text(switch, "port_id")), ("00:13:21:57:ca:40", "1"));
    assert_eq!(text(switch, "system_name"), "ProCurve Switch 2600-8-PWR");
    assert_eq!(switch["management_addresses"], json!(["15.255.122.148"]));
    assert_eq!(switch["ttl"], 120.0);
    let summit = found.find("lldp", |lldp| lldp["system_name"] == "Summit300-48");
    assert!(text(summit, "system_description").starts_with("Summit300-48 - Version 7.4e.1"));
}

#[test]
fn lldp_what_is_told_every_five_seconds_is_told_once() {
    let Some(found) = analysis("ot/icsnpp-profinet-io-cm__profinet_io_cm_mixed_1.pcap") else { return };
    let ports: BTreeMap<&str, &str> =
        found.of("lldp").iter().map(|lldp| (text(lldp, "mac_src"), text(lldp, "port_id"))).collect();
    let expected = [
        ("00:09:91:43:e0:68", "port-001"),
        ("00:0e:8c:ef:75:c9", "port-004"),
        ("00:0e:8c:ef:75:cd", "port-008"),
    ];
    assert_eq!(ports, BTreeMap::from(expected));
    assert_eq!(found.of("lldp").len(), 3, "of 201 frames");
}

#[test]
fn cdp_a_router_of_version_1_and_a_switch() {
    let Some(found) = analysis("network/zeek__cdp-v1.pcap") else { return };
    let router = found.only("cdp");
    assert_eq!((text(router, "device_id"), text(router, "port_id")), ("R1", "Ethernet0"));
    assert_eq!((text(router, "platform"), &router["addresses"]), ("cisco 1601", &json!(["192.168.10.1"])));
    assert_eq!((&router["version"], &router["capabilities"]), (&json!(1), &json!(["router"])));
    let Some(found) = analysis("ot/iti__openics_EIP-RemoteModeChangeAttempt.pcap") else { return };
    let switch = found.only("cdp");
    assert_eq!((text(switch, "device_id"), text(switch, "platform")), ("Ns5gt", "cisco WS-CE500-24TT"));
    assert_eq!((&switch["native_vlan"], &switch["capabilities"]), (&json!(3), &json!(["switch", "igmp"])));
    assert_eq!(switch["management_addresses"], json!(["208.73.217.142"]));
}

/// A pcap of frames, a tenth of a second apart.
fn pcap(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file =
        vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for (place, frame) in frames.iter().enumerate() {
        let tenths = place as u32;
        let length = frame.len() as u32;
        for number in [1_700_000_000 + tenths / 10, tenths % 10 * 100_000, length, length] {
            file.extend(number.to_le_bytes());
        }
        file.extend(frame);
    }
    file
}

fn ethernet(source: u8, ethertype: u16, payload: &[u8]) -> Vec<u8> {
    [&[0xff; 6][..], &[2, 0, 0, 0, 0, source], &ethertype.to_be_bytes(), payload].concat()
}

/// Host `sender` asks for host `target`.
fn arp_request(sender: u8, target: u8) -> Vec<u8> {
    let packet = [
        &[0, 1, 8, 0, 6, 4, 0, 1][..],
        &[2, 0, 0, 0, 0, sender, 10, 0, 0, sender],
        &[0; 6],
        &[10, 0, 0, target],
    ];
    ethernet(sender, 0x0806, &packet.concat())
}

/// The same in a tunnel of GRE between two of several routers.
fn tunnelled_arp_request(router: u8, sender: u8, target: u8) -> Vec<u8> {
    let inner = [&[0, 0, 0x65, 0x58][..], &arp_request(sender, target)].concat();
    let length = (20 + inner.len()) as u16;
    let mut packet = vec![0x45, 0];
    packet.extend(length.to_be_bytes());
    packet.extend([0, 0, 0, 0, 64, 47, 0, 0, 192, 0, 2, router, 192, 0, 2, 200]);
    packet.extend(inner);
    ethernet(router, 0x0800, &packet)
}

/// Host `sender` tells everybody where it is.
fn neighbor_advertisement(sender: u8) -> Vec<u8> {
    let mut address = [0; 16];
    (address[0], address[1], address[15]) = (0xfe, 0x80, sender);
    let group = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let mut packet = vec![0x60, 0, 0, 0, 0, 32, 58, 255];
    packet.extend(
        [&address[..], &group, &[136, 0, 0, 0, 0x20, 0, 0, 0], &address, &[2, 1, 2, 0, 0, 0, 0, sender]]
            .concat(),
    );
    ethernet(sender, 0x86dd, &packet)
}

/// Host `sender` says a word to host `receiver` by UDP, so that the workers have something to share out.
fn datagram(sender: u8, receiver: u8) -> Vec<u8> {
    let mut packet = vec![0x45, 0, 0, 32, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, sender, 10, 0, 0, receiver];
    packet.extend([0x9c, 0x40, 0x27, 0x0f, 0, 12, 0, 0, 1, 2, 3, 4]);
    ethernet(sender, 0x0800, &packet)
}

#[test]
fn what_is_told_to_all_is_recorded_once_by_any_number_of_workers() {
    let folder = std::env::temp_dir().join(format!("thymus-link-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut frames = Vec::new();
    for round in 0..40 {
        for host in 1..20 {
            frames.push(datagram(host, host + 100));
            frames.push(arp_request(host, host.wrapping_add(round)));
            frames.push(tunnelled_arp_request(host % 5 + 1, host % 3 + 1, host));
            frames.push(neighbor_advertisement(host));
        }
    }
    std::fs::write(folder.join("link.pcap"), pcap(&frames)).unwrap();
    let one = lines(&folder, "1");
    let of = |kind: &str| one.iter().filter(|(k, _)| k == kind).count();
    assert_eq!(of("arp"), 19 + 15, "each host once, and each of three in each of five tunnels");
    assert_eq!(of("nd"), 19);
    assert_eq!(one, lines(&folder, "2"));
    assert_eq!(one, lines(&folder, "5"));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// All records, sorted, with their kinds.
fn lines(folder: &Path, workers: &str) -> Vec<(String, String)> {
    let out = folder.join(workers);
    let run = Command::new(env!("CARGO_BIN_EXE_thymus"))
        .arg("analyze")
        .arg(folder.join("link.pcap"))
        .arg("--out")
        .arg(&out)
        .args(["--workers", workers])
        .output()
        .expect("the program starts");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        lines.extend(text.lines().map(|line| (kind.clone(), line.to_owned())));
    }
    lines.sort();
    lines
}
