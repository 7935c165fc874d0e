//! Times, sizes and values in words.

use jiff::tz::TimeZone;
use thymus_record::{List, Timestamp, Value};

/// The moment as people of the site write it: `2026-11-20 06:00:02 CET`.
pub(crate) fn moment(ts: Timestamp, zone: &TimeZone) -> String {
    zoned(ts, zone).map_or_else(|| ts.0.to_string(), |time| time.strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
}

/// The day of the moment at the site.
pub(crate) fn day(ts: Timestamp, zone: &TimeZone) -> Option<jiff::civil::Date> {
    zoned(ts, zone).map(|time| time.date())
}

/// How many seconds into its day the moment is at the site.
pub(crate) fn second_of_day(ts: Timestamp, zone: &TimeZone) -> Option<i64> {
    let time = zoned(ts, zone)?.time();
    Some(i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second()))
}

fn zoned(ts: Timestamp, zone: &TimeZone) -> Option<jiff::Zoned> {
    let timestamp = jiff::Timestamp::from_nanosecond(i128::from(ts.0)).ok()?;
    Some(timestamp.to_zoned(zone.clone()))
}

/// `06:00` for a second of the day, to the minute.
pub(crate) fn clock(second: i64) -> String {
    let minutes = (second + 30).div_euclid(60).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `512 bytes`, `1.4 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1024 {
        return plural(bytes, "byte");
    }
    let mut amount = bytes as f64 / 1024.0;
    let mut unit = UNITS[0];
    for larger in &UNITS[1..] {
        if amount < 1024.0 {
            break;
        }
        amount /= 1024.0;
        unit = larger;
    }
    format!("{amount:.1} {unit}")
}

/// `1 job`, `3 jobs`.
pub(crate) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The value as text, for words.
pub(crate) fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text.to_owned()),
        Value::Address(address) => Some(address.to_string()),
        Value::Port(port) => Some(port.to_string()),
        Value::Count(count) => Some(count.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Id(id) => Some(id.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::List(values) => texts(values),
        _ => None,
    }
}

/// The different values of a list, in their order.
fn texts(values: List<'_>) -> Option<String> {
    let mut different: Vec<String> = Vec::new();
    for value in values.iter().filter_map(text) {
        if !different.contains(&value) {
            different.push(value);
        }
    }
    (!different.is_empty()).then(|| list(&different))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_clocks_read_as_people_write_them() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(512), "512 bytes");
        assert_eq!(size(1_468_006), "1.4 MiB");
        assert_eq!(clock(6 * 3600 + 29), "06:00");
        assert_eq!(clock(86_399), "00:00");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn moments_are_told_in_the_site_s_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let ts = Timestamp(1_763_614_802_000_000_000);
        assert!(moment(ts, &zone).starts_with("2025-11-20 06:00:02"), "{}", moment(ts, &zone));
        assert_eq!(second_of_day(ts, &zone), Some(6 * 3600 + 2));
    }
}
