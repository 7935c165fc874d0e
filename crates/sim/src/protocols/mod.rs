//! The messages of protocols: who says them to whom, and when, is decided elsewhere.

pub(crate) mod arp;
pub(crate) mod certificate;
pub(crate) mod dhcp;
pub(crate) mod dns;
pub(crate) mod gss;
pub(crate) mod job;
pub(crate) mod kerberos;
pub(crate) mod ldap;
pub(crate) mod mqtt;
pub(crate) mod ndr;
pub(crate) mod ntlm;
pub(crate) mod ntp;
pub(crate) mod rdp;
pub(crate) mod rpc;
pub(crate) mod services;
pub(crate) mod smb;
pub(crate) mod snmp;
pub(crate) mod ssh;
pub(crate) mod tasks;
pub(crate) mod tls;
