//! A bounded reader of BER and DER (X.690), as Kerberos, LDAP, SPNEGO and SNMP use them.
//!
//! Only what those protocols allow is read: tags of one byte and definite lengths. Nothing recurses; a caller goes one
//! level down by reading the content of an element. Content that was cut off is given as far as it goes.

#[cfg(test)]
pub(crate) mod tests;

use thymus_wire::Timestamp;

/// BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// ENUMERATED.
pub const ENUMERATED: u8 = 0x0a;
/// GeneralizedTime.
pub const GENERALIZED_TIME: u8 = 0x18;
/// SEQUENCE and SEQUENCE OF.
pub const SEQUENCE: u8 = 0x30;
/// SET and SET OF.
pub const SET: u8 = 0x31;

/// An object identifier's text has at most this many arcs; further ones are left out.
const ARCS_MAX: usize = 32;

/// The tag of `[number]` with content that is itself elements; `number` is below 31.
#[must_use]
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// The tag of `[number]` with plain content.
#[must_use]
pub const fn context_primitive(number: u8) -> u8 {
    0x80 | number
}

/// The tag of `[APPLICATION number]` with content that is itself elements.
#[must_use]
pub const fn application(number: u8) -> u8 {
    0x60 | number
}

/// The tag and length that an element begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The identifier octet.
    pub tag: u8,
    /// How long tag and length are themselves, in bytes.
    pub header_bytes: usize,
    /// How long the content is said to be, in bytes.
    pub content_bytes: usize,
}

impl Header {
    /// The whole element's length in bytes.
    #[must_use]
    pub fn total_bytes(&self) -> usize {
        self.header_bytes.saturating_add(self.content_bytes)
    }
}

/// What the first bytes of an element tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Tag and length are there.
    Element(Header),
    /// More bytes are needed to know.
    More,
    /// A tag of several bytes, an indefinite length or one above 32 bits.
    Invalid,
}

/// Reads tag and length off the front.
#[must_use]
pub fn begin(bytes: &[u8]) -> Begin {
    let Some(&tag) = bytes.first() else { return Begin::More };
    if tag & 0x1f == 0x1f {
        return Begin::Invalid;
    }
    let Some(&first) = bytes.get(1) else { return Begin::More };
    if first < 0x80 {
        return Begin::Element(Header { tag, header_bytes: 2, content_bytes: usize::from(first) });
    }
    let count = usize::from(first & 0x7f);
    if !(1..=4).contains(&count) {
        return Begin::Invalid;
    }
    match bytes.get(2..2 + count) {
        Some(digits) => {
            let length = digits.iter().fold(0u32, |length, &digit| (length << 8) | u32::from(digit));
            Begin::Element(Header { tag, header_bytes: 2 + count, content_bytes: length as usize })
        }
        None => Begin::More,
    }
}

/// One element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// The identifier octet.
    pub tag: u8,
    /// Its content, as far as it is there.
    pub content: &'a [u8],
    /// The content was cut off.
    pub truncated: bool,
}

impl<'a> Element<'a> {
    /// The elements inside.
    #[must_use]
    pub fn inside(&self) -> Elements<'a> {
        Elements::new(self.content)
    }
}

/// Elements one after the other. Reading stops at the first that is damaged.
#[derive(Clone, Copy, Debug)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements in these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes not read yet.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next element, left in place.
    #[must_use]
    pub fn peek(&self) -> Option<Element<'a>> {
        let mut copy = *self;
        copy.next()
    }

    /// The content of the next element if it has this tag; otherwise nothing is read.
    pub fn optional(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.rest.first() != Some(&tag) {
            return None;
        }
        self.next().map(|element| element.content)
    }

    /// The elements inside the next one if it has this tag; otherwise nothing is read.
    pub fn enter(&mut self, tag: u8) -> Option<Elements<'a>> {
        self.optional(tag).map(Elements::new)
    }

    /// As [`Self::enter`] for `[number] EXPLICIT`, from which the inner element with `tag` is taken.
    pub fn explicit(&mut self, number: u8, tag: u8) -> Option<&'a [u8]> {
        self.enter(context(number))?.optional(tag)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let Begin::Element(header) = begin(self.rest) else {
            self.rest = &[];
            return None;
        };
        let body = self.rest.get(header.header_bytes..).unwrap_or_default();
        let truncated = header.content_bytes > body.len();
        let (content, rest) = body.split_at_checked(header.content_bytes).unwrap_or((body, &[]));
        self.rest = rest;
        Some(Element { tag: header.tag, content, truncated })
    }
}

/// The content of an INTEGER or ENUMERATED of up to eight bytes.
#[must_use]
pub fn integer(content: &[u8]) -> Option<i64> {
    let (&first, rest) = content.split_first()?;
    if rest.len() > 7 {
        return None;
    }
    Some(rest.iter().fold(i64::from(first.cast_signed()), |number, &byte| (number << 8) | i64::from(byte)))
}

/// The content of a BIT STRING as its first 32 bits, the first bit the highest, as in Kerberos's flags.
#[must_use]
pub fn bits(content: &[u8]) -> u32 {
    let bytes = content.get(1..).unwrap_or_default();
    (0..4).fold(0, |bits, place| (bits << 8) | u32::from(bytes.get(place).copied().unwrap_or(0)))
}

/// The content of an OBJECT IDENTIFIER in dotted text.
#[must_use]
pub fn object_identifier(content: &[u8]) -> String {
    let mut text = String::new();
    let mut arc = 0u64;
    let mut count = 0;
    for &byte in content {
        arc = (arc << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if count == 0 {
            let first = (arc / 40).min(2);
            text = format!("{first}.{}", arc - first * 40);
        } else if count < ARCS_MAX {
            text.push_str(&format!(".{arc}"));
        }
        arc = 0;
        count += 1;
    }
    text
}

/// The content of a GeneralizedTime in UTC without fractions (`YYYYMMDDHHMMSSZ`), the only form DER protocols use.
#[must_use]
pub fn generalized_time(content: &[u8]) -> Option<Timestamp> {
    let digits = content.first_chunk::<14>()?;
    let number = |from: usize, length: usize| {
        let text = digits.get(from..from + length)?;
        text.iter().try_fold(0i64, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    let days = days_since_1970(number(0, 4)?, number(4, 2)?, number(6, 2)?)?;
    let seconds = (number(8, 2)? * 60 + number(10, 2)?) * 60 + number(12, 2)?;
    Some(Timestamp::from_parts(days * 86_400 + seconds, 0))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Counting years from March puts the leap day last.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + day_of_year - 719_468)
}
