//! Which splits are put together: those of a minute to those of an hour, those of an hour to one of the day.
//!
//! Rules, for the splits of one kind whose latest record is of the same day:
//!
//! * eight of about the same size become one, so that each record is written again about four times in its life;
//! * when the day is over, all become one, unless that would write much to add little;
//! * small ones of neighbouring days become one, up to a month: a kind with ten records a day needs no file for each day.
//!
//! A split that would grow beyond [`ROWS_MAX`] is not made. What is written is cut between days where both sides are large, so
//! that retention can drop days.

#[cfg(test)]
mod tests;

use crate::catalogue::SplitEntry;
use std::collections::BTreeMap;

/// The most records of a split: what bounds the memory that putting splits together takes, about 40 bytes for each.
pub(crate) const ROWS_MAX: u64 = 1 << 21;
/// How many splits of about the same size become one.
const FAN_IN: usize = 8;
/// The most splits that become one.
const SPLITS_MAX: usize = 256;
/// Splits with fewer records may be put together with those of other days.
pub(crate) const SMALL_ROWS: u64 = 1 << 16;
/// How many days a split of few records may cover.
const SMALL_DAYS: i64 = 31;
/// A record may come that late without its day having to be opened again.
const LATENESS: i64 = 3_600_000_000_000;

pub(crate) const NANOSECONDS_PER_DAY: i64 = 86_400_000_000_000;

/// The splits that are to become one, or `None` if all is well. `latest` is the time of the latest record of all.
pub(crate) fn next_job(splits: &[&SplitEntry], latest: i64) -> Option<Vec<u64>> {
    let mut kinds: BTreeMap<&str, Vec<&SplitEntry>> = BTreeMap::new();
    for split in splits {
        kinds.entry(&split.kind).or_default().push(split);
    }
    let mut kinds: Vec<Vec<&SplitEntry>> = kinds.into_values().collect();
    kinds.iter_mut().for_each(|of_kind| of_kind.sort_by_key(|split| (split.to, split.number)));
    let find =
        |rule: &dyn Fn(&[&SplitEntry]) -> Option<Vec<u64>>| kinds.iter().find_map(|of_kind| rule(of_kind));
    let by_day = |of_day: &dyn Fn(&[&SplitEntry]) -> Option<Vec<u64>>| {
        find(&|of_kind| of_kind.chunk_by(|a, b| day(a.to) == day(b.to)).find_map(of_day))
    };
    // Times are what packets say: they may be any.
    let is_over = |split: &SplitEntry| {
        let end = (day(split.to) + 1).saturating_mul(NANOSECONDS_PER_DAY);
        end.saturating_add(LATENESS) <= latest
    };
    by_day(&same_size)
        .or_else(|| {
            by_day(&|of_day| of_day.first().filter(|split| is_over(split)).and_then(|_| whole_day(of_day)))
        })
        .or_else(|| find(&|of_kind| small_neighbours(of_kind, is_over)))
}

/// The day of a moment, counted from 1970.
pub(crate) fn day(moment: i64) -> i64 {
    moment.div_euclid(NANOSECONDS_PER_DAY)
}

/// About how large a split is: the next is eight times as large.
fn tier(split: &SplitEntry) -> u32 {
    split.rows.max(1).ilog2() / 3
}

/// As many of these as fit into one, if that is more than one.
fn fitting<'a>(splits: impl Iterator<Item = &'a &'a SplitEntry>) -> Option<Vec<u64>> {
    let mut rows = 0;
    let taken = splits.take(SPLITS_MAX).take_while(|split| {
        rows += split.rows;
        rows <= ROWS_MAX
    });
    let numbers: Vec<u64> = taken.map(|split| split.number).collect();
    (numbers.len() > 1).then_some(numbers)
}

fn same_size(of_day: &[&SplitEntry]) -> Option<Vec<u64>> {
    let mut tiers: BTreeMap<u32, Vec<&SplitEntry>> = BTreeMap::new();
    for split in of_day {
        tiers.entry(tier(split)).or_default().push(split);
    }
    tiers.values().filter(|of_tier| of_tier.len() >= FAN_IN).find_map(|of_tier| fitting(of_tier.iter()))
}

fn whole_day(of_day: &[&SplitEntry]) -> Option<Vec<u64>> {
    // Those that are large enough stay as they are.
    let open: Vec<&SplitEntry> = of_day.iter().copied().filter(|split| split.rows < ROWS_MAX / 2).collect();
    let largest = open.iter().map(|split| split.rows).max()?;
    let others = open.iter().map(|split| split.rows).sum::<u64>() - largest;
    let worth_it = others * FAN_IN as u64 >= largest || largest < SMALL_ROWS;
    if worth_it { fitting(open.iter()) } else { None }
}

fn small_neighbours(of_kind: &[&SplitEntry], is_over: impl Fn(&SplitEntry) -> bool) -> Option<Vec<u64>> {
    let mut run: Vec<u64> = Vec::new();
    let (mut rows, mut from) = (0, i64::MAX);
    for split in of_kind.iter().filter(|split| is_over(split)) {
        let wide = split.to.saturating_sub(from.min(split.from)) > SMALL_DAYS * NANOSECONDS_PER_DAY;
        if rows + split.rows > SMALL_ROWS || wide || run.len() == SPLITS_MAX {
            if run.len() > 1 {
                return Some(run);
            }
            run.clear();
            (rows, from) = (0, i64::MAX);
        }
        if split.rows <= SMALL_ROWS {
            run.push(split.number);
            rows += split.rows;
            from = from.min(split.from);
        }
    }
    (run.len() > 1).then_some(run)
}

/// Where what is written is cut: the first moment of each piece but the first, latest piece first. `days` is how many rows there
/// are of each day, the latest day first.
pub(crate) fn cuts(days: &[(i64, u64)]) -> Vec<i64> {
    let mut cuts = Vec::new();
    let mut rows = 0;
    let mut left = days.iter().map(|(_, rows)| rows).sum::<u64>();
    for (day, of_day) in days {
        rows += of_day;
        left -= of_day;
        if rows >= SMALL_ROWS && left >= SMALL_ROWS {
            cuts.push(*day);
            rows = 0;
        }
    }
    cuts
}
