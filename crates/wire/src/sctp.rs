//! The Stream Control Transmission Protocol (RFC 9260).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Reader};

/// Length of the common header.
const HEADER_LENGTH: usize = 12;

/// An SCTP packet.
#[derive(Clone, Copy, Debug)]
pub struct Sctp<'a> {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// The association's tag, which the receiver chose; 0 in a packet that opens an association.
    pub verification_tag: u32,
    /// The CRC-32C as it stands.
    pub checksum: u32,
    /// The chunks.
    pub chunks: SctpChunks<'a>,
}

/// The chunks of a packet; ends where one is damaged. The last one's value may have been cut short.
#[derive(Clone, Copy, Debug)]
pub struct SctpChunks<'a> {
    reader: Reader<'a>,
}

/// One chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SctpChunk<'a> {
    /// The chunk's type: see the constants.
    pub kind: u8,
    /// The chunk's flags.
    pub flags: u8,
    /// The chunk's value, without padding.
    pub value: &'a [u8],
}

/// User data of a [`SctpChunk::DATA`] chunk (RFC 9260 section 3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SctpData<'a> {
    /// The transmission sequence number.
    pub sequence: u32,
    /// The stream.
    pub stream: u16,
    /// The message's number within its stream.
    pub stream_sequence: u16,
    /// What the user says the data are, by IANA's registry.
    pub payload_protocol: u32,
    /// The first part of a message.
    pub begins: bool,
    /// The last part of a message.
    pub ends: bool,
    /// The message is not ordered within its stream.
    pub unordered: bool,
    /// The user's data.
    pub payload: &'a [u8],
}

/// Reads an SCTP packet from an IP payload.
///
/// Fails with Zeek's `truncated_header`.
pub fn sctp(bytes: &[u8]) -> Decoded<Sctp<'_>> {
    let Some((header, chunks)) = bytes.split_first_chunk::<HEADER_LENGTH>() else {
        return Err(WireAnomaly::short("truncated_header", 0, HEADER_LENGTH));
    };
    Ok(Sctp {
        source_port: be16!(header, 0),
        destination_port: be16!(header, 2),
        verification_tag: be32!(header, 4),
        checksum: be32!(header, 8),
        chunks: SctpChunks { reader: Reader::new(chunks) },
    })
}

impl<'a> SctpChunk<'a> {
    /// User data.
    pub const DATA: u8 = 0;
    /// Opens an association.
    pub const INIT: u8 = 1;
    /// Answers [`Self::INIT`].
    pub const INIT_ACK: u8 = 2;
    /// Acknowledges data.
    pub const SACK: u8 = 3;
    /// Asks for a sign of life.
    pub const HEARTBEAT: u8 = 4;
    /// Answers [`Self::HEARTBEAT`].
    pub const HEARTBEAT_ACK: u8 = 5;
    /// Breaks the association off.
    pub const ABORT: u8 = 6;
    /// Begins to end the association.
    pub const SHUTDOWN: u8 = 7;
    /// Answers [`Self::SHUTDOWN`].
    pub const SHUTDOWN_ACK: u8 = 8;
    /// Reports an error.
    pub const ERROR: u8 = 9;
    /// Third step of opening.
    pub const COOKIE_ECHO: u8 = 10;
    /// Fourth step of opening.
    pub const COOKIE_ACK: u8 = 11;
    /// Last step of ending.
    pub const SHUTDOWN_COMPLETE: u8 = 14;

    /// The user data of a data chunk.
    #[must_use]
    pub fn data(&self) -> Option<SctpData<'a>> {
        let (header, payload) = self.value.split_first_chunk::<12>()?;
        (self.kind == Self::DATA).then_some(SctpData {
            sequence: be32!(header, 0),
            stream: be16!(header, 4),
            stream_sequence: be16!(header, 6),
            payload_protocol: be32!(header, 8),
            ends: self.flags & 1 != 0,
            begins: self.flags & 2 != 0,
            unordered: self.flags & 4 != 0,
            payload,
        })
    }
}

impl<'a> Iterator for SctpChunks<'a> {
    type Item = SctpChunk<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.reader.u8().ok()?;
        let flags = self.reader.u8().ok()?;
        let length = usize::from(self.reader.u16_be().ok()?).checked_sub(4)?;
        let value = self.reader.take_up_to(length);
        let padding = length.wrapping_neg() % 4;
        self.reader.take_up_to(padding);
        Some(SctpChunk { kind, flags, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn chunks_are_padded_to_four_bytes() {
        let bytes = hex("0b59 0b5a 00000e50 53c3055f
            0003 0012 00000001 0002 0003 00000011 6869 0000
            0100 0006 beef");
        let packet = sctp(&bytes).unwrap();
        assert_eq!((packet.source_port, packet.destination_port), (2905, 2906));
        assert_eq!((packet.verification_tag, packet.checksum), (0x0e50, 0x53c3_055f));
        let chunks: Vec<_> = packet.chunks.collect();
        let data = chunks[0].data().unwrap();
        assert_eq!((data.sequence, data.stream, data.stream_sequence), (1, 2, 3));
        assert_eq!((data.payload_protocol, data.payload), (17, &b"hi"[..]));
        assert!(data.begins && data.ends && !data.unordered);
        assert_eq!(chunks[1], SctpChunk { kind: SctpChunk::INIT, flags: 0, value: &[0xbe, 0xef] });
        assert!(chunks[1].data().is_none());
    }

    #[test]
    fn a_chunk_shorter_than_its_header_ends_the_list() {
        let bytes = hex("0b59 0b5a 00000e50 53c3055f 0003 0003 0003 0004");
        assert_eq!(sctp(&bytes).unwrap().chunks.count(), 0);
    }
}
