//! The same evidence in another order gives the same answers.

use super::*;
use crate::{AccountView, DeviceView};
use proptest::prelude::*;

/// How far out of order records come, in seconds: within what is allowed.
const DISORDER: f64 = 500.0;

const CARDS: [&str; 4] = ["00:50:f4:ed:c3:af", "68:5d:43:8b:f9:de", "00:11:32:17:49:f0", "da:a1:19:00:00:01"];

/// A few hosts, cards and names that meet in every way within some hours.
fn records() -> impl Strategy<Value = Vec<(f64, Row)>> {
    let one = (0u8..9, 0usize..4, 1u32..6, 0u32..36_000);
    prop::collection::vec(one, 1..120).prop_map(|steps| {
        let mut records: Vec<(f64, Row)> =
            steps.into_iter().map(|(what, card, host, ts)| make(what, card, host, f64::from(ts))).collect();
        records.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.id().cmp(&other.1.id())));
        records.dedup_by_key(|(_, row)| row.id());
        records
    })
}

fn make(what: u8, card: usize, host: u32, ts: f64) -> (f64, Row) {
    let own = format!("10.0.0.{host}");
    let row = match what {
        0 => arp(ts, CARDS[card], &own),
        1 => lease(ts, CARDS[card], &format!("PC-{card}"), &own, 3_600.0),
        2 => conn(ts, &own, "10.0.0.10", 445, Some((CARDS[card], "00:11:32:00:00:99"))),
        3 => kerberos(ts, &own, "AS", &format!("PC-{card}$/CORP.LOCAL"), "krbtgt/CORP.LOCAL", true),
        4 => ntlm(
            ts,
            &own,
            "10.0.0.20",
            &format!("PC-{card}"),
            ("CORP", ["alice", "bob", "carol", "dave"][card]),
        ),
        5 => dns(ts, "10.0.0.77", "10.0.0.53", &format!("srv-{card}.corp.local"), &[&own]),
        6 => row(
            "dhcp",
            ts,
            &[("mac", mac(CARDS[card])), ("client_addr", address(&own)), ("msg_types", texts(&["RELEASE"]))],
        ),
        7 => kerberos(ts, &own, "AS", "alice/CORP.LOCAL", "krbtgt/CORP.LOCAL", card != 0),
        _ => {
            let mut fields = ends("10.0.0.77", &own, 389);
            fields.push(("result", text("success")));
            row("ldap_search", ts, &fields)
        }
    };
    (ts, row)
}

/// All answers that there are, but for what depends on when a record was told of.
fn answers(entities: &Entities) -> (Vec<DeviceView>, Vec<AccountView>, Vec<Vec<Holding>>) {
    let devices = entities.devices();
    let held = (1..6).map(|host| entities.history(ip(&format!("10.0.0.{host}")))).collect();
    (devices, entities.accounts(), held)
}

/// Where a limit is reached, what is forgotten depends on when; so there is room here for everything.
fn learn(records: &[(f64, Row)]) -> Entities {
    let room = Limits {
        spans_per_address: 1_000,
        marks_per_address: 10_000,
        names_per_span: 100,
        accounts_per_span: 100,
        ..Limits::default()
    };
    let mut entities = Entities::new(Networks::default(), room);
    for (_, row) in records {
        let _ = entities.learn(row);
    }
    entities
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn evidence_that_comes_minutes_late_changes_no_answer(
        records in records(),
        delays in prop::collection::vec(0.0..DISORDER, 120),
    ) {
        let in_order = learn(&records);
        let mut late: Vec<(f64, (f64, Row))> =
            records.iter().zip(delays).map(|((ts, row), delay)| (ts + delay, (*ts, row.clone()))).collect();
        late.sort_by(|one, other| one.0.total_cmp(&other.0));
        let late: Vec<(f64, Row)> = late.into_iter().map(|(_, record)| record).collect();
        let out_of_order = learn(&late);
        let (one, other) = (answers(&in_order), answers(&out_of_order));
        for (one, other) in one.2.iter().flatten().zip(other.2.iter().flatten()) {
            prop_assert_eq!(one, other, "who had an address");
        }
        for (one, other) in one.0.iter().zip(&other.0) {
            prop_assert_eq!(one, other, "a device");
        }
        prop_assert_eq!(one.0.len(), other.0.len());
        prop_assert_eq!(one.1, other.1, "accounts");
        prop_assert_eq!(in_order.counters().evidence_too_late, 0);
        for ts in (0..36_000).step_by(500) {
            for host in 1..6 {
                let own = ip(&format!("10.0.0.{host}"));
                prop_assert_eq!(in_order.who_had(own, at(f64::from(ts))), out_of_order.who_had(own, at(f64::from(ts))));
            }
        }
    }
}

#[test]
fn a_lease_that_is_told_of_late_still_ends_the_one_before() {
    let rows = [
        lease(1_000.0, CARDS[0], "PC-A", "10.0.0.50", 3_600.0),
        lease(5_000.0, CARDS[1], "PC-B", "10.0.0.50", 3_600.0),
        arp(5_100.0, CARDS[1], "10.0.0.50"),
        ntlm(5_050.0, "10.0.0.50", "10.0.0.20", "PC-B", ("CORP", "bob")),
    ];
    let order = |order: [usize; 4]| {
        let records: Vec<(f64, Row)> = order.iter().map(|&index| (0.0, rows[index].clone())).collect();
        let entities = learn(&records);
        (entities.history(ip("10.0.0.50")), entities.account("bob").map(|account| account.devices))
    };
    let expected = order([0, 1, 2, 3]);
    assert_eq!(expected.0.len(), 2);
    assert_eq!(expected.1.as_ref().unwrap()[0].device, "mac:68:5d:43:8b:f9:de");
    assert_eq!(order([0, 2, 3, 1]), expected);
    assert_eq!(order([3, 2, 1, 0]), expected);
    assert_eq!(order([2, 0, 3, 1]), expected);
}

#[test]
fn a_record_from_the_far_future_does_not_settle_the_present() {
    let mut entities = entities();
    observe(
        &mut entities,
        [
            lease(1_000.0, CARDS[0], "PC-A", "10.0.0.50", 3_600.0),
            arp(9.0e8, CARDS[2], "10.0.0.51"),
            arp(1_200.0, CARDS[1], "10.0.0.50"),
            arp(1_100.0, CARDS[0], "10.0.0.50"),
        ],
    );
    assert_eq!(entities.history(ip("10.0.0.50")).len(), 2);
    assert_eq!(entities.counters().evidence_too_late, 0);
}
