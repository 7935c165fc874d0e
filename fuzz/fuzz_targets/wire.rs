//! Arbitrary bytes as a frame of any link type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thymus_wire::{LinkType, Network};

fuzz_target!(|input: &[u8]| {
    let Some((&link, bytes)) = input.split_first() else { return };
    let frame = thymus_wire::frame(LinkType(u32::from(link)), bytes);
    let packet = match frame.network {
        Network::Ip(packet) => packet,
        Network::Arp(packet) => return drop(thymus_wire::arp(packet)),
        Network::Other { payload, .. } => {
            drop(thymus_wire::cdp(payload));
            return thymus_wire::lldp(payload).tlvs().for_each(drop);
        }
        Network::Nothing => return,
    };
    let Ok(ip) = thymus_wire::ip(packet) else { return };
    let _ = (ip.header_checksum_ok(), ip.transport_checksum_ok());
    if let Ok(tcp) = ip.tcp() {
        tcp.options.for_each(drop);
    }
    let _ = (ip.udp(), ip.icmp(), ip.sctp());
    let payload = ip.payload;
    drop((thymus_wire::gre(payload), thymus_wire::vxlan(payload), thymus_wire::geneve(payload)));
    drop((thymus_wire::gtp_u(payload), thymus_wire::teredo(payload), thymus_wire::ayiya(payload)));
});
