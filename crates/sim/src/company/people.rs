//! People: their departments, habits and accounts.

use super::names_table::{FIRST_NAMES, LAST_NAMES};
use crate::random::{Random, number_of};

/// Where somebody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Department {
    Management,
    Finance,
    Sales,
    Engineering,
    Production,
    People,
    Technology,
    Logistics,
}

impl Department {
    pub(crate) const ALL: [Self; 8] = [
        Self::Management,
        Self::Finance,
        Self::Sales,
        Self::Engineering,
        Self::Production,
        Self::People,
        Self::Technology,
        Self::Logistics,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Management => "Management",
            Self::Finance => "Finance",
            Self::Sales => "Sales",
            Self::Engineering => "Engineering",
            Self::Production => "Production",
            Self::People => "People",
            Self::Technology => "IT",
            Self::Logistics => "Logistics",
        }
    }

    /// How many work there, and how many of them with a laptop.
    fn heads(self) -> (usize, usize) {
        match self {
            Self::Management => (4, 4),
            Self::Finance => (11, 1),
            Self::Sales => (16, 13),
            Self::Engineering => (24, 5),
            Self::Production => (16, 0),
            Self::People => (5, 2),
            Self::Technology => (6, 3),
            Self::Logistics => (10, 0),
        }
    }

    /// When people come and go at the earliest, in minutes since midnight.
    fn hours(self) -> (u64, u64) {
        match self {
            Self::Production => (350, 830),
            Self::Logistics => (390, 890),
            Self::Sales => (480, 1000),
            _ => (450, 960),
        }
    }
}

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) full_name: String,
    /// `anna.adler`.
    pub(crate) account: String,
    pub(crate) department: Department,
    /// The account for administration, of those who have one.
    pub(crate) administrator: Option<String>,
    /// When they usually come and go, in minutes since midnight.
    pub(crate) hours: (u64, u64),
    /// They work with a laptop.
    pub(crate) has_laptop: bool,
    /// They leave their computer running in the evening.
    pub(crate) leaves_running: bool,
    /// The first and the last day on which they work here.
    pub(crate) days: (u32, u32),
    /// The last part of their security identifier.
    pub(crate) relative_identifier: u32,
    /// How busy they are: 1000 is usual.
    pub(crate) zeal: u64,
}

/// How many people join and how many leave in the time that is simulated.
const JOINERS: usize = 3;
const LEAVERS: usize = 3;
/// The least number of days for which there are joiners and leavers.
const DAYS_FOR_CHANGES: u32 = 10;

/// Everybody, those who join last at the end.
pub(crate) fn everybody(seed: u64, days: u32) -> Vec<Person> {
    let mut random = Random::of(seed, &[number_of("people")]);
    let mut people = Vec::new();
    for department in Department::ALL {
        let (heads, laptops) = department.heads();
        for number in 0..heads {
            let person = person(&mut random, department, number < laptops, people.len(), days);
            people.push(person);
        }
    }
    if days >= DAYS_FOR_CHANGES {
        changes(&mut random, &mut people, days);
    }
    people
}

fn person(random: &mut Random, department: Department, has_laptop: bool, number: usize, days: u32) -> Person {
    // All pairs of names are different as long as their counts have no common divisor with the steps.
    let first = FIRST_NAMES.get(number * 7 % FIRST_NAMES.len()).copied().unwrap_or_default();
    let last =
        LAST_NAMES.get((number * 11 + number / 48 * 5) % LAST_NAMES.len()).copied().unwrap_or_default();
    let account = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
    let is_administrator = department == Department::Technology && !number.is_multiple_of(3);
    let (come, go) = department.hours();
    Person {
        full_name: format!("{first} {last}"),
        administrator: is_administrator.then(|| format!("adm-{}", last.to_lowercase())),
        account,
        department,
        hours: (come + random.below(60), go + random.below(75)),
        has_laptop,
        leaves_running: !has_laptop && random.chance(150),
        days: (0, days.saturating_sub(1)),
        relative_identifier: 1100 + number as u32,
        zeal: random.between(600, 1500),
    }
}

/// Some join on the first days of weeks, some leave on the last.
fn changes(random: &mut Random, people: &mut [Person], days: u32) {
    let third = u64::from(days / 3);
    let engineers: Vec<usize> = people
        .iter()
        .enumerate()
        .filter(|(_, person)| person.department == Department::Engineering)
        .map(|(number, _)| number)
        .collect();
    let last = u64::from(days - 1);
    for number in engineers.iter().take(JOINERS) {
        let day = (third + random.below(third)).min(last) as u32;
        people.get_mut(*number).into_iter().for_each(|person| person.days.0 = day);
    }
    for number in engineers.iter().skip(JOINERS).take(LEAVERS) {
        let day = (third + random.below(third)).min(last) as u32;
        people.get_mut(*number).into_iter().for_each(|person| person.days.1 = day);
    }
}
