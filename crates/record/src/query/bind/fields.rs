//! `field:…`: which field in which kinds, and what that means for values of each type.

use super::values::{Refusal, is_impossible, value_test};
use super::{Binder, Condition, Fault, FieldTest, Located, Operand, Place, QueryError, Span, ValueTest};
use crate::query::suggest::closest;
use crate::query::types::{advice, described};
use crate::query::{Limit, Name, TextTest};
use crate::{Field, Registry, Type};
use std::sync::Arc;

/// The names that are asked for like fields and are none: the kind of the record, and its message line.
pub(in crate::query) const KIND: &str = "kind";
pub(in crate::query) const MESSAGE: &str = "message";

/// What was made of an operand for fields of one type and unit.
type Made = ((Type, Option<&'static str>), Result<Arc<ValueTest>, Refusal>);

impl Binder<'_> {
    pub(super) fn field(
        &mut self,
        name: &Name,
        operand: &Operand,
        span: &Span,
    ) -> Result<Condition, QueryError> {
        self.warn_of_field_in_group(name, operand, span);
        match self.registry.canonical(&name.text) {
            KIND => self.kind(operand, span),
            MESSAGE => self.message(operand, span),
            canonical => {
                let places = self.located(name, canonical)?;
                self.tests(&places, canonical, operand, span)
            }
        }
    }

    pub(super) fn exists(&mut self, name: &Name) -> Result<Condition, QueryError> {
        let canonical = self.registry.canonical(&name.text);
        if canonical == KIND || canonical == MESSAGE {
            return Ok(Condition::Always);
        }
        let test = Arc::new(ValueTest::Present);
        let places = self.located(name, canonical)?;
        let places = places.iter().map(|(place, _)| (*place, Arc::clone(&test))).collect();
        Ok(Condition::Field(FieldTest { name: canonical.into(), places }))
    }

    /// Every place where a field is that is wanted, sorted.
    pub(super) fn places(&self, wanted: impl Fn(&Field) -> bool) -> Vec<Located> {
        let kinds = self.registry.kinds().iter().enumerate();
        let own = kinds.flat_map(|(kind, schema)| {
            schema.fields.iter().enumerate().map(move |(field, known)| (Place::Field { kind, field }, known))
        });
        let facts = self.registry.facts().iter().enumerate().map(|(fact, known)| (Place::Fact(fact), *known));
        own.chain(facts).filter(|(_, field)| wanted(field)).collect()
    }

    fn located(&mut self, name: &Name, canonical: &str) -> Result<Arc<[Located]>, QueryError> {
        if let Some(places) = self.known.get(canonical) {
            return Ok(Arc::clone(places));
        }
        let places: Arc<[Located]> = self.places(|field| field.name == canonical).into();
        if places.is_empty() {
            return Err(self.unknown_field(name));
        }
        self.known.insert(canonical.to_owned(), Arc::clone(&places));
        Ok(places)
    }

    fn unknown_field(&self, name: &Name) -> QueryError {
        let error = self.error(Fault::UnknownField(name.text.to_string()), &name.span);
        let behind = self.query.text.get(name.span.end..).unwrap_or_default();
        let is_path = behind.starts_with(":\\") || behind.starts_with("://");
        match closest(&name.text, field_names(self.registry)).filter(|_| !is_path) {
            Some(meant) => QueryError { suggestion: Some(format!("did you mean `{meant}`?")), ..error },
            None if behind.starts_with(':') => error.suggest_quotes_around(name.span.start),
            None => error,
        }
    }

    /// The test of a field in all its places.
    fn tests(
        &mut self,
        places: &[Located],
        name: &str,
        operand: &Operand,
        span: &Span,
    ) -> Result<Condition, QueryError> {
        let text = self.text_test(operand, span)?;
        let mut made: Vec<Made> = Vec::new();
        let mut tests = Vec::with_capacity(places.len());
        for (place, field) in places {
            if let Ok(test) = make(&mut made, operand, text.as_ref(), field)
                && !is_impossible(&test)
            {
                tests.push((*place, test));
            }
        }
        if made.iter().all(|(_, test)| test.is_err()) {
            return Err(self.refused(&made, name, operand, span));
        }
        if tests.is_empty() {
            self.warn(format!("this is never true: no value of `{name}` is so"), span);
            return Ok(Condition::Never);
        }
        Ok(Condition::Field(FieldTest { name: name.into(), places: tests }))
    }

    /// No type that the field has can have such a value.
    fn refused(&self, made: &[Made], name: &str, operand: &Operand, span: &Span) -> QueryError {
        let (kind, refusal) = made
            .iter()
            .filter_map(|((kind, _), test)| Some((*kind, *test.as_ref().err()?)))
            .max_by_key(|(_, refusal)| match refusal {
                Refusal::Reversed => 2,
                Refusal::Value => 1,
                Refusal::Operation(_) => 0,
            })
            .unwrap_or((Type::Text, Refusal::Value));
        let wanted = wanted(made).into();
        let field = name.into();
        let (fault, suggestion) = match refusal {
            Refusal::Reversed => (Fault::ReversedRange, reversed(operand)),
            Refusal::Operation(operation) => (Fault::WrongOperation { operation, field, wanted }, None),
            Refusal::Value => {
                let value = culprit(operand, kind);
                let advice = advice(kind, &value);
                (Fault::WrongValue { field, value: value.into(), wanted }, Some(advice))
            }
        };
        QueryError { suggestion, ..self.error(fault, span) }
    }

    /// In `a:(b OR c:d)` the text `c:d` is a value of `a`, which is hardly meant.
    fn warn_of_field_in_group(&mut self, name: &Name, operand: &Operand, span: &Span) {
        let Operand::Word(text) = operand else { return };
        let in_group = span.start != name.span.start;
        if let Some((other, _)) = text.split_once(':').filter(|_| in_group)
            && self.registry.has_field(self.registry.canonical(other))
        {
            let group = &name.text;
            self.warn(format!("`{text}` is looked for in `{group}`, in whose parentheses it stands"), span);
        }
    }

    /// `kind:…`.
    fn kind(&mut self, operand: &Operand, span: &Span) -> Result<Condition, QueryError> {
        let asked = match operand {
            Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) => text.as_str(),
            _ => self.query.text.get(span.clone()).unwrap_or_default(),
        };
        let test = match self.text_test(operand, span)? {
            Some(TextTest::Tokens(_)) => super::exact(asked),
            Some(test) => test,
            None => {
                let (operation, field, wanted) = ("a comparison", KIND.into(), "text".into());
                return Err(self.error(Fault::WrongOperation { operation, field, wanted }, span));
            }
        };
        let all = self.registry.kinds().iter().enumerate();
        let kinds: Vec<usize> =
            all.filter(|(_, schema)| test.matches(schema.kind)).map(|(kind, _)| kind).collect();
        if !kinds.is_empty() {
            return Ok(Condition::Kind(kinds));
        }
        let names = self.registry.kinds().iter().map(|schema| schema.kind);
        let mut error = self.error(Fault::UnknownKind(asked.to_owned()), span);
        error.suggestion = match closest(asked, names.clone()) {
            Some(meant) => Some(format!("did you mean `{meant}`?")),
            None => beginning_with(asked, names),
        };
        Err(error)
    }
}

fn make(
    made: &mut Vec<Made>,
    operand: &Operand,
    text: Option<&TextTest>,
    field: &Field,
) -> Result<Arc<ValueTest>, Refusal> {
    let key = (field.kind, field.unit);
    if let Some((_, test)) = made.iter().find(|(known, _)| *known == key) {
        return test.clone();
    }
    let test = value_test(operand, text, field).map(Arc::new);
    made.push((key, test.clone()));
    test
}

/// The names of all fields that can be asked for: those of the registry, their aliases, and those that are none.
pub(in crate::query) fn field_names(registry: &Registry) -> impl Iterator<Item = &'static str> {
    let kinds = registry.kinds().to_vec();
    let facts = registry.facts().to_vec();
    let own = kinds.into_iter().flat_map(|schema| schema.fields.iter().map(|field| field.name));
    let aliases = Registry::aliases().iter().map(|(alias, _)| *alias);
    own.chain(facts.into_iter().map(|field| field.name)).chain([KIND, MESSAGE]).chain(aliases)
}

/// `an address or text`.
fn wanted(made: &[Made]) -> String {
    let mut types: Vec<&str> = Vec::new();
    for ((kind, _), _) in made {
        if !types.contains(&described(*kind)) {
            types.push(described(*kind));
        }
    }
    types.join(" or ")
}

/// The text that is no value of the type: of a range, the end that is wrong.
fn culprit(operand: &Operand, kind: Type) -> String {
    match operand {
        Operand::Word(text) | Operand::Phrase(text) | Operand::Exact(text) => text.clone(),
        Operand::Range(low, high) => {
            let field = Field { name: "", kind, unit: None, doc: "" };
            let wrong = |limit: &&Limit| {
                value_test(&Operand::Range(Some((*limit).clone()), None), None, &field) == Err(Refusal::Value)
            };
            let ends = || low.iter().chain(high);
            ends().find(wrong).or_else(|| ends().next()).map(|limit| limit.text.clone()).unwrap_or_default()
        }
        Operand::Glob(_) | Operand::Regex(_) => String::new(),
    }
}

fn reversed(operand: &Operand) -> Option<String> {
    match operand {
        Operand::Range(Some(low), Some(high)) => Some(format!("write `[{} TO {}]`", high.text, low.text)),
        _ => None,
    }
}

/// `kind:smb` asks for the whole of a protocol.
fn beginning_with<'n>(asked: &str, mut names: impl Iterator<Item = &'n str>) -> Option<String> {
    let asked = asked.to_lowercase();
    let found = !asked.is_empty() && names.any(|name| name.starts_with(&asked));
    found.then(|| format!("`kind:{asked}*` finds every kind that begins so"))
}
