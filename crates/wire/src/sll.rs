//! Linux cooked captures: what libpcap writes for the "any" device (LINKTYPE_LINUX_SLL and _SLL2).

use crate::anomaly::Named;
use crate::link::{Next, Unwrap};
use crate::{Decoded, ethertype};

/// Protocol numbers of Linux below the EtherTypes that say 802.2 follows.
const LLC: u16 = 0x0004;
/// IPX directly.
const NOVELL: u16 = 0x0001;
/// Hardware type of a netlink monitor, whose protocol is not an EtherType.
const NETLINK: u16 = 824;

struct Cooked {
    hardware: u16,
    address: Option<[u8; 6]>,
    protocol: u16,
}

/// Packet type, hardware type, address length, address in eight bytes, protocol.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let header: [u8; 16] = unwrap.reader.array().named("truncated_Linux_SLL_header")?;
    let cooked = Cooked {
        hardware: be16!(header, 2),
        address: (be16!(header, 4) == 6)
            .then_some([header[6], header[7], header[8], header[9], header[10], header[11]]),
        protocol: be16!(header, 14),
    };
    Ok(proceed(unwrap, &cooked))
}

/// Protocol, two reserved bytes, interface, hardware type, packet type, address length, address in eight bytes.
pub(crate) fn unwrap_version_2(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let header: [u8; 20] = unwrap.reader.array().named("truncated_Linux_SLL2_header")?;
    let cooked = Cooked {
        hardware: be16!(header, 8),
        address: (header[11] == 6)
            .then_some([header[12], header[13], header[14], header[15], header[16], header[17]]),
        protocol: be16!(header, 0),
    };
    Ok(proceed(unwrap, &cooked))
}

fn proceed(unwrap: &mut Unwrap<'_>, cooked: &Cooked) -> Next {
    unwrap.frame.source = cooked.address;
    match cooked.protocol {
        _ if cooked.hardware == NETLINK => unwrap.found_nothing(),
        LLC => Next::Llc,
        NOVELL => unwrap.found_other(0xff),
        protocol if protocol >= ethertype::MIN => Next::EtherType(protocol),
        _ => unwrap.found_nothing(),
    }
}
