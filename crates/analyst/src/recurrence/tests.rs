//! What the card says of known rhythms.

use super::*;

const DAY: i64 = 86_400;
/// 2026-09-21, a Monday, 00:00 UTC.
const MONDAY: i64 = 1_789_948_800;

fn at(day: i64, second: i64) -> Timestamp {
    Timestamp((MONDAY + day * DAY + second) * 1_000_000_000)
}

fn pattern(times: impl IntoIterator<Item = Timestamp>) -> Pattern {
    Pattern::of(&times.into_iter().collect::<Vec<_>>(), &TimeZone::UTC)
}

#[test]
fn a_daily_job_with_one_day_missing() {
    let daily = pattern((0..42).filter(|day| *day != 17).map(|day| at(day, 6 * 3600 + day % 3 * 20)));
    assert_eq!(daily.words(), "daily at 06:00 on 41 of 42 days");
    assert_eq!(daily.days, 41);
}

#[test]
fn a_job_of_working_days_and_one_of_sundays() {
    let working = pattern((0..28).filter(|day| day % 7 < 5).map(|day| at(day, 22 * 3600)));
    assert_eq!(working.words(), "every working day at 22:00 on 20 of 20 such days");
    let sundays = pattern((0..6).map(|week| at(week * 7 + 6, 3 * 3600)));
    assert_eq!(sundays.words(), "every Sunday at 03:00 on 6 of 6 such days");
}

#[test]
fn several_records_of_one_session_are_one_occasion() {
    let sessions = pattern((0..10).flat_map(|day| (0..5).map(move |n| at(day, 6 * 3600 + n * 60))));
    assert_eq!((sessions.records, sessions.occasions), (50, 10));
}

#[test]
fn a_job_around_midnight_has_one_time() {
    let midnight = pattern((0..10).map(|day| at(day, if day % 2 == 0 { DAY - 60 } else { 60 })));
    let second = midnight.at_second.unwrap();
    assert!(second <= 120 || second >= DAY - 120, "{second}");
}

#[test]
fn what_has_no_rhythm_gets_none() {
    let rare = pattern([at(0, 100), at(13, 50_000), at(41, 70_000)]);
    assert_eq!(rare.rhythm, None);
    assert_eq!(rare.words(), "3 times on 3 days at changing times");
    assert_eq!(pattern([]), Pattern { hours: vec![0; 168], ..Pattern::default() });
}
