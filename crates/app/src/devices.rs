//! `thymus devices`: who is who, and who had an address at a time.

use crate::Outcome;
use crate::cli;
use crate::clock;
use crate::investigation::entities_of;
use crate::search::{clean, time};
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::io::Write as _;
use std::net::IpAddr;
use thymus_entity::{DeviceView, Entities, Holding};
use thymus_record::Timestamp;

/// So many addresses and accounts of a device are told on its line; all of them with --json.
const SHOWN_MAX: usize = 3;

pub(crate) fn run(arguments: &cli::Devices) -> Result<Outcome> {
    let entities = entities_of(&arguments.data)?;
    match arguments.address {
        Some(address) => holder(&entities, address, arguments),
        None => list(&entities, arguments),
    }
}

fn holder(entities: &Entities, address: IpAddr, arguments: &cli::Devices) -> Result<Outcome> {
    let at = arguments.at.unwrap_or_else(clock::now);
    let Some(held) = entities.who_had(address, at) else { bail!("{address} was never seen") };
    if arguments.json {
        let history: Vec<_> = entities.history(address).iter().map(holding_json).collect();
        println!("{}", json!({"at": time(at), "holder": holding_json(&held), "history": history}));
        return Ok(Outcome::Done);
    }
    let name = entities.device(&held.device).and_then(|device| device.name);
    let name = name.map(|name| format!(" ({})", clean(&name))).unwrap_or_default();
    println!("{address} at {}: {}{name}; {}", time(at), clean(&held.device), basis(&held));
    for held in entities.history(address) {
        println!("  {} – {}  {}  {}", time(held.from), until(&held), clean(&held.device), basis(&held));
    }
    Ok(Outcome::Done)
}

fn until(held: &Holding) -> String {
    held.to.map_or_else(|| format!("now (last seen {})", time(held.last_seen)), time)
}

/// `by a DHCP lease, proof R0…`
fn basis(held: &Holding) -> String {
    let source = held.basis.map_or_else(
        || "nothing but the address is known".to_owned(),
        |source| format!("by {}", source.name()),
    );
    let inferred = if held.inferred { ", inferred from what was seen at other times" } else { "" };
    let conflict = if held.conflict { ", another device claimed it too" } else { "" };
    let proof: Vec<_> = held.evidence.iter().map(ToString::to_string).collect();
    let proof = if proof.is_empty() { String::new() } else { format!(", proof {}", proof.join(" ")) };
    format!("{source}{inferred}{conflict}{proof}")
}

fn list(entities: &Entities, arguments: &cli::Devices) -> Result<Outcome> {
    let wanted = arguments.text.as_deref().map(str::to_lowercase);
    let mut out = std::io::stdout().lock();
    for device in entities.devices() {
        if wanted.as_deref().is_some_and(|wanted| !mentions(&device, wanted)) {
            continue;
        }
        if arguments.json {
            writeln!(out, "{}", device_json(&device))?;
        } else {
            writeln!(out, "{}", line(&device))?;
        }
    }
    Ok(Outcome::Done)
}

fn mentions(device: &DeviceView, wanted: &str) -> bool {
    let names = device.names.iter().map(|known| known.name.to_lowercase());
    let tags = device.tags.iter().map(|tag| tag.name.to_lowercase());
    let accounts = device.accounts.iter().map(|used| used.account.to_lowercase());
    let addresses = device.addresses.iter().map(|held| held.address.to_string());
    let mut all =
        std::iter::once(device.id.to_lowercase()).chain(names).chain(tags).chain(accounts).chain(addresses);
    all.any(|text| text.contains(wanted))
}

fn line(device: &DeviceView) -> String {
    let shown = |texts: Vec<String>| {
        let more = texts.len().saturating_sub(SHOWN_MAX);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        format!("{}{more}", texts.into_iter().take(SHOWN_MAX).collect::<Vec<_>>().join(","))
    };
    let mut addresses: Vec<String> = Vec::new();
    for held in &device.addresses {
        let text = held.address.to_string();
        if !addresses.contains(&text) {
            addresses.push(text);
        }
    }
    clean(&format!(
        "{:<24} {:<20} {:<32} [{}] {} … {}  {}",
        device.id,
        device.name.as_deref().unwrap_or("-"),
        shown(addresses),
        device.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(", "),
        time(device.first_seen),
        time(device.last_seen),
        shown(device.accounts.iter().map(|used| used.account.clone()).collect()),
    ))
}

fn moment(ts: Timestamp) -> Value {
    json!(time(ts))
}

fn holding_json(held: &Holding) -> Value {
    json!({
        "device": held.device,
        "address": held.address,
        "from": moment(held.from),
        "to": held.to.map(moment),
        "last_seen": moment(held.last_seen),
        "basis": held.basis.map(|basis| basis.name()),
        "known_since": held.known_since.map(moment),
        "inferred": held.inferred,
        "conflict": held.conflict,
        "shared": held.shared,
        "evidence": held.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// A device as JSON: as `thymus devices --json` and the API tell it.
pub(crate) fn device_json(device: &DeviceView) -> Value {
    json!({
        "id": device.id,
        "name": device.name,
        "mac": device.mac.map(|mac| mac.to_string()),
        "names": device.names.iter().map(|known| json!({
            "name": known.name,
            "basis": known.basis.name(),
            "first": moment(known.first),
            "last": moment(known.last),
            "count": known.count,
            "evidence": known.evidence.to_string(),
        })).collect::<Vec<_>>(),
        "addresses": device.addresses.iter().map(holding_json).collect::<Vec<_>>(),
        "tags": device.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>(),
        "accounts": device.accounts.iter().map(|used| json!({
            "account": used.account,
            "first": moment(used.first),
            "last": moment(used.last),
            "count": used.count,
            "failed": used.failed,
            "evidence": used.evidence.to_string(),
        })).collect::<Vec<_>>(),
        "namesakes": device.namesakes,
        "gateway": device.gateway,
        "first_seen": moment(device.first_seen),
        "last_seen": moment(device.last_seen),
    })
}
