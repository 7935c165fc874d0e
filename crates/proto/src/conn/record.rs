//! The `conn` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::{Id, Interval, Mac, Record};

/// A connection: everything two ends exchanged under one pair of addresses and ports.
#[derive(Debug, Record)]
#[record(kind = "conn", protocol = "CONN")]
pub struct Conn {
    /// When the first packet was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// The transport protocol: `tcp`, `udp`, `icmp`, `sctp` or `unknown_transport`.
    pub proto: &'static str,
    /// The application protocols recognised in it, sorted, with commas between.
    pub service: Option<Cow<'static, str>>,
    /// From the first packet to the last.
    #[record(unit = "seconds")]
    pub duration: Option<Interval>,
    /// Payload that the originator sent; for TCP by its sequence numbers, so that packets that were missed count.
    #[record(unit = "bytes")]
    pub orig_bytes: Option<u64>,
    /// Payload that the responder sent.
    #[record(unit = "bytes")]
    pub resp_bytes: Option<u64>,
    /// How it went: S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH, as in Zeek.
    pub conn_state: &'static str,
    /// The originator is in one's own networks.
    pub local_orig: bool,
    /// The responder is in one's own networks.
    pub local_resp: bool,
    /// Payload that was sent but never seen.
    #[record(unit = "bytes")]
    pub missed_bytes: u64,
    /// What happened, a letter an event, capitals for the originator: S h A D F R and others, as in Zeek.
    pub history: Option<String>,
    /// Packets of the originator.
    #[record(unit = "packets")]
    pub orig_pkts: u64,
    /// Bytes of the originator's packets with their IP headers.
    #[record(unit = "bytes")]
    pub orig_ip_bytes: u64,
    /// Packets of the responder.
    #[record(unit = "packets")]
    pub resp_pkts: u64,
    /// Bytes of the responder's packets with their IP headers.
    #[record(unit = "bytes")]
    pub resp_ip_bytes: u64,
    /// The tunnels that carried it, outermost first.
    pub tunnel_parents: Vec<Id>,
    /// The number of the transport protocol in the IP header.
    pub ip_proto: u8,
    /// The community id, version 1 with seed 0: the same name in every tool.
    pub community_id: String,
    /// Hardware address of the originator's packets.
    pub orig_l2_addr: Option<Mac>,
    /// Hardware address of the responder's packets.
    pub resp_l2_addr: Option<Mac>,
    /// The outer VLAN.
    pub vlan: Option<u16>,
    /// The inner VLAN of doubly tagged packets.
    pub inner_vlan: Option<u16>,
    /// The beginning was not seen: who originated it, and what was said before, is not known for sure.
    pub midstream: Option<bool>,
}
