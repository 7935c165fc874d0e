//! How a record type is declared: once, as a struct with a derive, in the folder of whoever makes it.
//!
//! A [`Record`] is a typed event, the one currency of the program. From the one declaration come the Rust type, the
//! [`Schema`] with the doc and unit of every field, the flat JSON, the message line and the access to fields by
//! number without a copy, on which queries run. This crate holds the mechanism only; no pillar's own types.
//!
//! ```
//! use thymus_record::{Record, Timestamp, Value};
//!
//! /// A knock on the door.
//! #[derive(Record)]
//! #[record(kind = "knock", protocol = "DOOR")]
//! struct Knock {
//!     /// When it was heard.
//!     ts: Timestamp,
//!     /// Who it was, as far as they said.
//!     visitor: Option<String>,
//!     /// How long they waited.
//!     #[record(name = "wait.length", unit = "seconds")]
//!     wait: u32,
//! }
//!
//! let knock = Knock { ts: Timestamp(1_500_000_000), visitor: Some("Eve \"E\"".to_owned()), wait: 3 };
//! let mut json = Vec::new();
//! knock.write_json(&mut json);
//! assert_eq!(json, br#"{"ts":1.500000,"visitor":"Eve \"E\"","wait.length":3}"#);
//! assert!(matches!(knock.value(1), Value::Text("Eve \"E\"")));
//! assert_eq!(knock.schema().fields[2].unit, Some("seconds"));
//! assert_eq!(knock.message(), "knock DOOR Eve \"E\"");
//! ```

// The derive names this crate from inside itself too, in its own tests.
extern crate self as thymus_record;

mod field;
mod id;
mod json;
mod message;
pub mod query;
mod registry;
mod row;
mod schema;
mod text;
mod value;

pub use field::{Element, FieldValue};
pub use id::{Id, Mac, Port};
pub use registry::Registry;
pub use row::{DecodeError, OwnedList, OwnedValue, RecordId, Row};
pub use schema::{Field, Schema, Type};
pub use text::{escape_bytes, text_from_wire};
pub use thymus_record_derive::{Fields, Record};
pub use thymus_wire::{Interval, Timestamp};
pub use value::{List, Value};

/// A group of fields: a whole record, or a part that several records share.
pub trait Fields {
    /// How many fields there are, those of flattened groups included.
    const COUNT: usize;

    /// Appends the description of every field, in order.
    fn describe(fields: &mut Vec<Field>);

    /// The value of the field with this number, borrowed; [`Value::Absent`] past the end.
    fn field_value(&self, index: usize) -> Value<'_>;

    /// Appends `,"name":value` for every field that is present.
    fn write_json_fields(&self, out: &mut Vec<u8>);
}

/// A typed event. Implemented by the derive; never by hand.
pub trait Record: std::any::Any + Send {
    /// What the record's kind looks like.
    fn schema(&self) -> &'static Schema;

    /// The value of the field with this number, borrowed; [`Value::Absent`] where it is not there.
    fn value(&self, index: usize) -> Value<'_>;

    /// Appends the record as one flat JSON object, absent fields left out.
    fn write_json(&self, out: &mut Vec<u8>);

    /// The record as one line of text: its kind, its protocol, then every address and text in it.
    fn message(&self) -> String {
        message::line(self.schema(), |index| self.value(index))
    }

    /// The value of the field with this name.
    fn get(&self, name: &str) -> Value<'_> {
        self.schema().index_of(name).map_or(Value::Absent, |index| self.value(index))
    }
}

/// A record type whose schema is known without a record.
pub trait Declared: Record {
    /// What the kind looks like.
    fn declaration() -> &'static Schema;
}

/// Where records go.
pub trait Sink {
    /// Takes note of a record. It is borrowed: what is to be kept must be copied or written.
    fn accept(&mut self, record: &dyn Record);
}

impl<F: FnMut(&dyn Record)> Sink for F {
    fn accept(&mut self, record: &dyn Record) {
        self(record);
    }
}

/// What the derive's code calls; nothing here is meant to be named by hand.
#[doc(hidden)]
pub mod support {
    pub use crate::json::{close_object, write_field};
    pub use std::sync::LazyLock;
}
