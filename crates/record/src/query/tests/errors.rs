//! What is told about queries that are wrong.

use super::{error, warnings};
use crate::query::*;

/// What is wrong, the part of the query it is about, and the suggestion.
#[track_caller]
fn told(query: &str) -> (Fault, String, String) {
    let error = error(query);
    let place =
        error.text.get(error.span.clone()).expect("a span lies in the text, on characters").to_owned();
    (error.fault, place, error.suggestion.unwrap_or_default())
}

#[test]
fn fields_that_are_not_there() {
    let unknown = |name: &str| Fault::UnknownField(name.to_owned());
    assert_eq!(told("naem:x"), (unknown("naem"), "naem".to_owned(), "did you mean `name`?".to_owned()));
    assert_eq!(told("smb AND orig_h:10.0.0.1").2, "did you mean `id.orig_h`?");
    assert_eq!(told("Service:smb").2, "did you mean `service`?");
    assert_eq!(told("_exists_:servcie").2, "did you mean `service`?");
    assert_eq!(told("source.devcie:x").2, "did you mean `source.device`?");
    let (fault, place, suggestion) = told(r"c:\mimikatz.exe SMB");
    assert_eq!((fault, &*place), (unknown("c"), "c"));
    assert_eq!(suggestion, r#"to find it as text put it in quotes: "c:\\mimikatz.exe""#);
    assert_eq!(told("http://a.b/c").2, r#"to find it as text put it in quotes: "http://a.b/c""#);
    assert_eq!(told("12:30").2, r#"to find it as text put it in quotes: "12:30""#);
    assert_eq!(told(r"\\srv:x").0, Fault::NoFieldName);
    assert_eq!(told("a*b:c").0, Fault::NoFieldName);
}

#[test]
fn what_is_suggested_works() {
    for query in [r"c:\mimikatz.exe", "http://a.b/c?d", "12:30", r#"f:a"b"#, "AND x", "--all", "x(1)"] {
        let suggestion = error(query).suggestion.unwrap_or_default();
        let (_, quoted) =
            suggestion.split_once("quotes: ").unwrap_or_else(|| panic!("{query}: {suggestion}"));
        assert!(warnings(quoted).is_empty(), "{quoted}");
    }
}

#[test]
fn kinds_that_are_not_there() {
    let unknown = |name: &str| Fault::UnknownKind(name.to_owned());
    assert_eq!(told("kind:cnon").0, unknown("cnon"));
    assert_eq!(told("kind:cnon").2, "did you mean `conn`?");
    assert_eq!(told("kind:smb").2, "`kind:smb*` finds every kind that begins so");
    assert!(matches!(told("kind:xyz*").0, Fault::UnknownKind(_)));
    assert!(matches!(told("kind:>conn").0, Fault::WrongOperation { .. }));
}

#[test]
fn values_that_a_field_cannot_have() {
    let (fault, place, suggestion) = told("smb id.orig_h:server01");
    let wrong = Fault::WrongValue {
        field: "id.orig_h".into(),
        value: "server01".into(),
        wanted: "an address".into(),
    };
    assert_eq!(fault, wrong);
    assert_eq!(place, "id.orig_h:server01");
    assert!(suggestion.contains("10.0.0.0/8"), "{suggestion}");
    for query in [
        "id.orig_h:10.0.0.0/33",
        "id.orig_h:10.0.0.256",
        "id.orig_h:10.0.0.0/",
        "id.resp_p:65536",
        "id.resp_p:ssh",
        "id.resp_p:-1",
        "id.resp_p:1k",
        "status:1.5",
        "status:-1",
        "status:x",
        "duration:5parsecs",
        "ts:yesterday",
        "ts:2026-02-30",
        "ts:1795292100000",
        "midstream:maybe",
        "uid:C123",
        "orig_l2_addr:00:1b",
        "score:nan",
        "score:inf",
        "orig_bytes:>many",
        "orig_bytes:[1 TO x]",
        "id.orig_h:[10.0.0.1 TO fe80::1]",
        "status:\"\"",
    ] {
        assert!(matches!(told(query).0, Fault::WrongValue { .. }), "{query}: {:?}", told(query).0);
    }
    assert!(told("ts:>now-1h").2.contains("present"));
    let several = told("path:>5");
    assert!(matches!(several.0, Fault::WrongValue { wanted, .. } if &*wanted == "an address or text"));
}

#[test]
fn operations_that_a_field_does_not_have() {
    for (query, operation) in [
        ("name:>5", "a comparison"),
        ("midstream:[true TO false]", "a comparison"),
        ("status:2*", "a wildcard"),
        ("status:/2/", "a regular expression"),
        ("ts:2026*", "a wildcard"),
        ("message:>5", "a comparison"),
    ] {
        assert!(
            matches!(told(query).0, Fault::WrongOperation { operation: said, .. } if said == operation),
            "{query}"
        );
    }
}

#[test]
fn ranges_that_are_wrong() {
    assert_eq!(told("status:[5 TO 1]").0, Fault::ReversedRange);
    assert_eq!(told("status:[5 TO 1]").2, "write `[1 TO 5]`");
    assert_eq!(told("ts:[2026-11-21 TO 2026-11-20]").0, Fault::ReversedRange);
    assert_eq!(told("id.orig_h:[10.0.0.9 TO 10.0.0.1]").0, Fault::ReversedRange);
    assert_eq!(told("score:{1 TO 0.5}").0, Fault::ReversedRange);
    assert_eq!(told("duration:[1h TO 5m]").0, Fault::ReversedRange);
    for query in ["status:[1 TO 5", "status:[1 5]", "status:[1 TO", "status:[1 to 5]", "status:[1 TO 5)"] {
        assert_eq!(told(query).0, Fault::UnfinishedRange, "{query}");
    }
    assert!(matches!(told("status:[1 TO ]").0, Fault::MissingValue(_)));
    assert_eq!(told("[1 TO 5]").0, Fault::ComparisonWithoutField);
    assert_eq!(told(">5").0, Fault::ComparisonWithoutField);
}

#[test]
fn ranges_that_hold_nothing_are_warned_of() {
    for query in ["id.resp_p:>70000", "status:<0", "status:{5 TO 6}", "id.orig_h:<0.0.0.0", "status:{5 TO 5]"]
    {
        assert_eq!(warnings(query).len(), 1, "{query}");
    }
}

#[test]
fn parentheses_and_quotes() {
    assert_eq!(told("(a OR b").0, Fault::UnclosedParenthesis);
    assert_eq!(told("x AND (a OR b").1, "(");
    assert_eq!(told("a)").0, Fault::UnexpectedParenthesis);
    assert_eq!(told(")").0, Fault::UnexpectedParenthesis);
    assert_eq!(told("(a))").1, ")");
    assert_eq!(told("a ()").0, Fault::EmptyParentheses);
    assert_eq!(told("name:()").0, Fault::EmptyParentheses);
    assert_eq!(told("name:(a").0, Fault::UnclosedParenthesis);
    assert_eq!(told("(").0, Fault::UnclosedParenthesis);
    assert_eq!(told("\"a b").0, Fault::UnclosedQuote);
    assert_eq!(told(r#"path:"c:\""#).0, Fault::UnclosedQuote);
    assert!(told(r#"path:"c:\""#).2.contains(r"\\"));
    assert_eq!(told("name:file(1)").0, Fault::InsideWord('('));
    assert_eq!(told("a\"b\"").0, Fault::InsideWord('"'));
}

#[test]
fn operators_without_what_they_are_about() {
    for (query, operator) in [
        ("a AND", "AND"),
        ("AND a", "AND"),
        ("a OR", "OR"),
        ("a OR OR b", "OR"),
        ("a AND OR b", "OR"),
        ("NOT", "NOT"),
        ("a !", "!"),
        ("a -", "-"),
        ("a - b", "-"),
        ("(a AND)", "AND"),
        ("a && || b", "||"),
        ("--all", "-"),
        ("name:(a OR)", "OR"),
    ] {
        assert_eq!(told(query).0, Fault::MissingOperand(operator.to_owned()), "{query}");
        assert_eq!(told(query).1, operator, "{query}");
    }
}

#[test]
fn values_that_are_missing() {
    for query in ["name:", "name: x", "name:=", "(name:)", "size:>", "name:x AND size:"] {
        assert!(matches!(told(query).0, Fault::MissingValue(_)), "{query}");
    }
    assert_eq!(told("name: x").2, "take the space behind the colon away");
    assert_eq!(told("_exists_:").0, Fault::ExistsWithoutField);
    assert_eq!(told("_exists_:a*").0, Fault::ExistsWithoutField);
    assert_eq!(told("///").0, Fault::NothingToFind);
    assert_eq!(told("a \"?!\"").0, Fault::NothingToFind);
    assert_eq!(told("a &").0, Fault::NothingToFind);
}

#[test]
fn limits() {
    assert_eq!(told(&"a ".repeat(MAX_BYTES)).0, Fault::TooLong(2 * MAX_BYTES));
    assert_eq!(told(&"a ".repeat(MAX_TERMS + 1)).0, Fault::TooManyTerms);
    assert_eq!(told(&"(".repeat(1000)).0, Fault::TooDeep);
    assert_eq!(told(&format!("{}a", "NOT ".repeat(1000))).0, Fault::TooDeep);
    assert_eq!(told(&format!("{}a", "!".repeat(1000))).0, Fault::TooDeep);
    assert_eq!(told(&format!("{}*", "a".repeat(MAX_GLOB_BYTES + 1))).0, Fault::GlobTooLong);
    assert_eq!(told(&format!("/{}/", "a".repeat(MAX_REGEX_BYTES + 1))).0, Fault::RegexTooLong);
    assert_eq!(told(r"name:/(\w{100}){100}/").0, Fault::RegexTooLarge);
    assert!(matches!(told("name:/a(b/").0, Fault::BadRegex(_)));
    let many = (0..1000).map(|index| format!(r"/\w{{20}}{index}/")).collect::<Vec<_>>().join(" OR ");
    assert_eq!(told(&many).0, Fault::RegexTooLarge);
}

#[test]
fn the_place_is_shown() {
    assert_eq!(
        error("smb AND naem:x").render(),
        "there is no field `naem`\n  smb AND naem:x\n          ^^^^\ndid you mean `name`?"
    );
    assert_eq!(error("ünï AND naem:x").render().lines().nth(2), Some("          ^^^^"));
    let long = format!("{} AND naem:x", "a AND ".repeat(50) + "a");
    let rendered = error(&long).render();
    let lines: Vec<&str> = rendered.lines().collect();
    let at = lines[2].find('^').unwrap();
    assert_eq!(lines[1].chars().skip(at).take(4).collect::<String>(), "naem");
    assert!(lines[1].chars().count() < 100);
    let hostile = error("\u{1b}[31m AND naem:\u{7}").render();
    assert!(!hostile.contains(['\u{1b}', '\u{7}']));
    assert_eq!(error("naem:x").to_string(), "there is no field `naem`; did you mean `name`?");
}

#[test]
fn a_field_in_another_fields_group_is_warned_of() {
    assert_eq!(warnings("uri:(a OR service:smb)").len(), 1);
    assert!(warnings("uri:service:smb").is_empty());
    assert!(warnings("uri:(a OR b:c)").is_empty());
}
