//! Interface identifiers: 128-bit numbers with a text of five groups (C706 appendix A).

use std::fmt;
use thymus_wire::{Reader, Truncated};

/// A UUID, its bytes in the order of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(pub u128);

impl Uuid {
    /// The UUID that stands for none.
    pub const NIL: Self = Self(0);

    /// Reads the text form; for constants, where what is not a hexadecimal digit is passed over.
    #[must_use]
    pub const fn of(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let mut number = 0;
        while let [first, tail @ ..] = rest {
            if let Some(digit) = (*first as char).to_digit(16) {
                number = number << 4 | digit as u128;
            }
            rest = tail;
        }
        Self(number)
    }

    /// Reads the text form: 32 hexadecimal digits in five groups.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let uuid = Self::of(text);
        uuid.to_string().eq_ignore_ascii_case(text).then_some(uuid)
    }

    /// Reads the wire form: the first three groups are integers in the sender's byte order, the rest is bytes.
    pub(crate) fn read(reader: &mut Reader<'_>, little_endian: bool) -> Result<Self, Truncated> {
        let bytes = reader.array()?;
        Ok(Self(u128::from_be_bytes(if little_endian { swapped(bytes) } else { bytes })))
    }

    /// The wire form of a little-endian sender.
    pub(crate) fn to_wire(self) -> [u8; 16] {
        swapped(self.0.to_be_bytes())
    }
}

/// Turns round the bytes of the first three groups.
fn swapped([a, b, c, d, e, f, g, h, rest @ ..]: [u8; 16]) -> [u8; 16] {
    let [i, j, k, l, m, n, o, p] = rest;
    [d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = *self;
        let group = |shift: u32, bits: u32| (number >> shift) & ((1 << bits) - 1);
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            group(96, 32),
            group(80, 16),
            group(64, 16),
            group(48, 16),
            group(0, 48)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_byte_orders_and_writes_the_text() {
        let text = "1ff70682-0a51-30e8-076d-740be8cee98b";
        let little =
            [0x82, 6, 0xf7, 0x1f, 0x51, 0x0a, 0xe8, 0x30, 7, 0x6d, 0x74, 0x0b, 0xe8, 0xce, 0xe9, 0x8b];
        let big = [0x1f, 0xf7, 6, 0x82, 0x0a, 0x51, 0x30, 0xe8, 7, 0x6d, 0x74, 0x0b, 0xe8, 0xce, 0xe9, 0x8b];
        for (bytes, little_endian) in [(little, true), (big, false)] {
            let uuid = Uuid::read(&mut Reader::new(&bytes), little_endian).unwrap();
            assert_eq!(uuid, Uuid::of(text));
            assert_eq!(uuid.to_string(), text);
        }
        assert_eq!(Uuid::parse(text), Some(Uuid::of(text)));
        assert_eq!(Uuid::parse("1ff70682"), None);
    }
}
