//! Order, repetition, clocks and limits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod world;

use std::sync::Arc;
use thymus_detect::{Detector, Limits, Options, RestoreError};
use thymus_model::Model;
use thymus_record::{Interval, Row};
use world::*;

fn any() -> Arc<Model> {
    model("any", "per: pair\nthrottle: 0s\ncomponents: {A: {query: 'kind:conn'}}")
}

fn three() -> Arc<Model> {
    model("three", "per: pair\ncomponents: {A: {query: 'kind:conn', window: 1m, threshold: '>= 3'}}")
}

const HOUR: f64 = 3600.0;

#[test]
fn records_out_of_order_are_put_in_order() {
    let rows = [conn(0.0, 1, 2, "a"), conn(290.0, 1, 2, "b"), conn(50.0, 1, 2, "c"), conn(20.0, 1, 2, "d")];
    let mut detector = detector(&[three()]);
    let breaches = run_with(&mut detector, &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [50.0]);
    assert_eq!(detector.statistics().late, 0);
}

#[test]
fn repetitions_count_once() {
    let row = conn(0.0, 1, 2, "a");
    let mut detector = detector(&[three()]);
    assert_eq!(run_with(&mut detector, &[row.clone(), row.clone(), row.clone(), row]).len(), 0);
    assert_eq!(detector.statistics().duplicates, 3);
}

#[test]
fn repetitions_that_come_late_are_known() {
    let rows = [conn(0.0, 1, 2, "a"), conn(1000.0, 1, 2, "b"), conn(0.0, 1, 2, "a")];
    let mut detector = detector(&[any()]);
    assert_eq!(run_with(&mut detector, &rows).len(), 2);
    assert_eq!((detector.statistics().duplicates, detector.statistics().late), (1, 0));
}

#[test]
fn late_records_count_as_of_the_moment_they_came() {
    let mut rows: Vec<Row> = (0..11).map(|n| conn(f64::from(n) * 100.0, 3, 4, "x")).collect();
    rows.push(conn(100.5, 1, 2, "a"));
    let mut detector = detector(&[any()]);
    let breaches = run_with(&mut detector, &rows);
    assert_eq!(detector.statistics().late, 1);
    let late = breaches.iter().find(|breach| breach.record.orig_h == Some(host(1))).unwrap();
    assert_eq!((raised(late), late.record.ts), (600.0, at(100.5)));
}

#[test]
fn breaches_come_as_soon_as_nothing_earlier_is_expected() {
    let mut detector = detector(&[any()]);
    let mut breaches = Vec::new();
    detector.observe(&conn(0.0, 1, 2, "a"), &mut breaches);
    detector.advance(at(300.0), &mut breaches);
    assert_eq!(breaches.len(), 0);
    detector.advance(at(300.1), &mut breaches);
    assert_eq!(breaches.len(), 1);
}

#[test]
fn a_record_from_the_future_does_not_move_the_clock() {
    let far = conn(1000.0 * HOUR, 9, 9, "x");
    let rows = [conn(0.0, 1, 2, "a"), far.clone(), conn(1.0, 1, 2, "b"), far, conn(2.0, 1, 2, "c")];
    let mut detector = detector(&[three()]);
    let breaches = run_with(&mut detector, &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [2.0]);
    assert_eq!((detector.statistics().late, detector.statistics().strays), (0, 2));
}

#[test]
fn a_gap_of_hours_is_followed() {
    let mut rows: Vec<Row> = (0..5).map(|n| conn(f64::from(n), 1, 2, "a")).collect();
    rows.extend((0..40).map(|n| conn(9.0 * HOUR + f64::from(n) * 60.0, 3, 4, "a")));
    let mut detector = detector(&[any()]);
    let mut breaches = Vec::new();
    rows.iter().for_each(|row| detector.observe(row, &mut breaches));
    assert!(breaches.len() > 30, "{} without an end of the input", breaches.len());
    detector.finish(&mut breaches);
    assert_eq!(breaches.len(), 45);
    let times: Vec<f64> = breaches.iter().map(raised).collect();
    assert!(times.is_sorted());
    assert_eq!(detector.statistics().clock_jumps, 1);
}

#[test]
fn a_clock_that_is_set_back_is_followed_after_a_while() {
    let mut rows: Vec<Row> = (0..40).map(|n| conn(1000.0 * HOUR + f64::from(n) * 60.0, 1, 2, "a")).collect();
    rows.extend((0..40).map(|n| conn(f64::from(n) * 60.0, 3, 4, "a")));
    let mut detector = detector(&[any()]);
    let breaches = run_with(&mut detector, &rows);
    assert_eq!(breaches.len(), 80, "every record once");
    assert_eq!(detector.statistics().clock_resets, 1);
    assert_eq!(raised(&breaches[40]), 0.0);
}

#[test]
fn after_the_end_of_an_input_another_may_begin_before_it() {
    let mut detector = detector(&[three()]);
    let input: Vec<Row> = (0..3).map(|n| conn(1000.0 * HOUR + f64::from(n), 1, 2, "a")).collect();
    assert_eq!(run_with(&mut detector, &input).len(), 1);
    let earlier: Vec<Row> = (0..3).map(|n| conn(f64::from(n), 1, 2, "a")).collect();
    let breaches = run_with(&mut detector, &earlier);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [2.0]);
}

#[test]
fn few_records_of_the_past_are_late_ones() {
    let mut rows: Vec<Row> = (0..40).map(|n| conn(1000.0 * HOUR + f64::from(n) * 60.0, 1, 2, "a")).collect();
    rows.insert(30, conn(0.0, 3, 4, "a"));
    let mut detector = detector(&[any()]);
    assert_eq!(run_with(&mut detector, &rows).len(), 41);
    assert_eq!((detector.statistics().late, detector.statistics().clock_resets), (1, 0));
}

fn limited(models: &[Arc<Model>], limits: Limits) -> Detector {
    let options = Options { limits, ..Options::default() };
    Detector::new(models, &[], &registry(), options)
}

#[test]
fn too_many_waiting_records_are_taken_before_their_time() {
    let mut detector = limited(&[any()], Limits { waiting_rows: 10, ..Limits::default() });
    let mut breaches = Vec::new();
    for n in 0..100 {
        detector.observe(&conn(f64::from(n) / 10.0, 1, 2, "a"), &mut breaches);
        assert!(detector.usage().waiting_rows <= 10);
    }
    assert_eq!(breaches.len(), 90);
    assert_eq!(detector.statistics().forced, 90);
}

#[test]
fn what_was_used_longest_ago_is_forgotten_first() {
    let fields = "per: [service]\ncomponents: {A: {query: 'kind:conn', threshold: '>= 3', window: 1d}}";
    let model = model("by-service", fields);
    let mut detector = limited(&[model], Limits { tracks_per_model: 200, ..Limits::default() });
    let mut breaches = Vec::new();
    for n in 0..5_000u32 {
        let seconds = f64::from(n) / 100.0;
        // One that comes again and again among a flood of others.
        let service = if n % 80 == 0 { "often".to_owned() } else { format!("s{n}") };
        detector.observe(&conn(seconds, 1, 2, &service), &mut breaches);
    }
    detector.finish(&mut breaches);
    assert!(detector.usage().tracks <= 200);
    assert!(detector.statistics().forgotten > 4_000);
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].record.entity, "often");
}

#[test]
fn memory_stays_within_its_cells() {
    let fields = "per: [service]\ncomponents: {A: {query: 'kind:conn', distinct: orig_bytes, threshold: '>= 100_000', window: 1d}}";
    let model = model("values", fields);
    let mut detector = limited(&[model], Limits { cells: 20_000, held_rows: 100, ..Limits::default() });
    let mut breaches = Vec::new();
    for n in 0..30_000u64 {
        let service = format!("s{}", n % 70);
        detector.observe(&sized(n as f64 / 100.0, 1, 2, &service, n), &mut breaches);
    }
    detector.advance(at(1000.0), &mut breaches);
    let usage = detector.usage();
    assert!(usage.cells <= 20_000, "{usage:?}");
    assert!(usage.held_rows <= 100 + usage.tracks, "{usage:?}");
    assert!(detector.statistics().forgotten > 0);
}

#[test]
fn stale_entities_cost_nothing_after_a_while() {
    let fields = "per: [service]\ncomponents: {A: {query: 'kind:conn', threshold: '>= 3', window: 5m}}";
    let mut detector = detector(&[model("by-service", fields)]);
    let mut breaches = Vec::new();
    for n in 0..20_000u32 {
        detector.observe(&conn(f64::from(n), 1, 2, &format!("s{n}")), &mut breaches);
    }
    assert!(detector.usage().tracks < 1_000, "{:?}", detector.usage());
    assert_eq!(detector.statistics().forgotten, 0, "none of them mattered");
}

#[test]
fn snapshots_that_are_none_are_refused() {
    let restore =
        |bytes: &[u8]| Detector::restore(bytes, &[any()], &[], &registry(), Options::default()).unwrap_err();
    let good = detector(&[any()]).snapshot();
    assert_eq!(restore(b""), RestoreError::NotASnapshot);
    assert_eq!(restore(b"something else entirely"), RestoreError::NotASnapshot);
    assert_eq!(restore(&good[..good.len() - 1]), RestoreError::Damaged);
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert_eq!(restore(&flipped), RestoreError::Damaged);
    let mut newer = good;
    newer[8] = 99;
    assert_eq!(restore(&newer), RestoreError::Newer(99));
}

#[test]
fn lateness_is_bounded() {
    let options = Options { lateness: Interval::from_seconds(1_000_000), ..Options::default() };
    let mut detector = Detector::new(&[any()], &[], &registry(), options);
    let mut breaches = Vec::new();
    detector.observe(&conn(0.0, 1, 2, "a"), &mut breaches);
    detector.observe(&conn(1801.0, 1, 2, "b"), &mut breaches);
    assert_eq!(breaches.len(), 1, "at most half an hour is waited for");
}
