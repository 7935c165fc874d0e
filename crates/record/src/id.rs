//! Names and addresses that are numbers inside and text outside.

use std::fmt;

/// A name that Thymus gives: a letter that tells of what, and a time-ordered number in eleven base-62 digits.
///
/// The digits sort like the number, so names sort by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// `C` for a flow, `F` for a file, as in Zeek.
    pub prefix: u8,
    /// The number.
    pub number: u64,
}

/// A hardware address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub [u8; 6]);

/// A TCP, UDP or SCTP port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(pub u16);

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How many bytes an id has as text.
pub(crate) const ID_LENGTH: usize = 12;

impl Id {
    /// The name of a flow.
    #[must_use]
    pub fn flow(number: u64) -> Self {
        Self { prefix: b'C', number }
    }

    /// The name of a file.
    #[must_use]
    pub fn file(number: u64) -> Self {
        Self { prefix: b'F', number }
    }

    /// The name's bytes, all ASCII.
    #[must_use]
    pub fn digits(self) -> [u8; ID_LENGTH] {
        let mut text = [self.prefix; ID_LENGTH];
        let mut number = self.number;
        for place in text.iter_mut().skip(1).rev() {
            *place = DIGITS.get((number % 62) as usize).copied().unwrap_or(b'0');
            number /= 62;
        }
        text
    }

    /// Reads a name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (&prefix, digits) = text.as_bytes().split_first()?;
        if digits.len() + 1 != ID_LENGTH || !prefix.is_ascii_alphabetic() {
            return None;
        }
        let number = digits.iter().try_fold(0u64, |number, digit| {
            let value = DIGITS.iter().position(|d| d == digit)? as u64;
            number.checked_mul(62)?.checked_add(value)
        })?;
        Some(Self { prefix, number })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_like_their_numbers_and_read_back() {
        let numbers = [0, 1, 61, 62, 1 << 40, u64::MAX];
        let names: Vec<String> = numbers.iter().map(|&n| Id::flow(n).to_string()).collect();
        assert!(names.is_sorted());
        for (name, number) in names.iter().zip(numbers) {
            assert_eq!(Id::parse(name), Some(Id::flow(number)));
        }
        assert_eq!(Id::parse("Czzzzzzzzzzz"), None, "larger than 64 bits");
        assert_eq!(Id::parse(""), None);
    }
}
