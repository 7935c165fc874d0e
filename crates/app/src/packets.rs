//! The packet store of a data directory.

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use thymus_capture::Packet;
use thymus_capture::store::{PacketStore, StoreOptions};

/// Where a data directory keeps its packets.
pub(crate) fn directory(data: &Path) -> PathBuf {
    data.join("packets")
}

/// Keeps packets where a data directory was asked for.
pub(crate) struct Keeper(Option<PacketStore>);

impl Keeper {
    pub(crate) fn open(data: Option<&Path>, options: StoreOptions) -> Result<Self> {
        let Some(data) = data else { return Ok(Self(None)) };
        let directory = directory(data);
        let store = PacketStore::open(&directory, options)
            .with_context(|| format!("cannot open the packet store in {}", directory.display()))?;
        Ok(Self(Some(store)))
    }

    pub(crate) fn keep(&mut self, packet: &Packet<'_>) -> Result<()> {
        match &mut self.0 {
            Some(store) => store.append(packet).context("cannot keep packets"),
            None => Ok(()),
        }
    }

    /// Hands what waits to the operating system.
    pub(crate) fn flush(&mut self) -> Result<()> {
        match &mut self.0 {
            Some(store) => store.flush().context("cannot keep packets"),
            None => Ok(()),
        }
    }

    /// Brings everything to the disk. Returns how many packets were left out because the disk was behind.
    pub(crate) fn finish(mut self) -> Result<u64> {
        let Some(store) = &mut self.0 else { return Ok(0) };
        store.sync().context("cannot keep packets")?;
        Ok(store.statistics().packets_dropped)
    }
}
