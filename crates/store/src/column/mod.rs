//! A column to read: the values of one field of the rows of a part, wherever they lie.

mod dictionary;
mod mask;
mod presence;
mod raw;
mod values;

pub(crate) use dictionary::Dictionary;
pub(crate) use mask::{CHUNK, Mask};
pub(crate) use presence::Presence;
pub(crate) use raw::{Class, class, double, element, from_raw, signed, to_raw, unsigned};
pub(crate) use values::{Base, Values};

use crate::memory::{MemoryColumn, MemoryDictionary};
use crate::split::Inverted;
use thymus_record::{OwnedList, OwnedValue, Type, Value};

/// The values of one field of the rows of a part.
#[derive(Clone, Copy)]
pub(crate) struct Column<'a> {
    /// The field's type, as the values were stored.
    pub kind: Type,
    /// Which rows have values, and where these lie.
    pub presence: Presence<'a>,
    /// The values as numbers.
    pub values: Values<'a>,
    /// What the numbers stand for.
    pub dictionary: Dictionary<'a>,
    /// Which rows have a value of the dictionary, if that was written down.
    pub inverted: Option<&'a Inverted>,
    /// The letter of ids.
    pub prefix: u8,
    /// The least and the greatest number, if they are known.
    pub bounds: Option<(u64, u64)>,
}

impl<'a> Column<'a> {
    pub(crate) fn of_memory(column: &'a MemoryColumn) -> Self {
        let presence = if column.is_list() {
            Presence::Starts { starts: &column.starts, values: column.values.len() as u32 }
        } else {
            Presence::Bits(&column.present)
        };
        let dictionary = match &column.dictionary {
            MemoryDictionary::None => Dictionary::None,
            MemoryDictionary::Texts(texts) => Dictionary::MemoryTexts(texts),
            MemoryDictionary::Addresses(addresses) => Dictionary::MemoryAddresses(addresses.values()),
            MemoryDictionary::Macs(macs) => Dictionary::MemoryMacs(macs.values()),
        };
        Self {
            kind: column.kind,
            presence,
            values: Values::Slice(&column.values),
            dictionary,
            inverted: None,
            prefix: column.prefix.unwrap_or_default(),
            bounds: None,
        }
    }

    /// The type of a single value.
    pub(crate) fn element(&self) -> Type {
        element(self.kind).0
    }

    /// Calls with each value of a row, as numbers.
    pub(crate) fn each(&self, row: u32, mut take: impl FnMut(u64)) {
        for place in self.presence.places(row) {
            take(self.values.get(place));
        }
    }

    /// Calls with what a number stands for.
    pub(crate) fn with<R>(&self, raw: u64, take: impl FnOnce(Value<'_>) -> R) -> R {
        match self.dictionary {
            Dictionary::None => take(from_raw(raw, self.element(), self.prefix)),
            dictionary => dictionary.with(raw, take),
        }
    }

    /// The value of a row.
    pub(crate) fn value(&self, row: u32) -> OwnedValue {
        let places = self.presence.places(row);
        match self.kind {
            Type::List(element) if !places.is_empty() => self.list(*element, places),
            _ => places
                .map(|place| self.values.get(place))
                .next()
                .map_or(OwnedValue::Absent, |raw| self.with(raw, |value| OwnedValue::from(value))),
        }
    }

    fn list(&self, element: Type, places: std::ops::Range<u32>) -> OwnedValue {
        macro_rules! collect {
            ($list:ident, $value:ident, $own:expr) => {{
                let mut list = Vec::with_capacity(places.len());
                for place in places {
                    self.with(self.values.get(place), |value| {
                        if let Value::$value(value) = value {
                            list.push($own(value));
                        }
                    });
                }
                OwnedValue::List(OwnedList::$list(list))
            }};
        }
        match element {
            Type::Bool => collect!(Bools, Bool, std::convert::identity),
            Type::Count => collect!(Counts, Count, std::convert::identity),
            Type::Int => collect!(Ints, Int, std::convert::identity),
            Type::Double => collect!(Doubles, Double, std::convert::identity),
            Type::Interval => collect!(Intervals, Interval, std::convert::identity),
            Type::Address => collect!(Addresses, Address, std::convert::identity),
            Type::Text => collect!(Texts, Text, str::to_owned),
            Type::Id => collect!(Ids, Id, std::convert::identity),
            Type::Time | Type::Port | Type::Mac | Type::List(_) => OwnedValue::Absent,
        }
    }

    /// Keeps those rows of a mask of which a value passes. `start` is the chunk's first row.
    pub(crate) fn keep(&self, start: u32, mask: &mut Mask, mut passes: impl FnMut(u64) -> bool) {
        if let Presence::Full = self.presence {
            return self.keep_of_full(start, mask, passes);
        }
        for (first, word) in mask.words_mut() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                let mut places = self.presence.places(start + first + bit);
                if !places.any(|place| passes(self.values.get(place))) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Where every row has one value, whole runs are read at once.
    fn keep_of_full(&self, start: u32, mask: &mut Mask, mut passes: impl FnMut(u64) -> bool) {
        let mut values = [0; 64];
        for (first, word) in mask.words_mut().filter(|(_, word)| **word != 0) {
            let asked = *word;
            let from = asked.trailing_zeros();
            let to = 64 - asked.leading_zeros();
            if asked.count_ones() * 4 < to - from {
                let mut rest = asked;
                while rest != 0 {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    if !passes(self.values.get(start + first + bit)) {
                        *word &= !(1 << bit);
                    }
                }
                continue;
            }
            let Some(run) = values.get_mut(..(to - from) as usize) else { continue };
            self.values.run(start + first + from, run);
            let mut kept = 0u64;
            for (value, bit) in run.iter().zip(from..) {
                if asked >> bit & 1 == 1 && passes(*value) {
                    kept |= 1 << bit;
                }
            }
            *word = kept;
        }
    }

    /// Keeps those rows of a mask that have a value.
    pub(crate) fn keep_present(&self, start: u32, mask: &mut Mask) {
        if let Presence::Full = self.presence {
            return;
        }
        for (first, word) in mask.words_mut() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if self.presence.places(start + first + bit).is_empty() {
                    *word &= !(1 << bit);
                }
            }
        }
    }
}
