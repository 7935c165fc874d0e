//! When a model counts at all.

use super::fields::Meaning;
use super::head::key;
use crate::active::{DAY_MINUTES, DAY_NAMES, days, hours};
use crate::yaml::{Key, Node, Reader};
use crate::{Active, Code, Period};
use jiff::tz::TimeZone;

/// The most periods, and the most hours of a period.
const PERIODS_MAX: usize = 32;

pub(crate) const ACTIVE_KEYS: &[Key] = &[
    key("zone", false, "text", "The time zone of the hours: `Europe/Berlin`"),
    key("times", false, "periods", "Only records of these times count"),
    key("only", false, "text", "A query: only records that match count"),
    key("except", false, "text", "A query: records that match do not count"),
];

pub(crate) const PERIOD_KEYS: &[Key] = &[
    key("days", false, "texts", "`mon` to `sun`, `weekdays`, `weekend`"),
    key("hours", false, "texts", "`\"22:00-06:00\"`; hours past midnight belong to the day they began on"),
];

/// Reads when a model is active.
pub(super) fn read(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: &Node) -> Active {
    let fields = reader.map(node, "`active`", ACTIVE_KEYS);
    let mut query = |key: &str| {
        let node = fields.get(key)?;
        meaning.query(reader, node, "a query").map(|(_, filter)| filter)
    };
    let (only, except) = (query("only"), query("except"));
    let zone = fields.get("zone").and_then(|node| zone(reader, node));
    let times = fields.get("times").map(|node| periods(reader, node)).unwrap_or_default();
    Active { zone, times, only, except }
}

fn zone(reader: &mut Reader<'_>, node: &Node) -> Option<TimeZone> {
    let name = reader.text(node, "the zone", 64)?;
    let found = jiff::tz::db().get(name).ok();
    if found.is_none() {
        let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        let message = format!("there is no time zone `{name}`");
        let near = crate::yaml::nearest(name, known.iter().map(String::as_str));
        let hint = near.map_or_else(
            || "write it as `Europe/Berlin`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        reader.error_with_hint(Code::Zone, &node.bytes, message, hint);
    }
    found
}

fn periods(reader: &mut Reader<'_>, node: &Node) -> Vec<Period> {
    let items = reader.list(node, "`times`", PERIODS_MAX);
    items.iter().map(|item| period(reader, item)).collect()
}

fn period(reader: &mut Reader<'_>, node: &Node) -> Period {
    let fields = reader.map(node, "an entry of `times`", PERIOD_KEYS);
    let mut period = Period { days: [fields.get("days").is_none(); 7], hours: Vec::new() };
    for item in fields.get("days").map(|node| reader.list(node, "days", 7)).unwrap_or_default() {
        let Some(word) = reader.text(item, "a day", 16) else { continue };
        match days(&word.to_lowercase()) {
            Some(named) => period.days.iter_mut().zip(named).for_each(|(day, named)| *day |= named),
            None => {
                let known = DAY_NAMES.iter().map(|names| names[0]).chain(["weekdays", "weekend"]);
                reader.unknown(Code::Hours, &item.bytes, format!("there is no day `{word}`"), word, known);
            }
        }
    }
    for item in fields.get("hours").map(|node| reader.list(node, "hours", PERIODS_MAX)).unwrap_or_default() {
        let Some(text) = reader.text(item, "hours", 32) else { continue };
        match hours(text) {
            Some(span) => period.hours.push(span),
            None => {
                let message = format!("`{text}` are no hours");
                reader.error_with_hint(Code::Hours, &item.bytes, message, "write them as `\"08:00-18:00\"`");
            }
        }
    }
    if period.hours.is_empty() {
        period.hours.push((0, DAY_MINUTES));
    }
    period
}
