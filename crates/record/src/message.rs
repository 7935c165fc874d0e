//! The message: a record as one line of text.

use crate::{Schema, Value};
use std::fmt::Write as _;
use std::net::IpAddr;

/// The kind, the protocol, then every text and address in the order of the fields.
///
/// Numbers stay out: a bare number in a line says nothing, and a search for one would find all of them.
pub(crate) fn line<'a>(schema: &Schema, value: impl Fn(usize) -> Value<'a>) -> String {
    let mut line = String::new();
    write_line(&mut line, schema, value);
    line
}

/// Appends the line to a text.
pub(crate) fn write_line<'a>(line: &mut String, schema: &Schema, value: impl Fn(usize) -> Value<'a>) {
    line.push_str(schema.kind);
    line.push(' ');
    line.push_str(schema.protocol);
    for index in 0..schema.fields.len() {
        push(line, value(index));
    }
}

fn push(line: &mut String, value: Value<'_>) {
    match value {
        Value::Text(text) if !text.is_empty() => {
            line.push(' ');
            push_text(line, text);
        }
        Value::Address(IpAddr::V4(address)) => {
            let mut number = itoa::Buffer::new();
            for (index, octet) in address.octets().into_iter().enumerate() {
                line.push(if index == 0 { ' ' } else { '.' });
                line.push_str(number.format(octet));
            }
        }
        Value::Address(address) => drop(write!(line, " {address}")),
        Value::Mac(address) => drop(write!(line, " {address}")),
        Value::Port(port) => {
            line.push(' ');
            line.push_str(itoa::Buffer::new().format(port));
        }
        Value::List(list) => list.iter().for_each(|value| push(line, value)),
        _ => {}
    }
}

/// Text with spaces for control characters, of which there are nearly never any.
fn push_text(line: &mut String, text: &str) {
    // Without an early end the compiler looks at many bytes at once.
    let plain = text.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte));
    if plain {
        line.push_str(text);
    } else {
        line.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    }
}
