//! Values as people read them.

use std::fmt::Write as _;
use thymus_model::{ONE, TimeZone, amount_in_words, bytes_in_words};
use thymus_record::{Interval, Timestamp, Value};

/// How much of a text is said in a sentence, in letters.
const LETTERS_MAX: usize = 300;

/// How many values of a list are said.
const VALUES_MAX: usize = 5;

/// A value in words; nothing where it is absent or empty.
pub(crate) fn value(value: Value<'_>, unit: Option<&str>) -> Option<String> {
    Some(match value {
        Value::Absent => return None,
        Value::Text(text) => return plain(text),
        Value::Bool(value) => (if value { "true" } else { "false" }).to_owned(),
        Value::Count(count) if unit == Some("bytes") => bytes_in_words(i128::from(count) * ONE),
        Value::Count(count) => count.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        Value::Time(moment) => time(moment),
        Value::Interval(length) => interval(length),
        Value::Address(address) => address.to_string(),
        Value::Port(port) => port.to_string(),
        Value::Mac(address) => address.to_string(),
        Value::Id(id) => id.to_string(),
        Value::List(list) => {
            let mut words: Vec<String> =
                list.iter().take(VALUES_MAX).filter_map(|item| self::value(item, unit)).collect();
            if list.len() > VALUES_MAX {
                words.push(format!("and {} more", list.len() - VALUES_MAX));
            }
            words.join(", ")
        }
    })
}

/// A text on one line, cut if it is long.
fn plain(text: &str) -> Option<String> {
    let mut out: String =
        text.chars().take(LETTERS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if out.len() < text.len() && text.chars().count() > LETTERS_MAX {
        out.push('…');
    }
    (!text.is_empty()).then_some(out)
}

/// A moment as `2026-11-01T08:30:00Z`.
pub(crate) fn time(moment: Timestamp) -> String {
    let read = thymus_model::civil(moment, &TimeZone::UTC);
    read.unwrap_or_else(|| moment.to_string())
}

/// A length of time: `1h30m`, and fractions of a second below a minute.
pub(crate) fn interval(length: Interval) -> String {
    let nanos = length.0.unsigned_abs();
    let mut out = String::from(if length.0 < 0 { "-" } else { "" });
    let seconds = nanos / 1_000_000_000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let _ = match (hours, minutes) {
        (0, 0) => write!(out, "{}s", amount_in_words(i128::from(nanos))),
        (0, minutes) => write!(out, "{minutes}m{rest:02}s"),
        (hours, minutes) => write!(out, "{hours}h{minutes:02}m"),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_well() {
        let said = |value, unit| super::value(value, unit).unwrap_or_default();
        assert_eq!(said(Value::Count(1_610_612_736), Some("bytes")), "1.5 GiB");
        assert_eq!(said(Value::Interval(Interval(1_250_000_000)), None), "1.25s");
        assert_eq!(said(Value::Interval(Interval::from_seconds(90)), None), "1m30s");
        assert_eq!(said(Value::Interval(Interval::from_seconds(7260)), None), "2h01m");
        assert_eq!(said(Value::Text("a\nb"), None), "a b");
        assert_eq!(said(Value::Time(Timestamp::from_parts(0, 0)), None), "1970-01-01T00:00:00Z");
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(said(Value::List(thymus_record::List::Names(&names)), None), "a, b, c, d, e, and 2 more");
        assert_eq!(said(Value::Text(&"x".repeat(400)), None).chars().count(), 301);
    }
}
