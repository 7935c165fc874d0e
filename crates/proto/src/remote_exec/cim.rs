//! WMI objects as they travel (MS-WMIO): the properties of an instance that are text or numbers.

use crate::dce_rpc::ndr::{STRING_CHARACTERS_MAX, wide_text};
use memchr::memmem;
use thymus_wire::{Reader, Truncated};

type Result<T> = std::result::Result<T, Truncated>;

/// What an encoded object begins with (MS-WMIO 2.2.77), little-endian whatever the call's order.
const SIGNATURE: &[u8] = &[0x78, 0x56, 0x34, 0x12];

/// At most this many properties of one object are read.
const PROPERTIES_MAX: u32 = 256;

const FLAG_INSTANCE: u8 = 0x02;
const FLAG_DECORATION: u8 = 0x04;

/// Types of properties (MS-WMIO 2.2.82).
const TYPE_SINT32: u32 = 3;
const TYPE_STRING: u32 = 8;
const TYPE_UINT32: u32 = 19;
const TYPE_ARRAY: u32 = 0x2000;
const TYPE_BITS: u32 = 0x2fff;

/// A reference into a heap that points nowhere.
const NOWHERE: u32 = u32::MAX;

/// The instance in a call's bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) class: Option<String>,
    pub(super) properties: Vec<(String, Value)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(u32),
}

impl Instance {
    /// The first instance in a stub, as far as it can be read.
    pub(super) fn find(stub: &[u8]) -> Option<Self> {
        let object = memmem::find_iter(stub, SIGNATURE).find_map(|start| instance_at(stub.get(start..)?))?;
        let mut instance = Self::default();
        let _ = instance.fill(object);
        (!instance.properties.is_empty()).then_some(instance)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.properties.iter().find_map(|(known, value)| match value {
            Value::Text(text) if known.eq_ignore_ascii_case(name) => Some(text.as_str()),
            _ => None,
        })
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.properties.iter().find_map(|(known, value)| match value {
            Value::Number(number) if known.eq_ignore_ascii_case(name) => Some(*number),
            _ => None,
        })
    }

    /// The class part tells names and places of the properties, the instance part has their values (MS-WMIO 2.2.53).
    fn fill(&mut self, mut reader: Reader<'_>) -> Result<()> {
        let class = Class::read(&mut reader)?;
        let values = Values::read(&mut reader, &class)?;
        self.class = text_at(class.heap, class.name_at);
        for index in 0..class.count {
            let Ok(property) = class.property(index) else { continue };
            if let Some(name) = text_at(class.heap, property.name_at)
                && let Some(value) = values.of(&property)
            {
                self.properties.push((name, value));
            }
        }
        Ok(())
    }
}

/// The bytes of an encoded object after its flags and decoration, if it is an instance.
fn instance_at(bytes: &[u8]) -> Option<Reader<'_>> {
    let mut reader = Reader::new(bytes);
    reader.skip(SIGNATURE.len()).ok()?;
    let length = reader.u32_le().ok()?;
    let mut object = Reader::new(reader.take_up_to(length as usize));
    let flags = object.u8().ok()?;
    if flags & FLAG_INSTANCE == 0 {
        return None;
    }
    if flags & FLAG_DECORATION != 0 {
        skip_text(&mut object).ok()?;
        skip_text(&mut object).ok()?;
    }
    Some(object)
}

/// The part of a class that its instances repeat (MS-WMIO 2.2.15).
struct Class<'a> {
    name_at: u32,
    /// Bytes of the table of null bits and values.
    table_length: u32,
    count: u32,
    lookup: &'a [u8],
    heap: &'a [u8],
}

/// One property of a class (MS-WMIO 2.2.20 and 2.2.31).
struct Property {
    name_at: u32,
    kind: u32,
    order: u16,
    value_at: u32,
}

impl<'a> Class<'a> {
    /// Its own length tells where it ends: what is unused between the heap and there is left out of the heap's length.
    fn read(object: &mut Reader<'a>) -> Result<Self> {
        let length = { *object }.u32_le()?;
        let mut reader = object.sub(length as usize)?;
        reader.skip(5)?;
        let name_at = reader.u32_le()?;
        let table_length = reader.u32_le()?;
        skip_counted(&mut reader)?;
        skip_counted(&mut reader)?;
        let count = reader.u32_le()?;
        let lookup = reader.take((count as usize).saturating_mul(8))?;
        reader.skip(table_length as usize)?;
        let heap = read_heap(&mut reader)?;
        Ok(Self { name_at, table_length, count: count.min(PROPERTIES_MAX), lookup, heap })
    }

    fn property(&self, index: u32) -> Result<Property> {
        let mut entry = Reader::new(self.lookup);
        entry.seek(index as usize * 8)?;
        let name_at = entry.u32_le()?;
        let mut facts = Reader::new(self.heap);
        facts.seek(entry.u32_le()? as usize)?;
        Ok(Property {
            name_at,
            kind: facts.u32_le()? & TYPE_BITS,
            order: facts.u16_le()?,
            value_at: facts.u32_le()?,
        })
    }
}

/// The values of an instance.
struct Values<'a> {
    /// Two bits a property: not set, and inherited.
    nulls: &'a [u8],
    table: &'a [u8],
    heap: &'a [u8],
}

impl<'a> Values<'a> {
    fn read(reader: &mut Reader<'a>, class: &Class<'_>) -> Result<Self> {
        reader.skip(4 + 1 + 4)?;
        let mut table = reader.sub(class.table_length as usize)?;
        let nulls = table.take((class.count as usize).div_ceil(4))?;
        skip_counted(reader)?;
        if reader.u8()? == 2 {
            for _ in 0..class.count {
                skip_counted(reader)?;
            }
        }
        Ok(Self { nulls, table: table.take_rest(), heap: read_heap(reader)? })
    }

    fn of(&self, property: &Property) -> Option<Value> {
        let bits = self.nulls.get(usize::from(property.order / 4))? >> (property.order % 4 * 2);
        if bits & 1 != 0 || property.kind & TYPE_ARRAY != 0 {
            return None;
        }
        let mut value = Reader::new(self.table);
        value.seek(property.value_at as usize).ok()?;
        let number = value.u32_le().ok()?;
        match property.kind {
            TYPE_STRING => text_at(self.heap, number).map(Value::Text),
            TYPE_SINT32 | TYPE_UINT32 => Some(Value::Number(number)),
            _ => None,
        }
    }
}

/// Passes over a part that begins with its own length.
fn skip_counted(reader: &mut Reader<'_>) -> Result<()> {
    let length = reader.u32_le()?;
    reader.skip((length as usize).saturating_sub(4))
}

/// A heap: its length, whose highest bit is always set, and its bytes.
fn read_heap<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8]> {
    let length = reader.u32_le()? & 0x7fff_ffff;
    reader.take(length as usize)
}

/// An encoded string (MS-WMIO 2.2.78): a flag, then one-byte or two-byte characters up to a zero.
fn text_at(heap: &[u8], offset: u32) -> Option<String> {
    if offset == NOWHERE {
        return None;
    }
    let (flag, bytes) = heap.get(offset as usize..)?.split_first()?;
    match flag {
        0 => {
            let text = bytes.iter().take(STRING_CHARACTERS_MAX).take_while(|byte| **byte != 0);
            Some(text.map(|byte| char::from(*byte)).collect())
        }
        1 => Some(wide_text(bytes, true)),
        _ => None,
    }
}

fn skip_text(reader: &mut Reader<'_>) -> Result<()> {
    if reader.u8()? == 0 {
        while reader.u8()? != 0 {}
    } else {
        while reader.u16_le()? != 0 {}
    }
    Ok(())
}
