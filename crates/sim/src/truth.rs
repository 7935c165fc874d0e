//! The ground truth: what is true of the company, whatever anybody finds out about it.

use crate::activities::{
    AGENT_FILE, ARCHIVER, BACKUP_ACCOUNT, BROCHURE_NAME, INSTALLER, LICENCE_NAME, OLD_APPLICATION, UPDATER,
    VAULT_NAME, somebody,
};
use crate::company::{
    Addressing, Company, DNS_DOMAIN, DOMAIN, Department, Device, DeviceId, REALM, ZONE, written,
};
use crate::packet::frame::Address;
use crate::story::{ACCOUNT, FURTHER_JOBS, JOB, PROGRAM};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes everything, one object a line; `type` says what it is about.
pub(crate) fn write<W: Write>(company: &Company, mut output: W) -> io::Result<()> {
    let mut line = |value: Value| writeln!(output, "{value}");
    line(about(company))?;
    for device in company.devices() {
        line(of_device(company, device))?;
    }
    for value in accounts(company) {
        line(value)?;
    }
    for value in story(company).into_iter().chain(twins(company)) {
        line(value)?;
    }
    for attack in company.attacks() {
        let expected: Vec<Value> = attack
            .expected(company)
            .into_iter()
            .map(|expected| {
                let fields: serde_json::Map<String, Value> = expected
                    .fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), json!(value)))
                    .collect();
                json!({"kind": expected.kind, "fields": fields, "count": expected.count})
            })
            .collect();
        line(json!({
            "type": "attack",
            "name": attack.name(),
            "mitre": attack.mitre(),
            "start": written(attack.start),
            "end": written(attack.end()),
            "source": party(company, attack.source, Some(attack.start)),
            "target": party(company, attack.target, Some(attack.start)),
            "account": attack.account,
            "records": expected,
        }))?;
    }
    Ok(())
}

fn about(company: &Company) -> Value {
    let span = company.span();
    let days: Vec<Value> = company
        .calendar
        .days
        .iter()
        .map(|day| {
            json!({
                "date": day.date.to_string(),
                "workday": day.is_workday(),
                "holiday": day.holiday,
                "patches": day.is_patch_tuesday(),
            })
        })
        .collect();
    json!({
        "type": "company",
        "seed": company.seed,
        "domain": DOMAIN,
        "dns_domain": DNS_DOMAIN,
        "realm": REALM,
        "zone": ZONE,
        "start": written(span.start),
        "end": written(span.end),
        "devices": company.devices().len(),
        "people": company.people.len(),
        "days": days,
    })
}

fn of_device(company: &Company, device: &Device) -> Value {
    let span = company.span();
    let addresses: Vec<Value> = match device.addressing {
        Addressing::Fixed(address) => {
            vec![json!({"address": text(address), "from": written(span.start), "to": written(span.end)})]
        }
        Addressing::Leased => company
            .stays(device.id)
            .iter()
            .map(|stay| json!({"address": text(stay.address), "from": written(stay.from), "to": written(stay.to)}))
            .collect(),
    };
    let day = |number: u32| company.calendar.day(number).map(|day| day.date.to_string());
    json!({
        "type": "device",
        "name": device.name,
        "role": device.role.name(),
        "system": format!("{:?}", device.system).to_lowercase(),
        "mac": device.card_text(),
        "user": company.person_of(device).map(|person| &person.account),
        "first_day": day(device.days.0),
        "last_day": day(device.days.1),
        "addresses": addresses,
    })
}

fn accounts(company: &Company) -> Vec<Value> {
    let day = |number: u32| company.calendar.day(number).map(|day| day.date.to_string());
    let mut all = Vec::new();
    for person in &company.people {
        all.push(json!({
            "type": "account",
            "name": person.account,
            "kind": "person",
            "full_name": person.full_name,
            "department": person.department.name(),
            "rid": person.relative_identifier,
            "first_day": day(person.days.0),
            "last_day": day(person.days.1),
        }));
        if let Some(name) = &person.administrator {
            all.push(
                json!({"type": "account", "name": name, "kind": "administrator", "owner": person.account}),
            );
        }
    }
    for name in [ACCOUNT, UPDATER, BACKUP_ACCOUNT, INSTALLER, ARCHIVER, OLD_APPLICATION] {
        all.push(json!({"type": "account", "name": name, "kind": "service"}));
    }
    all
}

fn story(company: &Company) -> Option<Value> {
    let story = company.story()?;
    let date = |number: u32| company.calendar.day(number).map(|day| day.date.to_string());
    Some(json!({
        "type": "story",
        "account": ACCOUNT,
        "source": party(company, story.server, Some(story.window.start)),
        "target": party(company, story.client, Some(story.window.start)),
        "time": "06:00 to 06:03 on the company's clocks",
        "days": story.days.iter().filter_map(|day| date(*day)).collect::<Vec<_>>(),
        "missed_day": story.missed_day.and_then(date),
        "incident_day": date(story.incident_day),
        "window": {"from": written(story.window.start), "to": written(story.window.end)},
        "jobs": {"daily": JOB, "incident": FURTHER_JOBS},
        "program": PROGRAM,
        "verdict": "benign: the morning scan of the antivirus program",
    }))
}

/// Something harmless that looks like an attack: like which, what it is, when, from where, to where, as whom.
struct Twin {
    looks_like: &'static str,
    what: &'static str,
    when: &'static str,
    source: Option<DeviceId>,
    target: Value,
    account: &'static str,
}

/// Everything harmless that looks like an attack.
fn twins(company: &Company) -> Vec<Value> {
    let all = of_servers(company).into_iter().chain(of_people(company));
    all.map(|twin| {
        json!({
            "type": "twin",
            "looks_like": twin.looks_like,
            "what": twin.what,
            "when": twin.when,
            "source": twin.source.map(|source| party(company, source, None)),
            "target": twin.target,
            "account": twin.account,
        })
    })
    .collect()
}

fn of_servers(company: &Company) -> [Twin; 7] {
    let servers = company.servers;
    let [first, second] = servers.controllers;
    let named = |id: DeviceId| party(company, id, None);
    let replication = |source, target, account| Twin {
        looks_like: "dcsync",
        what: "replication between the controllers",
        when: "every half hour",
        source: Some(source),
        target: named(target),
        account,
    };
    [
        replication(first, second, "DC01$"),
        replication(second, first, "DC02$"),
        Twin {
            looks_like: "sweep",
            what: "the weekly scan for weaknesses",
            when: "Wednesdays from 20:30",
            source: Some(servers.scanner),
            target: json!("every address"),
            account: "",
        },
        Twin {
            looks_like: "service",
            what: AGENT_FILE,
            when: "the first workday from the 19th of the month on, from 12:30",
            source: Some(servers.deployment),
            target: json!("computers in use"),
            account: INSTALLER,
        },
        Twin {
            looks_like: "upload",
            what: "the copy of the backup in a vault outside",
            when: "every night at 04:00",
            source: Some(servers.backup),
            target: json!(VAULT_NAME),
            account: "",
        },
        Twin {
            looks_like: "ransomware",
            what: "old files are renamed for the archive",
            when: "the first workday of the month at 19:00",
            source: Some(servers.application),
            target: named(servers.files[1]),
            account: ARCHIVER,
        },
        Twin {
            looks_like: "kerberoasting",
            what: "a ticket with a weak cipher for an old application",
            when: "workdays at 05:30",
            source: Some(servers.application),
            target: json!(DNS_DOMAIN),
            account: OLD_APPLICATION,
        },
    ]
}

fn of_people(company: &Company) -> [Twin; 4] {
    [
        Twin {
            looks_like: "upload",
            what: "pictures for brochures",
            when: "Friday afternoons",
            source: somebody(company, Department::Sales, 2),
            target: json!(BROCHURE_NAME),
            account: "",
        },
        Twin {
            looks_like: "beacon",
            what: "a program asks for its licence",
            when: "every ten minutes while its user works",
            source: somebody(company, Department::Engineering, 12),
            target: json!(LICENCE_NAME),
            account: "",
        },
        Twin {
            looks_like: "smb-brute-force",
            what: "a program with an old password",
            when: "now and then in the morning",
            source: somebody(company, Department::Logistics, 4),
            target: party(company, company.servers.files[0], None),
            account: "its user's",
        },
        Twin {
            looks_like: "lateral-movement",
            what: "the work of administrators: remote desktops and shells, administrative shares",
            when: "in working hours",
            source: None,
            target: json!("servers"),
            account: "adm-*",
        },
    ]
}

fn party(company: &Company, id: DeviceId, time: Option<thymus_wire::Timestamp>) -> Value {
    let name = company.device(id).map(|device| device.name.clone());
    let address = company.address(id, time.unwrap_or(company.span().start)).map(text);
    json!({"name": name, "address": address})
}

fn text([a, b, c, d]: Address) -> String {
    format!("{a}.{b}.{c}.{d}")
}
