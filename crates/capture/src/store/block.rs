//! Putting a block together: records one after the other, and the keys that its filter will have.

use thymus_wire::Reader;

use super::conversation::conversations;
use super::filter::{self, ConversationHasher, Key, Seen};
use super::layout::{
    BLOCK_BYTES_FULL, BLOCK_HEADER_BYTES, BlockHeader, ENTRY_HEADER_BYTES, Entry, FILE_HEADER_BYTES,
    RECORD_HEADER_BYTES, Span, checksum, record, record_header,
};
use crate::packet::Packet;

/// How many conversations and keys a block remembers to have seen, as powers of two.
const CONVERSATIONS_SEEN_BITS: u32 = 10;
const KEYS_SEEN_BITS: u32 = 11;

/// A block on its way to the disk. Its buffers are used again and again.
pub(super) struct Block {
    /// Room for the header, then the records.
    bytes: Vec<u8>,
    keys: Vec<Key>,
    pub(super) packets: u32,
    pub(super) span: Span,
}

impl Block {
    pub(super) fn new() -> Self {
        let mut block = Self { bytes: Vec::new(), keys: Vec::new(), packets: 0, span: Span::NONE };
        block.clear();
        block
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.reserve(BLOCK_BYTES_FULL);
        self.bytes.resize(BLOCK_HEADER_BYTES, 0);
        self.keys.clear();
        self.packets = 0;
        self.span = Span::NONE;
    }

    /// Whether a packet may still be added. A packet larger than a full block gets a block of its own.
    #[inline]
    pub(super) fn has_room_for(&self, packet: &Packet) -> bool {
        let bytes = self.bytes.len() + RECORD_HEADER_BYTES + packet.bytes.len();
        bytes <= BLOCK_BYTES_FULL || self.packets == 0
    }

    /// Fills in the header; after that the block is ready to be written.
    pub(super) fn seal(&mut self) {
        let payload = self.bytes.get(BLOCK_HEADER_BYTES..).unwrap_or_default();
        let header = BlockHeader {
            payload_bytes: u32::try_from(payload.len()).unwrap_or(u32::MAX),
            packets: self.packets,
            span: self.span,
            payload_checksum: checksum(payload),
        };
        if let Some(field) = self.bytes.first_chunk_mut() {
            *field = header.bytes();
        }
    }

    /// The block as it is written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// At most how many bytes block and index entry take, with those of a new segment.
    pub(super) fn room_needed(&self) -> u64 {
        (self.bytes.len() + ENTRY_HEADER_BYTES + filter::bytes_of(self.keys.len()) + 2 * FILE_HEADER_BYTES)
            as u64
    }

    /// Writes the index entry of this block, which lies at `offset`, into `output`.
    pub(super) fn index(&self, offset: u64, output: &mut Vec<u8>) {
        let block_bytes = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        Entry { offset, block_bytes, packets: self.packets, span: self.span }.write(output);
        filter::build(&self.keys, output);
        Entry::close(output);
    }
}

/// Adds packets to blocks, collecting each key of a block about once.
pub(super) struct Collector {
    hasher: ConversationHasher,
    conversations: Seen,
    keys: Seen,
}

impl Collector {
    pub(super) fn new() -> Self {
        Self {
            hasher: ConversationHasher::new(),
            conversations: Seen::new(CONVERSATIONS_SEEN_BITS),
            keys: Seen::new(KEYS_SEEN_BITS),
        }
    }

    /// Begins another block.
    pub(super) fn clear(&mut self) {
        self.conversations.clear();
        self.keys.clear();
    }

    /// Makes `block` the one whose records were read into `payload` and found whole.
    pub(super) fn refill(&mut self, block: &mut Block, payload: &[u8]) {
        self.clear();
        block.clear();
        let mut reader = Reader::new(payload);
        while let Some(packet) = record(&mut reader) {
            self.add(block, &packet);
        }
    }

    /// Adds a packet to a block that [has room](Block::has_room_for).
    #[inline]
    pub(super) fn add(&mut self, block: &mut Block, packet: &Packet) {
        block.bytes.extend_from_slice(&record_header(packet));
        block.bytes.extend_from_slice(packet.bytes);
        block.packets += 1;
        block.span.include(Span { first: packet.timestamp, last: packet.timestamp });
        conversations(packet.link, packet.bytes, |conversation| {
            if self.conversations.insert(self.hasher.hash(&conversation)) {
                filter::keys(&conversation, |key| {
                    if self.keys.insert(key) {
                        block.keys.push(key);
                    }
                });
            }
        });
    }
}
