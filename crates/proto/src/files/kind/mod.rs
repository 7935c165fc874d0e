//! What a file is, by its first bytes: the names are those of Zeek, so that both say the same of the same file.
//!
//! Each signature has a strength; the strongest that fits names the file. They stand in a table sorted by strength, so
//! the first that fits is the answer.

mod container;
mod signatures;
#[cfg(test)]
mod tests;
mod text;

use signatures::SIGNATURES;
use std::cell::OnceCell;

/// How many bytes of a file are looked at, as in Zeek (`default_file_bof_buffer_size`).
pub(super) const LOOK_BYTES: usize = 4096;

/// One sign of one kind of file.
struct Signature {
    #[allow(dead_code, reason = "the table stands in its order; a test holds it there")]
    strength: i16,
    mime_type: &'static str,
    test: Test,
}

/// How to look for it.
enum Test {
    /// The file begins so.
    Start(&'static [u8]),
    /// This stands at this offset.
    At(usize, &'static [u8]),
    /// The file begins so, and this stands at this offset.
    StartAnd(&'static [u8], usize, &'static [u8]),
    /// The file begins so, in letters of either case.
    StartNoCase(&'static [u8]),
    /// A document whose first tag begins so, in letters of either case; a space stands for any number of blanks.
    Markup(&'static [u8]),
    /// This stands in the first line.
    Line(&'static [u8]),
    /// This stands in the first line, in letters of either case. Written here in small letters.
    LineNoCase(&'static [u8]),
    /// A script for an interpreter whose name begins with one of these.
    Script(&'static [&'static [u8]]),
    /// Something else.
    Check(fn(&[u8]) -> bool),
}

/// A file's first bytes, and what several signatures need of them.
struct Look<'a> {
    bytes: &'a [u8],
    line: OnceCell<&'a [u8]>,
    small_line: OnceCell<Vec<u8>>,
    markup: OnceCell<&'a [u8]>,
    interpreter: OnceCell<&'a [u8]>,
}

/// Names the kind of a file by its first bytes, of which at most [`LOOK_BYTES`] are looked at.
pub(super) fn mime_type(bytes: &[u8]) -> Option<&'static str> {
    let look = Look::new(bytes.get(..LOOK_BYTES).unwrap_or(bytes));
    SIGNATURES.iter().find(|signature| signature.test.fits(&look)).map(|signature| signature.mime_type)
}

impl<'a> Look<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            line: OnceCell::new(),
            small_line: OnceCell::new(),
            markup: OnceCell::new(),
            interpreter: OnceCell::new(),
        }
    }

    /// The first line with its end.
    fn line(&self) -> &'a [u8] {
        self.line.get_or_init(|| {
            let end = memchr::memchr(b'\n', self.bytes).map_or(self.bytes.len(), |end| end + 1);
            self.bytes.get(..end).unwrap_or_default()
        })
    }

    fn small_line(&self) -> &[u8] {
        self.small_line.get_or_init(|| self.line().to_ascii_lowercase())
    }
}

impl Test {
    fn fits(&self, look: &Look<'_>) -> bool {
        match self {
            Self::Start(magic) => look.bytes.starts_with(magic),
            Self::At(offset, magic) => stands_at(look.bytes, *offset, magic),
            Self::StartAnd(start, offset, magic) => {
                look.bytes.starts_with(start) && stands_at(look.bytes, *offset, magic)
            }
            Self::StartNoCase(magic) => {
                look.bytes.get(..magic.len()).is_some_and(|start| start.eq_ignore_ascii_case(magic))
            }
            Self::Markup(tag) => text::begins(look.markup.get_or_init(|| text::first_tag(look.bytes)), tag),
            Self::Line(needle) => memchr::memmem::find(look.line(), needle).is_some(),
            Self::LineNoCase(needle) => memchr::memmem::find(look.small_line(), needle).is_some(),
            Self::Script(names) => {
                let interpreter = look.interpreter.get_or_init(|| text::interpreter(look.bytes));
                names.iter().any(|name| interpreter.starts_with(name))
            }
            Self::Check(check) => check(look.bytes),
        }
    }
}

fn stands_at(bytes: &[u8], offset: usize, magic: &[u8]) -> bool {
    bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
}
