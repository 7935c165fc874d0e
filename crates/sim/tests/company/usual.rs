//! What the company does every day.

use crate::analysis::{Row, around, of_kind, records, text};
use serde_json::Value;
use std::collections::BTreeSet;
use thymus_sim::{Company, Scenario};

fn quiet() -> Company {
    Scenario::Quiet.company(1, Scenario::START, 24).unwrap()
}

/// The morning of a workday: people come, computers start.
fn morning(company: &Company, day: u32, minutes: i64) -> Vec<Row> {
    records(company, around(company.moment(day, 8, 0).unwrap(), 0, minutes * 60))
}

#[test]
fn a_morning_has_every_kind_of_record_and_no_anomaly() {
    let company = quiet();
    let rows = morning(&company, 1, 45);
    let weird: BTreeSet<String> = of_kind(&rows, "weird").iter().map(|row| text(row, "name")).collect();
    assert!(weird.is_empty(), "{weird:?}");
    let least = [
        ("conn", 900),
        ("dns", 300),
        ("dhcp", 8),
        ("ssl", 200),
        ("x509", 50),
        ("http", 60),
        ("kerberos", 120),
        ("ldap", 20),
        ("ldap_search", 20),
        ("smb_session", 30),
        ("smb_mapping", 30),
        ("smb_files", 150),
        ("files", 120),
        ("dce_rpc", 30),
        ("rpc_bind", 20),
        ("smtp", 2),
        ("ntlm", 3),
    ];
    for (kind, least) in least {
        let count = of_kind(&rows, kind).len();
        assert!(count >= least, "{count} records of {kind}, {least} are usual");
    }
}

#[test]
fn accounts_are_known_where_tickets_are_shown() {
    let company = quiet();
    let rows = morning(&company, 1, 45);
    let sessions = of_kind(&rows, "smb_session");
    let known = sessions.iter().filter(|row| !text(row, "account").is_empty()).count();
    assert!(known * 10 >= sessions.len() * 7, "{known} of {} sessions have an account", sessions.len());
    let of_users = sessions.iter().filter(|row| text(row, "account").contains('.')).count();
    assert!(of_users > 10, "{of_users} sessions of people");
}

#[test]
fn leases_name_host_and_address() {
    let company = quiet();
    for row in of_kind(&morning(&company, 1, 45), "dhcp") {
        let name = text(row, "host_name");
        let device = company.device_named(&name).unwrap_or_else(|| panic!("who is {name}?"));
        assert_eq!(text(row, "mac"), device.card_text());
        let messages: Vec<&str> =
            row["msg_types"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let new = messages == ["DISCOVER", "OFFER", "REQUEST", "ACK"];
        assert!(new || messages == ["REQUEST", "ACK"], "{messages:?}");
        assert!(text(row, "assigned_addr").starts_with("10.20."), "{row}");
    }
}

#[test]
fn administrators_and_roll_outs_are_seen_as_what_they_are() {
    let company = quiet();
    let days: Vec<u32> = (0..20).filter(|day| day % 7 < 5).collect();
    let mut kinds = BTreeSet::new();
    for day in days {
        let rows = records(&company, around(company.moment(day, 14, 0).unwrap(), 0, 3600));
        for row in rows {
            match row["kind"].as_str().unwrap_or_default() {
                "rdp" if text(&row, "cookie").starts_with("adm-") => kinds.insert("rdp"),
                "ssh" => kinds.insert("ssh"),
                "remote_exec" if row["mechanism"] == "winrm" => kinds.insert("winrm"),
                "ldap_search" if text(&row, "filter").contains("sAMAccountName") => kinds.insert("ldap"),
                _ => false,
            };
        }
    }
    assert_eq!(kinds, BTreeSet::from(["ldap", "rdp", "ssh", "winrm"]));
}

#[test]
fn a_roll_out_installs_by_a_service() {
    // The first workday from the nineteenth of March 2026 on is that Thursday.
    let company = Scenario::Quiet.company(1, Scenario::START, 26).unwrap();
    let rows = records(&company, around(company.moment(24, 12, 30).unwrap(), 0, 600));
    let made: Vec<_> = of_kind(&rows, "remote_exec")
        .into_iter()
        .filter(|row| row["mechanism"] == "service" && row["operation"] == "create")
        .collect();
    assert!(made.len() >= 5, "{}", made.len());
    for row in made {
        assert_eq!(text(row, "object"), "HaldenDeployAgent");
        assert_eq!(text(row, "account"), r"HALDEN\svc-deploy");
        assert!(text(row, "file").ends_with("HaldenDeployAgent.exe"), "{row}");
    }
}

#[test]
fn nobody_works_on_sundays() {
    let company = quiet();
    let sunday = records(&company, around(company.moment(6, 9, 0).unwrap(), 0, 3600));
    let visits = of_kind(&sunday, "ssl").len();
    let monday = records(&company, around(company.moment(7, 9, 0).unwrap(), 0, 3600));
    assert!(of_kind(&monday, "ssl").len() > visits * 10, "{visits} connections on a Sunday");
}
