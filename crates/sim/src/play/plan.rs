//! Which activities a day has, and when.

use crate::activities::ACTIVITIES;
use crate::company::{Company, Day, Device, DeviceId, Person, Shift};
use crate::random::{Random, number_of};
use thymus_wire::Timestamp;

/// A kind of activity.
pub(crate) struct Activity {
    /// Its name, from which its share of randomness follows.
    pub(crate) name: &'static str,
    /// How long one of them takes at most, in seconds. What would come later is cut off.
    pub(crate) seconds_max: u64,
    /// How many ports one of them takes of its actor at most.
    pub(crate) ports: u16,
    /// Decides when they happen on a day.
    pub(crate) plan: fn(&mut Planner<'_>),
    /// Makes the flows of one.
    pub(crate) play: fn(&mut crate::play::Scene<'_>),
}

/// When an activity happens, and who begins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cue {
    pub(crate) at: Timestamp,
    /// Its place in [`ACTIVITIES`].
    pub(crate) activity: u8,
    pub(crate) actor: DeviceId,
    /// Which one it is of those of its kind, actor and day.
    pub(crate) number: u32,
    /// The first port that it may take, counted from the beginning of the day.
    pub(crate) port: u16,
}

/// Makes the plan of one day.
pub(crate) struct Planner<'a> {
    pub(crate) company: &'a Company,
    pub(crate) day: &'a Day,
    activity: u8,
    name: u64,
    cues: Vec<Cue>,
}

impl<'a> Planner<'a> {
    /// All activities of a day, in the order of time. The same whichever window asks.
    pub(crate) fn of_day(company: &'a Company, day: &'a Day) -> Vec<Cue> {
        let mut planner = Self { company, day, activity: 0, name: 0, cues: Vec::new() };
        for (number, activity) in ACTIVITIES.iter().enumerate() {
            planner.activity = number as u8;
            planner.name = number_of(activity.name);
            (activity.plan)(&mut planner);
        }
        let mut cues = planner.cues;
        cues.sort_unstable();
        let mut ports = vec![0_u16; company.devices.len()];
        for cue in &mut cues {
            let needed = ACTIVITIES.get(usize::from(cue.activity)).map_or(0, |activity| activity.ports);
            if let Some(next) = ports.get_mut(usize::from(cue.actor.0)) {
                cue.port = *next;
                *next = next.wrapping_add(needed);
            }
        }
        cues
    }

    /// The randomness of this activity, day and device, for what is decided before it happens.
    pub(crate) fn random(&self, actor: DeviceId) -> Random {
        Random::of(self.company.seed, &[self.name, self.day.number.into(), actor.0.into(), u64::MAX])
    }

    /// Adds an activity at so many seconds after midnight, and some fraction of a second that `random` gives.
    pub(crate) fn at(&mut self, random: &mut Random, actor: DeviceId, second: u64, number: u32) {
        let fraction = random.below(1_000_000_000) as i64;
        let time = Timestamp(self.day.at(second).0 + fraction);
        self.when(actor, time, number);
    }

    /// Adds an activity at this moment, if it lies within the day.
    pub(crate) fn when(&mut self, actor: DeviceId, at: Timestamp, number: u32) {
        if self.is_today(at) {
            self.cues.push(Cue { at, activity: self.activity, actor, number, port: 0 });
        }
    }

    pub(crate) fn is_today(&self, time: Timestamp) -> bool {
        let calendar = &self.company.calendar;
        let end = calendar.day(self.day.number + 1).map_or(calendar.end, |day| day.midnight);
        (self.day.midnight..end).contains(&time)
    }

    /// Adds activities all day long, one every `period` seconds and up to `jitter` seconds later.
    pub(crate) fn every(&mut self, actor: DeviceId, period: u64, jitter: u64) {
        let mut random = self.random(actor);
        let mut second = random.below(period);
        let mut number = 0;
        while second + jitter < 23 * crate::company::HOUR {
            let late = random.below(jitter.max(1));
            self.at(&mut random, actor, second + late, number);
            second += period;
            number += 1;
        }
    }

    /// Adds up to `count` activities while somebody works, more or less by their zeal.
    pub(crate) fn while_working(&mut self, worker: &Worker<'_>, count: u64) {
        let mut random = self.random(worker.device.id);
        let count = (count * worker.person.zeal / 1000).max(1);
        let count = random.between(count * 3 / 4, count * 5 / 4);
        for number in 0..count {
            let second =
                random.between(worker.shift.from + 120, worker.shift.to.max(worker.shift.from + 121));
            if worker.shift.is_working(second) {
                self.at(&mut random, worker.device.id, second, number as u32);
            }
        }
    }

    /// Those who work at the office on this day.
    pub(crate) fn workers(&self) -> Vec<Worker<'a>> {
        let company = self.company;
        let day = self.day.number;
        let of = |device: &'a Device| {
            let number = device.person?;
            let person = company.people.get(usize::from(number))?;
            let shift = company.shift(number, day)?;
            Some(Worker { device, person, shift })
        };
        company.devices.iter().filter_map(of).collect()
    }
}

/// Somebody who works at the office.
#[derive(Clone, Copy)]
pub(crate) struct Worker<'a> {
    pub(crate) device: &'a Device,
    pub(crate) person: &'a Person,
    pub(crate) shift: &'a Shift,
}
