//! Messages as the UPnP Device Architecture 2.0 has them, sections 1.2 and 1.3.

use crate::testing::TestFlow;
use serde_json::json;

const NOTIFY: &str = "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age = 1800\r\n\
    LOCATION: http://10.0.0.1:5120/device.xml\r\nNT: urn:schemas-upnp-org:device:MediaServer:1\r\nNTS: ssdp:alive\r\n\
    SERVER: Linux/5.4 UPnP/1.0 Example/1.0\r\n\
    USN: uuid:887AEAEF-a028-f2ac-0000-000000000000::urn:schemas-upnp-org:device:MediaServer:1\r\n\r\n";

const SEARCH: &str = "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n\
    ST: upnp:rootdevice\r\nUSER-AGENT: Example/2.0\r\nCPFN.UPNP.ORG: Living room\r\n\r\n";

const ANSWER: &str = "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nEXT:\r\nLOCATION: http://10.0.0.2/d.xml\r\n\
    SERVER: Router/1 UPnP/1.1\r\nST: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n";

#[test]
fn a_device_says_what_it_is() {
    let mut flow = TestFlow::udp(1900);
    flow.orig(NOTIFY.as_bytes()).close();
    assert_eq!(flow.services(), "ssdp");
    let record = &flow.of_kind("ssdp")[0];
    assert_eq!((&record["method"], &record["nts"]), (&json!("NOTIFY"), &json!("ssdp:alive")));
    assert_eq!(record["target"], "urn:schemas-upnp-org:device:MediaServer:1");
    assert_eq!(record["uuid"], "887aeaef-a028-f2ac-0000-000000000000");
    assert_eq!(record["location"], "http://10.0.0.1:5120/device.xml");
    assert_eq!(
        (&record["server"], &record["max_age"]),
        (&json!("Linux/5.4 UPnP/1.0 Example/1.0"), &json!(1800.0))
    );
}

#[test]
fn a_search_and_its_answer_are_told_on_any_port() {
    let mut flow = TestFlow::udp(5000);
    flow.orig(SEARCH.as_bytes()).resp(ANSWER.as_bytes()).close();
    let records = flow.of_kind("ssdp");
    assert_eq!(
        (&records[0]["method"], &records[0]["friendly_name"]),
        (&json!("M-SEARCH"), &json!("Living room"))
    );
    assert_eq!((&records[0]["user_agent"], &records[0]["is_orig"]), (&json!("Example/2.0"), &json!(true)));
    assert_eq!((&records[1]["method"], &records[1]["is_orig"]), (&json!("RESPONSE"), &json!(false)));
    assert_eq!((&records[1]["uuid"], &records[1]["max_age"]), (&json!("1"), &json!(120.0)));
}

#[test]
fn the_same_again_makes_no_record_in_any_flow() {
    let mut flow = TestFlow::udp(1900);
    for _ in 0..50 {
        flow.orig(NOTIFY.as_bytes());
    }
    flow.another().orig(NOTIFY.as_bytes());
    assert_eq!(flow.of_kind("ssdp").len(), 1);
    let gone = NOTIFY.replace("ssdp:alive", "ssdp:byebye");
    flow.orig(gone.as_bytes()).close();
    let records = flow.of_kind("ssdp");
    assert_eq!(
        (records.len(), &records[1]["nts"], &records[1]["left_out"]),
        (2, &json!("ssdp:byebye"), &json!(50))
    );
}

#[test]
fn other_messages_of_http_are_none() {
    for other in [
        "NOTIFY sip:a@b SIP/2.0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "",
    ] {
        let mut flow = TestFlow::udp(1900);
        flow.orig(other.as_bytes()).close();
        assert_ne!(flow.services(), "ssdp", "{other:?}");
        assert!(flow.of_kind("ssdp").is_empty());
    }
}

#[test]
fn every_length_of_a_message_is_survived() {
    for length in 0..NOTIFY.len() {
        let mut flow = TestFlow::udp(1900);
        flow.orig(&NOTIFY.as_bytes()[..length]).close();
        assert_eq!(flow.of_kind("ssdp").len(), usize::from(length >= "NOTIFY * HTTP/1.".len()));
    }
}
