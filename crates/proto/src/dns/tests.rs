//! DNS messages by hand, after RFC 1035.

use crate::testing::TestFlow;

/// A query for `name` of this type, recursion desired.
fn query(id: u16, name: &str, kind: u16) -> Vec<u8> {
    let mut message = vec![];
    message.extend(id.to_be_bytes());
    message.extend([0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        message.push(label.len() as u8);
        message.extend(label.as_bytes());
    }
    message.push(0);
    message.extend(kind.to_be_bytes());
    message.extend([0, 1]);
    message
}

/// The answer to it: this address, by a pointer to the question's name.
fn answer(id: u16, name: &str, address: [u8; 4]) -> Vec<u8> {
    let mut message = query(id, name, 1);
    message[2..8].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1]);
    message.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
    message.extend(address);
    message
}

#[test]
fn a_question_and_its_answer_are_one_record() {
    let mut flow = TestFlow::udp(53);
    flow.orig(&query(7, "Www.Example.ORG", 1)).resp(&answer(7, "www.example.org", [192, 0, 2, 1])).close();
    let records = flow.of_kind("dns");
    assert_eq!(records.len(), 1);
    let dns = &records[0];
    assert_eq!(dns["query"], "www.example.org");
    assert_eq!(dns["qtype_name"], "A");
    assert_eq!(dns["rcode_name"], "NOERROR");
    assert_eq!(dns["answers"][0], "192.0.2.1");
    assert_eq!(dns["TTLs"][0], 60.0);
    assert_eq!(dns["rtt"], 0.001);
    assert_eq!((&dns["RD"], &dns["RA"], &dns["AA"]), (&true.into(), &true.into(), &false.into()));
    assert_eq!(flow.services(), "dns");
}

#[test]
fn an_unanswered_question_is_a_record_when_the_flow_ends() {
    let mut flow = TestFlow::udp(53);
    flow.orig(&query(1, "a.example", 28));
    assert!(flow.of_kind("dns").is_empty());
    flow.close();
    assert_eq!(flow.of_kind("dns")[0]["qtype_name"], "AAAA");
    assert!(flow.of_kind("dns")[0].get("rcode").is_none());
}

#[test]
fn the_same_number_twice_is_two_questions_and_the_first_is_answered() {
    let mut flow = TestFlow::udp(53);
    flow.orig(&query(9, "x.example", 1))
        .orig(&query(9, "x.example", 1))
        .resp(&answer(9, "x.example", [1, 2, 3, 4]))
        .close();
    let records = flow.of_kind("dns");
    assert_eq!(records.len(), 2);
    assert!(records[0]["rtt"].is_number() && records[1].get("rtt").is_none());
}

#[test]
fn messages_over_tcp_may_come_in_any_pieces() {
    let framed = |message: &[u8]| [&(message.len() as u16).to_be_bytes(), message].concat();
    let stream = [framed(&query(1, "one.example", 1)), framed(&query(2, "two.example", 1))].concat();
    for cut in 1..stream.len() {
        let mut flow = TestFlow::tcp(53);
        flow.orig(&stream[..cut]).orig(&stream[cut..]).close();
        let names: Vec<_> = flow.of_kind("dns").iter().map(|dns| dns["query"].clone()).collect();
        assert_eq!(names, ["one.example", "two.example"], "cut at {cut}");
    }
}

#[test]
fn reading_goes_on_at_the_first_message_after_a_hole() {
    let framed = |message: &[u8]| [&(message.len() as u16).to_be_bytes(), message].concat();
    let mut flow = TestFlow::tcp(53);
    flow.orig(&framed(&query(1, "one.example", 1)))
        .gap(crate::Side::Originator, 20)
        .orig(b"the end of a message that began in the hole")
        .orig(&framed(&query(3, "three.example", 1)))
        .close();
    let names: Vec<_> = flow.of_kind("dns").iter().map(|dns| dns["query"].clone()).collect();
    assert_eq!(names, ["one.example", "three.example"]);
}

#[test]
fn it_is_found_on_any_port_by_content() {
    let mut flow = TestFlow::udp(4444);
    flow.orig(&query(1, "c2.example", 16)).close();
    assert_eq!(flow.services(), "dns");
    let mut flow = TestFlow::udp(4444);
    flow.orig(&[0x40; 40]).close();
    assert_eq!(flow.services(), "");
}

#[test]
fn a_datagram_of_another_protocol_does_not_hide_what_follows() {
    let mut flow = TestFlow::udp(53);
    flow.orig(b"\x30\x0d\x02\x01\x01\x04\x06public\xa0\x00")
        .orig(&query(7, "www.example.org", 1))
        .resp(&answer(7, "www.example.org", [192, 0, 2, 1]))
        .close();
    assert_eq!(flow.of_kind("dns").len(), 1);
    assert_eq!(flow.services(), "dns,snmp");
}

#[test]
fn a_name_that_points_at_itself_is_damage() {
    let mut message = query(1, "a", 1);
    message[12..14].copy_from_slice(&[0xc0, 12]);
    let mut flow = TestFlow::udp(53);
    flow.orig(&message).close();
    assert_eq!(flow.of_kind("weird")[0]["name"], "DNS_label_forward_compress_offset");
}

#[test]
fn any_prefix_of_a_message_gives_what_was_there_and_no_panic() {
    let message = answer(3, "prefix.example", [10, 0, 0, 1]);
    for length in 0..message.len() {
        let mut flow = TestFlow::udp(53).speaking(&super::PROTOCOL);
        flow.resp(&message[..length]).close();
        assert_eq!(flow.of_kind("weird").len(), 1, "{length} bytes");
    }
}

#[test]
fn a_netbios_name_is_decoded() {
    // "WORKGROUP" padded to 15 with blanks and suffix 00, RFC 1001 §14.1.
    let mut flow = TestFlow::udp(137);
    flow.orig(&query(5, "FHEPFCELEHFCEPFFFACACACACACACAAA", 32)).close();
    assert_eq!(flow.of_kind("dns")[0]["query"], "WORKGROUP");
    assert_eq!(flow.of_kind("dns")[0]["qtype_name"], "NB");
}

#[test]
fn text_answers_tell_their_lengths() {
    let mut message = query(8, "t.example", 16);
    message[2..8].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1]);
    message.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 1, 0, 9, 5]);
    message.extend(b"hello\x02ho");
    let mut flow = TestFlow::udp(53);
    flow.resp(&message).close();
    assert_eq!(flow.of_kind("dns")[0]["answers"][0], "TXT 5 hello TXT 2 ho");
}
