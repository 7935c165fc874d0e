//! When a job runs, as a phrase that is the same for both formats.

use std::fmt::Write as _;

pub(super) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A trigger's parts, each as text; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trigger {
    /// `daily`, `every 2 weeks on Monday`, `at logon`.
    pub(super) rhythm: String,
    /// `06:00`.
    pub(super) time: String,
    /// `2018-12-29`: the first day, or the only one.
    pub(super) date: String,
    /// It runs once, on that day.
    pub(super) once: bool,
    /// The last day or moment.
    pub(super) until: String,
    /// How often it runs again after each start.
    pub(super) repeated: String,
    /// For how long it does so.
    pub(super) lasting: String,
    /// It is switched off.
    pub(super) disabled: bool,
}

impl Trigger {
    /// The trigger as a phrase: `daily at 06:00 from 2018-12-29, every 15 minutes for 1 hour`.
    pub(super) fn phrase(&self) -> String {
        let mut text = self.rhythm.clone();
        let mut add = |before: &str, part: &str| {
            if !part.is_empty() {
                text.push_str(before);
                text.push_str(part);
            }
        };
        add(" at ", &self.time);
        add(if self.once { " on " } else { " from " }, &self.date);
        add(" until ", &self.until);
        add(", every ", &self.repeated);
        add(" for ", &self.lasting);
        if self.disabled {
            text.push_str(" (disabled)");
        }
        text
    }
}

/// `daily` for one, `every 3 days` for more.
pub(super) fn every(count: u32, one: &str, many: &str) -> String {
    if count <= 1 { one.to_owned() } else { format!("every {count} {many}") }
}

/// `15 minutes`, `1 hour 30 minutes`, `3 days`; empty for none.
pub(super) fn span(mut minutes: u32) -> String {
    let mut text = String::new();
    for (unit, name) in [(1440, "day"), (60, "hour"), (1, "minute")] {
        let count = minutes / unit;
        minutes %= unit;
        if count > 0 {
            push_count(&mut text, count.into(), name);
        }
    }
    text
}

/// An ISO 8601 duration (`P1DT12H`) as [`span`] writes it; as it stands where it is none.
pub(super) fn iso_span(duration: &str) -> String {
    let mut text = String::new();
    let mut in_time = false;
    let mut digits = String::new();
    for character in duration.trim().trim_start_matches('P').chars() {
        let unit = match (character, in_time) {
            ('T', _) => {
                in_time = true;
                continue;
            }
            ('0'..='9', _) => {
                digits.push(character);
                continue;
            }
            ('Y', false) => "year",
            ('M', false) => "month",
            ('D', false) => "day",
            ('H', true) => "hour",
            ('M', true) => "minute",
            ('S', true) => "second",
            _ => return duration.to_owned(),
        };
        match digits.parse::<u64>() {
            Ok(count) => push_count(&mut text, count, unit),
            Err(_) => return duration.to_owned(),
        }
        digits.clear();
    }
    if text.is_empty() { duration.to_owned() } else { text }
}

fn push_count(text: &mut String, count: u64, unit: &str) {
    let space = if text.is_empty() { "" } else { " " };
    let plural = if count == 1 { "" } else { "s" };
    // Writing to a string cannot fail.
    let _ = write!(text, "{space}{count} {unit}{plural}");
}

/// The names whose bits are set, the lowest first.
pub(super) fn names_of_bits(bits: u32, names: &[&str]) -> String {
    let set: Vec<&str> =
        names.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name).collect();
    set.join(", ")
}

/// The days of the month whose bits are set: bit 0 is the first.
pub(super) fn days_of_month(bits: u32) -> String {
    let set: Vec<String> =
        (0..31).filter(|bit| bits >> bit & 1 == 1).map(|bit| (bit + 1u32).to_string()).collect();
    set.join(", ")
}

/// ` of January, July`, or nothing where every month is meant.
pub(super) fn of_months(months: &str, all: bool) -> String {
    if all || months.is_empty() { String::new() } else { format!(" of {months}") }
}
