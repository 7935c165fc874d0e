//! When something happens: on which days, at what time of the day.

use crate::words;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use thymus_record::{Interval, Timestamp};

/// Records closer together than this are one occasion: one job reads, writes and closes a file.
const OCCASION: Interval = Interval::from_seconds(15 * 60);

/// A weekday belongs to the rhythm if this share of its dates had an occasion.
const WEEKDAY_SHARE: f64 = 0.6;

/// A rhythm is claimed for no fewer expected days than this.
const EXPECTED_DAYS_MIN: u32 = 4;

/// And only if this share of them had an occasion.
const KEPT_SHARE: f64 = 0.75;

/// The time of the day is told as one time if this share of the occasions lies so close to it.
const AT_SHARE: f64 = 0.8;
const AT_SECONDS: i64 = 20 * 60;

const DAY_SECONDS: i64 = 86_400;

/// When something happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// How many records tell of it.
    pub records: u64,
    /// How many occasions they make: records within a quarter of an hour are one.
    pub occasions: u64,
    /// On how many days.
    pub days: u32,
    /// The first record.
    pub first: Option<Timestamp>,
    /// The last record.
    pub last: Option<Timestamp>,
    /// The rhythm, where there is one.
    pub rhythm: Option<Rhythm>,
    /// The usual second of the day at the site, where most occasions keep to one.
    pub at_second: Option<i64>,
    /// How many occasions each weekday and hour had: 7 × 24, Monday first.
    pub hours: Vec<u32>,
}

/// On which days something happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// The weekdays.
    pub weekdays: Vec<Weekday>,
    /// How many such days there were between the first and the last.
    pub expected: u32,
    /// On how many of them it happened.
    pub kept: u32,
}

impl Pattern {
    /// The pattern of these times, which are in order.
    #[must_use]
    pub fn of(times: &[Timestamp], zone: &TimeZone) -> Self {
        let occasions = occasions(times);
        let mut per_day: BTreeMap<Date, u32> = BTreeMap::new();
        let mut hours = vec![0; 7 * 24];
        for ts in &occasions {
            let (Some(day), Some(second)) = (words::day(*ts, zone), words::second_of_day(*ts, zone)) else {
                continue;
            };
            *per_day.entry(day).or_default() += 1;
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            let hour = usize::try_from(second / 3600).unwrap_or(0);
            if let Some(count) = hours.get_mut(weekday * 24 + hour) {
                *count += 1;
            }
        }
        let days: BTreeSet<Date> = per_day.into_keys().collect();
        Self {
            records: times.len() as u64,
            occasions: occasions.len() as u64,
            days: u32::try_from(days.len()).unwrap_or(u32::MAX),
            first: times.first().copied(),
            last: times.last().copied(),
            rhythm: Rhythm::of(&days),
            at_second: usual_second(&occasions, zone),
            hours,
        }
    }

    /// `daily at 06:00 on 41 of 42 days`.
    pub(crate) fn words(&self) -> String {
        let at = match self.at_second {
            Some(second) => format!(" at {}", words::clock(second)),
            None => " at changing times".to_owned(),
        };
        match &self.rhythm {
            Some(rhythm) => {
                let Rhythm { expected, kept, .. } = rhythm;
                format!("{}{at} on {kept} of {expected} {}", rhythm.words(), rhythm.noun())
            }
            None => format!("{} times on {} days{at}", self.occasions, self.days),
        }
    }
}

impl Rhythm {
    fn of(days: &BTreeSet<Date>) -> Option<Self> {
        let (first, last) = (*days.first()?, *days.last()?);
        let span: Vec<Date> =
            first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).collect();
        let share = |weekday: Weekday| {
            let of_it: Vec<_> = span.iter().filter(|day| day.weekday() == weekday).collect();
            let kept = of_it.iter().filter(|day| days.contains(**day)).count();
            if of_it.is_empty() { 0.0 } else { kept as f64 / of_it.len() as f64 }
        };
        let weekdays: Vec<Weekday> = Weekday::Monday
            .cycle_forward()
            .take(7)
            .filter(|weekday| share(*weekday) >= WEEKDAY_SHARE)
            .collect();
        let expected: Vec<_> = span.iter().filter(|day| weekdays.contains(&day.weekday())).collect();
        let kept = expected.iter().filter(|day| days.contains(**day)).count();
        let claimed =
            expected.len() >= EXPECTED_DAYS_MIN as usize && kept as f64 >= expected.len() as f64 * KEPT_SHARE;
        claimed.then(|| Self {
            weekdays,
            expected: u32::try_from(expected.len()).unwrap_or(u32::MAX),
            kept: u32::try_from(kept).unwrap_or(u32::MAX),
        })
    }

    fn words(&self) -> String {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        match self.weekdays.as_slice() {
            all if all.len() == 7 => "daily".to_owned(),
            [Monday, Tuesday, Wednesday, Thursday, Friday] => "every working day".to_owned(),
            [one] => format!("every {one:?}"),
            some => {
                let names: Vec<_> = some.iter().map(|day| format!("{day:?}")).collect();
                format!("every {}", words::list(&names))
            }
        }
    }

    fn noun(&self) -> &'static str {
        if self.weekdays.len() == 7 { "days" } else { "such days" }
    }
}

fn occasions(times: &[Timestamp]) -> Vec<Timestamp> {
    let mut occasions = Vec::new();
    let mut last: Option<Timestamp> = None;
    for ts in times {
        if last.is_none_or(|last| *ts - last > OCCASION) {
            occasions.push(*ts);
        }
        last = Some(*ts);
    }
    occasions
}

/// The second of the day that most occasions keep to. A day is a circle, so each occasion is tried as the centre.
fn usual_second(occasions: &[Timestamp], zone: &TimeZone) -> Option<i64> {
    let mut seconds: Vec<i64> = occasions.iter().filter_map(|ts| words::second_of_day(*ts, zone)).collect();
    seconds.sort_unstable();
    let near = |centre: i64, second: i64| {
        let apart = (second - centre).rem_euclid(DAY_SECONDS);
        apart.min(DAY_SECONDS - apart) <= AT_SECONDS
    };
    // The centres tried are at most a day's minutes, so that many occasions cost no square.
    let mut centres: Vec<i64> = seconds.clone();
    centres.dedup_by_key(|second| *second / 60);
    let count = |centre: i64| seconds.iter().filter(|second| near(centre, **second)).count();
    let centre = centres.iter().copied().max_by_key(|centre| (count(*centre), -centre))?;
    if (count(centre) as f64) < seconds.len() as f64 * AT_SHARE {
        return None;
    }
    // The median of those near it, told from the centre on so that midnight does not matter.
    let mut apart: Vec<i64> = seconds
        .iter()
        .filter(|second| near(centre, **second))
        .map(|second| (second - centre + DAY_SECONDS / 2).rem_euclid(DAY_SECONDS) - DAY_SECONDS / 2)
        .collect();
    apart.sort_unstable();
    apart.get(apart.len() / 2).map(|median| (centre + median).rem_euclid(DAY_SECONDS))
}
