//! Tunnels: what carries packets inside packets.

mod record;

pub use record::Tunnel;

use crate::Head;
use std::borrow::Cow;
use thymus_flow::{TunnelAction, TunnelFacts, TunnelKind};
use thymus_record::{Id, Port, Timestamp};

impl Tunnel {
    pub(crate) fn new(now: Timestamp, tunnel: &TunnelFacts, action: TunnelAction) -> Self {
        let ends = &tunnel.endpoints;
        let head = Head {
            ts: now,
            uid: Id::flow(tunnel.id.0),
            orig_h: ends.orig_h,
            orig_p: Port(ends.orig_p),
            resp_h: ends.resp_h,
            resp_p: Port(ends.resp_p),
        };
        Self {
            head,
            tunnel_type: Cow::Borrowed(kind_name(tunnel.kind)),
            action: match action {
                TunnelAction::Discover => "Tunnel::DISCOVER",
                TunnelAction::Close => "Tunnel::CLOSE",
                TunnelAction::Expire => "Tunnel::EXPIRE",
            },
        }
    }
}

/// Notes that this flow became a tunnel for another protocol: by SOCKS or by HTTP's CONNECT. As in Zeek the originator's
/// port is left out, because what is tunnelled is between hosts.
pub(crate) fn found_in_flow(cx: &mut crate::Context<'_>, tunnel_type: &'static str) {
    let head = Head { orig_p: Port(0), ..cx.head() };
    let record = Tunnel { head, tunnel_type: Cow::Borrowed(tunnel_type), action: "Tunnel::DISCOVER" };
    cx.emit(&record);
}

/// What `conn.service` calls the flow of a tunnel over UDP; the other tunnels have no flow of their own.
pub(crate) fn service_name(kind: TunnelKind) -> Option<&'static str> {
    match kind {
        TunnelKind::Ayiya => Some("ayiya"),
        TunnelKind::Teredo => Some("teredo"),
        TunnelKind::Vxlan => Some("vxlan"),
        TunnelKind::Geneve => Some("geneve"),
        TunnelKind::Gtp => Some("gtpv1"),
        TunnelKind::Ip | TunnelKind::Gre | TunnelKind::Erspan | TunnelKind::Mpls => None,
    }
}

fn kind_name(kind: TunnelKind) -> &'static str {
    match kind {
        TunnelKind::Ip => "Tunnel::IP",
        TunnelKind::Ayiya => "Tunnel::AYIYA",
        TunnelKind::Teredo => "Tunnel::TEREDO",
        TunnelKind::Gre => "Tunnel::GRE",
        TunnelKind::Erspan => "Tunnel::ERSPAN",
        TunnelKind::Vxlan => "Tunnel::VXLAN",
        TunnelKind::Geneve => "Tunnel::GENEVE",
        TunnelKind::Gtp => "Tunnel::GTPv1",
        TunnelKind::Mpls => "Tunnel::MPLS",
    }
}
