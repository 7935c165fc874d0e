//! What all flows of one worker share.

use crate::expect::Expectations;
use hashbrown::HashMap;
use std::net::IpAddr;
use thymus_flow::FlowId;
use thymus_record::{Record, Sink};

/// How the engine is to work.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The flow table's limits and time-outs.
    pub flow: thymus_flow::Config,
    /// Whether MD5, SHA-1 and SHA-256 are taken of file content.
    pub hash_files: bool,
    /// How much of each file is given to the store, if there is one; its beginning, in bytes.
    pub keep_file_bytes_max: u64,
    /// Whether every SMB command becomes an `smb_cmd` record, not only what is done to shares and files.
    pub smb_commands: bool,
    /// Whether passwords sent in the clear are kept in records; where not, it is only said that there was one.
    pub keep_passwords: bool,
    /// Networks that are one's own, as address and prefix length.
    pub local_networks: Vec<(IpAddr, u8)>,
}

/// Larger files are mostly media and images of disks; a program or document that harms is smaller.
const KEEP_FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

impl Default for Settings {
    fn default() -> Self {
        Self {
            flow: thymus_flow::Config::default(),
            hash_files: true,
            keep_file_bytes_max: KEEP_FILE_BYTES_MAX,
            smb_commands: true,
            keep_passwords: false,
            local_networks: private_networks(),
        }
    }
}

/// RFC 1918, RFC 4193, RFC 6598 and link-local networks.
fn private_networks() -> Vec<(IpAddr, u8)> {
    let v4 = |a, b, length| (IpAddr::from([a, b, 0, 0]), length);
    let v6 = |first: u16, length| (IpAddr::from([first, 0, 0, 0, 0, 0, 0, 0]), length);
    vec![
        v4(10, 0, 8),
        v4(172, 16, 12),
        v4(192, 168, 16),
        v4(100, 64, 10),
        v4(169, 254, 16),
        v6(0xfc00, 7),
        v6(0xfe80, 10),
    ]
}

impl Settings {
    /// Whether an address is one's own.
    #[must_use]
    pub fn is_local(&self, address: IpAddr) -> bool {
        self.local_networks.iter().any(|&(network, length)| contains(network, length, address))
    }
}

fn contains(network: IpAddr, length: u8, address: IpAddr) -> bool {
    match (network, address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length.min(128))).unwrap_or(0);
            network.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

/// What all flows of one worker share: where records go, what is announced, what is counted.
pub(crate) struct Hub {
    pub(crate) settings: Settings,
    pub(crate) sink: Box<dyn Sink + Send>,
    pub(crate) expectations: Expectations,
    pub(crate) counts: Counts,
    /// What comes now is another worker's: it is learned from, but makes no records.
    pub(crate) muted: bool,
    pub(crate) files: crate::files::Files,
    pub(crate) transfers: crate::ftp::Transfers,
    pub(crate) dhcp: crate::dhcp::Transactions,
    pub(crate) tunnel_services: HashMap<FlowId, &'static str, foldhash::fast::FixedState>,
    pub(crate) kerberos_tickets: crate::kerberos::Tickets,
    pub(crate) remote_exec: crate::remote_exec::RemoteExecState,
    pub(crate) link: crate::link::LinkShared,
    pub(crate) smb: crate::smb::Channels,
    pub(crate) ssdp: crate::ssdp::Told,
}

/// Tunnels over UDP whose flows are still open; more are found but not named in `conn.service`.
const TUNNEL_SERVICES_MAX: usize = 65_536;

/// What the engine counts beside the flow table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) records: u64,
    pub(crate) weirds: u64,
    pub(crate) weirds_suppressed: u64,
    pub(crate) repeats: u64,
}

impl Hub {
    pub(crate) fn new(settings: Settings, sink: Box<dyn Sink + Send>) -> Self {
        Self {
            settings,
            sink,
            expectations: Expectations::default(),
            counts: Counts::default(),
            muted: false,
            files: crate::files::Files::default(),
            transfers: crate::ftp::Transfers::default(),
            dhcp: crate::dhcp::Transactions::default(),
            tunnel_services: HashMap::default(),
            kerberos_tickets: crate::kerberos::Tickets::default(),
            remote_exec: crate::remote_exec::RemoteExecState::default(),
            link: crate::link::LinkShared::default(),
            smb: crate::smb::Channels::default(),
            ssdp: crate::ssdp::Told::default(),
        }
    }

    pub(crate) fn keep_files(&mut self, store: Box<dyn crate::files::FileStore>) {
        self.files.keep(store, self.settings.keep_file_bytes_max);
    }

    pub(crate) fn emit(&mut self, record: &dyn Record) {
        if self.muted {
            return;
        }
        self.counts.records += 1;
        self.sink.accept(record);
    }

    /// Remembers what the flow of a tunnel is to be called when it ends.
    pub(crate) fn note_tunnel(&mut self, flow: FlowId, service: &'static str) {
        if self.tunnel_services.len() < TUNNEL_SERVICES_MAX {
            self.tunnel_services.insert(flow, service);
        }
    }

    /// Sends out what waits beyond the end of its flows: the input is over.
    pub(crate) fn finish(&mut self) {
        for dhcp in self.dhcp.finish() {
            self.emit(&dhcp);
        }
    }
}
