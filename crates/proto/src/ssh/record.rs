//! The `ssh` record.

use crate::Head;
use thymus_record::Record;

/// An SSH connection.
#[derive(Debug, Record)]
#[record(kind = "ssh", protocol = "SSH")]
pub struct Ssh {
    /// When the first identification was sent, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The major version that both sides speak; 0 where they cannot agree.
    pub version: Option<u8>,
    /// Whether the login succeeded, guessed from the sizes of encrypted packets; absent where that cannot be told.
    pub auth_success: Option<bool>,
    /// How many attempts to log in were counted, the last included.
    pub auth_attempts: u32,
    /// `OUTBOUND` or `INBOUND`, where exactly one end is in one's own networks.
    pub direction: Option<&'static str>,
    /// The client's identification.
    pub client: Option<String>,
    /// The server's identification.
    pub server: Option<String>,
    /// The cipher agreed on.
    pub cipher_alg: Option<String>,
    /// The message authentication agreed on.
    pub mac_alg: Option<String>,
    /// The compression agreed on.
    pub compression_alg: Option<String>,
    /// The key exchange agreed on.
    pub kex_alg: Option<String>,
    /// The kind of host key agreed on.
    pub host_key_alg: Option<String>,
    /// The SHA-256 of the server's host key, as OpenSSH writes it.
    pub host_key_fingerprint: Option<String>,
    /// HASSH: the MD5 of what the client offers (`hasshAlgorithms`).
    pub hassh: Option<String>,
    /// The client's offers, of which `hassh` is the digest.
    #[record(name = "hasshAlgorithms")]
    pub hassh_algorithms: Option<String>,
    /// HASSH of the server's offers.
    #[record(name = "hasshServer")]
    pub hassh_server: Option<String>,
    /// The server's offers, of which `hasshServer` is the digest.
    #[record(name = "hasshServerAlgorithms")]
    pub hassh_server_algorithms: Option<String>,
}
