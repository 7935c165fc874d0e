//! Packets in and out: capture files, live rings and the packet store.
//!
//! [`Source`] reads captures in any of the common forms and hands out borrowed [`Packet`]s; [`live`] has them from
//! network interfaces. [`PcapngWriter`] and [`PcapWriter`] write captures, [`store`] keeps the packets of the last
//! hours or days and finds them again.

mod compression;
mod error;
mod format;
mod input;
#[cfg(target_os = "linux")]
pub mod live;
mod packet;
mod pcap;
mod pcapng;
mod source;
pub mod store;
mod window;
mod write;

pub use error::CaptureError;
pub use packet::{Item, Names, Packet, Secrets, SecretsKind, Statistics};
pub use source::{CaptureReader, Source};
pub use write::{PcapWriter, PcapngWriter};

/// The most bytes one packet may have; captures that claim more are damaged. The limit of other tools too.
pub const PACKET_BYTES_MAX: u32 = 256 * 1024;

#[cfg(test)]
mod tests;
