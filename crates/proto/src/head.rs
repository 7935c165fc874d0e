//! The fields that every network record begins with.

use std::net::IpAddr;
use thymus_flow::FlowFacts;
use thymus_record::{Fields, Id, Port, Timestamp};

/// When, in which flow, between whom.
#[derive(Clone, Copy, Debug, Fields)]
pub struct Head {
    /// When it happened.
    pub ts: Timestamp,
    /// The flow it happened in.
    pub uid: Id,
    /// The originator's address.
    #[record(name = "id.orig_h")]
    pub orig_h: IpAddr,
    /// The originator's port.
    #[record(name = "id.orig_p")]
    pub orig_p: Port,
    /// The responder's address.
    #[record(name = "id.resp_h")]
    pub resp_h: IpAddr,
    /// The responder's port.
    #[record(name = "id.resp_p")]
    pub resp_p: Port,
}

impl Head {
    /// The head of a record of this flow.
    #[must_use]
    pub fn new(ts: Timestamp, flow: &FlowFacts) -> Self {
        let ends = &flow.endpoints;
        Self {
            ts,
            uid: Id::flow(flow.id.0),
            orig_h: ends.orig_h,
            orig_p: Port(ends.orig_p),
            resp_h: ends.resp_h,
            resp_p: Port(ends.resp_p),
        }
    }
}
