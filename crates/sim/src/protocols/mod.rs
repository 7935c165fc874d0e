//! The messages of protocols: who says them to whom, and when, is decided elsewhere.

pub(crate) mod certificate;
pub(crate) mod dns;
pub(crate) mod kerberos;
pub(crate) mod ldap;
pub(crate) mod ntlm;
pub(crate) mod rpc;
pub(crate) mod smb;
pub(crate) mod ssh;
pub(crate) mod tls;
