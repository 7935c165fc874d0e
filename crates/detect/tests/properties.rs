//! What holds for any records: order and repetition do not matter, nor does a restart, and windows mean what they say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod naive;
mod world;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use std::sync::Arc;
use thymus_detect::{Breach, Detector, Options};
use thymus_model::Model;
use thymus_record::Row;
use world::*;

/// How many random worlds each property is tried on here; `cargo test` is run often. They were tried on hundreds.
const CASES: u32 = 40;

/// Models of every shape, with small windows, so that random records often touch their ends.
fn models() -> Vec<Arc<Model>> {
    let parts = "components:\n  A: {query: 'kind:conn AND service:a', window: 20s, threshold: '>= 2'}\n  B: {query: 'kind:conn AND service:b', window: 30s}\n  C: {query: 'kind:login', window: 15s}\n";
    let none = "components:\n  A: {query: 'kind:conn AND service:a', window: 20s}\n  C: {query: 'kind:login AND success:true', window: 25s, threshold: 'at most 1'}\n";
    [
        ("count", "per: pair\nthrottle: 0s\ncomponents: {A: {query: 'kind:conn', window: 10s, threshold: '> 2'}}".to_owned()),
        ("throttled", "per: source device\nthrottle: 40s\ncomponents: {A: {query: 'kind:conn', window: 10s, threshold: '> 1'}}".to_owned()),
        ("distinct", "per: source device\nthrottle: 15s\ncomponents: {A: {query: 'kind:conn', window: 20s, distinct: [id.resp_h, service], threshold: '>= 3'}}".to_owned()),
        ("summed", "per: source device\nthrottle: 5s\ncomponents: {A: {query: 'kind:conn', window: 20s, sum: orig_bytes, threshold: '> 300'}}".to_owned()),
        ("averaged", "per: pair\nthrottle: 5s\ncomponents: {A: {query: 'kind:conn', window: 20s, mean: orig_bytes, threshold: '> 150'}}".to_owned()),
        ("everything", format!("per: source device\nthrottle: 10s\n{parts}when: {{all: [A, B, {{not: C}}]}}")),
        ("anything", format!("per: organisation\nthrottle: 30s\n{parts}when: {{any: [A, {{all: [B, C]}}]}}\nwithin: 12s")),
        ("ordered", format!("per: source device\nthrottle: 0s\n{parts}when: {{sequence: [B, A, C]}}\nwithin: 40s")),
        ("twice", format!("per: pair\nthrottle: 0s\n{parts}when: {{sequence: [B, B]}}\nwithin: 9s")),
        ("weighed", format!("per: source device\nthrottle: 0s\ndelay: 7s\n{parts}when: {{weighted: {{weights: {{A: 1, B: 1, C: -2}}, target: 2}}}}")),
        ("delayed", format!("per: pair\nthrottle: 20s\ndelay: 5s\n{parts}when: {{all: [A, {{not: C}}]}}")),
        ("absent", format!("per: source device\nthrottle: 0s\n{none}when: {{all: [A, C]}}")),
        ("shared", format!("per: source device\nshare: destination device\nthrottle: 0s\n{parts}when: {{all: [A, B]}}")),
        ("absent-late", format!("per: source device\nthrottle: 3s\ndelay: 4s\n{none}when: {{all: [A, C]}}")),
    ]
    .into_iter()
    .map(|(id, text)| model(id, &text))
    .collect()
}

/// A record of a random world: two sources, two destinations, times in seconds, many at the same moment.
fn row() -> impl Strategy<Value = (f64, Row)> {
    (0u32..90, 0u8..8, 1u8..3, 3u8..5, 0u64..4).prop_map(|(time, what, from, to, number)| {
        let seconds = f64::from(time);
        let row = match what {
            0..=2 => sized(seconds, from, to, "a", number * 90),
            3..=4 => sized(seconds, from, to, "b", number * 90),
            5 => sized(seconds, from, to, "c", number * 90),
            what => login(seconds, from, to, "eve", what == 6, number),
        };
        (seconds, row)
    })
}

fn rows() -> impl Strategy<Value = Vec<(f64, Row)>> {
    prop::collection::vec(row(), 0..60).prop_map(|mut rows| {
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows
    })
}

/// The same rows with a time of arrival each, up to the lateness later; some come twice.
fn arrivals() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    let lateness = 300.0;
    (rows(), prop::collection::vec((0.0..1.0f64, prop::option::weighted(0.2, 0.0..1.0f64)), 60)).prop_map(
        move |(rows, delays)| {
            let mut arriving: Vec<(f64, Row)> = Vec::new();
            for ((time, row), (delay, again)) in rows.iter().zip(delays) {
                arriving.push((time + delay * lateness, row.clone()));
                arriving.extend(again.map(|delay| (time + delay * lateness, row.clone())));
            }
            arriving.sort_by(|a, b| a.0.total_cmp(&b.0));
            (
                rows.into_iter().map(|(_, row)| row).collect(),
                arriving.into_iter().map(|(_, row)| row).collect(),
            )
        },
    )
}

fn plain(rows: &[(f64, Row)]) -> Vec<Row> {
    rows.iter().map(|(_, row)| row.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn the_detector_means_what_the_naive_evaluation_means(rows in rows()) {
        let rows = plain(&rows);
        for model in models() {
            let breaches = run(std::slice::from_ref(&model), &rows);
            let seen: Vec<naive::Seen> = breaches.iter().map(|breach| seen(&model, breach)).collect();
            prop_assert_eq!(seen, naive::breaches(&model, &rows), "{}", model.id);
        }
    }

    #[test]
    fn order_and_repetition_do_not_matter((in_order, arriving) in arrivals()) {
        let models = models();
        prop_assert_eq!(said(&run(&models, &in_order)), said(&run(&models, &arriving)));
    }

    #[test]
    fn a_restart_does_not_matter((_, arriving) in arrivals(), places in prop::collection::vec(0usize..60, 1..4)) {
        let models = with_meta();
        let whole = said(&run(&models, &arriving));
        let mut detector = detector(&models);
        let mut breaches = Vec::new();
        for (place, row) in arriving.iter().enumerate() {
            if places.contains(&place) {
                let bytes = detector.snapshot();
                detector = Detector::restore(&bytes, &models, &[], &registry(), Options::default()).unwrap();
                prop_assert_eq!(detector.snapshot(), bytes, "what was restored is what was there");
            }
            detector.observe(row, &mut breaches);
        }
        detector.finish(&mut breaches);
        prop_assert_eq!(said(&breaches), whole);
    }

    #[test]
    fn replacing_models_by_themselves_does_not_matter((_, arriving) in arrivals(), place in 0usize..60) {
        let models = with_meta();
        let whole = said(&run(&models, &arriving));
        let mut detector = detector(&models);
        let mut breaches = Vec::new();
        for (at, row) in arriving.iter().enumerate() {
            if at == place {
                detector.replace_models(&models, &[]);
            }
            detector.observe(row, &mut breaches);
        }
        detector.finish(&mut breaches);
        prop_assert_eq!(said(&breaches), whole);
    }

    #[test]
    fn no_bytes_make_restoring_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), place in 18usize..3000, with in any::<u8>()) {
        let models = models();
        let _ = Detector::restore(&bytes, &models, &[], &registry(), Options::default());
        let rows: Vec<Row> = (0..9).map(|n| conn(f64::from(n), 1, 3, "a")).collect();
        let mut detector = detector(&models);
        let mut breaches = Vec::new();
        rows.iter().for_each(|row| detector.observe(row, &mut breaches));
        let mut good = detector.snapshot();
        // The checksum is made to fit, so that what is behind it is read.
        if let Some(byte) = good.get_mut(place) {
            *byte ^= with;
        }
        let sum = xxhash_rust::xxh3::xxh3_64(&good[18..]).to_le_bytes();
        good[10..18].copy_from_slice(&sum);
        if let Ok(mut detector) = Detector::restore(&good, &models, &[], &registry(), Options::default()) {
            rows.iter().for_each(|row| detector.observe(row, &mut breaches));
            detector.finish(&mut breaches);
        }
    }
}

/// The random worlds are worth trying: each model breaches in some of them, and none in all.
#[test]
fn random_records_set_every_model_off() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let worlds: Vec<Vec<Row>> =
        (0..60).map(|_| plain(&rows().new_tree(&mut runner).expect("rows can be made").current())).collect();
    for model in with_meta() {
        let models = if &*model.id == "meta" { with_meta() } else { vec![model.clone()] };
        let breached = worlds
            .iter()
            .filter(|rows| run(&models, rows).iter().any(|breach| breach.record.model_uuid == model.id));
        let count = breached.count();
        assert!((3..60).contains(&count), "{} breached in {count} of 60 worlds", model.id);
    }
}

fn with_meta() -> Vec<Arc<Model>> {
    let mut models = models();
    models.push(model("meta", "per: source device\nthrottle: 10s\ndelay: 3s\ncomponents: {M: {query: 'kind:breach', window: 1m, distinct: model_uuid, threshold: over 2}}"));
    models
}

fn seen(model: &Model, breach: &Breach) -> naive::Seen {
    let record = &breach.record;
    naive::Seen {
        raised: record.raised.0,
        model: record.model_uuid.to_string(),
        entity: naive::entity_name(model, &record.entity),
        start: record.window_start.0,
        count: record.evidence_count,
    }
}
