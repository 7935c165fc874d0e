//! Attacks leave the records that they are said to leave, and nothing of the kind is there without them.

use crate::analysis::{Row, records, text};
use thymus_sim::{Attack, Company, Expected, Scenario};
use thymus_wire::Interval;

/// The records that fit what is expected.
fn fitting(rows: &[Row], expected: &Expected) -> usize {
    let fits = |row: &&Row| {
        row["kind"] == expected.kind
            && expected.fields.iter().all(|(field, value)| text(row, field) == *value)
    };
    rows.iter().filter(fits).count()
}

fn shows(company: &Company, attack: &Attack) -> Vec<String> {
    let window = attack.start..attack.end() + Interval::from_seconds(60);
    let rows = records(company, window.clone());
    let quiet = Scenario::Quiet.company(11, Scenario::START, 30).unwrap();
    let before = records(&quiet, window);
    let mut wrong = Vec::new();
    for expected in attack.expected(company) {
        let count = fitting(&rows, &expected);
        if count < expected.count as usize {
            wrong.push(format!("{}: {expected:?}: {count}", attack.name()));
        }
        let without = fitting(&before, &expected);
        if without >= expected.count as usize {
            wrong.push(format!("{}: {expected:?}: {without} without the attack", attack.name()));
        }
    }
    wrong
}

#[test]
fn every_attack_is_found_where_it_is_said_to_be() {
    let company = Scenario::Attacks.company(11, Scenario::START, 30).unwrap();
    assert_eq!(company.attacks().len(), 10);
    let wrong: Vec<String> = company.attacks().iter().flat_map(|attack| shows(&company, attack)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_looks_like_the_story_is_another_pair_another_time_another_command() {
    let company = Scenario::Demo.company(1, Scenario::START, Scenario::DAYS).unwrap();
    let story = company.story().unwrap();
    assert_eq!(company.attacks().len(), 2);
    for attack in company.attacks() {
        assert_ne!((attack.source, attack.target), (story.server, story.client));
        assert_ne!(attack.target, story.client);
        assert!(!story.window.contains(&attack.start) && attack.start < story.window.start);
        let window = attack.start..attack.end() + Interval::from_seconds(30);
        let rows = records(&company, window);
        for expected in attack.expected(&company) {
            assert!(fitting(&rows, &expected) >= expected.count as usize, "{}: {expected:?}", attack.name());
        }
        assert!(!rows.iter().any(|row| row.to_string().contains("BackgroundScanClient")));
    }
}
