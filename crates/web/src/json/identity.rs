//! Devices and accounts as JSON.

use super::seconds;
use serde::Serialize;
use std::net::IpAddr;
use thymus_entity::{AccountUse, AccountView, DeviceView, Hardware, Holding, NameView, Origin, Tag};
use utoipa::ToSchema;

/// What is known of a device.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Device {
    /// Its id: `mac:`, `host:` or `ip:` and what it is known by.
    id: String,
    /// The best name.
    name: Option<String>,
    /// All names, the best evidence first.
    names: Vec<Name>,
    /// The keys of its SSH servers.
    host_keys: Vec<Name>,
    /// Its hardware address.
    mac: Option<String>,
    /// What kind of hardware address that is: `burned`, `random`, `virtual`, `nobody`.
    hardware: Option<String>,
    /// The addresses that it has or had, the last one first.
    addresses: Vec<Held>,
    /// Its tags.
    tags: Vec<DeviceTag>,
    /// The accounts that were used on it, the last one first.
    accounts: Vec<Use>,
    /// Other devices that bear its name.
    namesakes: Vec<String>,
    /// Its hardware address stands for many devices.
    gateway: bool,
    /// When it was first seen, in seconds since 1970.
    first_seen: f64,
    /// When it was last seen.
    last_seen: f64,
}

/// A name, and how it is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Name {
    /// The name.
    name: String,
    /// How it is known: `DHCP`, `Kerberos …`.
    basis: String,
    /// When it was first told.
    first: f64,
    /// When it was last told.
    last: f64,
    /// How often.
    count: u64,
    /// A record that told it.
    evidence: String,
}

/// A device had an address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Held {
    /// The device's id.
    device: String,
    /// The address.
    #[schema(value_type = String)]
    address: IpAddr,
    /// When the first evidence was seen.
    from: f64,
    /// When it ended, as far as is known.
    to: Option<f64>,
    /// When the last evidence was seen.
    last_seen: f64,
    /// The strongest evidence.
    basis: Option<String>,
    /// Since when that was known; before, it is inferred.
    known_since: Option<f64>,
    /// The time that was asked for lies before that, or long after the last evidence.
    inferred: bool,
    /// Another device claimed the address in between.
    conflict: bool,
    /// Several devices share the address.
    shared: bool,
    /// The records that first and last showed it.
    evidence: Vec<String>,
}

/// A tag on a device.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeviceTag {
    /// Its name, by which queries ask for it: `source.tag:dc`.
    name: String,
    /// Its colour, as `#rrggbb`.
    colour: String,
    /// What it means.
    description: String,
    /// When it goes by itself.
    expires: Option<f64>,
    /// A person put it there; otherwise it follows from what the device did.
    by_person: bool,
    /// Records that show it.
    evidence: Vec<String>,
}

/// An account was used on a device.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Use {
    /// The account, as `DOMAIN\user`.
    account: String,
    /// The device's id.
    device: String,
    /// When it was first used there.
    first: f64,
    /// When it was last used there.
    last: f64,
    /// How often it was seen.
    count: u64,
    /// How often it was refused.
    failed: u64,
    /// A record that shows it.
    evidence: String,
}

/// What is known of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// The account, as `DOMAIN\user`.
    name: String,
    /// The spellings that were seen.
    spellings: Vec<String>,
    /// The devices that it was used on, the last one first.
    devices: Vec<Use>,
    /// It is a machine's own account; then this is the machine's name.
    machine: Option<String>,
    /// When it was first seen.
    first: f64,
    /// When it was last seen.
    last: f64,
    /// How often it was seen.
    count: u64,
    /// How often it was refused.
    failed: u64,
}

impl From<DeviceView> for Device {
    fn from(view: DeviceView) -> Self {
        let hardware = view.hardware.map(|hardware| match hardware {
            Hardware::Burned => "burned",
            Hardware::Random => "random",
            Hardware::Virtual => "virtual",
            Hardware::Nobody => "nobody",
        });
        Self {
            id: view.id,
            name: view.name,
            names: view.names.into_iter().map(Into::into).collect(),
            host_keys: view.host_keys.into_iter().map(Into::into).collect(),
            mac: view.mac.map(|mac| mac.to_string()),
            hardware: hardware.map(str::to_owned),
            addresses: view.addresses.into_iter().map(Into::into).collect(),
            tags: view.tags.into_iter().map(Into::into).collect(),
            accounts: view.accounts.into_iter().map(Into::into).collect(),
            namesakes: view.namesakes,
            gateway: view.gateway,
            first_seen: seconds(view.first_seen),
            last_seen: seconds(view.last_seen),
        }
    }
}

impl From<NameView> for Name {
    fn from(view: NameView) -> Self {
        Self {
            name: view.name,
            basis: view.basis.name().to_owned(),
            first: seconds(view.first),
            last: seconds(view.last),
            count: view.count,
            evidence: view.evidence.to_string(),
        }
    }
}

impl From<Holding> for Held {
    fn from(view: Holding) -> Self {
        Self {
            device: view.device,
            address: view.address,
            from: seconds(view.from),
            to: view.to.map(seconds),
            last_seen: seconds(view.last_seen),
            basis: view.basis.map(|basis| basis.name().to_owned()),
            known_since: view.known_since.map(seconds),
            inferred: view.inferred,
            conflict: view.conflict,
            shared: view.shared,
            evidence: view.evidence.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<Tag> for DeviceTag {
    fn from(tag: Tag) -> Self {
        let evidence = match &tag.origin {
            Origin::Person => Vec::new(),
            Origin::Seen { evidence, .. } => evidence.iter().map(ToString::to_string).collect(),
        };
        Self {
            by_person: tag.origin == Origin::Person,
            name: tag.name,
            colour: tag.colour,
            description: tag.description,
            expires: tag.expires.map(seconds),
            evidence,
        }
    }
}

impl From<AccountUse> for Use {
    fn from(used: AccountUse) -> Self {
        Self {
            account: used.account,
            device: used.device,
            first: seconds(used.first),
            last: seconds(used.last),
            count: used.count,
            failed: used.failed,
            evidence: used.evidence.to_string(),
        }
    }
}

impl From<AccountView> for Account {
    fn from(view: AccountView) -> Self {
        Self {
            name: view.name,
            spellings: view.spellings,
            devices: view.devices.into_iter().map(Into::into).collect(),
            machine: view.machine,
            first: seconds(view.first),
            last: seconds(view.last),
            count: view.count,
            failed: view.failed,
        }
    }
}
