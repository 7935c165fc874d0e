//! PPP over Ethernet, session stage (RFC 2516).

use crate::Decoded;
use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};

/// Version 1 and type 1, the only ones.
const VERSION_AND_TYPE: u8 = 0x11;

/// Version and type, code, session number and the length of what follows.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let offset = unwrap.reader.offset();
    let [version, _code, _, _, high, low] = unwrap.reader.array().named("truncated_pppoe_header")?;
    if version != VERSION_AND_TYPE {
        return Err(WireAnomaly::new("unknown_pppoe_version", offset));
    }
    unwrap.clip(u16::from_be_bytes([high, low]).into());
    Ok(Next::Ppp)
}
