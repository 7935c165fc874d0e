//! Scenarios: companies with something to find in them.

use crate::attack::{Attack, Technique};
use crate::company::{Company, CompanyError, DeviceId};
use crate::story::ACCOUNT;
use thymus_wire::Timestamp;

/// A scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// The story, and two attacks that look like it.
    Demo,
    /// Nothing bad at all.
    Quiet,
    /// Every attack once, in a company that is otherwise quiet.
    Attacks,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Demo, Self::Quiet, Self::Attacks];

    /// The beginning that the demonstration has where nothing else is asked for: 2026-02-23 00:00 in Central Europe, so
    /// that sixty days have forty-two workdays, Easter and the beginning of summer time.
    pub const START: Timestamp = Timestamp(1_771_801_200_000_000_000);

    /// How many days the demonstration has where nothing else is asked for.
    pub const DAYS: u32 = 60;

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Quiet => "quiet",
            Self::Attacks => "attacks",
        }
    }

    /// The one of this name.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn named(name: &str) -> Result<Self, CompanyError> {
        Self::ALL.into_iter().find(|scenario| scenario.name() == name).ok_or(CompanyError::Scenario)
    }

    /// The company of this scenario, from the local day that holds `start` on, for so many days. Attacks that the days
    /// have no room for do not happen.
    ///
    /// # Errors
    ///
    /// As [`Company::new`].
    pub fn company(self, seed: u64, start: Timestamp, days: u32) -> Result<Company, CompanyError> {
        let mut company = Company::new(seed, start, days)?;
        let attacks = match self {
            Self::Demo => look_alikes(&company),
            Self::Quiet => Vec::new(),
            Self::Attacks => every_attack(&company),
        };
        for attack in attacks {
            company.add(attack);
        }
        Ok(company)
    }
}

/// What looks like the story and is none: the same pipe, another pair of hosts, at night, another command.
fn look_alikes(company: &Company) -> Vec<Attack> {
    let workdays = workdays(company);
    let part = |tenths: usize| workdays.get(workdays.len() * tenths / 10).copied();
    let mut attacks = Vec::new();
    if let Some(start) = part(6).and_then(|day| company.moment(day, 2, 17)) {
        attacks.extend(client_that_is_on(company, start, 1).map(|source| {
            Attack {
                technique: Technique::AtJob {
                    command:
                        r"cmd.exe /c powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA"
                            .into(),
                },
                start,
                source,
                target: company.servers.application,
                account: "adm-peeters".into(),
            }
        }));
    }
    if let Some(start) = part(8).and_then(|day| company.moment(day, 23, 41)) {
        attacks.extend(client_that_is_on(company, start, 0).map(|target| Attack {
            technique: Technique::JobFile {
                job: "WinSysUpd.job".into(),
                program: "powershell.exe".into(),
                arguments: r"-nop -w hidden -c IEX(gc C:\Windows\Temp\u.txt -raw)".into(),
            },
            start,
            source: company.servers.jump,
            target,
            account: ACCOUNT.into(),
        }));
    }
    attacks
}

fn workdays(company: &Company) -> Vec<u32> {
    company.calendar.days.iter().filter(|day| day.is_workday()).map(|day| day.number).collect()
}

/// A computer of somebody, not that of the story, that is on at a moment and for an hour after it.
fn client_that_is_on(company: &Company, time: Timestamp, number: usize) -> Option<DeviceId> {
    // What happens in the last hour needs nobody after the last day.
    let last = company.span().end - thymus_wire::Interval::from_seconds(1);
    let later = (time + thymus_wire::Interval::from_seconds(3600)).min(last);
    let story = company.story().map(|story| story.client);
    let on = company.devices().iter().filter(|device| {
        let stay = company.stay(device.id, time);
        device.role.is_client() && Some(device.id) != story && stay.is_some_and(|stay| stay.contains(later))
    });
    let all: Vec<_> = on.map(|device| device.id).collect();
    all.get(number % all.len().max(1)).copied()
}

/// All attacks, one a workday as long as there are enough, in working hours and out of them.
fn every_attack(company: &Company) -> Vec<Attack> {
    let servers = company.servers;
    let [first, second] = servers.files;
    let [controller, _] = servers.controllers;
    let workdays = workdays(company);
    let techniques = [
        (Technique::Sweep { hosts: 400 }, (13, 5), first, ""),
        (Technique::BruteForce { tries: 60 }, (2, 40), second, "administrator"),
        (
            Technique::AtJob { command: r"C:\Windows\Temp\svhost.exe -k netsvc".into() },
            (3, 12),
            servers.print,
            "adm-peeters",
        ),
        (
            Technique::JobFile {
                job: "GoogleUpdateCheck.job".into(),
                program: r"C:\Users\Public\update.exe".into(),
                arguments: "/silent".into(),
            },
            (22, 30),
            servers.application,
            ACCOUNT,
        ),
        (
            Technique::Service {
                service: "WinRMsvc32".into(),
                command: r"%SystemRoot%\WinRMsvc32.exe".into(),
            },
            (1, 25),
            servers.database,
            "adm-peeters",
        ),
        (Technique::Kerberoast { services: 24 }, (11, 2), controller, "thea.conti"),
        (Technique::DirectorySync, (0, 50), controller, "adm-peeters"),
        (Technique::Beacon { period_seconds: 300, hours: 20 }, (1, 0), controller, ""),
        (Technique::Upload { megabytes: 48 }, (3, 33), controller, ""),
        (Technique::Ransom { files: 120 }, (4, 44), second, "adm-peeters"),
    ];
    let room = workdays.len().max(1);
    techniques
        .into_iter()
        .enumerate()
        .filter_map(|(number, (technique, (hour, minute), target, account))| {
            let day = *workdays.get(number * room / 10)?;
            let start = company.moment(day, hour, minute)?;
            let source = client_that_is_on(company, start, number)?;
            Some(Attack { technique, start, source, target, account: account.to_owned() })
        })
        .collect()
}
