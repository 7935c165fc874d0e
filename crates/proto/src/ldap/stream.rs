//! Messages are cut out of streams and datagrams.

use super::envelope::{self, Envelope, Front, Operation};
use super::sasl::{self, Wrapping};
use super::state::Operations;
use crate::{Analyzer, Context, Layer, Pending, Side, Step, Verdict};

/// Messages up to this length in bytes are read whole, longer ones (great entries, great changes) by their beginning.
const WHOLE_MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Wrappings up to this length in bytes are looked into; longer ones are passed over.
const WRAPPING_BYTES_MAX: usize = 1024 * 1024;

/// LDAP over TCP.
#[derive(Default)]
pub(super) struct OverTcp {
    operations: Operations,
    sides: [Stream; 2],
    tls: Option<Box<Layer>>,
}

/// The bytes of one side.
struct Stream {
    pending: Pending,
    /// Where in a message the bytes begin is not known, after a hole or damage.
    lost: bool,
    /// What is still to come of a message whose rest is of no interest.
    skip: usize,
    /// The same within wrappings.
    skip_wrapped: usize,
}

impl Default for Stream {
    fn default() -> Self {
        Self { pending: Pending::new(WRAPPING_BYTES_MAX + 4), lost: false, skip: 0, skip_wrapped: 0 }
    }
}

impl Analyzer for OverTcp {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some(tls) = &mut self.tls {
            return tls.data(cx, from, bytes);
        }
        let side = self.side(from);
        if side.lost && !begins(bytes) {
            return;
        }
        side.lost = false;
        let mut pending = std::mem::replace(&mut side.pending, Pending::new(0));
        let fed = pending.feed(bytes, |bytes| self.step(cx, from, bytes));
        self.side(from).pending = pending;
        if fed.is_err() {
            self.lose(cx, from, "ldap_message_too_long");
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if let Some(tls) = &mut self.tls {
            return tls.gap(cx, from, length);
        }
        let side = self.side(from);
        side.pending.clear();
        match usize::try_from(length) {
            Ok(length) if length < side.skip => side.skip -= length,
            Ok(length) if length == side.skip && length > 0 => side.skip = 0,
            _ => {
                side.skip = 0;
                side.skip_wrapped = 0;
                side.lost = true;
            }
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let Some(tls) = &mut self.tls {
            tls.ended(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.operations.closed(cx);
        if let Some(tls) = &mut self.tls {
            tls.closed(cx);
        }
    }
}

impl OverTcp {
    fn side(&mut self, from: Side) -> &mut Stream {
        let [originator, responder] = &mut self.sides;
        match from {
            Side::Originator => originator,
            Side::Responder => responder,
        }
    }

    fn lose(&mut self, cx: &mut Context<'_>, from: Side, why: &'static str) {
        self.side(from).lost = true;
        cx.weird("LDAP", why, 0);
    }

    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        if let Some(tls) = &mut self.tls {
            tls.data(cx, from, bytes);
            return Step::Took(bytes.len());
        }
        let side = self.side(from);
        if side.skip > 0 {
            let skipped = side.skip.min(bytes.len());
            side.skip -= skipped;
            return Step::Took(skipped);
        }
        if bytes.first() == Some(&0x30) {
            return self.plain(cx, from, bytes);
        }
        self.wrapped(cx, from, bytes)
    }

    fn plain(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let message = match Envelope::read(bytes) {
            Front::Message(message) => message,
            Front::More => return Step::More,
            Front::Invalid => {
                self.lose(cx, from, "ldap_malformed_message");
                return Step::Drop;
            }
        };
        let whole = bytes.len() >= message.total_bytes;
        let is_entry = message.operation == Operation::SearchResultEntry;
        if !whole && !is_entry && message.total_bytes <= WHOLE_MESSAGE_BYTES_MAX {
            return Step::Need(message.total_bytes);
        }
        self.operations.message(cx, &message);
        if self.operations.is_tls && self.tls.is_none() {
            self.tls = Some(Box::default());
        }
        let there = bytes.len().min(message.total_bytes);
        self.side(from).skip = message.total_bytes - there;
        Step::Took(there)
    }

    fn wrapped(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let Some((&length, content)) = bytes.split_first_chunk() else { return Step::Need(4) };
        let total = match sasl::total_bytes(length) {
            Some(total) if self.operations.may_be_wrapped || sasl::looks_like(bytes) == Verdict::Certain => {
                total
            }
            _ => {
                self.lose(cx, from, "ldap_malformed_message");
                return Step::Drop;
            }
        };
        if sasl::is_sealed_kerberos(bytes) {
            cx.stop();
            return Step::Drop;
        }
        if bytes.len() < total && total <= WRAPPING_BYTES_MAX {
            return Step::Need(total);
        }
        if bytes.len() < total {
            cx.weird("LDAP", "ldap_wrapping_too_long", 0);
            self.side(from).skip = total - bytes.len();
            return Step::Took(bytes.len());
        }
        let content = content.get(..total - 4).unwrap_or_default();
        self.unwrap(cx, from, content);
        Step::Took(total)
    }

    fn unwrap(&mut self, cx: &mut Context<'_>, from: Side, content: &[u8]) {
        let side = self.side(from);
        let skipping = side.skip_wrapped > 0;
        let inside = match sasl::open(content, skipping) {
            Wrapping::Open(inside) => inside,
            Wrapping::Sealed => return cx.stop(),
        };
        let skipped = side.skip_wrapped.min(inside.len());
        side.skip_wrapped -= skipped;
        let mut rest = inside.get(skipped..).unwrap_or_default();
        while let Front::Message(message) = Envelope::read(rest) {
            self.operations.message(cx, &message);
            let there = rest.len().min(message.total_bytes);
            self.side(from).skip_wrapped = message.total_bytes - there;
            rest = rest.get(there..).unwrap_or_default();
        }
    }
}

/// Whether a stream may go on with a message here.
fn begins(bytes: &[u8]) -> bool {
    let plain = envelope::looks_like(bytes) == Verdict::Certain;
    plain || sasl::looks_like(bytes) == Verdict::Certain
}

/// LDAP over UDP. One datagram may hold several messages.
#[derive(Default)]
pub(super) struct OverUdp {
    operations: Operations,
}

impl Analyzer for OverUdp {
    fn data(&mut self, cx: &mut Context<'_>, _from: Side, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let Front::Message(message) = Envelope::read(rest) else {
                return cx.weird("LDAP", "ldap_malformed_message", (bytes.len() - rest.len()) as u64);
            };
            self.operations.message(cx, &message);
            rest = rest.get(message.total_bytes..).unwrap_or_default();
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.operations.closed(cx);
    }
}
