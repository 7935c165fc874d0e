//! Rows as one batch of the log.

use super::{BATCH_BYTES_MAX, BATCH_HEAD};
use crate::api::Sequence;
use crate::names::Translation;
use crate::split::{read_number, u32_at, write_number};
use thymus_record::{RecordId, Registry, Row};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Weakest and quickest: the log is read once or never.
const LEVEL: i32 = 1;

/// Rows on their way into the log.
#[derive(Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// The head of a batch and its rows, as they lie in the log.
pub(super) struct Found<'a> {
    pub sequence: Sequence,
    pub rows: u32,
    pub length: usize,
    pub packed: &'a [u8],
    pub is_whole: bool,
    pub end: usize,
}

impl Batch {
    /// Adds a row. `kind` is its kind's place in the registry. Gives what tells rows of the same id apart, as
    /// [`crate::part::content`] does.
    pub(crate) fn add(&mut self, kind: usize, row: &Row, registry: &Registry) -> u64 {
        write_number(&mut self.bytes, kind as u64);
        self.bytes.extend_from_slice(&row.id().0.to_le_bytes());
        let start = self.bytes.len();
        row.encode_values(&mut self.bytes);
        let values = self.bytes.get(start..).unwrap_or_default();
        let content = crate::part::content_of(row.kind(), values);
        row.encode_facts(registry, &mut self.bytes);
        self.ends.push(self.bytes.len());
        content
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Leaves rows out.
    pub(crate) fn keep(&mut self, mut wanted: impl FnMut(usize) -> bool) {
        let mut kept = Self::default();
        let mut start = 0;
        for (number, end) in self.ends.iter().copied().enumerate() {
            if wanted(number) {
                kept.bytes.extend_from_slice(self.bytes.get(start..end).unwrap_or_default());
                kept.ends.push(kept.bytes.len());
            }
            start = end;
        }
        *self = kept;
    }

    /// The batch as it goes into the log.
    pub(crate) fn pack(&self, sequence: Sequence) -> std::io::Result<Vec<u8>> {
        let packed = zstd::bulk::compress(&self.bytes, LEVEL)?;
        let mut out = Vec::with_capacity(BATCH_HEAD + packed.len());
        out.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        out.extend_from_slice(&(self.ends.len() as u32).to_le_bytes());
        out.extend_from_slice(&sequence.0.to_le_bytes());
        out.extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
        let checksum = checksum(&out, &packed);
        out.extend_from_slice(&checksum.to_le_bytes());
        out.extend_from_slice(&packed);
        Ok(out)
    }

    /// How many bytes the rows take before they are compressed.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// The hash of the rows, begun with that of the head.
fn checksum(head: &[u8], packed: &[u8]) -> u64 {
    xxh3_64_with_seed(packed, xxh3_64_with_seed(head, 0))
}

impl<'a> Found<'a> {
    /// The batch at the beginning of these bytes; `None` if they end inside its head.
    pub(super) fn at(bytes: &'a [u8]) -> Option<Self> {
        let head = bytes.get(..BATCH_HEAD)?;
        let length = u32_at(head, 0)? as usize;
        let end = BATCH_HEAD + length;
        let packed = bytes.get(BATCH_HEAD..end);
        let stored = u64::from_le_bytes(head.get(20..28)?.try_into().ok()?);
        let is_whole =
            packed.is_some_and(|packed| checksum(head.get(..20).unwrap_or_default(), packed) == stored);
        Some(Self {
            sequence: Sequence(u64::from_le_bytes(head.get(8..16)?.try_into().ok()?)),
            rows: u32_at(head, 1)?,
            length: u32_at(head, 4)? as usize,
            packed: packed.unwrap_or_default(),
            is_whole,
            end,
        })
    }

    /// The rows whose kinds are known; `None` if they cannot be read, which a checksum rules out.
    pub(super) fn rows(&self, translation: &Translation, registry: &Registry) -> Option<Vec<Row>> {
        if self.length > BATCH_BYTES_MAX {
            return None;
        }
        let bytes = zstd::bulk::decompress(self.packed, self.length).ok()?;
        let mut rest = bytes.as_slice();
        let mut rows = Vec::with_capacity((self.rows as usize).min(bytes.len()));
        while !rest.is_empty() {
            let kind = usize::try_from(read_number(&mut rest)?).ok()?;
            let (id, after) = rest.split_at_checked(8)?;
            rest = after;
            let id = RecordId(u64::from_le_bytes(id.try_into().ok()?));
            let known = translation.schema(kind);
            // A row of a kind that is gone is read only to get behind it.
            let schema = known.or_else(|| registry.kinds().first().copied())?;
            let field = |field| known.and_then(|_| translation.field(kind, field));
            let fact = |fact| translation.fact(fact);
            let row = Row::decode(schema, registry, &mut rest, Some(id), field, fact).ok()?;
            if known.is_some() {
                rows.push(translation.settle(kind, row));
            }
        }
        Some(rows)
    }
}
