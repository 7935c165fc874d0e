//! The `rdp` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::Record;

/// A Remote Desktop session, as far as it is not encrypted.
#[derive(Clone, Debug, Record)]
#[record(kind = "rdp", protocol = "RDP")]
pub struct Rdp {
    /// When the client asked for it, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// The client's cookie: mostly the user's name, cut to nine characters.
    pub cookie: Option<String>,
    /// What became of the negotiation: `Success`, `encrypted`, or why it failed.
    pub result: Option<Cow<'static, str>>,
    /// What protects the session: `RDP` its own encryption, `SSL` TLS, `HYBRID` and `HYBRID_EX` TLS with a login before.
    pub security_protocol: Option<Cow<'static, str>>,
    /// The virtual channels that the client wants: disks, sound, clipboard.
    pub client_channels: Vec<String>,
    /// Layout of the client's keyboard.
    pub keyboard_layout: Option<Cow<'static, str>>,
    /// The client's version.
    pub client_build: Option<Cow<'static, str>>,
    /// The client's host name.
    pub client_name: Option<String>,
    /// The client's product id.
    pub client_dig_product_id: Option<String>,
    /// The client's screen.
    #[record(unit = "pixels")]
    pub desktop_width: Option<u16>,
    /// The client's screen.
    #[record(unit = "pixels")]
    pub desktop_height: Option<u16>,
    /// The depth of colour that the client wants.
    pub requested_color_depth: Option<Cow<'static, str>>,
    /// Kind of the server's certificate, without TLS.
    pub cert_type: Option<Cow<'static, str>>,
    /// Certificates of the server, without TLS.
    #[record(unit = "certificates")]
    pub cert_count: usize,
    /// The certificate is the server's for good, not made for the while.
    pub cert_permanent: Option<bool>,
    /// What of the session is encrypted, without TLS.
    pub encryption_level: Option<Cow<'static, str>>,
    /// With what strength, without TLS.
    pub encryption_method: Option<Cow<'static, str>>,
    /// What the client offered to protect the session with.
    pub client_security_protocols: Vec<String>,
    /// The token by which a load balancer finds the server.
    pub routing_token: Option<String>,
}

impl Rdp {
    pub(super) fn new(head: Head) -> Self {
        Self {
            head,
            cookie: None,
            result: None,
            security_protocol: None,
            client_channels: Vec::new(),
            keyboard_layout: None,
            client_build: None,
            client_name: None,
            client_dig_product_id: None,
            desktop_width: None,
            desktop_height: None,
            requested_color_depth: None,
            cert_type: None,
            cert_count: 0,
            cert_permanent: None,
            encryption_level: None,
            encryption_method: None,
            client_security_protocols: Vec::new(),
            routing_token: None,
        }
    }
}
