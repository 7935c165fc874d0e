//! The `kerberos` record.

use crate::Head;
use std::borrow::Cow;
use std::net::IpAddr;
use thymus_record::{Record, Timestamp};

/// A Kerberos exchange: a ticket asked for and granted or refused, or a ticket shown to a service.
#[derive(Clone, Debug, Record)]
#[record(kind = "kerberos", protocol = "KERBEROS")]
pub struct Kerberos {
    /// When the request was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// What was asked: `AS` the first ticket, `TGS` a ticket for a service, `AP` a service was shown its ticket.
    pub request_type: Option<&'static str>,
    /// The client as `name/REALM`.
    pub client: Option<String>,
    /// The service that the ticket is for.
    pub service: Option<String>,
    /// Whether it was granted; absent where no answer was seen.
    pub success: Option<bool>,
    /// Why it was refused: in the server's words, or else the name of the code.
    pub error_msg: Option<Cow<'static, str>>,
    /// From when the ticket was asked to be valid.
    pub from: Option<Timestamp>,
    /// Till when the ticket was asked to be valid.
    pub till: Option<Timestamp>,
    /// Encryption type of the ticket.
    pub cipher: Option<Cow<'static, str>>,
    /// A ticket was asked for that may be passed on.
    pub forwardable: Option<bool>,
    /// A ticket was asked for that may be renewed.
    pub renewable: Option<bool>,
    /// Subject of the certificate with which the client logged in.
    pub client_cert_subject: Option<String>,
    /// Subject of the certificate with which the KDC answered.
    pub server_cert_subject: Option<String>,
    /// SHA-256 of the ticket with which the request was made, to find it again elsewhere.
    pub auth_ticket_sha256: Option<String>,
    /// SHA-256 of the ticket that was granted.
    pub new_ticket_sha256: Option<String>,
    /// Number of the reason why it was refused (RFC 4120 section 7.5.9).
    pub error_code: Option<i64>,
    /// Encryption types that the client offered, the best first.
    pub request_ciphers: Vec<String>,
    /// Pre-authentication data of the request. An `AS` request granted without any leaves its reply open to guessing.
    pub preauth: Vec<String>,
    /// Encryption type of the reply's part for the client: what password guessing would have to break.
    pub reply_cipher: Option<Cow<'static, str>>,
    /// User for whom a service asked for a ticket in its own name, as `name/REALM`.
    pub impersonated_user: Option<String>,
    /// The client's NetBIOS name.
    pub client_netbios_name: Option<String>,
    /// The client as `name/REALM` where the exchange itself keeps it secret, by what was seen before.
    pub inferred_client: Option<String>,
    /// From what the client was inferred.
    pub inferred_from: Option<&'static str>,
    /// The address to which the ticket with which the request was made had been granted, where that was seen.
    pub ticket_granted_to: Option<IpAddr>,
}

impl Kerberos {
    pub(super) fn new(head: Head) -> Self {
        Self {
            head,
            request_type: None,
            client: None,
            service: None,
            success: None,
            error_msg: None,
            from: None,
            till: None,
            cipher: None,
            forwardable: None,
            renewable: None,
            client_cert_subject: None,
            server_cert_subject: None,
            auth_ticket_sha256: None,
            new_ticket_sha256: None,
            error_code: None,
            request_ciphers: Vec::new(),
            preauth: Vec::new(),
            reply_cipher: None,
            impersonated_user: None,
            client_netbios_name: None,
            inferred_client: None,
            inferred_from: None,
            ticket_granted_to: None,
        }
    }
}
