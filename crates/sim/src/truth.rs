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

/// Everything harmless that looks like an attack.
fn twins(company: &Company) -> Vec<Value> {
    let mut twins = twins_of_machines(company);
    twins.extend(twins_of_people(company));
    twins
}

fn twin(
    company: &Company,
    of: &str,
    what: &str,
    when: &str,
    source: Option<DeviceId>,
    target: Value,
    account: &str,
) -> Value {
    json!({
        "type": "twin",
        "looks_like": of,
        "what": what,
        "when": when,
        "source": source.map(|source| party(company, source, None)),
        "target": target,
        "account": account,
    })
}

fn twins_of_machines(company: &Company) -> Vec<Value> {
    let servers = company.servers;
    let [first, second] = servers.controllers;
    let named = |id: DeviceId| party(company, id, None);
    vec![
        twin(
            company,
            "sweep",
            "the weekly scan for weaknesses",
            "Wednesdays from 20:30",
            Some(servers.scanner),
            json!("every address"),
            "",
        ),
        twin(
            company,
            "dcsync",
            "replication between the controllers",
            "every half hour",
            Some(first),
            named(second),
            "DC01$",
        ),
        twin(
            company,
            "dcsync",
            "replication between the controllers",
            "every half hour",
            Some(second),
            named(first),
            "DC02$",
        ),
        twin(
            company,
            "service",
            &format!("roll-out of {AGENT_FILE}"),
            "first workday from the 19th of the month on, from 12:30",
            Some(servers.deployment),
            json!("computers in use"),
            INSTALLER,
        ),
        twin(
            company,
            "upload",
            "the copy of the backup in a vault outside",
            "every night at 04:00",
            Some(servers.backup),
            json!(VAULT_NAME),
            "",
        ),
    ]
}

fn twins_of_people(company: &Company) -> Vec<Value> {
    let servers = company.servers;
    let named = |id: DeviceId| party(company, id, None);
    vec![
        twin(
            company,
            "upload",
            "pictures for brochures",
            "Friday afternoons",
            somebody(company, Department::Sales, 2),
            json!(BROCHURE_NAME),
            "",
        ),
        twin(
            company,
            "beacon",
            "a program asks for its licence",
            "every ten minutes while its user works",
            somebody(company, Department::Engineering, 12),
            json!(LICENCE_NAME),
            "",
        ),
        twin(
            company,
            "ransomware",
            "old files are renamed for the archive",
            "first workday of the month at 19:00",
            Some(servers.application),
            named(servers.files[1]),
            ARCHIVER,
        ),
        twin(
            company,
            "kerberoasting",
            "a ticket with a weak cipher for an old application",
            "workdays at 05:30",
            Some(servers.application),
            json!(DNS_DOMAIN),
            OLD_APPLICATION,
        ),
        twin(
            company,
            "smb-brute-force",
            "a program with an old password",
            "now and then in the morning",
            somebody(company, Department::Logistics, 4),
            named(servers.files[0]),
            "its user's",
        ),
        twin(
            company,
            "remote desktop and shells",
            "the work of administrators",
            "in working hours",
            None,
            json!("servers"),
            "adm-*",
        ),
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
