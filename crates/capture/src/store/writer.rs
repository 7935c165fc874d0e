//! Appending packets: they are copied into blocks here, and a thread writes full blocks to the disk.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use thymus_wire::{Interval, Timestamp};

use super::block::{Block, Collector};
use super::error::{StoreError, failed};
use super::layout::{BLOCK_BYTES_MAX, Span};
use super::segment::{Limits, Segments};
use crate::PACKET_BYTES_MAX;
use crate::packet::Packet;

/// How many full blocks may wait for the disk: 32 MiB.
const BLOCKS_WAITING_MAX: usize = 512;
/// The least a store can be limited to: four segments of four blocks.
const STORE_BYTES_MIN: u64 = 16 * BLOCK_BYTES_MAX as u64;
/// A segment spans this part of the time packets are kept, so that they go in steps of it.
const SEGMENTS_PER_AGE: i64 = 8;

/// How a packet store is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreOptions {
    /// The most bytes all files may have together, no less than 16 MiB; the oldest packets go first.
    pub bytes_max: u64,
    /// How long packets are kept, if not for want of room less long: see [`PacketStore::expire`].
    pub age_max: Option<Interval>,
    /// How many bytes a segment takes before the next is begun; at most a quarter of `bytes_max`.
    pub segment_bytes: u64,
    /// After what event time even a small block is handed to the operating system: what a crash may cost.
    pub flush_after: Interval,
    /// What happens while the disk is slower than the packets.
    pub when_behind: WhenBehind,
}

/// What [`PacketStore::append`] does when all buffers wait for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenBehind {
    /// Waits, for captures read from files.
    Wait,
    /// Leaves out packets and counts them, for live capture.
    Drop,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            bytes_max: 10 * 1024 * 1024 * 1024,
            age_max: None,
            segment_bytes: 256 * 1024 * 1024,
            flush_after: Interval::from_seconds(1),
            when_behind: WhenBehind::Wait,
        }
    }
}

/// What a packet store has and did since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreStatistics {
    /// Packets written.
    pub packets_written: u64,
    /// Packets left out because the disk was behind, or failed.
    pub packets_dropped: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Segments there are.
    pub segments: u64,
    /// The time of the oldest packet there is.
    pub oldest: Option<Timestamp>,
}

/// A packet store opened for writing; there can be one at a time.
pub struct PacketStore {
    options: StoreOptions,
    collector: Collector,
    block: Block,
    jobs: Option<SyncSender<Job>>,
    emptied: Receiver<Block>,
    spare: Vec<Block>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    /// Held as long as the store is open.
    _lock: File,
}

enum Job {
    Write(Block),
    /// Answers once everything before is with the operating system, or on the disk.
    Flush {
        sync: bool,
        done: Sender<Result<(), StoreError>>,
    },
    Expire(Timestamp),
}

/// What the writing thread tells.
#[derive(Default)]
struct Shared {
    packets_written: AtomicU64,
    packets_dropped: AtomicU64,
    bytes: AtomicU64,
    segments: AtomicU64,
    oldest: AtomicU64,
    has_failed: AtomicBool,
    failure: Mutex<Option<StoreError>>,
}

impl PacketStore {
    /// Opens the store in a directory, which is made if need be, and recovers what a crash left behind.
    pub fn open(directory: impl AsRef<Path>, options: StoreOptions) -> Result<Self, StoreError> {
        let directory = directory.as_ref();
        fs::create_dir_all(directory).map_err(failed("create", directory))?;
        let lock = lock(directory)?;
        let store_bytes = options.bytes_max.max(STORE_BYTES_MIN);
        let limits = Limits {
            store_bytes,
            segment_bytes: options.segment_bytes.clamp(BLOCK_BYTES_MAX as u64, store_bytes / 4),
            segment_span: options.age_max.map(|age| Interval(age.0 / SEGMENTS_PER_AGE)),
        };
        let segments = Segments::open(directory, limits)?;
        let shared = Arc::new(Shared::default());
        shared.take_stock(&segments);
        let (jobs, to_do) = sync_channel(BLOCKS_WAITING_MAX);
        let (give_back, emptied) = channel();
        let worker = Worker { segments, shared: Arc::clone(&shared), give_back };
        let thread = std::thread::Builder::new()
            .name("packet-store".into())
            .spawn(move || worker.run(&to_do))
            .map_err(failed("start the writing thread of", directory))?;
        Ok(Self {
            options,
            collector: Collector::new(),
            block: Block::new(),
            jobs: Some(jobs),
            emptied,
            spare: Vec::new(),
            shared,
            thread: Some(thread),
            _lock: lock,
        })
    }

    /// Adds a packet. An error of the disk comes once, with a later packet; the store goes on trying. Small blocks
    /// go out by the time of the packets that come, so whoever sees none for a second calls [`Self::flush`].
    #[inline]
    pub fn append(&mut self, packet: &Packet) -> Result<(), StoreError> {
        if packet.bytes.len() > PACKET_BYTES_MAX as usize {
            return Err(StoreError::PacketTooLong);
        }
        let waited = packet.timestamp - self.block.span.first.min(packet.timestamp);
        if !self.block.has_room_for(packet) || waited >= self.options.flush_after {
            self.hand_over(self.options.when_behind)?;
        }
        self.collector.add(&mut self.block, packet);
        Ok(())
    }

    /// Hands everything to the operating system, so that other processes see it and a crash of this one costs nothing.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        self.wait_for(false)
    }

    /// Puts everything on the disk, so that a crash of the machine costs nothing.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        self.wait_for(true)
    }

    /// Removes segments all of whose packets are older than [`StoreOptions::age_max`] at the event time `now`. To be
    /// called now and then with a time that is trusted: a packet's own time may be wrong and would empty the store.
    pub fn expire(&mut self, now: Timestamp) -> Result<(), StoreError> {
        match self.options.age_max {
            Some(age) => self.send(Job::Expire(now - age)),
            None => Ok(()),
        }
    }

    /// What the store has and did.
    #[must_use]
    pub fn statistics(&self) -> StoreStatistics {
        self.shared.statistics()
    }

    fn wait_for(&mut self, sync: bool) -> Result<(), StoreError> {
        self.hand_over(WhenBehind::Wait)?;
        let (done, answer) = channel();
        self.send(Job::Flush { sync, done })?;
        answer.recv().map_err(|_| StoreError::WriterGone)?
    }

    /// Gives the current block to the writing thread and begins another.
    #[cold]
    fn hand_over(&mut self, when_behind: WhenBehind) -> Result<(), StoreError> {
        self.collector.clear();
        if self.block.packets > 0 {
            self.spare.extend(self.emptied.try_iter());
            let next = self.spare.pop().unwrap_or_else(Block::new);
            let full = std::mem::replace(&mut self.block, next);
            match when_behind {
                WhenBehind::Wait => self.send(Job::Write(full))?,
                WhenBehind::Drop => self.send_or_drop(full)?,
            }
        }
        self.shared.failure()
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        self.jobs.as_ref().and_then(|jobs| jobs.send(job).ok()).ok_or(StoreError::WriterGone)
    }

    fn send_or_drop(&mut self, block: Block) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or(StoreError::WriterGone)?;
        match jobs.try_send(Job::Write(block)) {
            Err(TrySendError::Full(Job::Write(mut block))) => {
                self.shared.packets_dropped.fetch_add(block.packets.into(), Ordering::Relaxed);
                block.clear();
                self.spare.push(block);
                Ok(())
            }
            Err(_) => Err(StoreError::WriterGone),
            Ok(()) => Ok(()),
        }
    }
}

impl Drop for PacketStore {
    /// Writes what is left and ends the last segment. Whoever wants to know of errors calls [`Self::flush`] before.
    fn drop(&mut self) {
        let _ = self.hand_over(WhenBehind::Wait);
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn lock(directory: &Path) -> Result<File, StoreError> {
    let path: PathBuf = directory.join("lock");
    let file = File::create(&path).map_err(failed("create", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: directory.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed("lock", &path)(error)),
    }
}

/// The thread that writes.
struct Worker {
    segments: Segments,
    shared: Arc<Shared>,
    give_back: Sender<Block>,
}

impl Worker {
    fn run(mut self, to_do: &Receiver<Job>) {
        for job in to_do {
            match job {
                Job::Write(block) => self.write(block),
                Job::Flush { sync, done } => {
                    let result = if sync { self.segments.sync() } else { Ok(()) };
                    // Whoever asked may have stopped waiting.
                    let _ = done.send(self.shared.failure().and(result));
                }
                Job::Expire(oldest) => {
                    let result = self.segments.expire(oldest);
                    self.shared.note(result);
                }
            }
            self.shared.take_stock(&self.segments);
        }
        let result = self.segments.seal();
        self.shared.note(result);
    }

    fn write(&mut self, mut block: Block) {
        let result = self.segments.write(&mut block);
        let counter =
            if result.is_ok() { &self.shared.packets_written } else { &self.shared.packets_dropped };
        counter.fetch_add(block.packets.into(), Ordering::Relaxed);
        self.shared.note(result);
        self.shared.note(self.segments.keep_up());
        block.clear();
        // The store may be closing and want no more blocks.
        let _ = self.give_back.send(block);
    }
}

impl Shared {
    /// Remembers the first error that nobody has been told of.
    fn note(&self, result: Result<(), StoreError>) {
        if let Err(error) = result {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            self.has_failed.store(true, Ordering::Release);
        }
    }

    /// Tells the error that was noted, once.
    fn failure(&self) -> Result<(), StoreError> {
        if !self.has_failed.swap(false, Ordering::Acquire) {
            return Ok(());
        }
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }

    fn take_stock(&self, segments: &Segments) {
        let (count, bytes, Span { first, .. }) = segments.stock();
        self.segments.store(count, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
        self.oldest.store(first.0.cast_unsigned(), Ordering::Relaxed);
    }

    fn statistics(&self) -> StoreStatistics {
        let oldest = Timestamp(self.oldest.load(Ordering::Relaxed).cast_signed());
        StoreStatistics {
            packets_written: self.packets_written.load(Ordering::Relaxed),
            packets_dropped: self.packets_dropped.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            segments: self.segments.load(Ordering::Relaxed),
            oldest: (oldest != Span::NONE.first).then_some(oldest),
        }
    }
}
