//! Moments as people write them: ISO 8601, or seconds since 1970.

use super::quantity::number;

/// A moment as exactly as it was written: its first and its last nanosecond since 1970. A date lasts a day, a minute a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) first: i128,
    pub(super) last: i128,
}

const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// Reads a moment: `2026-11-21`, `2026-11`, `2026-11-21T20:15Z`, `2026-11-21 20:15:00.25+01:00`, `1795292100.5`. Without an
/// offset it is UTC. `None` if it is none, or outside of the years that records can have (1677 to 2262).
pub(super) fn parse(text: &str) -> Option<Moment> {
    let moment = match number(text) {
        Some(seconds) => {
            Moment::lasting(seconds.0, fraction_length(text.split_once('.').map_or(0, |(_, f)| f.len())))
        }
        None => civil(text)?,
    };
    let possible = |nanoseconds: i128| i64::try_from(nanoseconds).is_ok();
    (possible(moment.first) && possible(moment.last)).then_some(moment)
}

impl Moment {
    fn lasting(first: i128, length: i128) -> Self {
        Self { first, last: first + length - 1 }
    }
}

/// How long something is that was written with so many decimals of a second.
fn fraction_length(decimals: usize) -> i128 {
    SECOND / 10i128.pow(u32::try_from(decimals.min(9)).unwrap_or(9))
}

fn civil(text: &str) -> Option<Moment> {
    let mut rest = Digits(text);
    let year = rest.take(4)?;
    rest.mark("-")?;
    let month = rest.take(2).filter(|month| (1..=12).contains(month))?;
    if rest.0.is_empty() {
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let first = days(year, month, 1) * DAY;
        return Some(Moment::lasting(first, days(next_year, next_month, 1) * DAY - first));
    }
    rest.mark("-")?;
    let day = rest.take(2).filter(|day| (1..=days_in(year, month)).contains(day))?;
    let midnight = days(year, month, day) * DAY;
    if rest.0.is_empty() {
        return Some(Moment::lasting(midnight, DAY));
    }
    rest.mark("T").or_else(|| rest.mark("t")).or_else(|| rest.mark(" "))?;
    let (since_midnight, length) = time_of_day(&mut rest)?;
    let offset = offset(&mut rest)?;
    rest.0.is_empty().then(|| Moment::lasting(midnight + since_midnight - offset, length))
}

/// Nanoseconds since midnight, and how long what was written lasts.
fn time_of_day(rest: &mut Digits<'_>) -> Option<(i128, i128)> {
    let mut at = rest.take(2).filter(|hour| *hour < 24)? * HOUR;
    if rest.mark(":").is_none() {
        return Some((at, HOUR));
    }
    at += rest.take(2).filter(|minute| *minute < 60)? * MINUTE;
    if rest.mark(":").is_none() {
        return Some((at, MINUTE));
    }
    // A leap second counts as the second before it, as in POSIX time.
    at += rest.take(2).filter(|second| *second <= 60)?.min(59) * SECOND;
    if rest.mark(".").is_none() {
        return Some((at, SECOND));
    }
    let decimals = rest.0.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=9).contains(&decimals) {
        return None;
    }
    let length = fraction_length(decimals);
    Some((at + rest.take(decimals)? * length, length))
}

/// The offset from UTC, in nanoseconds; none is UTC.
fn offset(rest: &mut Digits<'_>) -> Option<i128> {
    if rest.0.is_empty() || rest.mark("Z").or_else(|| rest.mark("z")).is_some() {
        return Some(0);
    }
    let sign = if rest.mark("+").is_some() { 1 } else { -rest.mark("-").map(|()| 1)? };
    let hours = rest.take(2).filter(|hour| *hour < 24)?;
    let _ = rest.mark(":");
    let minutes = if rest.0.is_empty() { 0 } else { rest.take(2).filter(|minute| *minute < 60)? };
    Some(sign * (hours * HOUR + minutes * MINUTE))
}

fn days_in(year: i128, month: i128) -> i128 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar. Years begin in March here, so that a leap day is their last.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Text of which numbers of fixed width are taken from the front.
struct Digits<'t>(&'t str);

impl Digits<'_> {
    fn take(&mut self, width: usize) -> Option<i128> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.0 = rest;
        Some(number)
    }

    fn mark(&mut self, wanted: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> (i128, i128) {
        let moment = parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(moment.first % SECOND, 0, "{text}");
        (moment.first / SECOND, (moment.last + 1 - moment.first) / SECOND)
    }

    /// The numbers are those of `date -u -d … +%s`.
    #[test]
    fn moments_as_date_gives_them() {
        assert_eq!(seconds("2026-11-21T20:15:00Z"), (1_795_292_100, 1));
        assert_eq!(seconds("2026-11-21 20:15"), (1_795_292_100, 60));
        assert_eq!(seconds("2026-11-21T21:15:00+01:00"), (1_795_292_100, 1));
        assert_eq!(seconds("2026-11-21T10:45-0930"), (1_795_292_100, 60));
        assert_eq!(seconds("2026-11-21T20"), (1_795_291_200, 3600));
        assert_eq!(seconds("2026-11-21"), (1_795_219_200, 86_400));
        assert_eq!(seconds("2024-02"), (1_706_745_600, 29 * 86_400));
        assert_eq!(seconds("2023-12"), (1_701_388_800, 31 * 86_400));
        assert_eq!(seconds("2000-02-29"), (951_782_400, 86_400));
        assert_eq!(seconds("1969-12-31"), (-86_400, 86_400));
        assert_eq!(seconds("1900-03-01"), (-2_203_891_200, 86_400));
        assert_eq!(seconds("1795292100"), (1_795_292_100, 1));
    }

    #[test]
    fn decimals_say_how_exact_a_moment_is() {
        let moment = parse("2026-11-21T20:15:00.25Z").unwrap();
        assert_eq!(moment.first, 1_795_292_100_250_000_000);
        assert_eq!(moment.last, 1_795_292_100_259_999_999);
        assert_eq!(parse("1795292100.5").unwrap().last, 1_795_292_100_599_999_999);
        let exact = parse("2026-11-21T20:15:00.123456789Z").unwrap();
        assert_eq!(exact.first, exact.last);
    }

    #[test]
    fn what_is_no_moment() {
        for wrong in [
            "",
            "now",
            "26-11-21",
            "2026-13",
            "2026-02-29",
            "2026-11-21T",
            "2026-11-21T25:00",
            "2026-11-21T20:60",
            "2026-11-21T20:15:00.",
            "2026-11-21T20:15:00.1234567890",
            "2026-11-21T20:15:00+1",
            "2026-11-21T20:15:00Zx",
            "9999-01-01",
            "1795292100000",
            "2026-11-2é",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
