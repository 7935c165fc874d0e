//! The packet store: every packet of the last hours or days on disk, found again by time, address and port.
//!
//! A store is a directory of numbered segments. Packets are appended to the last segment; when the store is full or
//! packets are too old, the first segment goes. A segment is two files, `NUMBER.packets` and `NUMBER.index`, with a
//! number of twenty digits. All integers are least significant byte first, all times nanoseconds since 1970, all
//! checksums CRC-32 (IEEE). Version 1 looks like this:
//!
//! ```text
//! file header, 64 bytes            both files
//!    0  8  "THYMPKTS" or "THYMPKIX"
//!    8  1  version
//!   16  8  number of the segment
//!   24  4  checksum of the 24 bytes before
//!   32  8  time of the first packet          these only in the index of a segment
//!   40  8  time of the last packet           that no packet will be added to
//!   48  8  bytes of the packets file
//!   56  4  checksum of the 24 bytes before
//!   60  1  1
//!
//! block, at most 1 MiB             packets file, one after the other
//!    0  4  "TBLK"
//!    4  1  version
//!    8  4  bytes of all records
//!   12  4  number of records
//!   16  8  time of the earliest record
//!   24  8  time of the latest record
//!   32  4  checksum of all records
//!   36  4  checksum of the 36 bytes before
//!   48     records
//!
//! record                           one packet
//!    0  8  time
//!    8  4  captured length
//!   12  4  length on the wire
//!   16  4  link type
//!   20  4  interface
//!   24  2  VLAN identifier
//!   26  2  1 if there is a VLAN identifier
//!   28     captured bytes
//!
//! entry                            index file, one for each block
//!    0  4  bytes of the entry
//!    4  4  checksum of all that follows
//!    8  8  where the block begins in the packets file
//!   16  4  bytes of the block with its header
//!   20  4  number of records
//!   24  8  time of the earliest record
//!   32  8  time of the latest record
//!   40     filter: which addresses, pairs and ports the block may have
//! ```
//!
//! The filter is a blocked Bloom filter; how keys are hashed and bits are set is part of version 1.
//!
//! A block is handed to the operating system when it is full (64 KiB) or holds packets of one second of event time,
//! then its entry. So a crash of the process costs that second at most. On opening for writing, a segment that was not
//! sealed is scanned: its index is made anew from the blocks whose checksums fit, what comes after the last of them is
//! cut off, and packets go to a new segment. Readers need no lock: they believe checksums only, and go through the
//! headers of blocks which the index does not name yet.

mod block;
mod conversation;
mod error;
mod extract;
mod filter;
mod layout;
mod merge;
mod query;
mod recovery;
mod segment;
mod writer;

#[cfg(test)]
mod tests;

pub use error::StoreError;
pub use extract::{Extracted, StoreReader};
pub use query::Query;
pub use writer::{PacketStore, StoreOptions, StoreStatistics, WhenBehind};
