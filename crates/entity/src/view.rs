//! Answers: what is known of devices, addresses and accounts.

use crate::Source;
use crate::device::Tag;
use crate::hardware::Hardware;
use std::net::IpAddr;
use thymus_record::{Mac, RecordId, Timestamp};

/// One device that had an address for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The device's id.
    pub device: String,
    /// The address.
    pub address: IpAddr,
    /// When the first evidence of it was seen.
    pub from: Timestamp,
    /// When another device had the address or this one gave it back; absent while it is not known to have ended.
    pub to: Option<Timestamp>,
    /// When the last evidence was seen.
    pub last_seen: Timestamp,
    /// The strongest evidence of whose the address was; absent where nothing but the address was known.
    pub basis: Option<Source>,
    /// Since when that was known. Before, it is inferred from what came later.
    pub known_since: Option<Timestamp>,
    /// The time that was asked for lies before [`Self::known_since`] or long after [`Self::last_seen`].
    pub inferred: bool,
    /// Another device claimed the address in between.
    pub conflict: bool,
    /// Several devices share the address.
    pub shared: bool,
    /// The records that first and last showed it.
    pub evidence: Vec<RecordId>,
}

/// An address that a device had, when, and how that is known.
pub type HeldAddress = Holding;

/// A name of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameView {
    /// The name, in lower case.
    pub name: String,
    /// How it is known.
    pub basis: Source,
    /// When it was first told.
    pub first: Timestamp,
    /// When it was last told.
    pub last: Timestamp,
    /// How often it was told.
    pub count: u64,
    /// A record that told it.
    pub evidence: RecordId,
}

/// What is known of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceView {
    /// Its id: `mac:`, `host:` or `ip:` and what it is known by.
    pub id: String,
    /// The best name.
    pub name: Option<String>,
    /// All names, the best evidence first.
    pub names: Vec<NameView>,
    /// The keys of its SSH servers, each with its algorithm.
    pub host_keys: Vec<NameView>,
    /// Its hardware address.
    pub mac: Option<Mac>,
    /// What kind of hardware address that is.
    pub hardware: Option<Hardware>,
    /// The addresses that it has or had, the last one first.
    pub addresses: Vec<HeldAddress>,
    /// Its tags by name.
    pub tags: Vec<Tag>,
    /// The accounts that were used on it, the last one first.
    pub accounts: Vec<AccountUse>,
    /// Other devices that bear its name: its other network cards, or strangers.
    pub namesakes: Vec<String>,
    /// Its hardware address stands for many devices.
    pub gateway: bool,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
}

/// An account on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountUse {
    /// The account, as `DOMAIN\user`.
    pub account: String,
    /// The device's id.
    pub device: String,
    /// When it was first used there.
    pub first: Timestamp,
    /// When it was last used there.
    pub last: Timestamp,
    /// How often it was seen.
    pub count: u64,
    /// How often it was refused.
    pub failed: u64,
    /// A record that shows it.
    pub evidence: RecordId,
}

/// What is known of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    /// The account, as `DOMAIN\user`.
    pub name: String,
    /// The spellings that were seen: `DOMAIN\user` with the domain as written.
    pub spellings: Vec<String>,
    /// The devices that it was used on, the last one first.
    pub devices: Vec<AccountUse>,
    /// It is a machine's own account; then this is the machine's name.
    pub machine: Option<String>,
    /// When it was first seen.
    pub first: Timestamp,
    /// When it was last seen.
    pub last: Timestamp,
    /// How often it was seen.
    pub count: u64,
    /// How often it was refused.
    pub failed: u64,
}
