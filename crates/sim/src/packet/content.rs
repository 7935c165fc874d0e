//! What a side says: bytes of its own, and stretches of large pools that all flows share, so that no bulk is held in
//! memory.

use crate::random::Random;
use std::collections::VecDeque;
use std::rc::Rc;

const POOL_BYTES: usize = 1 << 20;
/// A line of Base64 in a mail is 76 letters and its end.
const BASE64_LINE: usize = 78;

/// A pool of bytes to fill messages with. Reading goes round at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pool {
    /// Like encrypted or compressed data.
    Noise,
    /// Like written language.
    Text,
    /// Whole lines of Base64.
    Base64,
}

/// The pools.
pub(crate) struct Pools {
    noise: Vec<u8>,
    text: Vec<u8>,
    base64: Vec<u8>,
}

impl Pools {
    pub(crate) fn new(random: &mut Random) -> Self {
        Self { noise: random.bytes(POOL_BYTES), text: text(random), base64: base64(random) }
    }

    fn of(&self, pool: Pool) -> &[u8] {
        match pool {
            Pool::Noise => &self.noise,
            Pool::Text => &self.text,
            Pool::Base64 => &self.base64,
        }
    }

    /// Appends `length` bytes from `offset` on.
    fn copy(&self, pool: Pool, offset: u64, length: usize, out: &mut Vec<u8>) {
        let bytes = self.of(pool);
        let mut at = (offset % bytes.len() as u64) as usize;
        let mut left = length;
        while left > 0 {
            let rest = bytes.get(at..).unwrap_or_default();
            let part = rest.get(..left).unwrap_or(rest);
            out.extend_from_slice(part);
            left -= part.len();
            at = 0;
        }
    }
}

fn text(random: &mut Random) -> Vec<u8> {
    const WORDS: &[&str] = &[
        "the",
        "order",
        "of",
        "report",
        "and",
        "quarter",
        "with",
        "plan",
        "is",
        "customer",
        "to",
        "machine",
        "for",
        "delivery",
        "in",
        "contract",
        "department",
        "a",
        "number",
        "please",
        "review",
        "on",
        "week",
        "invoice",
    ];
    let mut text = Vec::with_capacity(POOL_BYTES + 32);
    let mut column = 0;
    while text.len() < POOL_BYTES {
        let word = random.pick(WORDS);
        text.extend_from_slice(word.as_bytes());
        column += word.len() + 1;
        let end: &[u8] = if column > 70 { b"\r\n" } else { b" " };
        text.extend_from_slice(end);
        column = if column > 70 { 0 } else { column };
    }
    text
}

fn base64(random: &mut Random) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut lines = Vec::with_capacity(POOL_BYTES + BASE64_LINE);
    while lines.len() < POOL_BYTES {
        lines.extend((0..BASE64_LINE - 2).map(|_| *random.pick(LETTERS)));
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

/// A part of a message.
#[derive(Clone, Debug)]
enum Piece {
    Own(Vec<u8>),
    Shared(Rc<[u8]>),
    Pool { pool: Pool, offset: u64, length: u64 },
}

impl Piece {
    fn length(&self) -> u64 {
        match self {
            Self::Own(bytes) => bytes.len() as u64,
            Self::Shared(bytes) => bytes.len() as u64,
            Self::Pool { length, .. } => *length,
        }
    }

    fn copy(&self, pools: &Pools, offset: u64, length: usize, out: &mut Vec<u8>) {
        let range = offset as usize..offset as usize + length;
        match self {
            Self::Own(bytes) => out.extend_from_slice(bytes.get(range).unwrap_or_default()),
            Self::Shared(bytes) => out.extend_from_slice(bytes.get(range).unwrap_or_default()),
            Self::Pool { pool, offset: start, .. } => pools.copy(*pool, start + offset, length, out),
        }
    }
}

/// All that one side says at a time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pieces: VecDeque<Piece>,
    length: u64,
}

impl Content {
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn own(&mut self, bytes: Vec<u8>) -> &mut Self {
        self.push(Piece::Own(bytes))
    }

    pub(crate) fn shared(&mut self, bytes: &Rc<[u8]>) -> &mut Self {
        self.push(Piece::Shared(Rc::clone(bytes)))
    }

    /// A stretch of a pool, from anywhere.
    pub(crate) fn filler(&mut self, pool: Pool, random: &mut Random, length: u64) -> &mut Self {
        self.push(Piece::Pool { pool, offset: random.below(POOL_BYTES as u64), length })
    }

    /// A stretch of a pool, from this place on.
    pub(crate) fn stretch(&mut self, pool: Pool, offset: u64, length: u64) -> &mut Self {
        self.push(Piece::Pool { pool, offset: offset % POOL_BYTES as u64, length })
    }

    /// Whole lines of Base64, so many.
    pub(crate) fn base64_lines(&mut self, random: &mut Random, lines: u64) -> &mut Self {
        let lines_in_pool = POOL_BYTES as u64 / BASE64_LINE as u64;
        let offset = random.below(lines_in_pool) * BASE64_LINE as u64;
        self.push(Piece::Pool { pool: Pool::Base64, offset, length: lines * BASE64_LINE as u64 })
    }

    pub(crate) fn append(&mut self, other: Self) -> &mut Self {
        self.length += other.length;
        self.pieces.extend(other.pieces);
        self
    }

    fn push(&mut self, piece: Piece) -> &mut Self {
        self.length += piece.length();
        self.pieces.push_back(piece);
        self
    }

    /// Appends `length` bytes from `offset` on to `out`.
    pub(crate) fn copy(&self, pools: &Pools, offset: u64, length: usize, out: &mut Vec<u8>) {
        let mut skip = offset;
        let mut left = length;
        for piece in &self.pieces {
            let available = piece.length();
            if skip >= available {
                skip -= available;
                continue;
            }
            let part = (available - skip).min(left as u64);
            piece.copy(pools, skip, part as usize, out);
            left -= part as usize;
            skip = 0;
            if left == 0 {
                return;
            }
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        let mut content = Self::default();
        content.own(bytes);
        content
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        text.as_bytes().to_vec().into()
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}
