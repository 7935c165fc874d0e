//! What is known of a flow: the types that cross the border of this crate.

use smallvec::SmallVec;
use std::net::IpAddr;
use thymus_wire::{Interval, Timestamp};

/// A flow's name: time-ordered, deterministic, unique within one sensor.
///
/// From the top: 42 bits of milliseconds since the epoch (the latest event time seen, so that the order holds when
/// packets come late), 17 bits of the packet's ordinal, 2 bits of tunnel depth, 3 bits of the capture ring. The same capture gives the
/// same names however many workers share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowId(pub u64);

/// Which end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The end that began the flow, as far as can be told.
    Originator,
    /// The other end.
    Responder,
}

impl Side {
    /// The other end.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Originator => Self::Responder,
            Self::Responder => Self::Originator,
        }
    }

    /// 0 for the originator, 1 for the responder.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::Originator => 0,
            Self::Responder => 1,
        }
    }
}

/// Addresses and ports of both ends. For ICMP, as in Zeek, the ports are the message types of request and reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Endpoints {
    /// The originator's address.
    pub orig_h: IpAddr,
    /// The originator's port.
    pub orig_p: u16,
    /// The responder's address.
    pub resp_h: IpAddr,
    /// The responder's port.
    pub resp_p: u16,
}

/// The transport protocol of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// IP protocol 6.
    Tcp,
    /// IP protocol 17.
    Udp,
    /// IP protocols 1 and 58.
    Icmp,
    /// IP protocol 132.
    Sctp,
    /// Any other IP protocol, by number.
    Other(u8),
}

impl Transport {
    /// The name as in Zeek's `conn.proto`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Icmp => "icmp",
            Self::Sctp => "sctp",
            Self::Other(_) => "unknown_transport",
        }
    }
}

/// Link-layer addresses and VLANs of a packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkFacts {
    /// The sender's hardware address.
    pub source: Option<[u8; 6]>,
    /// The receiver's hardware address.
    pub destination: Option<[u8; 6]>,
    /// The outer VLAN.
    pub vlan: Option<u16>,
    /// The inner VLAN of a doubly tagged frame.
    pub inner_vlan: Option<u16>,
}

/// Where on the network a frame was seen: which link, and through which tunnel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkPlace {
    /// The frame's own addresses and VLANs.
    pub link: LinkFacts,
    /// The hosts between which the outermost tunnel around the frame goes, the lower address first; absent outside tunnels.
    /// All frames of one such pair are in one bucket (see [`crate::share_of`]).
    pub tunnel_between: Option<(IpAddr, IpAddr)>,
}

/// What names and places a flow. Constant but for `last`, for tunnels added to `tunnel_parents` when the flow comes through
/// others later, and for `endpoints`, which are turned round if a SYN comes after its SYN-ACK (before any bytes).
#[derive(Clone, Debug)]
pub struct FlowFacts {
    /// The flow's name.
    pub id: FlowId,
    /// Who talks to whom.
    pub endpoints: Endpoints,
    /// Over what.
    pub transport: Transport,
    /// When the first packet was seen.
    pub start: Timestamp,
    /// When the latest packet was seen.
    pub last: Timestamp,
    /// Link facts of the first packet: its source is the originator's unless the flow was turned round.
    pub link: LinkFacts,
    /// The tunnels that carried the first packet, outermost first, then those that later carried others (eight at most).
    pub tunnel_parents: SmallVec<[FlowId; 2]>,
    /// A TCP flow whose opening handshake was not seen.
    pub midstream: bool,
}

/// Whether the handler still wants a flow's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Go on.
    Continue,
    /// Nothing more is wanted of either side: reassembly may stop, counting goes on.
    Stop,
}

/// Zeek's `conn_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are Zeek's and documented by `ConnState::meaning`")]
pub enum ConnState {
    S0,
    S1,
    SF,
    Rej,
    S2,
    S3,
    Rsto,
    Rstr,
    RstoS0,
    Rstrh,
    Sh,
    Shr,
    Oth,
}

impl ConnState {
    /// The name as Zeek writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::S0 => "S0",
            Self::S1 => "S1",
            Self::SF => "SF",
            Self::Rej => "REJ",
            Self::S2 => "S2",
            Self::S3 => "S3",
            Self::Rsto => "RSTO",
            Self::Rstr => "RSTR",
            Self::RstoS0 => "RSTOS0",
            Self::Rstrh => "RSTRH",
            Self::Sh => "SH",
            Self::Shr => "SHR",
            Self::Oth => "OTH",
        }
    }
}

/// What a whole flow came to, with the counting rules of Zeek's `conn`.
#[derive(Clone, Debug)]
pub struct Summary {
    /// From the first packet to the last; absent for a single packet.
    pub duration: Option<Interval>,
    /// Payload bytes of the originator (TCP: by sequence numbers); absent where no side had any and Zeek would leave it out.
    pub orig_bytes: Option<u64>,
    /// Payload bytes of the responder.
    pub resp_bytes: Option<u64>,
    /// How the flow went.
    pub conn_state: ConnState,
    /// Zeek's history letters, upper case for the originator.
    pub history: SmallVec<[u8; 24]>,
    /// TCP bytes that were sent but never seen.
    pub missed_bytes: u64,
    /// Packets of the originator.
    pub orig_pkts: u64,
    /// Bytes of the originator's packets, IP headers included.
    pub orig_ip_bytes: u64,
    /// Packets of the responder.
    pub resp_pkts: u64,
    /// Bytes of the responder's packets, IP headers included.
    pub resp_ip_bytes: u64,
    /// Link address of the originator.
    pub orig_l2_addr: Option<[u8; 6]>,
    /// Link address of the responder.
    pub resp_l2_addr: Option<[u8; 6]>,
}

/// Why a flow was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// Both sides finished, or one reset.
    Finished,
    /// Nothing was seen for its time-out.
    TimedOut,
    /// The table was full and this was the nearest to its time-out.
    Evicted,
    /// The input ended.
    EndOfInput,
}

/// A rule of link, network or transport that was broken, or a limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// Zeek's name of the weird where it has one (`truncated_header`, `fragment_overlap`, `rexmit_inconsistency` ...).
    pub name: &'static str,
    /// More detail, if there is any.
    pub detail: Option<String>,
    /// Where in the packet or stream, in bytes.
    pub offset: u64,
}

/// What carries packets inside packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the protocols'")]
pub enum TunnelKind {
    Ip,
    Ayiya,
    Teredo,
    Gre,
    Erspan,
    Vxlan,
    Geneve,
    Gtp,
    Mpls,
}

/// One tunnel.
#[derive(Clone, Debug)]
pub struct TunnelFacts {
    /// The tunnel's name; a UDP tunnel bears that of the flow that carries it.
    pub id: FlowId,
    /// Its ends; ports are 0 where there are none.
    pub endpoints: Endpoints,
    /// Its protocol.
    pub kind: TunnelKind,
    /// The tunnels around this one.
    pub tunnel_parents: SmallVec<[FlowId; 2]>,
}

/// What happened to a tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TunnelAction {
    /// Seen for the first time.
    Discover,
    /// Over: its carrier ended or nothing was seen for long.
    Close,
    /// Seen no more, and forgotten to make room.
    Expire,
}
