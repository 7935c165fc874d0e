//! One column in memory.

use super::interner::{Interner, Texts};
use crate::column::{Class, class, element, to_raw};
use crate::names::fits;
use std::net::IpAddr;
use thymus_record::{Type, Value};

/// Texts from this length on do not fit a column: the row that has one is kept as it is.
pub(crate) const TEXT_BYTES_MAX: usize = 1 << 20;

/// The values of one field of the rows of a part.
pub(crate) struct MemoryColumn {
    /// The field's type.
    pub kind: Type,
    /// A number for each row, or for each value of each row if the field is a list.
    pub values: Vec<u64>,
    /// Which rows have a value, a bit for each; not used by lists.
    pub present: Vec<u64>,
    /// Where each row's values begin; lists only. Rows at the end without values are left out.
    pub starts: Vec<u32>,
    /// What the numbers stand for.
    pub dictionary: MemoryDictionary,
    /// The letter of ids.
    pub prefix: Option<u8>,
}

/// What the numbers of a column stand for.
pub(crate) enum MemoryDictionary {
    /// Themselves.
    None,
    /// Texts.
    Texts(Texts),
    /// IP addresses.
    Addresses(Interner<IpAddr>),
    /// Hardware addresses.
    Macs(Interner<u64>),
}

impl MemoryColumn {
    pub(crate) fn new(kind: Type) -> Self {
        let dictionary = match class(kind) {
            Class::Number => MemoryDictionary::None,
            Class::Text => MemoryDictionary::Texts(Texts::default()),
            Class::Address => MemoryDictionary::Addresses(Interner::default()),
            Class::Mac => MemoryDictionary::Macs(Interner::default()),
        };
        Self { kind, values: Vec::new(), present: Vec::new(), starts: Vec::new(), dictionary, prefix: None }
    }

    /// Whether the column can say this exactly. What it cannot say are values of another type than the field's, lists
    /// without values, very long texts, and ids of another letter than those before.
    pub(crate) fn can_say(&self, value: Value<'_>) -> bool {
        let plain = |value: Value<'_>| match value {
            Value::Text(text) => text.len() < TEXT_BYTES_MAX,
            Value::Id(id) => self.prefix.is_none_or(|prefix| prefix == id.prefix),
            _ => true,
        };
        fits(value, self.kind)
            && match value {
                Value::List(list) => {
                    let letter = |value| if let Value::Id(id) = value { Some(id.prefix) } else { None };
                    !list.is_empty()
                        && list.iter().all(|value| plain(value) && letter(value) == letter(list.get(0)))
                }
                value => plain(value),
            }
    }

    /// Adds the value of this row. Rows come in order, and [`Self::can_say`] has said yes.
    pub(crate) fn push(&mut self, row: u32, value: Value<'_>) {
        match value {
            Value::Absent => {}
            Value::List(list) => {
                let start = self.values.len() as u32;
                self.starts.resize(row as usize + 1, start);
                for value in list.iter() {
                    let raw = self.number(value);
                    self.values.push(raw);
                }
            }
            value => {
                let raw = self.number(value);
                self.values.resize(row as usize, 0);
                self.values.push(raw);
                self.present.resize(row as usize / 64 + 1, 0);
                if let Some(word) = self.present.get_mut(row as usize / 64) {
                    *word |= 1 << (row % 64);
                }
            }
        }
    }

    fn number(&mut self, value: Value<'_>) -> u64 {
        if let Value::Id(id) = value {
            self.prefix = Some(id.prefix);
        }
        match (&mut self.dictionary, value) {
            (MemoryDictionary::Texts(texts), Value::Text(text)) => texts.number(text).into(),
            (MemoryDictionary::Addresses(addresses), Value::Address(address)) => {
                addresses.number(address).into()
            }
            (MemoryDictionary::Macs(macs), value) => macs.number(to_raw(value).unwrap_or(0)).into(),
            (_, value) => to_raw(value).unwrap_or(0),
        }
    }

    /// Whether the field holds several values.
    pub(crate) fn is_list(&self) -> bool {
        element(self.kind).1
    }

    /// About how much memory it takes.
    pub(crate) fn size(&self) -> usize {
        let dictionary = match &self.dictionary {
            MemoryDictionary::None => 0,
            MemoryDictionary::Texts(texts) => texts.size(),
            MemoryDictionary::Addresses(addresses) => addresses.values().len() * 24,
            MemoryDictionary::Macs(macs) => macs.values().len() * 16,
        };
        dictionary + self.values.len() * 8 + self.present.len() * 8 + self.starts.len() * 4
    }
}
