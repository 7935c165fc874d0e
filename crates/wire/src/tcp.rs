//! The Transmission Control Protocol (RFC 9293).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Reader};

/// Length of the header without options.
pub(crate) const HEADER_LENGTH: usize = 20;

mod field {
    pub(super) const SOURCE_PORT: usize = 0;
    pub(super) const DESTINATION_PORT: usize = 2;
    pub(super) const SEQUENCE: usize = 4;
    pub(super) const ACKNOWLEDGMENT: usize = 8;
    pub(super) const DATA_OFFSET: usize = 12;
    pub(super) const FLAGS: usize = 13;
    pub(super) const WINDOW: usize = 14;
    pub(super) const CHECKSUM: usize = 16;
    pub(super) const URGENT: usize = 18;
}

/// A TCP segment.
#[derive(Clone, Copy, Debug)]
pub struct TcpSegment<'a> {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// The number of the first byte of the payload, or of SYN.
    pub sequence: u32,
    /// The number of the next byte expected, where [`TcpFlags::ack`].
    pub acknowledgment: u32,
    /// The control bits.
    pub flags: TcpFlags,
    /// The receive window, not scaled.
    pub window: u16,
    /// The checksum as it stands.
    pub checksum: u16,
    /// Where urgent data ends, counted from the sequence number, where [`TcpFlags::urg`].
    pub urgent: u16,
    /// Bytes of header with options.
    pub header_length: usize,
    /// The options.
    pub options: TcpOptions<'a>,
    /// The payload as far as it was captured.
    pub payload: &'a [u8],
}

/// The control bits of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TcpFlags(pub u8);

macro_rules! flags {
    ($($(#[$doc:meta])* $constant:ident $method:ident $bit:expr;)*) => {$(
        $(#[$doc])*
        pub const $constant: u8 = 1 << $bit;
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub fn $method(self) -> bool {
            self.0 & Self::$constant != 0
        }
    )*};
}

impl TcpFlags {
    flags! {
        /// The sender has finished.
        FIN fin 0;
        /// The connection opens.
        SYN syn 1;
        /// The connection breaks off.
        RST rst 2;
        /// The receiver should not wait for more.
        PSH psh 3;
        /// The acknowledgment number counts.
        ACK ack 4;
        /// The urgent pointer counts.
        URG urg 5;
        /// Congestion was seen (RFC 3168).
        ECE ece 6;
        /// The congestion window was reduced (RFC 3168).
        CWR cwr 7;
    }
}

/// Reads a TCP segment from an IP payload.
///
/// Fails with Zeek's `truncated_header` or `bad_TCP_header_len`.
#[inline]
pub fn tcp(bytes: &[u8]) -> Decoded<TcpSegment<'_>> {
    let Some(header) = bytes.first_chunk::<HEADER_LENGTH>() else {
        return Err(WireAnomaly::short("truncated_header", 0, HEADER_LENGTH));
    };
    let header_length = usize::from(header[field::DATA_OFFSET] >> 4) * 4;
    let (Some(options), Some(payload)) =
        (bytes.get(HEADER_LENGTH..header_length), bytes.get(header_length..))
    else {
        return Err(WireAnomaly::short("bad_TCP_header_len", field::DATA_OFFSET, header_length));
    };
    Ok(TcpSegment {
        source_port: be16!(header, field::SOURCE_PORT),
        destination_port: be16!(header, field::DESTINATION_PORT),
        sequence: be32!(header, field::SEQUENCE),
        acknowledgment: be32!(header, field::ACKNOWLEDGMENT),
        flags: TcpFlags(header[field::FLAGS]),
        window: be16!(header, field::WINDOW),
        checksum: be16!(header, field::CHECKSUM),
        urgent: be16!(header, field::URGENT),
        header_length,
        options: TcpOptions { reader: Reader::new(options) },
        payload,
    })
}

/// The options of a segment. Ends at the end-of-list option or where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct TcpOptions<'a> {
    reader: Reader<'a>,
}

/// One option of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TcpOption<'a> {
    /// The largest segment the sender takes, in bytes of payload.
    MaximumSegmentSize(u16),
    /// The window is to be shifted left by so many bits (RFC 7323), of which more than 14 mean 14.
    WindowScale(u8),
    /// Selective acknowledgment may be used (RFC 2018).
    SackPermitted,
    /// Selective acknowledgment: pairs of sequence numbers, four bytes each.
    Sack(&'a [u8]),
    /// Time stamps (RFC 7323).
    Timestamps {
        /// The sender's clock.
        value: u32,
        /// The other side's clock as last seen.
        echo: u32,
    },
    /// Any other option, or one of the above with a wrong length.
    Unknown {
        /// The option's number.
        kind: u8,
        /// What follows the option's length.
        data: &'a [u8],
    },
}

impl<'a> TcpOptions<'a> {
    /// The bytes of the options not read yet.
    #[must_use]
    pub fn as_bytes(&self) -> &'a [u8] {
        self.reader.rest()
    }
}

impl<'a> Iterator for TcpOptions<'a> {
    type Item = TcpOption<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        const END: u8 = 0;
        const NO_OPERATION: u8 = 1;
        loop {
            match self.reader.u8().ok()? {
                END => self.reader = Reader::new(&[]),
                NO_OPERATION => {}
                kind => {
                    let length = self.reader.u8().ok().and_then(|length| length.checked_sub(2));
                    let data = length.and_then(|length| self.reader.take(length.into()).ok());
                    if data.is_none() {
                        self.reader = Reader::new(&[]);
                    }
                    return data.map(|data| option(kind, data));
                }
            }
        }
    }
}

fn option(kind: u8, data: &[u8]) -> TcpOption<'_> {
    match (kind, data) {
        (2, [a, b]) => TcpOption::MaximumSegmentSize(u16::from_be_bytes([*a, *b])),
        (3, [shift]) => TcpOption::WindowScale(*shift),
        (4, []) => TcpOption::SackPermitted,
        (5, blocks) if blocks.len().is_multiple_of(8) => TcpOption::Sack(blocks),
        (8, [a, b, c, d, e, f, g, h]) => TcpOption::Timestamps {
            value: u32::from_be_bytes([*a, *b, *c, *d]),
            echo: u32::from_be_bytes([*e, *f, *g, *h]),
        },
        _ => TcpOption::Unknown { kind, data },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn reads_the_segment_that_opens_a_connection() {
        let bytes = hex("cf0c 0050 79f4d5c6 00000000 a0c2 faf0 81b4 0001
            0204 05b4 0402 080a 00114c7f 00000000 01 030307 68656c6c6f");
        let segment = tcp(&bytes).unwrap();
        assert_eq!((segment.source_port, segment.destination_port), (53004, 80));
        assert_eq!((segment.sequence, segment.acknowledgment), (0x79f4_d5c6, 0));
        assert_eq!((segment.window, segment.checksum, segment.urgent), (64240, 0x81b4, 1));
        assert!(segment.flags.syn() && segment.flags.ece() && segment.flags.cwr());
        assert!(!segment.flags.ack() && !segment.flags.fin() && !segment.flags.rst() && !segment.flags.psh());
        assert_eq!((segment.header_length, segment.payload), (40, &b"hello"[..]));
        assert_eq!(
            segment.options.collect::<Vec<_>>(),
            [
                TcpOption::MaximumSegmentSize(1460),
                TcpOption::SackPermitted,
                TcpOption::Timestamps { value: 0x114c7f, echo: 0 },
                TcpOption::WindowScale(7),
            ]
        );
    }

    #[test]
    fn the_header_length_must_fit() {
        let mut bytes = vec![0; 24];
        for (offset, fits) in [(0x40, false), (0x50, true), (0x60, true), (0x70, false), (0xf0, false)] {
            bytes[12] = offset;
            assert_eq!(tcp(&bytes).is_ok(), fits, "data offset {offset:#x}");
        }
        assert_eq!(tcp(&bytes).unwrap_err().name, "bad_TCP_header_len");
        assert_eq!(tcp(&bytes[..19]).unwrap_err().name, "truncated_header");
    }

    #[test]
    fn options_end_at_damage_and_at_their_end() {
        let options = |digits: &str| {
            let bytes = hex(digits);
            TcpOptions { reader: Reader::new(&bytes) }.map(|option| format!("{option:?}")).collect::<Vec<_>>()
        };
        assert_eq!(options("030307 00 030308"), ["WindowScale(7)"]);
        assert!(options("0300").is_empty() && options("0301").is_empty() && options("03").is_empty());
        assert!(options("0304 07").is_empty());
        assert_eq!(options("0304 0708"), ["Unknown { kind: 3, data: [7, 8] }"]);
        assert_eq!(options("050a 00000001 00000002").len(), 1);
    }
}
