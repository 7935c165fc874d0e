//! Tunnels: what carries packets inside packets.

mod record;

pub use record::Tunnel;

use std::borrow::Cow;
use thymus_flow::{TunnelAction, TunnelFacts, TunnelKind};
use thymus_record::{Id, Port, Timestamp};

impl Tunnel {
    pub(crate) fn new(now: Timestamp, tunnel: &TunnelFacts, action: TunnelAction) -> Self {
        let ends = &tunnel.endpoints;
        Self {
            ts: now,
            uid: Id::flow(tunnel.id.0),
            orig_h: ends.orig_h,
            orig_p: Port(ends.orig_p),
            resp_h: ends.resp_h,
            resp_p: Port(ends.resp_p),
            tunnel_type: Cow::Borrowed(kind_name(tunnel.kind)),
            action: match action {
                TunnelAction::Discover => "Tunnel::DISCOVER",
                TunnelAction::Close => "Tunnel::CLOSE",
                TunnelAction::Expire => "Tunnel::EXPIRE",
            },
        }
    }
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
