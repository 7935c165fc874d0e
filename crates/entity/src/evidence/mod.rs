//! What records say about identities: one reader per kind, from a record to [`Statement`]s.
//!
//! Readers look at a record alone. What its statements are worth given everything else is decided by whoever takes them.

mod link;
mod login;
mod names;
mod plan;
mod server;
mod traffic;

pub(crate) use plan::{Kind, Plan, View};

use crate::Source;
use crate::account::Spelling;
use crate::device::Role;
use crate::timeline::{Claim, Mark};
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::Mac;

/// Something that a record says.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    /// Something about an address; only of use if the address is one's own.
    Address(IpAddr, Mark),
    /// A name or role of the device with this hardware address, whatever address it has.
    Device { mac: Mac, time: i64, names: Vec<(Arc<str>, Source)>, router: bool, record: u64 },
    /// Packets from this address came from this hardware address: the device's own, or a router's in front of it.
    Seen { mac: Mac, address: IpAddr, time: i64, answer: bool, record: u64 },
    /// The address is in use.
    Alive { address: IpAddr, since: i64, time: i64, record: u64 },
    /// This server says that the short and the long name are one domain's.
    Domain { by: IpAddr, short: String, long: String },
    /// This server says that the DNS domain is one's own.
    Own { by: IpAddr, domain: String, time: i64 },
    /// This account was used from this address.
    Login { address: IpAddr, account: Spelling, failed: bool, time: i64, record: u64 },
    /// A name server told the client that these addresses are the name's.
    Answer { client: IpAddr, server: IpAddr, addresses: Vec<IpAddr>, name: Arc<str>, time: i64, record: u64 },
    /// The client called the address so.
    Said { client: IpAddr, address: IpAddr, name: Arc<str>, time: i64 },
}

/// Reads what a record says.
pub(crate) fn read(view: &View<'_>, out: &mut Vec<Statement>) {
    match view.plan.kind {
        Kind::Conn => traffic::conn(view, out),
        Kind::Dhcp => link::dhcp(view, out),
        Kind::Arp => link::arp(view, out),
        Kind::Nd => link::nd(view, out),
        Kind::Lldp => link::lldp(view, out),
        Kind::Cdp => link::cdp(view, out),
        Kind::Ntlm => login::ntlm(view, out),
        Kind::Kerberos => login::kerberos(view, out),
        Kind::SmbSession => login::smb_session(view, out),
        Kind::SmbMapping => login::smb_mapping(view, out),
        Kind::Rdp => login::rdp(view, out),
        Kind::Ldap => login::ldap(view, out),
        Kind::DceRpc => login::dce_rpc(view, out),
        Kind::Dns => names::dns(view, out),
        Kind::Http => server::http(view, out),
        Kind::Ssl | Kind::Quic => server::tls(view, out),
        Kind::Ssh => server::ssh(view, out),
        Kind::Smtp => server::smtp(view, out),
        Kind::Account | Kind::Other => {}
    }
}

/// The account that a record is about, in whatever spelling it has.
pub(crate) fn account(view: &View<'_>) -> Option<Spelling> {
    match view.plan.kind {
        Kind::Ntlm => login::ntlm_account(view),
        Kind::Kerberos => login::kerberos_account(view),
        Kind::SmbSession => view.text(login::SMB_SESSION_ACCOUNT).and_then(Spelling::parse),
        Kind::SmbMapping => view.text(login::SMB_MAPPING_ACCOUNT).and_then(Spelling::parse),
        Kind::Rdp => login::rdp_account(view),
        Kind::Ldap => login::ldap_account(view),
        Kind::DceRpc => view.text(login::DCE_RPC_ACCOUNT).and_then(Spelling::parse),
        Kind::Http => view.text(server::HTTP_USERNAME).and_then(Spelling::parse),
        Kind::Account => view.text(0).and_then(Spelling::parse),
        _ => None,
    }
}

/// A mark of something that this record says.
pub(crate) fn mark(view: &View<'_>, time: i64, claim: Claim) -> Mark {
    Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record: view.record(), claim }
}

/// Says that whoever has the address is called this, if that is a name.
pub(crate) fn say_name(
    view: &View<'_>,
    out: &mut Vec<Statement>,
    address: Option<IpAddr>,
    name: Option<&str>,
    how: Source,
) {
    if let (Some(address), Some(name)) = (address, name.and_then(crate::name::clean)) {
        out.push(Statement::Address(address, mark(view, view.ts, Claim::Name { name, how })));
    }
}

/// Says that whoever has the address did for the peer what this role does.
pub(crate) fn say_role(
    view: &View<'_>,
    out: &mut Vec<Statement>,
    address: Option<IpAddr>,
    peer: Option<IpAddr>,
    role: Role,
) {
    if let Some(address) = address {
        let peers = peer.map_or(0, |peer| 1 << group(peer));
        out.push(Statement::Address(address, Mark { peers, ..mark(view, view.ts, Claim::Role { role }) }));
    }
}

/// One of 64 groups that peers are counted by: the same in every run, since it is kept.
fn group(address: IpAddr) -> u32 {
    let sum = match address {
        IpAddr::V4(address) => u64::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address) as u64,
    };
    // The upper six bits of a product with the golden ratio are spread evenly.
    (sum.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as u32
}
