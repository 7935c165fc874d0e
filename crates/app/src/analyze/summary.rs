//! What was read and what came of it, for the eye.

use crate::file_store::Kept;
use crate::pipeline::Finished;
use std::path::PathBuf;
use thymus_capture::Packet;
use thymus_wire::Timestamp;

/// What was read.
#[derive(Default)]
pub(crate) struct Summary {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Summary {
    pub(crate) fn packet(&mut self, packet: &Packet<'_>) {
        self.packets += 1;
        self.bytes += packet.bytes.len() as u64;
        self.first = Some(self.first.map_or(packet.timestamp, |first| first.min(packet.timestamp)));
        self.last = Some(self.last.map_or(packet.timestamp, |last| last.max(packet.timestamp)));
    }

    pub(crate) fn skipped(&self, files: &[PathBuf]) {
        for file in files {
            eprintln!("thymus: {}: no capture, skipped", file.display());
        }
    }

    pub(crate) fn print(&self, finished: &Finished, kept: &Kept) {
        let span = match (self.first, self.last) {
            (Some(first), Some(last)) => (last - first).0 / 1_000_000_000,
            _ => 0,
        };
        let flows: u64 = finished.statistics.iter().map(|worker| worker.flow.flows_opened).sum();
        let suppressed: u64 = finished.statistics.iter().map(|worker| worker.weirds_suppressed).sum();
        eprintln!("{} packets, {} bytes, {span} s of traffic, {flows} flows", self.packets, self.bytes);
        for (kind, records) in &finished.records {
            eprintln!("{records:>12} {kind}");
        }
        if kept.files > 0 {
            eprintln!("{} files kept, {} bytes of them new", kept.files, kept.new_bytes);
        }
        if suppressed > 0 {
            eprintln!("{suppressed:>12} further anomalies, beyond the limit per flow, made no record");
        }
        let repeats: u64 = finished.statistics.iter().map(|worker| worker.repeats).sum();
        if repeats > 0 {
            eprintln!(
                "{repeats:>12} frames told again what arp, nd, lldp or cdp records say, and made no record"
            );
        }
    }
}
