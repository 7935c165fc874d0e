//! The address family that BSDs put before packets of their loopback and IPsec interfaces.

use crate::anomaly::Named;
use crate::link::{Next, Unwrap};
use crate::{Decoded, ethertype};

/// AF_INET everywhere.
const INET: u32 = 2;
/// AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, and Darwin.
const INET6: [u32; 5] = [10, 23, 24, 28, 30];

/// Four bytes of address family in either byte order.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let family = unwrap.reader.u32_be().named("truncated_null_header")?;
    let family = if family > 0xffff { family.swap_bytes() } else { family };
    match family {
        INET => Ok(unwrap.found_ip()),
        family if INET6.contains(&family) => Ok(unwrap.found_ip()),
        family => Ok(match u16::try_from(family) {
            Ok(kind) if kind >= ethertype::MIN => Next::EtherType(kind),
            _ => unwrap.found_nothing(),
        }),
    }
}

/// Family, security parameter index and flags, four bytes each.
pub(crate) fn unwrap_ipsec(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(12).named("truncated_link_header")?;
    Ok(unwrap.found_ip())
}
