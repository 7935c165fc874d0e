//! A cursor over untrusted bytes: every read is checked and says where it failed.

use std::fmt;

/// Bytes ended before a value did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truncated {
    /// Where the read began, from the start of the reader's first byte.
    pub offset: usize,
    /// How many bytes the read wanted.
    pub needed: usize,
    /// How many bytes there were.
    pub available: usize,
}

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes needed at offset {}, {} there", self.needed, self.offset, self.available)
    }
}

impl std::error::Error for Truncated {}

/// What a checked read returns.
pub type Result<T> = std::result::Result<T, Truncated>;

/// Reads integers and slices off the front of a byte slice. Never panics, never copies.
///
/// ```
/// use thymus_wire::Reader;
/// let mut reader = Reader::new(&[0x01, 0x02, 0x03]);
/// assert_eq!(reader.u16_be(), Ok(0x0102));
/// assert_eq!(reader.u16_be().unwrap_err().offset, 2);
/// assert_eq!(reader.u8(), Ok(3));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    whole: &'a [u8],
    offset: usize,
}

macro_rules! integers {
    ($($(#[$doc:meta])* $name:ident: $type:ty, $from:ident;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(&mut self) -> Result<$type> {
            self.array().map(<$type>::$from)
        }
    )*};
}

impl<'a> Reader<'a> {
    /// A reader at the first byte of `bytes`.
    #[inline]
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { whole: bytes, offset: 0 }
    }

    /// How far the reader has come.
    #[inline]
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The bytes not read yet.
    #[inline]
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.whole.get(self.offset..).unwrap_or_default()
    }

    /// All the bytes the reader was made from, read or not.
    #[inline]
    #[must_use]
    pub fn whole(&self) -> &'a [u8] {
        self.whole
    }

    /// How many bytes are left.
    #[inline]
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.whole.len() - self.offset
    }

    /// Whether nothing is left.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.remaining() == 0
    }

    /// Takes the next `length` bytes.
    #[inline]
    pub fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        match self.offset.checked_add(length).and_then(|end| self.whole.get(self.offset..end)) {
            Some(bytes) => {
                self.offset += length;
                Ok(bytes)
            }
            None => Err(self.truncated(length)),
        }
    }

    /// Takes up to `length` bytes: fewer where fewer are left.
    #[inline]
    pub fn take_up_to(&mut self, length: usize) -> &'a [u8] {
        let length = length.min(self.remaining());
        self.take(length).unwrap_or_default()
    }

    /// Takes all that is left.
    #[inline]
    pub fn take_rest(&mut self) -> &'a [u8] {
        let rest = self.rest();
        self.offset = self.whole.len();
        rest
    }

    /// A reader over the next `length` bytes, which this reader skips. Its offsets start at 0.
    #[inline]
    pub fn sub(&mut self, length: usize) -> Result<Reader<'a>> {
        self.take(length).map(Reader::new)
    }

    /// Passes over `length` bytes.
    #[inline]
    pub fn skip(&mut self, length: usize) -> Result<()> {
        self.take(length).map(drop)
    }

    /// Passes over bytes until the offset is a multiple of `alignment`, counted from the reader's first byte.
    #[inline]
    pub fn align(&mut self, alignment: usize) -> Result<()> {
        match self.offset.checked_rem(alignment) {
            None | Some(0) => Ok(()),
            Some(past) => self.skip(alignment - past),
        }
    }

    /// Continues at `offset`, counted from the reader's first byte.
    #[inline]
    pub fn seek(&mut self, offset: usize) -> Result<()> {
        if offset > self.whole.len() {
            return Err(Truncated { offset, needed: 0, available: self.whole.len() });
        }
        self.offset = offset;
        Ok(())
    }

    /// The next byte, left in place.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.whole.get(self.offset).copied()
    }

    /// Takes the next `N` bytes as an array.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.rest().first_chunk() {
            Some(bytes) => {
                self.offset += N;
                Ok(*bytes)
            }
            None => Err(self.truncated(N)),
        }
    }

    integers! {
        /// One byte.
        u8: u8, from_be_bytes;
        /// Two bytes, most significant first.
        u16_be: u16, from_be_bytes;
        /// Two bytes, least significant first.
        u16_le: u16, from_le_bytes;
        /// Four bytes, most significant first.
        u32_be: u32, from_be_bytes;
        /// Four bytes, least significant first.
        u32_le: u32, from_le_bytes;
        /// Eight bytes, most significant first.
        u64_be: u64, from_be_bytes;
        /// Eight bytes, least significant first.
        u64_le: u64, from_le_bytes;
        /// Sixteen bytes, most significant first.
        u128_be: u128, from_be_bytes;
    }

    /// Three bytes, most significant first.
    #[inline]
    pub fn u24_be(&mut self) -> Result<u32> {
        self.array().map(|[a, b, c]: [u8; 3]| u32::from_be_bytes([0, a, b, c]))
    }

    #[cold]
    fn truncated(&self, needed: usize) -> Truncated {
        Truncated { offset: self.offset, needed, available: self.remaining() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fail_without_moving() {
        let mut reader = Reader::new(&[1, 2, 3]);
        assert_eq!(reader.u32_le(), Err(Truncated { offset: 0, needed: 4, available: 3 }));
        assert_eq!(reader.u24_be(), Ok(0x010203));
        assert_eq!(reader.u8(), Err(Truncated { offset: 3, needed: 1, available: 0 }));
    }

    #[test]
    fn absurd_lengths_do_not_overflow() {
        let mut reader = Reader::new(&[0; 8]);
        reader.skip(4).unwrap();
        assert!(reader.take(usize::MAX).is_err());
        assert_eq!(reader.take_up_to(usize::MAX).len(), 4);
    }

    #[test]
    fn aligns_from_the_first_byte() {
        let mut reader = Reader::new(&[0; 9]);
        reader.skip(5).unwrap();
        reader.align(4).unwrap();
        assert_eq!(reader.offset(), 8);
        assert!(reader.align(3).is_ok() && reader.align(2).is_err());
    }
}
