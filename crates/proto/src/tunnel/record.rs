//! The `tunnel` record.

use std::borrow::Cow;
use std::net::IpAddr;
use thymus_record::{Id, Port, Record, Timestamp};

/// A tunnel that was found or that ended.
#[derive(Debug, Record)]
#[record(kind = "tunnel", protocol = "TUNNEL")]
pub struct Tunnel {
    /// When it was found or ended.
    pub ts: Timestamp,
    /// The tunnel's name, which flows inside it bear as their parent.
    pub uid: Id,
    /// The address of the end that was seen sending first.
    #[record(name = "id.orig_h")]
    pub orig_h: IpAddr,
    /// Its port; 0 for tunnels without ports.
    #[record(name = "id.orig_p")]
    pub orig_p: Port,
    /// The address of the other end.
    #[record(name = "id.resp_h")]
    pub resp_h: IpAddr,
    /// Its port; 0 for tunnels without ports.
    #[record(name = "id.resp_p")]
    pub resp_p: Port,
    /// The tunnel's protocol, as Zeek writes it: `Tunnel::VXLAN`.
    pub tunnel_type: Cow<'static, str>,
    /// What happened: `Tunnel::DISCOVER`, `Tunnel::CLOSE` or `Tunnel::EXPIRE`.
    pub action: &'static str,
}
