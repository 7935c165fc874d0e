use super::parser::{command, data_port, extended_port, join, last_number, quoted_path, reply};
use crate::Side;
use crate::testing::TestFlow;
use serde_json::{Value, json};

fn talk(flow: &mut TestFlow, lines: &[(&str, &str)]) {
    for (request, answer) in lines {
        if !request.is_empty() {
            flow.orig(format!("{request}\r\n").as_bytes());
        }
        flow.resp(format!("{answer}\r\n").as_bytes());
    }
}

fn fields<'a>(record: &'a Value, names: &[&str]) -> Vec<&'a Value> {
    names.iter().map(|name| &record[*name]).collect()
}

#[test]
fn commands_and_replies_are_paired() {
    let mut flow = TestFlow::tcp(2121);
    talk(
        &mut flow,
        &[
            ("", "220 ProFTPD ready"),
            ("USER anonymous", "331 Password"),
            ("PASS me@example.org", "230-Welcome\r\n230-to\r\n  all\r\n230 Logged in"),
            ("CWD /pub/", "250 ok"),
            ("EPSV", "229 Entering Extended Passive Mode (|||57086|)"),
            ("RETR a.txt", "150 Opening BINARY mode data connection for a.txt (154427 bytes)."),
            ("", "226 Transfer complete."),
            ("QUIT", "221 Bye"),
        ],
    );
    flow.close();
    assert_eq!(flow.services(), "ftp");
    let records = flow.of_kind("ftp");
    let columns = ["command", "arg", "reply_code", "reply_msg", "user", "password", "file_size"];
    assert_eq!(
        fields(&records[0], &columns)[..4],
        [&json!("PASS"), &json!("me@example.org"), &json!(230), &json!("Logged in")]
    );
    let channel =
        ["data_channel.passive", "data_channel.orig_h", "data_channel.resp_h", "data_channel.resp_p"];
    assert_eq!(
        fields(&records[1], &channel),
        [&json!(true), &json!("10.0.0.1"), &json!("10.0.0.2"), &json!(57086)]
    );
    let expected = json!([
        "RETR",
        "ftp://10.0.0.2/pub/a.txt",
        226,
        "Transfer complete.",
        "anonymous",
        "me@example.org",
        154_427
    ]);
    assert_eq!(fields(&records[2], &columns), expected.as_array().unwrap().iter().collect::<Vec<_>>());
    assert_eq!(records.len(), 3);
}

#[test]
fn passwords_of_those_who_are_no_guests_are_hidden() {
    let mut flow = TestFlow::tcp(21);
    talk(&mut flow, &[("", "220 x"), ("USER zeek", "331 x"), ("PASS secret", "530 Login incorrect")]);
    flow.close();
    let record = &flow.of_kind("ftp")[0];
    assert_eq!(
        fields(record, &["user", "password", "arg", "reply_code"]),
        [&json!("zeek"), &json!("<hidden>"), &json!("<hidden>"), &json!(530)]
    );
}

#[test]
fn an_active_transfer_announces_the_client() {
    let mut flow = TestFlow::tcp(21);
    talk(
        &mut flow,
        &[("", "220 x"), ("SYST", "215 UNIX"), ("PORT 10,0,0,1,4,1", "200 ok"), ("NOOP", "200 ok")],
    );
    let record = &flow.of_kind("ftp")[0];
    let channel =
        ["data_channel.passive", "data_channel.orig_h", "data_channel.resp_h", "data_channel.resp_p"];
    assert_eq!(
        fields(record, &channel),
        [&json!(false), &json!("10.0.0.2"), &json!("10.0.0.1"), &json!(1025)]
    );
}

#[test]
fn pipelined_commands_find_their_replies() {
    let mut flow = TestFlow::tcp(21);
    flow.resp(b"220 x\r\n").orig(b"USER a\r\nPASS b\r\nDELE x\r\nPASV\r\n");
    flow.resp(b"331 x\r\n230 ok\r\n550 x: no such file\r\n227 Entering Passive Mode (1,2,3,4,5,6)\r\n")
        .close();
    let replies: Vec<_> =
        flow.of_kind("ftp").iter().map(|row| (row["command"].clone(), row["reply_code"].clone())).collect();
    assert_eq!(
        replies,
        [(json!("PASS"), json!(230)), (json!("DELE"), json!(550)), (json!("PASV"), json!(227))]
    );
}

#[test]
fn after_auth_the_connection_is_probed_anew() {
    let mut flow = TestFlow::tcp(21);
    talk(&mut flow, &[("", "220 (vsFTPd 3.0.5)"), ("AUTH TLS", "234 Proceed with negotiation.")]);
    flow.orig(b"GET / HTTP/1.1\r\n\r\n").close();
    assert_eq!(flow.services(), "ftp,http");
    assert_eq!(flow.of_kind("ftp")[0]["command"], "AUTH");
}

#[test]
fn too_many_commands_and_too_long_ones_are_told() {
    let mut flow = TestFlow::tcp(21);
    talk(&mut flow, &[("", "220 x"), ("FEAT", "211 x")]);
    (0..30).for_each(|_| {
        flow.orig(b"NOOP\r\n");
    });
    flow.orig(&[vec![b'A'; 132], b"\r\n".to_vec()].concat()).close();
    let weirds: Vec<_> =
        flow.of_kind("weird").iter().map(|weird| weird["name"].as_str().unwrap().to_owned()).collect();
    assert!(weirds.contains(&"FTP_too_many_pending_commands".to_owned()));
    let long =
        flow.of_kind("weird").into_iter().find(|weird| weird["name"] == "FTP_max_command_length_exceeded");
    assert_eq!(long.unwrap()["addl"], "132 > 100");
}

#[test]
fn the_data_connection_is_a_file() {
    let mut flow = TestFlow::tcp(40000).speaking(&crate::ftp_data::PROTOCOL);
    flow.resp(b"content").gap(Side::Responder, 5).resp(b"more").end(Side::Responder).close();
    let file = &flow.of_kind("files")[0];
    assert_eq!(
        fields(file, &["source", "seen_bytes", "missing_bytes", "is_orig"]),
        [&json!("FTP_DATA"), &json!(11), &json!(5), &json!(false)]
    );
}

#[test]
fn on_its_port_the_client_may_speak_first() {
    let mut flow = TestFlow::tcp(21);
    flow.orig(b"USER anonymous\r\n")
        .orig(b"PASS a@b\r\n")
        .resp(b"220 ready\r\n230 in\r\n230 yes\r\n")
        .close();
    assert_eq!(flow.services(), "ftp");
    assert_eq!(flow.of_kind("ftp")[0]["user"], "anonymous");
}

#[test]
fn other_protocols_that_greet_alike_are_left_alone() {
    for (greeting, request) in
        [("220 mail.example.org ESMTP", "EHLO x"), ("+OK POP3", "USER a"), ("200 news", "MODE READER")]
    {
        let mut flow = TestFlow::tcp(9999);
        flow.resp(format!("{greeting}\r\n").as_bytes()).orig(format!("{request}\r\n").as_bytes()).close();
        assert!(!flow.services().contains("ftp"), "{greeting}");
    }
}

#[test]
fn lines_are_read_as_rfc_959_writes_them() {
    assert_eq!(command(b"\xff\xf4\xff\xf2abor"), ("ABOR".to_owned(), &b""[..]));
    assert_eq!(command(b"retr  a b "), ("RETR".to_owned(), &b"a b"[..]));
    assert_eq!(reply(b"220-hi", None).map(|line| (line.code, line.more)), Some((Some(220), true)));
    assert_eq!(reply(b" 220 inside", Some(220)).map(|line| line.code), Some(None));
    assert_eq!(reply(b"99 PASV invalid", None), None);
    assert_eq!(data_port(b"227 Entering Passive Mode (164,107,123,6,183,187)").unwrap().1, 47035);
    assert_eq!(data_port(b"PORT 300,1,1,1,1,1"), None);
    assert_eq!(data_port(b"114,115"), None);
    assert_eq!(extended_port(b"|2|::1|49189|"), Some((Some("::1".parse().unwrap()), 49189)));
    assert_eq!(extended_port(b"Entering (|||60931|)"), Some((None, 60931)));
    assert_eq!(extended_port(b"(|||99999|)"), None);
    assert_eq!(last_number(b"rfc1001.txt (154427 bytes)."), Some(154_427));
    assert_eq!(last_number(b"none"), None);
    assert_eq!(quoted_path(b"\"/pub\" is current"), Some(&b"/pub"[..]));
}

#[test]
fn paths_are_seen_from_the_directory() {
    for (directory, path, joined) in [
        (".", "robots.txt", "./robots.txt"),
        (".", "", "."),
        ("/pub", "../a//b/./c", "/a/b/c"),
        ("/", "x", "/x"),
        ("/a", "..", "/"),
        ("/", "..", "/"),
        ("/a", "C:\\x", "C:\\x"),
        ("/mirror/internic/rfc", "rfc1001.txt", "/mirror/internic/rfc/rfc1001.txt"),
    ] {
        assert_eq!(join(directory, path), joined, "{directory} + {path}");
    }
}
