//! What goes and what stays.

use super::*;
use crate::api::Limit;
use thymus_record::Interval;

const DAY: i64 = NANOSECONDS_PER_DAY;

fn split(number: u64, kind: &str, from_day: i64, to_day: i64, bytes: u64) -> SplitEntry {
    SplitEntry {
        number,
        kind: kind.to_owned(),
        rows: 1,
        bytes,
        first_id: 0,
        last_id: 0,
        from: from_day * DAY,
        to: to_day * DAY,
    }
}

fn judged(splits: &[SplitEntry], retention: &Retention, day: i64) -> Verdict {
    judge(&splits.iter().collect::<Vec<_>>(), retention, Some(Timestamp(day * DAY)))
}

#[test]
fn age_drops_whole_splits_and_rewrites_wide_ones() {
    let limit = Limit { age_max: Some(Interval(10 * DAY)), bytes_max: None };
    let retention = Retention { every_kind: limit, ..Retention::default() };
    let splits = [split(1, "conn", 80, 89, 1), split(2, "conn", 90, 91, 1), split(3, "dns", 10, 99, 1)];
    let verdict = judged(&splits, &retention, 100);
    assert_eq!(verdict, Verdict { drop: vec![1], rewrite: vec![(3, Timestamp(90 * DAY))] });
}

#[test]
fn size_drops_the_oldest_of_the_kind_and_of_all() {
    let mut retention = Retention { bytes_max: Some(250), ..Retention::default() };
    retention.kinds.insert("dns".to_owned(), Limit { age_max: None, bytes_max: Some(100) });
    let splits = [
        split(1, "conn", 1, 1, 100),
        split(2, "dns", 2, 2, 100),
        split(3, "conn", 3, 3, 100),
        split(4, "dns", 4, 4, 100),
    ];
    assert_eq!(judged(&splits, &retention, 5).drop, [2, 1]);
    retention.kinds.clear();
    assert_eq!(judged(&splits, &retention, 5).drop, [1, 2]);
}

#[test]
fn a_limit_of_one_kind_leaves_others_alone() {
    let mut retention = Retention::default();
    retention.kinds.insert("dns".to_owned(), Limit { age_max: Some(Interval(DAY)), bytes_max: None });
    let splits = [split(1, "conn", 1, 1, 1), split(2, "dns", 1, 1, 1)];
    assert_eq!(judged(&splits, &retention, 50).drop, [2]);
}

#[test]
fn room_is_made_of_the_oldest() {
    let splits = [split(3, "conn", 3, 3, 10), split(1, "dns", 1, 1, 10), split(2, "conn", 2, 2, 10)];
    let all: Vec<_> = splits.iter().collect();
    assert_eq!(oldest(&all, 15), [1, 2]);
    assert_eq!(oldest(&all, 1000), [1, 2, 3]);
    assert_eq!(oldest(&all, 0), [0; 0]);
}
