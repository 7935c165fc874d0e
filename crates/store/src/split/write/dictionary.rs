//! The dictionaries of several columns as one that is sorted.

use crate::column::{Class, Column, to_raw};
use std::net::IpAddr;
use thymus_record::Value;

/// A sorted dictionary.
pub(super) enum Sorted {
    /// The column has none.
    None,
    /// Texts, all in one piece of memory.
    Texts {
        /// Their bytes.
        bytes: String,
        /// Where each lies, in order.
        places: Vec<(usize, usize)>,
    },
    /// IP addresses.
    Addresses(Vec<IpAddr>),
    /// Hardware addresses.
    Macs(Vec<u64>),
}

/// What a number of each of the columns is in the sorted dictionary.
pub(super) type Translations = Vec<Vec<u32>>;

/// Puts the dictionaries of columns of one class together.
pub(super) fn merge(class: Class, columns: &[Option<Column<'_>>]) -> (Sorted, Translations) {
    match class {
        Class::Number => (Sorted::None, Vec::new()),
        Class::Text => texts(columns),
        Class::Address => {
            let (values, translations) = plain(columns, |value| match value {
                Value::Address(address) => Some(address),
                _ => None,
            });
            (Sorted::Addresses(values), translations)
        }
        Class::Mac => {
            let (values, translations) = plain(columns, to_raw);
            (Sorted::Macs(values), translations)
        }
    }
}

fn empty_translations(columns: &[Option<Column<'_>>]) -> Translations {
    let lengths = columns.iter().map(|column| column.map_or(0, |column| column.dictionary.len()));
    lengths.map(|length| vec![0; length as usize]).collect()
}

fn plain<T: Copy + Ord>(
    columns: &[Option<Column<'_>>],
    read: impl Fn(Value<'_>) -> Option<T>,
) -> (Vec<T>, Translations) {
    let mut entries: Vec<(T, u32, u32)> = Vec::new();
    for (part, column) in (0..).zip(columns) {
        let Some(column) = column else { continue };
        column.dictionary.each(|number, value| {
            entries.extend(read(value).map(|value| (value, part, number)));
            true
        });
    }
    entries.sort_by_key(|(value, ..)| *value);
    let mut translations = empty_translations(columns);
    let mut values: Vec<T> = Vec::new();
    for (value, part, number) in entries {
        if values.last() != Some(&value) {
            values.push(value);
        }
        set(&mut translations, part, number, values.len() as u32 - 1);
    }
    (values, translations)
}

fn texts(columns: &[Option<Column<'_>>]) -> (Sorted, Translations) {
    let mut bytes = String::new();
    let mut entries: Vec<(usize, usize, u32, u32)> = Vec::new();
    for (part, column) in (0..).zip(columns) {
        let Some(column) = column else { continue };
        column.dictionary.each(|number, value| {
            if let Value::Text(text) = value {
                let start = bytes.len();
                bytes.push_str(text);
                entries.push((start, bytes.len(), part, number));
            }
            true
        });
    }
    let text = |start: usize, end: usize| bytes.get(start..end).unwrap_or_default();
    entries.sort_by(|a, b| text(a.0, a.1).cmp(text(b.0, b.1)));
    let mut translations = empty_translations(columns);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (start, end, part, number) in entries {
        if places.last().is_none_or(|last| text(last.0, last.1) != text(start, end)) {
            places.push((start, end));
        }
        set(&mut translations, part, number, places.len() as u32 - 1);
    }
    (Sorted::Texts { bytes, places }, translations)
}

fn set(translations: &mut Translations, part: u32, number: u32, now: u32) {
    if let Some(place) = translations.get_mut(part as usize).and_then(|part| part.get_mut(number as usize)) {
        *place = now;
    }
}

impl Sorted {
    pub(super) fn len(&self) -> u32 {
        match self {
            Self::None => 0,
            Self::Texts { places, .. } => places.len() as u32,
            Self::Addresses(addresses) => addresses.len() as u32,
            Self::Macs(macs) => macs.len() as u32,
        }
    }

    /// Leaves out what no value refers to, so that what is forgotten is gone. Changes the values to the new numbers.
    pub(super) fn keep_used(&mut self, values: &mut [u64]) {
        let mut used = vec![false; self.len() as usize];
        for value in values.iter() {
            if let Some(used) = used.get_mut(*value as usize) {
                *used = true;
            }
        }
        if used.iter().all(|used| *used) {
            return;
        }
        let mut next = 0;
        let mut renumbered = Vec::with_capacity(used.len());
        for used in &used {
            renumbered.push(next);
            next += u64::from(*used);
        }
        for value in values.iter_mut() {
            *value = renumbered.get(*value as usize).copied().unwrap_or(0);
        }
        let mut keep = used.into_iter();
        let mut is_used = move || keep.next().unwrap_or(false);
        match self {
            Self::None => {}
            Self::Texts { places, .. } => places.retain(|_| is_used()),
            Self::Addresses(addresses) => addresses.retain(|_| is_used()),
            Self::Macs(macs) => macs.retain(|_| is_used()),
        }
    }
}
