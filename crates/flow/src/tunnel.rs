//! IP tunnels: pairs of addresses that carry packets without a flow of their own.

use crate::{Endpoints, FlowId, TunnelAction, TunnelFacts, TunnelKind};
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::net::IpAddr;
use thymus_wire::{Ip, Timestamp};

type Hashes = foldhash::fast::FixedState;
type Name = (IpAddr, IpAddr, TunnelKind);

/// What carries a packet, innermost last.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    pub(crate) facts: TunnelFacts,
    /// The UDP flow that is the tunnel, if it is one.
    pub(crate) flow: Option<u32>,
}

/// The carriers of a packet, outermost first.
pub(crate) type Carriers = SmallVec<[Carrier; 1]>;

#[derive(Debug)]
struct Tunnel {
    facts: TunnelFacts,
    discovered: bool,
    /// When it last carried a new flow.
    last: Timestamp,
}

/// The IP tunnels of a table.
#[derive(Debug)]
pub(crate) struct Tunnels {
    by_name: HashMap<Name, Tunnel, Hashes>,
    /// In the order they were found, for limits and expiry.
    order: VecDeque<Name>,
}

impl Tunnels {
    pub(crate) fn new(hashes: Hashes) -> Self {
        Self { by_name: HashMap::with_hasher(hashes), order: VecDeque::new() }
    }

    /// The tunnel that carries `packet`; `id` is its name if it is new.
    pub(crate) fn carrier(
        &mut self,
        clock: Timestamp,
        packet: &Ip<'_>,
        kind: TunnelKind,
        id: FlowId,
        parents: SmallVec<[FlowId; 2]>,
    ) -> TunnelFacts {
        let name = name_of(packet.source, packet.destination, kind);
        if let Some(tunnel) = self.by_name.get(&name) {
            return tunnel.facts.clone();
        }
        let endpoints = Endpoints { orig_h: packet.source, orig_p: 0, resp_h: packet.destination, resp_p: 0 };
        let facts = TunnelFacts { id, endpoints, kind, tunnel_parents: parents };
        self.by_name.insert(name, Tunnel { facts: facts.clone(), discovered: false, last: clock });
        self.order.push_back(name);
        facts
    }

    /// The tunnel carries a new flow. Answers whether it is the first.
    pub(crate) fn note_flow(&mut self, clock: Timestamp, facts: &TunnelFacts) -> bool {
        let name = name_of(facts.endpoints.orig_h, facts.endpoints.resp_h, facts.kind);
        let Some(tunnel) = self.by_name.get_mut(&name) else { return false };
        tunnel.last = clock;
        !std::mem::replace(&mut tunnel.discovered, true)
    }

    /// Forgets the oldest tunnels beyond `max`, and those that carried nothing new since `since`, telling of those that
    /// were told of before.
    pub(crate) fn expire(
        &mut self,
        since: Timestamp,
        max: usize,
        mut tell: impl FnMut(&TunnelFacts, TunnelAction),
    ) {
        for _ in 0..self.order.len() {
            let Some(name) = self.order.pop_front() else { return };
            let too_many = self.by_name.len() > max;
            match self.by_name.get(&name) {
                Some(tunnel) if too_many || tunnel.last <= since => {
                    if tunnel.discovered {
                        tell(&tunnel.facts, TunnelAction::Expire);
                    }
                    self.by_name.remove(&name);
                }
                Some(_) => self.order.push_back(name),
                None => {}
            }
        }
    }
}

fn name_of(a: IpAddr, b: IpAddr, kind: TunnelKind) -> Name {
    if a <= b { (a, b, kind) } else { (b, a, kind) }
}
