//! IEEE 802.2 logical link control and the subnetwork access protocol over it.

use crate::anomaly::Named;
use crate::link::{Next, Unwrap};
use crate::{Decoded, ethertype};

/// The service access point that announces SNAP.
const SNAP: u8 = 0xaa;
/// IPX directly after the 802.3 length: the two bytes are its checksum field.
const NOVELL: u8 = 0xff;
/// The control field of an unnumbered frame has its two lowest bits set and is one byte long; others have two.
const UNNUMBERED: u8 = 0x03;

/// Organisations whose SNAP protocol numbers are EtherTypes: none (RFC 1042) and Bridge-Tunnel (IEEE 802.1H).
const ETHERTYPE_ORGANISATIONS: [u32; 2] = [0x000000, 0x0000f8];

/// The destination service access point becomes the type, unless SNAP names a better one.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let mut reader = unwrap.reader;
    let destination = reader.u8().named("truncated_llc_header")?;
    let source = reader.u8().named("truncated_llc_header")?;
    if (destination, source) == (NOVELL, NOVELL) {
        return Ok(unwrap.found_other(NOVELL.into()));
    }
    let control = reader.u8().named("truncated_llc_header")?;
    if control & UNNUMBERED != UNNUMBERED {
        reader.skip(1).named("truncated_llc_header")?;
    }
    unwrap.reader = reader;
    if (destination, source, control) == (SNAP, SNAP, UNNUMBERED) {
        return snap(unwrap);
    }
    Ok(unwrap.found_other(destination.into()))
}

fn snap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let organisation = unwrap.reader.u24_be().named("truncated_snap_llc_header")?;
    let protocol = unwrap.reader.u16_be().named("truncated_snap_llc_header")?;
    if ETHERTYPE_ORGANISATIONS.contains(&organisation) && protocol >= ethertype::MIN {
        return Ok(Next::EtherType(protocol));
    }
    Ok(unwrap.found_other(protocol))
}
