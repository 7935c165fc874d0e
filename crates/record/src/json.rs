//! Values as JSON, straight into a byte buffer.

use crate::{List, Value};
use std::io::Write as _;
use thymus_wire::{Interval, Timestamp};

/// Appends `,"name":value`, or nothing for an absent value. `key` is the quoted name between its comma and colon.
#[inline]
pub fn write_field(out: &mut Vec<u8>, key: &'static str, value: Value<'_>) {
    if !matches!(value, Value::Absent) {
        out.extend_from_slice(key.as_bytes());
        write_value(out, value);
    }
}

/// Appends `,"name":value` for a name that is known only now.
pub(crate) fn write_named(out: &mut Vec<u8>, name: &str, value: Value<'_>) {
    if !matches!(value, Value::Absent) {
        out.push(b',');
        write_text(out, name);
        out.push(b':');
        write_value(out, value);
    }
}

/// Makes an object of the fields written since `start`: the first comma becomes the opening brace.
pub fn close_object(out: &mut Vec<u8>, start: usize) {
    match out.get_mut(start) {
        Some(first) => *first = b'{',
        None => out.push(b'{'),
    }
    out.push(b'}');
}

#[inline]
pub(crate) fn write_value(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Absent => out.extend_from_slice(b"null"),
        Value::Bool(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
        Value::Count(value) => write_integer(out, value),
        Value::Int(value) => write_integer(out, value),
        Value::Double(value) => write_double(out, value),
        Value::Time(Timestamp(nanoseconds)) | Value::Interval(Interval(nanoseconds)) => {
            write_seconds(out, nanoseconds)
        }
        Value::Port(value) => write_integer(out, value),
        Value::Text(value) => write_text(out, value),
        Value::Address(value) => write_quoted(out, |out| write_address(out, value)),
        Value::Mac(value) => write_quoted(out, |out| drop(write!(out, "{value}"))),
        Value::Id(value) => write_quoted(out, |out| out.extend_from_slice(&value.digits())),
        Value::List(list) => write_list(out, list),
    }
}

fn write_quoted(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

fn write_list(out: &mut Vec<u8>, list: List<'_>) {
    out.push(b'[');
    for (index, value) in list.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_value(out, value);
    }
    out.push(b']');
}

fn write_integer<I: itoa::Integer>(out: &mut Vec<u8>, value: I) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// JSON has no infinities and no NaN: they are written as null.
fn write_double(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        let _ = write!(out, "{value}");
    } else {
        out.extend_from_slice(b"null");
    }
}

/// Seconds with six decimals, nine where nanoseconds are there.
fn write_seconds(out: &mut Vec<u8>, nanoseconds: i64) {
    if nanoseconds < 0 {
        out.push(b'-');
    }
    let magnitude = nanoseconds.unsigned_abs();
    write_integer(out, magnitude / 1_000_000_000);
    out.push(b'.');
    let fraction = magnitude % 1_000_000_000;
    if fraction.is_multiple_of(1000) {
        write_padded(out, fraction / 1000, 6);
    } else {
        write_padded(out, fraction, 9);
    }
}

fn write_padded(out: &mut Vec<u8>, mut value: u64, width: usize) {
    let mut digits = [b'0'; 9];
    for digit in digits.iter_mut().take(width).rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(digits.get(..width).unwrap_or_default());
}

/// IPv4 by hand because conn records are mostly addresses; IPv6 by the standard library.
fn write_address(out: &mut Vec<u8>, address: std::net::IpAddr) {
    match address {
        std::net::IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            write_integer(out, a);
            for octet in [b, c, d] {
                out.push(b'.');
                write_integer(out, octet);
            }
        }
        std::net::IpAddr::V6(address) => drop(write!(out, "{address}")),
    }
}

/// Text in quotes. Most text needs no escape, so runs without one are copied whole.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (index, &byte) in bytes.iter().enumerate() {
        if needs_escape(byte) {
            out.extend_from_slice(bytes.get(copied..index).unwrap_or_default());
            write_escape(out, byte);
            copied = index + 1;
        }
    }
    out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
    out.push(b'"');
}

#[inline]
fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\' || byte == 0x7f
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        _ => drop(write!(out, "\\u{byte:04x}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: Value<'_>) -> String {
        let mut out = Vec::new();
        write_value(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_is_escaped_as_rfc_8259_wants() {
        assert_eq!(json(Value::Text("a\"b\\c\n\u{1}é")), "\"a\\\"b\\\\c\\n\\u0001é\"");
        assert_eq!(json(Value::Text("")), "\"\"");
    }

    #[test]
    fn seconds_keep_their_nanoseconds() {
        assert_eq!(json(Value::Time(Timestamp(1_700_000_000_123_456_000))), "1700000000.123456");
        assert_eq!(json(Value::Time(Timestamp(5_000_000_007))), "5.000000007");
        assert_eq!(json(Value::Interval(Interval(-1_500_000_000))), "-1.500000");
        assert_eq!(json(Value::Time(Timestamp(i64::MIN))), "-9223372036.854775808");
    }

    #[test]
    fn numbers_that_json_lacks_are_null() {
        assert_eq!(json(Value::Double(f64::NAN)), "null");
        assert_eq!(json(Value::Double(0.25)), "0.25");
    }

    #[test]
    fn addresses_and_lists() {
        assert_eq!(json(Value::Address("10.0.0.255".parse().unwrap())), "\"10.0.0.255\"");
        assert_eq!(json(Value::Address("fe80::1".parse().unwrap())), "\"fe80::1\"");
        assert_eq!(json(Value::List(List::Counts(&[1, 2]))), "[1,2]");
    }
}
