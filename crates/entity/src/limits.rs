//! How much is remembered, and what was forgotten to keep to it.

use serde::{Deserialize, Serialize};
use thymus_record::Interval;

/// The most that is remembered. Where a limit is reached, what was seen for the shortest time and longest ago goes
/// first, and [`Counters`] tells how much went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Devices.
    pub devices: usize,
    /// Addresses of one's own networks.
    pub addresses: usize,
    /// Spans of one address: who had it from when to when.
    pub spans_per_address: usize,
    /// Pieces of evidence of one address that may still be put in another order.
    pub marks_per_address: usize,
    /// Names that one holder of an address was called by.
    pub names_per_span: usize,
    /// Accounts that one holder of an address was used with.
    pub accounts_per_span: usize,
    /// Addresses of one device.
    pub addresses_per_device: usize,
    /// Accounts, each spelling of the domain counted.
    pub accounts: usize,
    /// Addresses that one account was used from.
    pub addresses_per_account: usize,
    /// Pairs of a `NetBIOS` domain and a DNS domain.
    pub domains: usize,
    /// Answers of name servers, each for one client and one address.
    pub answers: usize,
    /// Hardware addresses that are watched for being routers.
    pub fronts: usize,
    /// Changes that are told of in a minute of event time.
    pub changes_per_minute: u32,
    /// How late evidence may come and still be put where it belongs.
    pub lateness: Interval,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            devices: 65_536,
            addresses: 131_072,
            spans_per_address: 32,
            marks_per_address: 256,
            names_per_span: 8,
            accounts_per_span: 64,
            addresses_per_device: 128,
            accounts: 65_536,
            addresses_per_account: 64,
            domains: 1_024,
            answers: 262_144,
            fronts: 16_384,
            changes_per_minute: 600,
            lateness: Interval::from_seconds(600),
        }
    }
}

/// What was forgotten, left out or came too late, since the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Devices that were forgotten because there were too many.
    pub devices_forgotten: u64,
    /// Addresses likewise.
    pub addresses_forgotten: u64,
    /// Spans of addresses likewise.
    pub spans_forgotten: u64,
    /// Pieces of evidence that were fixed in their order early because there were too many.
    pub marks_settled_early: u64,
    /// Pieces of evidence that came later than [`Limits::lateness`] and changed no span.
    pub evidence_too_late: u64,
    /// Names that were left out because a holder had too many.
    pub names_forgotten: u64,
    /// Uses of accounts that were left out because a holder had too many.
    pub account_uses_forgotten: u64,
    /// Accounts that were forgotten because there were too many.
    pub accounts_forgotten: u64,
    /// Addresses that were left out because a device or account had too many.
    pub links_forgotten: u64,
    /// Pairs of domains that were left out because there were too many.
    pub domains_left_out: u64,
    /// Answers of name servers that were forgotten because there were too many.
    pub answers_forgotten: u64,
    /// Hardware addresses that were no longer watched because there were too many.
    pub fronts_forgotten: u64,
    /// Changes that were not told of because there were too many in a minute.
    pub changes_suppressed: u64,
}
