//! Timelines by themselves.

use super::*;
use crate::Source;

const SECOND: i64 = 1_000_000_000;
const A: [u8; 6] = [0, 0, 0, 0, 0, 1];
const B: [u8; 6] = [0, 0, 0, 0, 0, 2];

fn card(time: i64, mac: [u8; 6]) -> Mark {
    let time = time * SECOND;
    let claim = Claim::Hardware { mac, how: Source::Arp };
    Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record: time.unsigned_abs(), claim }
}

fn name(time: i64, text: &str) -> Mark {
    let claim = Claim::Name { name: text.into(), how: Source::Dns };
    Mark { claim, ..card(time, A) }
}

fn insert(timeline: &mut Timeline, mark: Mark, now: i64) {
    timeline.insert(mark, (now - 600) * SECOND, &Limits::default(), &mut Counters::default());
}

#[test]
fn repetition_is_counted_and_takes_no_room() {
    let mut timeline = Timeline::default();
    for number in 0..10_000 {
        insert(&mut timeline, name(1_000 + number / 1_000, "a.local"), 1_010);
    }
    assert_eq!(timeline.sizes(), (1, 1));
    let known = &timeline.spans()[0].names[0];
    assert_eq!((known.count, known.first, known.last), (10_000, 1_000 * SECOND, 1_009 * SECOND));
}

#[test]
fn what_is_old_is_settled_and_its_marks_go() {
    let mut timeline = Timeline::default();
    for number in 0..5_000 {
        let time = 1_000 + number * 60;
        insert(&mut timeline, card(time, A), time);
    }
    let (marks, spans) = timeline.sizes();
    assert!(marks < 60, "{marks} marks");
    assert_eq!(spans, 1);
    let span = &timeline.spans()[0];
    assert_eq!((span.from, span.last), (1_000 * SECOND, (1_000 + 4_999 * 60) * SECOND));
}

#[test]
fn evidence_that_is_too_late_changes_no_holder() {
    let mut timeline = Timeline::default();
    let mut counters = Counters::default();
    for number in 0..100 {
        let time = 1_000 + number * 60;
        timeline.insert(card(time, A), (time - 600) * SECOND, &Limits::default(), &mut counters);
    }
    timeline.insert(card(1_100, B), 6_000 * SECOND, &Limits::default(), &mut counters);
    timeline.insert(name(1_100, "late.local"), 6_000 * SECOND, &Limits::default(), &mut counters);
    assert_eq!(timeline.spans().len(), 1);
    assert_eq!(counters.evidence_too_late, 2);
    assert_eq!(&*timeline.spans()[0].names[0].name, "late.local", "but a name is still taken note of");
}

#[test]
fn a_flood_of_claims_is_bounded() {
    let mut timeline = Timeline::default();
    let mut counters = Counters::default();
    let limits = Limits::default();
    for number in 0..100_000i64 {
        let [.., a, b, c, d] = number.to_be_bytes();
        timeline.insert(
            card(1_000 + number / 1_000, [2, 0, a, b, c, d]),
            400 * SECOND,
            &limits,
            &mut counters,
        );
        let (marks, spans) = timeline.sizes();
        assert!(marks <= limits.marks_per_address && spans <= limits.spans_per_address);
    }
    let gone = counters.spans_forgotten + counters.evidence_too_late;
    assert!(gone > 90_000 && counters.marks_settled_early > 1_000, "{counters:?}");
}
