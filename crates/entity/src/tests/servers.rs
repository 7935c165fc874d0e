//! What servers are tagged as, and on what evidence.

use super::*;
use crate::{Origin, Tag, TagError};

fn tags(entities: &Entities, id: &str) -> Vec<String> {
    entities.device(id).unwrap().tags.iter().map(|tag| tag.name.clone()).collect()
}

#[test]
fn a_domain_controller_is_known_by_what_it_answers() {
    let mut entities = entities();
    let first = stamped(
        &mut entities,
        kerberos(1_000.0, "10.0.0.50", "AS", "alice/CORP.LOCAL", "krbtgt/CORP.LOCAL", true),
    );
    assert_eq!(fact(&first, "destination.tag"), "", "one answer is not enough");
    let mut rows = vec![kerberos(1_001.0, "10.0.0.50", "TGS", "alice/CORP.LOCAL", "cifs/fs01", true)];
    let changes = observe(&mut entities, rows.drain(..));
    let change = changes.iter().find(|row| fact(row, "change") == "tag").unwrap();
    assert_eq!(
        (fact(change, "value").as_str(), fact(change, "source.device").as_str()),
        ("dc", "ip:10.0.0.10")
    );
    let after = stamped(&mut entities, conn(1_002.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&after, "destination.tag"), "dc");
    let device = entities.device("ip:10.0.0.10").unwrap();
    let Origin::Seen { first, evidence, .. } = &device.tags[0].origin else { panic!("an automatic tag") };
    assert_eq!((*first, evidence.len()), (at(1_000.0), 1), "both answers fell into one minute");
    // Any directory server answers LDAP; only a controller answers Netlogon too.
    let mut search = ends("10.0.0.50", "10.0.0.11", 389);
    search.push(("result", text("success")));
    observe(&mut entities, [row("ldap_search", 1_003.0, &search)]);
    assert!(entities.device("ip:10.0.0.11").is_none_or(|device| device.tags.is_empty()));
    let mut call = ends("10.0.0.50", "10.0.0.11", 49_158);
    call.extend([("endpoint", text("netlogon")), ("rtt", seconds(0.001))]);
    observe(&mut entities, [row("dce_rpc", 1_004.0, &call)]);
    assert_eq!(tags(&entities, "ip:10.0.0.11"), ["dc"]);
}

#[test]
fn servers_are_known_by_those_they_serve() {
    let mut entities = entities();
    for client in ["10.0.0.50", "10.0.0.51"] {
        for turn in 0..3u8 {
            let ts = 1_000.0 + f64::from(turn);
            let mut mail = ends(client, "10.0.0.25", 25);
            mail.push(("last_reply", text("250 2.0.0 Ok: queued")));
            let mut page = ends(client, "10.0.0.80", 80);
            page.extend([
                ("host", text("intranet")),
                ("method", text("GET")),
                ("uri", text("/")),
                ("status_code", OwnedValue::Count(200)),
            ]);
            let mut through = ends(client, "10.0.0.81", 3128);
            through.extend([
                ("host", text("example.com")),
                ("method", text("CONNECT")),
                ("uri", text("example.com:443")),
                ("status_code", OwnedValue::Count(200)),
            ]);
            let mut share = ends(client, "10.0.0.20", 445);
            share.extend([
                ("path", text(r"\\fs01.corp.local\projects")),
                ("share_type", text("DISK")),
                ("result", text("STATUS_SUCCESS")),
            ]);
            observe(
                &mut entities,
                [
                    row("smtp", ts, &mail),
                    row("http", ts, &page),
                    row("http", ts, &through),
                    row("smb_mapping", ts, &share),
                    dns(ts, client, "10.0.0.53", "example.com", &["93.184.216.34"]),
                    conn(ts, client, "10.0.0.91", 9100, None),
                ],
            );
        }
    }
    observe(&mut entities, [lease(2_000.0, "00:50:f4:ed:c3:af", "PC-A", "10.0.0.50", 600.0)]);
    for (server, tag) in [
        ("10.0.0.25", "mail-server"),
        ("10.0.0.80", "web-server"),
        ("10.0.0.81", "proxy"),
        ("10.0.0.20", "file-server"),
        ("10.0.0.53", "dns-server"),
        ("10.0.0.91", "printer"),
        ("10.0.0.1", "dhcp-server"),
    ] {
        assert_eq!(tags(&entities, &format!("ip:{server}")), [tag], "{server}");
    }
    assert_eq!(entities.device("ip:10.0.0.20").unwrap().name.as_deref(), Some("fs01.corp.local"));
    assert_eq!(entities.device("ip:10.0.0.80").unwrap().name.as_deref(), Some("intranet"));
    assert_eq!(entities.device("ip:10.0.0.81").unwrap().name, None, "the host is that of a third");
}

#[test]
fn shares_that_every_machine_has_make_no_file_server() {
    let mut entities = entities();
    for turn in 0..20u8 {
        for share in ["IPC$", "ADMIN$", "C$", "SYSVOL", "NETLOGON"] {
            let mut fields = ends("10.0.0.50", "10.0.0.20", 445);
            let path = format!(r"\\10.0.0.20\{share}");
            fields.extend([
                ("path", text(&path)),
                ("share_type", text("DISK")),
                ("result", text("STATUS_SUCCESS")),
            ]);
            observe(
                &mut entities,
                [
                    row("smb_mapping", 1_000.0 + f64::from(turn), &fields),
                    conn(1_000.0, "10.0.0.50", "10.0.0.20", 445, None),
                ],
            );
        }
    }
    let device = entities.device("ip:10.0.0.20").unwrap();
    assert!(device.tags.is_empty());
    assert_eq!(device.name, None, "an address is no name");
}

#[test]
fn tags_of_people_stay_until_they_expire() {
    let mut entities = entities();
    observe(&mut entities, [conn(1_000.0, "10.0.0.50", "10.0.0.10", 445, None)]);
    let tag = |name: &str, expires: Option<f64>| Tag {
        name: name.to_owned(),
        colour: "#ff0000".to_owned(),
        description: "for the test".to_owned(),
        expires: expires.map(at),
        origin: Origin::Person,
    };
    let id = "ip:10.0.0.50";
    entities.set_tag(id, &tag("VIP", None), at(1_000.0)).unwrap();
    entities.set_tag(id, &tag("watch::closely", Some(2_000.0)), at(1_000.0)).unwrap();
    let now = stamped(&mut entities, conn(1_500.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&now, "source.tag"), "vip watch::closely");
    entities.set_tag(id, &tag("watch::loosely", Some(2_000.0)), at(1_500.0)).unwrap();
    let now = stamped(&mut entities, conn(1_600.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&now, "source.tag"), "vip watch::loosely", "one of a group at a time");
    let later = stamped(&mut entities, conn(2_500.0, "10.0.0.50", "10.0.0.10", 445, None));
    assert_eq!(fact(&later, "source.tag"), "vip");
    assert!(entities.remove_tag(id, "vip", at(2_600.0)) && !entities.remove_tag(id, "vip", at(2_600.0)));
    assert!(matches!(entities.set_tag("ip:10.9.9.9", &tag("x", None), at(0.0)), Err(TagError::NoDevice(_))));
    assert!(matches!(entities.set_tag(id, &tag("a b", None), at(0.0)), Err(TagError::Name(_))));
    let red = Tag { colour: "red".to_owned(), ..tag("x", None) };
    assert!(matches!(entities.set_tag(id, &red, at(0.0)), Err(TagError::Colour(_))));
    for number in 0..crate::TAGS_MAX {
        entities.set_tag(id, &tag(&format!("t{number}"), None), at(3_000.0)).unwrap();
    }
    assert_eq!(entities.set_tag(id, &tag("more", None), at(3_000.0)), Err(TagError::TooMany));
}

#[test]
fn another_key_of_an_ssh_server_is_kept_beside_the_first() {
    let mut entities = entities();
    let login = |ts, key: &str| {
        let mut fields = ends("10.0.0.50", "10.0.0.22", 22);
        fields.extend([("host_key_alg", text("ssh-ed25519")), ("host_key_fingerprint", text(key))]);
        row("ssh", ts, &fields)
    };
    let changes = observe(
        &mut entities,
        [login(1_000.0, "SHA256:one"), login(1_100.0, "SHA256:one"), login(2_000.0, "SHA256:two")],
    );
    let device = entities.device("ip:10.0.0.22").unwrap();
    assert_eq!(device.host_keys.len(), 2);
    assert_eq!(device.name, None, "a key is no name");
    let change: Vec<&Row> = changes.iter().filter(|row| fact(row, "change") == "host_key").collect();
    assert_eq!(change.len(), 1);
    assert_eq!(
        (fact(change[0], "previous").as_str(), fact(change[0], "value").as_str()),
        ("ssh-ed25519 SHA256:one", "ssh-ed25519 SHA256:two")
    );
}
