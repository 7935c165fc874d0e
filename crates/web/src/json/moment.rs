//! Times and lengths of time as clients write them, and as they are told.

use crate::Problem;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;
use thymus_record::{Interval, Timestamp};
use thymus_store::TimeRange;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

const NANOSECONDS: f64 = 1e9;

/// Seconds since 1970 with a fraction, to a quarter of a microsecond: what a number of JSON can hold.
pub(crate) fn seconds(ts: Timestamp) -> f64 {
    ts.0 as f64 / NANOSECONDS
}

/// A moment: `2026-11-21T20:15:00Z` with any offset, or seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp);

/// A length of time: `30s`, `5m`, `2h`, `7d`, or seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length(pub(crate) Interval);

/// The span between two moments, either of which may be left out.
pub(crate) fn range(from: Option<Moment>, to: Option<Moment>) -> Result<TimeRange, Problem> {
    let from = from.map_or(TimeRange::ALL.from, |moment| moment.0);
    let to = to.map_or(TimeRange::ALL.to, |moment| moment.0);
    if from > to {
        return Err(Problem::invalid("`from` is later than `to`"));
    }
    Ok(TimeRange { from, to })
}

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        if let Some(moment) = epoch(text) {
            return Some(moment);
        }
        let time: jiff::Timestamp = text.parse().ok()?;
        i64::try_from(time.as_nanosecond()).ok().map(|nanoseconds| Self(Timestamp(nanoseconds)))
    }
}

/// Digits by hand, because a floating-point number loses the nanoseconds.
fn epoch(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 9 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let nanoseconds: i64 = format!("{fraction:0<9}").parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(1_000_000_000)?.checked_add(nanoseconds).map(|sum| Moment(Timestamp(sum)))
}

impl Length {
    fn parse(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit_seconds = match unit {
            "ms" => 0.001,
            "" | "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            "w" => 604_800.0,
            _ => return None,
        };
        Self::of_seconds(number.parse::<f64>().ok()? * unit_seconds)
    }

    fn of_seconds(seconds: f64) -> Option<Self> {
        let nanoseconds = seconds * NANOSECONDS;
        (0.0..9e18).contains(&nanoseconds).then_some(Self(Interval(nanoseconds as i64)))
    }
}

/// Reads a text or a number.
struct TextOrNumber<T> {
    expected: &'static str,
    text: fn(&str) -> Option<T>,
    number: fn(f64) -> Option<T>,
}

impl<T> Visitor<'_> for TextOrNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.text)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        (self.text)(&number.to_string())
            .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        (self.number)(number).ok_or_else(|| E::invalid_value(de::Unexpected::Float(number), &self))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber {
            expected: "a time such as 2026-11-21T20:15:00Z, or seconds since 1970",
            text: Self::parse,
            number: |seconds| {
                let nanoseconds = seconds * NANOSECONDS;
                (0.0..9e18).contains(&nanoseconds).then_some(Self(Timestamp(nanoseconds as i64)))
            },
        })
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber {
            expected: "a length of time such as 30s, 5m, 2h or 7d, or seconds",
            text: Self::parse,
            number: Self::of_seconds,
        })
    }
}

fn text_or_number(description: &str, example: &str) -> RefOr<Schema> {
    let either = SchemaType::from_iter([Type::String, Type::Number]);
    let schema = ObjectBuilder::new().schema_type(either).description(Some(description));
    schema.examples([serde_json::Value::from(example)]).into()
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        text_or_number(
            "A moment: ISO 8601 with an offset, or seconds since 1970 with a fraction.",
            "2026-11-21T20:15:00Z",
        )
    }
}

impl ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        "Moment".into()
    }
}

impl PartialSchema for Length {
    fn schema() -> RefOr<Schema> {
        text_or_number("A length of time: a number with ms, s, m, h, d or w, or seconds.", "5m")
    }
}

impl ToSchema for Length {
    fn name() -> Cow<'static, str> {
        "Length".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_every_form_without_loss() {
        let moment = Timestamp(1_700_000_000_250_000_001);
        for text in
            ["1700000000.250000001", "2023-11-14T22:13:20.250000001Z", "2023-11-14T23:13:20.250000001+01:00"]
        {
            assert_eq!(Moment::parse(text), Some(Moment(moment)), "{text}");
        }
        for text in ["", "yesterday", "1.2.3", "-5", "99999999999999999999"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        let of_json: Moment = serde_json::from_str("1700000000").unwrap();
        assert_eq!(of_json.0, Timestamp(1_700_000_000_000_000_000));
    }

    #[test]
    fn lengths_have_units() {
        assert_eq!(Length::parse("5m"), Some(Length(Interval::from_seconds(300))));
        assert_eq!(Length::parse("250ms"), Some(Length(Interval::from_millis(250))));
        assert_eq!(Length::parse("5 fortnights"), None);
        assert_eq!(Length::parse("-1s"), None);
    }
}
