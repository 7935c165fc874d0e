//! Which kinds of record there are, and what their fields mean.

use crate::Problem;
use crate::state::State;
use axum::Json;
use axum::extract;
use serde::Serialize;
use thymus_record::{Field, Registry, Type};
use utoipa::ToSchema;

/// Everything that a record can be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kinds {
    /// The kinds, by name.
    kinds: Vec<KindView>,
    /// Facts that are added to records of any kind: who they are about.
    facts: Vec<FieldView>,
    /// Other names that fields can be asked for by.
    aliases: Vec<Alias>,
}

/// A kind of record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindView {
    /// Its name.
    kind: &'static str,
    /// The protocol or source.
    protocol: &'static str,
    /// What such a record says.
    doc: &'static str,
    /// Its fields, in order.
    fields: Vec<FieldView>,
}

/// A field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldView {
    /// Its name.
    name: &'static str,
    /// What values it takes: `bool`, `count`, `int`, `double`, `time`, `interval`, `address`, `port`, `text`, `mac`, `id`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// It has several such values.
    list: bool,
    /// What a number counts or measures.
    unit: Option<&'static str>,
    /// What it means.
    doc: &'static str,
}

/// Another name of a field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alias {
    /// The other name.
    alias: &'static str,
    /// The field.
    field: &'static str,
}

impl Kinds {
    fn of(registry: &Registry) -> Self {
        let kinds = registry.kinds().iter().map(|schema| KindView {
            kind: schema.kind,
            protocol: schema.protocol,
            doc: schema.doc,
            fields: schema.fields.iter().map(FieldView::of).collect(),
        });
        let aliases = Registry::aliases().iter().map(|(alias, field)| Alias { alias, field });
        Self {
            kinds: kinds.collect(),
            facts: registry.facts().iter().map(|field| FieldView::of(field)).collect(),
            aliases: aliases.collect(),
        }
    }
}

impl FieldView {
    fn of(field: &Field) -> Self {
        let (kind, list) = match field.kind {
            Type::List(element) => (name(*element), true),
            kind => (name(kind), false),
        };
        Self { name: field.name, kind, list, unit: field.unit, doc: field.doc }
    }
}

fn name(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Count => "count",
        Type::Int => "int",
        Type::Double => "double",
        Type::Time => "time",
        Type::Interval => "interval",
        Type::Address => "address",
        Type::Port => "port",
        Type::Text => "text",
        Type::Mac => "mac",
        Type::Id => "id",
        Type::List(_) => "list",
    }
}

/// Which kinds of record there are, and what their fields mean.
#[utoipa::path(get, path = "/api/v1/kinds", tag = "records", operation_id = "list_kinds",
    responses((status = 200, description = "Everything that a record can be.", body = Kinds),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn kinds(extract::State(state): extract::State<State>) -> Json<Kinds> {
    Json(Kinds::of(&state.services.registry))
}
