//! One layer of a flow: first a search for its protocol, then the analyzer that was found.

use crate::protocol::{Carrier, Probe, Verdict};
use crate::registry::{self, Candidates};
use crate::{Analyzer, Context, Protocol};
use smallvec::SmallVec;
use thymus_flow::Side;

/// At most this many bytes of each side are kept while the protocol is not known.
const PROBE_BYTES_MAX: usize = 4096;

/// At most this many pieces of a stream, or datagrams, are probed.
const PROBE_ATTEMPTS_MAX: u8 = 16;

/// The same for a stream that may begin anywhere: the next message may be far away, after a long body.
const PROBE_ATTEMPTS_ANYWHERE_MAX: u8 = 250;

/// At most this many datagrams of a flow whose protocol is known are searched for another one.
const STRANGERS_MAX: u8 = 16;

/// A flow whose analyzers have given up this often is left alone.
const REJECTIONS_MAX: u8 = 2;

/// A flow's bytes at one level: the transport's own payload, or what is carried inside another protocol.
#[derive(Default)]
pub struct Layer {
    state: State,
    attempts: u8,
    rejections: u8,
    strangers: u8,
    /// Bytes may begin anywhere: a hole was seen, or an analyzer gave up half way.
    unanchored: bool,
    /// Datagrams that are not of the flow's first protocol: otherwise one datagram of another protocol, sent first, would
    /// hide all that follows.
    other: Option<Box<Layer>>,
}

#[derive(Default)]
enum State {
    #[default]
    Fresh,
    Probing(Box<Probing>),
    Active(Active),
    Recognised(&'static Protocol),
    Settled,
}

struct Active {
    protocol: &'static Protocol,
    analyzer: Box<dyn Analyzer>,
}

/// What came before the protocol was known, in order.
#[derive(Default)]
struct Probing {
    sides: [Vec<u8>; 2],
    pieces: SmallVec<[(Side, u32); 8]>,
    likely: Option<&'static Protocol>,
}

impl Layer {
    /// A layer that is already known to speak this protocol.
    #[must_use]
    pub fn of(protocol: &'static Protocol) -> Self {
        Self { state: State::opened(protocol), ..Self::default() }
    }

    /// Whether a protocol was found that reads the bytes.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.state, State::Active(_))
    }

    /// The next bytes of this side.
    pub fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.is_strange(cx, from, bytes) && self.other_takes(cx, from, bytes) {
            return;
        }
        match &mut self.state {
            State::Active(active) => active.analyzer.data(cx, from, bytes),
            State::Recognised(_) if self.strangers < STRANGERS_MAX && is_datagram(cx) => {}
            State::Recognised(_) | State::Settled => return cx.stop(),
            State::Fresh | State::Probing(_) => self.probe(cx, from, bytes),
        }
        self.after_rejection(cx);
    }

    /// A hole in the stream of this side.
    pub fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        self.unanchored = true;
        match &mut self.state {
            State::Active(active) => active.analyzer.gap(cx, from, length),
            State::Probing(_) => self.state = State::Fresh,
            State::Fresh | State::Recognised(_) | State::Settled => {}
        }
        self.after_rejection(cx);
    }

    /// This side's stream is over.
    pub fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let State::Active(active) = &mut self.state {
            active.analyzer.ended(cx, from);
        }
    }

    /// The flow is over.
    pub fn closed(&mut self, cx: &mut Context<'_>) {
        if let State::Probing(probing) = &mut self.state
            && let Some(protocol) = probing.likely
        {
            self.settle_on(cx, protocol);
        }
        if let State::Active(active) = &mut self.state {
            active.analyzer.closed(cx);
        }
        if let Some(other) = &mut self.other {
            other.closed(cx);
        }
    }

    /// Whether a datagram is not of the protocol that the flow's first ones were of.
    fn is_strange(&mut self, cx: &Context<'_>, from: Side, bytes: &[u8]) -> bool {
        let protocol = match &self.state {
            State::Active(Active { protocol, .. }) | State::Recognised(protocol) => *protocol,
            _ => return false,
        };
        let carrier = match Carrier::of(cx.flow.transport) {
            Some(carrier @ (Carrier::Datagram | Carrier::Message)) => carrier,
            _ => return false,
        };
        if self.strangers >= STRANGERS_MAX || cx.expected().is_some() {
            return false;
        }
        let strange = (protocol.probe)(&self.question(cx, carrier, from, bytes, &[])) == Verdict::NotMine;
        self.strangers += u8::from(strange || matches!(self.state, State::Recognised(_)));
        strange
    }

    /// Shows a datagram to the layer of other protocols; true if one of them knows it.
    fn other_takes(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> bool {
        let stopped = cx.shared.stopped;
        let other = self.other.get_or_insert_default();
        other.data(cx, from, bytes);
        let knows = matches!(other.state, State::Active(_) | State::Recognised(_));
        cx.shared.stopped = stopped;
        knows
    }

    fn probe(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        self.attempts = self.attempts.saturating_add(1);
        match Carrier::of(cx.flow.transport) {
            Some(Carrier::Stream) => self.probe_stream(cx, from, bytes),
            Some(carrier) => self.probe_datagram(cx, carrier, from, bytes),
            None => self.give_up(cx),
        }
    }

    fn probe_datagram(&mut self, cx: &mut Context<'_>, carrier: Carrier, from: Side, bytes: &[u8]) {
        let probe = self.question(cx, carrier, from, bytes, &[]);
        let found = search(&probe);
        if let Some(protocol) = found.certain.or(found.likely) {
            cx.confirm(protocol.name);
            self.state = State::opened(protocol);
            return self.replay(cx, from, bytes);
        }
        if self.attempts >= PROBE_ATTEMPTS_MAX {
            self.give_up(cx);
        }
    }

    fn probe_stream(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let State::Probing(probing) = &self.state else {
            let found = search(&self.question(cx, Carrier::Stream, from, bytes, &[]));
            return match found.certain {
                Some(protocol) => self.begin(cx, protocol, from, bytes),
                None => self.keep(cx, from, bytes, &found),
            };
        };
        let mut own = probing.of(from).to_vec();
        own.extend_from_slice(bytes);
        let found = search(&self.question(cx, Carrier::Stream, from, &own, probing.of(from.other())));
        if found.certain.is_none() && self.anywhere(cx) {
            let alone = search(&self.question(cx, Carrier::Stream, from, bytes, &[]));
            if let Some(protocol) = alone.certain {
                return self.begin(cx, protocol, from, bytes);
            }
        }
        self.keep(cx, from, bytes, &found);
        if let Some(protocol) = found.certain {
            self.settle_on(cx, protocol);
        }
    }

    /// Opens the protocol at this piece; what came before it is not part of it.
    fn begin(&mut self, cx: &mut Context<'_>, protocol: &'static Protocol, from: Side, bytes: &[u8]) {
        cx.confirm(protocol.name);
        self.state = State::opened(protocol);
        self.replay(cx, from, bytes);
    }

    /// Whether the stream's bytes may begin anywhere.
    fn anywhere(&self, cx: &Context<'_>) -> bool {
        self.unanchored || cx.flow.midstream
    }

    fn question<'a>(
        &self,
        cx: &'a Context<'_>,
        carrier: Carrier,
        from: Side,
        bytes: &'a [u8],
        other: &'a [u8],
    ) -> Probe<'a> {
        let midstream = self.anywhere(cx);
        Probe { carrier, from, bytes, other, endpoints: &cx.flow.endpoints, midstream }
    }

    /// Keeps the bytes until more is known; a stream that may begin anywhere is probed piece by piece instead.
    fn keep(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8], found: &Found) {
        let anywhere = self.anywhere(cx);
        let mut probing = match std::mem::take(&mut self.state) {
            State::Probing(probing) => probing,
            _ => Box::default(),
        };
        let full = !probing.push(from, bytes);
        probing.likely = found.likely.or(probing.likely);
        let nothing_fits = !found.unsure && found.certain.is_none();
        let likely = probing.likely;
        let dropped = anywhere && nothing_fits;
        if !dropped {
            self.state = State::Probing(probing);
        }
        let attempts_max = if anywhere { PROBE_ATTEMPTS_ANYWHERE_MAX } else { PROBE_ATTEMPTS_MAX };
        let exhausted = (full && !dropped) || self.attempts >= attempts_max;
        if exhausted && found.certain.is_none() {
            match likely {
                Some(protocol) => self.settle_on(cx, protocol),
                None => self.give_up(cx),
            }
        }
    }

    /// Opens the protocol and shows it what was kept.
    fn settle_on(&mut self, cx: &mut Context<'_>, protocol: &'static Protocol) {
        cx.confirm(protocol.name);
        let kept = std::mem::replace(&mut self.state, State::opened(protocol));
        let State::Probing(probing) = kept else { return };
        let mut offsets = [0usize; 2];
        for (from, length) in probing.pieces {
            let Some(offset) = offsets.get_mut(from.index()) else { continue };
            let end = *offset + length as usize;
            let piece = probing.sides.get(from.index()).and_then(|side| side.get(*offset..end));
            *offset = end;
            self.replay(cx, from, piece.unwrap_or_default());
        }
    }

    fn replay(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        match &mut self.state {
            State::Active(active) if !cx.shared.rejected => active.analyzer.data(cx, from, bytes),
            State::Active(_) => {}
            State::Recognised(_) if is_datagram(cx) => {}
            _ => cx.stop(),
        }
    }

    fn give_up(&mut self, cx: &mut Context<'_>) {
        self.state = State::Settled;
        cx.stop();
    }

    fn after_rejection(&mut self, cx: &mut Context<'_>) {
        if !std::mem::take(&mut cx.shared.rejected) {
            return;
        }
        if let State::Active(active) = &mut self.state {
            active.analyzer.closed(cx);
            cx.shared.services.remove(active.protocol.name);
        }
        self.rejections += 1;
        self.unanchored = true;
        self.state = State::Fresh;
        if self.rejections >= REJECTIONS_MAX {
            self.give_up(cx);
        }
    }
}

fn is_datagram(cx: &Context<'_>) -> bool {
    matches!(Carrier::of(cx.flow.transport), Some(Carrier::Datagram | Carrier::Message))
}

impl State {
    fn opened(protocol: &'static Protocol) -> Self {
        match protocol.open {
            Some(open) => Self::Active(Active { protocol, analyzer: open() }),
            None => Self::Recognised(protocol),
        }
    }
}

impl Probing {
    fn of(&self, from: Side) -> &[u8] {
        self.sides.get(from.index()).map_or(&[], Vec::as_slice)
    }

    /// False when the side's limit is reached; the bytes are kept all the same, being one piece of a segment's size.
    fn push(&mut self, from: Side, bytes: &[u8]) -> bool {
        let Some(side) = self.sides.get_mut(from.index()) else { return false };
        side.extend_from_slice(bytes);
        self.pieces.push((from, bytes.len().try_into().unwrap_or(u32::MAX)));
        side.len() < PROBE_BYTES_MAX
    }
}

/// What the probes said.
#[derive(Default)]
struct Found {
    certain: Option<&'static Protocol>,
    /// Unsure, and the flow is on its well-known port.
    likely: Option<&'static Protocol>,
    /// Some probe was unsure.
    unsure: bool,
}

/// Asks the protocols of the flow's ports first, then all others of the carrier.
fn search(probe: &Probe<'_>) -> Found {
    let mut found = Found::default();
    let registry = registry::candidates(probe.carrier);
    for port in [probe.endpoints.resp_p, probe.endpoints.orig_p] {
        for protocol in registry.of_port(port) {
            match (protocol.probe)(probe) {
                Verdict::Certain => return Found { certain: Some(protocol), ..found },
                Verdict::Unsure => {
                    found.unsure = true;
                    found.likely = found.likely.or(Some(protocol));
                }
                Verdict::NotMine => {}
            }
        }
    }
    search_all(registry, probe, found)
}

fn search_all(registry: &Candidates, probe: &Probe<'_>, mut found: Found) -> Found {
    for protocol in registry.all() {
        match (protocol.probe)(probe) {
            Verdict::Certain => return Found { certain: Some(protocol), ..found },
            Verdict::Unsure => found.unsure = true,
            Verdict::NotMine => {}
        }
    }
    found
}
