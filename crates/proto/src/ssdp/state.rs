//! What is told by which device to whom.

use super::parser::Message;
use super::record::Ssdp;
use crate::link::{Seen, Sightings, content_hash};
use crate::{Analyzer, Context, Side};
use std::net::IpAddr;
use thymus_record::Interval;

/// What every pair of hosts was told, and by a hash what of: the same device is heard in many flows.
pub(crate) type Told = Sightings<(IpAddr, IpAddr, u64), u64>;

/// Reads one flow; what it knows is the engine's.
pub(super) struct State;

impl Analyzer for State {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let Some(message) = Message::parse(bytes) else { return };
        let ends = &cx.flow.endpoints;
        let (sender, receiver) = match from {
            Side::Originator => (ends.orig_h, ends.resp_h),
            Side::Responder => (ends.resp_h, ends.orig_h),
        };
        let what = content_hash(&(message.method, &message.target, &message.service_name));
        let seen = cx.hub.ssdp.see(cx.now, (sender, receiver, what), content_hash(&message), None);
        match seen {
            Seen::Known => cx.left_out(),
            Seen::Limit(found) => {
                cx.left_out();
                cx.weird_about("SSDP", "ssdp_limit_reached", 0, found.to_owned());
            }
            Seen::New(news) => {
                let record = record(cx, from, message, news.left_out);
                cx.emit(&record);
            }
        }
    }
}

fn record(cx: &Context<'_>, from: Side, message: Message, left_out: u64) -> Ssdp {
    Ssdp {
        head: cx.head(),
        is_orig: from == Side::Originator,
        method: message.method,
        uuid: message.uuid(),
        target: message.target,
        nts: message.event,
        usn: message.service_name,
        location: message.location,
        server: message.server,
        user_agent: message.user_agent,
        friendly_name: message.friendly_name,
        max_age: message.max_age_seconds.map(|seconds| Interval::from_seconds(seconds.into())),
        left_out,
    }
}
