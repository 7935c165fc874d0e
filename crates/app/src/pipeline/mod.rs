//! One reader, several engines, one writer.
//!
//! Every packet has one worker, chosen by its pair of addresses, so that all that two machines say to each other is
//! seen by one engine. Every worker sees the time of every packet, so that its timers run as if it were alone. With
//! one worker there are no threads at all.

mod batch;
mod lane;
mod output;

pub(crate) use lane::{Lane, lanes};
pub(crate) use output::{Follower, Output};

use crate::file_store;
use anyhow::{Result, anyhow};
use batch::{PacketBatch, RecordBatch, Tray, Wanted};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::sync::Arc;
use std::thread::JoinHandle;
use thymus_capture::Packet;
use thymus_proto::{Engine, Settings, Statistics};

/// Batches that wait between two threads: enough to even out, few enough to bound memory.
const BATCHES_WAITING: usize = 8;

/// What a packet costs beside its bytes, in bytes: the price of its headers and of the flow that it belongs to.
const PACKET_COST_BYTES: u64 = 1000;

/// A lone worker hands on its records after this many packets.
const PACKETS_PER_FLUSH: u32 = 1024;

/// What came out at the end.
pub(crate) struct Finished {
    /// Records by kind.
    pub(crate) records: Vec<(&'static str, u64)>,
    /// What each engine counted.
    pub(crate) statistics: Vec<Statistics>,
}

/// The engines and their threads.
pub(crate) enum Pipeline {
    /// Everything in this thread.
    Alone(Box<Alone>),
    /// A thread for each engine and one for the output.
    Threads(Threads),
}

impl Pipeline {
    pub(crate) fn start(
        workers: usize,
        settings: &Settings,
        output: Output,
        files: &file_store::Keeper,
    ) -> Result<Self> {
        if workers <= 1 {
            return Ok(Self::Alone(Box::new(Alone::new(settings, output, files))));
        }
        Threads::start(workers, settings, output, files).map(Self::Threads)
    }

    pub(crate) fn packet(&mut self, packet: &Packet<'_>) -> Result<()> {
        match self {
            Self::Alone(alone) => alone.packet(packet),
            Self::Threads(threads) => threads.packet(packet),
        }
    }

    pub(crate) fn finish(self) -> Result<Finished> {
        match self {
            Self::Alone(alone) => alone.finish(),
            Self::Threads(threads) => threads.finish(),
        }
    }
}

pub(crate) struct Alone {
    engine: Engine,
    tray: Tray,
    output: Output,
    empty: RecordBatch,
    packets: u32,
}

impl Alone {
    fn new(settings: &Settings, output: Output, files: &file_store::Keeper) -> Self {
        let (engine, tray) = engine(settings, output.wanted(), files);
        Self { engine, tray, output, empty: RecordBatch::default(), packets: 0 }
    }

    fn packet(&mut self, packet: &Packet<'_>) -> Result<()> {
        let Packet { timestamp, link, bytes, wire_length, ordinal, vlan, .. } = *packet;
        self.engine.packet(timestamp, ordinal, link, bytes, wire_length, vlan);
        self.packets += 1;
        if self.packets >= PACKETS_PER_FLUSH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.packets = 0;
        let mut batch = self.tray.take(std::mem::take(&mut self.empty));
        self.output.write(std::slice::from_mut(&mut batch))?;
        self.empty = batch.emptied();
        Ok(())
    }

    fn finish(mut self) -> Result<Finished> {
        self.engine.finish();
        self.flush()?;
        let statistics = vec![self.engine.statistics()];
        Ok(Finished { records: self.output.finish()?, statistics })
    }
}

pub(crate) struct Threads {
    batch: PacketBatch,
    spare: Receiver<PacketBatch>,
    shares: Shares,
    workers: Vec<(Sender<Arc<PacketBatch>>, JoinHandle<Statistics>)>,
    writer: JoinHandle<Result<Output>>,
}

impl Threads {
    fn start(count: usize, settings: &Settings, output: Output, files: &file_store::Keeper) -> Result<Self> {
        let (spare_in, spare) = bounded(BATCHES_WAITING);
        let mut workers = Vec::with_capacity(count);
        let mut trays = Vec::with_capacity(count);
        for number in 0..count {
            let (packets_in, packets) = bounded(BATCHES_WAITING);
            let (records, records_out) = bounded(BATCHES_WAITING);
            let (engine, tray) = engine(settings, output.wanted(), files);
            let (records_back, empty) = bounded(BATCHES_WAITING);
            let worker = Worker { number, engine, tray, packets, spare: spare_in.clone(), records, empty };
            let thread =
                std::thread::Builder::new().name(format!("analyze-{number}")).spawn(|| worker.run())?;
            workers.push((packets_in, thread));
            trays.push((records_out, records_back));
        }
        let writer =
            std::thread::Builder::new().name("write".to_owned()).spawn(move || write(output, &trays))?;
        Ok(Self { batch: PacketBatch::default(), spare, shares: Shares::new(count), workers, writer })
    }

    fn packet(&mut self, packet: &Packet<'_>) -> Result<()> {
        let share = thymus_flow::share_of(packet.link, packet.bytes);
        let worker = self.shares.worker_of(share.bucket, packet.bytes.len());
        self.batch.push(packet, worker, share.for_all);
        if self.batch.is_full() { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<()> {
        let next = self.spare.try_recv().unwrap_or_default();
        let batch = Arc::new(std::mem::replace(&mut self.batch, next));
        for (worker, _) in &self.workers {
            worker.send(Arc::clone(&batch)).map_err(|_| anyhow!("a worker or the writer has stopped"))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Finished> {
        // A writer that failed says why; the failure to send to it says only that it is gone.
        let sent = self.send();
        let threads: Vec<_> = self.workers.drain(..).map(|(_, thread)| thread).collect();
        let statistics: Result<Vec<_>> = threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow!("a worker panicked")))
            .collect();
        let output = self.writer.join().map_err(|_| anyhow!("the writer panicked"))??;
        sent?;
        Ok(Finished { records: output.finish()?, statistics: statistics? })
    }
}

struct Worker {
    number: usize,
    engine: Engine,
    tray: Tray,
    packets: Receiver<Arc<PacketBatch>>,
    /// The way back of batches that everybody has read.
    spare: Sender<PacketBatch>,
    records: Sender<RecordBatch>,
    /// The way back of batches that are written.
    empty: Receiver<RecordBatch>,
}

/// Which worker has which bucket of host pairs: each goes, when it is first seen, to the one that has had the least to do.
struct Shares {
    worker_of_bucket: Vec<Option<u8>>,
    bytes: Vec<u64>,
}

impl Shares {
    fn new(workers: usize) -> Self {
        Self { worker_of_bucket: vec![None; usize::from(u16::MAX) + 1], bytes: vec![0; workers] }
    }

    fn worker_of(&mut self, bucket: u16, bytes: usize) -> usize {
        let idlest =
            || self.bytes.iter().enumerate().min_by_key(|(_, bytes)| **bytes).map_or(0, |(worker, _)| worker);
        let Some(place) = self.worker_of_bucket.get_mut(usize::from(bucket)) else { return 0 };
        let worker = usize::from(*place.get_or_insert_with(|| u8::try_from(idlest()).unwrap_or(0)));
        if let Some(had) = self.bytes.get_mut(worker) {
            // A packet costs something even if it has no content.
            *had += bytes as u64 + PACKET_COST_BYTES;
        }
        worker
    }
}

impl Worker {
    fn run(mut self) -> Statistics {
        while let Ok(batch) = self.packets.recv() {
            self.analyze(&batch);
            if let Some(batch) = Arc::into_inner(batch) {
                // A full channel of spare batches needs no more of them.
                let _ = self.spare.try_send(batch.emptied());
            }
            if self.hand_on().is_err() {
                break;
            }
        }
        self.tray.caused_by(u64::MAX);
        self.engine.finish();
        // Nobody is left to tell when the writer is gone; it says itself why.
        let _ = self.hand_on();
        self.engine.statistics()
    }

    fn analyze(&mut self, batch: &PacketBatch) {
        for (packet, bytes) in batch.iter() {
            self.tray.caused_by(packet.ordinal);
            if packet.worker as usize == self.number {
                let (now, ordinal) = (packet.timestamp, packet.ordinal);
                self.engine.packet(now, ordinal, packet.link, bytes, packet.wire_length, packet.vlan);
            } else if packet.for_all {
                let (now, ordinal) = (packet.timestamp, packet.ordinal);
                self.engine.witness(now, ordinal, packet.link, bytes, packet.wire_length, packet.vlan);
            } else {
                self.engine.advance(packet.timestamp);
            }
        }
    }

    fn hand_on(&mut self) -> Result<(), crossbeam_channel::SendError<RecordBatch>> {
        let empty = self.empty.try_recv().unwrap_or_default();
        self.records.send(self.tray.take(empty))
    }
}

/// Takes one batch of every worker at a time, until all have ended, and gives its memory back.
fn write(mut output: Output, trays: &[(Receiver<RecordBatch>, Sender<RecordBatch>)]) -> Result<Output> {
    loop {
        let mut batches: Vec<RecordBatch> = trays.iter().filter_map(|(tray, _)| tray.recv().ok()).collect();
        if batches.is_empty() {
            return Ok(output);
        }
        output.write(&mut batches)?;
        for (batch, (_, back)) in batches.into_iter().zip(trays) {
            // A worker that has ended needs no memory.
            let _ = back.try_send(batch.emptied());
        }
    }
}

fn engine(settings: &Settings, wanted: Wanted, files: &file_store::Keeper) -> (Engine, Tray) {
    let tray = Tray::default();
    let mut engine = Engine::new(settings.clone(), Box::new(tray.sink(wanted)));
    if let Some(store) = files.store() {
        engine.keep_files(store);
    }
    (engine, tray)
}
