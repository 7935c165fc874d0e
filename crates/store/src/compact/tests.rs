//! The rules end, and lead to one split a day.

use super::*;
use proptest::prelude::*;

fn split(number: u64, day: i64, rows: u64) -> SplitEntry {
    let from = day * NANOSECONDS_PER_DAY;
    SplitEntry {
        number,
        kind: "conn".to_owned(),
        rows,
        bytes: rows * 40,
        first_id: 0,
        last_id: 0,
        from,
        to: from + 1,
    }
}

/// Does what the rules say until they say nothing more. Gives what is left, and how many rows were written.
fn settle(mut splits: Vec<SplitEntry>, latest: i64) -> (Vec<SplitEntry>, u64) {
    let mut written = 0;
    let mut next = splits.iter().map(|split| split.number).max().unwrap_or(0) + 1;
    while let Some(job) = next_job(&splits.iter().collect::<Vec<_>>(), latest) {
        assert!(job.len() > 1, "a job of one would never end");
        let (taken, left): (Vec<_>, Vec<_>) =
            splits.into_iter().partition(|split| job.contains(&split.number));
        assert_eq!(taken.len(), job.len());
        let rows = taken.iter().map(|split| split.rows).sum();
        assert!(rows <= ROWS_MAX);
        written += rows;
        splits = left;
        let from = taken.iter().map(|split| split.from).min().unwrap();
        let to = taken.iter().map(|split| split.to).max().unwrap();
        splits.push(SplitEntry { from, to, ..split(next, 0, rows) });
        next += 1;
    }
    (splits, written)
}

#[test]
fn a_day_of_minutes_becomes_one_split() {
    let mut splits = Vec::new();
    let mut written = 0;
    for minute in 0..1440 {
        // What is put together in between has a number between these.
        splits.push(split(10_000 * (minute + 1), 5, 1000));
        let (left, now) = settle(splits, 5 * NANOSECONDS_PER_DAY + minute as i64);
        splits = left;
        written += now;
    }
    assert!(splits.len() <= 32, "{} splits are open in the evening", splits.len());
    let (left, now) = settle(splits, 6 * NANOSECONDS_PER_DAY + LATENESS);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].rows, 1_440_000);
    let times = (written + now) as f64 / 1_440_000.0;
    assert!(times < 5.0, "each record was written {times} times");
}

#[test]
fn few_records_a_day_share_a_file_for_a_month() {
    let splits: Vec<SplitEntry> = (0..365).map(|day| split(day as u64 + 1, day, 20)).collect();
    let (left, _) = settle(splits, 400 * NANOSECONDS_PER_DAY);
    assert!(left.len() <= 13, "{}", left.len());
}

#[test]
fn a_straggler_does_not_write_a_large_day_again() {
    let splits = vec![split(1, 3, 900_000), split(2, 3, 10)];
    assert_eq!(settle(splits, 10 * NANOSECONDS_PER_DAY).1, 0);
}

#[test]
fn pieces_are_cut_between_large_days() {
    let large = SMALL_ROWS + 1;
    assert_eq!(cuts(&[(9, large), (8, large), (7, large)]), [9, 8]);
    assert_eq!(cuts(&[(9, 10), (8, large), (7, 10)]), [0; 0]);
    assert_eq!(cuts(&[(9, 10), (8, large), (7, 10), (6, large)]), [8]);
    assert_eq!(cuts(&[]), [0; 0]);
}

proptest! {
    #[test]
    fn the_rules_always_end(splits in prop::collection::vec((0i64..40, 1u64..3_000_000), 0..60), latest in 0i64..50) {
        let splits = splits.into_iter().zip(1..).map(|((day, rows), number)| split(number, day, rows.min(ROWS_MAX)));
        let splits: Vec<_> = splits.collect();
        let rows: u64 = splits.iter().map(|split| split.rows).sum();
        let (left, _) = settle(splits, latest * NANOSECONDS_PER_DAY);
        prop_assert_eq!(left.iter().map(|split| split.rows).sum::<u64>(), rows);
    }
}

#[test]
fn times_at_the_ends_of_all_time_are_no_trouble() {
    let ends = |from, to| SplitEntry { from, to, ..split(1, 0, 10) };
    let splits = [ends(i64::MIN, i64::MIN), SplitEntry { number: 2, ..ends(i64::MAX, i64::MAX) }];
    assert_eq!(next_job(&splits.iter().collect::<Vec<_>>(), i64::MAX), None);
}
