//! When a model counts at all.

use jiff::tz::TimeZone;
use thymus_record::Timestamp;
use thymus_record::query::Filter;

/// When, and about what, a model counts at all.
#[derive(Clone, Debug, Default)]
pub struct Active {
    /// The zone that its hours are in; the site's where none is said.
    pub zone: Option<TimeZone>,
    /// Only records of these times count; of all times if there are none.
    pub times: Vec<Period>,
    /// Only records that pass count.
    pub only: Option<Filter>,
    /// Records that pass do not count.
    pub except: Option<Filter>,
}

/// Hours of days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// For each day from Monday, whether the hours may begin on it.
    pub days: [bool; 7],
    /// From and to, in minutes of the day; `to` may be smaller, and is then one of the next day. Never empty.
    pub hours: Vec<(u16, u16)>,
}

/// How many minutes a day has.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

impl Active {
    /// Whether the moment is among the times.
    #[must_use]
    pub fn is_time(&self, at: Timestamp, site: &TimeZone) -> bool {
        if self.times.is_empty() {
            return true;
        }
        let zone = self.zone.as_ref().unwrap_or(site);
        let Ok(moment) = jiff::Timestamp::from_second(at.seconds()) else { return false };
        let local = zone.to_datetime(moment);
        let day = usize::from(local.weekday().to_monday_zero_offset().unsigned_abs());
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        self.times.iter().any(|period| period.has(day, minute))
    }
}

impl Period {
    /// Whether it has this minute of this day, counted from Monday.
    fn has(&self, day: usize, minute: u16) -> bool {
        let starts_on = |day: usize| self.days.get(day % 7).copied().unwrap_or(false);
        self.hours.iter().any(|&(from, to)| {
            if from < to {
                return starts_on(day) && (from..to).contains(&minute);
            }
            (starts_on(day) && minute >= from) || (starts_on(day + 6) && minute < to)
        })
    }
}

/// The days that a word stands for.
pub(crate) fn days(word: &str) -> Option<[bool; 7]> {
    Some(match word {
        "weekdays" => days_where(|day| day < 5),
        "weekend" => days_where(|day| day >= 5),
        _ => {
            let place = DAY_NAMES.iter().position(|names| names.contains(&word))?;
            days_where(|day| day == place)
        }
    })
}

/// The names of days, from Monday.
pub(crate) const DAY_NAMES: [[&str; 2]; 7] = [
    ["mon", "monday"],
    ["tue", "tuesday"],
    ["wed", "wednesday"],
    ["thu", "thursday"],
    ["fri", "friday"],
    ["sat", "saturday"],
    ["sun", "sunday"],
];

fn days_where(is: impl Fn(usize) -> bool) -> [bool; 7] {
    std::array::from_fn(is)
}

/// Reads `22:00-06:00`.
pub(crate) fn hours(text: &str) -> Option<(u16, u16)> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from < DAY_MINUTES && from != to).then_some((from, to))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    if minute.len() != 2 || hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY_MINUTES).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(days_word: &str, hours_text: &str, zone: &str) -> Active {
        let times = vec![Period { days: days(days_word).unwrap(), hours: vec![hours(hours_text).unwrap()] }];
        Active { zone: Some(TimeZone::get(zone).unwrap()), times, ..Active::default() }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::from_parts(text.parse::<jiff::Timestamp>().unwrap().as_second(), 0)
    }

    #[test]
    fn hours_are_those_of_the_zone_also_when_clocks_change() {
        let office = active("weekdays", "08:00-18:00", "Europe/Berlin");
        let utc = TimeZone::UTC;
        // In winter Berlin is one hour ahead of UTC, in summer two.
        assert!(office.is_time(at("2024-01-15T07:00:00Z"), &utc));
        assert!(!office.is_time(at("2024-01-15T06:59:59Z"), &utc));
        assert!(office.is_time(at("2024-07-15T06:00:00Z"), &utc));
        assert!(!office.is_time(at("2024-07-15T16:00:00Z"), &utc));
        assert!(!office.is_time(at("2024-01-13T10:00:00Z"), &utc), "a Saturday");
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_they_began_on() {
        let night = active("fri", "22:00-06:00", "UTC");
        let utc = TimeZone::UTC;
        assert!(night.is_time(at("2024-01-12T22:00:00Z"), &utc), "Friday evening");
        assert!(night.is_time(at("2024-01-13T05:59:00Z"), &utc), "Saturday morning");
        assert!(!night.is_time(at("2024-01-13T06:00:00Z"), &utc));
        assert!(!night.is_time(at("2024-01-12T05:00:00Z"), &utc), "Friday morning began on Thursday");
        let monday = active("sun", "23:00-01:00", "UTC");
        assert!(monday.is_time(at("2024-01-15T00:30:00Z"), &utc), "Monday after Sunday");
    }

    #[test]
    fn whole_days_and_nonsense() {
        assert_eq!(hours("00:00-24:00"), Some((0, 1440)));
        for wrong in
            ["", "8-18", "08:00", "24:00-01:00", "08:60-09:00", "25:00-26:00", "08:00-08:00", "8:0-9:0"]
        {
            assert_eq!(hours(wrong), None, "{wrong}");
        }
        assert_eq!(days("funday"), None);
        assert_eq!(days("weekend"), Some([false, false, false, false, false, true, true]));
    }
}
