//! Every row of the table at the head of the module, on records by hand.

use super::records::*;
use super::{finds, matches, warnings};
use crate::query::*;
use crate::{Id, Interval, OwnedList, OwnedValue, Record as _, Row, Timestamp};

#[test]
fn a_word_is_a_whole_token_of_the_message_line() {
    let rows = [Row::of(&conn()), file(r"Tasks\AV.job"), file("AVjob.txt")];
    finds("SMB", &rows, &[0, 1, 2]);
    finds("smb", &rows, &[0, 1, 2]);
    finds("av.JOB", &rows, &[1]);
    finds("av", &rows, &[]);
    finds("job", &rows, &[]);
    finds("445", &rows, &[0]);
    finds("10.1.2.3", &rows, &[0, 1, 2]);
    finds("smb_files", &rows, &[1, 2]);
    finds("1024", &rows, &[]);
    finds("admin$", &rows, &[1, 2]);
    finds("AV.job.", &rows, &[1]);
}

#[test]
fn a_shape_is_that_of_a_token() {
    let rows = [file(r"Tasks\AV.job"), file("at1.JOB.bak"), file(r"AT1.job"), page("/a?x=AV.job")];
    finds("*.JOB", &rows, &[0, 2, 3]);
    finds("at?.job", &rows, &[2]);
    finds("*job*", &rows, &[0, 1, 2, 3]);
    finds("10.1.*", &rows, &[0, 1, 2]);
    finds(r"tasks\\*.job", &rows, &[0]);
    finds("*.job.", &rows, &[0, 2, 3]);
}

#[test]
fn the_searches_of_the_story() {
    let rows = [
        file(r"Windows\Tasks\AV.job"),
        page("/AV.job"),
        file("AV.jobs"),
        file("report.docx"),
        file("At1.job"),
    ];
    finds("*.JOB AND SMB", &rows, &[0, 4]);
    finds("AV.job AND SMB", &rows, &[0]);
}

#[test]
fn a_phrase_is_tokens_one_after_the_other() {
    let rows = [page("cmd /c  WHOAMI"), page("cmd /c net & whoami"), page("whoami /c cmd")];
    finds(r#""cmd /c whoami""#, &rows, &[0]);
    finds(r#""CMD C""#, &rows, &[0, 1]);
    finds("cmd/c", &rows, &[0, 1]);
    let quoted = [page(r#"say "hi" c:\x*"#), page("say hello")];
    finds(r#""say \"hi\" c:\\x""#, &quoted, &[0]);
    finds(r#""say h*""#, &quoted, &[]);
}

#[test]
fn operators() {
    let rows = [page("a"), page("b"), page("a b"), page("c")];
    finds("a AND b", &rows, &[2]);
    finds("a && b", &rows, &[2]);
    finds("a b", &rows, &[2]);
    finds("a OR b", &rows, &[0, 1, 2]);
    finds("a || b", &rows, &[0, 1, 2]);
    finds("NOT a", &rows, &[1, 3]);
    finds("!a", &rows, &[1, 3]);
    finds("-a", &rows, &[1, 3]);
    finds("+a -b", &rows, &[0]);
    finds("a&&b||c", &rows, &[2, 3]);
    finds("a b OR c", &rows, &[2, 3]);
    finds("a (b OR c)", &rows, &[2]);
    finds("NOT a b", &rows, &[1]);
    finds("NOT (a b)", &rows, &[0, 1, 3]);
    finds("NOT NOT a", &rows, &[0, 2]);
    finds("c OR a AND NOT b", &rows, &[0, 3]);
    finds("-(a OR b)", &rows, &[3]);
    finds("", &rows, &[0, 1, 2, 3]);
    finds("  ", &rows, &[0, 1, 2, 3]);
    finds("*", &rows, &[0, 1, 2, 3]);
    finds("*:*", &rows, &[0, 1, 2, 3]);
    finds("NOT *", &rows, &[]);
}

#[test]
fn small_operators_are_words() {
    let rows = [page("a and b"), page("a b")];
    finds("a and b", &rows, &[0]);
    assert_eq!(warnings("a and b"), ["`and` is looked for as a word; the operator is AND"]);
    assert_eq!(warnings("a Or b not c").len(), 2);
    assert!(warnings("\"and\" uri:\"or\" a AND b").is_empty());
}

#[test]
fn a_field_has_this_value_or_these_tokens() {
    let rows = [Row::of(&conn()), file("report final.docx"), page("/report")];
    finds("service:smb", &rows, &[0]);
    finds("service:SMB", &rows, &[0]);
    finds("service:gssapi,smb", &rows, &[0]);
    finds("service:smb,gssapi", &rows, &[]);
    finds("name:report", &rows, &[1]);
    finds(r#"name:"FINAL.docx""#, &rows, &[1]);
    finds("action:FILE_WRITE", &rows, &[1]);
    finds("id.resp_p:445", &rows, &[0]);
    finds("midstream:false", &rows, &[0]);
    finds("midstream:T", &rows, &[]);
    finds("status:200", &rows, &[2]);
    finds("NOT service:smb", &rows, &[1, 2]);
    finds(r"path:\\srv\admin$", &rows, &[1]);
}

#[test]
fn a_text_without_tokens_is_compared_as_a_whole() {
    let rows = [page("/"), page("/x"), page("^^")];
    finds(r#"uri:"/""#, &rows, &[0]);
    finds("uri:^^", &rows, &[2]);
    finds(r#"uri:"""#, &rows, &[]);
}

#[test]
fn a_field_has_a_shape_as_a_whole_or_in_a_token() {
    let rows = [file(r"Tasks\AV.job"), file("a b.job.txt"), file("x.job y")];
    finds("name:*.JOB", &rows, &[0, 2]);
    finds(r"name:tasks\\*", &rows, &[0]);
    finds(r#"name:a\ b*t"#, &rows, &[1]);
    finds("name:av*", &rows, &[0]);
    finds("name:*", &rows, &[0, 1, 2]);
    finds("name:?", &rows, &[1, 2]);
}

#[test]
fn a_field_as_a_whole() {
    let rows = [file("A b.TXT"), file("a b.txt.bak"), file("*")];
    finds(r#"name:="a b.txt""#, &rows, &[0]);
    finds("name:=b.txt", &rows, &[]);
    finds("name:=*", &rows, &[2]);
    finds(
        r#"message:="smb_files SMB 10.1.2.3 fe80::1 SMB::FILE_WRITE \\\\SRV\\ADMIN$ a b.txt""#,
        &rows,
        &[0],
    );
}

#[test]
fn comparisons() {
    let rows = [Row::of(&conn()), file("x")];
    finds("orig_bytes:>=2GiB", &rows, &[0]);
    finds("orig_bytes:>2GiB", &rows, &[]);
    finds("orig_bytes:<2147483649", &rows, &[0]);
    finds("duration:>5m", &rows, &[0]);
    finds("duration:<=5m1s", &rows, &[0]);
    finds("duration:<301", &rows, &[]);
    finds("size:>1kB", &rows, &[1]);
    finds("size:> 1kB", &rows, &[1]);
    finds("ts:>=2026-11-21T20:15:00Z", &rows, &[0, 1]);
    finds("ts:>2026-11-21", &rows, &[]);
    finds("ts:<=2026-11-21", &rows, &[0, 1]);
    finds("ts:2026-11", &rows, &[0, 1]);
    finds("ts:>=1795292100", &rows, &[0, 1]);
    finds(r#"ts:>"2026-11-21 20:14""#, &rows, &[0, 1]);
    finds("id.resp_p:<1024", &rows, &[0]);
}

#[test]
fn ranges() {
    let rows = [page("x")];
    for (range, wanted) in [
        ("[200 TO 299]", true),
        ("{200 TO 299]", false),
        ("[100 TO 200}", false),
        ("[100 TO 200]", true),
        ("[* TO 200]", true),
        ("{199 TO *}", true),
        ("{200 TO *}", false),
        ("[* TO *]", true),
        ("[0xC8 TO 0xC8]", true),
    ] {
        assert_eq!(matches(&format!("status:{range}"), &rows[0]), wanted, "{range}");
    }
    finds("ts:[2026-11-20 TO 2026-11-21]", &rows, &[0]);
    finds("ts:[2026-11-20 TO 2026-11-21}", &rows, &[]);
    finds("ts:{2026-11-21 TO 2026-11-22]", &rows, &[]);
    finds(r#"ts:["2026-11-21 20:15" TO "2026-11-21 20:15"]"#, &rows, &[0]);
}

#[test]
fn networks_and_addresses() {
    let rows = [Row::of(&conn()), file("x"), page("10.1.2.3")];
    finds("id.orig_h:10.0.0.0/8", &rows, &[0, 1]);
    finds("id.orig_h:10.1.2.3", &rows, &[0, 1]);
    finds("id.orig_h:10.1.2.9/24", &rows, &[0, 1]);
    finds("id.orig_h:10.1.3.0/24", &rows, &[]);
    finds("id.orig_h:0.0.0.0/0", &rows, &[0, 1]);
    finds("id.resp_h:fe80::/10", &rows, &[1]);
    finds("id.resp_h:FE80:0::1", &rows, &[1]);
    finds("id.resp_h:fe80*", &rows, &[1]);
    finds("id.resp_h:192.168.*", &rows, &[0]);
    finds("id.resp_h:192.168.0.?", &rows, &[0]);
    finds("id.resp_h:168*", &rows, &[]);
    finds("id.resp_h:[192.168.0.1 TO 192.168.0.9}", &rows, &[]);
    finds("id.resp_h:[192.168.0.1 TO 192.168.0.9]", &rows, &[0]);
    finds("id.resp_h:>fe80::", &rows, &[1]);
    finds("id.resp_h:/^192\\./", &rows, &[0]);
    finds("orig_l2_addr:00-1B-21-0a-0b-0c", &rows, &[0]);
    finds("orig_l2_addr:00:1b:21:*", &rows, &[0]);
}

#[test]
fn networks_and_hardware_addresses_without_a_field_are_looked_for_in_all() {
    let mut odd_row = odd();
    odd_row.path = vec![address("172.16.0.1").unwrap(), address("2001:db8::7").unwrap()];
    let was = OwnedValue::Address(address("10.9.9.9").unwrap());
    let rows =
        [Row::of(&conn()), file("x"), Row::of(&odd_row), with_fact(page("10.1.2.3"), "source.before", was)];
    finds("10.1.0.0/16", &rows, &[0, 1]);
    finds("10.0.0.0/8", &rows, &[0, 1, 3]);
    finds("fe80::1", &rows, &[1]);
    finds("2001:db8::/32", &rows, &[2]);
    finds("00:1b:21:0a:0b:0c", &rows, &[0]);
    finds("\"10.1.0.0/16\"", &rows, &[]);
    finds("10.1.2.3", &rows, &[0, 1, 3]);
}

#[test]
fn groups() {
    let rows = [file("a.job"), file("b.job"), file("a b"), page("a")];
    finds("name:(a OR b.job)", &rows, &[1, 2]);
    finds("name:(a b)", &rows, &[2]);
    finds("name:(a NOT b)", &rows, &[]);
    finds("name:(*.job -b.job)", &rows, &[0]);
    finds("name:(a OR (b.job AND *.job))", &rows, &[1, 2]);
    finds("id.resp_h:(fe80::1 OR 203.0.113.0/24)", &rows, &[0, 1, 2, 3]);
    finds("status:(200 OR 404)", &rows, &[3]);
    finds("status:(>100 AND <300)", &rows, &[3]);
    finds("name:(\"a b\")", &rows, &[2]);
    finds("name:(*)", &rows, &[0, 1, 2]);
}

#[test]
fn regular_expressions() {
    let rows = [file(r"Tasks\AT12.job"), file("at.job"), page("/a/b")];
    finds(r"name:/at\d+\.JOB$/", &rows, &[0]);
    finds(r"name:/^tasks/", &rows, &[0]);
    finds(r"uri:/^\/a\/b$/", &rows, &[2]);
    finds(r"/FILE_(WRITE|READ) .*at\.job$/", &rows, &[1]);
    finds("uri:/a/b", &rows, &[2]);
    finds("uri:/a OR uri:/x", &rows, &[2]);
    finds("(uri:/B$/)", &rows, &[2]);
    assert_eq!(warnings("uri:/a/b/").len(), 1);
}

#[test]
fn fields_that_are_there() {
    let mut empty = conn();
    empty.service = None;
    empty.orig_bytes = None;
    let rows = [Row::of(&conn()), Row::of(&empty), page("x")];
    finds("_exists_:service", &rows, &[0]);
    finds("service:*", &rows, &[0]);
    finds("NOT _exists_:service", &rows, &[1, 2]);
    finds("orig_bytes:[* TO *]", &rows, &[0]);
    finds("NOT orig_bytes:>1", &rows, &[1, 2]);
    finds("_exists_:tunnel_parents", &rows, &[]);
    finds("_exists_:message AND kind:*", &rows, &[0, 1, 2]);
}

#[test]
fn kinds() {
    let rows = [Row::of(&conn()), file("conn"), page("x")];
    finds("kind:conn", &rows, &[0]);
    finds("kind:SMB_files", &rows, &[1]);
    finds("kind:smb*", &rows, &[1]);
    finds("kind:(conn OR http)", &rows, &[0, 2]);
    finds("-kind:conn", &rows, &[1, 2]);
    finds("kind:/^[ch]/", &rows, &[0, 2]);
    finds("kind:=\"http\"", &rows, &[2]);
}

#[test]
fn other_names() {
    let rows = [Row::of(&conn()), file("x")];
    finds("source_ip:10.1.2.3 dest_port:445", &rows, &[0]);
    finds("@fields.dest_ip:fe80::1", &rows, &[1]);
    finds("@fields.source_ip:10.*", &rows, &[0, 1]);
    finds("@type:conn", &rows, &[0]);
    finds("@message:\"smb::file_write\"", &rows, &[1]);
    finds("message:*files", &rows, &[1]);
    finds("message:gssapi", &rows, &[0]);
    finds("message:(gssapi OR srv)", &rows, &[0, 1]);
    finds("@timestamp:>2020-01-01", &rows, &[0, 1]);
}

#[test]
fn a_list_matches_if_one_of_its_values_does() {
    let mut first = odd();
    first.names = vec!["AV.job".to_owned(), "final report".to_owned()];
    first.counts = vec![1, 50];
    first.path = vec![address("10.0.0.1").unwrap()];
    first.rtts = vec![Interval::from_millis(5)];
    let rows = [Row::of(&first), Row::of(&odd())];
    finds("names:av.job", &rows, &[0]);
    finds("names:(av.job AND report)", &rows, &[0]);
    finds("names:\"av.job final\"", &rows, &[]);
    finds("counts:50", &rows, &[0]);
    finds("counts:[2 TO 49]", &rows, &[]);
    finds("counts:(<2 AND >49)", &rows, &[0]);
    finds("rtts:<=5ms", &rows, &[0]);
    finds("path:10.0.0.0/24", &rows, &[0]);
    finds("_exists_:names", &rows, &[0]);
    finds("NOT names:x", &rows, &[0, 1]);
}

#[test]
fn a_field_of_several_types_is_asked_in_each() {
    let mut number = odd();
    number.version = Some(1);
    let mut other = odd();
    other.version = Some(11);
    let rows = [Row::of(&number), page("x"), Row::of(&other)];
    finds("version:1", &rows, &[0]);
    finds("version:1.1", &rows, &[1]);
    finds("version:1*", &rows, &[1]);
    finds("version:>5", &rows, &[2]);
    finds("path:admin$", &[file("x")], &[0]);
}

#[test]
fn facts_are_fields() {
    let tags = OwnedValue::List(OwnedList::Texts(vec!["server".to_owned(), "dc".to_owned()]));
    let rows = [
        with_fact(Row::of(&conn()), "source.device", OwnedValue::text("PC-17")),
        with_fact(page("x"), "source.tag", tags),
        with_fact(file("pc-17"), "source.internal", OwnedValue::Bool(true)),
    ];
    finds("source.device:pc-17", &rows, &[0]);
    finds("pc-17", &rows, &[2]);
    finds("source.tag:dc", &rows, &[1]);
    finds("source.internal:true", &rows, &[2]);
    finds("NOT source.internal:true", &rows, &[0, 1]);
    finds("kind:conn AND _exists_:source.device", &rows, &[0]);
}

#[test]
fn ids() {
    let flow = Id::flow(7).to_string();
    let mut inner = conn();
    inner.uid = Some(Id::flow(8));
    inner.tunnel_parents = vec![Id::flow(7)];
    let rows = [Row::of(&conn()), Row::of(&inner)];
    finds(&format!("uid:{flow}"), &rows, &[0]);
    finds(&format!("tunnel_parents:{flow}"), &rows, &[1]);
    finds(&format!("uid:({flow} OR {})", Id::flow(8)), &rows, &[0, 1]);
    finds("uid:*7", &rows, &[0]);
}

#[test]
fn numbers_and_units() {
    let mut one = odd();
    (one.offset, one.score, one.lease_time) = (Some(-5), Some(0.5), Some(7200));
    let rows = [Row::of(&one)];
    finds("offset:-5", &rows, &[0]);
    finds("offset:<-4", &rows, &[0]);
    finds("offset:[-10 TO -5]", &rows, &[0]);
    finds("offset:{-5 TO 0]", &rows, &[]);
    finds("score:0.5", &rows, &[0]);
    finds("score:{0.5 TO 1]", &rows, &[]);
    finds("score:>=5e-1", &rows, &[0]);
    finds("lease_time:2h", &rows, &[0]);
    finds("lease_time:>7199", &rows, &[0]);
    finds("lease_time:<1h", &rows, &[]);
    finds("offset:>-5.5", &rows, &[0]);
    finds("offset:<-4.5", &rows, &[0]);
    assert_eq!(warnings("offset:>-5").len(), 0);
}

#[test]
fn letters_of_either_case_beyond_ascii() {
    let rows = [file("GRÜSSE.ДОК"), file("grüsse.док")];
    finds("grüsse.док", &rows, &[0, 1]);
    finds("*.ДОК", &rows, &[0, 1]);
    finds("name:=\"Grüsse.Док\"", &rows, &[0, 1]);
    finds("name:/^GRÜSSE/", &rows, &[0, 1]);
    finds("name:gr?sse*", &rows, &[0, 1]);
}

#[test]
fn what_is_escaped_has_no_meaning() {
    let rows = [file("a*b"), file("axb"), file("AND"), file("a:b"), page("-enc")];
    finds(r"name:a*b", &rows, &[0, 1, 3]);
    finds(r"name:=a*b", &rows, &[0]);
    finds(r"name:a\*b", &rows, &[0, 3]);
    assert!(warnings(r"name:c$\*").len() == 1);
    finds(r#"name:"a*b""#, &rows, &[0, 3]);
    finds(r#""AND""#, &rows, &[2]);
    finds("name:AND", &rows, &[2]);
    finds(r"a\:b", &rows, &[0, 3]);
    finds(r"\-enc", &rows, &[4]);
    finds("name:a:b", &rows, &[0, 3]);
}

#[test]
fn signs_inside_words_are_letters_like_others() {
    let rows = [page("x-y a+b c!d e=f"), page("z")];
    finds("x-y a+b c!d e=f", &rows, &[0]);
    assert_eq!(
        warnings("service=smb"),
        ["this is looked for as text; to ask about the field write `service:smb`"]
    );
    assert_eq!(warnings("orig_bytes>=5").len(), 1);
    assert!(warnings("e=f").is_empty());
}

#[test]
fn control_characters_are_spaces_in_the_message_line() {
    let rows = [page("a\u{7}b\nc")];
    finds("\"a b c\"", &rows, &[0]);
    finds("/a b c/", &rows, &[0]);
    finds("uri:/a.b\\nc/", &rows, &[0]);
}

#[test]
fn rows_of_unknown_kinds_have_a_message_line_only() {
    /// Not in the registry.
    #[derive(crate::Record)]
    #[record(kind = "stranger", protocol = "X")]
    struct Stranger {
        /// When.
        ts: Timestamp,
        /// Text.
        name: String,
    }
    let row = Row::of(&Stranger { ts: NOW, name: "AV.job".to_owned() });
    assert!(matches("*.job AND stranger", &row));
    assert!(!matches("name:av.job", &row));
    assert!(!matches("kind:conn", &row));
    assert!(matches("NOT kind:conn", &row));
    assert_eq!(row.schema().kind, "stranger");
}

#[test]
fn the_kinds_that_can_match() {
    let registry = registry();
    let kinds = |query: &str| {
        let filter = Filter::parse(query, &registry).unwrap();
        filter.kinds().map(|kinds| kinds.iter().map(|&kind| registry.kinds()[kind].kind).collect::<Vec<_>>())
    };
    assert_eq!(kinds("smb"), None);
    assert_eq!(kinds("kind:conn smb"), Some(vec!["conn"]));
    assert_eq!(kinds("service:smb OR status:200"), Some(vec!["conn", "http"]));
    assert_eq!(kinds("NOT kind:conn"), Some(vec!["http", "odd", "smb_files"]));
    assert_eq!(kinds("NOT service:smb"), None);
    assert_eq!(kinds("service:smb status:200"), Some(vec![]));
    assert_eq!(kinds("source.device:x"), None);
    assert_eq!(kinds("version:1.1"), Some(vec!["http"]));
}

#[test]
fn the_tokens_that_must_be_there() {
    let tokens = |query: &str| Filter::parse(query, &registry()).unwrap().required_tokens().to_vec();
    assert_eq!(tokens("AV.job AND SMB"), ["av.job", "smb"]);
    assert_eq!(tokens("*.JOB AND SMB"), ["smb"]);
    assert_eq!(tokens("(a b) OR (b c)"), ["b"]);
    assert_eq!(tokens("a NOT b"), ["a"]);
    assert_eq!(tokens("name:\"final report\""), ["final", "report", "smb_files"]);
    assert_eq!(tokens("id.orig_h:10.0.0.5"), ["10.0.0.5"]);
    assert_eq!(tokens("id.orig_h:10.0.0.0/8"), Vec::<String>::new());
    assert_eq!(tokens("id.resp_p:445"), ["445", "conn"]);
    assert_eq!(tokens("source.device:x"), Vec::<String>::new());
    assert_eq!(tokens("service:smb OR status:200"), Vec::<String>::new());
    assert_eq!(tokens("*"), Vec::<String>::new());
}

#[test]
fn values_of_one_field_become_one_test() {
    let Condition::Field(test) = condition("status:(200 OR 404 OR 5 OR [400 TO 403])") else { panic!() };
    let Some((_, test)) = test.places.first() else { panic!() };
    let ValueTest::Integers(ranges) = &**test else { panic!() };
    assert_eq!(ranges.as_slice(), [(5, 5), (200, 200), (400, 403), (404, 404)]);
}
