//! Header fields, read where they lie.

use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// One header field. The value is trimmed and still folded where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// As written.
    pub(crate) name: &'a [u8],
    /// As written, folded lines included, without white space around it.
    pub(crate) value: &'a [u8],
}

/// The fields of a head, after its start line.
#[derive(Clone)]
pub(crate) struct FieldLines<'a> {
    rest: &'a [u8],
}

impl<'a> FieldLines<'a> {
    /// `head` without its start line.
    pub(crate) fn new(head: &'a [u8]) -> Self {
        Self { rest: head }
    }

    /// The length of the next line with what is folded to it, and where the line after it begins.
    fn extent(&self) -> (usize, usize) {
        let mut at = 0;
        loop {
            let Some(rest) = self.rest.get(at..) else { return (at, at) };
            let Some(index) = memchr2(b'\r', b'\n', rest) else {
                return (self.rest.len(), self.rest.len());
            };
            let end = at + index;
            let crlf = matches!(rest.get(index..), Some([b'\r', b'\n', ..]));
            let next = end + 1 + usize::from(crlf);
            let folded = matches!(self.rest.get(next), Some(b' ' | b'\t')) && end > 0;
            if !folded {
                return (end, next);
            }
            at = next;
        }
    }
}

impl<'a> Iterator for FieldLines<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        while !self.rest.is_empty() {
            let (end, next) = self.extent();
            let line = self.rest.get(..end)?;
            self.rest = self.rest.get(next..)?;
            if let Some(colon) = memchr(b':', line) {
                let (name, value) = line.split_at_checked(colon)?;
                return Some(Field { name: name.trim_ascii_end(), value: trim(value.get(1..)?) });
            }
        }
        None
    }
}

/// A value without white space around it.
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    value.trim_ascii()
}

/// A value with its folded lines joined.
pub(crate) fn unfold(value: &[u8]) -> Cow<'_, [u8]> {
    if memchr2(b'\r', b'\n', value).is_none() {
        return value.into();
    }
    let joined: Vec<u8> = value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    joined.into()
}

/// The first word of a value: up to white space, a comma or a semicolon.
pub(crate) fn token(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|byte| matches!(byte, b' ' | b'\t' | b',' | b';' | b'\r' | b'\n'));
    end.and_then(|end| value.get(..end)).unwrap_or(value)
}
