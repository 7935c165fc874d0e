//! Devices that come, go, move, share and fight over addresses.

use super::*;

const A: &str = "00:50:f4:ed:c3:af";
const B: &str = "68:5d:43:8b:f9:de";
const C: &str = "00:11:32:17:49:f0";
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;

#[test]
fn an_address_that_is_leased_to_another_device_belongs_to_each_in_its_time() {
    let mut entities = entities();
    let changes = observe(
        &mut entities,
        [
            lease(1_000.0, A, "PC-A", "10.0.0.50", 8.0 * HOUR),
            conn(1_100.0, "10.0.0.50", "10.0.0.10", 445, None),
            lease(40_000.0, B, "PC-B", "10.0.0.50", 8.0 * HOUR),
            conn(40_100.0, "10.0.0.50", "10.0.0.10", 445, None),
        ],
    );
    let first = who(&entities, "10.0.0.50", 1_050.0);
    assert_eq!((first.device.as_str(), first.inferred), ("mac:00:50:f4:ed:c3:af", false));
    assert_eq!((first.from, first.to), (at(1_000.0), Some(at(40_000.0))));
    assert_eq!(first.basis, Some(crate::Source::Dhcp));
    let second = who(&entities, "10.0.0.50", 40_050.0);
    assert_eq!((second.device.as_str(), second.to), ("mac:68:5d:43:8b:f9:de", None));
    assert_eq!(second.last_seen, at(40_101.0), "traffic shows that the address is still in use");
    assert_eq!(first.evidence.len(), 1);
    assert_ne!(first.evidence, second.evidence);
    let moved = changes.iter().find(|row| fact(row, "change") == "moved").unwrap();
    assert_eq!(fact(moved, "source.device"), "mac:68:5d:43:8b:f9:de");
    assert_eq!(fact(moved, "previous_device"), "mac:00:50:f4:ed:c3:af");
    assert_eq!(fact(moved, "basis"), "DHCP");
    let device = entities.device("mac:00:50:f4:ed:c3:af").unwrap();
    assert_eq!(device.name.as_deref(), Some("pc-a"));
    assert_eq!(device.addresses.len(), 1);
}

#[test]
fn records_are_stamped_with_whoever_had_the_address_then() {
    let mut entities = entities();
    observe(
        &mut entities,
        [lease(1_000.0, A, "PC-A", "10.0.0.50", HOUR), lease(5_000.0, B, "PC-B", "10.0.0.50", HOUR)],
    );
    let now = stamped(&mut entities, conn(5_100.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&now, "source.name"), "pc-b");
    // A connection that began under the old lease is told of when it ends.
    let long = stamped(&mut entities, conn(1_500.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(
        (fact(&long, "source.device").as_str(), fact(&long, "source.name").as_str()),
        ("mac:00:50:f4:ed:c3:af", "pc-a")
    );
}

#[test]
fn a_device_keeps_its_id_when_it_gets_another_address() {
    let mut entities = entities();
    let changes = observe(
        &mut entities,
        [lease(1_000.0, A, "PC-A", "10.0.0.50", HOUR), lease(9_000.0, A, "PC-A", "10.0.7.7", HOUR)],
    );
    let held: Vec<String> =
        entities.addresses_of("mac:00:50:f4:ed:c3:af").iter().map(|held| held.address.to_string()).collect();
    assert_eq!(held, ["10.0.7.7", "10.0.0.50"]);
    let change = changes.iter().find(|row| fact(row, "change") == "address").unwrap();
    assert_eq!(change.get("id.orig_h"), Value::Address(ip("10.0.7.7")));
    let new =
        |row: &&Row| fact(row, "change") == "new_device" && fact(row, "source.device").starts_with("mac:");
    assert_eq!(changes.iter().filter(new).count(), 1);
}

#[test]
fn an_address_that_was_given_back_belongs_to_nobody_known() {
    let mut entities = entities();
    let release = row(
        "dhcp",
        2_000.0,
        &[("mac", mac(A)), ("client_addr", address("10.0.0.50")), ("msg_types", texts(&["RELEASE"]))],
    );
    observe(&mut entities, [lease(1_000.0, A, "PC-A", "10.0.0.50", HOUR), release]);
    let held = who(&entities, "10.0.0.50", 1_500.0);
    assert_eq!((held.to, held.inferred), (Some(at(2_000.0)), false));
    assert!(who(&entities, "10.0.0.50", 3_000.0).inferred, "it was the last who had it, no more is known");
    let later = stamped(&mut entities, conn(3_000.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&later, "source.device"), "ip:10.0.0.50");
}

#[test]
fn two_devices_with_one_host_name_stay_two() {
    let mut entities = entities();
    let changes = observe(
        &mut entities,
        [lease(1_000.0, A, "iPhone", "10.0.0.50", HOUR), lease(1_100.0, B, "iPhone", "10.0.0.51", HOUR)],
    );
    assert_eq!(who(&entities, "10.0.0.50", 1_500.0).device, "mac:00:50:f4:ed:c3:af");
    assert_eq!(who(&entities, "10.0.0.51", 1_500.0).device, "mac:68:5d:43:8b:f9:de");
    let device = entities.device("mac:00:50:f4:ed:c3:af").unwrap();
    assert_eq!(device.namesakes, ["mac:68:5d:43:8b:f9:de"]);
    let change = changes.iter().find(|row| fact(row, "change") == "hardware").unwrap();
    assert_eq!(fact(change, "previous_device"), "mac:00:50:f4:ed:c3:af");
}

#[test]
fn two_devices_that_claim_one_address_in_turn_are_a_conflict() {
    let mut entities = entities();
    let turns = (0..6)
        .map(|turn| arp(1_000.0 + 20.0 * f64::from(turn), if turn % 2 == 0 { A } else { B }, "10.0.0.50"));
    let changes = observe(&mut entities, turns);
    let word_count = |word: &str| words(&changes).iter().filter(|known| *known == word).count();
    assert_eq!((word_count("moved"), word_count("conflict")), (1, 1), "a fight is told of once");
    let history = entities.history(ip("10.0.0.50"));
    assert_eq!(history.len(), 6);
    assert!(history[1..].iter().all(|held| held.conflict) && !history[0].conflict);
    assert_eq!(who(&entities, "10.0.0.50", 1_021.0).device, "mac:68:5d:43:8b:f9:de");
    assert_eq!(who(&entities, "10.0.0.50", 1_041.0).device, "mac:00:50:f4:ed:c3:af");
}

#[test]
fn a_router_in_front_of_many_addresses_is_not_their_device() {
    let mut entities = entities();
    let mut changes = Vec::new();
    for host in 1..=40 {
        let remote = format!("10.9.0.{host}");
        changes.extend(observe(
            &mut entities,
            [conn(1_000.0 + f64::from(host), &remote, "10.0.0.10", 445, Some((C, B)))],
        ));
        changes.extend(observe(
            &mut entities,
            [conn(2_000.0 + f64::from(host), "10.0.0.10", &remote, 445, Some((B, C)))],
        ));
    }
    for host in 1..=40 {
        let remote = format!("10.9.0.{host}");
        assert_eq!(who(&entities, &remote, 5_000.0).device, format!("ip:{remote}"));
    }
    let router = entities.device("mac:00:11:32:17:49:f0").unwrap();
    assert!(router.addresses.is_empty());
    assert_eq!(router.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["router"]);
    assert!(changes.iter().any(|row| fact(row, "change") == "tag" && fact(row, "value") == "router"));
}

#[test]
fn a_card_that_claims_very_many_addresses_stands_for_many_devices() {
    let mut entities = entities();
    // A remote access server answers ARP for every client; each client is known by its machine account.
    for host in 1..=40 {
        let own = format!("10.8.0.{host}");
        observe(
            &mut entities,
            [
                arp(1_000.0 + f64::from(host), C, &own),
                kerberos(
                    1_500.0 + f64::from(host),
                    &own,
                    "AS",
                    &format!("LT{host}$/CORP.EXAMPLE.COM"),
                    "krbtgt/CORP.EXAMPLE.COM",
                    true,
                ),
            ],
        );
    }
    observe(
        &mut entities,
        [kerberos(3_000.0, "10.8.0.3", "AS", "LT3$/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true)],
    );
    let gateway = entities.device("mac:00:11:32:17:49:f0").unwrap();
    assert!(gateway.gateway && gateway.addresses.is_empty());
    assert_eq!(who(&entities, "10.8.0.3", 3_100.0).device, "host:lt3");
    assert_eq!(who(&entities, "10.8.0.30", 3_100.0).device, "host:lt30");
}

#[test]
fn addresses_of_remote_access_change_hands_with_the_name_that_logs_in() {
    let mut entities = entities();
    let login = |ts, machine: &str| {
        kerberos(
            ts,
            "10.8.0.5",
            "AS",
            &format!("{machine}$/CORP.EXAMPLE.COM"),
            "krbtgt/CORP.EXAMPLE.COM",
            true,
        )
    };
    let changes = observe(
        &mut entities,
        [
            login(1_000.0, "LT1"),
            ntlm(1_500.0, "10.8.0.5", "10.0.0.20", "LT1", ("CORP", "alice")),
            login(30_000.0, "LT2"),
            ntlm(30_500.0, "10.8.0.5", "10.0.0.20", "LT2", ("CORP", "bob")),
            login(60_000.0, "LT1"),
        ],
    );
    assert_eq!(who(&entities, "10.8.0.5", 1_600.0).device, "host:lt1");
    assert_eq!(who(&entities, "10.8.0.5", 31_000.0).device, "host:lt2");
    assert_eq!(who(&entities, "10.8.0.5", 61_000.0).device, "host:lt1");
    let moved = changes.iter().filter(|row| fact(row, "change") == "moved").count();
    assert_eq!(moved, 2);
    let device = entities.device("host:lt1").unwrap();
    assert_eq!(device.name.as_deref(), Some("lt1.corp.example.com"));
    let accounts: Vec<&str> = device.accounts.iter().map(|used| used.account.as_str()).collect();
    assert_eq!(accounts, [r"CORP.EXAMPLE.COM\lt1$", r"CORP\alice"], "bob worked on the other one");
}

#[test]
fn many_names_from_one_address_are_many_devices_behind_it() {
    let mut entities = entities();
    for turn in 0..12 {
        let host = ["PC1", "PC2", "PC3"][turn % 3];
        observe(
            &mut entities,
            [ntlm(1_000.0 + 30.0 * turn as f64, "10.8.0.5", "10.0.0.20", host, ("CORP", "alice"))],
        );
    }
    let held = who(&entities, "10.8.0.5", 2_000.0);
    assert_eq!((held.device.as_str(), held.shared), ("ip:10.8.0.5", true));
    observe(&mut entities, [ntlm(9_000.0, "10.8.0.5", "10.0.0.20", "PC2", ("CORP", "alice"))]);
    assert_eq!(who(&entities, "10.8.0.5", 9_001.0).device, "host:pc2", "one is left");
}

#[test]
fn a_name_that_two_addresses_bear_at_once_tells_nobody_apart() {
    let mut entities = entities();
    observe(&mut entities, [ntlm(1_000.0, "10.8.0.5", "10.0.0.20", "KALI", ("", "root"))]);
    assert_eq!(who(&entities, "10.8.0.5", 1_001.0).device, "host:kali");
    observe(&mut entities, [ntlm(1_100.0, "10.8.0.6", "10.0.0.20", "KALI", ("", "root"))]);
    assert_eq!(who(&entities, "10.8.0.5", 1_200.0).device, "ip:10.8.0.5");
    assert_eq!(who(&entities, "10.8.0.6", 1_200.0).device, "ip:10.8.0.6");
    // A machine account is one machine's, though, whichever of its addresses it logs in from.
    for own in ["10.8.1.5", "10.8.2.5"] {
        observe(
            &mut entities,
            [kerberos(1_000.0, own, "AS", "DB1$/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true)],
        );
    }
    assert_eq!(who(&entities, "10.8.1.5", 1_200.0).device, "host:db1");
    assert_eq!(entities.addresses_of("host:db1").len(), 2);
}

#[test]
fn a_request_that_was_refused_names_nobody() {
    let mut entities = entities();
    observe(
        &mut entities,
        [kerberos(1_000.0, "10.8.0.5", "AS", "DC01$/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", false)],
    );
    let held = who(&entities, "10.8.0.5", 1_100.0);
    assert_eq!(held.device, "ip:10.8.0.5");
    assert_eq!(entities.device("ip:10.8.0.5").unwrap().name, None);
}

#[test]
fn what_was_seen_before_the_card_was_known_belongs_to_it() {
    let mut entities = entities();
    let before =
        stamped(&mut entities, dns(1_000.0, "10.0.0.50", "10.0.0.10", "fs01.corp.local", &["10.0.0.20"]));
    assert_eq!(fact(&before, "source.device"), "ip:10.0.0.50");
    observe(&mut entities, [arp(1_200.0, B, "10.0.0.20")]);
    let device = entities.device("mac:68:5d:43:8b:f9:de").unwrap();
    assert_eq!(device.name.as_deref(), Some("fs01.corp.local"));
    let held = who(&entities, "10.0.0.20", 1_100.0);
    assert_eq!((held.device.as_str(), held.inferred), ("mac:68:5d:43:8b:f9:de", true));
    assert!(!who(&entities, "10.0.0.20", 1_300.0).inferred);
}

#[test]
fn a_holder_that_is_not_seen_for_days_is_not_believed_in() {
    let mut entities = entities();
    observe(&mut entities, [arp(1_000.0, A, "10.0.0.50")]);
    let soon = stamped(&mut entities, conn(1.5 * DAY, "10.0.0.50", "10.0.0.10", 80, Some((A, B))));
    assert_eq!(fact(&soon, "source.device"), "mac:00:50:f4:ed:c3:af");
    let kept = stamped(&mut entities, conn(3.0 * DAY, "10.0.0.50", "10.0.0.10", 80, Some((A, B))));
    assert_eq!(fact(&kept, "source.device"), "mac:00:50:f4:ed:c3:af", "its traffic came from its card");
    let late = stamped(&mut entities, conn(9.0 * DAY, "10.0.0.50", "10.0.0.10", 80, None));
    assert_eq!(fact(&late, "source.device"), "ip:10.0.0.50");
}

#[test]
fn addresses_of_ipv6_come_to_the_device_by_neighbour_discovery() {
    let mut entities = entities();
    let told = |ts, own: &str| {
        let fields =
            [("operation", text("neighbor_advertisement")), ("addr", address(own)), ("l2_addr", mac(A))];
        row("nd", ts, &fields)
    };
    observe(
        &mut entities,
        [
            lease(1_000.0, A, "PC-A", "10.0.0.50", HOUR),
            told(1_001.0, "fe80::250:f4ff:feed:c3af"),
            told(1_002.0, "fd00::1111:2222:3333:4444"),
            told(90_000.0, "fd00::5555:6666:7777:8888"),
        ],
    );
    let held = entities.addresses_of("mac:00:50:f4:ed:c3:af");
    assert_eq!(held.len(), 4);
    assert_eq!(who(&entities, "fd00::5555:6666:7777:8888", 90_001.0).device, "mac:00:50:f4:ed:c3:af");
    let probe = row(
        "nd",
        1_003.0,
        &[
            ("operation", text("neighbor_solicitation")),
            ("addr", address("::")),
            ("mac_src", mac(B)),
            ("probe", OwnedValue::Bool(true)),
        ],
    );
    observe(&mut entities, [probe]);
    assert!(entities.device("mac:68:5d:43:8b:f9:de").is_none(), "it only asks whether the address is free");
}

#[test]
fn made_up_and_shared_hardware_addresses_are_marked() {
    let mut entities = entities();
    let changes = observe(
        &mut entities,
        [
            lease(1_000.0, "da:a1:19:00:00:01", "Pixel-7", "10.0.0.60", HOUR),
            arp(1_001.0, "00:00:5e:00:01:0a", "10.0.0.254"),
        ],
    );
    assert_eq!(changes[0].get("mac_random"), Value::Bool(true));
    let shared = entities.device("mac:00:00:5e:00:01:0a").unwrap();
    assert_eq!(shared.hardware, Some(crate::Hardware::Virtual));
    assert_eq!(shared.tags[0].name, "router");
    let phone = entities.device("mac:da:a1:19:00:00:01").unwrap();
    assert_eq!(phone.hardware, Some(crate::Hardware::Random));
}

#[test]
fn a_device_that_is_renamed_says_so() {
    let mut entities = entities();
    let changes = observe(
        &mut entities,
        [lease(1_000.0, A, "DESKTOP-1", "10.0.0.50", HOUR), lease(2_000.0, A, "LAPTOP-9", "10.0.0.50", HOUR)],
    );
    let change = changes.iter().find(|row| fact(row, "change") == "name").unwrap();
    assert_eq!(
        (fact(change, "previous").as_str(), fact(change, "value").as_str()),
        ("desktop-1", "laptop-9")
    );
    assert_eq!(fact(change, "basis"), "DHCP");
}

#[test]
fn switches_tell_their_names_on_the_link() {
    let mut entities = entities();
    let told = row(
        "lldp",
        1_000.0,
        &[
            ("mac_src", mac("00:11:32:00:00:02")),
            ("chassis_id", text("00:11:32:17:49:f0")),
            ("chassis_id_type", text("mac")),
            ("system_name", text("SW-1.corp.local")),
            ("enabled_capabilities", texts(&["bridge", "router"])),
        ],
    );
    let told = stamped(&mut entities, told);
    let device = entities.device("mac:00:11:32:17:49:f0").unwrap();
    assert_eq!(device.name.as_deref(), Some("sw-1.corp.local"));
    assert_eq!(device.tags[0].name, "router");
    assert_eq!(fact(&told, "source.internal"), "true");
}

#[test]
fn an_address_that_never_answered_is_no_device() {
    let mut entities = entities();
    let mut fields = ends("10.0.0.50", "10.0.0.99", 445);
    fields.push(("resp_pkts", OwnedValue::Count(0)));
    let scan = stamped(&mut entities, row("conn", 1_000.0, &fields));
    assert_eq!(fact(&scan, "destination.device"), "ip:10.0.0.99");
    assert!(entities.device("ip:10.0.0.99").is_none());
    assert!(entities.device("ip:10.0.0.50").is_some());
    assert!(entities.who_had(ip("10.0.0.99"), at(1_000.0)).is_none());
}
