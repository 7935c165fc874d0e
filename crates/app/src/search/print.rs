//! Records on a terminal.

use thymus_record::{Record as _, Row, Timestamp, Value};
use thymus_store::export::write_ndjson;

/// One line: time, id, message. Nothing from the network breaks out of its line or drives the terminal.
pub(crate) fn line(row: &Row) -> String {
    format!("{} {} {}", time(row.ts()), row.id(), clean(&row.message()))
}

/// A text from the network, without what would break its line or drive the terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// One JSON object, as an export has it: the record with its id and kind before its fields.
pub(crate) fn id_and_json(row: &Row) -> String {
    let mut line = Vec::new();
    write_ndjson(row, &mut line);
    String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
}

/// A moment in UTC, to the millisecond.
pub(crate) fn time(ts: Timestamp) -> String {
    jiff::Timestamp::from_nanosecond(i128::from(ts.0))
        .map_or_else(|_| ts.0.to_string(), |time| time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

/// A value as text.
pub(crate) fn value(value: Value<'_>) -> String {
    match value {
        Value::Absent => "-".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Count(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        Value::Time(value) => time(value),
        Value::Interval(value) => format!("{} s", value.0 as f64 / 1e9),
        Value::Address(value) => value.to_string(),
        Value::Port(value) => value.to_string(),
        Value::Text(value) => clean(value),
        Value::Mac(value) => value.to_string(),
        Value::Id(value) => value.to_string(),
        Value::List(list) => {
            let values: Vec<_> = list.iter().map(self::value).collect();
            values.join(",")
        }
    }
}
