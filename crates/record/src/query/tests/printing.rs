//! What is printed parses to what was printed.

use crate::query::*;
use proptest::prelude::*;
use std::sync::Arc;

fn leaf(expression: Expression) -> Node {
    Node::new(0..0, expression)
}

/// Any word; operators of capitals cannot be words outside of quotes.
fn word() -> impl Strategy<Value = String> {
    r#"[a-zA-Z0-9 .*?\\"()&|:/<>=!+\-\[\]{}^~,'é\t]{1,6}"#
        .prop_filter("an operator", |text| !["AND", "OR", "NOT"].contains(&text.as_str()))
}

fn glob() -> impl Strategy<Value = Operand> {
    let part =
        prop_oneof![word().prop_map(GlobPart::Literal), Just(GlobPart::AnyRun), Just(GlobPart::AnyOne),];
    prop::collection::vec(part, 2..5).prop_filter_map("no wildcard", |parts| {
        let mut joined: Vec<GlobPart> = Vec::new();
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(GlobPart::Literal(text)), GlobPart::Literal(more)) => text.push_str(&more),
                (Some(GlobPart::AnyRun), GlobPart::AnyRun) => {}
                (_, part) => joined.push(part),
            }
        }
        let plain = matches!(*joined, [GlobPart::Literal(_)] | [GlobPart::AnyRun]);
        (!plain).then_some(Operand::Glob(joined))
    })
}

fn text() -> impl Strategy<Value = Operand> {
    prop_oneof![
        word().prop_map(Operand::Word),
        glob(),
        "\\PC{0,6}".prop_map(Operand::Phrase),
        r"([a-z .*()\[]|\\/|\\\\){1,6}".prop_map(Operand::Regex),
    ]
}

fn limit() -> impl Strategy<Value = Option<Limit>> {
    prop::option::of(("\\PC{0,6}|TO|-5|2026-11-21T20:15:00Z|[*]", any::<bool>()))
        .prop_map(|limit| limit.map(|(text, inclusive)| Limit { text, inclusive }))
}

fn value() -> impl Strategy<Value = Operand> {
    prop_oneof![
        text(),
        "\\PC{0,6}".prop_map(Operand::Exact),
        (limit(), limit()).prop_map(|(low, high)| Operand::Range(low, high)),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    "[a-z@_][a-z0-9._-]{0,5}".prop_map(|text| Name { text: Arc::from(text), span: 0..0 })
}

fn node() -> impl Strategy<Value = Node> {
    let leaves = prop_oneof![
        1 => Just(leaf(Expression::Everything)),
        4 => text().prop_map(|operand| leaf(Expression::Message(operand))),
        4 => (name(), value()).prop_map(|(name, operand)| leaf(Expression::Field(name, operand))),
        1 => name().prop_map(|name| leaf(Expression::Exists(name))),
    ];
    leaves.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|node| leaf(Expression::Not(Box::new(node)))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|nodes| {
                let flat = nodes.into_iter().flat_map(|node| match node.expression {
                    Expression::And(inner) => inner,
                    expression => vec![leaf(expression)],
                });
                leaf(Expression::And(flat.collect()))
            }),
            prop::collection::vec(inner, 2..4).prop_map(|nodes| {
                let flat = nodes.into_iter().flat_map(|node| match node.expression {
                    Expression::Or(inner) => inner,
                    expression => vec![leaf(expression)],
                });
                leaf(Expression::Or(flat.collect()))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn what_is_printed_parses_to_what_was_printed(node in node()) {
        let printed = node.to_string();
        let parsed = parse(&printed);
        let parsed = parsed.unwrap_or_else(|error| panic!("{printed}\n{}\n{node:?}", error.render()));
        prop_assert_eq!(&parsed.root, &node, "{}", printed);
        prop_assert_eq!(parsed.to_string(), printed);
    }
}

#[test]
fn canonical_text() {
    for (written, printed) in [
        ("a b", "a AND b"),
        ("a && b || !c", "a AND b OR NOT c"),
        ("(a OR b) +c -d", "(a OR b) AND c AND NOT d"),
        ("name:(a OR b)", "name:a OR name:b"),
        ("name:*", "_exists_:name"),
        ("size:>=5", "size:>=5"),
        ("size:[1 TO 5}", "size:[1 TO 5}"),
        ("size:{* TO 5}", "size:<5"),
        ("ts:>\"2026-11-21 20:15\"", "ts:>\"2026-11-21 20:15\""),
        ("fe80::1", r"fe80\:\:1"),
        ("id.orig_h:fe80::1", "id.orig_h:fe80::1"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        (r"c$\x", r"c$\\x"),
        ("", "*"),
        ("((((a))))", "a"),
        ("(a b) c", "a AND b AND c"),
        ("name:=\"A\"", "name:=\"A\""),
        (r"a:\:1", r"a:\:1"),
        ("::1", r"\:\:1"),
        (r"uri:/a\/b/", r"uri:/a\/b/"),
    ] {
        assert_eq!(parse(written).unwrap().to_string(), printed, "{written}");
    }
}
