//! Rows as bytes: for the write-ahead log, for threads, and for the hash in an id.
//!
//! A row is the numbers of the fields that are there, each with a tag of its type and its value, then a zero. Numbers
//! are LEB128, signed ones zigzag. Who stores rows stores beside them which number meant which field of which kind.

use super::{OwnedList, OwnedValue, RecordId, Row};
use crate::{Id, Interval, List, Mac, Registry, Schema, Timestamp, Value};
use std::net::IpAddr;

/// Bytes that are no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end inside a value.
    #[error("the row ends inside a value")]
    Truncated,
    /// A type tag that no version of this format has.
    #[error("{0} is not the tag of a type")]
    UnknownTag(u8),
    /// A text that is not UTF-8.
    #[error("a text is not UTF-8")]
    NotText,
    /// A list longer than what is left of the bytes.
    #[error("a list claims {0} values")]
    TooLong(u64),
}

impl Row {
    /// Appends the record's values, without its facts.
    pub fn encode_values(&self, out: &mut Vec<u8>) {
        for (index, value) in self.values.iter().enumerate() {
            encode_field(out, index, value.borrow());
        }
        out.push(0);
    }

    /// Appends the record's facts, each by its place in the registry.
    pub fn encode_facts(&self, registry: &Registry, out: &mut Vec<u8>) {
        for (field, value) in &self.facts {
            if let Some(index) = registry.fact_index(field.name) {
                encode_field(out, index, value.borrow());
            }
        }
        out.push(0);
    }

    /// Reads values and facts back. `field` and `fact` tell what a stored number means today; what they do not know is
    /// left out. Moves `bytes` behind the row. The id is worked out anew unless `id` is given.
    ///
    /// # Errors
    /// Fails where the bytes are not a row.
    pub fn decode(
        schema: &'static Schema,
        registry: &Registry,
        bytes: &mut &[u8],
        id: Option<RecordId>,
        field: impl Fn(usize) -> Option<usize>,
        fact: impl Fn(usize) -> Option<usize>,
    ) -> Result<Self, DecodeError> {
        let mut values = vec![OwnedValue::Absent; schema.fields.len()];
        while let Some((number, value)) = decode_field(bytes)? {
            if let Some(place) = field(number).and_then(|index| values.get_mut(index)) {
                *place = value;
            }
        }
        let mut row = Self { schema, id: RecordId(0), values: values.into_boxed_slice(), facts: Vec::new() };
        while let Some((number, value)) = decode_field(bytes)? {
            if let Some(field) = fact(number).and_then(|index| registry.facts().get(index)) {
                row.facts.push((field, value));
            }
        }
        row.id = id.unwrap_or_else(|| RecordId::new(row.ts(), row.content_hash()));
        Ok(row)
    }

    pub(super) fn content_hash(&self) -> u64 {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend_from_slice(self.schema.kind.as_bytes());
        self.encode_values(&mut bytes);
        xxhash_rust::xxh3::xxh3_64(&bytes)
    }
}

fn encode_field(out: &mut Vec<u8>, index: usize, value: Value<'_>) {
    if !matches!(value, Value::Absent) {
        write_number(out, index as u64 + 1);
        encode_value(out, value);
    }
}

fn encode_value(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Absent => out.push(0),
        Value::Bool(value) => out.extend_from_slice(&[1, u8::from(value)]),
        Value::Count(value) => tagged(out, 2, value),
        Value::Int(value) => tagged(out, 3, zigzag(value)),
        Value::Double(value) => {
            out.push(4);
            out.extend_from_slice(&value.to_bits().to_le_bytes());
        }
        Value::Time(value) => tagged(out, 5, zigzag(value.0)),
        Value::Interval(value) => tagged(out, 6, zigzag(value.0)),
        Value::Address(IpAddr::V4(value)) => {
            out.push(7);
            out.extend_from_slice(&value.octets());
        }
        Value::Address(IpAddr::V6(value)) => {
            out.push(8);
            out.extend_from_slice(&value.octets());
        }
        Value::Port(value) => tagged(out, 9, u64::from(value)),
        Value::Text(value) => {
            tagged(out, 10, value.len() as u64);
            out.extend_from_slice(value.as_bytes());
        }
        Value::Mac(value) => {
            out.push(11);
            out.extend_from_slice(&value.0);
        }
        Value::Id(value) => {
            out.extend_from_slice(&[12, value.prefix]);
            write_number(out, value.number);
        }
        Value::List(list) => {
            out.extend_from_slice(&[13, list_tag(list)]);
            write_number(out, list.len() as u64);
            list.iter().for_each(|value| encode_value(out, value));
        }
    }
}

/// The tag of a list is that of its type, since an address has two tags of its own.
fn list_tag(list: List<'_>) -> u8 {
    match list {
        List::Bools(_) => 1,
        List::Counts(_) => 2,
        List::Ints(_) => 3,
        List::Doubles(_) => 4,
        List::Intervals(_) => 6,
        List::Addresses(_) => 7,
        List::Texts(_) | List::Names(_) => 10,
        List::Ids(_) => 12,
    }
}

fn decode_field(bytes: &mut &[u8]) -> Result<Option<(usize, OwnedValue)>, DecodeError> {
    match read_number(bytes)? {
        0 => Ok(None),
        number => Ok(Some((usize::try_from(number - 1).unwrap_or(usize::MAX), decode_value(bytes)?))),
    }
}

fn decode_value(bytes: &mut &[u8]) -> Result<OwnedValue, DecodeError> {
    let tag = read_byte(bytes)?;
    if tag == 13 {
        return decode_list(bytes).map(OwnedValue::List);
    }
    decode_plain(tag, bytes)
}

fn decode_plain(tag: u8, bytes: &mut &[u8]) -> Result<OwnedValue, DecodeError> {
    Ok(match tag {
        0 => OwnedValue::Absent,
        1 => OwnedValue::Bool(read_byte(bytes)? != 0),
        2 => OwnedValue::Count(read_number(bytes)?),
        3 => OwnedValue::Int(unzigzag(read_number(bytes)?)),
        4 => OwnedValue::Double(f64::from_bits(u64::from_le_bytes(read_array(bytes)?))),
        5 => OwnedValue::Time(Timestamp(unzigzag(read_number(bytes)?))),
        6 => OwnedValue::Interval(Interval(unzigzag(read_number(bytes)?))),
        7 => OwnedValue::Address(IpAddr::from(read_array::<4>(bytes)?)),
        8 => OwnedValue::Address(IpAddr::from(read_array::<16>(bytes)?)),
        9 => OwnedValue::Port(u16::try_from(read_number(bytes)?).unwrap_or(u16::MAX)),
        10 => OwnedValue::Text(read_text(bytes)?.into()),
        11 => OwnedValue::Mac(Mac(read_array(bytes)?)),
        12 => OwnedValue::Id(Id { prefix: read_byte(bytes)?, number: read_number(bytes)? }),
        other => return Err(DecodeError::UnknownTag(other)),
    })
}

fn decode_list(bytes: &mut &[u8]) -> Result<OwnedList, DecodeError> {
    let tag = read_byte(bytes)?;
    let count = read_number(bytes)?;
    // Every value takes at least a byte, so a longer list is a lie, and no memory is given to it.
    if count > bytes.len() as u64 {
        return Err(DecodeError::TooLong(count));
    }
    macro_rules! list {
        ($list:ident, $variant:ident) => {{
            let mut list = Vec::new();
            for _ in 0..count {
                match decode_value(bytes)? {
                    OwnedValue::$variant(value) => list.push(value.into()),
                    _ => return Err(DecodeError::UnknownTag(tag)),
                }
            }
            OwnedList::$list(list)
        }};
    }
    Ok(match tag {
        1 => list!(Bools, Bool),
        2 => list!(Counts, Count),
        3 => list!(Ints, Int),
        4 => list!(Doubles, Double),
        6 => list!(Intervals, Interval),
        7 => list!(Addresses, Address),
        10 => list!(Texts, Text),
        12 => list!(Ids, Id),
        other => return Err(DecodeError::UnknownTag(other)),
    })
}

fn tagged(out: &mut Vec<u8>, tag: u8, number: u64) {
    out.push(tag);
    write_number(out, number);
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Result<u64, DecodeError> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = read_byte(bytes)?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(DecodeError::Truncated)
}

fn read_byte(bytes: &mut &[u8]) -> Result<u8, DecodeError> {
    let (&byte, rest) = bytes.split_first().ok_or(DecodeError::Truncated)?;
    *bytes = rest;
    Ok(byte)
}

fn read_array<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], DecodeError> {
    let (array, rest) = bytes.split_first_chunk::<N>().ok_or(DecodeError::Truncated)?;
    *bytes = rest;
    Ok(*array)
}

fn read_text<'b>(bytes: &mut &'b [u8]) -> Result<&'b str, DecodeError> {
    let length = usize::try_from(read_number(bytes)?).unwrap_or(usize::MAX);
    let (text, rest) = bytes.split_at_checked(length).ok_or(DecodeError::Truncated)?;
    *bytes = rest;
    std::str::from_utf8(text).map_err(|_| DecodeError::NotText)
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
