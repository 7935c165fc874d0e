//! Packets that Linux netfilter logged: a header and type-length-value attributes, one of which is the packet.

use crate::Decoded;
use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};

/// The attribute that holds the packet.
const PAYLOAD: u16 = 9;
/// Length of an attribute's own header, counted in its length.
const ATTRIBUTE_HEADER: u16 = 4;
/// How many attributes are looked at.
pub const ATTRIBUTES_MAX: usize = 64;

/// Address family, version 0, resource; attributes are in the byte order of the capturing machine, which is taken to
/// be little-endian, padded to four bytes.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(4).named("truncated_nflog_header")?;
    for _ in 0..ATTRIBUTES_MAX {
        let length = unwrap.reader.u16_le().named("truncated_nflog_header")?;
        let kind = unwrap.reader.u16_le().named("truncated_nflog_header")?;
        let Some(value) = length.checked_sub(ATTRIBUTE_HEADER) else { break };
        if kind == PAYLOAD {
            unwrap.clip(value.into());
            return Ok(unwrap.found_ip());
        }
        unwrap.reader.skip(value.into()).named("truncated_nflog_header")?;
        unwrap.reader.align(4).named("truncated_nflog_header")?;
    }
    Err(WireAnomaly::new("bad_nflog_tlv", unwrap.reader.offset()))
}
