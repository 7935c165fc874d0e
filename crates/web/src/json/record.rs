//! Records as JSON: flat, as in files of them, with id, kind and message line before the fields.

use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use thymus_record::{OwnedValue, Record as _, Row, Value};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// A record as JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct RecordView(Box<RawValue>);

impl RecordView {
    pub(crate) fn of(row: &Row) -> Self {
        let mut json = head(row);
        let start = json.len();
        row.write_json(&mut json);
        // The fields' own object goes on where the head ended.
        match json.len() - start {
            0..=2 => json.truncate(start),
            _ => {
                if let Some(brace) = json.get_mut(start) {
                    *brace = b',';
                }
                json.pop();
            }
        }
        json.push(b'}');
        let text = String::from_utf8(json).unwrap_or_default();
        Self(RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    pub(crate) fn all(rows: &[Row]) -> Vec<Self> {
        rows.iter().map(Self::of).collect()
    }

    pub(crate) fn text(&self) -> &str {
        self.0.get()
    }
}

/// `{"_id":"R…","_kind":"…","_message":"…"`, without the closing brace.
fn head(row: &Row) -> Vec<u8> {
    #[derive(Serialize)]
    struct Head<'r> {
        _id: String,
        _kind: &'r str,
        _message: String,
    }
    let head = Head { _id: row.id().to_string(), _kind: row.kind(), _message: row.message() };
    let mut json = serde_json::to_vec(&head).unwrap_or_else(|_| b"{}".to_vec());
    json.pop();
    json
}

impl PartialSchema for RecordView {
    fn schema() -> RefOr<Schema> {
        let text = |description: &str| {
            ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).description(Some(description))
        };
        ObjectBuilder::new()
            .description(Some(
                "A record: flat, every field by its name, fields that are absent left out. `/api/v1/kinds` tells which \
                 fields each kind has. Times and lengths of time are in seconds.",
            ))
            .property("_id", text("The name of the record."))
            .property("_kind", text("Its kind: `conn`, `smb_files`, `breach`."))
            .property("_message", text("The record as one line of text, on which bare words of a query match."))
            .required("_id")
            .required("_kind")
            .required("_message")
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}

impl ToSchema for RecordView {
    fn name() -> Cow<'static, str> {
        "Record".into()
    }
}

/// A single value as JSON, as it would stand in a record.
pub(crate) fn value(value: &OwnedValue) -> serde_json::Value {
    of(value.borrow())
}

fn of(value: Value<'_>) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Absent => Json::Null,
        Value::Bool(value) => value.into(),
        Value::Count(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Double(value) => value.into(),
        Value::Time(value) => super::seconds(value).into(),
        Value::Interval(value) => (value.0 as f64 / 1e9).into(),
        Value::Address(value) => value.to_string().into(),
        Value::Port(value) => value.into(),
        Value::Text(value) => value.into(),
        Value::Mac(value) => value.to_string().into(),
        Value::Id(value) => value.to_string().into(),
        Value::List(list) => list.iter().map(of).collect::<Vec<_>>().into(),
    }
}
