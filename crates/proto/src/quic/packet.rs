//! Headers of packets and frames of Initial packets (RFC 9000, 17 and 19), borrowed from the datagram.

use super::versions::numbers_as_second;
use thymus_wire::{Reader, Result, Truncated};

/// The longest connection id of versions 1 and 2 (RFC 9000, 17.2), in bytes.
const CONNECTION_ID_BYTES_MAX: usize = 20;

/// The bit that says a header is long.
pub(super) const LONG: u8 = 0x80;
/// The bit that every packet has set, unless peers agreed otherwise.
pub(super) const FIXED: u8 = 0x40;

/// A number of 1 to 8 bytes whose first two bits tell how many (RFC 9000, 16).
pub(super) fn variable(reader: &mut Reader<'_>) -> Result<u64> {
    let first = reader.u8()?;
    let more = (1usize << (first >> 6)) - 1;
    let rest = reader.take(more)?;
    Ok(rest.iter().fold(u64::from(first & 0x3f), |number, &byte| number << 8 | u64::from(byte)))
}

/// As [`variable`], as a length; one that no datagram can have becomes [`usize::MAX`].
fn length(reader: &mut Reader<'_>) -> Result<usize> {
    Ok(usize::try_from(variable(reader)?).unwrap_or(usize::MAX))
}

/// The part of a long header that all versions share (RFC 8999).
#[derive(Clone, Copy, Debug)]
pub(super) struct LongHeader<'a> {
    pub(super) first: u8,
    pub(super) version: u32,
    pub(super) destination: &'a [u8],
    pub(super) source: &'a [u8],
}

/// What a long packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Initial,
    ZeroRtt,
    Handshake,
    Retry,
}

impl<'a> LongHeader<'a> {
    pub(super) fn parse(reader: &mut Reader<'a>) -> Result<Self> {
        let first = reader.u8()?;
        let version = reader.u32_be()?;
        let length = reader.u8()?;
        let destination = reader.take(usize::from(length))?;
        let length = reader.u8()?;
        let source = reader.take(usize::from(length))?;
        Ok(Self { first, version, destination, source })
    }

    /// What the packet is, in the numbers of its version.
    pub(super) fn kind(&self) -> Kind {
        let number = (self.first >> 4) & 3;
        let number = if numbers_as_second(self.version) { number.wrapping_sub(1) & 3 } else { number };
        match number {
            0 => Kind::Initial,
            1 => Kind::ZeroRtt,
            2 => Kind::Handshake,
            _ => Kind::Retry,
        }
    }

    /// Whether the connection ids are as long as they may be.
    pub(super) fn is_plausible(&self) -> bool {
        self.destination.len() <= CONNECTION_ID_BYTES_MAX && self.source.len() <= CONNECTION_ID_BYTES_MAX
    }
}

/// A packet up to its end, with the place of its packet number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'a> {
    /// From the first byte of the header to the last of the payload.
    pub(super) packet: &'a [u8],
    /// Where the packet number begins.
    pub(super) number_offset: usize,
}

impl<'a> Body<'a> {
    /// Reads what follows the long header of an Initial, 0-RTT or Handshake packet that began at `start`.
    pub(super) fn parse(reader: &mut Reader<'a>, start: usize, kind: Kind) -> Result<Self> {
        if kind == Kind::Initial {
            let token = length(reader)?;
            reader.skip(token)?;
        }
        let payload = length(reader)?;
        let number_offset = reader.offset().saturating_sub(start);
        reader.skip(payload)?;
        let packet = reader.whole().get(start..reader.offset()).unwrap_or_default();
        Ok(Self { packet, number_offset })
    }
}

/// A frame of an Initial packet that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// Part of the handshake.
    Crypto { offset: usize, bytes: &'a [u8] },
    /// The connection is over.
    Close,
    /// PADDING, PING and ACK.
    Other,
}

/// Why a frame could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It goes on past the packet.
    Truncated,
    /// It may not stand in an Initial packet (RFC 9000, 12.4).
    Unexpected,
}

impl From<Truncated> for Unreadable {
    fn from(_: Truncated) -> Self {
        Self::Truncated
    }
}

impl<'a> Frame<'a> {
    /// Reads the next frame of a payload that was decrypted.
    pub(super) fn parse(reader: &mut Reader<'a>) -> std::result::Result<Self, Unreadable> {
        match reader.u8()? {
            0 | 1 => Ok(Self::Other),
            kind @ (2 | 3) => {
                acknowledgement(reader, kind == 3).map(|()| Self::Other).map_err(Unreadable::from)
            }
            // Google's versions number it otherwise; with the IETF that number may not stand in an Initial packet.
            6 | 8 => {
                let offset = length(reader)?;
                let bytes = length(reader)?;
                Ok(Self::Crypto { offset, bytes: reader.take(bytes)? })
            }
            0x1c | 0x1d => Ok(Self::Close),
            _ => Err(Unreadable::Unexpected),
        }
    }
}

/// Passes over an ACK frame (RFC 9000, 19.3).
fn acknowledgement(reader: &mut Reader<'_>, with_congestion: bool) -> Result<()> {
    variable(reader)?;
    variable(reader)?;
    let ranges = variable(reader)?;
    variable(reader)?;
    for _ in 0..ranges {
        variable(reader)?;
        variable(reader)?;
    }
    if with_congestion {
        for _ in 0..3 {
            variable(reader)?;
        }
    }
    Ok(())
}
