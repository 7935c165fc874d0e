//! What HTTP carries: forms, logins, tunnels, WebSocket, WinRM.

use super::{one, weirds};
use crate::testing::TestFlow;
use serde_json::{Value, json};

#[test]
fn every_part_of_a_form_is_a_file() {
    let body = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ntest\r\n--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"t.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n--X\r\n-\r\n\r\n--XX--\r\n";
    let head = format!(
        "POST /f HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let stream = [head.as_bytes(), body.as_bytes()].concat();
    for size in [1, 2, 3, 5, 1000] {
        let mut flow = TestFlow::tcp(80);
        stream.chunks(size).for_each(|piece| {
            flow.orig(piece);
        });
        flow.resp(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        let record = one(&flow);
        assert_eq!(record["request_body_len"], body.len());
        assert_eq!(record["orig_filenames"], json!(["t.bin"]));
        let sizes: Vec<_> =
            flow.of_kind("files").iter().map(|file| file["seen_bytes"].as_u64().unwrap()).collect();
        assert_eq!(sizes, [4, "--X\r\n-\r\n".len() as u64], "pieces of {size}");
    }
}

#[test]
fn basic_credentials_name_the_user_and_hide_the_password() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"GET / HTTP/1.1\r\nAuthorization: Basic dGVzdDoxOjM0\r\n\r\n").close();
    let record = one(&flow);
    assert_eq!(record["username"], "test");
    assert_eq!(record["password"], Value::Null);
}

#[test]
fn a_tunnel_is_probed_for_what_it_carries() {
    let mut flow = TestFlow::tcp(3128);
    flow.orig(b"CONNECT www.example.com:80 HTTP/1.0\r\n\r\n");
    flow.orig(b"GET /inside HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
    flow.resp(b"HTTP/1.0 200 Connection established\r\n\r\n");
    flow.resp(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let records = flow.of_kind("http");
    assert_eq!(
        (&records[0]["method"], &records[0]["uri"]),
        (&json!("CONNECT"), &json!("www.example.com:80"))
    );
    assert_eq!(records[1]["uri"], "/inside");
}

#[test]
fn a_tunnel_whose_answer_was_not_seen_is_probed_all_the_same() {
    let mut flow = TestFlow::tcp(3128);
    flow.orig(b"CONNECT h:80 HTTP/1.1\r\n\r\n").orig(b"GET /inside HTTP/1.1\r\n\r\n").close();
    let uris: Vec<_> = flow.of_kind("http").iter().map(|record| record["uri"].clone()).collect();
    assert!(uris.contains(&json!("/inside")), "{uris:?}");
}

#[test]
fn a_refused_tunnel_is_http_still() {
    let mut flow = TestFlow::tcp(3128);
    flow.orig(b"CONNECT h:1 HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
    flow.resp(
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nnoHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    );
    let records = flow.of_kind("http");
    assert_eq!((&records[0]["status_code"], &records[1]["uri"]), (&json!(403), &json!("/next")));
}

#[test]
fn tunnels_in_tunnels_end_somewhere() {
    let mut flow = TestFlow::tcp(3128);
    for _ in 0..2000 {
        flow.orig(b"CONNECT h:1 HTTP/1.1\r\n\r\n").resp(b"HTTP/1.1 200 OK\r\n\r\n");
    }
    flow.close();
    assert!(weirds(&flow).contains(&"layers_nested_too_deep".to_owned()));
}

#[test]
fn websocket_frames_are_unmasked_and_probed() {
    let mut flow = TestFlow::tcp(80);
    flow.orig(b"GET /echo HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    flow.resp(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: chat\r\n\r\n");
    let inner = b"GET /inner HTTP/1.1\r\n\r\n";
    let mask = [0x37, 0xfa, 0x21, 0x3d];
    let mut frame = vec![0x82, 0x80 | inner.len() as u8];
    frame.extend(mask);
    frame.extend(inner.iter().zip(mask.iter().cycle()).map(|(byte, key)| byte ^ key));
    frame.chunks(3).for_each(|piece| {
        flow.orig(piece);
    });
    flow.close();
    assert_eq!(flow.services(), "http,websocket");
    let handshake = &flow.of_kind("websocket")[0];
    assert_eq!(handshake["client_protocols"], json!(["chat", "superchat"]));
    assert_eq!((&handshake["subprotocol"], &handshake["uri"]), (&json!("chat"), &json!("/echo")));
    let records = flow.of_kind("http");
    assert_eq!((&records[0]["status_code"], &records[0]["info_code"]), (&json!(101), &json!(101)));
    assert_eq!(records[1]["uri"], "/inner");
}

#[test]
fn winrm_commands_are_read_from_soap() {
    let soap = "<s:Envelope><s:Body><rsp:CommandLine CommandId=\"1\"><rsp:Command>&quot;whoami&quot;</rsp:Command><rsp:Arguments>/all</rsp:Arguments></rsp:CommandLine></s:Body></s:Envelope>";
    assert_eq!(super::super::winrm::commands(soap), ["whoami /all"]);
    let clixml = "garbage<Obj><S N=\"Cmd\">Get-Process &amp; x</S></Obj>";
    let encoded = base64(clixml.as_bytes());
    let soap =
        format!("<rsp:CommandLine><rsp:Command/><rsp:Arguments>{encoded}</rsp:Arguments></rsp:CommandLine>");
    assert_eq!(super::super::winrm::commands(&soap), ["Get-Process & x"]);
}

#[test]
fn winrm_in_the_clear_tells_its_command_and_sealed_that_there_was_one() {
    let soap = "<rsp:CommandLine><rsp:Command>ipconfig</rsp:Command></rsp:CommandLine>";
    let utf16: Vec<u8> = soap.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for body in [soap.as_bytes(), &utf16] {
        let mut flow = TestFlow::tcp(5985);
        flow.orig(
            format!(
                "POST /wsman HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: {}\r\n\r\n",
                body.len()
            )
            .as_bytes(),
        );
        flow.orig(body).resp(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(flow.of_kind("remote_exec")[0]["command"], "ipconfig");
        assert_eq!(one(&flow)["tags"], json!(["WINRM"]));
    }
    let mut flow = TestFlow::tcp(5985);
    flow.orig(b"POST /wsman HTTP/1.1\r\nContent-Type: multipart/encrypted;boundary=\"E\"\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(flow.of_kind("remote_exec")[0]["arguments_encrypted"], true);
}

#[test]
fn a_login_with_ntlm_is_read_from_its_tokens() {
    // NEGOTIATE, CHALLENGE and AUTHENTICATE messages with nothing in them but the user's name (MS-NLMP §2.2.1).
    let negotiate = base64(b"NTLMSSP\0\x01\0\0\0\x01\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let challenge =
        base64(&[&b"NTLMSSP\0\x02\0\0\0\0\0\0\0\x38\0\0\0\x01\x02\0\0"[..], &[7; 8], &[0; 24]].concat());
    let mut authenticate = b"NTLMSSP\0\x03\0\0\0".to_vec();
    for length in [0u16, 0, 0, 8, 0, 0] {
        authenticate.extend([length.to_le_bytes(), length.to_le_bytes()].concat());
        authenticate.extend(64u32.to_le_bytes());
    }
    authenticate.extend([1, 2, 0, 0]);
    authenticate.extend(b"b\0o\0b\0s\0");
    let mut flow = TestFlow::tcp(80);
    flow.orig(format!("GET / HTTP/1.1\r\nAuthorization: NTLM {negotiate}\r\n\r\n").as_bytes());
    flow.resp(
        format!("HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM {challenge}\r\nContent-Length: 0\r\n\r\n")
            .as_bytes(),
    );
    flow.orig(format!("GET / HTTP/1.1\r\nAuthorization: NTLM {}\r\n\r\n", base64(&authenticate)).as_bytes());
    assert!(flow.of_kind("ntlm").is_empty());
    flow.resp(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let login = &flow.of_kind("ntlm")[0];
    assert_eq!((&login["username"], &login["success"]), (&json!("bobs"), &json!(true)));
}

fn base64(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = alphabet[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
