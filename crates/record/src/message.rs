//! The message: a record as one line of text.

use crate::{Schema, Value};
use std::fmt::Write as _;

/// The kind, the protocol, then every text and address in the order of the fields.
///
/// Numbers stay out: a bare number in a line says nothing, and a search for one would find all of them.
pub(crate) fn line<'a>(schema: &Schema, value: impl Fn(usize) -> Value<'a>) -> String {
    let mut line = format!("{} {}", schema.kind, schema.protocol);
    for index in 0..schema.fields.len() {
        push(&mut line, value(index));
    }
    line
}

fn push(line: &mut String, value: Value<'_>) {
    match value {
        Value::Text(text) if !text.is_empty() => {
            line.push(' ');
            line.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        Value::Address(address) => drop(write!(line, " {address}")),
        Value::Mac(address) => drop(write!(line, " {address}")),
        Value::Port(port) => drop(write!(line, " {port}")),
        Value::List(list) => list.iter().for_each(|value| push(line, value)),
        _ => {}
    }
}
