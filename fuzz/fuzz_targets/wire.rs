//! Arbitrary bytes as a frame of any link type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::hint::black_box;
use thymus_wire::{LinkType, Network};

fuzz_target!(|input: &[u8]| {
    let Some((&link, bytes)) = input.split_first() else { return };
    match thymus_wire::frame(LinkType(u32::from(link)), bytes).network {
        Network::Ip(bytes) => packet(bytes),
        Network::Arp(bytes) => _ = black_box(thymus_wire::arp(bytes)),
        Network::Other { payload, .. } => {
            _ = black_box(thymus_wire::cdp(payload));
            _ = black_box(thymus_wire::lldp(payload).tlvs().count());
        }
        Network::Nothing => {}
    }
});

fn packet(bytes: &[u8]) {
    let Ok(ip) = thymus_wire::ip(bytes) else { return };
    _ = black_box((ip.header_checksum_ok(), ip.transport_checksum_ok()));
    if let Ok(tcp) = ip.tcp() {
        _ = black_box(tcp.options.count());
    }
    _ = black_box((ip.udp(), ip.icmp(), ip.sctp()));
    let payload = ip.payload;
    _ = black_box((thymus_wire::gre(payload), thymus_wire::vxlan(payload), thymus_wire::geneve(payload)));
    _ = black_box((thymus_wire::gtp_u(payload), thymus_wire::teredo(payload), thymus_wire::ayiya(payload)));
}
