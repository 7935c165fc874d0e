//! When people work, and when their computers are connected to which network.

use super::calendar::{Calendar, Day, HOUR, MINUTE};
use super::device::{Device, DeviceId, Subnet};
use super::people::{Department, Person};
use crate::random::{Random, number_of};
use thymus_wire::Timestamp;

/// Working from home, in a thousand days of somebody with a laptop.
const FROM_HOME: u64 = 180;
/// Ill, in a thousand days.
const ILL: u64 = 20;
/// Days of holidays at a stretch.
const AWAY_DAYS: u64 = 9;
/// Laptops that go to a meeting, in a thousand days.
const TO_A_MEETING: u64 = 450;
/// Laptops that stay on the wireless network all day, in a thousand days.
const ALL_DAY_WIRELESS: u64 = 150;
/// A computer starts so long before its owner logs in, in seconds.
const STARTING: u64 = 90;
/// A computer is off so long after its owner has stopped, in seconds.
const STOPPING: u64 = 4 * MINUTE;

/// Somebody's working time at the office on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) day: u32,
    /// In seconds since midnight.
    pub(crate) from: u64,
    /// In seconds since midnight.
    pub(crate) to: u64,
    /// When they go for lunch, in seconds since midnight, and for how long.
    pub(crate) lunch: (u64, u64),
}

impl Shift {
    /// They sit at their desk.
    pub(crate) fn is_working(&self, second: u64) -> bool {
        let (lunch, break_seconds) = self.lunch;
        (self.from..self.to).contains(&second) && !(lunch..lunch + break_seconds).contains(&second)
    }
}

/// A time for which a computer is connected to one network, before it has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) device: DeviceId,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) subnet: Subnet,
    /// The computer was started; else it came from another network.
    pub(crate) started: bool,
}

/// A time in which a computer that is never switched off was off all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outage {
    pub(crate) device: DeviceId,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// Somebody's shifts, one a day at most.
pub(crate) fn shifts(seed: u64, number: u16, person: &Person, calendar: &Calendar) -> Vec<Shift> {
    let mut random = Random::of(seed, &[number_of("shift"), number.into()]);
    let away = random.below(calendar.days.len() as u64 * 2) as u32;
    let away = away..away + AWAY_DAYS as u32;
    let mut shifts = Vec::new();
    for day in &calendar.days {
        let shift = shift(&mut random, person, day);
        let is_here = (person.days.0..=person.days.1).contains(&day.number) && !away.contains(&day.number);
        let from_home = person.has_laptop && random.chance(FROM_HOME);
        if day.is_workday() && is_here && !from_home && !random.chance(ILL) {
            shifts.push(shift);
        }
    }
    shifts
}

fn shift(random: &mut Random, person: &Person, day: &Day) -> Shift {
    let from = person.hours.0 * MINUTE + random.below(25 * MINUTE);
    let to = person.hours.1 * MINUTE + random.below(50 * MINUTE);
    let lunch = match person.department {
        Department::Production | Department::Logistics => 10 * HOUR + random.below(20 * MINUTE),
        _ => 11 * HOUR + 45 * MINUTE + random.below(60 * MINUTE),
    };
    Shift { day: day.number, from, to, lunch: (lunch, 25 * MINUTE + random.below(25 * MINUTE)) }
}

/// When somebody's computer is connected, given when they work.
pub(crate) fn connections(
    seed: u64,
    device: &Device,
    person: &Person,
    shifts: &[Shift],
    calendar: &Calendar,
    outages: &[Outage],
) -> Vec<Connection> {
    if person.leaves_running {
        return always_on(device, calendar, outages);
    }
    let mut random = Random::of(seed, &[number_of("stays"), device.id.0.into()]);
    let mut connections = Vec::new();
    for shift in shifts {
        let Some(day) = calendar.day(shift.day) else { continue };
        let mut add = |from: u64, to: u64, subnet, started| {
            let (from, to) = (day.at(from), day.at(to));
            connections.push(Connection { device: device.id, from, to, subnet, started });
        };
        let (from, to) = (shift.from.saturating_sub(STARTING), shift.to + STOPPING);
        if !person.has_laptop {
            add(from, to, Subnet::OfficeA, true);
        } else if random.chance(ALL_DAY_WIRELESS) {
            add(from, to, Subnet::Wireless, true);
        } else if random.chance(TO_A_MEETING) {
            let latest = shift.to.saturating_sub(3 * HOUR).max(shift.from + HOUR);
            let leaves = random.between(shift.from + 30 * MINUTE, latest);
            let comes = leaves + random.between(45 * MINUTE, 100 * MINUTE);
            add(from, leaves, Subnet::OfficeB, true);
            add(leaves + random.between(60, 240), comes, Subnet::Wireless, false);
            add(comes + random.between(60, 240), to, Subnet::OfficeB, false);
        } else {
            add(from, to, Subnet::OfficeB, true);
        }
    }
    connections
}

fn always_on(device: &Device, calendar: &Calendar, outages: &[Outage]) -> Vec<Connection> {
    let (Some(first), Some(last)) = (calendar.day(device.days.0), calendar.day(device.days.1)) else {
        return Vec::new();
    };
    let end = calendar.day(last.number + 1).map_or(calendar.end, |next| next.midnight);
    let whole = Connection {
        device: device.id,
        from: first.midnight,
        to: end,
        subnet: Subnet::OfficeA,
        started: device.days.0 > 0,
    };
    let mut connections = vec![whole];
    for outage in outages.iter().filter(|outage| outage.device == device.id) {
        let Some(last) = connections.last_mut() else { continue };
        let after = Connection { from: outage.to, to: last.to, started: true, ..*last };
        last.to = outage.from;
        connections.push(after);
    }
    connections
}
