//! The company: its people, devices, addresses and days, all of which follow from a seed.

mod calendar;
mod device;
mod leases;
pub(crate) mod names_table;
mod people;
mod presence;
mod roster;
mod sites;
mod sites_table;

pub use device::{Device, DeviceId, Role, System};

pub(crate) use calendar::{Calendar, Day, HOUR, MINUTE, ZONE, file_time, mail_date, written};
pub(crate) use device::{Addressing, Subnet};
pub(crate) use leases::{Stay, renewals};
pub(crate) use people::{Department, Person};
pub(crate) use presence::Shift;
pub(crate) use roster::Servers;
pub(crate) use sites::{Site, rare};

use crate::attack::Attack;
use crate::packet::content::Pools;
use crate::packet::frame::Address;
use crate::play::Packets;
use crate::random::{Random, number_of};
use crate::story::Story;
use crate::truth;
use presence::Outage;
use sites::Sites;
use std::io::{self, Write};
use std::ops::Range;
use thiserror::Error;
use thymus_wire::Timestamp;

/// The company's name in NetBIOS and in accounts: `HALDEN\user`.
pub(crate) const DOMAIN: &str = "HALDEN";
/// The domain of its hosts.
pub(crate) const DNS_DOMAIN: &str = "corp.halden.example";
/// The realm of its Kerberos.
pub(crate) const REALM: &str = "CORP.HALDEN.EXAMPLE";
/// The domain of its mail.
pub(crate) const MAIL_DOMAIN: &str = "halden.example";
/// The root of its directory.
pub(crate) const DIRECTORY: &str = "DC=corp,DC=halden,DC=example";

/// The most days that can be simulated: ten years.
pub const DAYS_MAX: u32 = 3660;

/// Why there is no such company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CompanyError {
    /// The number of days makes no sense.
    #[error("{days} days cannot be simulated: take 1 to {DAYS_MAX}")]
    Days {
        /// As it was asked for.
        days: u32,
    },
    /// The first day lies where no calendar reaches.
    #[error("no calendar reaches {seconds} s after 1970: begin between the years 1970 and 9000")]
    Start {
        /// As it was asked for.
        seconds: i64,
    },
    /// There is no scenario of this name.
    #[error("there is no such scenario: take demo, quiet or attacks")]
    Scenario,
}

/// A company and what happens in it.
pub struct Company {
    pub(crate) seed: u64,
    pub(crate) calendar: Calendar,
    pub(crate) devices: Vec<Device>,
    pub(crate) people: Vec<Person>,
    pub(crate) servers: Servers,
    /// By device.
    stays: Vec<Vec<Stay>>,
    /// By person.
    shifts: Vec<Vec<Shift>>,
    pub(crate) sites: Sites,
    pub(crate) pools: Pools,
    pub(crate) story: Option<Story>,
    pub(crate) attacks: Vec<Attack>,
}

impl Company {
    /// A company in which nothing bad happens, from the local day that holds `start` on, for so many days.
    ///
    /// # Errors
    ///
    /// No days, too many, or a start that no calendar reaches.
    pub fn new(seed: u64, start: Timestamp, days: u32) -> Result<Self, CompanyError> {
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(CompanyError::Days { days });
        }
        let calendar = Calendar::new(start, days)?;
        let mut people = people::everybody(seed, days);
        let devices = roster::all_devices(seed, &people, days);
        let servers = Servers::find(&devices);
        let computer = roster::computer_of_the_story(&devices, &people);
        let owner = computer.and_then(|id| devices.get(usize::from(id.0))?.person);
        if let Some(person) = owner.and_then(|number| people.get_mut(usize::from(number))) {
            person.leaves_running = true;
        }
        let story = computer.and_then(|client| Story::new(&calendar, servers.antivirus, client));
        let outages: Vec<Outage> = story.iter().filter_map(|story| outage(story, &calendar)).collect();
        let shifts: Vec<Vec<Shift>> = people
            .iter()
            .enumerate()
            .map(|(number, person)| presence::shifts(seed, number as u16, person, &calendar))
            .collect();
        let stays = stays(seed, &devices, &people, &shifts, &calendar, &outages);
        let pools = Pools::new(&mut Random::of(seed, &[number_of("pools")]));
        let sites = Sites::new(seed);
        Ok(Self {
            seed,
            calendar,
            devices,
            people,
            servers,
            stays,
            shifts,
            sites,
            pools,
            story,
            attacks: Vec::new(),
        })
    }

    /// Lets this happen too.
    pub fn add(&mut self, attack: Attack) {
        self.attacks.push(attack);
    }

    /// From the beginning of the first day to the end of the last one.
    #[must_use]
    pub fn span(&self) -> Range<Timestamp> {
        let from = self.calendar.days.first().map_or(self.calendar.end, |day| day.midnight);
        from..self.calendar.end
    }

    /// When the day with this number begins, and how long it is until it shows this time: `hour` and `minute` on the
    /// company's clocks. Nothing where there is no such day.
    #[must_use]
    pub fn moment(&self, day: u32, hour: u64, minute: u64) -> Option<Timestamp> {
        Some(self.calendar.day(day)?.at(hour * HOUR + minute * MINUTE))
    }

    /// All devices, by number.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// The device of this name.
    #[must_use]
    pub fn device_named(&self, name: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.name.eq_ignore_ascii_case(name))
    }

    /// What an analyst is to find out; nothing where no workday is simulated.
    #[must_use]
    pub fn story(&self) -> Option<&Story> {
        self.story.as_ref()
    }

    /// What happens beyond the usual.
    #[must_use]
    pub fn attacks(&self) -> &[Attack] {
        &self.attacks
    }

    /// The address of a device at a moment; nothing while it is off or on no network.
    #[must_use]
    pub fn address(&self, device: DeviceId, time: Timestamp) -> Option<Address> {
        match self.device(device)?.addressing {
            Addressing::Fixed(address) => Some(address),
            Addressing::Leased => self.stay(device, time).map(|stay| stay.address),
        }
    }

    /// The packets from `window.start` on and before `window.end`, in the order of time. Any window gives exactly the
    /// packets that the whole span has in it.
    #[must_use]
    pub fn packets(&self, window: Range<Timestamp>) -> Packets<'_> {
        Packets::new(self, window)
    }

    /// Writes what is true of the company, one JSON object a line: devices with their addresses over time, accounts,
    /// the story, every attack and everything harmless that looks like one.
    ///
    /// # Errors
    ///
    /// Those of writing to `output`.
    pub fn write_truth<W: Write>(&self, output: W) -> io::Result<()> {
        truth::write(self, output)
    }

    pub(crate) fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(usize::from(id.0))
    }

    pub(crate) fn person_of(&self, device: &Device) -> Option<&Person> {
        self.people.get(usize::from(device.person?))
    }

    /// The devices of this role.
    pub(crate) fn of_role(&self, role: Role) -> impl Iterator<Item = &Device> {
        self.devices.iter().filter(move |device| device.role == role)
    }

    pub(crate) fn stays(&self, device: DeviceId) -> &[Stay] {
        self.stays.get(usize::from(device.0)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn stay(&self, device: DeviceId, time: Timestamp) -> Option<&Stay> {
        let stays = self.stays(device);
        let after = stays.partition_point(|stay| stay.from <= time);
        stays.get(after.checked_sub(1)?).filter(|stay| stay.contains(time))
    }

    pub(crate) fn shift(&self, person: u16, day: u32) -> Option<&Shift> {
        let shifts = self.shifts.get(usize::from(person))?;
        let index = shifts.binary_search_by_key(&day, |shift| shift.day).ok()?;
        shifts.get(index)
    }

    /// The device's name with the domain.
    pub(crate) fn full_name(&self, device: DeviceId) -> String {
        let name = self.device(device).map_or("", |device| &device.name);
        format!("{}.{DNS_DOMAIN}", name.to_lowercase())
    }
}

fn stays(
    seed: u64,
    devices: &[Device],
    people: &[Person],
    shifts: &[Vec<Shift>],
    calendar: &Calendar,
    outages: &[Outage],
) -> Vec<Vec<Stay>> {
    let mut connections = Vec::new();
    for device in devices {
        let Some(number) = device.person.map(usize::from) else { continue };
        let (Some(person), Some(shifts)) = (people.get(number), shifts.get(number)) else { continue };
        connections.extend(presence::connections(seed, device, person, shifts, calendar, outages));
    }
    let mut stays = vec![Vec::new(); devices.len()];
    for (device, stay) in leases::assign(connections) {
        if let Some(of_device) = stays.get_mut(usize::from(device.0)) {
            of_device.push(stay);
        }
    }
    stays
}

/// The computer of the story is off on one morning.
fn outage(story: &Story, calendar: &Calendar) -> Option<Outage> {
    let day = calendar.day(story.missed_day?)?;
    let (from, to) = (day.at(4 * HOUR), day.at(7 * HOUR + 40 * MINUTE));
    Some(Outage { device: story.client, from, to })
}
