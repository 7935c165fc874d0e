//! HTTP flows by hand, after RFC 9112 and RFC 9110.

mod carried;

use super::PROTOCOL;
use super::parser::{RequestLine, Version, request_line, status_line};
use super::uri::unescape;
use crate::Side;
use crate::testing::TestFlow;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::{Value, json};
use std::io::Write as _;

fn one(flow: &TestFlow) -> Value {
    let mut records = flow.of_kind("http");
    assert_eq!(records.len(), 1, "{records:#?}");
    records.remove(0)
}

fn weirds(flow: &TestFlow) -> Vec<String> {
    flow.of_kind("weird").iter().map(|weird| weird["name"].as_str().unwrap().to_owned()).collect()
}

const GET: &[u8] =
    b"GET /a%20b?q=1 HTTP/1.1\r\nHost: Example.com:8080\r\nUser-Agent: x/1\r\nReferer: http://r/\r\n\r\n";

#[test]
fn a_request_and_its_reply_are_one_record() {
    let mut flow = TestFlow::tcp(12345);
    flow.orig(GET)
        .resp(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhel")
        .resp(b"lo");
    let record = one(&flow);
    assert_eq!(flow.services(), "http");
    assert_eq!(record["ts"], json!(1000.001));
    for (field, value) in [
        ("trans_depth", json!(1)),
        ("method", json!("GET")),
        ("host", json!("Example.com:8080")),
        ("uri", json!("/a b?q=1")),
        ("referrer", json!("http://r/")),
        ("user_agent", json!("x/1")),
        ("version", json!("1.1")),
        ("request_body_len", json!(0)),
        ("response_body_len", json!(5)),
        ("status_code", json!(200)),
        ("status_msg", json!("OK")),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    let files = flow.of_kind("files");
    assert_eq!(files[0]["fuid"], record["resp_fuids"][0]);
    assert_eq!((&files[0]["source"], &files[0]["seen_bytes"]), (&json!("HTTP"), &json!(5)));
}

#[test]
fn however_the_stream_is_cut_the_records_are_the_same() {
    let request = b"POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: 1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n";
    let reply = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    for size in 1..request.len() {
        let mut flow = TestFlow::tcp(80);
        request.chunks(size).for_each(|piece| {
            flow.orig(piece);
        });
        reply.chunks(size).for_each(|piece| {
            flow.resp(piece);
        });
        flow.close();
        let records = flow.of_kind("http");
        assert_eq!(records.len(), 2, "pieces of {size}");
        assert_eq!(records[0]["request_body_len"], 7);
        assert_eq!((&records[0]["status_code"], &records[0]["info_code"]), (&json!(200), &json!(100)));
        assert_eq!((&records[1]["uri"], &records[1]["status_code"]), (&json!("/2"), &json!(404)));
        assert!(weirds(&flow).is_empty(), "{:?}", weirds(&flow));
    }
}

#[test]
fn a_cut_off_connection_gives_what_was_seen() {
    let stream =
        [GET, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"].concat();
    for end in 0..stream.len() {
        let mut flow = TestFlow::tcp(80).speaking(&PROTOCOL);
        flow.orig(&stream[..end.min(GET.len())]);
        flow.resp(&stream[end.min(GET.len())..end]).close();
        let expected = usize::from(end > b"GET /a%20b?q=1 HTTP/1.1\r".len());
        assert_eq!(flow.of_kind("http").len(), expected, "cut at {end}");
    }
}

#[test]
fn replies_without_a_body_end_with_their_head() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"HEAD / HTTP/1.1\r\n\r\nGET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    flow.resp(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\nHTTP/1.1 204\r\n\r\n");
    let records = flow.of_kind("http");
    let codes: Vec<_> = records.iter().map(|record| record["status_code"].as_u64().unwrap()).collect();
    assert_eq!(codes, [200, 304, 204]);
    assert_eq!(records[2]["status_msg"], "<empty>");
}

#[test]
fn a_body_without_a_length_lasts_until_the_server_closes() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"GET / HTTP/1.0\r\n\r\n").resp(b"HTTP/1.0 200 OK\r\n\r\nab").resp(b"cd");
    assert!(flow.of_kind("http").is_empty());
    flow.end(Side::Responder);
    assert_eq!(one(&flow)["response_body_len"], 4);
}

#[test]
fn http_0_9_has_no_heads() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"GET /zeek.html\r\n").resp(b"<html>\r\n\r\n</html>").close();
    let record = one(&flow);
    assert_eq!((&record["version"], &record["status_code"]), (&json!("0.9"), &json!(0)));
    assert_eq!((&record["status_msg"], &record["response_body_len"]), (&json!("<empty>"), &json!(17)));
}

#[test]
fn smuggled_requests_come_out() {
    let cases: [(&str, &str); 4] = [
        ("Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n", "HTTP_bad_chunk_size"),
        ("Content-Length: -1\r\n\r\n", "HTTP_bad_content_length"),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 50\r\n\r\n0\r\n\r\n",
            "HTTP_content_length_and_chunked",
        ),
        ("Content-Length: 0003\r\n\r\nabc", "HTTP_content_length_leading_zeros"),
    ];
    for (rest, weird) in cases {
        let mut flow = TestFlow::tcp(80);
        let bytes = format!("POST / HTTP/1.1\r\nHost: t\r\n{rest}GET /smuggled HTTP/1.1\r\nHost: t\r\n\r\n");
        flow.orig(bytes.as_bytes()).close();
        let records = flow.of_kind("http");
        assert_eq!(records[1]["uri"], "/smuggled", "{weird}");
        assert_eq!(weirds(&flow), [weird]);
    }
}

#[test]
fn ranges_that_cannot_be_are_told() {
    let cases = [
        ("bytes 0-9223372036854775807/9223372036854775808", "HTTP_content_range_overflow"),
        ("bytes 0--5/*", "HTTP_content_range_invalid"),
        ("bytes 10-5/*", "HTTP_non_positive_content_range"),
    ];
    for (range, weird) in cases {
        let mut flow = TestFlow::tcp(80);
        flow.orig(GET);
        flow.resp(format!("HTTP/1.1 206 Partial Content\r\nContent-Range: {range}\r\n\r\n").as_bytes());
        assert_eq!(weirds(&flow), [weird]);
        let addl = &flow.of_kind("weird")[0]["addl"];
        assert_eq!(addl, range.strip_prefix("bytes ").unwrap());
    }
}

fn coded(coding: &str, body: &[u8]) -> TestFlow {
    let mut flow = TestFlow::tcp(80);
    flow.orig(GET);
    flow.resp(
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", body.len())
            .as_bytes(),
    );
    body.chunks(7).for_each(|piece| {
        flow.resp(piece);
    });
    flow
}

#[test]
fn compressed_content_is_measured_and_kept_decompressed() {
    let plain = b"hello hello hello hello hello".repeat(100);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&plain).unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&plain).unwrap();
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(&plain).unwrap();
    let bodies = [
        ("gzip", gzip.finish().unwrap()),
        ("deflate", zlib.finish().unwrap()),
        ("deflate", raw.finish().unwrap()),
    ];
    for (coding, body) in bodies {
        let flow = coded(coding, &body);
        assert_eq!(one(&flow)["response_body_len"], plain.len(), "{coding}");
        assert_eq!(flow.of_kind("files")[0]["seen_bytes"], plain.len());
    }
}

#[test]
fn a_decompression_bomb_is_defused() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![0; 64 << 20]).unwrap();
    let flow = coded("gzip", &gzip.finish().unwrap());
    assert_eq!(weirds(&flow), ["HTTP_decompression_bomb"]);
    assert!(one(&flow)["response_body_len"].as_u64().unwrap() < 16 << 20);
}

#[test]
fn content_that_is_not_what_it_claims_is_told_once() {
    let flow = coded("gzip", b"this is no gzip at all, whatever the server says");
    assert_eq!(weirds(&flow), ["HTTP_bad_content_encoding"]);
}

#[test]
fn a_hole_in_a_body_is_skipped_and_one_elsewhere_searched_past() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(GET).resp(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789");
    flow.gap(Side::Responder, 80).resp(b"0123456789");
    let record = one(&flow);
    assert_eq!(record["response_body_len"], 100);
    assert_eq!(flow.of_kind("files")[0]["missing_bytes"], 80);
    flow.orig(GET).gap(Side::Responder, 500).orig(b"GET /third HTTP/1.1\r\n\r\n");
    flow.resp(b"rest of something\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    let records = flow.of_kind("http");
    assert_eq!((&records[1]["uri"], &records[1]["status_code"]), (&json!("/a b?q=1"), &Value::Null));
    assert_eq!((&records[2]["uri"], &records[2]["status_code"]), (&json!("/third"), &json!(201)));
}

#[test]
fn in_mid_stream_the_bytes_say_who_asks() {
    let mut flow = TestFlow::tcp(40001).midstream();
    flow.orig(b"the end of something").orig(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    flow.resp(GET).orig(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    let records = flow.of_kind("http");
    assert_eq!((&records[0]["method"], &records[0]["status_code"]), (&Value::Null, &json!(200)));
    assert_eq!((&records[1]["method"], &records[1]["status_code"]), (&json!("GET"), &json!(404)));
}

#[test]
fn in_mid_stream_a_long_body_does_not_end_the_search() {
    let mut flow = TestFlow::tcp(40001).midstream();
    for _ in 0..40 {
        flow.resp(&[b'x'; 9000]);
    }
    flow.orig(b"2").orig(GET).resp(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(one(&flow)["status_code"], 200);
}

#[test]
fn a_head_without_end_is_read_as_far_as_it_goes() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"GET /long HTTP/1.1\r\nHost: h\r\n");
    for _ in 0..200 {
        flow.orig(format!("X-Filler: {}\r\n", "x".repeat(1000)).as_bytes());
    }
    flow.orig(b"\r\nGET /next HTTP/1.1\r\n\r\n").close();
    let records = flow.of_kind("http");
    assert_eq!((&records[0]["uri"], &records[0]["host"]), (&json!("/long"), &json!("h")));
    assert_eq!(records[1]["uri"], "/next");
    assert_eq!(weirds(&flow), ["HTTP_head_too_long"]);
}

#[test]
fn what_is_not_http_is_not_taken_for_it() {
    for bytes in [
        &b"OPTIONS sip:a@b SIP/2.0\r\n\r\n"[..],
        b"DESCRIBE rtsp://h/x RTSP/1.0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"EHLO example.com\r\n",
        b"GET / HTTQ/1.1\r\n\r\n",
        b"\x16\x03\x01\x00\x05hello",
        b"SSH-2.0-OpenSSH_9.7\r\n",
    ] {
        let mut flow = TestFlow::tcp(4444);
        flow.orig(bytes).close();
        assert!(flow.of_kind("http").is_empty(), "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn start_lines_are_read_as_zeek_reads_them() {
    let line = request_line(b"GET /a b HTTP/1.1").unwrap();
    let version = Version { major: 1, minor: 1 };
    assert_eq!(line, RequestLine { method: b"GET", uri: b"/a b", version, crud: false });
    assert_eq!(request_line(b"CONNECT h:25 / HTTP/1.0").unwrap().uri, b"h:25 /");
    assert_eq!(request_line(b"GET HTTP/1.1").unwrap().uri, b"");
    assert_eq!(request_line(b"GET /x").unwrap().version, Version::V0_9);
    assert_eq!(
        request_line(b"\xdd\0 GET /txt HTTP/1.1").unwrap_err().name(),
        "bad_HTTP_request_with_version"
    );
    assert_eq!(request_line(b"").unwrap_err().name(), "bad_HTTP_request");
    assert_eq!(status_line(b"HTTP/1.1 200 Not really").unwrap().reason, Some(&b"Not really"[..]));
    assert_eq!(status_line(b"HTTP/1.1 abc").unwrap().code, 0);
    assert_eq!(status_line(b"ICY 200 OK"), None);
}

#[test]
fn targets_are_unescaped_as_zeek_logs_them() {
    let plain = |uri: &[u8]| {
        let mut flaws = Vec::new();
        let plain = unescape(uri, |flaw| flaws.push(flaw));
        (plain, flaws)
    };
    assert_eq!(plain(b"/a%2fb%zz"), (b"/a/b%zz".to_vec(), vec!["unescaped_%_in_URI"]));
    assert_eq!(plain(b"/%%41"), (b"/%A".to_vec(), vec!["double_%_in_URI"]));
    assert_eq!(plain(b"/%u0041%u20ac"), (b"/A\x20\xac".to_vec(), vec![]));
    assert_eq!(plain(b"/%"), (b"/%".to_vec(), vec!["illegal_%_at_end_of_URI"]));
    assert_eq!(plain(b"/%4"), (b"/%4".to_vec(), vec!["partial_escape_at_end_of_URI"]));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(pieces in proptest::collection::vec((proptest::bool::ANY, proptest::collection::vec(0u8..128, 0..80)), 0..12)) {
        let mut flow = TestFlow::tcp(80).speaking(&PROTOCOL);
        flow.orig(GET);
        for (orig, piece) in &pieces {
            if *orig { flow.orig(piece) } else { flow.resp(piece) };
        }
        flow.gap(Side::Responder, 3).gap(Side::Originator, u64::MAX).close();
    }
}
