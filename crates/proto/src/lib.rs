//! Protocol detection and analysis: bytes of flows become records.
//!
//! One folder per protocol, each with the same file names (`mod parser state record tests`), and one line in
//! [`registry`]. The principal type is [`Engine`]: packets go in, records come out at its sink. A protocol is a
//! [`Protocol`]: a probe that recognises it by content on any port, and an [`Analyzer`] per flow that reads it.

pub mod arp;
pub mod asn1;
pub mod bacnet;
pub mod bittorrent;
pub mod cdp;
pub mod conn;
mod context;
pub mod dce_rpc;
pub mod dhcp;
pub mod dnp3;
pub mod dns;
mod engine;
pub mod enip;
mod expect;
pub mod files;
pub mod fins;
pub mod ftp;
pub mod ftp_data;
pub mod fuzzing;
pub mod gss;
pub mod hart_ip;
mod head;
pub mod http;
mod hub;
pub mod iec104;
pub mod ike;
pub mod imap;
pub mod irc;
pub mod kerberos;
mod layer;
pub mod ldap;
pub mod link;
pub mod lldp;
mod md5;
mod mime;
pub mod modbus;
pub mod mqtt;
pub mod mysql;
pub mod nd;
pub mod ntlm;
pub mod ntp;
pub mod onc_rpc;
pub mod opcua;
pub mod openvpn;
mod pending;
pub mod pop3;
pub mod postgresql;
mod protocol;
pub mod quic;
pub mod radius;
pub mod rdp;
pub mod redis;
pub mod registry;
pub mod remote_exec;
pub mod rfb;
pub mod s7comm;
pub mod scheduled_job;
mod services;
pub mod sip;
pub mod smb;
pub mod smtp;
pub mod snmp;
pub mod socks;
pub mod ssdp;
pub mod ssh;
pub mod stun;
pub mod syslog;
pub mod tds;
pub mod telnet;
#[cfg(test)]
#[allow(dead_code, reason = "each protocol's tests use a part of it")]
mod testing;
pub mod text;
pub mod tftp;
pub mod tls;
pub mod tunnel;
mod upgrade;
pub mod weird;
pub mod wireguard;
pub mod x509;
pub mod xmpp;

pub use context::{Account, Context, SessionFacts};
pub use engine::{Engine, Statistics};
pub use expect::Expectation;
pub use head::Head;
pub use hub::Settings;
pub use layer::Layer;
pub use pending::{Overflow, Pending, Step};
pub use protocol::{Analyzer, Carrier, Probe, Protocol, Verdict};

pub use thymus_flow::{Endpoints, FlowFacts, Side, Transport};
pub use thymus_record::{Interval, Timestamp};
