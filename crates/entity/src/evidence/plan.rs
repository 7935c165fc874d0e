//! Where the fields that matter stand in each kind of record, looked up once per kind.

use crate::facts::facts;
use std::net::IpAddr;
use thymus_record::{List, Mac, Record as _, Row, Schema, Value};

/// The most fields that are read of one kind.
const FIELDS_MAX: usize = 12;

/// A kind of record that tells something about identities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Conn,
    Dhcp,
    Arp,
    Nd,
    Lldp,
    Cdp,
    Ntlm,
    Kerberos,
    SmbSession,
    SmbMapping,
    Dns,
    Http,
    Ssl,
    Quic,
    Ssh,
    Rdp,
    Smtp,
    Ldap,
    DceRpc,
    /// Nothing but the account is of use.
    Account,
    /// Nothing but the two ends is of use.
    Other,
}

/// The kinds and the fields that are read of them, in the order of the constants beside each reader.
const KINDS: &[(&str, Kind, &[&str])] = &[
    ("conn", Kind::Conn, super::traffic::CONN),
    ("dhcp", Kind::Dhcp, super::link::DHCP),
    ("arp", Kind::Arp, super::link::ARP),
    ("nd", Kind::Nd, super::link::ND),
    ("lldp", Kind::Lldp, super::link::LLDP),
    ("cdp", Kind::Cdp, super::link::CDP),
    ("ntlm", Kind::Ntlm, super::login::NTLM),
    ("kerberos", Kind::Kerberos, super::login::KERBEROS),
    ("smb_session", Kind::SmbSession, super::login::SMB_SESSION),
    ("smb_mapping", Kind::SmbMapping, super::login::SMB_MAPPING),
    ("rdp", Kind::Rdp, super::login::RDP),
    ("ldap", Kind::Ldap, super::login::LDAP),
    ("ldap_search", Kind::Ldap, super::login::LDAP),
    ("dce_rpc", Kind::DceRpc, super::login::DCE_RPC),
    ("dns", Kind::Dns, super::names::DNS),
    ("http", Kind::Http, super::server::HTTP),
    ("ssl", Kind::Ssl, super::server::SSL),
    ("quic", Kind::Quic, super::server::SSL),
    ("ssh", Kind::Ssh, super::server::SSH),
    ("smtp", Kind::Smtp, super::server::SMTP),
    ("rpc_bind", Kind::Account, &["account"]),
    ("remote_exec", Kind::Account, &["account"]),
    ("smb_files", Kind::Account, &["account"]),
    ("smb_access_failure", Kind::Account, &["account"]),
    ("smb_cmd", Kind::Account, &["username"]),
    ("ftp", Kind::Account, &["user"]),
];

/// Where things stand in records of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    pub(crate) orig: usize,
    pub(crate) resp: usize,
    fields: [usize; FIELDS_MAX],
    /// Bits of the facts for which the kind has a field of its own.
    pub(crate) taken: u32,
}

/// A place that no record has.
const NOWHERE: usize = usize::MAX;

impl Plan {
    /// The plan of a kind.
    pub(crate) fn of(schema: &Schema) -> Self {
        let place = |name: &str| schema.index_of(name).unwrap_or(NOWHERE);
        let known = KINDS.iter().find(|(name, _, _)| *name == schema.kind);
        let mut fields = [NOWHERE; FIELDS_MAX];
        for (slot, name) in fields.iter_mut().zip(known.map_or(&[][..], |(_, _, names)| names)) {
            *slot = place(name);
        }
        let own = facts().iter().enumerate().filter(|(_, fact)| schema.index_of(fact.name).is_some());
        Self {
            kind: known.map_or(Kind::Other, |(_, kind, _)| *kind),
            orig: place("id.orig_h"),
            resp: place("id.resp_h"),
            fields,
            taken: own.fold(0, |taken, (index, _)| taken | 1 << index),
        }
    }
}

/// A record under its plan.
#[derive(Clone, Copy)]
pub(crate) struct View<'r> {
    pub(crate) row: &'r Row,
    pub(crate) plan: &'r Plan,
    pub(crate) ts: i64,
    pub(crate) orig: Option<IpAddr>,
    pub(crate) resp: Option<IpAddr>,
}

impl<'r> View<'r> {
    pub(crate) fn new(row: &'r Row, plan: &'r Plan) -> Self {
        let address = |place| match row.value(place) {
            Value::Address(address) => Some(address),
            _ => None,
        };
        Self { row, plan, ts: row.ts().0, orig: address(plan.orig), resp: address(plan.resp) }
    }

    /// The number of the record, by which evidence names it.
    pub(crate) fn record(&self) -> u64 {
        self.row.id().0
    }

    pub(crate) fn value(&self, field: usize) -> Value<'r> {
        self.row.value(self.plan.fields.get(field).copied().unwrap_or(NOWHERE))
    }

    /// A text; an empty one is none.
    pub(crate) fn text(&self, field: usize) -> Option<&'r str> {
        match self.value(field) {
            Value::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    pub(crate) fn address(&self, field: usize) -> Option<IpAddr> {
        match self.value(field) {
            Value::Address(address) => Some(address),
            _ => None,
        }
    }

    pub(crate) fn mac(&self, field: usize) -> Option<Mac> {
        match self.value(field) {
            Value::Mac(mac) => Some(mac),
            _ => None,
        }
    }

    pub(crate) fn is(&self, field: usize) -> bool {
        self.value(field) == Value::Bool(true)
    }

    /// Whether it was said that it is so or not; nothing where neither was.
    pub(crate) fn flag(&self, field: usize) -> Option<bool> {
        match self.value(field) {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    pub(crate) fn number(&self, field: usize) -> Option<u64> {
        match self.value(field) {
            Value::Count(number) => Some(number),
            Value::Port(number) => Some(u64::from(number)),
            _ => None,
        }
    }

    pub(crate) fn interval(&self, field: usize) -> i64 {
        match self.value(field) {
            Value::Interval(interval) => interval.0,
            _ => 0,
        }
    }

    pub(crate) fn list(&self, field: usize) -> impl Iterator<Item = Value<'r>> {
        let list = match self.value(field) {
            Value::List(list) => list,
            _ => List::Texts(&[]),
        };
        list.iter()
    }

    /// Whether a list of texts has this one.
    pub(crate) fn lists(&self, field: usize, text: &str) -> bool {
        self.list(field).any(|value| value == Value::Text(text))
    }

    pub(crate) fn addresses(&self, field: usize) -> impl Iterator<Item = IpAddr> {
        self.list(field).filter_map(|value| match value {
            Value::Address(address) => Some(address),
            _ => None,
        })
    }
}
