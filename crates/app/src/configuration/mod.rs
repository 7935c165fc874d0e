//! The configuration file of `thymus serve`.
//!
//! One YAML file; docs/thymus.yaml is a commented one with every key, and a test reads it. An unknown key, a wrong unit
//! or an address that is none is an error with its line, never a guess.

mod units;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use units::{Age, Size};

/// The most that a configuration may take; more is not a configuration.
const BYTES_MAX: u64 = 1 << 20;

/// Everything that can be configured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// Where everything is kept.
    #[serde(default = "default_data")]
    pub(crate) data: PathBuf,
    /// Where packets come from.
    #[serde(default)]
    pub(crate) sources: Vec<SourceConfiguration>,
    /// The user to become, without privileges, once the interfaces are open.
    #[serde(default)]
    pub(crate) user: Option<String>,
    /// What is inside.
    #[serde(default)]
    pub(crate) networks: Networks,
    /// What is kept, and for how long.
    #[serde(default)]
    pub(crate) keep: Keep,
    /// What is looked for.
    #[serde(default)]
    pub(crate) detection: Detection,
    /// The HTTP API.
    #[serde(default)]
    pub(crate) api: Api,
}

/// One source of packets.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum SourceConfiguration {
    /// A network interface, live.
    Interface(InterfaceSource),
    /// A directory into which captures are put.
    Directory(DirectorySource),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InterfaceSource {
    /// The interface, or `any`.
    pub(crate) name: String,
    /// How many rings share its packets.
    #[serde(default = "one")]
    pub(crate) rings: usize,
    /// The memory of each.
    #[serde(default = "default_ring_bytes")]
    pub(crate) ring_bytes: Size,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectorySource {
    /// The directory. What was read is moved to `done` in it, what cannot be read to `failed`.
    pub(crate) path: PathBuf,
    /// How often it is looked into.
    #[serde(default = "default_every")]
    pub(crate) every: Age,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Networks {
    /// Networks that belong to the organisation, beside the private ones.
    #[serde(default)]
    pub(crate) internal: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Keep {
    /// Packets.
    pub(crate) packets: Bounds,
    /// The content of files.
    pub(crate) files: Bounds,
    /// Records.
    pub(crate) records: RecordBounds,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    /// At most so much on the disk; the oldest goes first.
    #[serde(default)]
    pub(crate) bytes: Option<Size>,
    /// At most so long.
    #[serde(default)]
    pub(crate) age: Option<Age>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RecordBounds {
    /// All records together.
    pub(crate) bytes: Size,
    /// At most so long.
    pub(crate) age: Age,
    /// Kinds that are kept shorter, or in less room.
    pub(crate) kinds: BTreeMap<String, Bounds>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Detection {
    /// The models that come with the program.
    pub(crate) shipped_models: bool,
    /// Directories of models of your own; `models` in the data directory is always read.
    pub(crate) models: Vec<PathBuf>,
    /// How long a record of a live source may be late and still be put in its place.
    pub(crate) lateness: Age,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Api {
    /// Where it listens.
    pub(crate) listen: SocketAddr,
}

impl Default for Keep {
    fn default() -> Self {
        let ten_gigabytes = Bounds { bytes: Some(Size(10 << 30)), age: None };
        Self { packets: ten_gigabytes, files: ten_gigabytes, records: RecordBounds::default() }
    }
}

impl Default for RecordBounds {
    fn default() -> Self {
        Self { bytes: Size(50 << 30), age: Age::days(60), kinds: BTreeMap::new() }
    }
}

impl Default for Detection {
    fn default() -> Self {
        Self { shipped_models: true, models: Vec::new(), lateness: Age::seconds(5) }
    }
}

impl Default for Api {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8440)) }
    }
}

impl Configuration {
    /// Reads a configuration file.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let length = std::fs::metadata(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?
            .len();
        if length > BYTES_MAX {
            bail!("{} has {length} bytes; a configuration has at most {BYTES_MAX}", path.display());
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("the configuration {} is wrong", path.display()))
    }

    /// Reads the text of a configuration.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let configuration: Self = serde_saphyr::from_str(text)?;
        configuration.internal_networks()?;
        Ok(configuration)
    }

    /// The networks that belong to the organisation: address and how many bits of it count.
    pub(crate) fn internal_networks(&self) -> Result<Vec<(IpAddr, u8)>> {
        self.networks.internal.iter().map(|text| network(text)).collect()
    }
}

fn network(text: &str) -> Result<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/').unwrap_or((text, ""));
    let address: IpAddr = address
        .parse()
        .with_context(|| format!("networks.internal: {text:?} is no network; write 203.0.113.0/24"))?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits: u8 = if bits.is_empty() { most } else { bits.parse().unwrap_or(u8::MAX) };
    if bits > most {
        bail!("networks.internal: {text:?} has more bits than an address of its kind");
    }
    Ok((address, bits))
}

fn default_data() -> PathBuf {
    PathBuf::from("data")
}

fn one() -> usize {
    1
}

fn default_ring_bytes() -> Size {
    Size(64 << 20)
}

fn default_every() -> Age {
    Age::seconds(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use thymus_wire::Interval;

    const COMMENTED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/thymus.yaml"));

    #[test]
    fn the_commented_configuration_is_one_and_says_the_defaults() {
        let commented = Configuration::parse(COMMENTED).unwrap();
        let default = Configuration::parse("{}").unwrap();
        assert_eq!(commented.sources.len(), 2);
        assert_eq!(format!("{:?}", commented.keep), format!("{:?}", default.keep));
        assert_eq!(format!("{:?}", commented.detection), format!("{:?}", default.detection));
        assert_eq!(format!("{:?}", commented.api), format!("{:?}", default.api));
    }

    #[test]
    fn sizes_and_ages_are_written_as_on_the_command_line() {
        let text = "keep: { records: { bytes: 1GiB, age: 30d, kinds: { conn: { age: 12h } } } }";
        let keep = Configuration::parse(text).unwrap().keep.records;
        assert_eq!(keep.bytes.0, 1 << 30);
        assert_eq!(keep.kinds["conn"].age.unwrap().0, Interval::from_seconds(12 * 3600));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, part) in [
            ("daat: x", "daat"),
            ("keep:\n  packets: { bytes: 10 parsecs }", "parsecs"),
            ("networks: { internal: [10.0.0.0/33] }", "more bits"),
            ("networks: { internal: [office] }", "no network"),
            ("sources: [ { cable: {} } ]", "cable"),
        ] {
            let error = format!("{:#}", Configuration::parse(text).unwrap_err());
            assert!(error.contains(part), "{text}: {error}");
        }
        let error = format!("{:#}", Configuration::parse("data: x\n\nkeep: { pakets: {} }").unwrap_err());
        assert!(error.contains("line 3"), "{error}");
    }
}
