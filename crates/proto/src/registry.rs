//! The protocols that the engine knows: one line each.

use crate::link::LinkProtocol;
use crate::{Carrier, Protocol};
use hashbrown::HashMap;
use std::sync::LazyLock;
use thymus_record::{Declared, Schema};

/// Every protocol. Those whose probes are strictest stand first: the first certain answer wins.
#[rustfmt::skip]
pub static PROTOCOLS: &[&Protocol] = &[
    &crate::dce_rpc::PROTOCOL,
    &crate::dhcp::PROTOCOL,
    &crate::dns::PROTOCOL,
    &crate::kerberos::UDP,
    &crate::kerberos::TCP,
    &crate::kerberos::KPASSWD,
    &crate::quic::PROTOCOL,
    &crate::smb::PROTOCOL,
    &crate::bacnet::PROTOCOL,
    &crate::bittorrent::PROTOCOL,
    &crate::dnp3::TCP,
    &crate::dnp3::UDP,
    &crate::enip::PROTOCOL,
    &crate::fins::PROTOCOL,
    &crate::hart_ip::PROTOCOL,
    &crate::iec104::PROTOCOL,
    &crate::ike::PROTOCOL,
    &crate::imap::PROTOCOL,
    &crate::irc::PROTOCOL,
    &crate::modbus::PROTOCOL,
    &crate::mqtt::PROTOCOL,
    &crate::mysql::PROTOCOL,
    &crate::ntp::PROTOCOL,
    &crate::onc_rpc::NFS,
    &crate::onc_rpc::MOUNT,
    &crate::onc_rpc::PORTMAPPER,
    &crate::opcua::PROTOCOL,
    &crate::openvpn::PROTOCOL,
    &crate::pop3::PROTOCOL,
    &crate::postgresql::PROTOCOL,
    &crate::radius::PROTOCOL,
    &crate::redis::PROTOCOL,
    &crate::rfb::PROTOCOL,
    &crate::s7comm::PROTOCOL,
    &crate::sip::PROTOCOL,
    &crate::snmp::PROTOCOL,
    &crate::socks::PROTOCOL,
    &crate::ssdp::PROTOCOL,
    &crate::stun::PROTOCOL,
    &crate::syslog::PROTOCOL,
    &crate::tds::PROTOCOL,
    &crate::telnet::PROTOCOL,
    &crate::tftp::PROTOCOL,
    &crate::wireguard::PROTOCOL,
    &crate::xmpp::PROTOCOL,
    &crate::ldap::TCP,
    &crate::ldap::UDP,
    &crate::ssh::PROTOCOL,
    &crate::smtp::PROTOCOL,
    &crate::ftp::PROTOCOL,
    &crate::ftp_data::PROTOCOL,
    &crate::http::PROTOCOL,
    &crate::http::HTTP2,
    &crate::tls::PROTOCOL,
    &crate::tls::DTLS,
    &crate::rdp::TCP,
    &crate::rdp::UDP,
];

/// Every protocol that stands on the link itself.
#[rustfmt::skip]
pub static LINK_PROTOCOLS: &[&LinkProtocol] = &[
    &crate::arp::PROTOCOL,
    &crate::cdp::PROTOCOL,
    &crate::lldp::PROTOCOL,
    &crate::nd::PROTOCOL,
];

/// The kinds of record that belong to no single protocol.
static SHARED_RECORDS: &[fn() -> &'static Schema] = &[
    crate::conn::Conn::declaration,
    crate::files::File::declaration,
    crate::ntlm::Ntlm::declaration,
    crate::remote_exec::RemoteExec::declaration,
    crate::scheduled_job::ScheduledJob::declaration,
    crate::tunnel::Tunnel::declaration,
    crate::weird::Weird::declaration,
    crate::x509::X509::declaration,
];

/// The schemas of every kind of record that the engine makes, sorted by kind.
#[must_use]
pub fn schemas() -> Vec<&'static Schema> {
    let of_protocols = PROTOCOLS.iter().flat_map(|protocol| protocol.records);
    let of_links = LINK_PROTOCOLS.iter().flat_map(|protocol| protocol.records);
    let all = SHARED_RECORDS.iter().chain(of_protocols).chain(of_links);
    let mut schemas: Vec<_> = all.map(|declare| declare()).collect();
    schemas.sort_by_key(|schema| schema.kind);
    schemas.dedup_by_key(|schema| schema.kind);
    schemas
}

/// The protocols of one carrier, by port and all.
pub(crate) struct Candidates {
    all: Vec<&'static Protocol>,
    by_port: HashMap<u16, Vec<&'static Protocol>, foldhash::fast::FixedState>,
}

impl Candidates {
    fn of(carrier: Carrier) -> Self {
        let all: Vec<&'static Protocol> =
            PROTOCOLS.iter().copied().filter(|protocol| protocol.carriers.contains(&carrier)).collect();
        let mut by_port: HashMap<u16, Vec<&'static Protocol>, _> = HashMap::default();
        for protocol in &all {
            for port in protocol.ports {
                by_port.entry(*port).or_default().push(protocol);
            }
        }
        Self { all, by_port }
    }

    pub(crate) fn all(&self) -> &[&'static Protocol] {
        &self.all
    }

    pub(crate) fn of_port(&self, port: u16) -> &[&'static Protocol] {
        self.by_port.get(&port).map_or(&[], Vec::as_slice)
    }
}

/// The protocols that this carrier may bear.
pub(crate) fn candidates(carrier: Carrier) -> &'static Candidates {
    static STREAM: LazyLock<Candidates> = LazyLock::new(|| Candidates::of(Carrier::Stream));
    static DATAGRAM: LazyLock<Candidates> = LazyLock::new(|| Candidates::of(Carrier::Datagram));
    static MESSAGE: LazyLock<Candidates> = LazyLock::new(|| Candidates::of(Carrier::Message));
    match carrier {
        Carrier::Stream => &STREAM,
        Carrier::Datagram => &DATAGRAM,
        Carrier::Message => &MESSAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_declaration() {
        let mut kinds: Vec<_> = SHARED_RECORDS.iter().map(|declare| declare().kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds.len(), SHARED_RECORDS.len());
    }

    /// The source is searched, because a kind that nobody lists would be lost without a word.
    #[test]
    fn every_kind_that_is_declared_is_listed() {
        let listed: Vec<_> = schemas().iter().map(|schema| schema.kind).collect();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(source) = std::fs::read_to_string(&path) {
                    for declaration in source.split("#[record(kind = \"").skip(1) {
                        let kind = declaration.split('"').next().unwrap();
                        let in_this_file = path.ends_with("registry.rs");
                        assert!(in_this_file || listed.contains(&kind), "{kind} of {path:?} is not listed");
                    }
                }
            }
        }
    }

    #[test]
    fn every_schema_names_each_field_once() {
        for schema in schemas() {
            let mut names: Vec<_> = schema.fields.iter().map(|field| field.name).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{} repeats a field", schema.kind);
        }
    }
}
