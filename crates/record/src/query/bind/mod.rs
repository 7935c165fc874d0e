//! From what was written to what must be true: names become places, values become tests of the fields' types.

mod fields;
mod message;
mod values;

pub(super) use fields::{KIND, MESSAGE};

use super::regex::REGEX_MEMORY_BYTES;
use super::{
    Condition, Expression, Fault, FieldTest, Glob, MAX_GLOB_BYTES, Node, Operand, Query, QueryError,
};
use super::{GlobPart, Place, Ranges, Regex, Span, TextTest, TokenTest, ValueTest, Warning, fold, tokens};
use crate::{Field, Registry};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Binds a query; gives the condition and what is allowed but probably not meant.
pub(super) fn bind(query: &Query, registry: &Registry) -> Result<(Condition, Vec<Warning>), QueryError> {
    let mut binder =
        Binder { query, registry, warnings: query.warnings.clone(), known: BTreeMap::new(), regex_bytes: 0 };
    let condition = binder.condition(&query.root)?;
    Ok((condition, binder.warnings))
}

struct Binder<'q> {
    query: &'q Query,
    registry: &'q Registry,
    warnings: Vec<Warning>,
    /// Where the fields are that were asked for so far. Lists of thousands of values ask for one field again and again.
    known: BTreeMap<String, Arc<[Located]>>,
    /// What the regular expressions so far need.
    regex_bytes: usize,
}

/// A field in one of its places.
type Located = (Place, &'static Field);

impl Binder<'_> {
    fn condition(&mut self, node: &Node) -> Result<Condition, QueryError> {
        match &node.expression {
            Expression::Everything => Ok(Condition::Always),
            Expression::Message(operand) => self.bare(operand, &node.span),
            Expression::Field(name, operand) => self.field(name, operand, &node.span),
            Expression::Exists(name) => self.exists(name),
            Expression::And(nodes) => Ok(Condition::And(self.conditions(nodes)?)),
            Expression::Or(nodes) => Ok(merged(self.conditions(nodes)?)),
            Expression::Not(node) => Ok(Condition::Not(Box::new(self.condition(node)?))),
        }
    }

    fn conditions(&mut self, nodes: &[Node]) -> Result<Vec<Condition>, QueryError> {
        nodes.iter().map(|node| self.condition(node)).collect()
    }

    fn error(&self, fault: Fault, span: &Span) -> QueryError {
        QueryError { fault, span: span.clone(), suggestion: None, text: Arc::clone(&self.query.text) }
    }

    fn warn(&mut self, message: String, span: &Span) {
        self.warnings.push(Warning { message, span: span.clone() });
    }

    fn regex(&mut self, pattern: &str, span: &Span) -> Result<Regex, QueryError> {
        let regex = Regex::new(pattern).map_err(|fault| self.error(fault, span))?;
        self.regex_bytes = self.regex_bytes.saturating_add(regex.memory_bytes());
        if self.regex_bytes > REGEX_MEMORY_BYTES {
            return Err(self.error(Fault::RegexTooLarge, span));
        }
        Ok(regex)
    }

    fn check_glob(&self, parts: &[GlobPart], span: &Span) -> Result<(), QueryError> {
        let bytes: usize =
            parts.iter().map(|part| if let GlobPart::Literal(text) = part { text.len() } else { 1 }).sum();
        if bytes > MAX_GLOB_BYTES {
            return Err(self.error(Fault::GlobTooLong, span));
        }
        Ok(())
    }

    /// The operand as a test of a field's text; `None` for a range.
    fn text_test(&mut self, operand: &Operand, span: &Span) -> Result<Option<TextTest>, QueryError> {
        Ok(Some(match operand {
            Operand::Word(text) | Operand::Phrase(text) => phrase(text).unwrap_or_else(|| exact(text)),
            Operand::Exact(text) => exact(text),
            Operand::Glob(parts) => {
                self.check_glob(parts, span)?;
                TextTest::Shape(Glob::new(parts))
            }
            Operand::Regex(pattern) => TextTest::Regex(self.regex(pattern, span)?),
            Operand::Range(..) => return Ok(None),
        }))
    }
}

/// The tokens of a text one after the other; `None` if it has none.
fn phrase(text: &str) -> Option<TextTest> {
    let tokens: Box<[TokenTest]> = tokens(text).map(|token| TokenTest::Is(token.into())).collect();
    (!tokens.is_empty()).then_some(TextTest::Tokens(tokens))
}

fn exact(text: &str) -> TextTest {
    TextTest::Exact(fold(text).into())
}

/// One of these conditions. Values of one field become one test, so that a list of thousands costs one search in it.
fn merged(conditions: Vec<Condition>) -> Condition {
    let mut groups: BTreeMap<Box<str>, Vec<FieldTest>> = BTreeMap::new();
    let mut others = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Field(test) if is_mergeable(&test) => {
                groups.entry(test.name.clone()).or_default().push(test)
            }
            other => others.push(other),
        }
    }
    let tests = groups.into_values().map(|tests| Condition::Field(union(tests)));
    let mut all: Vec<Condition> = tests.chain(others).collect();
    if all.len() == 1 { all.pop().unwrap_or(Condition::Never) } else { Condition::Or(all) }
}

fn is_mergeable(test: &FieldTest) -> bool {
    !test.name.is_empty()
        && test.places.iter().all(|(_, test)| {
            use ValueTest::{Addresses, Doubles, Ids, Integers, Macs};
            matches!(**test, Integers(_) | Doubles(_) | Addresses(_) | Macs(_) | Ids(_))
        })
}

/// One test for several of the same field.
fn union(mut tests: Vec<FieldTest>) -> FieldTest {
    if tests.len() == 1
        && let Some(test) = tests.pop()
    {
        return test;
    }
    let name = tests.first().map(|test| test.name.clone()).unwrap_or_default();
    let mut by_place: BTreeMap<Place, Vec<Arc<ValueTest>>> = BTreeMap::new();
    for (place, test) in tests.into_iter().flat_map(|test| test.places) {
        by_place.entry(place).or_default().push(test);
    }
    // Places of one type have the very same tests: joined once, they are shared.
    let mut joined: Vec<(Vec<Arc<ValueTest>>, Arc<ValueTest>)> = Vec::new();
    let mut places = Vec::with_capacity(by_place.len());
    for (place, tests) in by_place {
        let same = |known: &[Arc<ValueTest>]| {
            known.len() == tests.len() && known.iter().zip(&tests).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        let test = match joined.iter().find(|(known, _)| same(known)) {
            Some((_, test)) => Arc::clone(test),
            None => {
                let test = Arc::new(union_of_values(&tests));
                joined.push((tests, Arc::clone(&test)));
                test
            }
        };
        places.push((place, test));
    }
    FieldTest { name, places }
}

/// One test for several of values of one type.
fn union_of_values(tests: &[Arc<ValueTest>]) -> ValueTest {
    let (mut integers, mut doubles, mut v4, mut v6) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut macs, mut ids) = (Vec::new(), Vec::new());
    for test in tests {
        match &**test {
            ValueTest::Integers(ranges) => integers.extend_from_slice(ranges.as_slice()),
            ValueTest::Doubles(ranges) => doubles.extend_from_slice(ranges.as_slice()),
            ValueTest::Addresses(ranges) => {
                v4.extend_from_slice(ranges.v4.as_slice());
                v6.extend_from_slice(ranges.v6.as_slice());
            }
            ValueTest::Macs(list) => macs.extend_from_slice(list),
            ValueTest::Ids(list) => ids.extend_from_slice(list),
            ValueTest::Present | ValueTest::Bool(_) | ValueTest::Text(_) => {}
        }
    }
    macs.sort_unstable();
    macs.dedup();
    ids.sort_unstable();
    ids.dedup();
    match tests.first().map(|test| &**test) {
        Some(ValueTest::Integers(_)) => ValueTest::Integers(Ranges::new(integers)),
        Some(ValueTest::Doubles(_)) => ValueTest::Doubles(Ranges::new(doubles)),
        Some(ValueTest::Macs(_)) => ValueTest::Macs(macs.into()),
        Some(ValueTest::Ids(_)) => ValueTest::Ids(ids.into()),
        _ => ValueTest::Addresses(super::AddressRanges { v4: Ranges::new(v4), v6: Ranges::new(v6) }),
    }
}
