//! What is offered where.

use super::*;
use crate::query::tests::records::registry;
use proptest::prelude::*;

/// What is offered where the bar stands.
fn offered(query: &str) -> Vec<Completion> {
    let cursor = query.find('|').unwrap();
    complete(&query.replace('|', ""), cursor, &registry())
}

fn texts(query: &str) -> Vec<String> {
    offered(query).into_iter().map(|completion| completion.text).collect()
}

/// The query when the first completion is taken.
fn taken(query: &str) -> String {
    let mut text = query.replace('|', "");
    let first = offered(query).remove(0);
    text.replace_range(first.replaces, &first.text);
    text
}

#[test]
fn fields_by_their_beginning_and_by_their_parts() {
    assert_eq!(taken("ser|"), "service:");
    assert_eq!(taken("smb AND nam|"), "smb AND name:");
    assert_eq!(texts("orig_h|"), ["id.orig_h:"]);
    assert_eq!(texts("resp|"), ["id.resp_h:", "id.resp_p:"], "the field of many kinds first");
    assert!(texts("source_|").contains(&"source_ip:".to_owned()));
    assert_eq!(taken("-mids|"), "-midstream:");
    assert_eq!(taken("(a OR SERV|"), "(a OR service:");
    let field = offered("orig_by|").remove(0);
    assert_eq!(field.kind, CompletionKind::Field);
    assert_eq!(field.doc, "How much. (a count, bytes) In conn.");
    assert_eq!(offered("src_i|")[0].doc, "id.orig_h: Who asked. (an address) In conn, smb_files.");
}

#[test]
fn the_rest_of_the_name_is_replaced() {
    assert_eq!(taken("serv|ixe:smb"), "service:smb");
    assert_eq!(taken("kind:smb_f|xx AND a"), "kind:smb_files AND a");
}

#[test]
fn kinds() {
    assert_eq!(texts("kind:|"), ["conn", "http", "odd", "smb_files"]);
    assert_eq!(taken("kind:smb|"), "kind:smb_files");
    assert_eq!(taken("@type:h|"), "@type:http");
    assert!(texts("smb|").contains(&"kind:smb_files".to_owned()));
    let kind = offered("kind:con|").remove(0);
    assert_eq!((kind.kind, &*kind.doc), (CompletionKind::Kind, "A connection."));
    assert_eq!(texts("kind:(conn OR ht|"), ["http"]);
}

#[test]
fn operators_where_they_can_stand() {
    let has = |query: &str, operator: &str| texts(query).contains(&operator.to_owned());
    assert!(has("smb |", "AND"));
    assert!(has("smb a|", "AND"));
    assert!(has("(smb) |", "OR"));
    assert!(!has("|", "AND"));
    assert!(!has("smb AND |", "OR"));
    assert!(!has("(|", "AND"));
    assert!(has("smb AND |", "NOT"));
    assert!(has("_ex|", "_exists_:"));
}

#[test]
fn values_of_the_fields_type() {
    assert_eq!(texts("midstream:|"), ["true", "false"]);
    assert_eq!(texts("midstream:f|"), ["false"]);
    assert!(texts("id.orig_h:|").contains(&"10.0.0.0/8".to_owned()));
    assert!(texts("source_ip:(10.0.0.1 OR |").contains(&"10.0.0.0/8".to_owned()));
    assert!(offered("duration:|").iter().all(|offer| offer.kind == CompletionKind::ValueHint));
    assert!(texts("nosuch:|").is_empty());
}

/// What is offered as an example is understood.
#[test]
fn examples_are_right() {
    let registry = registry();
    for name in super::fields(&registry).map(|(_, field)| field.name).chain(["message"]) {
        for offer in offered(&format!("{name}:|")) {
            let query = format!("{name}:{}", offer.text);
            if let Err(error) = Filter::parse(&query, &registry) {
                panic!("{}", error.render());
            }
        }
    }
}

#[test]
fn names_of_fields_behind_exists() {
    assert_eq!(taken("_exists_:ser|"), "_exists_:service");
    assert!(texts("_exists_:|").iter().all(|text| !text.ends_with(':')));
}

#[test]
fn fields_of_the_kinds_that_the_query_is_about_come_first() {
    assert_eq!(texts("kind:http AND |").first().map(String::as_str), Some("NOT"));
    let names = texts("kind:odd s|");
    assert_eq!(names.first().map(String::as_str), Some("score:"), "{names:?}");
    let names = texts("kind:conn s|");
    assert_eq!(names.first().map(String::as_str), Some("service:"), "{names:?}");
}

#[test]
fn nothing_where_the_text_is_free() {
    for query in ["\"ser|", "name:\"ser|", "size:[1 TO |", "name:/ser|/", "ts:{2026 |"] {
        assert!(texts(query).is_empty(), "{query}");
    }
    assert!(!texts("name:\"x\" ser|").is_empty());
    assert!(!texts("size:[1 TO 5] ser|").is_empty());
    assert!(!texts("a\\\"b ser|").is_empty());
    assert!(complete(&"a".repeat(1 << 20), 5, &registry()).is_empty());
}

proptest! {
    #[test]
    fn whatever_is_written_the_offers_fit_in(text in "[a-z:\\\"()\\[\\]{}/ \\\\é.|&!-]{0,20}", cursor in 0usize..30) {
        for offer in complete(&text, cursor, &registry()) {
            prop_assert!(text.get(offer.replaces.clone()).is_some(), "{:?} in {:?}", offer, text);
        }
    }
}
