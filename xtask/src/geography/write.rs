//! Writes the table; `crates/entity/src/external/table.rs` describes the format and reads it.

use super::ranges::{Points, Range, flatten, join};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::io::Write as _;

/// The autonomous system and the country of a range.
type Owner = (Option<u32>, Option<[u8; 2]>);

const MAGIC: &[u8; 8] = b"THYMGEO1";

/// What the low half of an IPv6 address says is nobody's business but the network's.
const HOST_BITS: u32 = 64;

/// What will be written.
pub(crate) struct Table {
    date: String,
    names: BTreeMap<u32, String>,
    families: Vec<Points<Owner>>,
}

impl Table {
    pub(crate) fn new(date: String) -> Self {
        Self { date, names: BTreeMap::new(), families: Vec::new() }
    }

    /// Adds one family of addresses and tells how many points it came to.
    pub(crate) fn add(
        &mut self,
        halve: bool,
        systems: Vec<Range<(u32, String)>>,
        countries: Vec<Range<[u8; 2]>>,
    ) -> usize {
        let mut numbers = Vec::with_capacity(systems.len());
        for Range { first, last, value: (number, name) } in systems {
            self.names.entry(number).or_insert(name);
            numbers.push(Range { first, last, value: number });
        }
        let points = if halve {
            join(&flatten(&networks(numbers)), &flatten(&networks(countries)))
        } else {
            join(&flatten(&numbers), &flatten(&countries))
        };
        let count = points.len();
        self.families.push(points);
        count
    }

    /// The whole file.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        let body = self.body()?;
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&u32::try_from(body.len()).context("the table is too large")?.to_le_bytes());
        let mut encoder = flate2::write::DeflateEncoder::new(file, flate2::Compression::best());
        encoder.write_all(&body)?;
        Ok(encoder.finish()?)
    }

    fn body(&self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        text(&mut out, &self.date);
        number(&mut out, self.names.len() as u128);
        let mut before = 0;
        for &system in self.names.keys() {
            number(&mut out, u128::from(system - before));
            before = system;
        }
        let names: Vec<String> = self.names.values().map(|name| name.replace('\n', " ")).collect();
        text(&mut out, &names.join("\n"));
        let countries = self.countries();
        text(&mut out, &countries.concat());
        for points in &self.families {
            self.family(&mut out, points, &countries)?;
        }
        Ok(out)
    }

    fn countries(&self) -> Vec<String> {
        let mut codes: Vec<String> = self
            .families
            .iter()
            .flatten()
            .filter_map(|(_, value)| value.and_then(|(_, country)| country))
            .map(|code| String::from_utf8_lossy(&code).into_owned())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Column by column, because like stands next to like then and packs better.
    fn family(
        &self,
        out: &mut Vec<u8>,
        points: &Points<(Option<u32>, Option<[u8; 2]>)>,
        countries: &[String],
    ) -> Result<()> {
        let order: BTreeMap<u32, u128> = self.names.keys().copied().zip(1..).collect();
        number(out, points.len() as u128);
        let mut before = 0;
        for (at, _) in points {
            number(out, at - before);
            before = *at;
        }
        for (_, value) in points {
            let system = value.and_then(|(system, _)| system);
            number(out, system.and_then(|system| order.get(&system).copied()).unwrap_or(0));
        }
        for (_, value) in points {
            let code = value
                .and_then(|(_, country)| country)
                .map(|code| String::from_utf8_lossy(&code).into_owned());
            let place =
                code.and_then(|code| countries.binary_search(&code).ok()).map_or(0, |place| place + 1);
            out.push(u8::try_from(place).context("more than 255 countries")?);
        }
        Ok(())
    }
}

/// Ranges of networks of 64 bits. What is shorter than one is left out: it tells nothing that would be looked up.
fn networks<T>(ranges: Vec<Range<T>>) -> Vec<Range<T>> {
    ranges
        .into_iter()
        .filter(|range| (range.last - range.first) >> HOST_BITS > 0 || is_network(range))
        .map(|range| Range {
            first: range.first >> HOST_BITS,
            last: range.last >> HOST_BITS,
            value: range.value,
        })
        .collect()
}

fn is_network<T>(range: &Range<T>) -> bool {
    let host = (1u128 << HOST_BITS) - 1;
    range.first & host == 0 && range.last & host == host
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u128);
    out.extend_from_slice(text.as_bytes());
}

fn number(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
