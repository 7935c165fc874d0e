//! What models do, one behaviour a test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod world;

use thymus_detect::{Backtest, Backwards, Breach, Detector, Options, apply_backwards, backtest, run_case};
use thymus_record::{OwnedValue, Row};
use world::*;

const FAILED: &str =
    "per: pair\ncomponents: {failed: {query: 'kind:login AND success:false', window: 10m, threshold: '> 3'}}";

#[test]
fn a_count_over_its_threshold_raises_one_breach() {
    let model = model("failed-logins", FAILED);
    let rows: Vec<Row> = (0..8).map(|n| login(f64::from(n) * 60.0, 1, 2, "eve", false, 0)).collect();
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.len(), 1, "the others are throttled");
    let record = &breaches[0].record;
    assert_eq!(raised(&breaches[0]), 180.0, "the fourth login");
    assert_eq!((record.ts, record.window_start, record.window_end), (at(0.0), at(0.0), at(180.0)));
    assert_eq!(record.entity, "10.0.0.1 → 10.0.0.2");
    assert_eq!((record.orig_h, record.resp_h), (Some(host(1)), Some(host(2))));
    assert_eq!(record.account.as_deref(), Some("eve"));
    assert_eq!(record.evidence_count, 4);
    assert_eq!(record.evidence, rows[..4].iter().map(|row| row.id().into()).collect::<Vec<_>>());
    assert_eq!(record.triggered, ["failed: 4 records within 10m (> 3)"]);
    assert_eq!(breaches[0].lines.len(), 4);
    assert_eq!(breaches[0].lines[0].message, "login LOGIN 10.0.0.1 10.0.0.2 eve");
}

#[test]
fn a_window_does_not_reach_further_than_it_says() {
    let model = model("failed-logins", FAILED);
    // Four logins in ten minutes, the first exactly ten minutes before the last: it is out.
    let times = [0.0, 200.0, 400.0, 600.0];
    let rows: Vec<Row> = times.iter().map(|time| login(*time, 1, 2, "eve", false, 0)).collect();
    assert_eq!(run(std::slice::from_ref(&model), &rows).len(), 0);
    let rows: Vec<Row> =
        [0.0, 200.0, 400.0, 599.0].iter().map(|time| login(*time, 1, 2, "eve", false, 0)).collect();
    assert_eq!(run(&[model], &rows).len(), 1);
}

#[test]
fn entities_are_counted_apart() {
    let model = model("failed-logins", FAILED);
    let rows: Vec<Row> = (0..6).map(|n| login(f64::from(n), 1, 2 + n % 2, "eve", false, 0)).collect();
    assert_eq!(run(&[model], &rows).len(), 0, "three each");
}

#[test]
fn devices_are_followed_across_addresses() {
    let model = model("failed-logins", &FAILED.replace("pair", "source device"));
    let rows: Vec<Row> = (0..4)
        .map(|n| {
            with_fact(
                login(f64::from(n), 1 + n, 9, "eve", false, 0),
                "source.device",
                OwnedValue::text("PC-17"),
            )
        })
        .collect();
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].record.entity, "PC-17");
    assert_eq!(breaches[0].record.orig_h, None, "it had four addresses");
    assert_eq!(breaches[0].record.resp_h, Some(host(9)));
}

#[test]
fn after_the_throttle_a_breach_needs_as_much_as_before() {
    let text = format!("{FAILED}\nthrottle: 5m");
    let model = model("failed-logins", &text);
    // One a minute: the fourth breaches (180 s), then nothing until 480 s; there are enough since then at once.
    let rows: Vec<Row> = (0..14).map(|n| login(f64::from(n) * 60.0, 1, 2, "eve", false, 0)).collect();
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [180.0, 480.0, 780.0]);
    let ids: Vec<_> = breaches.iter().map(|breach| breach.record.breach_id).collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(breaches[1].record.repeats, 1);
    let counted: usize = breaches.iter().map(|breach| breach.record.evidence.len()).sum();
    let mut all: Vec<_> = breaches.iter().flat_map(|breach| breach.record.evidence.clone()).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), counted, "a record leads to one breach only");
}

#[test]
fn distinct_values_are_counted_in_letters_of_either_case() {
    let model = model(
        "spray",
        "per: source device\ncomponents: {who: {query: 'kind:login', distinct: account, threshold: over 2}}\nmessage: '{who} accounts, {all account}'",
    );
    let mut rows = vec![
        login(0.0, 1, 2, "ann", false, 0),
        login(1.0, 1, 2, "ANN", false, 0),
        login(2.0, 1, 2, "bob", false, 0),
    ];
    assert_eq!(run(std::slice::from_ref(&model), &rows).len(), 0);
    rows.push(login(3.0, 1, 3, "cid", false, 0));
    let breaches = run(&[model], &rows);
    assert_eq!(breaches[0].record.summary, "3 accounts, cid, bob, ANN, ann");
    assert_eq!((breaches[0].record.orig_h, breaches[0].record.resp_h), (Some(host(1)), None));
}

#[test]
fn combinations_are_counted() {
    let text = "components: {ends: {query: 'kind:conn', distinct: [id.resp_h, service], threshold: over 2}}";
    let rows =
        [conn(0.0, 1, 2, "smb"), conn(1.0, 1, 2, "http"), conn(2.0, 1, 2, "smb"), conn(3.0, 1, 3, "smb")];
    let breaches = run(&[model("ends", text)], &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [3.0]);
}

#[test]
fn sums_and_means_have_units() {
    let sum = model(
        "sum",
        "components: {sent: {query: 'kind:conn', sum: orig_bytes, threshold: '> 1MiB'}}\nmessage: '{sent} to {id.resp_h}'",
    );
    let mean = model(
        "mean",
        "components: {size: {query: 'kind:conn', mean: orig_bytes, threshold: at least 400kB}}\nmessage: '{size}'",
    );
    let rows = [sized(0.0, 1, 2, "x", 600_000), sized(1.0, 1, 2, "x", 600_000)];
    let breaches = run(&[sum, mean], &rows);
    let said: Vec<_> =
        breaches.iter().map(|breach| (raised(breach), breach.record.summary.as_str())).collect();
    assert_eq!(said, [(0.0, "585.94 KiB"), (1.0, "1.14 MiB to 10.0.0.2")]);
}

const PARTS: &str = "components:\n  A: {query: 'kind:conn AND service:a', window: 1m}\n  B: {query: 'kind:conn AND service:b', window: 1m}\n  C: {query: 'kind:conn AND service:c', window: 1m}\n";

fn letters(text: &str) -> Vec<Row> {
    // Ten seconds apart: "a.b" is a, ten seconds nothing, b.
    let found = text.chars().enumerate().filter(|(_, letter)| *letter != '.');
    found.map(|(place, letter)| conn(place as f64 * 10.0, 1, 2, &letter.to_string())).collect()
}

fn times(when: &str, text: &str) -> Vec<f64> {
    let model = model("parts", &format!("{PARTS}{when}\nthrottle: 0s"));
    run(&[model], &letters(text)).iter().map(raised).collect()
}

#[test]
fn components_combine() {
    assert_eq!(times("when: {all: [A, B]}", "a.b"), [20.0]);
    assert_eq!(times("when: {all: [A, B]}", "b.a"), [20.0]);
    assert_eq!(times("when: {all: [A, B]}", "a.....b"), [0.0; 0], "a minute apart");
    assert_eq!(times("when: {all: [A, B]}\nwithin: 2m", "a.....b"), [60.0]);
    assert_eq!(times("when: {any: [A, B]}", "a.b"), [0.0, 20.0]);
    assert_eq!(times("when: {all: [A, {not: C}]}", "ca"), [0.0; 0]);
    assert_eq!(times("when: {all: [A, {not: C}]}", "ac"), [0.0]);
    assert_eq!(times("when: {all: [A, {any: [B, C]}]}", "a.c"), [20.0]);
}

#[test]
fn sequences_keep_their_order() {
    assert_eq!(times("when: {sequence: [A, B, C]}", "abc"), [20.0]);
    assert_eq!(times("when: {sequence: [A, B, C]}", "acb"), [0.0; 0]);
    assert_eq!(times("when: {sequence: [A, B, C]}", "acbac"), [40.0], "a b c, though there is an a after b");
    assert_eq!(times("when: {sequence: [A, B]}", "a.....b"), [0.0; 0]);
    assert_eq!(times("when: {sequence: [A, B]}", "a..a..b"), [60.0], "the later a");
    assert_eq!(times("when: {sequence: [A, A]}", "aa.aa"), [10.0, 40.0], "a record is one step only");
}

#[test]
fn weights_add_up_and_veto() {
    let weighted = "when: {weighted: {weights: {A: 1, B: 1, C: -100}, target: 2}}";
    assert_eq!(times(weighted, "ab"), [10.0]);
    assert_eq!(times(weighted, "cab"), [0.0; 0]);
    assert_eq!(times(weighted, "abc"), [10.0], "too late");
    assert_eq!(times(&format!("{weighted}\ndelay: 15s"), "abc"), [0.0; 0], "the judgement waited");
    assert_eq!(times(&format!("{weighted}\ndelay: 15s"), "ab..c"), [25.0]);
    assert_eq!(times(&format!("{weighted}\ndelay: 15s"), "c......ab"), [95.0], "the veto is over");
}

#[test]
fn a_delay_gathers_what_follows() {
    let text =
        "components: {A: {query: 'kind:conn'}}\ndelay: 25s\nmessage: '{A} records, the last {service}'";
    let breaches = run(&[model("late", text)], &letters("abc.c"));
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].record.summary, "3 records, the last c");
    assert_eq!(raised(&breaches[0]), 25.0);
}

#[test]
fn upper_bounds_are_looked_at_when_others_fire() {
    let text = "components:\n  wrote: {query: 'kind:file', window: 5m}\n  logins: {query: 'kind:login', window: 10m, threshold: none}\nwhen: {all: [wrote, logins]}\nthrottle: 0s";
    let model = model("no-login", text);
    let rows = [login(0.0, 1, 2, "ann", true, 0), file(60.0, 1, 2, "x"), file(601.0, 1, 2, "y")];
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [601.0]);
}

#[test]
fn components_share_what_they_must() {
    let text = "per: source device\nshare: destination device\ncomponents:\n  A: {query: 'kind:login'}\n  B: {query: 'kind:file'}\nwhen: {all: [A, B]}";
    let model = model("same-target", text);
    assert_eq!(
        run(std::slice::from_ref(&model), &[login(0.0, 1, 2, "x", true, 0), file(1.0, 1, 3, "y")]).len(),
        0
    );
    let breaches = run(&[model], &[login(0.0, 1, 2, "x", true, 0), file(1.0, 1, 2, "y")]);
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].record.entity, "10.0.0.1");
}

#[test]
fn the_other_end_is_seen_from_the_entity() {
    let text = "per: destination device\nshare: peer\nwithin: 30s\ncomponents:\n  inbound: {query: 'service:smb'}\n  back: {query: 'service:http', per: source device}\nwhen: {sequence: [inbound, back]}";
    let model = model("callback", text);
    let breaches = run(std::slice::from_ref(&model), &[conn(0.0, 1, 2, "smb"), conn(5.0, 2, 1, "http")]);
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].record.entity, "10.0.0.2");
    let ends = (breaches[0].record.orig_h, breaches[0].record.resp_h);
    assert_eq!(ends, (Some(host(1)), Some(host(2))), "who came first, not who was called back");
    assert_eq!(
        run(std::slice::from_ref(&model), &[conn(0.0, 1, 2, "smb"), conn(5.0, 2, 3, "http")]).len(),
        0
    );
    assert_eq!(run(&[model], &[conn(0.0, 1, 2, "smb"), conn(5.0, 1, 2, "http")]).len(), 0);
}

#[test]
fn records_count_when_they_could_be_known() {
    let mut long = Conn {
        ts: at(0.0),
        orig: host(1),
        resp: host(2),
        port: thymus_record::Port(1),
        service: None,
        orig_bytes: None,
        duration: Some(thymus_record::Interval::from_seconds(100)),
    };
    let first = Row::of(&long);
    long.ts = at(90.0);
    long.duration = None;
    let second = Row::of(&long);
    let model = model("two", "components: {A: {query: 'kind:conn', window: 20s, threshold: over 1}}");
    let breaches = run(&[model], &[second, first]);
    assert_eq!(breaches.len(), 1);
    assert_eq!(raised(&breaches[0]), 100.0);
    assert_eq!(breaches[0].record.ts, at(0.0), "the first activity");
    assert_eq!(breaches[0].record.window_start, at(90.0));
}

#[test]
fn models_are_active_at_their_times() {
    let text = "components: {A: {query: 'kind:conn'}}\nthrottle: 0s\nactive:\n  zone: Europe/Berlin\n  times: [{days: weekdays, hours: '08:00-18:00'}]\n  except: source.tag:scanner";
    let model = model("office", text);
    // 06:59 and 07:00 UTC are 07:59 and 08:00 in Berlin.
    let tags = OwnedValue::List(thymus_record::OwnedList::Texts(vec!["scanner".to_owned()]));
    let rows = [
        conn(6.0 * 3600.0 + 3599.0, 1, 2, "a"),
        conn(7.0 * 3600.0, 1, 2, "b"),
        with_fact(conn(7.5 * 3600.0, 1, 2, "c"), "source.tag", tags),
        conn(17.0 * 3600.0, 1, 2, "d"),
    ];
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.iter().map(raised).collect::<Vec<_>>(), [7.0 * 3600.0]);
}

#[test]
fn models_see_the_breaches_of_others() {
    let one = model(
        "one",
        "per: pair\ntags: ['AP: Lateral Movement']\ncomponents: {A: {query: 'kind:conn AND service:a'}}",
    );
    let two = model(
        "two",
        "per: pair\ntags: ['AP: Lateral Movement']\ncomponents: {A: {query: 'kind:conn AND service:b'}}",
    );
    let meta = model(
        "many",
        "per: source device\ncomponents: {M: {query: 'kind:breach AND tags:\"AP: Lateral Movement\"', distinct: model_uuid, threshold: over 1}}\nmessage: '{entity}: {all model}'",
    );
    let breaches = run(&[meta, one, two], &[conn(0.0, 1, 2, "a"), conn(5.0, 1, 3, "b")]);
    let said: Vec<_> = breaches.iter().map(|breach| (&*breach.record.model_uuid, raised(breach))).collect();
    assert_eq!(said, [("one", 0.0), ("two", 5.0), ("many", 5.0)]);
    assert_eq!(breaches[2].record.summary, "10.0.0.1: Test / two, Test / one");
    let ids: Vec<_> = breaches[..2].iter().map(|breach| breach.row().id().into()).collect();
    assert_eq!(breaches[2].record.evidence, ids, "its evidence are breaches");
}

#[test]
fn breaches_over_breaches_do_not_loop() {
    let seed = model("seed", "components: {A: {query: 'kind:conn'}}\nthrottle: 0s");
    let a = model("aaa", "components: {A: {query: 'kind:breach'}}\nthrottle: 0s");
    let b = model("bbb", "components: {A: {query: 'kind:breach'}}\nthrottle: 0s");
    let mut detector = detector(&[seed, a, b]);
    let breaches = run_with(&mut detector, &[conn(0.0, 1, 2, "x")]);
    assert!((3..64).contains(&breaches.len()), "{}", breaches.len());
    assert!(detector.statistics().too_deep > 0);
}

fn exception(matched: &str, dates: &str) -> String {
    format!(
        "exceptions: [{{id: daily-job, models: [jobs], match: {{{matched}}}, owner: me, reason: known, {dates}}}]\n"
    )
}

const DATES: &str = "created: 2023-12-01, expires: never";

fn jobs(matched: &str, dates: &str, rows: &[Row]) -> Vec<(f64, bool)> {
    let jobs = model("jobs", "per: pair\ndelay: 10s\nthrottle: 1h\ncomponents: {A: {query: 'kind:file'}}");
    let mut detector =
        Detector::new(&[jobs], &exceptions(&exception(matched, dates)), &registry(), Options::default());
    run_with(&mut detector, rows).iter().map(|breach| (raised(breach), breach.is_suppressed())).collect()
}

#[test]
fn exceptions_take_breaches_away_and_keep_them() {
    let daily = [file(0.0, 1, 2, "atsvc"), file(1.0, 1, 2, "AV.job")];
    assert_eq!(jobs("any_record: name:AV.job", DATES, &daily), [(10.0, true)]);
    assert_eq!(jobs("every_record: name:AV.job", DATES, &daily), [(10.0, false)]);
    assert_eq!(jobs("every_record: 'name:(AV.job OR atsvc)'", DATES, &daily), [(10.0, true)]);
    assert_eq!(jobs("breach: id.orig_h:10.0.0.1", DATES, &daily), [(10.0, true)]);
    assert_eq!(jobs("breach: id.orig_h:10.0.0.9, any_record: name:AV.job", DATES, &daily), [(10.0, false)]);
}

#[test]
fn exceptions_have_a_time() {
    let daily = [file(0.0, 1, 2, "AV.job")];
    assert_eq!(
        jobs("any_record: name:AV.job", "created: 2024-02-01, expires: never", &daily),
        [(10.0, false)]
    );
    assert_eq!(
        jobs("any_record: name:AV.job", "created: 2024-02-01, expires: never, backwards: true", &daily),
        [(10.0, true)]
    );
    assert_eq!(
        jobs("any_record: name:AV.job", "created: 2023-01-01, expires: 2023-12-31", &daily),
        [(10.0, false)]
    );
}

#[test]
fn what_an_exception_takes_away_hides_nothing_else() {
    // The daily job, and ten minutes later an attack by the same pair.
    let rows = [file(0.0, 1, 2, "AV.job"), file(600.0, 1, 2, "evil.job")];
    assert_eq!(jobs("any_record: name:AV.job", DATES, &rows), [(10.0, true), (610.0, false)]);
    // What is taken away again within the throttle is not told again.
    let rows = [file(0.0, 1, 2, "AV.job"), file(600.0, 1, 2, "AV.job")];
    assert_eq!(jobs("any_record: name:AV.job", DATES, &rows), [(10.0, true)]);
}

#[test]
fn exceptions_are_applied_backwards_over_stored_breaches() {
    let jobs = model("jobs", "per: pair\ndelay: 10s\ncomponents: {A: {query: 'kind:file'}}");
    let rows = [file(0.0, 1, 2, "atsvc"), file(1.0, 1, 2, "AV.job")];
    let breach = run(&[jobs], &rows).remove(0).row();
    let stored = |id| rows.iter().find(|row| row.id() == id).cloned();
    let verdict =
        |matched: &str| apply_backwards(&exceptions(&exception(matched, DATES))[0], &breach, stored);
    assert_eq!(verdict("any_record: name:AV.job"), Backwards::Suppressed);
    assert_eq!(verdict("every_record: name:AV.job"), Backwards::Kept);
    assert_eq!(verdict("breach: account:eve"), Backwards::Kept);
    assert_eq!(verdict("breach: entity:10.0.0.1"), Backwards::Suppressed);
    let lost = apply_backwards(&exceptions(&exception("every_record: name:*", DATES))[0], &breach, |_| None);
    assert_eq!(lost, Backwards::Unknown);
}

#[test]
fn scores_can_be_taken_apart() {
    let model =
        model("many", "components: {A: {query: 'kind:conn', threshold: '>= 2'}}\ndelay: 1m\nthrottle: 0s");
    let rows: Vec<Row> = (0..32)
        .map(|n| conn(f64::from(n), 1, 2, "x"))
        .chain((0..2).map(|n| conn(1000.0 + f64::from(n), 1, 2, "x")))
        .collect();
    let breaches = run(&[model], &rows);
    assert_eq!(breaches.len(), 2);
    for breach in &breaches {
        let parts = breach.record.score_parts.iter().map(|part| part[..5].parse::<f64>().unwrap());
        assert!((parts.sum::<f64>() - breach.record.score).abs() < 1e-9);
        assert!((0.0..=1.0).contains(&breach.record.score));
    }
    assert_eq!(
        breaches[0].record.score_parts,
        [
            "0.400 priority 4 of 5",
            "0.125 A: 16.0 times what it takes (32 records)",
            "0.000 one component fired",
            "0.100 the first breach of this model by this entity in a month",
        ]
    );
    assert!(breaches[1].record.score < breaches[0].record.score);
}

#[test]
fn a_model_that_did_not_change_goes_on_when_others_are_replaced() {
    let kept = model("failed-logins", FAILED);
    let other = model("other", "components: {A: {query: 'kind:conn'}}");
    let changed = model("failed-logins", &FAILED.replace("> 3", "> 2"));
    let rows: Vec<Row> = (0..4).map(|n| login(f64::from(n) * 60.0, 1, 2, "eve", false, 0)).collect();
    for (models, wanted) in [(vec![other.clone(), kept.clone()], 1), (vec![other, changed], 0)] {
        let mut detector = detector(std::slice::from_ref(&kept));
        let mut breaches = Vec::new();
        rows[..2].iter().for_each(|row| detector.observe(row, &mut breaches));
        detector.advance(at(100.0 + 300.0), &mut breaches);
        detector.replace_models(&models, &[]);
        rows[2..].iter().for_each(|row| detector.observe(row, &mut breaches));
        detector.finish(&mut breaches);
        assert_eq!(breaches.len(), wanted);
    }
}

#[test]
fn switched_off_models_and_second_ones_of_an_id_do_not_run() {
    let off = model("off", "enabled: false\ncomponents: {A: {query: 'kind:conn'}}");
    let one = model("one", "components: {A: {query: 'kind:conn'}}");
    let again = model("one", "components: {A: {query: 'kind:login'}}");
    let detector = detector(&[off, one.clone(), again]);
    assert_eq!(detector.models().map(|model| model.version()).collect::<Vec<_>>(), [one.version()]);
}

#[test]
fn versions_of_a_model_are_compared() {
    let before = model("failed-logins", &format!("{FAILED}\nthrottle: 5m"));
    let after =
        model("failed-logins", &format!("{}\nthrottle: 5m\nenabled: false", FAILED.replace("> 3", "> 1")));
    // One pair fails often, another twice only.
    let rows: Vec<Row> = (0..4)
        .map(|n| login(f64::from(n), 1, 2, "eve", false, 0))
        .chain((0..2).map(|n| login(1000.0 + f64::from(n), 3, 4, "eve", false, 0)))
        .collect();
    let registry = registry();
    let mut test = Backtest::new(Some(&before), &after, &[], &registry, Options::default());
    rows.iter().for_each(|row| test.observe(row));
    let compared = test.finish();
    let entities =
        |breaches: &[Breach]| breaches.iter().map(|breach| breach.record.entity.clone()).collect::<Vec<_>>();
    assert_eq!(entities(&compared.kept), ["10.0.0.1 → 10.0.0.2"]);
    assert_eq!(entities(&compared.added), ["10.0.0.3 → 10.0.0.4"]);
    assert_eq!(compared.removed.len(), 0);
    let mut back = Backtest::new(Some(&after), &before, &[], &registry, Options::default());
    rows.iter().for_each(|row| back.observe(row));
    assert_eq!(entities(&back.finish().removed), ["10.0.0.3 → 10.0.0.4"]);
    assert_eq!(backtest(&after, &[], &rows, &registry, Options::default()).len(), 2);
}

#[test]
fn cases_say_what_is_not_as_expected() {
    let text = "breaches_on:\n  - name: x\n    records: [{kind: file, times: 2, id.orig_h: 10.0.0.1, id.resp_h: 10.0.0.2, name: 'f{n}'}]\n    count: 1\n    source: 10.0.0.1\n    says: f2\nquiet_on: []\n";
    let read = thymus_model::TestFile::read(text, &registry());
    let case = &read.value.expect("a test file").breaches_on[0];
    let result = |rest: &str| {
        let model = model(
            "files",
            &format!(
                "per: pair\ndelay: 5s\nmessage: '{{name}}'\ncomponents: {{A: {{query: 'kind:file', {rest}}}}}"
            ),
        );
        run_case(&[model], "files", case, true, &[], &registry())
    };
    assert!(result("threshold: over 0").has_passed(), "{:?}", result("threshold: over 0").failures);
    assert_eq!(
        result("threshold: over 2").failures,
        ["it does not breach", "it breaches 0 times, not 1"][1..]
    );
    let quiet = model("files", "per: pair\ncomponents: {A: {query: 'kind:file'}}");
    let failures = run_case(&[quiet], "files", case, false, &[], &registry()).failures;
    assert_eq!(failures, ["it breaches 1 times, first: Test / files: 10.0.0.1 → 10.0.0.2"]);
    assert_eq!(run_case(&[], "files", case, false, &[], &registry()).failures, ["there is no model `files`"]);
}
