//! Packets become flows: a bidirectional table with tunnels, IP fragments, TCP reassembly and event-time timers.
//!
//! The principal type is [`FlowTable`]: packets go in, and a [`Handler`] is told of flows opened, bytes in order,
//! gaps, tunnels, anomalies and flows closed. Nothing here knows a protocol above transport, and nothing reads a clock:
//! time is the packet's.
//!
//! Three rules hold wherever input contradicts itself or is incomplete. Of bytes sent twice the first copy counts, in
//! streams as in fragments, and a difference is an anomaly. A hole in a stream is given up when the other end
//! acknowledges what lies beyond it, when a limit is reached, or when the flow ends; never by time. A flow's states,
//! histories and counts are those of Zeek's `conn`.

mod community;
mod config;
mod facts;
mod flow;
mod fragments;
mod history;
mod icmp;
mod key;
mod ports;
mod slab;
mod table;
mod tcp;
#[cfg(test)]
mod tests;
mod tunnel;
mod wheel;
mod worker;

pub use community::community_id;
pub use config::{
    ANOMALIES_PER_FLOW_MAX, Checksums, Config, Statistics, TUNNEL_CHANGES_MAX, TUNNEL_DEPTH_MAX,
};
pub use table::FlowTable;
pub use worker::{Share, share_of};

pub use facts::{
    Anomaly, CloseReason, ConnState, Endpoints, FlowFacts, FlowId, Interest, LinkFacts, LinkPlace, Side,
    Summary, Transport, TunnelAction, TunnelFacts, TunnelKind,
};

use thymus_wire::{Icmp, Ip, Timestamp};

/// An ICMP message and what is around it.
pub struct IcmpNews<'a> {
    /// Where on the network it was seen.
    pub place: LinkPlace,
    /// The packet it is in.
    pub packet: &'a Ip<'a>,
    /// The message.
    pub message: &'a Icmp<'a>,
    /// The packet was put together of fragments.
    pub reassembled: bool,
}

/// What the flow table tells of what it sees. Calls for one flow come in the order of its bytes.
pub trait Handler {
    /// What the handler keeps per flow. Created by [`Handler::opened`], given back on every call.
    type State;

    /// A flow begins with this packet.
    fn opened(&mut self, now: Timestamp, flow: &FlowFacts) -> Self::State;

    /// TCP bytes in order, or the payload of one datagram (UDP, ICMP after its 8-byte header, SCTP user data).
    /// A datagram may be empty; TCP bytes never are. The answer says whether the flow's bytes are still wanted.
    fn data(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        state: &mut Self::State,
        from: Side,
        bytes: &[u8],
    ) -> Interest;

    /// `length` TCP bytes from this side were never seen; what follows comes after the hole.
    fn gap(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        state: &mut Self::State,
        from: Side,
        length: u64,
    ) -> Interest;

    /// This side ended its TCP stream in order (FIN delivered, nothing missing before it).
    fn ended(&mut self, now: Timestamp, flow: &FlowFacts, state: &mut Self::State, from: Side);

    /// The flow is over and forgotten; everything known of it is in `summary`.
    fn closed(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        state: Self::State,
        summary: &Summary,
        reason: CloseReason,
    );

    /// Something broke a rule. `flow` is absent where no flow can be named.
    fn anomaly(&mut self, now: Timestamp, flow: Option<&FlowFacts>, anomaly: &Anomaly);

    /// A tunnel was found or ended. What it carries comes as flows whose `tunnel_parents` name it.
    fn tunnel(&mut self, now: Timestamp, tunnel: &TunnelFacts, action: TunnelAction);

    /// A whole ICMP message of a flow, header and all; its payload comes by [`Handler::data`] afterwards.
    fn icmp(&mut self, now: Timestamp, flow: &FlowFacts, state: &mut Self::State, news: &IcmpNews<'_>);

    /// A frame that carries no IP: ARP, LLDP, CDP and whatever else stands on the link.
    fn frame(&mut self, now: Timestamp, place: &LinkPlace, ethertype: u16, payload: &[u8]);
}
