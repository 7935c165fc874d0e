//! What is asked of the message line, answered by columns.
//!
//! The line is the kind, the protocol, then every text, address and port of the record with spaces between them. So a token of
//! the line is a token of one of these, and a test of one token is a test of values. Tests of several tokens in a row, which may
//! reach from one value into the next, are asked of each token first and then of the line of what is left.

use super::compile::{listed, numbers, passing};
use super::node::{Ground, Node};
use super::ports::Ports;
use super::texts::{may_be_address, may_be_in_digest, references};
use super::values::ValueSet;
use crate::column::{Class, Column, Dictionary, class, element};
use crate::part::Slot;
use crate::split::Reference;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::query::{Place, TextTest, TokenTest, tokens};
use thymus_record::{Type, Value};

/// What is done to find the rows whose message line passes.
pub(super) fn message_node<'a>(test: &Arc<TextTest>, ground: Ground<'a>, ports: &Ports) -> Node<'a> {
    let whole = || Node::Message(test.clone());
    if has_converted(ground) {
        return whole();
    }
    let of_tokens = |tokens: &[TokenTest]| -> Vec<Node<'a>> {
        tokens.iter().map(|token| token_node(token, ground, ports)).collect()
    };
    match &**test {
        TextTest::Tokens(tokens) if tokens.len() == 1 => Node::one_of(of_tokens(tokens)),
        TextTest::Tokens(tokens) => {
            let mut nodes = of_tokens(tokens);
            nodes.push(whole());
            Node::all_of(nodes)
        }
        TextTest::Exact(text) => {
            let words: Vec<_> = tokens(text).map(|token| TokenTest::Is(token.into())).collect();
            let mut nodes = of_tokens(&words);
            nodes.push(whole());
            Node::all_of(nodes)
        }
        TextTest::Shape(_) | TextTest::Regex(_) => whole(),
    }
}

/// Whether a value of this type is in the message line.
fn is_in_message(kind: Type) -> bool {
    matches!(element(kind).0, Type::Text | Type::Address | Type::Mac | Type::Port)
}

/// Whether a field that is in the message line was stored with another type.
fn has_converted(ground: Ground<'_>) -> bool {
    let fields = ground.part.schema().fields.iter().enumerate();
    fields
        .into_iter()
        .any(|(field, declared)| is_in_message(declared.kind) && ground.part.is_converted(field))
}

/// The rows whose line has a token that passes.
fn token_node<'a>(test: &TokenTest, ground: Ground<'a>, ports: &Ports) -> Node<'a> {
    let alone = TextTest::Tokens(Box::new([test.clone()]));
    let schema = ground.part.schema();
    if alone.matches(&format!("{} {}", schema.kind, schema.protocol)) {
        return Node::All;
    }
    let asked = Asked {
        test,
        alone: &alone,
        found: ground.part.words().map(|words| references(words, test)),
        ground,
    };
    let kind = ground.part.kind();
    let mut nodes = Vec::new();
    for (field, declared) in schema.fields.iter().enumerate().filter(|(_, field)| is_in_message(field.kind)) {
        if asked.cannot_be_in(field, class(declared.kind)) {
            continue;
        }
        let Slot::Column(column) = ground.part.slot(Place::Field { kind, field }) else { continue };
        nodes.push(match class(declared.kind) {
            Class::Number => numbers(column, ports.of(test)),
            Class::Text => listed(column, asked.texts(&column, field), ground),
            Class::Address => listed(column, asked.addresses(&column, field), ground),
            Class::Mac => listed(column, passing(&column, |value| prints_so(value, &alone)), ground),
        });
    }
    Node::one_of(nodes)
}

/// A test of one token, asked of the values of columns.
struct Asked<'t, 'a> {
    test: &'t TokenTest,
    alone: &'t TextTest,
    found: Option<Vec<Reference>>,
    ground: Ground<'a>,
}

impl Asked<'_, '_> {
    /// What the index of words says of a column, if it has its texts.
    fn indexed(&self, field: usize) -> Option<Vec<u32>> {
        let (found, number) = (self.found.as_ref()?, self.ground.part.indexed(field)?);
        let here = found.iter().filter(|(column, _)| *column == number);
        Some(here.flat_map(|(_, values)| values.iter().copied()).collect())
    }

    fn in_digests(&self, field: usize) -> bool {
        self.ground.part.has_digests(field) && may_be_in_digest(std::slice::from_ref(self.test), self.ground)
    }

    /// Whether no value of a column can pass, so that it need not even be opened.
    fn cannot_be_in(&self, field: usize, class: Class) -> bool {
        let known = |places: Vec<u32>| places.is_empty();
        match (class, self.test) {
            (Class::Text, _) => !self.in_digests(field) && self.indexed(field).is_some_and(known),
            (Class::Address, TokenTest::Is(token)) => {
                token.parse::<IpAddr>().is_err() && self.indexed(field).is_some_and(known)
            }
            (Class::Address, TokenTest::Shape(glob)) => {
                !may_be_address(glob) && self.indexed(field).is_some_and(known)
            }
            // A hardware address is printed as pairs of digits.
            (Class::Mac, TokenTest::Is(token)) => token.len() != 2,
            (Class::Number, TokenTest::Is(token)) => token.parse::<u16>().is_err(),
            _ => false,
        }
    }

    fn texts(&self, column: &Column<'_>, field: usize) -> ValueSet {
        match self.indexed(field) {
            Some(places) if !self.in_digests(field) => ValueSet::new(places),
            _ => passing(column, |value| prints_so(value, self.alone)),
        }
    }

    /// IPv4 addresses are tokens as they are printed; the tokens of IPv6 addresses are in the index of words.
    fn addresses(&self, column: &Column<'_>, field: usize) -> ValueSet {
        let (Some(mut places), Dictionary::Addresses(addresses)) = (self.indexed(field), column.dictionary)
        else {
            return passing(column, |value| prints_so(value, self.alone));
        };
        match self.test {
            TokenTest::Is(token) => {
                if let Ok(address @ IpAddr::V4(_)) = token.parse::<IpAddr>() {
                    let place = addresses.first_from(address);
                    places.extend((addresses.get(place) == Some(address)).then_some(place));
                }
            }
            TokenTest::Shape(glob) if may_be_address(glob) => {
                column.dictionary.each(|place, value| {
                    let v4 = matches!(value, Value::Address(IpAddr::V4(_)));
                    if v4 && prints_so(value, self.alone) {
                        places.push(place);
                    }
                    v4
                });
            }
            TokenTest::Shape(_) => {}
        }
        ValueSet::new(places)
    }
}

/// Whether a value, as the message line has it, passes.
fn prints_so(value: Value<'_>, test: &TextTest) -> bool {
    match value {
        Value::Text(text) => test.matches(text),
        Value::Address(address) => test.matches(&address.to_string()),
        Value::Mac(address) => test.matches(&address.to_string()),
        _ => false,
    }
}
