//! SOCKS handshakes by hand, after RFC 1928 and RFC 1929; a redis command plays what is carried.

use crate::testing::TestFlow;

const CARRIED: &[u8] = b"*1\r\n$4\r\nPING\r\n";

#[test]
fn what_version_5_carries_is_found() {
    let mut flow = TestFlow::tcp(9050);
    flow.orig(&[5, 2, 0, 2])
        .resp(&[5, 2])
        .orig(b"\x01\x04user\x04pass")
        .resp(&[1, 0])
        .orig(b"\x05\x01\0\x03\x0bexample.org\x18\xeb")
        .resp(&[5, 0, 0, 1, 10, 0, 0, 1, 0, 80])
        .orig(CARRIED)
        .close();
    assert_eq!(flow.services(), "redis,socks");
    assert_eq!(flow.of_kind("tunnel")[0]["tunnel_type"], "Tunnel::SOCKS");
    assert_eq!(flow.of_kind("tunnel").len(), 1);
}

#[test]
fn what_version_4a_carries_is_found_however_it_is_cut() {
    let stream = [b"\x04\x01\0\x50\0\0\0\x01user\0example.org\0".as_slice(), CARRIED].concat();
    let mut flow = TestFlow::tcp(1080).speaking(&super::PROTOCOL);
    for byte in stream.chunks(1).take(24) {
        flow.orig(byte);
    }
    flow.resp(&[0, 90, 0, 0, 0, 0, 0, 0]).orig(&stream[24..]).close();
    assert_eq!(flow.services(), "redis");
}

#[test]
fn an_offer_without_an_answer_is_nothing_off_its_port() {
    let mut flow = TestFlow::tcp(9050);
    flow.orig(&[5, 1, 0]).resp(b"what?").close();
    assert_eq!(flow.services(), "");
}
