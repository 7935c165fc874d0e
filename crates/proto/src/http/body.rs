//! Where the bodies of HTTP/1 messages end (RFC 9112 §6).

use super::parser::first_line;
use crate::Step;

/// A line of chunk framing longer than this is no chunk framing.
const CHUNK_LINE_BYTES_MAX: usize = 4096;

/// How a body is delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// This many bytes are still to come.
    Length(u64),
    /// In chunks.
    Chunked(Chunk),
    /// Until the sender closes.
    UntilClose,
}

/// Where in a chunked body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// Before the line with a chunk's size.
    Size,
    /// This many bytes of the chunk are still to come.
    Data(u64),
    /// Before the line end after a chunk.
    DataEnd,
    /// After the last chunk: trailer fields up to an empty line.
    Trailer,
}

/// What the front of the bytes is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Content, and how many bytes it takes.
    Content(&'a [u8]),
    /// Framing of this length.
    Framing(usize),
    /// Framing of this length that says something false.
    Bad(usize, &'static str, &'a [u8]),
    /// Framing whose end has not come.
    Incomplete,
    /// The body ended before these bytes.
    End,
}

impl Framing {
    /// Whether nothing more is to come.
    pub(super) fn is_finished(self) -> bool {
        self == Self::Length(0)
    }

    /// Reads the next piece of a body off the front of `bytes`.
    pub(super) fn next<'a>(&mut self, bytes: &'a [u8]) -> Piece<'a> {
        match self {
            Self::Length(0) => Piece::End,
            Self::Length(left) | Self::Chunked(Chunk::Data(left)) => {
                let content = take(left, bytes);
                if *self == Self::Chunked(Chunk::Data(0)) {
                    *self = Self::Chunked(Chunk::DataEnd);
                }
                Piece::Content(content)
            }
            Self::UntilClose => Piece::Content(bytes),
            Self::Chunked(chunk) => {
                let Some((line, length)) = first_line(bytes) else {
                    return incomplete_line(bytes);
                };
                let (next, piece) = chunk.line(line, length);
                *self = next;
                piece
            }
        }
    }

    /// Passes over a hole. False where the body's end may lie in it.
    pub(super) fn skip(&mut self, length: u64) -> bool {
        match self {
            Self::Length(left) if *left >= length => {
                *left -= length;
                true
            }
            Self::Chunked(Chunk::Data(left)) if *left > length => {
                *left -= length;
                true
            }
            Self::Chunked(Chunk::Data(left)) if *left == length => {
                *self = Self::Chunked(Chunk::DataEnd);
                true
            }
            Self::UntilClose => true,
            _ => false,
        }
    }
}

impl Chunk {
    /// Reads one line of framing: what comes after it, and what it was.
    fn line(self, line: &[u8], length: usize) -> (Framing, Piece<'_>) {
        match self {
            Self::Size => match chunk_size(line) {
                Some(0) => (Framing::Chunked(Self::Trailer), Piece::Framing(length)),
                Some(size) => (Framing::Chunked(Self::Data(size)), Piece::Framing(length)),
                None => (Framing::Chunked(Self::Trailer), Piece::Bad(length, "HTTP_bad_chunk_size", line)),
            },
            Self::DataEnd if !line.is_empty() => {
                (Framing::Chunked(Self::Size), Piece::Bad(length, "HTTP_inaccurate_chunk_size", line))
            }
            Self::DataEnd => (Framing::Chunked(Self::Size), Piece::Framing(length)),
            Self::Trailer if line.is_empty() => (Framing::Length(0), Piece::Framing(length)),
            Self::Trailer | Self::Data(_) => (Framing::Chunked(Self::Trailer), Piece::Framing(length)),
        }
    }
}

impl Piece<'_> {
    /// How many bytes the piece takes.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Content(content) => Step::Took(content.len()),
            Self::Framing(length) | Self::Bad(length, ..) => Step::Took(*length),
            Self::Incomplete | Self::End => Step::More,
        }
    }
}

fn incomplete_line(bytes: &[u8]) -> Piece<'_> {
    match bytes.len() > CHUNK_LINE_BYTES_MAX {
        true => Piece::Bad(bytes.len(), "HTTP_bad_chunk_size", &[]),
        false => Piece::Incomplete,
    }
}

fn take<'a>(left: &mut u64, bytes: &'a [u8]) -> &'a [u8] {
    let length = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
    *left -= length as u64;
    bytes.get(..length).unwrap_or_default()
}

/// The hexadecimal number at the front of a chunk's first line; what follows it is an extension.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let line = line.trim_ascii_start();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let text = std::str::from_utf8(line.get(..digits)?).ok()?;
    u64::from_str_radix(text, 16).ok().filter(|&size| i64::try_from(size).is_ok())
}
