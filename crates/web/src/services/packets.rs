//! The packets that are kept.

use super::ServiceError;
use std::io::Write;
use std::net::IpAddr;
use thymus_record::Timestamp;

/// The packets that are kept.
pub trait Packets: Send + Sync {
    /// Writes packets as pcapng. Returns how many there were; none where none are kept.
    ///
    /// # Errors
    /// Fails where they cannot be read, or cannot be written to `out`: the client may be gone.
    fn extract(&self, query: &PacketQuery, out: &mut dyn Write) -> Result<u64, ServiceError>;
}

/// Which packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketQuery {
    /// To or from this address.
    pub host: Option<IpAddr>,
    /// With this address at the other end.
    pub peer: Option<IpAddr>,
    /// With this port at either end.
    pub port: Option<u16>,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}
