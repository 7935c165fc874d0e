//! The packet store of a data directory.

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use thymus_capture::Packet;
use thymus_capture::store::{PacketStore, StoreError, StoreOptions};
use thymus_wire::{Interval, Timestamp};

/// How long no packet came when those that wait are handed to the operating system. While packets come the store
/// does so by itself; waiting for the disk would only hold up whoever reads them.
const QUIET_AFTER: Interval = Interval::from_millis(500);

/// How often what is too old is looked for.
const EXPIRE_EVERY: Interval = Interval::from_seconds(10);

/// Where a data directory keeps its packets.
pub(crate) fn directory(data: &Path) -> PathBuf {
    data.join("packets")
}

/// Keeps packets where a data directory was asked for.
pub(crate) struct Keeper(Option<Keeping>);

struct Keeping {
    store: PacketStore,
    /// The time of the newest packet that may still wait in memory.
    waits_since: Option<Timestamp>,
    expired: Timestamp,
}

impl Keeper {
    pub(crate) fn open(data: Option<&Path>, options: StoreOptions) -> Result<Self> {
        let Some(data) = data else { return Ok(Self(None)) };
        let directory = directory(data);
        let store = PacketStore::open(&directory, options)
            .with_context(|| format!("cannot open the packet store in {}", directory.display()))?;
        Ok(Self(Some(Keeping { store, waits_since: None, expired: Timestamp::default() })))
    }

    pub(crate) fn keep(&mut self, packet: &Packet<'_>) -> Result<()> {
        let Some(keeping) = &mut self.0 else { return Ok(()) };
        keeping.waits_since = Some(packet.timestamp);
        keeping.store.append(packet).context("cannot keep packets")
    }

    /// As [`Self::keep`] for live capture: a disk that fails ends the keeping of packets, with a word, and nothing else.
    pub(crate) fn keep_while_possible(&mut self, packet: &Packet<'_>) {
        if let Err(error) = self.keep(packet) {
            self.give_up(&error);
        }
    }

    /// As [`Self::advance`] for live capture.
    pub(crate) fn advance_while_possible(&mut self, now: Timestamp) {
        if let Err(error) = self.advance(now) {
            self.give_up(&error);
        }
    }

    fn give_up(&mut self, error: &anyhow::Error) {
        self.0 = None;
        eprintln!("thymus: {error:#}; no more packets are kept, analysis goes on");
    }

    /// Does what is due at the time `now` of the machine's clock. To be called a few times a second.
    pub(crate) fn advance(&mut self, now: Timestamp) -> Result<()> {
        match &mut self.0 {
            Some(keeping) => keeping.advance(now).context("cannot keep packets"),
            None => Ok(()),
        }
    }

    /// Brings everything to the disk. Returns how many packets were left out because the disk was behind.
    pub(crate) fn finish(self) -> Result<u64> {
        let Some(Keeping { mut store, .. }) = self.0 else { return Ok(0) };
        store.sync().context("cannot keep packets")?;
        Ok(store.statistics().packets_dropped)
    }
}

impl Keeping {
    fn advance(&mut self, now: Timestamp) -> Result<(), StoreError> {
        if now - self.expired >= EXPIRE_EVERY {
            self.expired = now;
            self.store.expire(now)?;
        }
        if self.waits_since.is_some_and(|newest| now - newest >= QUIET_AFTER) {
            self.waits_since = None;
            self.store.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thymus_capture::store::{Query, StoreReader};
    use thymus_wire::LinkType;

    const START: Timestamp = Timestamp(1_700_000_000_000_000_000);

    fn keep(keeper: &mut Keeper, timestamp: Timestamp) {
        let bytes = b"no frame that anybody knows";
        let wire_length = bytes.len() as u32;
        let link = LinkType::ETHERNET;
        let packet = Packet { timestamp, link, bytes, wire_length, ordinal: 1, interface: 0, vlan: None };
        keeper.keep(&packet).unwrap();
    }

    fn kept(data: &Path) -> u64 {
        let (from, to) = (Timestamp(0), Timestamp(i64::MAX));
        let everything = Query { host: None, peer: None, port: None, from, to };
        let store = StoreReader::open(directory(data)).unwrap();
        store.extract(&everything, |_| Ok(())).unwrap().packets
    }

    fn data_directory(name: &str) -> PathBuf {
        let data = std::env::temp_dir().join(format!("thymus-keeper-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        data
    }

    #[test]
    fn packets_can_be_seen_when_it_was_quiet_for_a_moment() {
        let data = data_directory("quiet");
        let mut keeper = Keeper::open(Some(&data), StoreOptions::default()).unwrap();
        keep(&mut keeper, START);
        keeper.advance(START + Interval::from_millis(499)).unwrap();
        assert_eq!(kept(&data), 0);
        keeper.advance(START + Interval::from_millis(500)).unwrap();
        assert_eq!(kept(&data), 1);
        std::fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn packets_go_when_they_are_too_old_though_none_comes() {
        let options = StoreOptions { age_max: Some(Interval::from_seconds(60)), ..StoreOptions::default() };
        let data = data_directory("age");
        for (seconds, count) in [(55, 1), (75, 0)] {
            let mut keeper = Keeper::open(Some(&data), options).unwrap();
            if kept(&data) == 0 {
                keep(&mut keeper, START);
            }
            keeper.advance(START + Interval::from_seconds(seconds)).unwrap();
            keeper.finish().unwrap();
            assert_eq!(kept(&data), count, "after {seconds} seconds");
        }
        std::fs::remove_dir_all(&data).unwrap();
    }
}
