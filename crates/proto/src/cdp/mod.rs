//! The Cisco Discovery Protocol: what a device says of itself and its port.

mod names;
mod record;
#[cfg(test)]
mod tests;

pub use record::Cdp;

use crate::link::{
    Broken, LinkAnalyzer, LinkCarrier, LinkContext, LinkProtocol, Seen, Segment, Sightings, content_hash,
    tidy_text,
};
use thymus_record::{Declared, Interval, Mac, Timestamp};
use thymus_wire::{CdpTlv, ethertype};

/// CDP, versions 1 and 2.
pub static PROTOCOL: LinkProtocol = LinkProtocol {
    name: "cdp",
    carrier: LinkCarrier::Frames(ethertype::CDP),
    open: || Box::<State>::default(),
    records: &[Cdp::declaration],
};

#[derive(Default)]
struct State {
    /// By the device's address and the names of device and port.
    sightings: Sightings<(Segment, Option<[u8; 6]>, u64), u64>,
}

impl LinkAnalyzer for State {
    fn frame(&mut self, cx: &mut LinkContext<'_>, payload: &[u8]) {
        let frame = match thymus_wire::cdp(payload) {
            Ok(frame) => frame,
            Err(anomaly) => return cx.weird("CDP", None, anomaly.into()),
        };
        let mut record = describe(cx, &frame);
        let name = content_hash(&(&record.device_id, &record.port_id));
        let content = content_hash(&record);
        let key = (Segment::of(cx.place), cx.place.link.source, name);
        match self.sightings.see(cx.now, key, content, None) {
            Seen::Known => cx.left_out(),
            Seen::Limit(found) => {
                cx.left_out();
                let found = Some(found.to_owned());
                cx.weird("CDP", None, Broken { found, ..Broken::rule("cdp_limit_reached") });
            }
            Seen::New(news) => {
                record.ts = cx.now;
                record.changed = news.previous.is_some();
                record.left_out = news.left_out;
                cx.emit(&record);
                if let Some(anomaly) = frame.anomaly {
                    cx.weird("CDP", None, anomaly.into());
                }
            }
        }
    }
}

/// The record without what may differ from one frame to the next though they say the same.
fn describe(cx: &LinkContext<'_>, frame: &thymus_wire::Cdp<'_>) -> Cdp {
    let link = cx.place.link;
    let mut record = Cdp {
        ts: Timestamp::default(),
        mac_src: link.source.map(Mac),
        vlan: link.vlan,
        version: frame.version,
        ttl: Interval::from_seconds(frame.ttl_s.into()),
        device_id: frame.device_id.map(tidy_text),
        system_name: None,
        port_id: frame.port_id.map(tidy_text),
        capabilities: names::capabilities(frame.capabilities.unwrap_or_default()),
        addresses: frame.addresses().collect(),
        management_addresses: frame.management_addresses().collect(),
        platform: frame.platform.map(tidy_text),
        software_version: frame.software_version.map(tidy_text),
        native_vlan: frame.native_vlan,
        voice_vlan: None,
        vtp_domain: None,
        duplex: None,
        changed: false,
        left_out: 0,
    };
    for CdpTlv { kind, value } in frame.tlvs().take(thymus_wire::limits::CDP_VALUES_MAX) {
        record.learn(kind, value);
    }
    record
}

impl Cdp {
    fn learn(&mut self, kind: u16, value: &[u8]) {
        match (kind, value) {
            (names::VTP_DOMAIN, text) if !text.is_empty() => self.vtp_domain = Some(tidy_text(text)),
            (names::DUPLEX, [full]) => self.duplex = Some(if *full == 0 { "half" } else { "full" }),
            (names::VOICE_VLAN, [_, high, low, ..]) => {
                self.voice_vlan = Some(u16::from_be_bytes([*high, *low]))
            }
            (names::SYSTEM_NAME, text) if !text.is_empty() => self.system_name = Some(tidy_text(text)),
            _ => {}
        }
    }
}
