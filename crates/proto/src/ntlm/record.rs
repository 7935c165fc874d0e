//! The `ntlm` record.

use crate::Head;
use thymus_record::Record;

/// A login, or an attempt at one, with NTLM.
#[derive(Clone, Debug, Record)]
#[record(kind = "ntlm", protocol = "NTLM")]
pub struct Ntlm {
    /// When the exchange began, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// The account, as the client gave it.
    pub username: Option<String>,
    /// The client's host name, as the client gave it.
    pub hostname: Option<String>,
    /// The account's domain, as the client gave it.
    pub domainname: Option<String>,
    /// NetBIOS name of the server, by its challenge.
    pub server_nb_computer_name: Option<String>,
    /// DNS name of the server, by its challenge.
    pub server_dns_computer_name: Option<String>,
    /// DNS name of the server's forest, by its challenge.
    pub server_tree_name: Option<String>,
    /// Whether the login succeeded; absent where that was not seen.
    pub success: Option<bool>,
    /// NetBIOS name of the server's domain, by its challenge.
    pub server_nb_domain: Option<String>,
    /// DNS name of the server's domain, by its challenge.
    pub server_dns_domain: Option<String>,
    /// Generation of the client's response: `LM`, `NTLMv1`, `NTLMv1-ESS` (with the client's challenge) or `NTLMv2`.
    pub version: Option<&'static str>,
    /// The client logged in as nobody.
    pub anonymous: Option<bool>,
    /// The protocol that carried the login, as in `conn.service`.
    pub carrier: Option<&'static str>,
    /// The service that the client believed it talked to, from inside its response.
    pub target_name: Option<String>,
    /// The response carries an integrity code over the whole exchange.
    pub mic: Option<bool>,
    /// Signing of the session was agreed.
    pub sign: Option<bool>,
    /// Encryption of the session was agreed.
    pub seal: Option<bool>,
    /// Version of the client's operating system: major, minor, build.
    pub client_os_version: Option<String>,
    /// Version of the server's operating system: major, minor, build.
    pub server_os_version: Option<String>,
}

impl Ntlm {
    pub(super) fn new(head: Head, carrier: Option<&'static str>) -> Self {
        Self {
            head,
            username: None,
            hostname: None,
            domainname: None,
            server_nb_computer_name: None,
            server_dns_computer_name: None,
            server_tree_name: None,
            success: None,
            server_nb_domain: None,
            server_dns_domain: None,
            version: None,
            anonymous: None,
            carrier,
            target_name: None,
            mic: None,
            sign: None,
            seal: None,
            client_os_version: None,
            server_os_version: None,
        }
    }
}
