//! What is forgotten: which splits are too old or too much.

#[cfg(test)]
mod tests;

use crate::api::Retention;
use crate::catalogue::SplitEntry;
use crate::compact::NANOSECONDS_PER_DAY;
use std::collections::BTreeMap;
use thymus_record::Timestamp;

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Splits that go as a whole.
    pub drop: Vec<u64>,
    /// Splits of which everything before a time goes.
    pub rewrite: Vec<(u64, Timestamp)>,
}

/// What retention says of these splits. Records may stay a day longer than they should, so that splits can go as a whole.
pub(crate) fn judge(splits: &[&SplitEntry], retention: &Retention, now: Option<Timestamp>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut left: BTreeMap<&str, Vec<&SplitEntry>> = BTreeMap::new();
    for split in splits {
        let age = retention.limit(&split.kind).age_max;
        let cut = now.zip(age).map(|(now, age)| now.0.saturating_sub(age.0));
        match cut {
            Some(cut) if split.to < cut => verdict.drop.push(split.number),
            Some(cut) if split.from < cut.saturating_sub(NANOSECONDS_PER_DAY) => {
                verdict.rewrite.push((split.number, Timestamp(cut)));
                left.entry(&split.kind).or_default().push(split);
            }
            _ => left.entry(&split.kind).or_default().push(split),
        }
    }
    for (kind, of_kind) in &mut left {
        shrink(of_kind, retention.limit(kind).bytes_max, &mut verdict);
    }
    let mut all: Vec<&SplitEntry> = left.into_values().flatten().collect();
    shrink(&mut all, retention.bytes_max, &mut verdict);
    let Verdict { drop, rewrite } = &mut verdict;
    rewrite.retain(|(number, _)| !drop.contains(number));
    verdict
}

/// Drops the oldest until the others take no more than this.
fn shrink(splits: &mut Vec<&SplitEntry>, bytes_max: Option<u64>, verdict: &mut Verdict) {
    let Some(most) = bytes_max else { return };
    splits.sort_by_key(|split| (split.to, split.number));
    let mut bytes: u64 = splits.iter().map(|split| split.bytes).sum();
    splits.retain(|split| {
        let too_much = bytes > most;
        if too_much {
            bytes -= split.bytes;
            verdict.drop.push(split.number);
        }
        !too_much
    });
}

/// The oldest splits that together have at least so many bytes.
pub(crate) fn oldest(splits: &[&SplitEntry], bytes: u64) -> Vec<u64> {
    let mut by_age: Vec<&&SplitEntry> = splits.iter().collect();
    by_age.sort_by_key(|split| (split.to, split.number));
    let mut freed = 0;
    let enough = by_age.into_iter().take_while(|split| {
        let wanted = freed < bytes;
        freed += split.bytes;
        wanted
    });
    enough.map(|split| split.number).collect()
}
