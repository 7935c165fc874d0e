//! Snapshots: what comes back is what was there, damage is refused, and old versions stay readable.

use super::*;
use crate::SnapshotError;

/// A little of everything that is kept. The sample of version 1 was made of this.
pub(super) fn sample() -> Entities {
    let mut entities = entities();
    let mut challenge = ends("10.0.0.50", "10.0.0.10", 445);
    for (name, value) in [
        ("hostname", "PC-A"),
        ("domainname", "CORP"),
        ("username", "alice"),
        ("server_nb_computer_name", "DC01"),
        ("server_dns_computer_name", "dc01.corp.example.com"),
        ("server_nb_domain", "CORP"),
        ("server_dns_domain", "corp.example.com"),
    ] {
        challenge.push((name, text(value)));
    }
    observe(
        &mut entities,
        [
            lease(1_000.0, "00:50:f4:ed:c3:af", "PC-A", "10.0.0.50", 3_600.0),
            row("ntlm", 1_010.0, &challenge),
            kerberos(1_020.0, "10.0.0.50", "AS", "alice/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true),
            kerberos(1_021.0, "10.0.0.50", "TGS", "alice/CORP.EXAMPLE.COM", "cifs/fs01", true),
            dns(1_030.0, "10.0.0.50", "10.0.0.53", "www.example.com", &["88.99.0.1"]),
            conn(1_031.0, "10.0.0.50", "88.99.0.1", 443, Some(("00:50:f4:ed:c3:af", "00:11:32:17:49:f0"))),
            lease(9_000.0, "68:5d:43:8b:f9:de", "PC-B", "10.0.0.50", 3_600.0),
        ],
    );
    let tag = crate::Tag {
        name: "vip".to_owned(),
        colour: "#ff0000".to_owned(),
        description: "the managing director's".to_owned(),
        expires: Some(at(9.0e6)),
        origin: crate::Origin::Person,
    };
    entities.set_tag("mac:00:50:f4:ed:c3:af", &tag, at(9_001.0)).unwrap();
    entities
}

fn restore(bytes: &[u8]) -> Result<Entities, SnapshotError> {
    Entities::restore(bytes, Networks::default(), Limits::default())
}

#[test]
fn what_comes_back_knows_the_same_and_goes_on_alike() {
    let mut before = sample();
    let mut after = restore(&before.snapshot().unwrap()).unwrap();
    assert_eq!(after.devices(), before.devices());
    assert_eq!(after.accounts(), before.accounts());
    assert_eq!(after.history(ip("10.0.0.50")), before.history(ip("10.0.0.50")));
    assert_eq!(after.snapshot().unwrap(), before.snapshot().unwrap());
    for row in [
        arp(9_100.0, "00:50:f4:ed:c3:af", "10.0.0.50"),
        conn(9_200.0, "10.0.0.50", "88.99.0.1", 443, None),
        kerberos(9_300.0, "10.0.0.50", "AS", "alice/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true),
    ] {
        let (mut one, mut other) = (row.clone(), row);
        let changes = (before.observe(&mut one), after.observe(&mut other));
        assert_eq!(format!("{:?}", changes.0), format!("{:?}", changes.1));
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
    assert_eq!(after.snapshot().unwrap(), before.snapshot().unwrap());
}

#[test]
fn the_same_knowledge_gives_the_same_bytes() {
    assert_eq!(sample().snapshot().unwrap(), sample().snapshot().unwrap());
}

#[test]
fn damage_and_other_versions_are_refused() {
    let bytes = sample().snapshot().unwrap();
    assert_eq!(restore(b"").err(), Some(SnapshotError::NotASnapshot));
    assert_eq!(restore(&[0; 64]).err(), Some(SnapshotError::NotASnapshot));
    for length in 18..bytes.len() {
        assert_eq!(restore(&bytes[..length]).err(), Some(SnapshotError::Checksum), "{length}");
    }
    let mut other = bytes.clone();
    other[8] = 2;
    assert_eq!(restore(&other).err(), Some(SnapshotError::Version(2)));
    for place in (18..bytes.len()).step_by(7) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x10;
        assert_eq!(restore(&flipped).err(), Some(SnapshotError::Checksum), "{place}");
    }
}

/// The file was written by the first version and must never be written again.
#[test]
fn version_1_is_still_read() {
    let entities = restore(include_bytes!("../../data/snapshot-1.bin")).unwrap();
    assert_eq!(who(&entities, "10.0.0.50", 1_500.0).device, "mac:00:50:f4:ed:c3:af");
    assert_eq!(who(&entities, "10.0.0.50", 9_500.0).device, "mac:68:5d:43:8b:f9:de");
    let device = entities.device("mac:00:50:f4:ed:c3:af").unwrap();
    assert_eq!(device.name.as_deref(), Some("pc-a"));
    assert_eq!(device.tags[0].name, "vip");
    let account = entities.account("alice@corp.example.com").unwrap();
    assert_eq!((account.name.as_str(), account.count), (r"CORP\alice", 3));
    assert_eq!(entities.name_for(ip("10.0.0.50"), ip("88.99.0.1"), at(1_040.0)), Some("www.example.com"));
    let controller = entities.device("host:dc01").unwrap();
    assert_eq!(controller.name.as_deref(), Some("dc01.corp.example.com"));
    assert_eq!(controller.tags[0].name, "dc");
}
