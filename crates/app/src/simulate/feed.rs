//! The company's packets as any source hands them out.

use anyhow::Result;
use std::ops::Range;
use thymus_capture::Packet;
use thymus_sim::Company;
use thymus_wire::{LinkType, Timestamp};

/// Hands over the packets of a span of time, in the order of time and numbered from 1, straight as they are made.
/// Returns how many there were.
///
/// # Errors
///
/// The first that `take` returns; no packet comes after it.
pub(crate) fn feed(
    company: &Company,
    window: Range<Timestamp>,
    mut take: impl FnMut(&Packet<'_>) -> Result<()>,
) -> Result<u64> {
    let mut packets = company.packets(window);
    let mut ordinal = 0;
    while let Some((timestamp, bytes)) = packets.next() {
        ordinal += 1;
        take(&Packet {
            timestamp,
            link: LinkType::ETHERNET,
            bytes,
            wire_length: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            ordinal,
            interface: 0,
            vlan: None,
        })?;
    }
    Ok(ordinal)
}
