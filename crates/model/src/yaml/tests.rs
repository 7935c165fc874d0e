//! That the tree knows where its parts stand, and that no text makes it panic or grow.

use super::*;
use crate::Code;
use proptest::prelude::*;

fn tree(text: &str) -> Node {
    parse(&Source::new(text)).unwrap()
}

fn value<'n>(node: &'n Node, key: &str) -> &'n Node {
    let Kind::Map(entries) = &node.kind else { panic!("a map") };
    &entries.iter().find(|entry| entry.key == key).unwrap().value
}

fn text(node: &Node) -> &str {
    let Kind::Text(text) = &node.kind else { panic!("a text, not {node:?}") };
    text
}

#[test]
fn values_are_texts_as_they_are_written() {
    let yaml = "a: 1.10\nb: no\nc: 0x1F\nd: '12'\ne: true\nf:\ng: [1, x]\nh: 10_000\n";
    let root = tree(yaml);
    for (key, written) in
        [("a", "1.10"), ("b", "no"), ("c", "0x1F"), ("d", "12"), ("e", "true"), ("h", "10_000")]
    {
        assert_eq!(text(value(&root, key)), written);
    }
    assert!(matches!(value(&root, "f").kind, Kind::Nothing));
    let Kind::List(items) = &value(&root, "g").kind else { panic!() };
    assert_eq!(text(&items[0]), "1");
}

#[test]
fn parts_of_values_are_found_in_the_file() {
    let cases = [
        ("q: kind:conn AND mechanizm:x\n", "mechanizm"),
        ("q: 'it''s mechanizm:x'\n", "mechanizm"),
        ("q: \"a \\\"b\\\" \\x41 mechanizm:x\"\n", "mechanizm"),
        ("q: >-\n  kind:conn\n  AND mechanizm:x\n", "mechanizm"),
        ("q: |\n  kind:conn\n\n  AND mechanizm:x\n", "mechanizm"),
        ("q: kind:conn\n  AND mechanizm:x\n", "mechanizm"),
        ("q: ä AND mechanizm:x\n", "mechanizm"),
    ];
    for (yaml, part) in cases {
        let source = Source::new(yaml);
        let root = parse(&source).unwrap();
        let query = value(&root, "q");
        let at = text(query).find(part).unwrap();
        let found = source.inside(&query.bytes, text(query), at..at + part.len());
        assert_eq!(source.slice(found), part, "in {yaml:?}");
    }
}

#[test]
fn lines_and_columns_count_letters() {
    let source = Source::new("ä: 1\nöö: x\n");
    let span = source.span(12..13);
    assert_eq!((span.line, span.column), (2, 5));
}

#[test]
fn bombs_and_strays_are_refused() {
    let deep = format!("a: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    let alias = "a: &x [1, 2]\nb: [*x, *x]\n";
    let many = format!("a: [{}]", "1,".repeat(60_000));
    for text in [deep.as_str(), alias, &many, "a: 1\n---\nb: 2\n", "a: {<<: {b: 1}}\n", "a: [1, 2\n"] {
        let refused = parse(&Source::new(text)).unwrap_err();
        assert_eq!(refused.code, Code::Yaml, "{}", refused.message);
    }
    let large = "# ".repeat(600_000);
    assert_eq!(parse(&Source::new(&large)).unwrap_err().code, Code::TooLarge);
}

#[test]
fn a_missing_quote_is_told() {
    let refused = parse(&Source::new("name: x\nthreshold: > 10\n")).unwrap_err();
    assert_eq!(refused.hint.as_deref(), Some("put the value in quotes: threshold: '> 10'"));
    assert_eq!(refused.span.line, 2);
    let refused = parse(&Source::new("query: *.JOB AND SMB\n")).unwrap_err();
    assert_eq!(refused.hint.as_deref(), Some("put the value in quotes: query: '*.JOB AND SMB'"));
}

#[test]
fn near_words_are_found() {
    let known = ["threshold", "throttle", "window"];
    assert_eq!(nearest("treshold", known), Some("threshold"));
    assert_eq!(nearest("Throtle", known), Some("throttle"));
    assert_eq!(nearest("xyzzy", known), None);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[ -~\n\täé'\"|>*&:{}\\[\\],#-]{0,200}") {
        let source = Source::new(&text);
        if let Ok(root) = parse(&source) {
            walk(&source, &root);
        }
    }
}

fn walk(source: &Source<'_>, node: &Node) {
    let _ = source.span(node.bytes.clone());
    match &node.kind {
        Kind::Nothing => {}
        Kind::Text(text) => {
            for at in 0..text.len() {
                let _ = source.span(source.inside(&node.bytes, text, at..at + 1));
            }
        }
        Kind::List(items) => items.iter().for_each(|item| walk(source, item)),
        Kind::Map(entries) => entries.iter().for_each(|entry| walk(source, &entry.value)),
    }
}
