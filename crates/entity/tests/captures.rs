//! Public captures through the engine, held against what `tshark` shows in them.
//!
//! The captures are not part of the project. Where the shared corpus does not stand beside the checkout, these tests
//! say so and pass; continuous integration has it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use thymus_capture::{Item, Source};
use thymus_entity::{Entities, Limits, Networks};
use thymus_proto::{Engine, Settings};
use thymus_record::{Record, Row, Timestamp, Value};

/// The records of a capture with their facts, and everything that was learnt from them.
struct Found {
    entities: Entities,
    rows: Vec<Row>,
    changes: Vec<Row>,
    last: Timestamp,
}

fn analyze(name: &str) -> Option<Found> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/network").join(name);
    if !path.exists() {
        println!("skipped: the shared corpus of captures does not stand beside this checkout");
        return None;
    }
    let rows = Arc::new(Mutex::new(Vec::new()));
    let sink = {
        let rows = Arc::clone(&rows);
        move |record: &dyn Record| rows.lock().unwrap().push(Row::of(record))
    };
    let mut engine = Engine::new(Settings::default(), Box::new(sink));
    let mut source = Source::open(&[path]).unwrap();
    let mut last = Timestamp(0);
    while let Some(item) = source.next().unwrap() {
        let Item::Packet(packet) = item else { continue };
        last = packet.timestamp;
        engine.packet(
            packet.timestamp,
            packet.ordinal,
            packet.link,
            packet.bytes,
            packet.wire_length,
            packet.vlan,
        );
    }
    engine.finish();
    drop(engine);
    let mut rows = std::mem::take(&mut *rows.lock().unwrap());
    let mut entities = Entities::new(Networks::default(), Limits::default());
    let mut changes = Vec::new();
    for row in &mut rows {
        changes.extend(entities.observe(row));
    }
    Some(Found { entities, rows, changes, last })
}

impl Found {
    fn device_of(&self, address: &str) -> String {
        let address: IpAddr = address.parse().unwrap();
        self.entities.who_had(address, self.last).map_or_else(String::new, |held| held.device)
    }

    fn name_of(&self, address: &str) -> String {
        let device = self.entities.device(&self.device_of(address));
        device.unwrap_or_else(|| panic!("{address} has no device")).name.unwrap_or_default()
    }

    fn tags_of(&self, address: &str) -> Vec<String> {
        let device = self.entities.device(&self.device_of(address)).unwrap();
        device.tags.into_iter().map(|tag| tag.name).collect()
    }

    fn find(&self, kind: &str, condition: impl Fn(&Row) -> bool) -> &Row {
        let found = self.rows.iter().find(|row| row.kind() == kind && condition(row));
        found.unwrap_or_else(|| panic!("no such {kind}"))
    }
}

fn text(row: &Row, name: &str) -> String {
    match row.get(name) {
        Value::Text(text) => text.to_owned(),
        Value::Address(address) => address.to_string(),
        Value::Count(count) => count.to_string(),
        _ => String::new(),
    }
}

/// `tshark -Y dhcp -T fields -e dhcp.hw.mac_addr -e dhcp.option.hostname -e dhcp.ip.your -e dhcp.option.dhcp_server_id`
#[test]
fn a_lease_tells_card_name_and_server() {
    let Some(found) = analyze("malware/acandeias__zeus-gameover-loader.pcap") else { return };
    assert_eq!(found.device_of("172.16.98.8"), "mac:00:50:f4:ed:c3:af");
    assert_eq!(found.name_of("172.16.98.8"), "joe-8a81c76c9df");
    assert!(found.tags_of("172.16.1.1").contains(&"dhcp-server".to_owned()));
    let out = found.find("conn", |row| text(row, "direction") == "outbound");
    assert_eq!(text(out, "source.device"), "mac:00:50:f4:ed:c3:af");
    let new =
        |row: &&Row| text(row, "change") == "new_device" && text(row, "source.device").starts_with("mac:");
    assert!(found.changes.iter().any(|row| new(&row)));
    let Some(found) = analyze("network/suri__dhcp-eve-extended.pcap") else { return };
    assert_eq!(found.device_of("10.16.1.4"), "mac:00:11:32:17:49:f0");
    assert_eq!(found.name_of("10.16.1.4"), "nas1");
}

/// `tshark -Y kerberos.CNameString -T fields -e ip.src -e ip.dst -e kerberos.CNameString -e kerberos.realm` shows that
/// 192.168.1.46 logs in as CHIP-DOUGLAS-PC$ and as administrator of `picklesworth` at 192.168.1.195.
#[test]
fn a_domain_is_learnt_from_its_logins() {
    let Some(found) = analyze("scenario/elcab__windows_miscellany.pcapng") else { return };
    assert_eq!(found.name_of("192.168.1.46"), "chip-douglas-pc.picklesworth.local");
    assert!(found.tags_of("192.168.1.195").contains(&"dc".to_owned()));
    assert_eq!(found.name_of("192.168.1.195"), "win-cnneq7ocuqs.picklesworth.local");
    let account = found.entities.account("administrator@picklesworth.local").expect("it logged in");
    assert_eq!(account.name, r"PICKLESWORTH\administrator");
    assert_eq!(account.devices[0].device, found.device_of("192.168.1.46"));
    let machine = found.entities.account(r"PICKLESWORTH\chip-douglas-pc$").expect("it logged in");
    assert_eq!(machine.machine.as_deref(), Some("chip-douglas-pc"));
    let ticket = found.find("kerberos", |row| text(row, "service").starts_with("TERMSRV/"));
    assert_eq!(text(ticket, "user.account"), r"PICKLESWORTH\administrator");
    assert_eq!(text(ticket, "direction"), "internal");
}

/// `tshark -Y ntlmssp` shows chewbacca of PICKLESWORTH from SNICKLEFRITZ, and a challenge of
/// Chip_Douglas-PC.picklesworth.local whose domain is PICKLESWORTH, picklesworth.local.
#[test]
fn both_ends_of_an_ntlm_login_say_their_names() {
    let Some(found) = analyze("lateral/elcab__start-service.pcap") else { return };
    assert_eq!(found.name_of("192.168.1.46"), "chip_douglas-pc.picklesworth.local");
    assert!(found.name_of("192.168.1.62").starts_with("snicklefritz"));
    let login = found.find("ntlm", |_| true);
    assert_eq!(text(login, "user.account"), r"PICKLESWORTH\chewbacca");
    let account = found.entities.account("chewbacca@picklesworth.local").unwrap();
    assert_eq!(account.devices[0].device, found.device_of("192.168.1.62"));
}

/// `tshark -Y dns.a -T fields -e ip.dst -e dns.qry.name -e dns.a` shows www.msn.com at 204.79.197.203 for 192.168.1.46.
#[test]
fn connections_bear_the_names_that_were_asked_for() {
    let Some(found) = analyze("malware/elcab__capture-Mon-02-13-17-17-15-34_Empire.pcapng") else { return };
    let to_msn =
        |row: &Row| text(row, "id.orig_h") == "192.168.1.46" && text(row, "id.resp_h") == "204.79.197.203";
    let page = found.find("http", |row| to_msn(row) && text(row, "host") == "www.msn.com");
    assert_eq!(text(page, "destination.name"), "www.msn.com");
    let flow = found.find("conn", to_msn);
    assert_eq!(text(flow, "destination.domain"), "msn.com");
    assert_eq!(
        (text(flow, "destination.country").as_str(), text(flow, "destination.asn").as_str()),
        ("US", "8068")
    );
    assert!(text(flow, "destination.as_name").contains("Microsoft"));
    assert!(found.tags_of("192.168.1.195").contains(&"dns-server".to_owned()));
    let outward =
        || found.rows.iter().filter(|row| row.kind() == "conn" && text(row, "direction") == "outbound");
    let named = outward().filter(|row| !text(row, "destination.name").is_empty()).count();
    assert!(
        named * 10 >= outward().count() * 9,
        "{named} of {} outbound connections have a name",
        outward().count()
    );
}

/// Whoever had an address is known for every record inside, and a snapshot knows the same.
#[test]
fn every_internal_end_has_a_device() {
    for name in [
        "scenario/elcab__windows_miscellany.pcapng",
        "network/suri__output-eve-ftp-data.pcap",
        "windows/elcab__netshareenum.pcapng",
    ] {
        let Some(found) = analyze(name) else { return };
        for row in &found.rows {
            for (end, field) in [("source", "id.orig_h"), ("destination", "id.resp_h")] {
                let Value::Address(address) = row.get(field) else { continue };
                let one = thymus_entity::is_of_one_device(address);
                let internal = row.get(&format!("{end}.internal")) == Value::Bool(true);
                assert_eq!(!text(row, &format!("{end}.device")).is_empty(), one && internal, "{row:?}");
            }
        }
        let bytes = found.entities.snapshot().unwrap();
        let again = Entities::restore(&bytes, Networks::default(), Limits::default()).unwrap();
        assert_eq!(again.devices(), found.entities.devices());
        assert_eq!(again.accounts(), found.entities.accounts());
    }
}
