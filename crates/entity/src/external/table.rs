//! Which autonomous system and country an address belongs to: the embedded table.
//!
//! The file is `THYMGEO1`, the length of what follows inflated (u32), then a deflate stream of: the date; the numbers of
//! the systems as differences; their names, a line each; the countries, two letters each; then for IPv4 and for the upper
//! halves of IPv6 the points at which anything changes, as three columns: differences of addresses, place of the system
//! plus one, place of the country plus one. Numbers are LEB128. `cargo xtask geography` writes it.

use std::io::Read as _;
use std::net::IpAddr;
use std::sync::LazyLock;

const MAGIC: &[u8; 8] = b"THYMGEO1";

/// No table of the kind is larger, inflated.
const BODY_BYTES_MAX: usize = 64 << 20;

/// A value of a point: the system's place in the upper 24 bits, the country's in the lower eight.
const COUNTRY_BITS: u32 = 8;

static EMBEDDED: LazyLock<Option<Geography>> =
    LazyLock::new(|| Geography::decode(include_bytes!("../../data/geography.bin")).ok());

/// The table.
///
/// The embedded one takes about 11 MB of memory and a lookup some 20 steps.
#[derive(Debug)]
pub struct Geography {
    date: String,
    numbers: Vec<u32>,
    names: String,
    /// Where each name ends in `names`.
    name_ends: Vec<u32>,
    countries: String,
    four: Points<u32>,
    /// For every upper half of an IPv4 address the first point behind its beginning.
    four_places: Vec<u32>,
    six: Points<u64>,
}

/// What is known of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'t> {
    /// The number and the name of the autonomous system that announces it.
    pub system: Option<(u32, &'t str)>,
    /// The two letters (ISO 3166-1) of the country that it is used in.
    pub country: Option<&'t str>,
}

/// Why a table cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GeographyError {
    /// The file does not begin as a table does.
    #[error("this is no table of networks and countries of version 1")]
    NotATable,
    /// The file ends early, or does not inflate to the length that it states.
    #[error("the table is damaged or cut short")]
    Damaged,
    /// The table states a length above 64 MiB.
    #[error("the table would take {0} bytes")]
    TooLarge(usize),
}

#[derive(Debug, Default)]
struct Points<A> {
    starts: Vec<A>,
    values: Vec<u32>,
}

impl Geography {
    /// The table that the program carries. Inflated when first asked for, which takes some 50 ms.
    #[must_use]
    pub fn embedded() -> Option<&'static Self> {
        EMBEDDED.as_ref()
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Fails where the bytes are no table.
    pub fn decode(file: &[u8]) -> Result<Self, GeographyError> {
        let (magic, rest) = file.split_first_chunk().ok_or(GeographyError::NotATable)?;
        if magic != MAGIC {
            return Err(GeographyError::NotATable);
        }
        let (length, packed) = rest.split_first_chunk().ok_or(GeographyError::Damaged)?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > BODY_BYTES_MAX {
            return Err(GeographyError::TooLarge(length));
        }
        let mut body = Vec::with_capacity(length);
        flate2::read::DeflateDecoder::new(packed)
            .take(length as u64)
            .read_to_end(&mut body)
            .map_err(|_| GeographyError::Damaged)?;
        if body.len() != length {
            return Err(GeographyError::Damaged);
        }
        Self::read(&mut body.as_slice()).ok_or(GeographyError::Damaged)
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let date = text(bytes)?;
        let numbers = differences(bytes)?;
        let names = text(bytes)?;
        let mut name_ends: Vec<u32> =
            names.match_indices('\n').map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        name_ends.push(u32::try_from(names.len()).ok()?);
        let countries = text(bytes)?;
        let four = Points::read(bytes, differences)?;
        let six = Points::read(bytes, differences)?;
        let four_places = (0..=u16::MAX)
            .map(|upper| four.starts.partition_point(|&start| start <= u32::from(upper) << 16) as u32)
            .collect();
        Some(Self { date, numbers, names, name_ends, countries, four, four_places, six })
    }

    /// The day of the data, as `YYYY-MM-DD`.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// What is known of an address. IPv4 inside IPv6 is looked up as IPv4.
    #[must_use]
    pub fn place(&self, address: IpAddr) -> Place<'_> {
        let value = match address.to_canonical() {
            // The sources of the table name a country for some of these.
            IpAddr::V4(address)
                if address.is_private() || address.is_link_local() || address.is_loopback() =>
            {
                None
            }
            IpAddr::V4(address) => self.four_value(address.into()),
            IpAddr::V6(address) => {
                self.six.value((u128::from(address) >> 64) as u64, 0, self.six.starts.len())
            }
        };
        self.describe(value.unwrap_or(0))
    }

    fn four_value(&self, address: u32) -> Option<u32> {
        let upper = (address >> 16) as usize;
        let from = self.four_places.get(upper).copied()? as usize;
        let to = self.four_places.get(upper + 1).map_or(self.four.starts.len(), |&place| place as usize);
        self.four.value(address, from, to)
    }

    fn describe(&self, value: u32) -> Place<'_> {
        let system = ((value >> COUNTRY_BITS) as usize).checked_sub(1).and_then(|place| {
            let start = place.checked_sub(1).map_or(Some(0), |before| self.end(before).map(|end| end + 1))?;
            Some((*self.numbers.get(place)?, self.names.get(start..self.end(place)?)?))
        });
        let country = ((value & 0xff) as usize)
            .checked_sub(1)
            .and_then(|place| self.countries.get(place * 2..place * 2 + 2));
        Place { system, country }
    }

    fn end(&self, place: usize) -> Option<usize> {
        self.name_ends.get(place).map(|&end| end as usize)
    }
}

impl<A: Copy + Ord> Points<A> {
    fn read(bytes: &mut &[u8], starts: impl Fn(&mut &[u8]) -> Option<Vec<A>>) -> Option<Self> {
        let starts = starts(bytes)?;
        let mut systems = Vec::with_capacity(starts.len());
        for _ in 0..starts.len() {
            systems.push(u32::try_from(number(bytes)?).ok()?);
        }
        let (countries, rest) = bytes.split_at_checked(starts.len())?;
        *bytes = rest;
        let pairs = systems.into_iter().zip(countries);
        let values = pairs.map(|(system, &country)| system << COUNTRY_BITS | u32::from(country)).collect();
        Some(Self { starts, values })
    }

    /// The value of the last point at or before the address; the points that may be it stand in `from..to`, or right
    /// before.
    fn value(&self, address: A, from: usize, to: usize) -> Option<u32> {
        let within = self.starts.get(from..to)?.partition_point(|start| *start <= address);
        self.values.get((from + within).checked_sub(1)?).copied()
    }
}

/// A count, then that many numbers, each as the difference to the one before.
fn differences<A: TryFrom<u64>>(bytes: &mut &[u8]) -> Option<Vec<A>> {
    let count = usize::try_from(number(bytes)?).ok()?;
    // Every number takes a byte at least.
    if count > bytes.len() {
        return None;
    }
    let mut all = Vec::with_capacity(count);
    let mut sum = 0u64;
    for _ in 0..count {
        sum = sum.checked_add(number(bytes)?)?;
        all.push(A::try_from(sum).ok()?);
    }
    Some(all)
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(number(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(std::str::from_utf8(text).ok()?.to_owned())
}

fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str) -> Place<'static> {
        Geography::embedded().expect("the embedded table").place(address.parse().unwrap())
    }

    /// Facts that the owners of these addresses publish.
    #[test]
    fn well_known_addresses_are_where_everybody_knows_them_to_be() {
        for (address, number, name, country) in [
            ("8.8.8.8", 15169, "Google", "US"),
            ("9.9.9.9", 19281, "Quad9", "US"),
            ("140.82.121.4", 36459, "GitHub", "US"),
            ("129.132.1.1", 559, "SWITCH", "CH"),
            ("193.0.6.139", 3333, "RIPE", "NL"),
            ("77.88.55.242", 13238, "YANDEX", "RU"),
            ("88.99.0.1", 24940, "Hetzner", "DE"),
            ("2001:4860:4860::8888", 15169, "Google", "US"),
            ("2a01:4f8:1::1", 24940, "Hetzner", "DE"),
            ("2a02:6b8::2:242", 13238, "YANDEX", "RU"),
            ("::ffff:8.8.8.8", 15169, "Google", "US"),
        ] {
            let place = place(address);
            let (found, text) = place.system.unwrap_or_default();
            assert_eq!((found, place.country), (number, Some(country)), "{address}");
            assert!(text.contains(name), "{address}: {text}");
        }
    }

    #[test]
    fn addresses_that_nobody_announces_belong_to_nobody() {
        for address in
            ["10.0.0.1", "192.168.1.1", "127.0.0.1", "192.0.2.1", "224.0.0.1", "0.0.0.0", "::1", "fe80::1"]
        {
            assert_eq!(place(address), Place::default(), "{address}");
        }
        assert_eq!(place("255.255.255.255"), Place::default());
        assert_eq!(place("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), Place::default());
    }

    #[test]
    fn the_data_bears_its_day() {
        assert_eq!(Geography::embedded().unwrap().date(), "2026-06-17");
    }

    #[test]
    fn damaged_tables_are_refused() {
        let file = include_bytes!("../../data/geography.bin");
        assert_eq!(Geography::decode(b"").err(), Some(GeographyError::NotATable));
        assert_eq!(Geography::decode(b"THYMGEO2....").err(), Some(GeographyError::NotATable));
        assert_eq!(Geography::decode(&file[..1000]).err(), Some(GeographyError::Damaged));
        let mut huge = file[..20].to_vec();
        huge[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Geography::decode(&huge).err(), Some(GeographyError::TooLarge(u32::MAX as usize)));
    }

    /// A table by hand: one system, from 1.0.0.0 to before 1.0.1.0, in Australia; and 2001:db8::/32.
    #[test]
    fn a_table_by_hand_is_read_as_described() {
        let mut body = vec![10];
        body.extend_from_slice(b"2026-01-02");
        body.extend_from_slice(&[1, 13, 3]);
        body.extend_from_slice(b"One");
        body.extend_from_slice(&[2]);
        body.extend_from_slice(b"AU");
        body.extend_from_slice(&[2, 0x80, 0x80, 0x80, 0x08, 0x80, 0x02, 1, 0, 1, 0]);
        body.extend_from_slice(&[0]);
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&(body.len() as u32).to_le_bytes());
        let mut encoder = flate2::write::DeflateEncoder::new(file, flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, &body).unwrap();
        let table = Geography::decode(&encoder.finish().unwrap()).unwrap();
        let inside = Place { system: Some((13, "One")), country: Some("AU") };
        let look = |text: &str| table.place(text.parse().unwrap());
        assert_eq!(look("1.0.0.0"), inside);
        assert_eq!(look("1.0.0.255"), inside);
        assert_eq!(look("1.0.1.0"), Place::default());
        assert_eq!(look("0.255.255.255"), Place::default());
        assert_eq!(look("2001:db8::1"), Place::default());
    }
}
