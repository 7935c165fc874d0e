//! LDAP by hand-made bytes, after the specifications.

use super::*;
use crate::Side;
use crate::asn1::Elements;
use crate::asn1::tests::tlv;
use crate::testing::TestFlow;

fn message(id: u8, operation: u8, content: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &[tlv(2, &[id]), tlv(operation, &content.concat())].concat())
}

fn octets(text: &str) -> Vec<u8> {
    tlv(4, text.as_bytes())
}

fn answer(id: u8, operation: u8, code: u8, text: &str) -> Vec<u8> {
    message(id, operation, &[tlv(10, &[code]), octets(""), octets(text)])
}

fn equals(attribute: &str, value: &[u8]) -> Vec<u8> {
    tlv(0xa3, &[octets(attribute), tlv(4, value)].concat())
}

fn search(id: u8, base: &str, filter: Vec<u8>, attributes: &[&str]) -> Vec<u8> {
    let attributes: Vec<Vec<u8>> = attributes.iter().map(|name| octets(name)).collect();
    let numbers = [tlv(10, &[2]), tlv(10, &[3]), tlv(2, &[0]), tlv(2, &[0]), tlv(1, &[0])].concat();
    message(id, 0x63, &[octets(base), numbers, filter, tlv(0x30, &attributes.concat())])
}

fn entry(id: u8) -> Vec<u8> {
    message(id, 0x64, &[octets("cn=a"), tlv(0x30, &[0x55; 300])])
}

fn filter_text(filter: &[u8]) -> String {
    filter::Filter::read(Elements::new(filter).next().unwrap()).text
}

#[test]
fn a_simple_bind_names_the_account_and_not_the_password() {
    let bind = message(1, 0x60, &[tlv(2, &[3]), octets("cn=admin,dc=corp"), tlv(0x80, b"secret")]);
    let mut flow = TestFlow::tcp(389);
    flow.orig(&bind).resp(&answer(1, 0x61, 0, "")).orig(&message(2, 0x42, &[]));
    assert_eq!(flow.services(), "ldap_tcp");
    let records = flow.of_kind("ldap");
    assert_eq!(records.len(), 2);
    let bind = &records[0];
    assert_eq!((&bind["opcode"], &bind["result"]), (&"bind simple".into(), &"success".into()));
    assert_eq!((&bind["object"], &bind["argument"]), (&"cn=admin,dc=corp".into(), &"REDACTED".into()));
    assert_eq!(bind["version"], 3);
    assert_eq!(records[1]["opcode"], "unbind");
    flow.with(|_, cx| assert_eq!(cx.session().account.as_ref().unwrap().user, "cn=admin,dc=corp"));
}

#[test]
fn a_search_counts_its_entries_however_the_stream_is_cut() {
    let request = search(7, "dc=corp", tlv(0x87, b"objectclass"), &["cn", "mail"]);
    let response = [entry(7), entry(7), answer(7, 0x65, 4, "too many")].concat();
    for step in [1, 5, 100, 5000] {
        let mut flow = TestFlow::tcp(20_389);
        flow.orig(&request);
        for piece in response.chunks(step) {
            flow.resp(piece);
        }
        let records = flow.of_kind("ldap_search");
        assert_eq!(records.len(), 1, "in steps of {step}");
        let record = &records[0];
        assert_eq!(record["message_id"], 7);
        assert_eq!(record["scope"], "tree");
        assert_eq!(record["deref_aliases"], "always");
        assert_eq!(record["base_object"], "dc=corp");
        assert_eq!(record["filter"], "(objectclass=*)");
        assert_eq!(record["result_count"], 2);
        assert_eq!(record["result"], "size limit exceeded");
        assert_eq!(record["diagnostic_message"], "too many");
        assert_eq!(record["attributes"], serde_json::json!(["cn", "mail"]));
    }
}

#[test]
fn filters_in_the_form_of_zeek() {
    let (a, b, c) = (equals("a", b"1"), equals("b", b"2"), equals("c", b"3"));
    assert_eq!(filter_text(&tlv(0xa0, &[a.clone(), b.clone()].concat())), "(&(a=1)(b=2))");
    assert_eq!(filter_text(&tlv(0xa1, &[a.clone(), b, c].concat())), "(|(|(a=1)(b=2))(c=3))");
    assert_eq!(filter_text(&tlv(0xa0, &a)), "(&(a=1))");
    assert_eq!(filter_text(&tlv(0xa2, &a)), "(!(a=1))");
    let parts = [tlv(0x80, b"x"), tlv(0x81, b"y"), tlv(0x82, b"z")].concat();
    assert_eq!(filter_text(&tlv(0xa4, &[octets("cn"), tlv(0x30, &parts)].concat())), "(cn=x*y*z)");
    assert_eq!(filter_text(&tlv(0xa4, &[octets("cn"), tlv(0x30, &tlv(0x81, b"y"))].concat())), "(cn=*y*)");
    let extensible =
        [tlv(0x81, b"1.2.840.113556.1.4.803"), tlv(0x82, b"userAccountControl"), tlv(0x83, b"2")].concat();
    assert_eq!(filter_text(&tlv(0xa9, &extensible)), "(userAccountControl:1.2.840.113556.1.4.803:=2)");
}

#[test]
fn binary_values_of_windows_are_written_in_their_usual_forms() {
    assert_eq!(filter_text(&equals("NtVer", &[0x16, 0, 0, 0x20])), "(NtVer=0x20000016)");
    let sid = [&[1, 4, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0][..], &[1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 0, 0]].concat();
    assert_eq!(filter_text(&equals("DomainSid", &sid)), "(DomainSid=S-1-5-21-1-2-259)");
    let guid: Vec<u8> = (0..16).collect();
    assert_eq!(
        filter_text(&equals("DomainGuid", &guid)),
        "(DomainGuid=03020100-0504-0706-0809-0a0b0c0d0e0f)"
    );
}

#[test]
fn a_filter_nested_without_end_is_cut() {
    let mut filter = equals("a", b"1");
    for _ in 0..200 {
        filter = tlv(0xa2, &filter);
    }
    let mut flow = TestFlow::tcp(389);
    flow.orig(&search(1, "", filter, &[])).close();
    assert_eq!(flow.of_kind("weird")[0]["name"], "ldap_filter_too_large");
    assert_eq!(flow.of_kind("ldap_search").len(), 1);
}

#[test]
fn changes_are_written_down() {
    let change = |kind, name, value: &[u8]| {
        tlv(0x30, &[tlv(10, &[kind]), tlv(0x30, &[octets(name), tlv(0x31, value)].concat())].concat())
    };
    let changes = [
        change(2, "cn", &octets("x")),
        change(1, "mail", b""),
        change(0, "m", &[octets("a"), octets("b")].concat()),
    ];
    let mut flow = TestFlow::tcp(389);
    flow.orig(&message(8, 0x66, &[octets("cn=pc"), tlv(0x30, &changes.concat())]))
        .resp(&answer(8, 0x67, 0, ""));
    let record = &flow.of_kind("ldap")[0];
    assert_eq!(record["argument"], "replace(cn=x), delete(mail), add(m=a,b)");
    assert_eq!((&record["opcode"], &record["object"]), (&"modify".into(), &"cn=pc".into()));
}

/// RFC 4121 section 4.2.6.2: signed, not sealed, the checksum rotated to the front.
fn kerberos_wrapped(flags: u8, content: &[u8]) -> Vec<u8> {
    let token =
        [&[5, 4, flags, 0xff, 0, 12, 0, 12, 0, 0, 0, 0, 0, 0, 0, 1][..], &[0xcc; 12], content].concat();
    [&(token.len() as u32).to_be_bytes()[..], &token].concat()
}

#[test]
fn messages_in_wrappings_that_only_sign_are_read() {
    let bind = message(1, 0x60, &[tlv(2, &[3]), octets(""), tlv(0xa3, &octets("GSSAPI"))]);
    let mut flow = TestFlow::tcp(389);
    flow.orig(&bind).resp(&answer(1, 0x61, 0, ""));
    flow.orig(&kerberos_wrapped(4, &search(2, "dc=corp", equals("cn", b"x"), &[])));
    let entries = [entry(2), entry(2), entry(2), answer(2, 0x65, 0, "")].concat();
    let (first, second) = entries.split_at(500);
    let wrapped = [kerberos_wrapped(5, first), kerberos_wrapped(5, second)].concat();
    flow.resp(&wrapped[..600]).resp(&wrapped[600..]);
    assert_eq!(flow.of_kind("ldap")[0]["argument"], "GSSAPI");
    let found = &flow.of_kind("ldap_search")[0];
    assert_eq!((&found["result_count"], &found["filter"]), (&3.into(), &"(cn=x)".into()));
    assert!(!flow.stopped());
    flow.orig(&kerberos_wrapped(6, &[0x99; 40]));
    assert!(flow.stopped(), "what is sealed ends the reading");
}

#[test]
fn messages_signed_by_ntlm_are_read() {
    let mut flow = TestFlow::tcp(389).midstream();
    let signed = [&[1, 0, 0, 0][..], &[7; 12], &search(2, "dc=corp", equals("cn", b"x"), &[])].concat();
    flow.orig(&[&(signed.len() as u32).to_be_bytes()[..], &signed].concat()).close();
    assert_eq!(flow.of_kind("ldap_search")[0]["base_object"], "dc=corp");
}

#[test]
fn start_tls_is_asked_for_and_granted() {
    let mut flow = TestFlow::tcp(389);
    flow.orig(&message(1, 0x77, &[tlv(0x80, b"1.3.6.1.4.1.1466.20037")])).resp(&answer(1, 0x78, 0, ""));
    flow.orig(&[22, 3, 1, 0, 4, 1, 0, 0, 0]).close();
    let record = &flow.of_kind("ldap")[0];
    assert_eq!(record["object"], "1.3.6.1.4.1.1466.20037 (StartTLS)");
    assert!(flow.of_kind("weird").is_empty(), "what follows is not read as LDAP");
}

#[test]
fn windows_looks_for_its_domain_controller() {
    let filter = tlv(0xa0, &[equals("DnsDomain", b"corp.example"), equals("Host", b"WS7")].concat());
    let mut flow = TestFlow::udp(389);
    let netlogon = tlv(0x30, &tlv(0x30, &[octets("Netlogon"), tlv(0x31, &octets("x"))].concat()));
    let reply = [message(1, 0x64, &[octets(""), netlogon]), answer(1, 0x65, 0, "")].concat();
    flow.orig(&search(1, "", filter, &["Netlogon"])).resp(&reply);
    assert_eq!(flow.services(), "ldap_udp");
    let record = &flow.of_kind("ldap_search")[0];
    assert_eq!(record["filter"], "(&(DnsDomain=corp.example)(Host=WS7))");
    assert_eq!(record["result_count"], 1);
    flow.with(|_, cx| assert_eq!(cx.session().client_host.as_deref(), Some("WS7")));
}

#[test]
fn unanswered_operations_go_out_at_the_end_and_their_number_is_bounded() {
    let mut flow = TestFlow::tcp(389);
    for id in 0..130 {
        flow.orig(&message(id, 0x68, &[octets("cn=a"), tlv(0x30, &[])]));
    }
    assert_eq!(flow.of_kind("ldap").len(), 2);
    assert_eq!(flow.of_kind("weird")[0]["name"], "LDAP_max_pending_messages_exceeded");
    assert_eq!(flow.close().of_kind("ldap").len(), 130);
}

#[test]
fn reading_goes_on_after_a_hole() {
    let mut flow = TestFlow::tcp(389);
    flow.orig(&search(1, "a", equals("a", b"b"), &[])).gap(Side::Responder, 1000);
    flow.resp(b"the middle of an entry").resp(&entry(1)).resp(&answer(1, 0x65, 0, ""));
    assert_eq!(flow.of_kind("ldap_search")[0]["result_count"], 1);
}

#[test]
fn probes_are_strict() {
    let snmp = tlv(0x30, &[tlv(2, &[1]), octets("public"), tlv(0xa0, &tlv(2, &[1]))].concat());
    for bytes in [snmp, tlv(0x30, &[0; 20]), b"0123456789abcdef".to_vec(), vec![0x30, 0x80, 2, 1, 1, 0x60]] {
        let mut flow = TestFlow::tcp(20_389);
        flow.orig(&bytes);
        assert!(!flow.services().contains("ldap"));
        let mut flow = TestFlow::udp(20_389);
        flow.orig(&bytes);
        assert!(!flow.services().contains("ldap"));
    }
}

#[test]
fn any_truncation_and_any_changed_byte_is_survived() {
    let filter = tlv(
        0xa0,
        &[equals("a", b"b"), tlv(0xa4, &[octets("cn"), tlv(0x30, &tlv(0x80, b"x"))].concat())].concat(),
    );
    let whole = search(1, "dc=corp", filter, &["cn"]);
    for length in 0..whole.len() {
        TestFlow::tcp(389).speaking(&TCP).orig(&whole[..length]).close();
        let mut damaged = whole.clone();
        damaged[length] ^= 0xff;
        TestFlow::tcp(389).speaking(&TCP).orig(&damaged).close();
        TestFlow::udp(389).speaking(&UDP).orig(&damaged).close();
    }
}
