//! An attacker chooses names, addresses and hardware addresses: memory stays bounded, and what is real stays known.

use super::*;
use crate::Sizes;
use proptest::prelude::*;

const REAL: &str = "00:50:f4:ed:c3:af";

fn small() -> Limits {
    Limits {
        devices: 200,
        addresses: 300,
        accounts: 100,
        answers: 200,
        fronts: 50,
        domains: 20,
        ..Limits::default()
    }
}

fn assert_bounded(sizes: Sizes, limits: &Limits) {
    assert!(sizes.devices <= limits.devices, "{sizes:?}");
    assert!(sizes.addresses <= limits.addresses, "{sizes:?}");
    assert!(sizes.accounts <= limits.accounts, "{sizes:?}");
    assert!(sizes.answers <= limits.answers, "{sizes:?}");
    assert!(sizes.fronts <= limits.fronts, "{sizes:?}");
}

/// The number as a hardware address.
fn card(number: u32) -> String {
    let [a, b, c, d] = number.to_be_bytes();
    format!("02:ff:{a:02x}:{b:02x}:{c:02x}:{d:02x}")
}

fn host(number: u32) -> String {
    let [_, b, c, d] = number.to_be_bytes();
    format!("10.{b}.{c}.{d}")
}

/// A real device that is there from the first day on.
fn settle(entities: &mut Entities) {
    for hour in 0..48u32 {
        let ts = f64::from(hour) * 3_600.0;
        observe(
            entities,
            [
                lease(ts, REAL, "PC-A", "10.200.0.50", 7_200.0),
                conn(ts, "10.200.0.50", "88.99.0.1", 443, None),
            ],
        );
    }
}

#[test]
fn a_flood_of_made_up_devices_is_bounded_and_spares_the_real_ones() {
    let mut entities = Entities::new(Networks::default(), small());
    settle(&mut entities);
    let mut told = 0;
    for number in 1..8_000u32 {
        let ts = 172_800.0 + f64::from(number) / 100.0;
        let flood = [
            arp(ts, &card(number), &host(number)),
            lease(ts, &card(number), &format!("H{number}"), &host(number + 1), 600.0),
            conn(ts, &host(number), "10.0.0.10", 445, Some((&card(number), &card(number + 1)))),
            kerberos(ts, &host(number), "AS", &format!("U{number}/CORP.LOCAL"), "krbtgt/CORP.LOCAL", false),
            dns(ts, &host(number), "10.0.0.53", &format!("n{number}.example.com"), &["88.99.0.1"]),
        ];
        told += observe(&mut entities, flood).len();
        assert_bounded(entities.sizes(), entities.limits());
    }
    let counters = entities.counters();
    assert!(counters.devices_forgotten > 5_000 && counters.addresses_forgotten > 5_000, "{counters:?}");
    assert!(counters.accounts_forgotten > 5_000 && counters.answers_forgotten > 5_000, "{counters:?}");
    assert!(counters.changes_suppressed > 5_000, "{counters:?}");
    assert!(told <= 600 * 3, "{told} changes in little over a minute");
    let real = entities.device("mac:00:50:f4:ed:c3:af").expect("the real device is still known");
    assert_eq!((real.name.as_deref(), real.addresses.len()), (Some("pc-a"), 1));
    assert_eq!(who(&entities, "10.200.0.50", 90_000.0).device, "mac:00:50:f4:ed:c3:af");
}

#[test]
fn a_flood_of_names_for_one_address_is_bounded() {
    let mut entities = Entities::new(Networks::default(), small());
    settle(&mut entities);
    for number in 1..5_000u32 {
        let ts = 172_800.0 + f64::from(number);
        let name = format!("n{number}.corp.local");
        observe(
            &mut entities,
            [
                dns(ts, "10.0.0.66", "10.0.0.53", &name, &["10.200.0.50"]),
                ntlm(ts, "10.200.0.50", "10.0.0.20", &name, ("", &name)),
            ],
        );
    }
    let device = entities.device("mac:00:50:f4:ed:c3:af").unwrap();
    assert_eq!(device.name.as_deref(), Some("pc-a"));
    assert!(device.names.len() <= 2 * Limits::default().names_per_span + 1, "{}", device.names.len());
    assert!(device.accounts.len() <= Limits::default().accounts_per_span, "{}", device.accounts.len());
    assert!(entities.counters().names_forgotten > 1_000);
    assert!(entities.counters().account_uses_forgotten > 1_000);
}

#[test]
fn one_card_with_endless_addresses_of_ipv6_is_bounded() {
    let mut entities = Entities::new(Networks::default(), small());
    for number in 0..5_000u32 {
        let own = format!("fd00::{:x}:{:x}", number >> 16, number & 0xffff | 0x1000);
        let fields =
            [("operation", text("neighbor_advertisement")), ("addr", address(&own)), ("l2_addr", mac(REAL))];
        observe(&mut entities, [row("nd", 1_000.0 + f64::from(number), &fields)]);
    }
    assert_bounded(entities.sizes(), entities.limits());
    let device = entities.device("mac:00:50:f4:ed:c3:af").unwrap();
    assert!(device.addresses.len() <= Limits::default().addresses_per_device);
    assert!(!device.gateway, "that is how privacy addresses look");
    assert!(entities.counters().links_forgotten > 1_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever stands in records, nothing panics, grows, or contradicts itself.
    #[test]
    fn anything_may_come_in_any_order(
        steps in prop::collection::vec((0u8..8, 0u32..40, 0u32..40, 0u32..200_000), 1..300),
    ) {
        let limits = Limits { devices: 10, addresses: 12, accounts: 8, answers: 10, fronts: 4, spans_per_address: 4, marks_per_address: 6, ..Limits::default() };
        let mut entities = Entities::new(Networks::default(), limits);
        for (what, one, other, ts) in steps {
            let ts = f64::from(ts) / 10.0;
            let (card, own) = (card(one % 6), host(other % 20 + 1));
            let row = match what {
                0 => arp(ts, &card, &own),
                1 => lease(ts, &card, &format!("h{one}"), &own, 100.0),
                2 => conn(ts, &own, &host(one), 445, Some((&card, REAL))),
                3 => kerberos(ts, &own, "AS", &format!("h{one}$/CORP.LOCAL"), "krbtgt/CORP.LOCAL", true),
                4 => ntlm(ts, &own, &host(one), &format!("h{one}"), ("CORP", "alice")),
                5 => dns(ts, &own, "10.0.0.53", &format!("n{one}.corp.local"), &[&host(one), "88.99.0.1"]),
                6 => row("dhcp", ts, &[("mac", mac(&card)), ("client_addr", address(&own)), ("msg_types", texts(&["RELEASE"]))]),
                _ => row("dhcp", ts, &[("mac", mac(&card)), ("host_name", text(&format!("h{other}"))), ("msg_types", texts(&["DISCOVER"]))]),
            };
            observe(&mut entities, [row]);
            assert_bounded(entities.sizes(), entities.limits());
        }
        for device in entities.devices() {
            prop_assert!(device.first_seen <= device.last_seen);
            for held in &device.addresses {
                prop_assert_eq!(&held.device, &device.id);
                prop_assert!(held.to.is_none_or(|to| held.from <= to));
            }
        }
        for number in 0..40 {
            let history = entities.history(ip(&host(number)));
            prop_assert!(history.windows(2).all(|pair| pair[0].from <= pair[1].from));
            prop_assert!(history.windows(2).all(|pair| pair[0].to.is_some_and(|to| to <= pair[1].from)));
        }
        let again = Entities::restore(&entities.snapshot().unwrap(), Networks::default(), entities.limits().clone()).unwrap();
        prop_assert_eq!(again.snapshot().unwrap(), entities.snapshot().unwrap());
        for (mut one, mut other) in again.devices().into_iter().zip(entities.devices()) {
            // Names of namesakes may have been forgotten meanwhile.
            one.namesakes.clear();
            other.namesakes.clear();
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(again.sizes(), entities.sizes());
        prop_assert_eq!(again.accounts(), entities.accounts());
    }
}
