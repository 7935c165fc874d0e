//! A column onto the disk.

use super::dictionary::Sorted;
use super::gather::Gathered;
use crate::Result;
use crate::column::Base;
use crate::error::failed;
use crate::names::StoredType;
use crate::split::codec::{save_numbers, save_presence};
use crate::split::file::{Section, SplitFileWriter};
use crate::split::manifest::{ColumnEntry, PresenceEntry};
use crate::split::numbers::{StoredAddresses, StoredMacs};
use crate::split::{inverted, texts};
use std::path::Path;
use thymus_record::Type;

/// From how many rows on, and how many different values, it is written down which rows have a value. Below, reading the column
/// is as quick.
const INVERTED_ROWS_MIN: usize = 1 << 14;
const INVERTED_VALUES_MIN: u32 = 64;

/// Writes a column.
pub(super) fn write(
    file: &mut SplitFileWriter,
    path: &Path,
    name: &str,
    fact: bool,
    gathered: &Gathered,
    ids: &[u64],
    level: i32,
) -> Result<ColumnEntry> {
    let pack = |result: std::io::Result<Vec<u8>>| result.map_err(failed("pack a column of", path));
    let index = match &gathered.present {
        Some(present) => Some(file.section(&pack(save_presence(present, ids.len() as u32))?)?),
        None => None,
    };
    let presence = match &gathered.starts {
        Some(starts) => PresenceEntry::Lists(index, file.section(&pack(save_numbers(starts))?)?),
        None => index.map_or(PresenceEntry::Full, PresenceEntry::Some),
    };
    let (values, base) = values(file, gathered, ids, &pack)?;
    let dictionary = dictionary(file, gathered, level, &pack)?;
    let distinct = gathered.dictionary.len();
    let inverted = if ids.len() >= INVERTED_ROWS_MIN && distinct >= INVERTED_VALUES_MIN {
        let packed =
            inverted::pack(distinct, |take| gathered.each(take)).map_err(failed("pack a column of", path))?;
        Some((file.section(&packed.0)?, file.section(&packed.1)?))
    } else {
        None
    };
    let least = gathered.values.iter().min().copied().unwrap_or(0);
    let greatest = gathered.values.iter().max().copied().unwrap_or(0);
    Ok(ColumnEntry {
        name: name.to_owned(),
        fact,
        kind: StoredType::of(gathered.kind),
        prefix: gathered.prefix,
        presence,
        values,
        base: base.map(Into::into),
        bounds: (least, greatest),
        dictionary,
        inverted,
        digests: false,
        indexed: false,
    })
}

/// The values, counted from what the ids say where that is shorter.
fn values(
    file: &mut SplitFileWriter,
    gathered: &Gathered,
    ids: &[u64],
    pack: &impl Fn(std::io::Result<Vec<u8>>) -> Result<Vec<u8>>,
) -> Result<(Section, Option<Base>)> {
    let plain = pack(save_numbers(&gathered.values))?;
    let base = match gathered.kind {
        Type::Time => Base::Time,
        Type::Id => Base::Name,
        _ => return Ok((file.section(&plain)?, None)),
    };
    if gathered.present.is_some() {
        return Ok((file.section(&plain)?, None));
    }
    let apart: Vec<u64> = gathered.values.iter().zip(ids).map(|(raw, id)| base.apart(*raw, *id)).collect();
    let apart = pack(save_numbers(&apart))?;
    match apart.len() < plain.len() {
        true => Ok((file.section(&apart)?, Some(base))),
        false => Ok((file.section(&plain)?, None)),
    }
}

fn dictionary(
    file: &mut SplitFileWriter,
    gathered: &Gathered,
    level: i32,
    pack: &impl Fn(std::io::Result<Vec<u8>>) -> Result<Vec<u8>>,
) -> Result<Option<Section>> {
    let bytes = match &gathered.dictionary {
        Sorted::None => return Ok(None),
        Sorted::Texts { bytes, places } => {
            let each = places.iter().map(|(start, end)| bytes.get(*start..*end).unwrap_or_default());
            pack(texts::pack(each, level))?
        }
        Sorted::Addresses(addresses) => StoredAddresses::pack(addresses),
        Sorted::Macs(macs) => StoredMacs::pack(macs),
    };
    file.section(&bytes).map(Some)
}
