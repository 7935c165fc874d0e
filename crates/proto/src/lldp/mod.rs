//! The Link Layer Discovery Protocol (IEEE 802.1AB, ANSI/TIA-1057): what a device says of itself and its port.

mod names;
mod record;
#[cfg(test)]
mod tests;

pub use record::Lldp;

use crate::link::{
    Broken, LinkAnalyzer, LinkCarrier, LinkContext, LinkProtocol, Seen, Segment, Sightings, content_hash,
    tidy_text,
};
use thymus_record::{Declared, Interval, Mac, Timestamp};
use thymus_wire::{LldpTlv, ethertype};

/// LLDP.
pub static PROTOCOL: LinkProtocol = LinkProtocol {
    name: "lldp",
    carrier: LinkCarrier::Frames(ethertype::LLDP),
    open: || Box::<State>::default(),
    records: &[Lldp::declaration],
};

/// TIA's own values (ANSI/TIA-1057 section 10.2): a telephone or camera tells its inventory by them.
const TIA: [u8; 3] = [0x00, 0x12, 0xbb];

#[derive(Default)]
struct State {
    /// By the device's address and the names of device and port.
    sightings: Sightings<(Segment, Option<[u8; 6]>, u64), u64>,
}

impl LinkAnalyzer for State {
    fn frame(&mut self, cx: &mut LinkContext<'_>, payload: &[u8]) {
        let frame = thymus_wire::lldp(payload);
        if frame.chassis_id.is_none() && frame.port_id.is_none() {
            return cx.weird("LLDP", None, frame.anomaly.map_or(Broken::rule("bad_LLDP"), Broken::from));
        }
        let mut record = describe(cx, &frame);
        let name = content_hash(&(&record.chassis_id, &record.port_id));
        let content = content_hash(&record);
        let key = (Segment::of(cx.place), cx.place.link.source, name);
        match self.sightings.see(cx.now, key, content, None) {
            Seen::Known => cx.left_out(),
            Seen::Limit(found) => {
                cx.left_out();
                let found = Some(found.to_owned());
                cx.weird("LLDP", None, Broken { found, ..Broken::rule("lldp_limit_reached") });
            }
            Seen::New(news) => {
                record.ts = cx.now;
                record.changed = news.previous.is_some();
                record.left_out = news.left_out;
                cx.emit(&record);
                if let Some(anomaly) = frame.anomaly {
                    cx.weird("LLDP", None, anomaly.into());
                }
            }
        }
    }
}

/// The record without what may differ from one frame to the next though they say the same.
fn describe(cx: &LinkContext<'_>, frame: &thymus_wire::Lldp<'_>) -> Lldp {
    let link = cx.place.link;
    let (possible, enabled) = frame.capabilities.unwrap_or_default();
    let mut record = Lldp {
        ts: Timestamp::default(),
        mac_src: link.source.map(Mac),
        vlan: link.vlan,
        chassis_id: frame.chassis_id.map(names::chassis),
        chassis_id_type: frame.chassis_id.map(names::chassis_type),
        port_id: frame.port_id.map(names::port),
        port_id_type: frame.port_id.map(names::port_type),
        ttl: frame.ttl_s.map(|seconds| Interval::from_seconds(seconds.into())),
        port_description: frame.port_description.map(tidy_text),
        system_name: frame.system_name.map(tidy_text),
        system_description: frame.system_description.map(tidy_text),
        capabilities: names::capabilities(possible),
        enabled_capabilities: names::capabilities(enabled),
        management_addresses: frame.management_addresses().collect(),
        port_vlan: frame.port_vlan,
        manufacturer: None,
        model: None,
        serial_number: None,
        hardware_version: None,
        firmware_version: None,
        software_version: None,
        changed: false,
        left_out: 0,
    };
    for LldpTlv { kind, value } in frame.tlvs().take(thymus_wire::limits::LLDP_VALUES_MAX) {
        if kind == names::OF_AN_ORGANISATION {
            record.learn_inventory(value);
        }
    }
    record
}

impl Lldp {
    fn learn_inventory(&mut self, value: &[u8]) {
        let Some((organisation, [subtype, text @ ..])) = value.split_first_chunk() else { return };
        if *organisation != TIA {
            return;
        }
        let place = match subtype {
            5 => &mut self.hardware_version,
            6 => &mut self.firmware_version,
            7 => &mut self.software_version,
            8 => &mut self.serial_number,
            9 => &mut self.manufacturer,
            10 => &mut self.model,
            _ => return,
        };
        *place = Some(tidy_text(text));
    }
}
