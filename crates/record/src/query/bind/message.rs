//! What is looked for in the message line, and what stands without a field's name.

use super::values::network;
use super::{
    Binder, Condition, Fault, FieldTest, Glob, GlobPart, Located, Operand, QueryError, Span, phrase,
};
use super::{TextTest, TokenTest, ValueTest, exact, fold};
use crate::Type;
use crate::query::is_token_character;
use crate::query::scan::parse_mac;
use crate::query::types::element;
use std::sync::Arc;

impl Binder<'_> {
    /// A word without a field's name: in the message line, or, for a network or an address that is not one token, in any
    /// field of that type.
    pub(super) fn bare(&mut self, operand: &Operand, span: &Span) -> Result<Condition, QueryError> {
        if let Operand::Word(text) = operand {
            if let Some(test) = any_field_test(text) {
                return Ok(self.any_field(test));
            }
            self.warn_of_comparison(text, span);
        }
        self.message(operand, span)
    }

    /// What is looked for in the message line.
    pub(super) fn message(&mut self, operand: &Operand, span: &Span) -> Result<Condition, QueryError> {
        let test = match operand {
            Operand::Word(text) | Operand::Phrase(text) => phrase(text),
            Operand::Exact(text) => Some(exact(text)),
            Operand::Regex(pattern) => Some(TextTest::Regex(self.regex(pattern, span)?)),
            Operand::Glob(parts) => {
                self.check_glob(parts, span)?;
                shapes(parts)
            }
            Operand::Range(..) => {
                let (operation, field, wanted) = ("a comparison", "message".into(), "text".into());
                return Err(self.error(Fault::WrongOperation { operation, field, wanted }, span));
            }
        };
        let test = test.ok_or_else(|| self.error(Fault::NothingToFind, span))?;
        Ok(Condition::Message(Arc::new(test)))
    }

    fn any_field(&mut self, test: ValueTest) -> Condition {
        let wanted = if matches!(test, ValueTest::Macs(_)) { Type::Mac } else { Type::Address };
        let test = Arc::new(test);
        let places = self.places(|field| element(field.kind) == wanted);
        let places: Vec<_> =
            places.into_iter().map(|(place, _): Located| (place, Arc::clone(&test))).collect();
        if places.is_empty() {
            return Condition::Never;
        }
        Condition::Field(FieldTest { name: Box::default(), places })
    }

    /// `service=smb` and `orig_bytes>5` are words, but hardly meant so.
    fn warn_of_comparison(&mut self, text: &str, span: &Span) {
        let Some(at) = text.find(['=', '<', '>']) else { return };
        let (name, value) = text.split_at(at);
        let name = name.trim_end_matches('!');
        if !name.is_empty() && self.registry.has_field(self.registry.canonical(name)) {
            let value = value.trim_start_matches('=');
            self.warn(
                format!("this is looked for as text; to ask about the field write `{name}:{value}`"),
                span,
            );
        }
    }
}

/// A network, an IPv6 address or a hardware address: what the message line has in several tokens or not at all.
fn any_field_test(text: &str) -> Option<ValueTest> {
    if let Some(mac) = parse_mac(text) {
        return Some(ValueTest::Macs([mac].into()));
    }
    let token = text.chars().all(is_token_character);
    network(text).filter(|_| !token).map(ValueTest::Addresses)
}

/// Tokens of these shapes one after the other: what is no character of a token separates them.
fn shapes(parts: &[GlobPart]) -> Option<TextTest> {
    let mut tests = Vec::new();
    let mut token: Vec<GlobPart> = Vec::new();
    for part in parts {
        let GlobPart::Literal(text) = part else {
            token.push(part.clone());
            continue;
        };
        for (index, piece) in text.split(|c| !is_token_character(c)).enumerate() {
            if index > 0 {
                tests.extend(token_test(std::mem::take(&mut token)));
            }
            if !piece.is_empty() {
                token.push(GlobPart::Literal(piece.to_owned()));
            }
        }
    }
    tests.extend(token_test(token));
    (!tests.is_empty()).then(|| TextTest::Tokens(tests.into()))
}

/// The test of one token. No token ends with a dot.
fn token_test(mut parts: Vec<GlobPart>) -> Option<TokenTest> {
    if let Some(GlobPart::Literal(text)) = parts.last_mut() {
        text.truncate(text.trim_end_matches('.').len());
        if text.is_empty() {
            parts.pop();
        }
    }
    match parts.as_slice() {
        [] => None,
        [GlobPart::Literal(text)] => Some(TokenTest::Is(fold(text).into())),
        _ => Some(TokenTest::Shape(Glob::new(&parts))),
    }
}
