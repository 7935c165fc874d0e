//! Zeek's logs: tab-separated with a header, and JSON lines.
//!
//! The forms are those of Zeek's ASCII writer (`#separator \x09`, `(empty)` for what is empty, `-` for what is absent, commas
//! between the elements of a set, other bytes as `\xNN`) and of its JSON writer. Facts, which are not the record, are left out.

use super::{Exported, each};
use crate::api::{EventStore, Search};
use crate::{Result, StoreError};
use std::io::Write;
use thymus_record::{Field, List, Record as _, Row, Schema, Type, Value};

const SEPARATOR: u8 = b'\t';
const SET_SEPARATOR: u8 = b',';
const EMPTY: &[u8] = b"(empty)";
const ABSENT: &[u8] = b"-";

/// Writes the records of one kind as a log that Zeek's own tools read.
pub struct ZeekTsv<'a> {
    schema: &'static Schema,
    out: &'a mut dyn Write,
}

impl<'a> ZeekTsv<'a> {
    /// Begins a log of this kind: writes its header.
    ///
    /// # Errors
    /// [`StoreError::Output`] if the writer fails.
    pub fn begin(schema: &'static Schema, out: &'a mut dyn Write) -> Result<Self> {
        let mut head = Vec::new();
        head.extend_from_slice(
            b"#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n",
        );
        head.extend_from_slice(format!("#path\t{}\n", schema.kind).as_bytes());
        line(&mut head, "#fields", schema, |field| field.name.to_owned());
        line(&mut head, "#types", schema, |field| type_name(field).to_owned());
        out.write_all(&head).map_err(StoreError::Output)?;
        Ok(Self { schema, out })
    }

    /// Adds a record. One of another kind is passed over.
    ///
    /// # Errors
    /// [`StoreError::Output`] if the writer fails.
    pub fn write(&mut self, row: &Row) -> Result<()> {
        if row.kind() != self.schema.kind {
            return Ok(());
        }
        let mut line = Vec::with_capacity(256);
        for index in 0..self.schema.fields.len() {
            if index > 0 {
                line.push(SEPARATOR);
            }
            write_field(&mut line, row.value(index));
        }
        line.push(b'\n');
        self.out.write_all(&line).map_err(StoreError::Output)
    }

    /// Adds every record that a search finds.
    ///
    /// # Errors
    /// As [`each`], and [`StoreError::Output`] if the writer fails.
    pub fn write_all(&mut self, store: &dyn EventStore, search: &Search<'_>) -> Result<Exported> {
        each(store, search, |row| self.write(row))
    }
}

fn line(out: &mut Vec<u8>, name: &str, schema: &Schema, of: impl Fn(&Field) -> String) {
    out.extend_from_slice(name.as_bytes());
    for field in &schema.fields {
        out.push(SEPARATOR);
        out.extend_from_slice(of(field).as_bytes());
    }
    out.push(b'\n');
}

/// The type of a field by Zeek's names.
fn type_name(field: &Field) -> &'static str {
    match field.kind {
        Type::Bool => "bool",
        Type::Count => "count",
        Type::Int => "int",
        Type::Double => "double",
        Type::Time => "time",
        Type::Interval => "interval",
        Type::Address => "addr",
        Type::Port => "port",
        Type::Text | Type::Mac | Type::Id => "string",
        Type::List(Type::Bool) => "vector[bool]",
        Type::List(Type::Count) => "vector[count]",
        Type::List(Type::Int) => "vector[int]",
        Type::List(Type::Double) => "vector[double]",
        Type::List(Type::Interval) => "vector[interval]",
        Type::List(Type::Address) => "vector[addr]",
        Type::List(_) => "vector[string]",
    }
}

fn write_field(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::List(list) if list.is_empty() => out.extend_from_slice(EMPTY),
        Value::List(list) => write_list(out, list),
        value => write_single(out, value, false),
    }
}

fn write_list(out: &mut Vec<u8>, list: List<'_>) {
    for (index, value) in list.iter().enumerate() {
        if index > 0 {
            out.push(SET_SEPARATOR);
        }
        write_single(out, value, true);
    }
}

fn write_single(out: &mut Vec<u8>, value: Value<'_>, in_list: bool) {
    match value {
        Value::Absent | Value::List(_) => out.extend_from_slice(ABSENT),
        Value::Bool(value) => out.push(if value { b'T' } else { b'F' }),
        Value::Count(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Int(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Double(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Port(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Time(value) => write_seconds(out, value.0),
        Value::Interval(value) => write_seconds(out, value.0),
        Value::Address(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Mac(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Id(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Value::Text(text) => write_text(out, text, in_list),
    }
}

/// Seconds with six decimals, as Zeek writes them; nine where there are nanoseconds.
fn write_seconds(out: &mut Vec<u8>, nanoseconds: i64) {
    let magnitude = nanoseconds.unsigned_abs();
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let (whole, fraction) = (magnitude / 1_000_000_000, magnitude % 1_000_000_000);
    let text = match fraction % 1000 {
        0 => format!("{sign}{whole}.{:06}", fraction / 1000),
        _ => format!("{sign}{whole}.{fraction:09}"),
    };
    out.extend_from_slice(text.as_bytes());
}

/// Text with everything escaped that would be taken for something else: control characters, the separators, a backslash, and a
/// text that as a whole looks like what is empty or absent.
fn write_text(out: &mut Vec<u8>, text: &str, in_list: bool) {
    if text.is_empty() {
        return out.extend_from_slice(EMPTY);
    }
    let bytes = text.as_bytes();
    let misleading = bytes == ABSENT || bytes == EMPTY;
    for (index, &byte) in bytes.iter().enumerate() {
        let escape = byte < 0x20
            || byte == 0x7f
            || byte == b'\\'
            || (in_list && byte == SET_SEPARATOR)
            || (misleading && index == 0)
            || (byte == b'#' && index == 0);
        match escape {
            true if byte == b'\\' => out.extend_from_slice(b"\\\\"),
            true => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
            false => out.push(byte),
        }
    }
}

/// Writes every record that a search finds as a line of Zeek's JSON, which does not say its kind: a search of one kind makes a log.
///
/// # Errors
/// As [`each`], and [`StoreError::Output`] if the writer fails.
pub fn zeek_json(store: &dyn EventStore, search: &Search<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut line = Vec::new();
    each(store, search, |row| {
        line.clear();
        without_facts(row).write_json(&mut line);
        line.push(b'\n');
        out.write_all(&line).map_err(StoreError::Output)
    })
}

fn without_facts(row: &Row) -> Row {
    let values = (0..row.schema().fields.len()).map(|index| row.value(index).into()).collect();
    Row::restored(row.schema(), row.id(), values, Vec::new())
}
