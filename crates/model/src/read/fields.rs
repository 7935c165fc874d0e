//! Values that mean something beyond YAML: queries, fields, entities, lengths of time.

use crate::quantity::{duration, duration_in_words};
use crate::yaml::{Kind, Node, Reader};
use crate::{Code, Diagnostic, Entity, entity};
use std::ops::Range;
use std::sync::Arc;
use thymus_record::query::{Fault, Filter, QueryError, parse};
use thymus_record::{Field, Interval, Registry, Type};

/// The longest query in a file, in bytes. A list of thousands of names belongs elsewhere.
const QUERY_BYTES_MAX: usize = 64 << 10;

/// The most fields in a list.
const FIELDS_MAX: usize = 32;

/// What names in a file can mean.
#[derive(Clone, Copy)]
pub(crate) struct Meaning<'r> {
    pub(crate) registry: &'r Registry,
}

impl Meaning<'_> {
    /// Reads a query; what is wrong with it is told at its place in the file.
    pub(crate) fn query(
        self,
        reader: &mut Reader<'_>,
        node: &Node,
        what: &str,
    ) -> Option<(Arc<str>, Filter)> {
        let text = reader.text(node, what, QUERY_BYTES_MAX)?;
        let bound = parse(text).and_then(|query| Filter::bind(&query, self.registry));
        match bound {
            Ok(filter) => {
                for warning in filter.warnings() {
                    let place = reader.source.inside(&node.bytes, text, warning.span.clone());
                    let span = reader.source.span(place);
                    reader.push(Diagnostic::warning(Code::QueryMeaning, span, warning.message.clone()));
                }
                Some((text.into(), filter))
            }
            Err(error) => {
                let place = reader.source.inside(&node.bytes, text, error.span.clone());
                let span = reader.source.span(place);
                reader.push(query_problem(&error, span));
                None
            }
        }
    }

    /// Reads the name of a field that any kind of record, or any fact, has.
    pub(crate) fn field(self, reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<Box<str>> {
        let name = reader.text(node, what, 256)?;
        self.field_name(reader, name, &node.bytes)
    }

    pub(crate) fn field_name(
        self,
        reader: &mut Reader<'_>,
        name: &str,
        bytes: &Range<usize>,
    ) -> Option<Box<str>> {
        let canonical = self.registry.canonical(name);
        if self.registry.has_field(canonical) || canonical == "kind" {
            return Some(canonical.into());
        }
        self.no_field(reader, name, bytes);
        None
    }

    /// Says that there is no such field, and which may be meant.
    pub(crate) fn no_field(self, reader: &mut Reader<'_>, name: &str, bytes: &Range<usize>) {
        let names = self.all_fields().map(|field| field.name);
        let hint = crate::yaml::nearest(name, names).map(|near| format!("did you mean `{near}`?"));
        let hint = hint.unwrap_or_else(|| "`thymus records` lists kinds and their fields".to_owned());
        reader.error_with_hint(Code::UnknownField, bytes, format!("there is no field `{name}`"), hint);
    }

    /// The declarations of the fields and facts of this name.
    pub(crate) fn declarations(self, name: &str) -> impl Iterator<Item = &'static Field> {
        self.all_fields().filter(move |field| field.name == name)
    }

    fn all_fields(self) -> impl Iterator<Item = &'static Field> {
        let own = self.registry.kinds().iter().flat_map(|schema| &schema.fields);
        own.chain(self.registry.facts().iter().copied())
    }

    /// Reads the name of a field that can be added up, and says whether it is a length of time, and its unit.
    pub(crate) fn number(self, reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<NumberField> {
        let name = self.field(reader, node, what)?;
        let number = |kind| matches!(kind, Type::Count | Type::Int | Type::Double | Type::Interval);
        let Some(field) = self.declarations(&name).find(|field| number(field.kind)) else {
            let message = format!("`{name}` is not a number, a size or a length of time");
            reader.error(Code::NotANumber, &node.bytes, message);
            return None;
        };
        Some(NumberField { is_duration: field.kind == Type::Interval, unit: field.unit, name })
    }

    /// Reads a list of fields.
    pub(crate) fn field_list(self, reader: &mut Reader<'_>, node: &Node, what: &str) -> Vec<Box<str>> {
        let items = reader.list(node, what, FIELDS_MAX);
        items.iter().filter_map(|item| self.field(reader, item, what)).collect()
    }

    /// Reads an entity.
    pub(crate) fn entity(self, reader: &mut Reader<'_>, node: &Node, key: &str) -> Option<Entity> {
        if matches!(node.kind, Kind::List(_)) {
            let fields = self.field_list(reader, node, key);
            return (!fields.is_empty())
                .then(|| Entity::Fields(fields.iter().map(|name| name.to_string()).collect()));
        }
        let name = reader.text(node, key, 256)?;
        let named = Entity::named(name).filter(|entity| *entity != Entity::Peer || key == "share");
        if named.is_some() {
            return named;
        }
        let canonical = self.registry.canonical(name);
        if self.registry.has_field(canonical) {
            return Some(Entity::Fields(vec![canonical.to_owned()]));
        }
        let message = format!("`{name}` is neither an entity nor a field");
        let known =
            entity::NAMES.iter().map(|(known, _)| *known).filter(|known| *known != "peer" || key == "share");
        reader.unknown(Code::Entity, &node.bytes, message, name, known);
        None
    }
}

/// A field that can be added up.
pub(crate) struct NumberField {
    pub(crate) name: Box<str>,
    pub(crate) is_duration: bool,
    pub(crate) unit: Option<&'static str>,
}

/// Reads a length of time between two bounds.
pub(crate) fn length(
    reader: &mut Reader<'_>,
    node: &Node,
    key: &str,
    range: std::ops::RangeInclusive<Interval>,
) -> Option<Interval> {
    let text = reader.text(node, key, 64)?;
    let Some(length) = duration(text) else {
        let message = format!("`{text}` is not a length of time");
        reader.error_with_hint(
            Code::Duration,
            &node.bytes,
            message,
            "write it as `90s`, `5m`, `1h30m` or `7d`",
        );
        return None;
    };
    if !range.contains(&length) {
        let (least, most) = (duration_in_words(*range.start()), duration_in_words(*range.end()));
        let message = format!("`{key}` must be {least} to {most}");
        reader.error(Code::DurationRange, &node.bytes, message);
        return None;
    }
    Some(length)
}

fn query_problem(error: &QueryError, span: crate::Span) -> Diagnostic {
    let diagnostic = Diagnostic::error(query_code(error), span, error.fault.to_string());
    match &error.suggestion {
        Some(suggestion) => diagnostic.hint(suggestion.clone()),
        None => diagnostic,
    }
}

fn query_code(error: &QueryError) -> Code {
    match error.fault {
        Fault::UnknownField(_) => Code::UnknownField,
        Fault::UnknownKind(_) => Code::UnknownKind,
        Fault::WrongValue { .. } | Fault::WrongOperation { .. } => Code::QueryMeaning,
        _ => Code::Query,
    }
}
