//! Sizes, times and spans as people write them on a command line.

use thymus_wire::{Interval, Timestamp};

const NANOS_PER_SECOND: f64 = 1e9;

/// `2026-11-21T20:15:00Z`, with any zone or offset, `2026-11-21` for its beginning in UTC, or seconds since 1970 with a fraction.
pub(crate) fn timestamp(text: &str) -> Result<Timestamp, String> {
    if let Some(timestamp) = epoch_seconds(text) {
        return Ok(timestamp);
    }
    let parsed: Result<jiff::Timestamp, _> = match text.parse::<jiff::civil::Date>() {
        Ok(date) if !text.contains('T') => date.to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp()),
        _ => text.parse(),
    };
    let nanoseconds = parsed.ok().and_then(|time| i64::try_from(time.as_nanosecond()).ok());
    nanoseconds.map(Timestamp).ok_or_else(|| {
        "a time is written 2026-11-21T20:15:00Z, 2026-11-21T21:15:00+01:00 or as seconds since 1970"
            .to_owned()
    })
}

/// `Europe/Berlin`, `UTC`: a name of the IANA time zone database.
pub(crate) fn zone(name: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(name).map_err(|_| format!("there is no time zone {name:?}; one is Europe/Berlin"))
}

/// Digits by hand, because a floating-point number loses the nanoseconds.
fn epoch_seconds(text: &str) -> Option<Timestamp> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if seconds.is_empty() || fraction.len() > 9 || !digits(seconds) || !digits(fraction) {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    Some(Timestamp::from_parts(seconds.parse().ok()?, nanoseconds))
}

/// `30s`, `5m`, `2h`, `7d`, `250ms`; a bare number is seconds.
pub(crate) fn interval(text: &str) -> Result<Interval, String> {
    let (number, unit) = split(text);
    let seconds = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err(format!("the unit {unit:?} is none of ms, s, m, h, d")),
    };
    let number: f64 = number.parse().map_err(|_| "a span is a number and a unit: 30s, 5m, 2h".to_owned())?;
    let nanoseconds = number * seconds * NANOS_PER_SECOND;
    if !(0.0..9e18).contains(&nanoseconds) {
        return Err("a span is neither negative nor longer than 290 years".to_owned());
    }
    Ok(Interval(nanoseconds as i64))
}

/// `512MiB`, `10GiB`, `1GB`; a bare number is bytes.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let (number, unit) = split(text);
    let factor: u64 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "tb" => 1_000_000_000_000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "t" | "tib" => 1 << 40,
        _ => return Err(format!("the unit {unit:?} is none of KiB, MiB, GiB, TiB, KB, MB, GB, TB")),
    };
    let number: u64 = number.parse().map_err(|_| "a size is a whole number and a unit: 10GiB".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "a size is below 16 EiB".to_owned())
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number, unit.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_every_form_are_the_same_moment() {
        let moment = Timestamp::from_parts(1_700_000_000, 250_000_000);
        for text in ["1700000000.25", "2023-11-14T22:13:20.25Z", "2023-11-14T23:13:20.25+01:00"] {
            assert_eq!(timestamp(text), Ok(moment), "{text}");
        }
        assert_eq!(timestamp("2023-11-14"), timestamp("2023-11-14T00:00:00Z"));
        assert!(timestamp("yesterday").is_err() && timestamp("").is_err() && timestamp("1.2.3").is_err());
    }

    #[test]
    fn spans_and_sizes_have_units() {
        assert_eq!(interval("5m"), Ok(Interval::from_seconds(300)));
        assert_eq!(interval("250ms"), Ok(Interval::from_millis(250)));
        assert_eq!(bytes("10GiB"), Ok(10 << 30));
        assert!(interval("5 fortnights").is_err() && bytes("99999999TiB").is_err() && bytes("-1").is_err());
    }
}
