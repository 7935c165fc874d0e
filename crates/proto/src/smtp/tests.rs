use super::addresses::{address_list, first_address, mail_addresses, received_from};
use super::dots::Dots;
use super::parser::{Chunk, chunk};
use crate::Side;
use crate::testing::TestFlow;
use serde_json::{Value, json};

fn talk(flow: &mut TestFlow, lines: &[(&str, &str)]) {
    for (request, answer) in lines {
        if !request.is_empty() {
            flow.orig(format!("{request}\r\n").as_bytes());
        }
        if !answer.is_empty() {
            flow.resp(format!("{answer}\r\n").as_bytes());
        }
    }
}

fn columns(record: &Value, names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| record[*name].clone()).collect()
}

const MESSAGE: &str = "Received: from a (b [10.1.1.1]) by c; x\r\nReceived: from d (e [10.2.2.2])\r\n\tby f; y\r\nFrom: A <a@x.org>\r\nTo: \"B, C\" <b@x.org>, c@x.org\r\nCc: d@x.org\r\nSubject: Hello\r\nMessage-ID: <1@x>\r\nDate: today\r\nX-Mailer: mutt\r\nX-Originating-IP: [192.0.2.1]\r\nContent-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\npreamble\r\n--=_b\r\nContent-Type: text/plain\r\n\r\n..dotted\r\n--=_b\r\nContent-Type: image/png; name=x\r\nContent-Disposition: attachment; filename*0*=UTF-8''l%C3%A4; filename*1=ngs.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n--=_b--\r\nepilogue";

fn deliver(flow: &mut TestFlow) {
    talk(
        flow,
        &[
            ("", "220 mx.example.org ESMTP"),
            ("EHLO client", "250-mx\r\n250 CHUNKING"),
            ("MAIL FROM:<a@x.org> SIZE=100", "250 ok"),
            ("RCPT TO:<b@x.org> ORCPT=rfc822;z@x.org", "250 ok"),
            ("RCPT TO:<c@x.org>", "250 ok"),
            ("DATA", "354 go on"),
        ],
    );
}

#[test]
fn a_message_is_one_record_and_its_parts_are_files() {
    for size in [1, 2, 3, 7, 64, 5000] {
        let mut flow = TestFlow::tcp(2525);
        deliver(&mut flow);
        format!("{MESSAGE}\r\n.\r\n").as_bytes().chunks(size).for_each(|piece| {
            flow.orig(piece);
        });
        talk(&mut flow, &[("", "250 queued"), ("QUIT", "221 bye")]);
        flow.close();
        let records = flow.of_kind("smtp");
        assert_eq!(records.len(), 1, "pieces of {size}");
        for (name, value) in [
            ("trans_depth", json!(1)),
            ("helo", json!("client")),
            ("mailfrom", json!("a@x.org")),
            ("rcptto", json!(["b@x.org", "c@x.org"])),
            ("from", json!("A <a@x.org>")),
            ("to", json!(["\"B, C\" <b@x.org>", "c@x.org"])),
            ("cc", json!(["d@x.org"])),
            ("subject", json!("Hello")),
            ("msg_id", json!("<1@x>")),
            ("date", json!("today")),
            ("user_agent", json!("mutt")),
            ("x_originating_ip", json!("192.0.2.1")),
            ("first_received", json!("from d (e [10.2.2.2])\tby f; y")),
            ("second_received", json!("from a (b [10.1.1.1]) by c; x")),
            ("path", json!(["10.0.0.2", "10.0.0.1", "10.1.1.1", "10.2.2.2"])),
            ("last_reply", json!("250 queued")),
            ("tls", json!(false)),
        ] {
            assert_eq!(records[0][name], value, "{name} in pieces of {size}");
        }
        let files = flow.of_kind("files");
        assert_eq!(
            columns(&files[0], &["seen_bytes", "depth", "source"]),
            [json!(7), json!(2), json!("SMTP")]
        );
        assert_eq!(columns(&files[1], &["seen_bytes", "filename"]), [json!(5), json!("längs.png")]);
        assert_eq!(records[0]["fuids"], json!([files[0]["fuid"], files[1]["fuid"]]));
    }
}

#[test]
fn chunks_carry_a_message_without_dots() {
    let mut flow = TestFlow::tcp(25);
    talk(
        &mut flow,
        &[("", "220 x ESMTP"), ("EHLO c", "250 x"), ("MAIL FROM:<a@x>", "250 x"), ("RCPT TO:<b@x>", "250 x")],
    );
    let (first, second) = MESSAGE.split_at(200);
    for (text, last) in [(first, ""), (second, " LAST")] {
        flow.orig(format!("BDAT {}{last}\r\n{text}", text.len()).as_bytes()).resp(b"250 ok\r\n");
    }
    flow.close();
    let record = &flow.of_kind("smtp")[0];
    assert_eq!(columns(record, &["subject", "trans_depth"]), [json!("Hello"), json!(1)]);
    assert_eq!(flow.of_kind("files")[0]["seen_bytes"], "..dotted".len());
}

#[test]
fn transactions_out_of_order_are_told_and_logged_as_zeek_does() {
    let mut flow = TestFlow::tcp(25);
    talk(
        &mut flow,
        &[
            ("", "220 x ESMTP"),
            ("EHLO Bob-PC", "250 x"),
            ("MAIL FROM:<bob@x>", "250 OK"),
            ("RCPT TO:<alice@x>", "250 Accepted"),
            ("DATA", "354 go"),
            ("Hello\r\n.", "250 OK id=1"),
            ("RCPT TO:<alice@x>", "503 sender not yet given"),
            ("DATA", "503-All\r\n503 valid RCPT command must precede DATA"),
            ("Hello, Alice (2)", "500 unrecognized command"),
            (".", "500 unrecognized command"),
            ("MAIL FROM:<bob@x>", "250 OK"),
        ],
    );
    flow.close();
    let rows: Vec<_> = flow
        .of_kind("smtp")
        .iter()
        .map(|row| columns(row, &["trans_depth", "mailfrom", "last_reply"]))
        .collect();
    assert_eq!(
        rows,
        [
            [json!(1), json!("bob@x"), json!("250 OK id=1")],
            [json!(2), Value::Null, json!("500 unrecognized command")],
            [json!(2), json!("bob@x"), json!("250 OK")],
        ]
    );
    let weird = &flow.of_kind("weird")[0];
    assert_eq!(
        columns(weird, &["name", "addl"]),
        [json!("smtp_mail_transaction_invalid"), json!("rcpt to missing mail from")]
    );
}

#[test]
fn after_starttls_the_connection_is_probed_anew() {
    let mut flow = TestFlow::tcp(25);
    talk(
        &mut flow,
        &[("", "220 x ESMTP"), ("EHLO c", "250 STARTTLS"), ("STARTTLS", "220 2.0.0 Ready to start TLS")],
    );
    flow.orig(b"GET / HTTP/1.1\r\n\r\n").close();
    assert_eq!(flow.services(), "http,smtp");
    let record = &flow.of_kind("smtp")[0];
    assert_eq!(columns(record, &["tls", "last_reply"]), [json!(true), json!("220 2.0.0 Ready to start TLS")]);
}

#[test]
fn one_side_alone_tells_what_it_can() {
    let mut flow = TestFlow::tcp(25);
    flow.orig(
        b"ehlo l\r\nmail FROM:<s@x>\r\nrcpt TO:<r@x>\r\ndata\r\nSubject: s\r\n\r\nbody\r\n.\r\nQUIT\r\n",
    )
    .close();
    let record = &flow.of_kind("smtp")[0];
    assert_eq!(
        columns(record, &["mailfrom", "subject", "last_reply"]),
        [json!("s@x"), json!("s"), Value::Null]
    );
}

#[test]
fn a_message_whose_end_was_lost_ends_with_its_reply() {
    let mut flow = TestFlow::tcp(25);
    deliver(&mut flow);
    flow.orig(b"Subject: torn\r\n\r\nabc").gap(Side::Originator, 1000).resp(b"250 queued\r\n");
    talk(&mut flow, &[("MAIL FROM:<n@x.org>", "250 ok")]);
    flow.close();
    let rows: Vec<_> = flow
        .of_kind("smtp")
        .iter()
        .map(|row| columns(row, &["trans_depth", "subject", "mailfrom"]))
        .collect();
    assert_eq!(
        rows,
        [[json!(1), json!("torn"), json!("a@x.org")], [json!(2), Value::Null, json!("n@x.org")]]
    );
    assert_eq!(flow.of_kind("files")[0]["missing_bytes"], 1000);
}

#[test]
fn too_many_recipients_are_told() {
    let mut flow = TestFlow::tcp(25);
    talk(&mut flow, &[("", "220 x ESMTP"), ("EHLO c", "250 x"), ("MAIL FROM:<a@x>", "250 ok")]);
    (0..1500).for_each(|number| talk(&mut flow, &[(&format!("RCPT TO:<u{number}@x>"), "250 ok")]));
    flow.close();
    let names: Vec<_> = flow.of_kind("weird").iter().map(|weird| weird["name"].clone()).collect();
    assert_eq!(names, ["smtp_too_many_rcptto_addresses"]);
    assert_eq!(flow.of_kind("smtp")[0]["rcptto"].as_array().unwrap().len(), 1000);
}

#[test]
fn every_cut_of_a_session_is_survived() {
    let stream = format!("EHLO c\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\n{MESSAGE}\r\n.\r\n");
    for end in 0..stream.len() {
        let mut flow = TestFlow::tcp(25).speaking(&super::PROTOCOL);
        flow.orig(&stream.as_bytes()[..end]).gap(Side::Originator, 3).orig(b"\xff\r\n.\r\n").close();
    }
}

#[test]
fn chunks_that_cannot_be_are_named_as_zeek_names_them() {
    let found = |arg: &[u8]| chunk(arg).unwrap_err().1;
    assert_eq!(chunk(b"86 LAST"), Ok(Chunk { length: 86, last: true }));
    assert_eq!(found(b""), "BDAT argument bad length");
    assert_eq!(found(b"184467440737095516150 LAST"), "BDAT argument bad length");
    assert_eq!(found(b"1234 SCRAMBLE"), "BDAT chunk-size followed by junk");
    assert_eq!(found(b"-1 LAST"), "BDAT not followed by a valid chunk-size");
    assert_eq!(chunk(b"15555555557777777777 LAST").unwrap_err().0, "smtp_huge_bdat_chunk");
}

#[test]
fn dots_are_undone_however_the_stream_is_cut() {
    let stream = b"a\r\n..b\r\n.c\r\n.\rd\r\n.\r\nQUIT";
    for size in 1..stream.len() {
        let (mut dots, mut content, mut end) = (Dots::default(), Vec::new(), None);
        for (index, piece) in stream.chunks(size).enumerate() {
            if end.is_none() {
                let used = dots.data(piece, |bytes| content.extend_from_slice(bytes));
                end = used.map(|used| index * size + used);
            }
        }
        assert_eq!(content, b"a\r\n.b\r\nc\r\n\rd\r\n", "pieces of {size}");
        assert_eq!(end, Some(stream.len() - 4));
    }
}

#[test]
fn addresses_are_found_as_zeek_finds_them() {
    let all = |text: &[u8]| mail_addresses(text).collect::<Vec<_>>();
    assert_eq!(all(b"<a@b>,  c@d"), ["a@b", "c@d"]);
    assert_eq!(all(b"<>"), [""; 0]);
    assert_eq!(address_list(b"\"x, y\" <a@b>, ,z").collect::<Vec<_>>(), ["\"x, y\" <a@b>", "z"]);
    let received = b"from mail.x (mail.x [216.58.97.33]) by y with esmtp; 02 2004 12:55:34 -0700";
    assert_eq!(received_from(received), Some([216, 58, 97, 33].into()));
    assert_eq!(received_from(b"from [10.0.0.9] (h [10.0.0.8]) by y"), Some([10, 0, 0, 8].into()));
    assert_eq!(received_from(b"from x ([IPv6:2001:db8::1]) by y"), Some("2001:db8::1".parse().unwrap()));
    assert_eq!(received_from(b"from x by 10.0.0.1 at 12:55:34"), None);
    assert_eq!(first_address(b"192.0.2.7"), Some([192, 0, 2, 7].into()));
}
