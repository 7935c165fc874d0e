//! The protocols of the made-up traffic. Each makes whole flows and says what they hold.

pub(super) mod dns;
pub(super) mod ftp;
pub(super) mod http;
pub(super) mod kerberos;
pub(super) mod ldap;
pub(super) mod rpc;
pub(super) mod small;
pub(super) mod smb;
pub(super) mod smtp;
pub(super) mod ssh;
pub(super) mod tls;
