//! Connections: every flow becomes one `conn` record when it ends.

mod record;

pub use record::Conn;

use crate::Head;
use crate::hub::Settings;
use crate::services::Services;
use thymus_flow::{FlowFacts, Summary, Transport};
use thymus_record::{Id, Mac};

impl Conn {
    pub(crate) fn new(flow: &FlowFacts, summary: &Summary, services: &Services, settings: &Settings) -> Self {
        let ends = &flow.endpoints;
        let history = std::str::from_utf8(&summary.history).unwrap_or_default();
        Self {
            head: Head::new(flow.start, flow),
            proto: flow.transport.name(),
            service: services.joined(),
            duration: summary.duration,
            orig_bytes: summary.orig_bytes,
            resp_bytes: summary.resp_bytes,
            conn_state: summary.conn_state.name(),
            local_orig: settings.is_local(ends.orig_h),
            local_resp: settings.is_local(ends.resp_h),
            missed_bytes: summary.missed_bytes,
            history: (!history.is_empty()).then(|| history.to_owned()),
            orig_pkts: summary.orig_pkts,
            orig_ip_bytes: summary.orig_ip_bytes,
            resp_pkts: summary.resp_pkts,
            resp_ip_bytes: summary.resp_ip_bytes,
            tunnel_parents: flow.tunnel_parents.iter().map(|parent| Id::flow(parent.0)).collect(),
            ip_proto: ip_protocol(flow),
            community_id: thymus_flow::community_id(ends, flow.transport),
            orig_l2_addr: summary.orig_l2_addr.map(Mac),
            resp_l2_addr: summary.resp_l2_addr.map(Mac),
            vlan: flow.link.vlan,
            inner_vlan: flow.link.inner_vlan,
            midstream: flow.midstream.then_some(true),
        }
    }
}

fn ip_protocol(flow: &FlowFacts) -> u8 {
    match flow.transport {
        Transport::Tcp => 6,
        Transport::Udp => 17,
        Transport::Sctp => 132,
        Transport::Icmp if flow.endpoints.orig_h.is_ipv6() => 58,
        Transport::Icmp => 1,
        Transport::Other(number) => number,
    }
}
