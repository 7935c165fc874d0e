//! Network Data Representation: how arguments lie in a call's bytes (C706 chapter 14, MS-RPCE 2.2.5 for NDR64).

use thymus_wire::{Reader, Truncated};

/// At most this many characters of one string are kept.
pub(crate) const STRING_CHARACTERS_MAX: usize = 32 * 1024;

/// How arguments are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// The classic layout: counts and pointers of four bytes.
    #[default]
    Ndr32,
    /// Microsoft's layout: counts and pointers of eight bytes.
    Ndr64,
}

impl Syntax {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ndr32 => "NDR32",
            Self::Ndr64 => "NDR64",
        }
    }
}

/// Reads arguments in order: every value is aligned to its size from the first byte of the stub.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ndr<'a> {
    reader: Reader<'a>,
    syntax: Syntax,
    little_endian: bool,
}

/// What a read of arguments returns; the reason of a failure is always missing or impossible bytes.
pub(crate) type Result<T> = std::result::Result<T, Truncated>;

impl<'a> Ndr<'a> {
    pub(crate) fn new(stub: &'a [u8], syntax: Syntax, little_endian: bool) -> Self {
        Self { reader: Reader::new(stub), syntax, little_endian }
    }

    /// A header or other structure whose integers are aligned and four bytes at most.
    pub(crate) fn header(bytes: &'a [u8], little_endian: bool) -> Self {
        Self::new(bytes, Syntax::Ndr32, little_endian)
    }

    pub(crate) fn little_endian(&self) -> bool {
        self.little_endian
    }

    /// The reader at the next byte that was not read.
    pub(crate) fn reader(&mut self) -> &mut Reader<'a> {
        &mut self.reader
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.reader.rest()
    }

    pub(crate) fn align(&mut self, alignment: usize) -> Result<()> {
        self.reader.align(alignment)
    }

    /// Aligns to what a structure that holds pointers is aligned to.
    pub(crate) fn align_pointer(&mut self) -> Result<()> {
        self.reader.align(match self.syntax {
            Syntax::Ndr32 => 4,
            Syntax::Ndr64 => 8,
        })
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        self.reader.u8()
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        self.reader.align(2)?;
        if self.little_endian { self.reader.u16_le() } else { self.reader.u16_be() }
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        self.reader.align(4)?;
        if self.little_endian { self.reader.u32_le() } else { self.reader.u32_be() }
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        self.reader.align(8)?;
        if self.little_endian { self.reader.u64_le() } else { self.reader.u64_be() }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        self.reader.take(length)
    }

    /// A 20-byte context handle.
    pub(crate) fn handle(&mut self) -> Result<[u8; 20]> {
        self.reader.align(4)?;
        self.reader.array()
    }

    /// A count, offset or pointer of the layout's own width; what does not fit reads as the largest, which no read satisfies.
    pub(crate) fn count(&mut self) -> Result<usize> {
        let wide = match self.syntax {
            Syntax::Ndr32 => u64::from(self.u32()?),
            Syntax::Ndr64 => self.u64()?,
        };
        Ok(usize::try_from(wide).unwrap_or(usize::MAX))
    }

    /// Whether the pointer that stands here points to something.
    pub(crate) fn pointer(&mut self) -> Result<bool> {
        Ok(self.count()? != 0)
    }

    /// A conformant varying string of two-byte characters, without its terminator.
    pub(crate) fn wide_string(&mut self) -> Result<String> {
        let length = self.string_length()?;
        let bytes = self.reader.take(length.saturating_mul(2))?;
        Ok(wide_text(bytes, self.little_endian))
    }

    /// A conformant varying string of one-byte characters, without its terminator.
    pub(crate) fn narrow_string(&mut self) -> Result<String> {
        let length = self.string_length()?;
        let bytes = self.reader.take(length)?;
        let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(length);
        Ok(thymus_record::text_from_wire(bytes.get(..end.min(STRING_CHARACTERS_MAX)).unwrap_or(bytes)))
    }

    /// A pointer that stands before its string, which follows at once: how MS interfaces pass `[unique, string]`.
    pub(crate) fn optional_wide_string(&mut self) -> Result<Option<String>> {
        Ok(if self.pointer()? { Some(self.wide_string()?) } else { None })
    }

    /// A string that stands without a pointer by its definition, but that some clients pass behind one all the same: a
    /// count that no string can have, being a pointer's number, tells.
    pub(crate) fn optional_path(&mut self) -> Result<Option<String>> {
        let mut ahead = *self;
        if let Ok(text) = ahead.wide_string() {
            *self = ahead;
            return Ok(Some(text));
        }
        self.optional_wide_string()
    }

    /// Maximum, offset and actual count, of which only the last tells how many characters follow.
    fn string_length(&mut self) -> Result<usize> {
        let maximum = self.count()?;
        let offset = self.count()?;
        let actual = self.count()?;
        if offset != 0 || actual > maximum {
            let available = self.reader.remaining();
            return Err(Truncated { offset: self.reader.offset(), needed: usize::MAX, available });
        }
        Ok(actual)
    }

    /// A conformant array of bytes, up to a limit; the rest is passed over.
    pub(crate) fn bytes(&mut self, limit: usize) -> Result<&'a [u8]> {
        let length = self.count()?;
        let bytes = self.reader.take(length)?;
        Ok(bytes.get(..limit).unwrap_or(bytes))
    }
}

/// Text of two-byte characters up to the first NUL, up to the limit.
pub(crate) fn wide_text(bytes: &[u8], little_endian: bool) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match little_endian {
        true => u16::from_le_bytes(pair),
        false => u16::from_be_bytes(pair),
    });
    let text = units.take(STRING_CHARACTERS_MAX).take_while(|&unit| unit != 0);
    char::decode_utf16(text).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ab` in both layouts, after one byte that makes alignment visible.
    const NDR32: &[u8] = &[9, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, b'a', 0, b'b', 0, 0, 0];
    const NDR64: &[u8] = &[
        9, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, b'a',
        0, b'b', 0, 0, 0,
    ];

    #[test]
    fn strings_of_both_layouts() {
        for (bytes, syntax) in [(NDR32, Syntax::Ndr32), (NDR64, Syntax::Ndr64)] {
            let mut ndr = Ndr::new(bytes, syntax, true);
            assert_eq!(ndr.u8(), Ok(9));
            assert_eq!(ndr.wide_string().as_deref(), Ok("ab"));
            for length in 0..bytes.len() {
                let mut ndr = Ndr::new(&bytes[..length], syntax, true);
                assert!(ndr.u8().and_then(|_| ndr.wide_string()).is_err());
            }
        }
    }

    #[test]
    fn absurd_counts_fail() {
        let mut bytes = NDR32.to_vec();
        bytes[4..8].fill(0xff);
        bytes[12..16].fill(0xff);
        let mut ndr = Ndr::new(&bytes, Syntax::Ndr32, true);
        assert!(ndr.u32().and_then(|_| ndr.wide_string()).is_err());
        let mut ndr = Ndr::new(&[0xff; 64], Syntax::Ndr64, true);
        assert!(ndr.wide_string().is_err() && ndr.bytes(4).is_err());
    }
}
