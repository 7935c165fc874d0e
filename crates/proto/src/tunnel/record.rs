//! The `tunnel` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::Record;

/// A tunnel that was found or that ended.
#[derive(Debug, Record)]
#[record(kind = "tunnel", protocol = "TUNNEL")]
pub struct Tunnel {
    /// When it was found or ended, its name (which flows inside it bear as their parent), and its ends; ports are 0 for
    /// tunnels without ports.
    #[record(flatten)]
    pub head: Head,
    /// The tunnel's protocol, as Zeek writes it: `Tunnel::VXLAN`.
    pub tunnel_type: Cow<'static, str>,
    /// What happened: `Tunnel::DISCOVER`, `Tunnel::CLOSE` or `Tunnel::EXPIRE`.
    pub action: &'static str,
}
