//! The configuration file of `thymus serve`.
//!
//! One YAML file; docs/thymus.yaml is a commented one with every key, and a test reads it. An unknown key, a wrong unit
//! or an address that is none is an error with its line, never a guess.

#[cfg(test)]
mod tests;
mod units;

use crate::registry::registry;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use thymus_entity::Networks as OwnNetworks;
use thymus_store::{Limit, Options, Retention};
use thymus_web::{MetricsAccess, Settings, Token};
use units::{Age, Size};

/// Networks that are one's own without being named (RFC 1918, RFC 4193); link-local addresses are too.
const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

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
    /// Who may read `/metrics`.
    pub(crate) metrics: Metrics,
    /// How long a search may take before it gives what it has.
    pub(crate) search_time: Age,
    /// How many searches go on at once.
    pub(crate) searches: usize,
}

/// Who may read `/metrics`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Metrics {
    /// Whoever has the token.
    Token,
    /// Everybody who can reach the API.
    Open,
    /// Nobody.
    Off,
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
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8440)),
            metrics: Metrics::Token,
            search_time: Age::seconds(30),
            searches: 4,
        }
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
        configuration.own_networks()?;
        configuration.check()?;
        Ok(configuration)
    }

    /// What its shape alone does not tell.
    fn check(&self) -> Result<()> {
        if self.keep.files.age.is_some() {
            bail!("keep.files.age: the content of files is kept by size alone; give `bytes`");
        }
        if let Some(kind) = self.keep.records.kinds.keys().find(|kind| registry().kind(kind).is_none()) {
            bail!("keep.records.kinds: there is no kind {kind:?}; `thymus records` lists those there are");
        }
        if self.api.searches == 0 || self.api.search_time.0.0 <= 0 {
            bail!("api: at least one search, and some time for it, is needed");
        }
        Ok(())
    }

    /// The networks that belong to the organisation.
    pub(crate) fn own_networks(&self) -> Result<OwnNetworks> {
        self.networks.internal.iter().try_for_each(|text| network(text))?;
        let all = PRIVATE.iter().copied().chain(self.networks.internal.iter().map(String::as_str));
        let all = all.map(|text| {
            text.parse::<thymus_entity::Prefix>().with_context(|| format!("networks.internal: {text:?}"))
        });
        Ok(OwnNetworks::new(all.collect::<Result<_>>()?))
    }

    /// How the store behaves.
    pub(crate) fn store_options(&self) -> Options {
        let records = &self.keep.records;
        let kinds = records.kinds.iter().map(|(kind, bounds)| {
            let age = bounds.age.unwrap_or(records.age);
            (kind.clone(), Limit { age_max: Some(age.0), bytes_max: bounds.bytes.map(|size| size.0) })
        });
        let retention = Retention {
            every_kind: Limit { age_max: Some(records.age.0), bytes_max: None },
            kinds: kinds.collect(),
            bytes_max: Some(records.bytes.0),
        };
        Options { retention, ..Options::default() }
    }
}

impl Api {
    /// How the API behaves.
    pub(crate) fn settings(&self, token: Token) -> Settings {
        Settings {
            metrics: match self.metrics {
                Metrics::Token => MetricsAccess::Token,
                Metrics::Open => MetricsAccess::Open,
                Metrics::Off => MetricsAccess::Off,
            },
            search_time: self.search_time.duration(),
            searches_max: self.searches,
            ..Settings::new(token)
        }
    }
}

/// Tells what is wrong with a network.
fn network(text: &str) -> Result<()> {
    let (address, bits) = text.split_once('/').unwrap_or((text, ""));
    let address: IpAddr = address
        .parse()
        .with_context(|| format!("networks.internal: {text:?} is no network; write 203.0.113.0/24"))?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits: u8 = if bits.is_empty() { most } else { bits.parse().unwrap_or(u8::MAX) };
    if bits > most {
        bail!("networks.internal: {text:?} has more bits than an address of its kind");
    }
    Ok(())
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
