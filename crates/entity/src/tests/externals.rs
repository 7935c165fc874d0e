//! The other end on the Internet: name, domain, network, country.

use super::*;

#[test]
fn a_connection_outward_bears_the_name_that_was_asked_for() {
    let mut entities = entities();
    observe(
        &mut entities,
        [
            dns(1_000.0, "10.0.0.50", "10.0.0.53", "www.example.co.uk", &["cdn.example.net", "88.99.0.1"]),
            dns(1_000.0, "10.0.0.51", "10.0.0.53", "other.example.org", &["88.99.0.1"]),
        ],
    );
    let out = stamped(&mut entities, conn(1_001.0, "10.0.0.50", "88.99.0.1", 443, None));
    for (name, value) in [
        ("destination.name", "www.example.co.uk"),
        ("destination.domain", "example.co.uk"),
        ("destination.asn", "24940"),
        ("destination.as_name", "Hetzner Online GmbH"),
        ("destination.country", "DE"),
        ("destination.internal", "false"),
        ("destination.device", ""),
        ("source.internal", "true"),
        ("source.device", "ip:10.0.0.50"),
        ("direction", "outbound"),
    ] {
        assert_eq!(fact(&out, name), value, "{name}");
    }
    let other = stamped(&mut entities, conn(1_001.0, "10.0.0.51", "88.99.0.1", 443, None));
    assert_eq!(fact(&other, "destination.name"), "other.example.org");
    assert_eq!(entities.name_for(ip("10.0.0.50"), ip("88.99.0.1"), at(1_001.0)), Some("www.example.co.uk"));
    let never = stamped(&mut entities, conn(1_001.0, "10.0.0.52", "88.99.0.1", 443, None));
    assert_eq!(fact(&never, "destination.name"), "");
}

#[test]
fn where_no_name_server_was_heard_the_hello_names_the_server() {
    let mut entities = entities();
    let mut hello = ends("10.0.0.50", "88.99.0.1", 443);
    hello.push(("server_name", text("Shop.Example.com")));
    let hello = stamped(&mut entities, row("ssl", 1_000.0, &hello));
    assert_eq!(fact(&hello, "destination.domain"), "example.com");
    let flow = stamped(&mut entities, conn(999.9, "10.0.0.50", "88.99.0.1", 443, None));
    assert_eq!(fact(&flow, "destination.name"), "shop.example.com");
}

#[test]
fn a_connection_inward_bears_where_it_comes_from() {
    let mut entities = entities();
    let row = stamped(&mut entities, conn(1_000.0, "77.88.55.242", "10.0.0.80", 443, None));
    for (name, value) in [
        ("direction", "inbound"),
        ("source.country", "RU"),
        ("source.asn", "13238"),
        ("source.device", ""),
        ("destination.device", "ip:10.0.0.80"),
    ] {
        assert_eq!(fact(&row, name), value, "{name}");
    }
    assert!(entities.device("ip:77.88.55.242").is_none());
}

#[test]
fn networks_may_be_others_than_the_private_ones() {
    let own = Networks::new(vec!["198.51.100.0/24".parse().unwrap()]);
    let mut entities = Entities::new(own, Limits::default());
    let row = stamped(&mut entities, conn(1_000.0, "198.51.100.7", "10.0.0.80", 443, None));
    assert_eq!(
        (fact(&row, "direction").as_str(), fact(&row, "source.device").as_str()),
        ("outbound", "ip:198.51.100.7")
    );
}

#[test]
fn names_from_outside_do_not_name_devices_inside() {
    let mut entities = entities();
    observe(&mut entities, [conn(900.0, "10.0.0.50", "10.0.0.20", 445, None)]);
    // A name server outside says that its name is one of ours; a forwarder inside passes on another such answer.
    observe(&mut entities, [dns(1_000.0, "10.0.0.50", "8.8.8.8", "fs01.corp.local", &["10.0.0.20"])]);
    assert_eq!(entities.device("ip:10.0.0.20").unwrap().name, None);
    observe(
        &mut entities,
        [
            dns(1_001.0, "10.0.0.50", "10.0.0.53", "evil.example.com", &["10.0.0.20"]),
            dns(1_002.0, "10.0.0.50", "10.0.0.53", "fs01.corp.local", &["10.0.0.20"]),
            dns(1_003.0, "10.0.0.50", "10.0.0.53", "evil.example.com", &["10.0.0.20"]),
        ],
    );
    assert_eq!(entities.device("ip:10.0.0.20").unwrap().name.as_deref(), Some("fs01.corp.local"));
}

#[test]
fn fields_of_the_record_itself_are_left_alone() {
    let mut entities = entities();
    let mut fields = ends("10.0.0.50", "88.99.0.1", 22);
    fields.push(("direction", text("OUTBOUND")));
    let row = stamped(&mut entities, row("ssh", 1_000.0, &fields));
    let mut json = Vec::new();
    row.write_json(&mut json);
    let json = String::from_utf8(json).unwrap();
    assert_eq!(json.matches("\"direction\"").count(), 1, "{json}");
    assert_eq!(fact(&row, "direction"), "OUTBOUND");
}

#[test]
fn multicast_and_broadcast_stay_here_and_are_nobody() {
    let mut entities = entities();
    for resp in ["224.0.0.251", "255.255.255.255", "ff02::fb"] {
        let orig = if resp.contains(':') { "fe80::1" } else { "10.0.0.50" };
        let row = stamped(&mut entities, conn(1_000.0, orig, resp, 5353, None));
        assert_eq!(
            (fact(&row, "direction").as_str(), fact(&row, "destination.device").as_str()),
            ("internal", ""),
            "{resp}"
        );
    }
}
