//! Accounts: spellings, domains, and where they were used.

use super::*;

fn challenge(ts: f64) -> Row {
    let mut fields = ends("10.0.0.50", "10.0.0.10", 445);
    for (name, value) in [
        ("hostname", "PC17"),
        ("domainname", "CORP"),
        ("username", "Alice"),
        ("server_nb_computer_name", "DC01"),
        ("server_dns_computer_name", "dc01.corp.example.com"),
        ("server_nb_domain", "CORP"),
        ("server_dns_domain", "corp.example.com"),
    ] {
        fields.push((name, text(value)));
    }
    row("ntlm", ts, &fields)
}

#[test]
fn one_account_in_all_its_spellings() {
    let mut entities = entities();
    let rows = [
        kerberos(1_000.0, "10.0.0.50", "AS", "alice/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true),
        challenge(1_100.0),
        kerberos(1_200.0, "10.0.0.51", "TGS", "ALICE/corp.example.com", "cifs/fs01.corp.example.com", true),
    ];
    let [first, second, third] = rows.map(|row| stamped(&mut entities, row));
    assert_eq!(fact(&first, "user.account"), r"CORP.EXAMPLE.COM\alice", "the short name is not known yet");
    assert_eq!(fact(&second, "user.account"), r"CORP\alice");
    assert_eq!(fact(&third, "user.account"), r"CORP\alice");
    for spelling in [r"corp\ALICE", "alice@corp.example.com", "alice", r"CORP.EXAMPLE.COM\alice"] {
        let account = entities.account(spelling).unwrap();
        assert_eq!((account.name.as_str(), account.count), (r"CORP\alice", 3), "{spelling}");
        assert_eq!(account.spellings, [r"CORP.EXAMPLE.COM\alice", r"CORP\alice"]);
        let devices: Vec<&str> = account.devices.iter().map(|used| used.device.as_str()).collect();
        assert_eq!(devices, ["ip:10.0.0.51", "host:pc17"], "the last one first");
    }
    assert_eq!(entities.accounts().len(), 1);
    assert!(entities.account("bob").is_none());
}

#[test]
fn a_short_realm_is_learnt_from_the_ticket() {
    let mut entities = entities();
    observe(
        &mut entities,
        [kerberos(
            1_000.0,
            "10.0.0.50",
            "AS",
            "administrator/Picklesworth",
            "krbtgt/PICKLESWORTH.LOCAL",
            true,
        )],
    );
    assert_eq!(
        entities.canonical_account("choppydog@picklesworth.local").unwrap(),
        r"PICKLESWORTH\choppydog"
    );
}

#[test]
fn a_machine_outside_a_domain_renames_none() {
    let mut entities = entities();
    let mut fields = ends("10.0.0.50", "10.0.0.66", 445);
    for (name, value) in [
        ("server_nb_computer_name", "EVIL"),
        ("server_nb_domain", "EVIL"),
        ("server_dns_domain", "corp.example.com"),
    ] {
        fields.push((name, text(value)));
    }
    observe(&mut entities, [row("ntlm", 1_000.0, &fields)]);
    assert_eq!(entities.canonical_account("alice@corp.example.com").unwrap(), r"CORP.EXAMPLE.COM\alice");
    // Nor does any server on the Internet.
    let mut fields = ends("10.0.0.50", "203.0.113.66", 445);
    for (name, value) in [("server_nb_domain", "EVIL"), ("server_dns_domain", "corp.example.com")] {
        fields.push((name, text(value)));
    }
    observe(&mut entities, [row("ntlm", 1_100.0, &fields)]);
    assert_eq!(entities.canonical_account("alice@corp.example.com").unwrap(), r"CORP.EXAMPLE.COM\alice");
}

#[test]
fn machine_accounts_lead_to_their_machine() {
    let mut entities = entities();
    observe(
        &mut entities,
        [kerberos(1_000.0, "10.0.0.50", "AS", "PC17$/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true)],
    );
    let account = entities.account("pc17$@corp.example.com").unwrap();
    assert_eq!(account.machine.as_deref(), Some("pc17"));
    assert_eq!(account.devices[0].device, "host:pc17");
    assert_eq!(entities.device("host:pc17").unwrap().name.as_deref(), Some("pc17.corp.example.com"));
}

#[test]
fn logins_that_failed_are_counted_and_preauthentication_is_no_failure() {
    let mut entities = entities();
    let mut refused = ends("10.0.0.50", "10.0.0.10", 88);
    for (name, value) in [
        ("request_type", "AS"),
        ("client", "alice/CORP.EXAMPLE.COM"),
        ("error_msg", "KDC_ERR_PREAUTH_REQUIRED"),
    ] {
        refused.push((name, text(value)));
    }
    refused.push(("success", OwnedValue::Bool(false)));
    observe(
        &mut entities,
        [
            row("kerberos", 1_000.0, &refused),
            kerberos(1_001.0, "10.0.0.50", "AS", "alice/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", false),
            kerberos(1_002.0, "10.0.0.50", "AS", "alice/CORP.EXAMPLE.COM", "krbtgt/CORP.EXAMPLE.COM", true),
        ],
    );
    let account = entities.account("alice").unwrap();
    assert_eq!((account.count, account.failed), (2, 1));
    assert_eq!((account.first, account.last), (at(1_001.0), at(1_002.0)));
}

#[test]
fn every_kind_with_an_account_bears_it_in_one_spelling() {
    let mut entities = entities();
    observe(&mut entities, [challenge(1.0)]);
    for (kind, field, value) in [
        ("smb_session", "account", r"corp.example.com\Alice"),
        ("smb_mapping", "account", r"CORP\Alice"),
        ("smb_files", "account", r"CORP\Alice"),
        ("smb_access_failure", "account", r"CORP\Alice"),
        ("dce_rpc", "account", r"CORP\Alice"),
        ("rpc_bind", "account", r"CORP\Alice"),
        ("remote_exec", "account", r"CORP.EXAMPLE.COM\Alice"),
        ("http", "username", r"CORP\Alice"),
        ("rdp", "cookie", "alice"),
        ("smb_cmd", "username", r"corp\alice"),
        ("ftp", "user", "alice@corp.example.com"),
    ] {
        let mut fields = ends("10.0.0.50", "10.0.0.10", 445);
        fields.push((field, text(value)));
        let row = stamped(&mut entities, row(kind, 1_000.0, &fields));
        assert_eq!(fact(&row, "user.account"), r"CORP\alice", "{kind}");
    }
    let mut bind = ends("10.0.0.50", "10.0.0.10", 389);
    bind.push(("opcode", text("bind simple")));
    bind.push(("object", text("uid=alice,ou=people,dc=corp,dc=example,dc=com")));
    assert_eq!(fact(&stamped(&mut entities, row("ldap", 1_000.0, &bind)), "user.account"), r"CORP\alice");
    let mut nobody = ends("10.0.0.50", "10.0.0.10", 445);
    nobody.extend([
        ("username", text("NULL")),
        ("domainname", text("NULL")),
        ("anonymous", OwnedValue::Bool(true)),
    ]);
    assert_eq!(fact(&stamped(&mut entities, row("ntlm", 1_000.0, &nobody)), "user.account"), "");
    let mut cut = ends("10.0.0.50", "10.0.0.10", 3389);
    cut.push(("cookie", text("administr")));
    assert_eq!(
        fact(&stamped(&mut entities, row("rdp", 1_000.0, &cut)), "user.account"),
        "",
        "it may be cut off"
    );
}
