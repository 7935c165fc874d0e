//! Queries that nobody means well with: they end soon, with an answer or an error.

use super::records::{file, page, registry};
use crate::query::*;
use proptest::prelude::*;

/// Reads, binds, prints and asks a query, whatever it says.
fn try_out(text: &str) {
    let registry = registry();
    match parse(text) {
        Ok(query) => {
            let printed = query.to_string();
            let again =
                parse(&printed).unwrap_or_else(|error| panic!("{text:?} → {printed:?}: {}", error.render()));
            assert_eq!(again, query, "{text:?} → {printed:?}");
            match Filter::bind(&query, &registry) {
                Ok(filter) => {
                    let _ = (filter.matches(&file(text)), filter.matches(&page("x")));
                }
                Err(error) => check(&error, text),
            }
        }
        Err(error) => check(&error, text),
    }
}

fn check(error: &QueryError, text: &str) {
    assert!(error.text.get(error.span.clone()).is_some(), "{text:?}: {error:?}");
    assert!(error.render().lines().count() <= 5, "{text:?}: {error:?}");
}

/// Texts that broke parsers elsewhere.
const HOSTILE: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}abc",
    "\\",
    "a\\",
    "\\\\",
    "\"",
    "\"\\",
    "\"\\\"",
    "/",
    "//",
    "/\\/",
    "[",
    "[a",
    "{",
    "]",
    "a:[",
    "a:{b",
    "ts:[",
    "ts:[* TO",
    "ts:[\" TO 5]",
    "a:/",
    "a:/\\",
    "a:(",
    "a:((",
    "_exists_",
    "_exists_::",
    ":",
    "::",
    ":a",
    "a:",
    "a::b",
    "::1",
    "::",
    "::/0",
    "a:>",
    "a:>=",
    "a:=",
    "a:=\"",
    "*",
    "**",
    "?",
    "*?*",
    "!",
    "+",
    "-",
    "!!",
    "+-",
    "-+a",
    "&",
    "&&",
    "|",
    "||",
    "&&&",
    "a&&&b",
    "a|||b",
    "NOT(",
    "NOT)",
    "AND(",
    "()",
    ")(",
    "(a)(b)",
    "\"a\"\"b\"",
    "name:\"a\"b",
    "ts:=5",
    "ts:99999999999999999999999999999999999999999999",
    "size:1e999",
    "size:0x",
    "duration:-",
    "duration:99999999999999999999w",
    "size:9223372036854775807PiB",
    "id.orig_h:/0",
    "id.orig_h:1.1.1.1/99999999999",
    "name:/a{1000}{1000}/",
    "name:/(?i-u)\\xff/",
    "name:/[[:alpha:]&&[^a]]/",
    "uid:*",
    "TO",
    "[a TO b TO c]",
    "a:[b TO c",
    "kind:",
    "kind:()",
    "kind:\"\"",
    "message:",
    "\u{a0}a\u{a0}b",
    "ß:ß",
    "İ*",
    "*İ",
    "K",
    "name:=İ",
];

#[test]
fn strings_that_break_things() {
    for text in HOSTILE.iter().copied() {
        try_out(text);
    }
}

#[test]
fn deep_nesting() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().fault, Fault::TooDeep);
    for open in ["(", "NOT ", "!", "-(", "a (", "a OR (b ", "name:(", "-"] {
        let deep = open.repeat(100_000 / open.len());
        assert!(parse(&deep).is_err(), "{open}");
    }
    try_out(&nested(MAX_DEPTH));
    try_out(&format!("{}a", "NOT ".repeat(MAX_DEPTH)));
}

#[test]
fn a_megabyte_is_refused_and_what_is_allowed_is_answered() {
    assert_eq!(parse(&"a".repeat(1 << 20)).unwrap_err().fault, Fault::TooLong(1 << 20));
    for (piece, times) in
        [("a", MAX_BYTES), ("*a", 400), ("a OR ", 8000), ("\\", MAX_BYTES), ("é", MAX_BYTES / 2)]
    {
        try_out(&piece.repeat(times));
    }
    let addresses: Vec<String> =
        (0..8000).map(|n: u32| std::net::Ipv4Addr::from_bits(n * 7).to_string()).collect();
    try_out(&format!("id.orig_h:({})", addresses.join(" OR ")));
    try_out(&format!("name:({})", addresses.join(" OR ")));
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,60}") {
        try_out(&text);
    }

    #[test]
    fn text_of_what_has_a_meaning(
        text in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b*", "?", " ", " ", "(", ")", "\"", "\\", "AND ", "OR ", "NOT ", "&&", "||", "!", "-", "+", "name:",
                "ts:", "id.orig_h:", "kind:", "_exists_:", "message:", "size:", "[", "]", "{", "}", " TO ", "*", ">", "=", "<",
                "/", "5", "10.0.0.0/8", "fe80::1", "2026-11-21", "5m", ":", ".", "é", "conn", "=\"",
            ]),
            0..14,
        )
    ) {
        try_out(&text.concat());
    }
}
