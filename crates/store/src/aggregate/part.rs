//! The figures of one part.

use super::key::{Key, hash};
use super::totals::{Keys, Totals};
use super::{KIND, field_of, place_of};
use crate::api::{Aggregation, Group, Metric, Stopped};
use crate::column::{Column, Dictionary, Mask};
use crate::part::{Slot, row_of};
use crate::plan::{Ground, Meter, Scan, time_of};
use std::collections::HashMap;
use thymus_record::{Interval, RecordId, Row, Timestamp, Value};

const MILLISECOND: i64 = 1_000_000;

/// By what the rows of a part are put together.
enum Grouping<'a> {
    /// No row has the field.
    Nothing,
    /// All rows have this key.
    Constant(Key),
    /// By the values of a column.
    Column(Column<'a>),
    /// By the time, in steps.
    Time(Interval),
    /// By something that only the row itself can say.
    Rows,
}

/// Where the values of a metric lie.
enum Measured<'a> {
    /// Nowhere: it is a count, or no row has the field.
    Nothing,
    /// In a column; and, for different values, the hashes of those of its dictionary that were met.
    Column(Column<'a>, Vec<u64>),
    /// In the row itself.
    Rows,
}

/// What is worked out for one part.
struct Collector<'a, 't, 's> {
    ground: Ground<'a>,
    aggregation: &'t Aggregation,
    groupings: Vec<Grouping<'a>>,
    measured: Vec<Measured<'a>>,
    /// The places of groups that this part has, by the numbers of their keys.
    places: HashMap<[u64; 2], Option<usize>, foldhash::fast::RandomState>,
    totals: &'t mut Totals<'s>,
}

/// Takes the rows of a part that pass into the totals.
pub(crate) fn collect(
    scan: &mut Scan<'_>,
    aggregation: &Aggregation,
    totals: &mut Totals<'_>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    let ground = scan.ground();
    let counts_only = aggregation.metrics.iter().all(|metric| *metric == Metric::Count);
    let mut collector = Collector::new(ground, aggregation, totals);
    if counts_only && ground.part.odd().is_empty() {
        match collector.groupings.as_slice() {
            [] if scan.passes_all() => {
                collector.count_all(u64::from(ground.part.rows()));
                meter.examined += u64::from(ground.part.rows());
                return Ok(());
            }
            [] => return each_chunk(scan, meter, |_, mask| collector.count_all(u64::from(mask.count()))),
            [Grouping::Nothing] => return each_chunk(scan, meter, |_, mask| collector.count_none(mask)),
            [Grouping::Column(column)] if column.dictionary.len() > 0 => {
                return collector.count_values(*column, scan, meter);
            }
            [Grouping::Time(step)] if ground.part.is_sorted() && step.0 % MILLISECOND == 0 => {
                let step = *step;
                return each_chunk(scan, meter, |start, mask| collector.count_times(start, mask, step));
            }
            _ => {}
        }
    }
    each_chunk(scan, meter, |start, mask| {
        mask.iter().for_each(|row| collector.take(start + row));
    })
}

fn each_chunk(
    scan: &mut Scan<'_>,
    meter: &mut Meter<'_>,
    mut take: impl FnMut(u32, &Mask),
) -> Result<(), Stopped> {
    while let Some((start, mask)) = scan.next(meter)? {
        take(start, &mask);
    }
    Ok(())
}

impl<'a, 't, 's> Collector<'a, 't, 's> {
    fn new(ground: Ground<'a>, aggregation: &'t Aggregation, totals: &'t mut Totals<'s>) -> Self {
        let groupings = aggregation.groups.iter().map(|group| grouping(ground, group)).collect();
        let measured = aggregation.metrics.iter().map(|metric| {
            let Some(name) = field_of(metric) else { return Measured::Nothing };
            match slot(ground, name) {
                _ if name == KIND => Measured::Rows,
                Slot::Absent => Measured::Nothing,
                Slot::Column(column) => Measured::Column(column, Vec::new()),
                Slot::Converted(_) => Measured::Rows,
            }
        });
        let measured = measured.collect();
        Self { ground, aggregation, groupings, measured, places: HashMap::default(), totals }
    }

    fn count_all(&mut self, rows: u64) {
        self.totals.records += rows;
        self.totals.count(0, rows);
    }

    fn count_none(&mut self, mask: &Mask) {
        self.totals.records += u64::from(mask.count());
    }

    /// Counts by the values of a dictionary: a counter for each.
    fn count_values(
        &mut self,
        column: Column<'a>,
        scan: &mut Scan<'_>,
        meter: &mut Meter<'_>,
    ) -> Result<(), Stopped> {
        let mut counts = vec![0u64; column.dictionary.len() as usize];
        let mut several = Vec::new();
        let records = &mut self.totals.records;
        let result = each_chunk(scan, meter, |start, mask| {
            *records += u64::from(mask.count());
            for row in mask.iter() {
                several.clear();
                column.each(start + row, |raw| several.push(raw));
                if several.len() > 1 {
                    several.sort_unstable();
                    several.dedup();
                }
                for raw in &several {
                    if let Some(count) = counts.get_mut(*raw as usize) {
                        *count += 1;
                    }
                }
            }
        });
        let totals = &mut *self.totals;
        let mut add = |number: u32, value: Value<'_>| {
            let count = counts.get(number as usize).copied().unwrap_or(0);
            if let (1.., Some(key)) = (count, Key::of(value))
                && let Some(place) = totals.place(vec![key])
            {
                totals.count(place, count);
            }
            true
        };
        column.dictionary.each(&mut add);
        result
    }

    /// Counts by time. The rows are in the order of their ids, so that those of a step lie side by side.
    fn count_times(&mut self, start: u32, mask: &Mask, step: Interval) {
        self.totals.records += u64::from(mask.count());
        let mut rows = mask.iter().map(|row| start + row).peekable();
        while let Some(row) = rows.next() {
            let moment = self.step_of(row, step);
            // The latest come first: all rows down to the first id of the step belong to it.
            let end = self.first_before(row, moment);
            let mut count = 1;
            while rows.next_if(|row| *row < end).is_some() {
                count += 1;
            }
            if let Some(place) = self.totals.place(vec![Key::Time(moment)]) {
                self.totals.count(place, count);
            }
        }
    }

    /// The first row, from this one on, whose id tells of a time before a moment; the next row where ids do not tell.
    fn first_before(&self, row: u32, moment: i64) -> u32 {
        let time = RecordId(self.ground.part.id(row)).time();
        if is_vague(time) || moment <= 0 {
            return row + 1;
        }
        let id = RecordId::first_at(Timestamp(moment)).0;
        let (mut low, mut high) = (row + 1, self.ground.part.rows());
        // Nearby first: a chunk has few thousand rows.
        let mut reach = 64;
        while low + reach < high && self.ground.part.id(low + reach) >= id {
            low += reach;
            reach *= 2;
        }
        high = high.min(low.saturating_add(reach).saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.ground.part.id(middle) < id { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The first moment of the step in which a row lies.
    fn step_of(&self, row: u32, step: Interval) -> i64 {
        let time = RecordId(self.ground.part.id(row)).time();
        // The id has the time to the millisecond; steps of whole milliseconds need no more.
        let exact = !self.ground.part.is_sorted() || is_vague(time) || step.0 % MILLISECOND != 0;
        let time =
            if exact || self.ground.part.odd().contains_key(&row) { time_of(self.ground, row) } else { time };
        step_at(time, step)
    }

    /// Takes in a row, whatever is asked.
    fn take(&mut self, row: u32) {
        self.totals.records += 1;
        let needs_row = self.ground.part.odd().contains_key(&row)
            || self.groupings.iter().any(|grouping| matches!(grouping, Grouping::Rows))
            || self.measured.iter().any(|measured| matches!(measured, Measured::Rows));
        if needs_row {
            return self.take_row(&row_of(self.ground.part, self.ground.registry, row));
        }
        let mut numbers: [Vec<u64>; 2] = Default::default();
        for (grouping, numbers) in self.groupings.iter().zip(&mut numbers) {
            match grouping {
                Grouping::Nothing | Grouping::Rows => return,
                Grouping::Constant(_) => numbers.push(0),
                Grouping::Time(step) => numbers.push(self.step_of(row, *step).cast_unsigned()),
                Grouping::Column(column) => {
                    column.each(row, |raw| numbers.push(raw));
                    numbers.sort_unstable();
                    numbers.dedup();
                }
            }
        }
        let [first, second] = &mut numbers;
        if self.groupings.is_empty() {
            first.push(0);
        }
        if self.groupings.len() < 2 {
            second.push(0);
        }
        for first in first.iter() {
            for second in second.iter() {
                if let Some(place) = self.place([*first, *second]) {
                    self.measure(place, row);
                }
            }
        }
    }

    /// The place of the group with these numbers.
    fn place(&mut self, numbers: [u64; 2]) -> Option<usize> {
        if let Some(place) = self.places.get(&numbers) {
            return *place;
        }
        let keys: Option<Keys> = self
            .groupings
            .iter()
            .zip(numbers)
            .map(|(grouping, number)| match grouping {
                Grouping::Nothing | Grouping::Rows => None,
                Grouping::Constant(key) => Some(key.clone()),
                Grouping::Time(_) => Some(Key::Time(number.cast_signed())),
                Grouping::Column(column) => column.with(number, Key::of),
            })
            .collect();
        let place = keys.and_then(|keys| self.totals.place(keys));
        self.places.insert(numbers, place);
        place
    }

    /// Takes the values of a row into a group.
    fn measure(&mut self, place: usize, row: u32) {
        self.totals.count(place, 1);
        let Self { measured, totals, aggregation, .. } = self;
        for (number, (measured, metric)) in measured.iter_mut().zip(&aggregation.metrics).enumerate() {
            let Measured::Column(column, hashes) = measured else { continue };
            let column = *column;
            if let Metric::Distinct(_) = metric {
                column.each(row, |raw| {
                    if let Some(hash) = hash_of(&column, raw, hashes) {
                        totals.distinct(place, number, hash);
                    }
                });
            } else if let Some(accumulator) = totals.metric(place, number) {
                column.each(row, |raw| column.with(raw, |value| accumulator.value(value)));
            }
        }
    }

    /// The same for a row that is put together already.
    fn take_row(&mut self, row: &Row) {
        let keys: Vec<Vec<Key>> = self.aggregation.groups.iter().map(|group| keys_of(row, group)).collect();
        let mut products: Vec<Keys> = vec![Keys::new()];
        for keys in keys {
            let with_each = products.iter().flat_map(|product| {
                keys.iter().map(move |key| product.iter().cloned().chain([key.clone()]).collect())
            });
            products = with_each.collect();
        }
        for keys in products {
            let Some(place) = self.totals.place(keys) else { continue };
            self.totals.count(place, 1);
            for (number, metric) in self.aggregation.metrics.iter().enumerate() {
                let Some(name) = field_of(metric) else { continue };
                each_value(row, name, |value| match metric {
                    Metric::Distinct(_) => {
                        if let Some(hash) = hash(value) {
                            self.totals.distinct(place, number, hash);
                        }
                    }
                    _ => {
                        if let Some(accumulator) = self.totals.metric(place, number) {
                            accumulator.value(value);
                        }
                    }
                });
            }
        }
    }
}

/// Times that ids do not have exactly: those before 1970, none at all, and those after the last that an id can hold.
fn is_vague(time: Timestamp) -> bool {
    time.0 <= 0 || time >= RecordId(u64::MAX).time()
}

fn step_at(time: Timestamp, step: Interval) -> i64 {
    let step = step.0.max(1);
    time.0.div_euclid(step).saturating_mul(step)
}

fn slot<'a>(ground: Ground<'a>, name: &str) -> Slot<'a> {
    place_of(ground.part.kind(), name, ground.registry).map_or(Slot::Absent, |place| ground.part.slot(place))
}

fn grouping<'a>(ground: Ground<'a>, group: &Group) -> Grouping<'a> {
    match group {
        Group::Time(step) => Grouping::Time(*step),
        Group::Field(name) if name == KIND => Grouping::Constant(Key::Text(ground.part.schema().kind.into())),
        Group::Field(name) => match slot(ground, name) {
            Slot::Absent => Grouping::Nothing,
            Slot::Column(column) => Grouping::Column(column),
            Slot::Converted(_) => Grouping::Rows,
        },
    }
}

/// The hash of a value of a column; those of a dictionary are worked out once.
fn hash_of(column: &Column<'_>, raw: u64, hashes: &mut Vec<u64>) -> Option<u64> {
    if matches!(column.dictionary, Dictionary::None) {
        return column.with(raw, hash);
    }
    let place = raw as usize;
    if hashes.len() <= place {
        hashes.resize(place + 1, 0);
    }
    let known = hashes.get_mut(place)?;
    if *known == 0 {
        *known = column.with(raw, hash)?;
    }
    Some(*known)
}

/// Calls with each single value of a field of a row.
fn each_value(row: &Row, name: &str, mut take: impl FnMut(Value<'_>)) {
    if name == KIND {
        return take(Value::Text(row.kind()));
    }
    match row.get(name) {
        Value::List(list) => list.iter().for_each(take),
        value => take(value),
    }
}

fn keys_of(row: &Row, group: &Group) -> Vec<Key> {
    let mut keys = Vec::new();
    match group {
        Group::Time(step) => keys.push(Key::Time(step_at(row.ts(), *step))),
        Group::Field(name) => each_value(row, name, |value| keys.extend(Key::of(value))),
    }
    keys.sort();
    keys.dedup();
    keys
}
