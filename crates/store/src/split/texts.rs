//! The dictionary of a column of texts: sorted, in blocks that are compressed.
//!
//! ```text
//! texts, blocks                        u32 each
//! per block: first text, length, offset of its end in what follows   u32, u32, u64
//! blocks: the length of each text in LEB128, then the texts; compressed with zstd where that helps
//! ```
//! A block whose bytes are as many as its length is not compressed.

use super::bytes::{read_number, u32_at, u64_at, write_number};
use std::cmp::Ordering;
use std::sync::atomic::{AtomicBool, Ordering as Memory};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::directory::OwnedBytes;

/// Larger blocks compress better; smaller ones are read faster.
const BLOCK_BYTES: usize = 8 << 10;
/// A text alone in its block may be as long as a row allows; a block that claims more is damaged.
const BLOCK_BYTES_MAX: usize = 4 << 20;
/// How many blocks of a dictionary are kept unpacked.
const BLOCKS_KEPT: usize = 8;

const HEAD: usize = 8;
const ENTRY: usize = 16;

/// A sorted dictionary of texts on the disk.
pub(crate) struct StoredTexts {
    bytes: OwnedBytes,
    texts: u32,
    blocks: u32,
    only: OnceLock<Arc<Block>>,
    kept: Mutex<Vec<(u32, Arc<Block>)>>,
    damaged: AtomicBool,
}

/// Texts unpacked.
#[derive(Default)]
struct Block {
    first: u32,
    ends: Vec<u32>,
    text: String,
}

/// Packs sorted texts.
pub(crate) fn pack<'a>(texts: impl Iterator<Item = &'a str>, level: i32) -> std::io::Result<Vec<u8>> {
    let mut table = Vec::new();
    let mut data = Vec::new();
    let (mut lengths, mut bytes) = (Vec::new(), Vec::new());
    let (mut count, mut first) = (0u32, 0u32);
    let mut packer = zstd::bulk::Compressor::new(level)?;
    let mut close = |first: u32, lengths: &mut Vec<u8>, bytes: &mut Vec<u8>| -> std::io::Result<()> {
        lengths.append(bytes);
        let packed = packer.compress(lengths)?;
        data.extend_from_slice(if packed.len() < lengths.len() { &packed } else { lengths });
        table.extend_from_slice(&first.to_le_bytes());
        table.extend_from_slice(&(lengths.len() as u32).to_le_bytes());
        table.extend_from_slice(&(data.len() as u64).to_le_bytes());
        lengths.clear();
        Ok(())
    };
    for text in texts {
        if !bytes.is_empty() && bytes.len() + text.len() > BLOCK_BYTES {
            close(first, &mut lengths, &mut bytes)?;
            first = count;
        }
        write_number(&mut lengths, text.len() as u64);
        bytes.extend_from_slice(text.as_bytes());
        count += 1;
    }
    if count > first {
        close(first, &mut lengths, &mut bytes)?;
    }
    let mut out = Vec::with_capacity(HEAD + table.len() + data.len());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&((table.len() / ENTRY) as u32).to_le_bytes());
    out.append(&mut table);
    out.append(&mut data);
    Ok(out)
}

impl StoredTexts {
    /// `None` if the bytes cannot be a dictionary.
    pub(crate) fn open(bytes: OwnedBytes) -> Option<Self> {
        let (texts, blocks) = (u32_at(&bytes, 0)?, u32_at(&bytes, 1)?);
        let data = HEAD.checked_add((blocks as usize).checked_mul(ENTRY)?)?;
        (bytes.len() >= data).then(|| Self {
            bytes,
            texts,
            blocks,
            only: OnceLock::new(),
            kept: Mutex::default(),
            damaged: AtomicBool::new(false),
        })
    }

    pub(crate) fn len(&self) -> u32 {
        self.texts
    }

    /// Whether something that was asked for could not be read.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Memory::Relaxed)
    }

    /// Calls with the text of a number; `None` past the end and where the dictionary is damaged.
    pub(crate) fn with<R>(&self, number: u32, take: impl FnOnce(Option<&str>) -> R) -> R {
        if number >= self.texts {
            return take(None);
        }
        let block = self.block_of(number);
        let block = if self.blocks == 1 {
            self.only.get_or_init(|| Arc::new(self.unpack(0))).clone()
        } else {
            self.keep(block)
        };
        take(block.get(number))
    }

    /// Calls with each text and its number, until told to stop. Says whether it came to the end.
    pub(crate) fn each(&self, mut take: impl FnMut(u32, &str) -> bool) -> bool {
        (0..self.blocks).all(|number| {
            let block = self.unpack(number);
            (block.first..).zip(block.texts()).all(|(number, text)| take(number, text))
        })
    }

    fn entry(&self, block: u32) -> Option<(u32, u32, u64)> {
        let at = HEAD + block as usize * ENTRY;
        let entry = self.bytes.get(at..at + ENTRY)?;
        Some((u32_at(entry, 0)?, u32_at(entry, 1)?, u64_at(entry, 1)?))
    }

    fn block_of(&self, number: u32) -> u32 {
        let (mut low, mut high) = (0, self.blocks);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match self.entry(middle).map(|(first, ..)| first.cmp(&number)) {
                Some(Ordering::Less | Ordering::Equal) => low = middle,
                _ => high = middle,
            }
        }
        low
    }

    /// The block, from among those that were unpacked last if it is there.
    fn keep(&self, number: u32) -> Arc<Block> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|(kept, _)| *kept == number) {
            let found = kept.remove(place);
            let block = found.1.clone();
            kept.push(found);
            return block;
        }
        let block = Arc::new(self.unpack(number));
        if kept.len() == BLOCKS_KEPT {
            kept.remove(0);
        }
        kept.push((number, block.clone()));
        block
    }

    fn unpack(&self, number: u32) -> Block {
        self.try_unpack(number).unwrap_or_else(|| {
            self.damaged.store(true, Memory::Relaxed);
            Block::default()
        })
    }

    fn try_unpack(&self, number: u32) -> Option<Block> {
        let (first, length, end) = self.entry(number)?;
        let start =
            number.checked_sub(1).map_or(Some(0), |before| self.entry(before).map(|entry| entry.2))?;
        let next = if number + 1 == self.blocks { self.texts } else { self.entry(number + 1)?.0 };
        let data = self.bytes.get(HEAD + self.blocks as usize * ENTRY..)?;
        let packed = data.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
        let length = length as usize;
        let plain = match packed.len() == length {
            true => packed.to_vec(),
            false if length <= BLOCK_BYTES_MAX => zstd::bulk::decompress(packed, length).ok()?,
            false => return None,
        };
        Block::read(first, next.checked_sub(first)?, plain)
    }
}

impl Block {
    fn read(first: u32, count: u32, plain: Vec<u8>) -> Option<Self> {
        let mut rest = plain.as_slice();
        let mut ends = Vec::with_capacity((count as usize).min(plain.len()));
        let mut end = 0u32;
        for _ in 0..count {
            end = end.checked_add(u32::try_from(read_number(&mut rest)?).ok()?)?;
            ends.push(end);
        }
        let text = String::from_utf8(rest.to_vec()).ok()?;
        (text.len() == end as usize).then_some(Self { first, ends, text })
    }

    fn get(&self, number: u32) -> Option<&str> {
        let place = number.checked_sub(self.first)? as usize;
        let start = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(place)? as usize)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| self.text.get(start as usize..*end as usize).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(texts: &[String]) -> StoredTexts {
        StoredTexts::open(OwnedBytes::new(pack(texts.iter().map(String::as_str), 3).unwrap())).unwrap()
    }

    #[test]
    fn texts_of_many_blocks_come_back() {
        let mut texts: Vec<String> = (0..5000).map(|number| format!("name{number:05}.example.com")).collect();
        texts.push("z".repeat(100_000));
        texts.push("zz".to_owned());
        let stored = open(&texts);
        assert!(stored.blocks > 5);
        for (number, text) in texts.iter().enumerate() {
            stored.with(number as u32, |found| assert_eq!(found, Some(text.as_str())));
        }
        stored.with(texts.len() as u32, |found| assert_eq!(found, None));
        let mut all = Vec::new();
        assert!(stored.each(|number, text| {
            all.push((number, text.to_owned()));
            true
        }));
        assert_eq!(all.len(), texts.len());
        assert!(
            all.iter().zip(&texts).zip(0..).all(|((found, text), number)| found == &(number, text.clone()))
        );
        assert!(!stored.is_damaged());
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(texts in prop::collection::btree_set(".{0,20}", 0..50), at: usize, bit in 0u8..8) {
            let mut bytes = pack(texts.iter().map(String::as_str), 1).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            if let Some(stored) = StoredTexts::open(OwnedBytes::new(bytes)) {
                let _ = stored.each(|_, _| true);
                for number in 0..60 {
                    stored.with(number, |_| ());
                }
            }
        }
    }
}
