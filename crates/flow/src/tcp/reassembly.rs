//! One direction of a TCP stream put back in order.
//!
//! Positions are relative: the SYN is 0, the first byte 1. Bytes that come in order are handed on straight from the
//! packet; the others wait, copied, behind their hole. A hole is given up when the other end acknowledges bytes beyond
//! it (it has what we never saw), when a limit is reached, or when the flow ends.
//!
//! Where copies of the same bytes differ, **the copy seen first wins** and the difference is reported. To notice
//! differences also in what was handed on already, the last [`RECENT_BYTES_MAX`] unacknowledged bytes are kept.

use std::collections::VecDeque;

/// Delivered bytes kept for comparison until they are acknowledged, per side.
pub(crate) const RECENT_BYTES_MAX: usize = 16 * 1024;
/// Buffers kept for reuse.
const POOL_BUFFERS_MAX: usize = 4096;
/// A buffer that grew beyond this is not kept for reuse.
const POOL_BUFFER_BYTES_MAX: usize = 2 * RECENT_BYTES_MAX;
/// No receiver's window reaches further (RFC 7323 section 2.3: 2^30); bytes beyond are not kept.
const WINDOW_MAX: u64 = 1 << 30;

/// Limits of reassembly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) bytes_per_side: usize,
    pub(crate) segments: usize,
    pub(crate) bytes_total: usize,
    /// Bytes that may wait behind a hole while the other end acknowledges nothing.
    pub(crate) bytes_unacknowledged: usize,
}

/// What comes out of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Output<'a> {
    /// The next bytes.
    Bytes(&'a [u8]),
    /// So many bytes were never seen.
    Gap(u64),
    /// A second copy of the bytes at this position differs from the first.
    Inconsistent(u64),
    /// A limit was reached and a hole given up because of it.
    Limit(&'static str),
}

/// Buffers and the count of bytes held in them, shared by all streams of a table.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    buffers: Vec<Vec<u8>>,
    /// Bytes that wait behind holes or are kept for comparison.
    pub(crate) bytes: usize,
}

impl Pool {
    fn take(&mut self) -> Vec<u8> {
        self.buffers.pop().unwrap_or_default()
    }

    fn give(&mut self, mut buffer: Vec<u8>) {
        let worth_it = buffer.capacity() > 0 && buffer.capacity() <= POOL_BUFFER_BYTES_MAX;
        if worth_it && self.buffers.len() < POOL_BUFFERS_MAX {
            buffer.clear();
            self.buffers.push(buffer);
        }
    }
}

/// Bytes waiting behind a hole. Without data where the bytes are no longer wanted: then only their place is known.
#[derive(Debug)]
struct Segment {
    start: u64,
    end: u64,
    data: Vec<u8>,
}

/// One direction of a connection.
///
/// Invariants: `pending` is sorted, its segments do not overlap, none is empty, and all lie beyond `next`.
/// `recent` ends at `next` or is empty.
#[derive(Debug)]
pub(crate) struct Stream {
    /// Everything before was delivered or given up.
    next: u64,
    /// Everything before was acknowledged.
    acknowledged: u64,
    pending: VecDeque<Segment>,
    pending_bytes: usize,
    recent: Vec<u8>,
    /// Nobody wants the bytes any more.
    stopped: bool,
}

impl Default for Stream {
    fn default() -> Self {
        Self {
            next: 1,
            acknowledged: 1,
            pending: VecDeque::new(),
            pending_bytes: 0,
            recent: Vec::new(),
            stopped: false,
        }
    }
}

impl Stream {
    /// Everything before this position was delivered or given up.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Whether bytes wait behind a hole.
    pub(crate) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// From the delivered edge to the end of the furthest byte that waits.
    fn undelivered(&self) -> u64 {
        self.pending.back().map_or(0, |segment| segment.end - self.next)
    }

    /// Takes `bytes` seen at `start`. `acknowledges` tells whether the other end ever acknowledged anything.
    pub(crate) fn data(
        &mut self,
        start: u64,
        bytes: &[u8],
        acknowledges: bool,
        pool: &mut Pool,
        limits: &Limits,
        out: &mut dyn FnMut(Output<'_>),
    ) {
        let Some(fresh) = self.compare_recent(start, bytes, out) else { return };
        let start = start.max(self.next);
        if start - self.next > WINDOW_MAX {
            out(Output::Limit("TCP_seq_jump"));
            return;
        }
        if start == self.next && self.pending.is_empty() {
            self.deliver(fresh, pool, limits, out);
            return;
        }
        self.fill(start, fresh, pool, limits, out);
        if !acknowledges && self.undelivered() > limits.bytes_unacknowledged as u64 {
            out(Output::Limit("above_hole_data_without_any_acks"));
            self.give_up_hole(pool, limits, out);
        }
    }

    /// The other end has everything before `position`: holes before it will not be filled.
    pub(crate) fn acknowledge(
        &mut self,
        position: u64,
        pool: &mut Pool,
        limits: &Limits,
        out: &mut dyn FnMut(Output<'_>),
    ) {
        if position <= self.acknowledged {
            return;
        }
        self.acknowledged = position;
        if position > self.next {
            self.skip_to(position, pool, limits, out);
        }
        if position >= self.next {
            self.forget_recent(pool);
        }
    }

    /// Moves the edge of a connection whose opening was not seen, without calling it a gap.
    pub(crate) fn move_edge(&mut self, position: u64) {
        if self.pending.is_empty() && self.recent.is_empty() && position > self.next {
            self.next = position;
            self.acknowledged = position;
        }
    }

    /// Hands on all that waits, as no more will come.
    pub(crate) fn flush(&mut self, pool: &mut Pool, limits: &Limits, out: &mut dyn FnMut(Output<'_>)) {
        while self.has_pending() {
            self.give_up_hole(pool, limits, out);
        }
        self.forget_recent(pool);
    }

    /// Keeps counting, but no bytes.
    pub(crate) fn stop(&mut self, pool: &mut Pool) {
        self.stopped = true;
        self.forget_recent(pool);
        for segment in &mut self.pending {
            pool.bytes = pool.bytes.saturating_sub(segment.data.len());
            pool.give(std::mem::take(&mut segment.data));
        }
        self.pending_bytes = 0;
    }

    /// Begins again, for a connection whose numbering was restarted.
    pub(crate) fn restart(&mut self, pool: &mut Pool) {
        let stopped = self.stopped;
        self.stop(pool);
        *self = Self { stopped, ..Self::default() };
    }

    /// Compares what was delivered already; answers the bytes that are new, if any.
    fn compare_recent<'a>(
        &self,
        start: u64,
        bytes: &'a [u8],
        out: &mut dyn FnMut(Output<'_>),
    ) -> Option<&'a [u8]> {
        if start >= self.next {
            return (!bytes.is_empty()).then_some(bytes);
        }
        let old = usize::try_from(self.next - start).unwrap_or(usize::MAX);
        let is_keep_alive = bytes.len() == 1 && old == 1;
        if !is_keep_alive {
            self.compare_old(start, bytes.get(..old.min(bytes.len())).unwrap_or_default(), out);
        }
        bytes.get(old..).filter(|fresh| !fresh.is_empty())
    }

    fn compare_old(&self, start: u64, old: &[u8], out: &mut dyn FnMut(Output<'_>)) {
        let recent_start = self.next.saturating_sub(self.recent.len() as u64);
        let skip = usize::try_from(recent_start.saturating_sub(start)).unwrap_or(usize::MAX);
        let Some(theirs) = old.get(skip..).filter(|theirs| !theirs.is_empty()) else { return };
        let from = usize::try_from(start.max(recent_start) - recent_start).unwrap_or(usize::MAX);
        let ours = self.recent.get(from..).unwrap_or_default();
        report_difference(start.max(recent_start), ours, theirs, out);
    }

    /// Puts `bytes` at `start` where nothing was seen yet, delivering what can be delivered.
    fn fill(
        &mut self,
        mut start: u64,
        mut bytes: &[u8],
        pool: &mut Pool,
        limits: &Limits,
        out: &mut dyn FnMut(Output<'_>),
    ) {
        while !bytes.is_empty() {
            let behind = start < self.next;
            let used = if behind {
                // A limit made the edge pass over these bytes.
                usize::try_from(self.next - start).unwrap_or(usize::MAX).min(bytes.len())
            } else {
                let index = self.pending.partition_point(|segment| segment.end <= start);
                self.fill_one(index, start, bytes, pool, limits, out)
            };
            start += used as u64;
            bytes = bytes.get(used..).unwrap_or_default();
        }
        self.deliver_waiting(pool, limits, out);
    }

    /// Treats the head of `bytes`: the part in one hole, or the part that repeats one waiting segment. Answers its length,
    /// 0 when a hole had to be given up first.
    fn fill_one(
        &mut self,
        index: usize,
        start: u64,
        bytes: &[u8],
        pool: &mut Pool,
        limits: &Limits,
        out: &mut dyn FnMut(Output<'_>),
    ) -> usize {
        let until = |end: u64| usize::try_from(end - start).unwrap_or(usize::MAX).min(bytes.len());
        let room = match self.pending.get(index) {
            Some(segment) if segment.start <= start => {
                let length = until(segment.end);
                let from = usize::try_from(start - segment.start).unwrap_or(usize::MAX);
                let ours = segment.data.get(from..).unwrap_or_default();
                report_difference(start, ours, bytes.get(..length).unwrap_or_default(), out);
                return length;
            }
            Some(segment) => until(segment.start),
            None => bytes.len(),
        };
        let piece = bytes.get(..room).unwrap_or_default();
        if start == self.next {
            self.deliver(piece, pool, limits, out);
            self.deliver_waiting(pool, limits, out);
            return room;
        }
        if let Some(limit) = self.limit_reached(piece.len(), pool, limits) {
            out(Output::Limit(limit));
            if self.has_pending() {
                self.give_up_hole(pool, limits, out);
            } else {
                out(Output::Gap(start - self.next));
                self.set_edge(start, pool);
            }
            return 0;
        }
        self.keep(index, start, piece, pool);
        room
    }

    fn limit_reached(&self, length: usize, pool: &Pool, limits: &Limits) -> Option<&'static str> {
        if self.pending.len() >= limits.segments {
            Some("excessive_segments_above_hole")
        } else if self.pending_bytes.saturating_add(length) > limits.bytes_per_side {
            Some("excessive_data_without_further_acks")
        } else if !self.stopped && pool.bytes.saturating_add(length) > limits.bytes_total {
            Some("reassembly_memory_exhausted")
        } else {
            None
        }
    }

    fn keep(&mut self, index: usize, start: u64, piece: &[u8], pool: &mut Pool) {
        let end = start + piece.len() as u64;
        if self.stopped {
            self.keep_place(index, start, end);
            return;
        }
        let mut data = pool.take();
        data.extend_from_slice(piece);
        self.pending_bytes += piece.len();
        pool.bytes += piece.len();
        self.pending.insert(index, Segment { start, end, data });
    }

    /// Keeps only the place of bytes, growing the neighbour where there is one.
    fn keep_place(&mut self, index: usize, start: u64, end: u64) {
        if let Some(before) = index.checked_sub(1).and_then(|before| self.pending.get_mut(before))
            && before.end == start
        {
            before.end = end;
            return;
        }
        self.pending.insert(index, Segment { start, end, data: Vec::new() });
    }

    /// Delivers `bytes`, which come next.
    fn deliver(&mut self, bytes: &[u8], pool: &mut Pool, limits: &Limits, out: &mut dyn FnMut(Output<'_>)) {
        if !self.stopped {
            self.remember(bytes, pool, limits);
        }
        self.next += bytes.len() as u64;
        out(Output::Bytes(bytes));
    }

    /// Delivers the segments that wait at the edge.
    fn deliver_waiting(&mut self, pool: &mut Pool, limits: &Limits, out: &mut dyn FnMut(Output<'_>)) {
        while self.pending.front().is_some_and(|segment| segment.start <= self.next) {
            let Some(segment) = self.pending.pop_front() else { return };
            self.pending_bytes = self.pending_bytes.saturating_sub(segment.data.len());
            pool.bytes = pool.bytes.saturating_sub(segment.data.len());
            if segment.data.is_empty() {
                self.next = segment.end;
            } else {
                self.deliver(&segment.data, pool, limits, out);
            }
            pool.give(segment.data);
        }
    }

    /// Gives up the first hole and delivers what waited behind it.
    fn give_up_hole(&mut self, pool: &mut Pool, limits: &Limits, out: &mut dyn FnMut(Output<'_>)) {
        let Some(start) = self.pending.front().map(|segment| segment.start) else { return };
        out(Output::Gap(start - self.next));
        self.set_edge(start, pool);
        self.deliver_waiting(pool, limits, out);
    }

    /// Gives up every hole before `position`.
    fn skip_to(&mut self, position: u64, pool: &mut Pool, limits: &Limits, out: &mut dyn FnMut(Output<'_>)) {
        while self.pending.front().is_some_and(|segment| segment.start < position) {
            self.give_up_hole(pool, limits, out);
        }
        if position > self.next {
            out(Output::Gap(position - self.next));
            self.set_edge(position, pool);
        }
        self.deliver_waiting(pool, limits, out);
    }

    fn set_edge(&mut self, position: u64, pool: &mut Pool) {
        self.forget_recent(pool);
        self.next = position;
    }

    /// Keeps a copy of delivered bytes until they are acknowledged.
    fn remember(&mut self, bytes: &[u8], pool: &mut Pool, limits: &Limits) {
        if self.recent.capacity() == 0 {
            if pool.bytes >= limits.bytes_total {
                return;
            }
            self.recent = pool.take();
        }
        let before = self.recent.len();
        let bytes = bytes.get(bytes.len().saturating_sub(RECENT_BYTES_MAX)..).unwrap_or(bytes);
        if before + bytes.len() > RECENT_BYTES_MAX {
            // Dropping half at once makes the cost of moving the rest one copy per byte.
            let keep = (RECENT_BYTES_MAX / 2).min(RECENT_BYTES_MAX - bytes.len()).min(before);
            self.recent.drain(..before - keep);
        }
        self.recent.extend_from_slice(bytes);
        pool.bytes = (pool.bytes + self.recent.len()).saturating_sub(before);
    }

    fn forget_recent(&mut self, pool: &mut Pool) {
        if self.recent.capacity() > 0 {
            pool.bytes = pool.bytes.saturating_sub(self.recent.len());
            pool.give(std::mem::take(&mut self.recent));
        }
    }
}

fn report_difference(position: u64, ours: &[u8], theirs: &[u8], out: &mut dyn FnMut(Output<'_>)) {
    let length = ours.len().min(theirs.len());
    let (ours, theirs) = (ours.get(..length).unwrap_or_default(), theirs.get(..length).unwrap_or_default());
    if ours == theirs {
        return;
    }
    let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    out(Output::Inconsistent(position + same as u64));
}
