//! The language against an evaluator that is written for nothing but to be plainly right.
//!
//! It knows values by tables of what they mean, tokens by a loop over characters, shapes by recursion, networks by strings of
//! bits, and shares no code with the language but the tree and the rows.

use super::records::registry;
use crate::query::*;
use crate::{
    Id, Interval, List, Mac, OwnedList, OwnedValue, Record as _, Registry, Row, Schema, Timestamp, Type,
    Value,
};
use proptest::prelude::*;
use std::net::IpAddr;
use std::sync::Arc;

/// What is written and what number it is, ascending.
const NUMBERS: &[(&str, i128)] = &[
    ("-5", -5),
    ("0", 0),
    ("1", 1),
    ("5", 5),
    ("0x10", 16),
    ("1kB", 1000),
    ("1KiB", 1024),
    ("1.5KiB", 1536),
];
const PORTS: &[(&str, i128)] = &[("0", 0), ("80", 80), ("443", 443), ("445", 445), ("65535", 65535)];
const LENGTHS: &[(&str, i128)] = &[
    ("-1s", -1_000_000_000),
    ("0", 0),
    ("250ms", 250_000_000),
    ("1.5", 1_500_000_000),
    ("1h30m", 5_400_000_000_000),
];
/// What is written, and the first and last nanosecond of it.
const MOMENTS: &[(&str, i128, i128)] = &[
    ("1969-12-31", -86_400_000_000_000, -1),
    ("0", 0, 999_999_999),
    ("2026-11-21T20:15:00Z", 1_795_292_100_000_000_000, 1_795_292_100_999_999_999),
    ("2026-11-21 20:16", 1_795_292_160_000_000_000, 1_795_292_219_999_999_999),
];
const FRACTIONS: &[(&str, f64)] = &[("-1", -1.0), ("0", 0.0), ("0.5", 0.5), ("2", 2.0)];
/// What is written, the address, and how many bits count.
const NETWORKS: &[(&str, &str, usize)] = &[
    ("10.0.0.0/8", "10.0.0.0", 8),
    ("10.1.2.3", "10.1.2.3", 32),
    ("10.1.2.200/25", "10.1.2.128", 25),
    ("0.0.0.0/0", "0.0.0.0", 0),
    ("fe80::/10", "fe80::", 10),
    ("FE80::1", "fe80::1", 128),
    ("::/0", "::", 0),
];
const ADDRESSES: &[&str] =
    &["10.0.0.0", "10.1.2.3", "10.1.2.200", "11.0.0.1", "fe80::1", "fe80::2", "2001:db8::10.0.0.5"];
const MACS: &[[u8; 6]] = &[[0, 1, 2, 3, 4, 5], [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]];
const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "b",
    "a b",
    "b A",
    "av.job",
    "AV.JOB",
    r"x\AV.job",
    "av.job.",
    "a/b",
    "/",
    "10.1.2.3",
    "1",
    "5",
    "1.5KiB",
    "a\nb",
    "İx",
    "ß é",
    "É",
    "aa",
    "a.b.job x",
    "-a",
    "a*b",
];
const SHAPES: &[&str] =
    &["*.job", "a*", "?", "*a*", "??", "*b", "a?b", "10.1.*", "*::?", "*/*", "İ*", "*\u{307}*", "a*b*"];
/// A regular expression, and the same said plainly of a text in lower case.
type Said = (&'static str, fn(&str) -> bool);
const EXPRESSIONS: &[Said] = &[
    (r"\.JOB$", |text| text.ends_with(".job")),
    ("^a", |text| text.starts_with('a')),
    ("b", |text| text.contains('b')),
    (r"^10\.", |text| text.starts_with("10.")),
    ("^$", str::is_empty),
];

/// What kind of value may be asked of which field.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Family {
    Number,
    Port,
    Length,
    Moment,
    Fraction,
    Address,
    Text,
    Truth,
    Flow,
    Card,
}

const FIELDS: &[(&str, &[Family])] = &[
    ("ts", &[Family::Moment]),
    ("uid", &[Family::Flow]),
    ("id.orig_h", &[Family::Address]),
    ("source_ip", &[Family::Address]),
    ("dest_ip", &[Family::Address]),
    ("id.resp_p", &[Family::Port]),
    ("service", &[Family::Text]),
    ("duration", &[Family::Length]),
    ("orig_bytes", &[Family::Number]),
    ("midstream", &[Family::Truth]),
    ("orig_l2_addr", &[Family::Card]),
    ("tunnel_parents", &[Family::Flow]),
    ("name", &[Family::Text]),
    ("@fields.name", &[Family::Text]),
    ("path", &[Family::Text, Family::Address]),
    ("names", &[Family::Text]),
    ("counts", &[Family::Number]),
    ("offset", &[Family::Number]),
    ("score", &[Family::Fraction]),
    ("version", &[Family::Number, Family::Text]),
    ("lease_time", &[Family::Number]),
    ("rtts", &[Family::Length]),
    ("uri", &[Family::Text]),
    ("status", &[Family::Number]),
    ("source.device", &[Family::Text]),
    ("source.tag", &[Family::Text]),
    ("source.internal", &[Family::Truth]),
    ("source.before", &[Family::Address]),
    ("message", &[Family::Text]),
];

// ---- what is asked ----

fn pick<T: Clone + std::fmt::Debug + 'static>(list: &'static [T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(list)
}

/// Two ends in order, either of which may be missing.
fn ends(values: Vec<&'static str>) -> impl Strategy<Value = Operand> {
    let limit = || prop::option::of((0..values.len(), any::<bool>()));
    let values = values.clone();
    (limit(), limit()).prop_map(move |(mut low, mut high)| {
        if let (Some((one, _)), Some((other, _))) = (&mut low, &mut high)
            && one > other
        {
            std::mem::swap(one, other);
        }
        let limit = |end: Option<(usize, bool)>| {
            end.map(|(index, inclusive)| Limit { text: values[index].to_owned(), inclusive })
        };
        Operand::Range(limit(low), limit(high))
    })
}

fn written(values: Vec<&'static str>) -> BoxedStrategy<Operand> {
    let value = prop::sample::select(values);
    (value, 0..3)
        .prop_map(|(text, way)| match way {
            // No word is empty.
            0 if !text.is_empty() => Operand::Word(text.to_owned()),
            1 => Operand::Phrase(text.to_owned()),
            _ => Operand::Exact(text.to_owned()),
        })
        .boxed()
}

fn operand(family: Family) -> BoxedStrategy<Operand> {
    let shapes = || pick(SHAPES).prop_map(|shape| Operand::Glob(glob::tests::parts(shape)));
    let expressions =
        || (0..EXPRESSIONS.len()).prop_map(|index| Operand::Regex(EXPRESSIONS[index].0.to_owned()));
    let ordered = |values: Vec<&'static str>| prop_oneof![written(values.clone()), ends(values)].boxed();
    match family {
        // A count cannot be negative: such a value is refused where nothing else fits.
        Family::Number => ordered(NUMBERS.iter().skip(1).map(|(text, _)| *text).collect()),
        Family::Port => ordered(PORTS.iter().map(|(text, _)| *text).collect()),
        Family::Length => ordered(LENGTHS.iter().map(|(text, _)| *text).collect()),
        Family::Moment => ordered(MOMENTS.iter().map(|(text, ..)| *text).collect()),
        Family::Fraction => ordered(FRACTIONS.iter().map(|(text, _)| *text).collect()),
        Family::Address => prop_oneof![
            written(NETWORKS.iter().map(|(text, ..)| *text).collect()),
            ends(vec!["10.0.0.0", "10.1.2.3", "10.1.2.200"]),
            shapes(),
            expressions(),
        ]
        .boxed(),
        Family::Text => prop_oneof![written(TEXTS.to_vec()), shapes(), expressions()].boxed(),
        Family::Truth => written(vec!["true", "F"]),
        Family::Flow => prop_oneof![written(vec!["C00000000007", "C00000000008"]), shapes()].boxed(),
        Family::Card => prop_oneof![written(vec!["00:01:02:03:04:05", "AABB.CCDD.EEFF"]), shapes()].boxed(),
    }
}

fn bare() -> BoxedStrategy<Operand> {
    let has_token = |text: &&str| !naive_tokens(text).is_empty();
    let words = TEXTS.iter().copied().filter(has_token).chain(NETWORKS.iter().map(|(text, ..)| *text));
    let words: Vec<&str> = words.chain(["aa:bb:cc:dd:ee:ff", "conn", "smb", "445", "x y"]).collect();
    let phrases = words.clone();
    prop_oneof![
        prop::sample::select(words).prop_map(|text| Operand::Word(text.to_owned())),
        prop::sample::select(phrases).prop_map(|text| Operand::Phrase(text.to_owned())),
        pick(SHAPES).prop_map(|shape| Operand::Glob(glob::tests::parts(shape))),
        (0..EXPRESSIONS.len()).prop_map(|index| Operand::Regex(EXPRESSIONS[index].0.to_owned())),
    ]
    .boxed()
}

fn leaf() -> BoxedStrategy<Node> {
    let name = |text: &str| Name { text: Arc::from(text), span: 0..0 };
    let node = |expression| Node::new(0..0, expression);
    let field = pick(FIELDS).prop_flat_map(move |(field, families)| {
        pick(families).prop_flat_map(operand).prop_map(move |operand| (field, operand))
    });
    let has_token = |operand: &Operand| match operand {
        Operand::Word(text) | Operand::Phrase(text) => !naive_tokens(text).is_empty(),
        _ => true,
    };
    prop_oneof![
        1 => Just(node(Expression::Everything)),
        5 => bare().prop_map(move |operand| node(Expression::Message(operand))),
        12 => field
            .prop_filter("nothing to find", move |(field, operand)| *field != "message" || has_token(operand))
            .prop_map(move |(field, operand)| node(Expression::Field(name(field), operand))),
        2 => pick(FIELDS).prop_map(move |(field, _)| node(Expression::Exists(name(field)))),
        2 => pick(&["conn", "SMB_files", "odd", "http"])
            .prop_map(move |kind| node(Expression::Field(name("kind"), Operand::Word(kind.to_owned())))),
    ]
    .boxed()
}

fn tree() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|node| Node::new(0..0, Expression::Not(Box::new(node)))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|nodes| Node::new(0..0, Expression::And(nodes))),
            prop::collection::vec(inner, 2..4).prop_map(|nodes| Node::new(0..0, Expression::Or(nodes))),
        ]
    })
}

// ---- the records ----

fn value_of(kind: Type) -> BoxedStrategy<OwnedValue> {
    let several = |inner: BoxedStrategy<OwnedValue>| prop::collection::vec(inner, 1..4);
    match kind {
        Type::Bool => any::<bool>().prop_map(OwnedValue::Bool).boxed(),
        Type::Count => pick(&[0, 1, 5, 16, 1000, 1024, 1536, u64::MAX]).prop_map(OwnedValue::Count).boxed(),
        Type::Int => pick(&[-5, 0, 5, i64::MIN]).prop_map(OwnedValue::Int).boxed(),
        Type::Double => pick(&[-1.0, 0.0, 0.5, 2.0, f64::NAN]).prop_map(OwnedValue::Double).boxed(),
        Type::Time => pick(&[-1, 0, 1_795_292_100_500_000_000, 1_795_292_160_000_000_000, i64::MAX])
            .prop_map(|at| OwnedValue::Time(Timestamp(at)))
            .boxed(),
        Type::Interval => pick(&[-1_000_000_000, 0, 250_000_000, 1_500_000_000, 5_400_000_000_000])
            .prop_map(|length| OwnedValue::Interval(Interval(length)))
            .boxed(),
        Type::Address => pick(ADDRESSES).prop_map(|text| OwnedValue::Address(text.parse().unwrap())).boxed(),
        Type::Port => pick(&[0, 80, 445, 65535]).prop_map(OwnedValue::Port).boxed(),
        Type::Text => pick(TEXTS).prop_map(OwnedValue::text).boxed(),
        Type::Mac => pick(MACS).prop_map(|mac| OwnedValue::Mac(Mac(mac))).boxed(),
        Type::Id => pick(&[7, 8, 9]).prop_map(|number| OwnedValue::Id(Id::flow(number))).boxed(),
        Type::List(inner) => {
            several(value_of(*inner)).prop_map(|values| OwnedValue::List(list(values))).boxed()
        }
    }
}

fn list(values: Vec<OwnedValue>) -> OwnedList {
    let mut list: Option<OwnedList> = None;
    for value in values {
        match (value, &mut list) {
            (OwnedValue::Count(value), Some(OwnedList::Counts(list))) => list.push(value),
            (OwnedValue::Count(value), _) => list = Some(OwnedList::Counts(vec![value])),
            (OwnedValue::Interval(value), Some(OwnedList::Intervals(list))) => list.push(value),
            (OwnedValue::Interval(value), _) => list = Some(OwnedList::Intervals(vec![value])),
            (OwnedValue::Address(value), Some(OwnedList::Addresses(list))) => list.push(value),
            (OwnedValue::Address(value), _) => list = Some(OwnedList::Addresses(vec![value])),
            (OwnedValue::Text(value), Some(OwnedList::Texts(list))) => list.push(value.into()),
            (OwnedValue::Text(value), _) => list = Some(OwnedList::Texts(vec![value.into()])),
            (OwnedValue::Id(value), Some(OwnedList::Ids(list))) => list.push(value),
            (OwnedValue::Id(value), _) => list = Some(OwnedList::Ids(vec![value])),
            (other, _) => panic!("no kind has a list of {other:?}"),
        }
    }
    list.unwrap()
}

fn maybe(kind: Type) -> impl Strategy<Value = OwnedValue> {
    prop::option::weighted(0.7, value_of(kind)).prop_map(Option::unwrap_or_default)
}

fn row() -> impl Strategy<Value = Row> {
    let registry = registry();
    let schemas: Vec<&'static Schema> = registry.kinds().to_vec();
    prop::sample::select(schemas).prop_flat_map(move |schema| {
        let values: Vec<_> = schema.fields.iter().map(|field| maybe(field.kind)).collect();
        let facts: Vec<_> = registry.facts().iter().map(|fact| maybe(fact.kind)).collect();
        let registry = registry.clone();
        (values, facts).prop_map(move |(values, facts)| {
            let mut row = Row::new(schema, values);
            for (fact, value) in registry.facts().iter().zip(facts) {
                row.set_fact(fact, value);
            }
            row
        })
    })
}

// ---- the naive evaluator ----

fn lower(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        for l in c.to_lowercase() {
            out.push(l);
        }
    }
    out
}

fn naive_tokens(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for c in text.chars() {
        if c.is_alphanumeric() || c == '.' || c == '_' || c == '$' || c == '@' || c == '-' {
            found.last_mut().unwrap().push(c);
        } else {
            found.push(String::new());
        }
    }
    for token in &mut found {
        while token.ends_with('.') {
            token.pop();
        }
    }
    found.retain(|token| !token.is_empty());
    found.iter().map(|token| lower(token)).collect()
}

fn follows(tokens: &[String], wanted: &[String], same: impl Fn(&str, &str) -> bool) -> bool {
    (0..=tokens.len().saturating_sub(wanted.len())).any(|start| {
        wanted.len() <= tokens.len() && wanted.iter().enumerate().all(|(i, w)| same(w, &tokens[start + i]))
    })
}

fn fits(shape: &str, text: &str) -> bool {
    let characters = |text: &str| text.chars().collect::<Vec<char>>();
    glob::tests::fits(&characters(shape), &characters(text))
}

fn shape_of(parts: &[GlobPart]) -> String {
    let text = parts.iter().map(|part| match part {
        GlobPart::Literal(text) => text.clone(),
        GlobPart::AnyRun => "*".to_owned(),
        GlobPart::AnyOne => "?".to_owned(),
    });
    text.collect()
}

fn expression(pattern: &str, text: &str) -> bool {
    EXPRESSIONS.iter().find(|(known, _)| *known == pattern).unwrap().1(&lower(text))
}

fn naive_text(operand: &Operand, text: &str) -> bool {
    match operand {
        Operand::Word(wanted) | Operand::Phrase(wanted) => {
            let tokens = naive_tokens(wanted);
            if tokens.is_empty() {
                lower(wanted) == lower(text)
            } else {
                follows(&naive_tokens(text), &tokens, |a, b| a == b)
            }
        }
        Operand::Exact(wanted) => lower(wanted) == lower(text),
        Operand::Glob(parts) => {
            let shape = lower(&shape_of(parts));
            fits(&shape, &lower(text)) || naive_tokens(text).iter().any(|token| fits(&shape, token))
        }
        Operand::Regex(pattern) => expression(pattern, text),
        Operand::Range(low, high) => low.is_none() && high.is_none(),
    }
}

/// What is printed as text but is none.
fn naive_printed(operand: &Operand, text: &str) -> bool {
    match operand {
        Operand::Glob(parts) => fits(&lower(&shape_of(parts)), text),
        Operand::Regex(pattern) => expression(pattern, text),
        Operand::Range(None, None) => true,
        _ => false,
    }
}

fn naive_message(operand: &Operand, line: &str) -> bool {
    match operand {
        Operand::Glob(parts) => {
            let shape = shape_of(parts);
            let is_part = |c: char| c.is_alphanumeric() || "._$@-*?".contains(c);
            let pieces = shape.split(|c| !is_part(c)).map(|piece| lower(piece.trim_end_matches('.')));
            let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
            follows(&naive_tokens(line), &pieces, fits)
        }
        operand => naive_text(operand, line),
    }
}

/// A number, by a table of what is written. `None`: it is no number of this table.
fn naive_number(operand: &Operand, value: i128, meaning: &dyn Fn(&str) -> Option<(i128, i128)>) -> bool {
    match operand {
        Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) => {
            meaning(text).is_some_and(|(first, last)| first <= value && value <= last)
        }
        Operand::Range(low, high) => {
            let above = low.as_ref().is_none_or(|limit| {
                meaning(&limit.text)
                    .is_some_and(|(first, last)| if limit.inclusive { value >= first } else { value > last })
            });
            let below = high.as_ref().is_none_or(|limit| {
                meaning(&limit.text)
                    .is_some_and(|(first, last)| if limit.inclusive { value <= last } else { value < first })
            });
            above && below
        }
        Operand::Glob(_) | Operand::Regex(_) => false,
    }
}

fn table(values: &'static [(&'static str, i128)]) -> impl Fn(&str) -> Option<(i128, i128)> {
    move |text| values.iter().find(|(known, _)| *known == text).map(|(_, value)| (*value, *value))
}

fn naive_fraction(operand: &Operand, value: f64) -> bool {
    let meaning =
        |text: &str| FRACTIONS.iter().find(|(known, _)| *known == text).map(|(_, value)| *value).unwrap();
    match operand {
        Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) => value == meaning(text),
        Operand::Range(None, None) => true,
        Operand::Range(low, high) => {
            let above = |limit: &Limit| {
                if limit.inclusive { value >= meaning(&limit.text) } else { value > meaning(&limit.text) }
            };
            let below = |limit: &Limit| {
                if limit.inclusive { value <= meaning(&limit.text) } else { value < meaning(&limit.text) }
            };
            low.as_ref().is_none_or(above) && high.as_ref().is_none_or(below)
        }
        _ => false,
    }
}

fn bits(address: IpAddr) -> String {
    let bytes = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    bytes.iter().map(|byte| format!("{byte:08b}")).collect()
}

fn in_network(text: &str, address: IpAddr) -> bool {
    let Some((_, network, length)) = NETWORKS.iter().find(|(known, ..)| *known == text) else { return false };
    let network: IpAddr = network.parse().unwrap();
    network.is_ipv4() == address.is_ipv4() && bits(network)[..*length] == bits(address)[..*length]
}

fn naive_address(operand: &Operand, address: IpAddr) -> bool {
    match operand {
        Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) => in_network(text, address),
        Operand::Range(None, None) => true,
        Operand::Range(low, high) => {
            let end = |limit: &Limit| limit.text.parse::<IpAddr>().unwrap();
            let fits = |limit: &Limit, wanted: std::cmp::Ordering| {
                let order = bits(address).cmp(&bits(end(limit)));
                address.is_ipv4() == end(limit).is_ipv4()
                    && (order == wanted || (limit.inclusive && order.is_eq()))
            };
            low.as_ref().is_none_or(|limit| fits(limit, std::cmp::Ordering::Greater))
                && high.as_ref().is_none_or(|limit| fits(limit, std::cmp::Ordering::Less))
        }
        operand => naive_printed(operand, &address.to_string()),
    }
}

fn is_written(operand: &Operand, forms: &[&str]) -> bool {
    matches!(operand, Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) if forms.contains(&text.as_str()))
}

fn naive_value(operand: &Operand, value: Value<'_>) -> bool {
    match value {
        Value::Absent => false,
        Value::Bool(value) => is_written(operand, if value { &["true"] } else { &["F"] }),
        Value::Count(value) => naive_number(operand, value.into(), &table(NUMBERS)),
        Value::Int(value) => naive_number(operand, value.into(), &table(NUMBERS)),
        Value::Port(value) => naive_number(operand, value.into(), &table(PORTS)),
        Value::Interval(value) => naive_number(operand, value.0.into(), &table(LENGTHS)),
        Value::Time(value) => naive_number(operand, value.0.into(), &|text| {
            MOMENTS.iter().find(|(known, ..)| *known == text).map(|(_, first, last)| (*first, *last))
        }),
        Value::Double(value) => naive_fraction(operand, value),
        Value::Address(address) => naive_address(operand, address),
        // A text has no order: only a range without ends, which every value has.
        Value::Text(text) => naive_text(operand, text),
        Value::Mac(mac) => {
            let forms: &[&str] = if mac.0[0] == 0 { &["00:01:02:03:04:05"] } else { &["AABB.CCDD.EEFF"] };
            is_written(operand, forms) || naive_printed(operand, &mac.to_string())
        }
        Value::Id(id) => {
            is_written(operand, &[&id.to_string()]) || naive_printed(operand, &lower(&id.to_string()))
        }
        Value::List(List::Texts(texts)) => texts.iter().any(|text| naive_text(operand, text)),
        Value::List(list) => list.iter().any(|value| naive_value(operand, value)),
    }
}

fn any_address(text: &str, row: &Row) -> Option<bool> {
    let own = row.schema().fields.iter().enumerate().map(|(index, _)| row.value(index));
    let mut values = own.chain(row.facts().map(|(_, value)| value)).flat_map(|value| match value {
        Value::List(list) => list.iter().collect(),
        value => vec![value],
    });
    if text == "aa:bb:cc:dd:ee:ff" {
        return Some(values.any(|value| value == Value::Mac(Mac(MACS[1]))));
    }
    let network = NETWORKS.iter().any(|(known, ..)| *known == text) && text.contains(['/', ':']);
    network.then(|| values.any(|value| matches!(value, Value::Address(address) if in_network(text, address))))
}

fn naive(node: &Node, row: &Row, registry: &Registry) -> bool {
    match &node.expression {
        Expression::Everything => true,
        Expression::Message(operand) => {
            let anywhere = if let Operand::Word(text) = operand { any_address(text, row) } else { None };
            anywhere.unwrap_or_else(|| naive_message(operand, &row.message()))
        }
        Expression::Field(name, operand) => match registry.canonical(&name.text) {
            "kind" => matches!(operand, Operand::Word(kind) if lower(kind) == row.kind()),
            "message" => naive_message(operand, &row.message()),
            name => naive_value(operand, row.get(name)),
        },
        Expression::Exists(name) => {
            let name = registry.canonical(&name.text);
            name == "message" || !matches!(row.get(name), Value::Absent)
        }
        Expression::And(nodes) => nodes.iter().all(|node| naive(node, row, registry)),
        Expression::Or(nodes) => nodes.iter().any(|node| naive(node, row, registry)),
        Expression::Not(node) => !naive(node, row, registry),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]
    #[test]
    fn the_language_answers_as_the_naive_evaluator(
        root in tree(), rows in prop::collection::vec(row(), 1..12),
    ) {
        let registry = registry();
        let printed = root.to_string();
        let query = Query { text: Arc::from(""), root, warnings: Vec::new() };
        let filter = Filter::bind(&query, &registry);
        let filter = filter.unwrap_or_else(|error| panic!("{printed}: {error}"));
        let again = Filter::parse(&printed, &registry);
        let again = again.unwrap_or_else(|error| panic!("{printed}: {error}"));
        let mut scratch = Scratch::new(&registry);
        for row in &rows {
            let wanted = naive(&query.root, row, &registry);
            prop_assert_eq!(filter.matches(row), wanted, "{} of {:?} {}", printed, row, row.message());
            let subject = scratch.subject(row);
            prop_assert_eq!(filter.matches_source(&subject), wanted);
            prop_assert_eq!(again.matches_source(&subject), wanted, "printed: {}", printed);
            if wanted {
                let kind = registry.kinds().iter().position(|schema| schema.kind == row.kind()).unwrap();
                prop_assert!(filter.kinds().is_none_or(|kinds| kinds.contains(&kind)), "{}", printed);
                let tokens = naive_tokens(&row.message());
                for token in filter.required_tokens() {
                    prop_assert!(tokens.contains(token), "{} does not need {}", printed, token);
                }
            }
        }
    }
}
