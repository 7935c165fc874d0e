//! The company's days: local time with its summer time, weekends, public holidays and patch days.

use super::CompanyError;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp as Instant};
use thymus_wire::Timestamp;

/// Central European time, whose summer begins and ends on the last Sundays of March and October (Directive 2000/84/EC).
pub(crate) const ZONE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A minute, in seconds.
pub(crate) const MINUTE: u64 = 60;
/// An hour, in seconds.
pub(crate) const HOUR: u64 = 3600;
/// A day, in seconds, where the clock is not moved.
pub(crate) const DAY: u64 = 24 * HOUR;
/// From this hour on the moved clock holds on the days on which it is moved.
const CHANGE_DONE: u64 = 3 * HOUR;

/// Public holidays with a date of their own: month, day, name.
const FIXED_HOLIDAYS: &[(i8, i8, &str)] = &[
    (1, 1, "New Year"),
    (5, 1, "Labour Day"),
    (12, 25, "Christmas Day"),
    (12, 26, "Second Day of Christmas"),
];
/// Public holidays so many days after Easter Sunday.
const EASTER_HOLIDAYS: &[(i64, &str)] =
    &[(-2, "Good Friday"), (1, "Easter Monday"), (39, "Ascension Day"), (50, "Whit Monday")];

/// One day.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// The first is 0.
    pub(crate) number: u32,
    pub(crate) date: Date,
    /// When it begins.
    pub(crate) midnight: Timestamp,
    /// By how many seconds the clock is put forward on it.
    put_forward: i64,
    pub(crate) holiday: Option<&'static str>,
}

impl Day {
    /// People come to work.
    pub(crate) fn is_workday(&self) -> bool {
        !self.is_weekend() && self.holiday.is_none()
    }

    pub(crate) fn is_weekend(&self) -> bool {
        matches!(self.date.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    pub(crate) fn weekday(&self) -> Weekday {
        self.date.weekday()
    }

    /// The second Tuesday of the month.
    pub(crate) fn is_patch_tuesday(&self) -> bool {
        self.date.weekday() == Weekday::Tuesday && (8..=14).contains(&self.date.day())
    }

    /// When the clock shows so many seconds since midnight.
    pub(crate) fn at(&self, seconds: u64) -> Timestamp {
        let moved = if seconds >= CHANGE_DONE { self.put_forward } else { 0 };
        Timestamp(self.midnight.0 + (seconds as i64 - moved) * 1_000_000_000)
    }

    /// `YYYYMMDDHHMMSSZ`, as Kerberos writes a time.
    pub(crate) fn kerberos_time(time: Timestamp) -> String {
        match Instant::from_second(time.seconds()) {
            Ok(instant) => instant.strftime("%Y%m%d%H%M%SZ").to_string(),
            Err(_) => "19700101000000Z".to_owned(),
        }
    }
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn written(time: Timestamp) -> String {
    Instant::from_second(time.seconds()).map_or_else(|_| String::new(), |instant| instant.to_string())
}

/// A moment as mail and HTTP write it (RFC 5322 section 3.3, in UTC).
pub(crate) fn mail_date(time: Timestamp) -> String {
    match Instant::from_second(time.seconds()) {
        Ok(instant) => instant.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        Err(_) => "Thu, 01 Jan 1970 00:00:00 GMT".to_owned(),
    }
}

/// A moment as Windows counts: hundreds of nanoseconds since 1601.
pub(crate) fn file_time(time: Timestamp) -> u64 {
    const FROM_1601_TO_1970: i64 = 116_444_736_000_000_000;
    u64::try_from(time.0 / 100 + FROM_1601_TO_1970).unwrap_or(0)
}

/// All days of the company.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) days: Vec<Day>,
    /// When the last day ends.
    pub(crate) end: Timestamp,
    zone: TimeZone,
}

impl Calendar {
    /// So many days from the one that holds `start`.
    pub(crate) fn new(start: Timestamp, days: u32) -> Result<Self, CompanyError> {
        let wrong = |_| CompanyError::Start { seconds: start.seconds() };
        let zone = TimeZone::posix(ZONE).map_err(wrong)?;
        let first = Instant::from_second(start.seconds()).map_err(wrong)?.to_zoned(zone.clone()).date();
        let mut all = Vec::with_capacity(days as usize);
        let mut end = start;
        for number in 0..days {
            let date = first.checked_add(Span::new().days(i64::from(number))).map_err(wrong)?;
            let midnight = midnight(date, &zone).map_err(wrong)?;
            end = midnight_after(date, &zone).map_err(wrong)?;
            let length = (end.0 - midnight.0) / 1_000_000_000;
            let put_forward = DAY as i64 - length;
            all.push(Day { number, date, midnight, put_forward, holiday: holiday(date) });
        }
        Ok(Self { days: all, end, zone })
    }

    pub(crate) fn day(&self, number: u32) -> Option<&Day> {
        self.days.get(number as usize)
    }

    /// The day that holds this moment; the first or the last where it lies outside.
    pub(crate) fn day_at(&self, time: Timestamp) -> Option<&Day> {
        let after = self.days.partition_point(|day| day.midnight <= time);
        self.days.get(after.saturating_sub(1))
    }

    /// Year, month, weekday (Sunday is 0), day, hour, minute and second on the company's clocks.
    pub(crate) fn local(&self, time: Timestamp) -> [u16; 7] {
        let Ok(instant) = Instant::from_second(time.seconds()) else { return [0; 7] };
        let local = instant.to_zoned(self.zone.clone());
        let weekday = local.weekday().to_sunday_zero_offset();
        [
            local.year() as u16,
            local.month() as u16,
            weekday as u16,
            local.day() as u16,
            local.hour() as u16,
            local.minute() as u16,
            local.second() as u16,
        ]
    }

    /// `YYYY-MM-DDTHH:MM:SS` on the company's clocks.
    #[cfg(test)]
    pub(crate) fn local_text(&self, time: Timestamp) -> String {
        let [year, month, _, day, hour, minute, second] = self.local(time);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

fn midnight(date: Date, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    Ok(Timestamp::from_parts(date.to_zoned(zone.clone())?.timestamp().as_second(), 0))
}

fn midnight_after(date: Date, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    midnight(date.tomorrow()?, zone)
}

fn holiday(date: Date) -> Option<&'static str> {
    let fixed = FIXED_HOLIDAYS.iter().find(|(month, day, _)| (*month, *day) == (date.month(), date.day()));
    if let Some((.., name)) = fixed {
        return Some(name);
    }
    let (month, day) = easter(i64::from(date.year()));
    let easter = Date::new(date.year(), month, day).ok()?;
    let after = i64::from(easter.until(date).ok()?.get_days());
    let movable = EASTER_HOLIDAYS.iter().find(|(days, _)| *days == after);
    movable.map(|(_, name)| *name)
}

/// Month and day of Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i64) -> (i8, i8) {
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let (leaps, extra) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leaps - correction + 15) % 30;
    let weekday = (32 + 2 * extra + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let number = epact + weekday - 7 * shift + 114;
    ((number / 31) as i8, (number % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-02-23 00:00 in Central Europe.
    const START: Timestamp = Timestamp(1_771_801_200_000_000_000);

    fn calendar() -> Calendar {
        Calendar::new(START, 60).unwrap()
    }

    #[test]
    fn easter_is_when_the_almanac_says() {
        assert_eq!(easter(2024), (3, 31));
        assert_eq!(easter(2025), (4, 20));
        assert_eq!(easter(2026), (4, 5));
        assert_eq!(easter(2038), (4, 25));
    }

    #[test]
    fn sixty_days_from_the_end_of_february_2026_have_forty_two_workdays() {
        let calendar = calendar();
        assert_eq!(calendar.days[0].date.to_string(), "2026-02-23");
        assert_eq!(calendar.days.iter().filter(|day| day.is_workday()).count(), 42);
        let holidays: Vec<_> = calendar.days.iter().filter_map(|day| day.holiday).collect();
        assert_eq!(holidays, ["Good Friday", "Easter Monday"]);
        let patched: Vec<_> = calendar
            .days
            .iter()
            .filter(|day| day.is_patch_tuesday())
            .map(|day| day.date.to_string())
            .collect();
        assert_eq!(patched, ["2026-03-10", "2026-04-14"]);
    }

    #[test]
    fn six_in_the_morning_stays_six_when_the_clock_is_put_forward() {
        let calendar = calendar();
        for day in &calendar.days {
            let text = calendar.local_text(day.at(6 * HOUR));
            assert_eq!(text, format!("{}T06:00:00", day.date));
        }
        let sunday = calendar.days.iter().find(|day| day.date.to_string() == "2026-03-29").unwrap();
        assert_eq!((sunday.put_forward, written(sunday.at(6 * HOUR))), (3600, "2026-03-29T04:00:00Z".into()));
    }

    #[test]
    fn a_moment_finds_its_day() {
        let calendar = calendar();
        let day = &calendar.days[40];
        assert_eq!(calendar.day_at(day.midnight).map(|day| day.number), Some(40));
        assert_eq!(calendar.day_at(Timestamp(day.midnight.0 - 1)).map(|day| day.number), Some(39));
        assert_eq!(calendar.day_at(Timestamp(0)).map(|day| day.number), Some(0));
    }
}
