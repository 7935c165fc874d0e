//! Engines that are fed by readers of their own, as live rings are, and share one output.

use super::batch::{RecordBatch, Tray};
use super::output::Output;
use super::{BATCHES_WAITING, engine};
use crate::clock;
use crate::file_store;
use anyhow::{Context as _, Result, anyhow};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use std::thread::JoinHandle;
use std::time::Duration;
use thymus_capture::Packet;
use thymus_proto::{Engine, Settings};
use thymus_wire::Timestamp;

/// So long nothing comes until whoever follows the records is told the time.
const IDLE_AFTER: Duration = Duration::from_millis(200);

/// One engine, and the way of its records to the output.
pub(crate) struct Lane {
    engine: Engine,
    tray: Tray,
    records: Sender<RecordBatch>,
}

/// As many lanes as there are readers, and the thread that writes what comes from them, as it comes.
pub(crate) fn lanes(
    count: usize,
    settings: &Settings,
    output: Output,
    files: &file_store::Keeper,
) -> Result<(Vec<Lane>, JoinHandle<Result<Output>>)> {
    let (records, records_out) = bounded(BATCHES_WAITING);
    let wanted = output.wanted();
    let lanes = (0..count).map(|ring| {
        let mut settings = settings.clone();
        settings.flow.ring = u8::try_from(ring).unwrap_or(u8::MAX);
        let (engine, tray) = engine(&settings, wanted.clone(), files);
        Lane { engine, tray, records: records.clone() }
    });
    let lanes = lanes.collect();
    let writer = std::thread::Builder::new()
        .name("write".to_owned())
        .spawn(move || write(output, &records_out))
        .context("cannot start a thread")?;
    Ok((lanes, writer))
}

impl Lane {
    pub(crate) fn packet(&mut self, packet: &Packet<'_>) {
        let Packet { timestamp, link, bytes, wire_length, ordinal, vlan, .. } = *packet;
        self.engine.packet(timestamp, ordinal, link, bytes, wire_length, vlan);
    }

    /// Lets time pass without a packet.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        self.engine.advance(now);
    }

    /// Sends the records so far on their way.
    pub(crate) fn hand_on(&mut self) -> Result<()> {
        let batch = self.tray.take(RecordBatch::default());
        if batch.entries.is_empty() {
            return Ok(());
        }
        self.records.send(batch).map_err(|_| anyhow!("the writer has stopped"))
    }

    /// Closes every flow and sends the last records.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.engine.finish();
        self.hand_on()
    }
}

fn write(mut output: Output, records: &Receiver<RecordBatch>) -> Result<Output> {
    loop {
        match records.recv_timeout(IDLE_AFTER) {
            Ok(mut batch) => output.write(std::slice::from_mut(&mut batch))?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(output),
        }
        output.idle(clock::now())?;
    }
}
