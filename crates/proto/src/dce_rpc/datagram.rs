//! Connectionless messages, version 4 (C706 12.5): one call or a fragment of it in each datagram.

use super::interfaces::{self, Interface};
use super::ndr::Ndr;
use super::record::DceRpc;
use super::{Uuid, codes};
use crate::Context;
use std::collections::VecDeque;
use thymus_record::Timestamp;

/// Bytes before the body.
const HEADER_BYTES: usize = 80;

/// At most this many calls of one flow wait for their responses; the oldest goes out without one.
const CALLS_MAX: usize = 64;

const KIND_REQUEST: u8 = 0;
const KIND_RESPONSE: u8 = 2;
const KIND_FAULT: u8 = 3;
const KIND_REJECT: u8 = 6;
const KIND_MAX: u8 = 10;

/// In the first flags: this is one of several fragments.
const FLAG_FRAGMENT: u8 = 0x04;

/// What every message begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    kind: u8,
    interface: Uuid,
    activity: Uuid,
    sequence: u32,
    opnum: u16,
    /// The number of this fragment; 0 for a whole message.
    fragment: u16,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        let &[version, kind, flags, flags2, integers, floats, 0, _, ..] =
            bytes.first_chunk::<HEADER_BYTES>()?
        else {
            return None;
        };
        let possible = version == 4 && kind <= KIND_MAX && flags2 <= 3 && floats <= 3;
        if !possible || !matches!(integers, 0x00 | 0x10) {
            return None;
        }
        let little_endian = integers == 0x10;
        let mut ndr = Ndr::header(bytes, little_endian);
        ndr.take(24).ok()?;
        let interface = Uuid::read(ndr.reader(), little_endian).ok()?;
        let activity = Uuid::read(ndr.reader(), little_endian).ok()?;
        ndr.take(8).ok()?;
        let sequence = ndr.u32().ok()?;
        let opnum = ndr.u16().ok()?;
        ndr.take(4).ok()?;
        let body_length = ndr.u16().ok()?;
        let number = ndr.u16().ok()?;
        let fragment = if flags & FLAG_FRAGMENT == 0 { 0 } else { number };
        let fits = usize::from(body_length) <= bytes.len() - HEADER_BYTES;
        fits.then_some(Self { kind, interface, activity, sequence, opnum, fragment })
    }
}

/// Whether a datagram is such a message.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    bytes.first() == Some(&4) && Header::read(bytes).is_some_and(|header| header.interface != Uuid::NIL)
}

/// The calls of one flow.
#[derive(Debug, Default)]
pub(super) struct Datagrams {
    waiting: VecDeque<(Timestamp, Header)>,
}

impl Datagrams {
    pub(super) fn data(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let Some(header) = Header::read(bytes) else { return };
        match header.kind {
            KIND_REQUEST if header.fragment == 0 => self.request(cx, header),
            KIND_RESPONSE if header.fragment == 0 => self.answer(cx, &header, None),
            KIND_FAULT | KIND_REJECT => {
                let status = bytes.get(HEADER_BYTES..).and_then(|body| body.first_chunk());
                let little_endian = bytes.get(4) == Some(&0x10);
                let status = status.map(|&status| match little_endian {
                    true => u32::from_le_bytes(status),
                    false => u32::from_be_bytes(status),
                });
                self.answer(cx, &header, status);
            }
            _ => {}
        }
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        while let Some((ts, header)) = self.waiting.pop_front() {
            emit(cx, ts, &header, None, false);
        }
    }

    /// A request that was sent again is the same call.
    fn request(&mut self, cx: &mut Context<'_>, header: Header) {
        if self.waiting.iter().any(|(_, waiting)| waiting.is_same_call(&header)) {
            return;
        }
        if self.waiting.len() >= CALLS_MAX
            && let Some((ts, oldest)) = self.waiting.pop_front()
        {
            cx.weird("DCE_RPC", "dce_rpc_too_many_calls", 0);
            emit(cx, ts, &oldest, None, false);
        }
        self.waiting.push_back((cx.now, header));
    }

    fn answer(&mut self, cx: &mut Context<'_>, header: &Header, fault: Option<u32>) {
        let index = self.waiting.iter().position(|(_, waiting)| waiting.is_same_call(header));
        if let Some((ts, request)) = index.and_then(|index| self.waiting.remove(index)) {
            emit(cx, ts, &request, fault, true);
        }
    }
}

impl Header {
    fn is_same_call(&self, other: &Self) -> bool {
        self.activity == other.activity && self.sequence == other.sequence
    }
}

fn emit(cx: &mut Context<'_>, ts: Timestamp, request: &Header, fault: Option<u32>, answered: bool) {
    let record = DceRpc {
        head: cx.head_at(ts),
        rtt: answered.then(|| cx.now - ts),
        named_pipe: None,
        endpoint: Some(interfaces::endpoint_name(request.interface).into()),
        operation: interfaces::operation_name(Interface::find(request.interface), request.opnum),
        interface_uuid: Some(request.interface.to_string().into()),
        opnum: request.opnum,
        context_id: None,
        call_id: request.sequence,
        ndr: Some("NDR32"),
        auth_type: None,
        auth_level: None,
        fault: fault.map(codes::fault_name),
        account: None,
        account_inferred: None,
        inferred: None,
        inferred_reason: None,
    };
    cx.emit(&record);
}
