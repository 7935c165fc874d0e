//! The User Datagram Protocol (RFC 768).

use crate::Decoded;
use crate::anomaly::WireAnomaly;

/// Length of the header.
pub(crate) const HEADER_LENGTH: usize = 8;

pub(crate) mod field {
    pub(crate) const SOURCE_PORT: usize = 0;
    pub(crate) const DESTINATION_PORT: usize = 2;
    pub(crate) const LENGTH: usize = 4;
    pub(crate) const CHECKSUM: usize = 6;
}

/// A UDP datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UdpDatagram<'a> {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// Bytes of header and payload as declared; 0 in jumbograms (RFC 2675).
    pub length: u16,
    /// The checksum as it stands; 0 is none.
    pub checksum: u16,
    /// The payload: no more than declared, as far as it was captured.
    pub payload: &'a [u8],
    /// Set by [`crate::Ip::udp`] where the lengths of IP and UDP disagree.
    pub anomaly: Option<WireAnomaly>,
}

/// Reads a UDP datagram from an IP payload. A declared length shorter than the header is not believed.
///
/// Fails with Zeek's `truncated_header`.
#[inline]
pub fn udp(bytes: &[u8]) -> Decoded<UdpDatagram<'_>> {
    let Some((header, rest)) = bytes.split_first_chunk::<HEADER_LENGTH>() else {
        return Err(WireAnomaly::short("truncated_header", 0, HEADER_LENGTH));
    };
    let length = be16!(header, field::LENGTH);
    let declared = usize::from(length).checked_sub(HEADER_LENGTH);
    Ok(UdpDatagram {
        source_port: be16!(header, field::SOURCE_PORT),
        destination_port: be16!(header, field::DESTINATION_PORT),
        length,
        checksum: be16!(header, field::CHECKSUM),
        payload: declared.and_then(|declared| rest.get(..declared)).unwrap_or(rest),
        anomaly: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn the_declared_length_bounds_the_payload() {
        let read = |digits: &str| udp(&hex(digits)).map(|datagram| datagram.payload.to_vec());
        assert_eq!(read("0035 d431 000a 0000 0102 0304"), Ok(vec![1, 2]));
        assert_eq!(read("0035 d431 0040 0000 0102"), Ok(vec![1, 2]));
        assert_eq!(read("0035 d431 0000 0000 0102"), Ok(vec![1, 2]));
        assert_eq!(read("0035 d431 0007 0000 0102"), Ok(vec![1, 2]));
        assert_eq!(read("0035 d431 0007 00").unwrap_err().needed, 8);
    }
}
