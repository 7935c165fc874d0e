//! What a breach is about: who did what to whom.

use crate::records::quoted;
use crate::words;
use std::fmt;
use std::net::IpAddr;
use thymus_record::{List, Row, Value};

/// One end of what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Its address then.
    pub address: Option<IpAddr>,
    /// The device that had the address, where that is known.
    pub device: Option<String>,
    /// Its best name.
    pub name: Option<String>,
}

/// What happened, as far as one record tells.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// The record that tells most.
    pub(crate) principal: Row,
    pub(crate) source: Host,
    pub(crate) destination: Host,
    pub(crate) account: Option<String>,
}

/// So many values of a list make two acts the same one.
const LIST_MAX: usize = 5;

/// The kinds that tell most about an act, the best first, each with the fields that make two acts the same one.
const TELLING: &[(&str, &[&str])] = &[
    ("remote_exec", &["mechanism", "operation", "object", "command"]),
    ("scheduled_job", &["path", "program", "arguments"]),
    ("smb_files", &["action", "name"]),
    ("dce_rpc", &["endpoint", "operation"]),
    ("rpc_bind", &["endpoints"]),
    ("ldap_search", &["base_object", "filter"]),
    ("kerberos", &["request_type", "client", "service"]),
    ("ntlm", &["username", "domainname"]),
    ("rdp", &["cookie"]),
    ("ftp", &["command", "arg"]),
    ("http", &["host", "method"]),
    ("dns", &["query"]),
    ("ssl", &["server_name"]),
    ("files", &["filename", "mime_type"]),
    ("smb_mapping", &["path"]),
    ("ssh", &["client"]),
    ("conn", &["id.resp_p", "service"]),
];

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.as_ref().or(self.device.as_ref()), self.address) {
            (Some(name), Some(address)) if *name != address.to_string() => write!(f, "{name} ({address})"),
            (_, Some(address)) => write!(f, "{address}"),
            (Some(name), None) => f.write_str(name),
            (None, None) => f.write_str("an unknown host"),
        }
    }
}

impl Host {
    fn of(row: &Row, address: &str, side: &str) -> Self {
        let text = |field: &str| words::text(row.get(&format!("{side}.{field}")));
        let address = match row.get(address) {
            Value::Address(address) => Some(address),
            _ => None,
        };
        Self { address, device: text("device"), name: text("name") }
    }

    /// The condition that finds what this host did, or what was done to it.
    pub(crate) fn condition(&self, address: &str, device: &str) -> Option<String> {
        match (&self.device, self.address) {
            (Some(known), _) => Some(format!("{device}:={}", quoted(known))),
            (None, Some(known)) => Some(format!("{address}:{}", quoted(&known.to_string()))),
            (None, None) => None,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            address: self.address.or(other.address),
            device: self.device.or(other.device),
            name: self.name.or(other.name),
        }
    }
}

/// The hosts of a record: who began, and with whom.
pub(crate) fn hosts(row: &Row) -> (Host, Host) {
    (Host::of(row, "id.orig_h", "source"), Host::of(row, "id.resp_h", "destination"))
}

impl Act {
    /// What the breach is about, by the evidence behind it; the breach itself where there is none.
    pub(crate) fn of(breach: &Row, evidence: &[Row]) -> Self {
        let rank =
            |row: &&Row| TELLING.iter().position(|(kind, _)| *kind == row.kind()).unwrap_or(usize::MAX);
        let principal = evidence.iter().min_by_key(rank).unwrap_or(breach).clone();
        let (source, destination) = hosts(&principal);
        let (breach_source, breach_destination) = hosts(breach);
        let account = ["user.account", "account", "username", "client"];
        let account_of = |row: &Row| account.iter().find_map(|field| words::text(row.get(field)));
        Self {
            account: account_of(&principal).or_else(|| account_of(breach)),
            source: source.or(breach_source),
            destination: destination.or(breach_destination),
            principal,
        }
    }

    /// The condition that finds acts between the same two hosts.
    pub(crate) fn pair_condition(&self) -> String {
        let source = self.source.condition("id.orig_h", "source.device");
        let destination = self.destination.condition("id.resp_h", "destination.device");
        let both: Vec<_> = source.into_iter().chain(destination).collect();
        both.join(" AND ")
    }

    /// The condition that finds the same act by anybody, towards anybody.
    pub(crate) fn same_condition(&self) -> String {
        same_condition(&self.principal)
    }
}

/// The condition that finds records which tell of the same as this one: object, command, operation.
pub(crate) fn same_condition(row: &Row) -> String {
    let mut parts = vec![format!("kind:{}", row.kind())];
    let fields = TELLING.iter().find(|(kind, _)| *kind == row.kind()).map_or(&[][..], |(_, fields)| fields);
    for field in fields {
        match row.get(field) {
            Value::Text(text) if !text.is_empty() => parts.push(format!("{field}:={}", quoted(text))),
            Value::List(List::Texts(texts)) => {
                let texts = texts.iter().take(LIST_MAX);
                parts.extend(texts.map(|text| format!("{field}:={}", quoted(text))));
            }
            Value::Port(port) => parts.push(format!("{field}:{port}")),
            _ => {}
        }
    }
    parts.join(" AND ")
}
