//! Elements of DER (X.690), read leniently: lengths are believed as far as bytes are there.

use std::net::IpAddr;
use thymus_record::Timestamp;
use thymus_wire::Reader;

/// Universal tags that certificates use.
pub(super) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
}

/// A tag and its content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    /// The identifier byte: class, constructed bit and number.
    pub(super) tag: u8,
    /// What it holds.
    pub(super) content: &'a [u8],
    /// Tag, length and content.
    pub(super) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// A reader of the elements inside, if this is a sequence or set or another that holds elements.
    pub(super) fn inside(self) -> Elements<'a> {
        Elements(Reader::new(self.content))
    }

    /// The content if it has this tag.
    pub(super) fn content_of(self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

/// Elements one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elements<'a>(Reader<'a>);

impl<'a> Elements<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(Reader::new(bytes))
    }

    /// The next element if it has this tag; it stays where it has another.
    pub(super) fn tagged(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.0.peek() == Some(tag) { self.next() } else { None }
    }

    /// As [`Iterator::next`], but an element that is cut short is cut rather than left out.
    pub(super) fn next_cut(&mut self) -> Option<Element<'a>> {
        let (tag, length) = self.head()?;
        let content = self.0.take_up_to(length);
        Some(Element { tag, content, whole: content })
    }

    fn head(&mut self) -> Option<(u8, usize)> {
        let tag = self.0.u8().ok()?;
        let first = self.0.u8().ok()?;
        let length = match first {
            0..=0x7f => usize::from(first),
            0x81 => usize::from(self.0.u8().ok()?),
            0x82 => usize::from(self.0.u16_be().ok()?),
            0x83 => self.0.u24_be().ok()? as usize,
            0x84 => self.0.u32_be().ok()? as usize,
            _ => return None,
        };
        Some((tag, length))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let start = self.0.rest();
        let from = self.0.offset();
        let (tag, length) = self.head()?;
        let content = self.0.take(length).ok()?;
        Some(Element { tag, content, whole: start.get(..self.0.offset() - from).unwrap_or_default() })
    }
}

/// An address as in a `GeneralName` (RFC 5280, 4.2.1.6): 4 or 16 bytes.
pub(super) fn address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(four));
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}

/// A moment as in `Validity` (RFC 5280, 4.1.2.5). Seconds and zone may be missing, as in old certificates.
pub(super) fn time(element: Element<'_>) -> Option<Moment> {
    let mut digits = Digits(element.content);
    let year = match element.tag {
        tag::UTC_TIME => match digits.number(2)? {
            year @ 0..=49 => year + 2000,
            year => year + 1900,
        },
        tag::GENERALIZED_TIME => digits.number(4)?,
        _ => return None,
    };
    let (month, day) = (digits.number(2)?, digits.number(2)?);
    let (hour, minute) = (digits.number(2)?, digits.number(2)?);
    let second = digits.number(2).unwrap_or(0);
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    let seconds = ((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    in_range.then(|| Moment(seconds - digits.zone_seconds()))
}

/// Whole seconds since 1970: years up to 9999 are past what a [`Timestamp`] can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub(super) i64);

impl Moment {
    pub(super) fn timestamp(self) -> Timestamp {
        Timestamp::from_parts(self.0, 0)
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, counted from the first of March as years end there.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Decimal digits off the front.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// The next number of this many digits; nothing is taken where they are not all digits.
    fn number(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    /// How far ahead of Greenwich the zone at the end is.
    fn zone_seconds(&mut self) -> i64 {
        let Some((&sign, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        let (Some(hours), Some(minutes)) = (self.number(2), self.number(2)) else { return 0 };
        match sign {
            b'+' => (hours * 60 + minutes) * 60,
            b'-' => -(hours * 60 + minutes) * 60,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(tag: u8, text: &str) -> Option<i64> {
        time(Element { tag, content: text.as_bytes(), whole: &[] }).map(|moment| moment.0)
    }

    #[test]
    fn moments_are_those_of_the_calendar() {
        assert_eq!(seconds(tag::UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(seconds(tag::UTC_TIME, "120920172619Z"), Some(1_348_161_979));
        assert_eq!(seconds(tag::UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(seconds(tag::GENERALIZED_TIME, "20000229120000Z"), Some(951_825_600));
        assert_eq!(seconds(tag::GENERALIZED_TIME, "99991231235959Z"), Some(253_402_300_799));
        assert_eq!(seconds(tag::UTC_TIME, "7001010100+0100"), Some(0), "without seconds, an hour ahead");
        assert_eq!(seconds(tag::UTC_TIME, "701301000000Z"), None);
        assert_eq!(seconds(tag::UTC_TIME, ""), None);
    }

    #[test]
    fn lengths_of_every_form_are_read_and_never_believed_past_the_end() {
        let mut long = vec![0x30, 0x82, 0x01, 0x00];
        long.extend([5; 256]);
        long.extend([0x02, 0x01, 0x09]);
        let elements: Vec<_> =
            Elements::new(&long).map(|element| (element.tag, element.content.len())).collect();
        assert_eq!(elements, [(0x30, 256), (0x02, 1)]);
        assert!(Elements::new(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0]).next().is_none());
        assert!(Elements::new(&[0x30, 0x80, 0, 0]).next().is_none(), "the indefinite form is not DER");
        assert_eq!(Elements::new(&[0x30, 0x05, 1, 2]).next_cut().unwrap().content, [1, 2]);
    }
}
