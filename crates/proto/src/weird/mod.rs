//! Anomalies: rules that were broken and limits that were reached, in any protocol.

mod record;

pub use record::Weird;

use crate::Head;
use crate::link::Broken;
use std::borrow::Cow;
use std::net::IpAddr;
use thymus_flow::{Anomaly, FlowFacts};
use thymus_record::{Id, Port, Timestamp};

impl Weird {
    pub(crate) fn of_flow(
        head: Head,
        source: &'static str,
        name: Cow<'static, str>,
        addl: Option<String>,
        offset: u64,
    ) -> Self {
        Self {
            ts: head.ts,
            uid: Some(head.uid),
            orig_h: Some(head.orig_h),
            orig_p: Some(head.orig_p),
            resp_h: Some(head.resp_h),
            resp_p: Some(head.resp_p),
            name,
            addl,
            notice: false,
            source: Some(source),
            offset,
        }
    }

    /// Of a frame that no flow carries; `hosts` are the sender and the target that it names.
    pub(crate) fn of_frame(
        now: Timestamp,
        source: &'static str,
        hosts: Option<(IpAddr, IpAddr)>,
        broken: Broken,
    ) -> Self {
        Self {
            ts: now,
            uid: None,
            orig_h: hosts.map(|(sender, _)| sender),
            orig_p: None,
            resp_h: hosts.map(|(_, target)| target),
            resp_p: None,
            name: Cow::Borrowed(broken.name),
            addl: broken.found,
            notice: false,
            source: Some(source),
            offset: broken.offset,
        }
    }

    pub(crate) fn of_packet(now: Timestamp, flow: Option<&FlowFacts>, anomaly: &Anomaly) -> Self {
        let ends = flow.map(|flow| &flow.endpoints);
        Self {
            ts: now,
            uid: flow.map(|flow| Id::flow(flow.id.0)),
            orig_h: ends.map(|ends| ends.orig_h),
            orig_p: ends.map(|ends| Port(ends.orig_p)),
            resp_h: ends.map(|ends| ends.resp_h),
            resp_p: ends.map(|ends| Port(ends.resp_p)),
            name: Cow::Borrowed(anomaly.name),
            addl: anomaly.detail.clone(),
            notice: false,
            source: flow.map(|flow| match flow.transport {
                thymus_flow::Transport::Tcp => "TCP",
                thymus_flow::Transport::Udp => "UDP",
                thymus_flow::Transport::Icmp => "ICMP",
                _ => "IP",
            }),
            offset: anomaly.offset,
        }
    }
}
