//! Cutting a stream into fragments, and finding the next one after a hole.

use super::association::Association;
use super::datagram::Datagrams;
use super::parser::{Fragment, HEADER_BYTES, Header};
use super::probe::begins_message;
use crate::protocol::{Analyzer, Carrier};
use crate::{Context, Pending, Side, Step};
use std::sync::Arc;

/// What a server of RPC over HTTP says before anything else (MS-RPCH 2.1.2.1).
pub(super) const HTTP_BANNER: &[u8] = b"ncacn_http/1.0";

/// Bytes are shown in pieces of this size, so that little more than one fragment is ever kept.
const PIECE_BYTES: usize = 32 * 1024;

/// The longest fragment and one piece.
const PENDING_BYTES_MAX: usize = 128 * 1024;

/// Fragments are mostly of 5840 bytes, four segments, and come one after the other.
const PENDING_BYTES_REUSED: usize = 16 * 1024;

/// An association over a stream of bytes each way.
#[derive(Debug, Default)]
pub(super) struct Stream {
    sides: [Half; 2],
    association: Association,
}

#[derive(Debug)]
struct Half {
    pending: Pending,
    /// Where the next fragment begins is not known.
    lost: bool,
    /// How many bytes came so far.
    offset: u64,
}

impl Default for Half {
    fn default() -> Self {
        Self {
            pending: Pending::new(PENDING_BYTES_MAX).reusing(PENDING_BYTES_REUSED),
            lost: false,
            offset: 0,
        }
    }
}

impl Stream {
    pub(super) fn of_pipe(pipe: Option<Arc<str>>) -> Self {
        Self { association: Association::of_pipe(pipe), ..Self::default() }
    }

    pub(super) fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let Self { sides, association } = self;
        let Some(half) = sides.get_mut(from.index()) else { return };
        let Half { pending, lost, offset } = half;
        for piece in bytes.chunks(PIECE_BYTES) {
            let read = |bytes: &[u8]| read_one(cx, association, lost, *offset, from, bytes);
            if pending.feed(piece, read).is_err() {
                *lost = true;
            }
            *offset = offset.saturating_add(piece.len() as u64);
        }
    }

    pub(super) fn gap(&mut self, from: Side) {
        if let Some(half) = self.sides.get_mut(from.index()) {
            half.pending.clear();
            half.lost = true;
        }
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        self.association.closed(cx);
    }
}

fn read_one(
    cx: &mut Context<'_>,
    association: &mut Association,
    lost: &mut bool,
    offset: u64,
    from: Side,
    bytes: &[u8],
) -> Step {
    if bytes.starts_with(HTTP_BANNER) {
        return Step::Took(HTTP_BANNER.len());
    }
    let Some(header) = Header::read(bytes) else {
        if begins_message(bytes) {
            return Step::Need(HEADER_BYTES);
        }
        if !std::mem::replace(lost, true) && association.is_confirmed() {
            cx.weird("DCE_RPC", "dce_rpc_invalid_header", offset);
        }
        return Step::Took(next_message(bytes));
    };
    let length = usize::from(header.length);
    let Some(whole) = bytes.get(..length) else { return Step::Need(length) };
    *lost = false;
    match Fragment::read(header, whole) {
        Some(fragment) => association.fragment(cx, from, &fragment),
        None => cx.weird("DCE_RPC", "dce_rpc_invalid_verifier", offset),
    }
    Step::Took(length)
}

/// How many bytes to pass over to stand where a message may begin; all of them if none does.
fn next_message(bytes: &[u8]) -> usize {
    let starts = memchr::memchr_iter(5, bytes).filter(|&start| start > 0);
    let mut possible = starts.filter(|&start| bytes.get(start..).is_some_and(begins_message));
    possible.next().unwrap_or(bytes.len())
}

/// A flow of RPC: a stream, or datagrams.
#[derive(Debug, Default)]
pub(super) struct Rpc {
    stream: Stream,
    datagrams: Datagrams,
    begun: bool,
}

/// A port that was announced may still carry something else.
fn is_rpc(bytes: &[u8]) -> bool {
    begins_message(bytes) || bytes.starts_with(HTTP_BANNER)
}

impl Analyzer for Rpc {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        match Carrier::of(cx.flow.transport) {
            Some(Carrier::Datagram) => self.datagrams.data(cx, bytes),
            _ if !std::mem::replace(&mut self.begun, true) && !is_rpc(bytes) => cx.reject(),
            _ => self.stream.data(cx, from, bytes),
        }
    }

    fn gap(&mut self, _cx: &mut Context<'_>, from: Side, _length: u64) {
        self.stream.gap(from);
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.stream.closed(cx);
        self.datagrams.closed(cx);
    }
}
