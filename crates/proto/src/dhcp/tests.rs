//! DHCP messages by hand, after RFC 2131 and RFC 2132.

use crate::testing::TestFlow;

fn message(operation: u8, transaction: u32, yours: [u8; 4], options: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![operation, 1, 6, 0];
    bytes.extend(transaction.to_be_bytes());
    bytes.extend([0; 8]);
    bytes.extend(yours);
    bytes.extend([0; 8]);
    bytes.extend([0x00, 0x0c, 0x29, 1, 2, 3]);
    bytes.resize(236, 0);
    bytes.extend([0x63, 0x82, 0x53, 0x63]);
    for (code, value) in options {
        bytes.extend([*code, value.len() as u8]);
        bytes.extend(*value);
    }
    bytes.push(255);
    bytes
}

#[test]
fn a_transaction_is_one_record() {
    let mut flow = TestFlow::udp(67);
    flow.orig(&message(1, 7, [0; 4], &[(53, &[1]), (12, b"pc-1\0"), (55, &[1, 3, 6])]))
        .resp(&message(2, 7, [10, 0, 0, 9], &[(53, &[2]), (54, &[10, 0, 0, 2]), (51, &[0, 0, 14, 16])]))
        .orig(&message(1, 7, [0; 4], &[(53, &[3]), (50, &[10, 0, 0, 9])]))
        .resp(&message(2, 7, [10, 0, 0, 9], &[(53, &[5]), (15, b"example.org")]))
        .finish();
    let records = flow.of_kind("dhcp");
    assert_eq!(records.len(), 1);
    let dhcp = &records[0];
    assert_eq!(dhcp["msg_types"], serde_json::json!(["DISCOVER", "OFFER", "REQUEST", "ACK"]));
    assert_eq!(dhcp["host_name"], "pc-1");
    assert_eq!(dhcp["mac"], "00:0c:29:01:02:03");
    assert_eq!(dhcp["assigned_addr"], "10.0.0.9");
    assert_eq!(dhcp["requested_addr"], "10.0.0.9");
    assert_eq!(dhcp["server_addr"], "10.0.0.2");
    assert_eq!(dhcp["lease_time"], 3600.0);
    assert_eq!(dhcp["domain"], "example.org");
    assert_eq!(dhcp["parameter_list"], serde_json::json!([1, 3, 6]));
}

#[test]
fn two_transactions_are_two_records() {
    let mut flow = TestFlow::udp(67);
    flow.orig(&message(1, 1, [0; 4], &[(53, &[8])])).orig(&message(1, 2, [0; 4], &[(53, &[7])])).finish();
    let kinds: Vec<_> = flow.of_kind("dhcp").iter().map(|dhcp| dhcp["msg_types"][0].clone()).collect();
    assert_eq!(kinds, ["INFORM", "RELEASE"]);
}

#[test]
fn options_that_break_off_are_told_of_and_the_rest_counts() {
    let mut bytes = message(1, 1, [0; 4], &[(53, &[1])]);
    bytes.pop();
    bytes.extend([12, 200, b'x']);
    let mut flow = TestFlow::udp(67);
    flow.orig(&bytes).finish();
    assert_eq!(flow.of_kind("weird")[0]["name"], "dhcp_truncated_option");
    assert_eq!(flow.of_kind("dhcp").len(), 1);
}

#[test]
fn any_prefix_is_survived() {
    let bytes = message(
        2,
        7,
        [10, 0, 0, 9],
        &[(53, &[2]), (81, &[4, 0, 0, 2, b'p', b'c', 0]), (51, &[0, 0, 14, 16])],
    );
    for length in 0..bytes.len() {
        let mut flow = TestFlow::udp(67).speaking(&super::PROTOCOL);
        flow.resp(&bytes[..length]).finish();
    }
}
