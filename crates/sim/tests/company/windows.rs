//! The same seed gives the same packets, and any window gives what the whole has there.

use crate::analysis::around;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use thymus_sim::{Company, CompanyError, DAYS_MAX, Scenario};
use thymus_wire::{Interval, Timestamp};

const DAY: i64 = 86_400;

/// When each packet of a window is seen, and the hash of its bytes.
fn packets(company: &Company, window: Range<Timestamp>) -> Vec<(Timestamp, u64)> {
    let mut packets = company.packets(window);
    let mut all = Vec::new();
    while let Some((time, frame)) = packets.next() {
        let mut hasher = DefaultHasher::new();
        frame.hash(&mut hasher);
        all.push((time, hasher.finish()));
    }
    all
}

fn company(seed: u64, days: u32) -> Company {
    Scenario::Attacks.company(seed, Scenario::START, days).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_packets_and_another_seed_others() {
    let morning = around(Scenario::START + Interval::from_seconds(8 * 3600), 0, 900);
    let first = packets(&company(1, 3), morning.clone());
    assert!(first.len() > 1000);
    assert!(first == packets(&company(1, 3), morning.clone()));
    assert!(first != packets(&company(2, 3), morning));
}

#[test]
fn a_window_gives_what_the_whole_has_there() {
    let company = company(7, 3);
    let span = company.span();
    assert_eq!(span.end - span.start, Interval::from_seconds(3 * DAY));
    let whole = packets(&company, span.clone());
    assert!(whole.is_sorted_by_key(|(time, _)| *time));
    assert!(whole.iter().all(|(time, _)| span.contains(time)));
    // In the night, at work, across midnight, while backups and attacks run, a whole day, and nothing at all.
    let windows = [
        (0, 600),
        (6 * 3600 - 60, 600),
        (9 * 3600 + 7, 1300),
        (DAY - 300, 900),
        (DAY + 3600 + 1000, 3000),
        (DAY + 4 * 3600, 3600),
        (DAY, DAY),
        (2 * DAY + 12 * 3600, 1),
        (3 * DAY - 60, 60),
        (3 * DAY, 60),
        (DAY, 0),
    ];
    for (from, seconds) in windows {
        let window = around(span.start + Interval::from_seconds(from), 0, seconds);
        let slice: Vec<_> = whole.iter().filter(|(time, _)| window.contains(time)).copied().collect();
        assert!(slice == packets(&company, window), "{from} s and {seconds} s after it");
    }
}

#[test]
fn windows_that_follow_each_other_give_the_whole() {
    let company = company(3, 1);
    let span = company.span();
    let whole = packets(&company, span.clone());
    let hours = (0..24).map(|hour| around(span.start + Interval::from_seconds(hour * 3600), 0, 3600));
    let joined: Vec<_> = hours.flat_map(|window| packets(&company, window)).collect();
    assert!(whole == joined);
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    let start = Scenario::START;
    assert_eq!(Company::new(1, start, 0).err(), Some(CompanyError::Days { days: 0 }));
    assert_eq!(Company::new(1, start, DAYS_MAX + 1).err(), Some(CompanyError::Days { days: DAYS_MAX + 1 }));
    assert!(matches!(Company::new(1, Timestamp(i64::MAX), 60), Ok(_) | Err(CompanyError::Start { .. })));
    assert!(matches!(Company::new(1, Timestamp(i64::MIN), 60), Ok(_) | Err(CompanyError::Start { .. })));
    assert_eq!(Scenario::named("noise").err(), Some(CompanyError::Scenario));
    assert_eq!(Scenario::named("demo"), Ok(Scenario::Demo));
}

#[test]
fn no_two_devices_have_an_address_at_once_and_addresses_change_hands() {
    let company = Scenario::Quiet.company(1, Scenario::START, 20).unwrap();
    let mut owners: BTreeMap<[u8; 4], Vec<String>> = BTreeMap::new();
    let mut changes = 0;
    let mut before: BTreeMap<String, [u8; 4]> = BTreeMap::new();
    for step in 0..20 * 24 * 4 {
        let time = company.span().start + Interval::from_seconds(step * 900);
        let mut now: BTreeMap<[u8; 4], &str> = BTreeMap::new();
        for device in company.devices() {
            let Some(address) = company.address(device.id, time) else { continue };
            let other = now.insert(address, &device.name);
            assert_eq!(other, None, "{} at {time}", device.name);
            let known = owners.entry(address).or_default();
            if !known.contains(&device.name) {
                known.push(device.name.clone());
            }
            changes +=
                usize::from(before.insert(device.name.clone(), address).is_some_and(|old| old != address));
        }
    }
    assert!(company.devices().len() >= 120);
    assert!(owners.values().filter(|known| known.len() > 2).count() >= 5, "addresses that had three owners");
    assert!(changes > 100, "{changes} changes of address");
}
