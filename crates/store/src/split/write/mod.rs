//! Rows of several parts into one split: how memory goes to the disk, and how splits become larger ones.

mod column;
mod dictionary;
mod gather;
mod order;
mod words;

pub(crate) use order::{Address, order};

use super::codec::save_numbers;
use super::file::SplitFileWriter;
use super::manifest::{ColumnEntry, Manifest};
use super::odd::pack_odd;
use crate::Result;
use crate::error::failed;
use crate::part::{Part, row_of};
use gather::{Odd, Sources};
use std::collections::BTreeMap;
use std::path::Path;
use thymus_record::query::Place;
use thymus_record::{Field, RecordId, Registry, Row};
use words::WordsBuilder;

/// A split that is about to be written.
pub(crate) struct SplitPlan<'a> {
    /// Where its rows come from; all of one kind.
    pub parts: &'a [&'a dyn Part],
    /// Its rows in order.
    pub order: &'a [(u64, Address)],
    /// The kinds and facts of today.
    pub registry: &'a Registry,
    /// The numbers of the splits whose rows it takes over.
    pub replaces: Vec<u64>,
    /// How many splits take them over together.
    pub pieces: u32,
    /// How hard texts are compressed: zstd's level.
    pub level: i32,
}

impl SplitPlan<'_> {
    /// Writes the split. It survives a crash when this returns; that it belongs to the store is for the catalogue to say.
    pub(crate) fn write(&self, path: &Path) -> Result<(Manifest, u64)> {
        let mut file = SplitFileWriter::create(path)?;
        let ids: Vec<u64> = self.order.iter().map(|(id, _)| *id).collect();
        let (last_id, first_id) = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        let distances: Vec<u64> = ids.iter().map(|id| last_id - id).collect();
        let ids_section =
            file.section(&save_numbers(&distances).map_err(failed("pack the ids of", path))?)?;

        let sources = self.sources();
        let (odd, letters) = self.odd(&sources);
        let mut columns: Vec<ColumnEntry> = Vec::with_capacity(sources.len());
        let mut words = WordsBuilder::default();
        let mut times = self.times_of_ids(first_id, last_id);
        for ((place, field, source), letter) in sources.iter().zip(letters) {
            let Some(gathered) = source.gather(self.order, &odd, letter) else { continue };
            let fact = matches!(place, Place::Fact(_));
            let mut entry = column::write(&mut file, path, field.name, fact, &gathered, &ids, self.level)?;
            if !fact {
                words.add(columns.len() as u32, &gathered, &mut entry);
            }
            if field.name == "ts" && !fact && field.kind == thymus_record::Type::Time {
                times.widen(entry.bounds);
            }
            columns.push(entry);
        }
        let odd_rows = self.odd_rows(&odd);
        odd_rows.values().for_each(|row| times.take(row.ts().0));
        let manifest = Manifest {
            kind: self.parts.first().map_or("", |part| part.schema().kind).to_owned(),
            rows: self.order.len() as u32,
            first_id,
            last_id,
            from: times.from,
            to: times.to,
            replaces: self.replaces.clone(),
            pieces: self.pieces,
            ids: ids_section,
            columns,
            words: words.write(&mut file)?,
            odd: match odd_rows.is_empty() {
                true => None,
                false => Some(file.section(&pack_odd(&odd_rows, self.registry))?),
            },
        };
        let length = file.finish(&manifest)?;
        Ok((manifest, length))
    }

    /// The columns of every field and fact.
    fn sources(&self) -> Vec<(Place, &'static Field, Sources<'_>)> {
        let Some(first) = self.parts.first() else { return Vec::new() };
        let kind = first.kind();
        let fields = first
            .schema()
            .fields
            .iter()
            .enumerate()
            .map(|(field, declared)| (Place::Field { kind, field }, declared));
        let facts =
            self.registry.facts().iter().enumerate().map(|(fact, declared)| (Place::Fact(fact), *declared));
        let source = |(place, declared): (Place, &'static Field)| {
            (place, declared, Sources::new(self.parts, place, declared.kind))
        };
        fields.chain(facts).map(source).collect()
    }

    /// The rows that columns cannot say, and the letter of the ids of each column.
    fn odd(&self, sources: &[(Place, &'static Field, Sources<'_>)]) -> (Odd, Vec<u8>) {
        let mut odd = Odd::new();
        for (part, of_part) in (0..).zip(self.parts) {
            odd.extend(of_part.odd().keys().map(|row| Address { part, row: *row }));
        }
        let mut letters = Vec::with_capacity(sources.len());
        for (_, _, source) in sources {
            let (letter, others) = source.letter(self.parts);
            letters.push(letter);
            odd.extend(others);
        }
        odd.sort_unstable();
        odd.dedup();
        (odd, letters)
    }

    fn odd_rows(&self, odd: &Odd) -> BTreeMap<u32, Row> {
        if odd.is_empty() {
            return BTreeMap::new();
        }
        let placed = (0u32..).zip(self.order).filter(|(_, (_, address))| odd.binary_search(address).is_ok());
        let rows = placed.filter_map(|(row, (_, address))| {
            let part = self.parts.get(address.part as usize)?;
            Some((row, row_of(*part, self.registry, address.row)))
        });
        rows.collect()
    }

    /// Rows without a time have that of 1970, and their ids say so.
    fn times_of_ids(&self, first_id: u64, last_id: u64) -> Times {
        Times { from: RecordId(first_id).time().0, to: RecordId(last_id).time().0 }
    }
}

/// The earliest and the latest time.
struct Times {
    from: i64,
    to: i64,
}

impl Times {
    fn take(&mut self, moment: i64) {
        self.from = self.from.min(moment);
        self.to = self.to.max(moment);
    }

    fn widen(&mut self, (least, greatest): (u64, u64)) {
        self.take(crate::column::unsigned(least));
        self.take(crate::column::unsigned(greatest));
    }
}
