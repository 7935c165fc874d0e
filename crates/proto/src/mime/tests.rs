use super::*;
use std::borrow::Cow;

/// What a reader of MIME told, as text.
#[derive(Default)]
struct Told(Vec<String>);

impl MimeEvents for Told {
    fn field(&mut self, depth: usize, name: &[u8], _: &[u8]) {
        if name == b"Subject" {
            self.0.push(format!("subject at {depth}"));
        }
    }
    fn begin(&mut self, part: &PartHead) {
        self.0.push(format!(
            "begin {} {} {}",
            part.ordinal,
            part.media_type,
            part.filename.as_deref().unwrap_or("-")
        ));
        self.0.push(String::new());
    }
    fn data(&mut self, bytes: &[u8]) {
        self.0.last_mut().unwrap().push_str(&String::from_utf8_lossy(bytes));
    }
    fn gap(&mut self, length: u64) {
        self.0.last_mut().unwrap().push_str(&format!("<{length} missing>"));
    }
    fn end(&mut self) {
        self.0.push("end".to_owned());
    }
    fn weird(&mut self, name: &'static str) {
        self.0.push(format!("weird {name}"));
    }
}

fn told(message: &[u8], size: usize) -> Vec<String> {
    let (mut reader, mut told) = (MimeReader::message(), Told::default());
    message.chunks(size).for_each(|piece| reader.data(piece, &mut told));
    reader.finish(&mut told);
    told.0
}

/// After the nested example of RFC 2046 §5.1.1, with a message inside (§5.2.1).
const NESTED: &[u8] = b"Subject: outer\r\nContent-Type: multipart/mixed; boundary=one\r\n\r\nignored\r\n--one\r\n\r\nplain\r\n\r\n--one\r\nContent-Type: multipart/alternative; boundary=\"two two\"\r\n\r\n--two two\r\nContent-Type: TEXT/HTML\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\nc\r\n--two two--\r\n--one\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\n--not a boundary\r\n--one--\r\nafter\r\n";

#[test]
fn nested_parts_come_out_however_the_stream_is_cut() {
    let expected = [
        "subject at 0",
        "begin 2  -",
        "plain\r\n",
        "end",
        "begin 4 text/html -",
        "a=bc",
        "end",
        "subject at 2",
        "begin 6  -",
        "--not a boundary",
        "end",
    ];
    for size in 1..NESTED.len() {
        assert_eq!(told(NESTED, size), expected, "pieces of {size}");
    }
}

#[test]
fn every_truncation_is_survived() {
    for end in 0..NESTED.len() {
        told(&NESTED[..end], 5);
    }
}

#[test]
fn nesting_has_an_end() {
    let level =
        |number: usize| format!("Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n");
    let message: String = (0..1000).map(level).collect();
    let told = told(message.as_bytes(), 100);
    assert!(told.contains(&"weird mime_nesting_too_deep".to_owned()));
    assert!(told.len() < 3000);
}

#[test]
fn a_header_without_end_is_not_kept() {
    let message =
        [b"Subject: x\r\n".to_vec(), b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(10_000)].concat();
    let told = told(&message, 1000);
    assert_eq!(told[..2], ["weird mime_header_too_long", "subject at 0"]);
}

#[test]
fn holes_stay_inside_their_part() {
    let (mut reader, mut told) = (MimeReader::message(), Told::default());
    reader.data(b"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\n\r\nabc\r\n", &mut told);
    reader.gap(10, &mut told);
    reader.data(b"def\r\n--b--\r\n", &mut told);
    reader.finish(&mut told);
    assert_eq!(told.0, ["begin 2  -", "abc<10 missing>\r\ndef", "end"]);
}

#[test]
fn parameters_are_quoted_continued_and_encoded() {
    let name = |value: &[u8]| filename(Some(value), None);
    assert_eq!(name(b"attachment; filename=\"a \\\"b\\\".txt\"").as_deref(), Some("a \"b\".txt"));
    assert_eq!(name(b"attachment; FileName = plain.txt ; x=y").as_deref(), Some("plain.txt"));
    assert_eq!(name(b"filename=loose.txt").as_deref(), Some("loose.txt"));
    assert_eq!(name(b"attachment; filename*=UTF-8''%e2%82%ac%20rates").as_deref(), Some("€ rates"));
    assert_eq!(name(b"attachment; filename*1=b; filename*0=a").as_deref(), Some("ab"));
    assert_eq!(name(b"attachment; filename=\"=?ISO-8859-1?Q?f=FCr?=\"").as_deref(), Some("für"));
    assert_eq!(name(b"attachment; filename=\"unfinished").as_deref(), Some("unfinished"));
    assert_eq!(name(b"attachment; filename="), None);
    assert_eq!(filename(None, Some(b"image/png; name=x.png")).as_deref(), Some("x.png"));
}

/// The vectors of RFC 4648 §10.
#[test]
fn base64_is_undone() {
    let vectors: [(&[u8], &[u8]); 7] = [
        (b"", b""),
        (b"Zg==", b"f"),
        (b"Zm8=", b"fo"),
        (b"Zm9v", b"foo"),
        (b"Zm9vYg==", b"foob"),
        (b"Zm9vYmE=", b"fooba"),
        (b"Zm9v\r\nYmFy", b"foobar"),
    ];
    for (text, plain) in vectors {
        assert_eq!(decode_base64(text), plain);
    }
    assert_eq!(decode_base64(b"Zg"), b"f", "without padding");
}

/// The examples of RFC 2047 §8.
#[test]
fn encoded_words_are_undone() {
    use super::words::decode_words;
    assert_eq!(decode_words(b"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)"), "(ab)");
    assert_eq!(decode_words(b"(=?ISO-8859-1?Q?a?= b)"), "(a b)");
    assert_eq!(
        decode_words(b"=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>"),
        "Keld Jørn Simonsen <keld@dkuug.dk>"
    );
    assert_eq!(decode_words(b"=?UTF-8?B?w6Q=?="), "ä");
    assert_eq!(decode_words(b"=?broken"), "=?broken");
    assert_eq!(decode_words(b"=?x?Q?no end"), "=?x?Q?no end");
}

#[test]
fn documents_may_be_utf_16() {
    assert_eq!(text_of_document(b"\xff\xfea\0b\0"), Cow::Borrowed("ab"));
    assert_eq!(text_of_document(b"<\0a\0>\0"), "<a>");
    assert_eq!(text_of_document(b"plain"), "plain");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), size in 1usize..50) {
        let message = [b"Content-Type: multipart/x; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", bytes.as_slice()].concat();
        told(&message, size);
    }
}
