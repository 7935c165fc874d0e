//! The values of a field of the rows of several parts, in the order in which the rows go into a split.

use super::dictionary::{Sorted, merge};
use super::order::Address;
use crate::column::{Class, Column, class, element};
use crate::memory::MemoryColumn;
use crate::names::convert;
use crate::part::{Part, Slot};
use thymus_record::query::Place;
use thymus_record::{OwnedValue, Type, Value};

/// The values of a field.
pub(super) struct Gathered {
    /// The field's type.
    pub kind: Type,
    /// The letter of ids.
    pub prefix: u8,
    /// The rows that have values; `None` if all have.
    pub present: Option<Vec<u32>>,
    /// Where the values of each row that has some begin, and where the last end; lists only.
    pub starts: Option<Vec<u64>>,
    /// The values.
    pub values: Vec<u64>,
    /// What they stand for.
    pub dictionary: Sorted,
}

/// Which rows are kept as they are, so that columns leave them out; sorted.
pub(super) type Odd = Vec<Address>;

/// The columns of one field in several parts, those of another type converted.
pub(super) struct Sources<'a> {
    slots: Vec<Slot<'a>>,
    converted: Vec<Option<MemoryColumn>>,
    kind: Type,
}

impl<'a> Sources<'a> {
    pub(super) fn new(parts: &[&'a dyn Part], place: Place, kind: Type) -> Self {
        let slots: Vec<_> = parts.iter().map(|part| part.slot(place)).collect();
        let converted = slots.iter().zip(parts).map(|(slot, part)| match slot {
            Slot::Converted(column) => Some(convert_column(column, kind, part.rows())),
            _ => None,
        });
        Self { converted: converted.collect(), slots, kind }
    }

    fn columns(&self) -> Vec<Option<Column<'_>>> {
        let columns =
            self.slots.iter().zip(&self.converted).map(|(slot, converted)| match (slot, converted) {
                (Slot::Column(column), _) => Some(*column),
                (_, Some(converted)) => Some(Column::of_memory(converted)),
                _ => None,
            });
        columns.collect()
    }

    /// The letter of ids, and the rows whose ids have another.
    pub(super) fn letter(&self, parts: &[&dyn Part]) -> (u8, Odd) {
        let columns = self.columns();
        if element(self.kind).0 != Type::Id {
            return (0, Odd::new());
        }
        let letter = columns.iter().flatten().map(|column| column.prefix).next().unwrap_or(0);
        let mut odd = Odd::new();
        for ((part, rows), column) in (0..).zip(parts.iter().map(|part| part.rows())).zip(&columns) {
            let Some(column) = column.filter(|column| column.prefix != letter) else { continue };
            let rows = (0..rows).filter(|row| !column.presence.places(*row).is_empty());
            odd.extend(rows.map(|row| Address { part, row }));
        }
        (letter, odd)
    }

    /// The values in this order; `None` if there are none.
    pub(super) fn gather(&self, order: &[(u64, Address)], odd: &Odd, prefix: u8) -> Option<Gathered> {
        let columns = self.columns();
        if columns.iter().all(Option::is_none) {
            return None;
        }
        let class = class(self.kind);
        let (mut dictionary, translations) = merge(class, &columns);
        let (mut present, mut starts, mut values) = (Vec::new(), Vec::new(), Vec::with_capacity(order.len()));
        for (row, (_, address)) in (0u32..).zip(order) {
            let part = address.part as usize;
            let Some(Some(column)) = columns.get(part) else { continue };
            if !odd.is_empty() && odd.binary_search(address).is_ok() {
                continue;
            }
            let before = values.len();
            match class {
                Class::Number => column.each(address.row, |raw| values.push(raw)),
                _ => column.each(address.row, |raw| {
                    let now = translations.get(part).and_then(|part| part.get(raw as usize));
                    values.push(now.copied().unwrap_or(0).into());
                }),
            }
            if values.len() > before {
                present.push(row);
                starts.push(before as u64);
            }
        }
        if present.is_empty() {
            return None;
        }
        dictionary.keep_used(&mut values);
        starts.push(values.len() as u64);
        Some(Gathered {
            kind: self.kind,
            prefix,
            starts: element(self.kind).1.then_some(starts),
            present: (present.len() < order.len()).then_some(present),
            values,
            dictionary,
        })
    }
}

fn convert_column(column: &Column<'_>, kind: Type, rows: u32) -> MemoryColumn {
    let mut converted = MemoryColumn::new(kind);
    for row in 0..rows {
        let value = convert(column.value(row), kind);
        if !matches!(value, OwnedValue::Absent) && converted.can_say(value.borrow()) {
            converted.push(row, value.borrow());
        }
    }
    converted
}

impl Gathered {
    /// Calls with each row and value.
    pub(super) fn each(&self, take: &mut dyn FnMut(u32, u64)) {
        let row_at = |place: usize| match &self.present {
            Some(present) => present.get(place).copied().unwrap_or(0),
            None => place as u32,
        };
        match &self.starts {
            None => self.values.iter().enumerate().for_each(|(place, value)| take(row_at(place), *value)),
            Some(starts) => {
                for (place, span) in starts.windows(2).enumerate() {
                    let [from, to] = span else { continue };
                    let values = self.values.get(*from as usize..*to as usize).unwrap_or_default();
                    values.iter().for_each(|value| take(row_at(place), *value));
                }
            }
        }
    }

    /// Calls with each text of the dictionary and its number.
    pub(super) fn each_text(&self, mut take: impl FnMut(u32, &str)) {
        if let Sorted::Texts { bytes, places } = &self.dictionary {
            for (number, (start, end)) in (0..).zip(places) {
                take(number, bytes.get(*start..*end).unwrap_or_default());
            }
        }
    }

    /// Calls with each address of the dictionary and its number.
    pub(super) fn each_address(&self, mut take: impl FnMut(u32, Value<'_>)) {
        if let Sorted::Addresses(addresses) = &self.dictionary {
            for (number, address) in (0..).zip(addresses) {
                take(number, Value::Address(*address));
            }
        }
    }
}
