//! What a protocol's folder offers to the engine.

use crate::Context;
use thymus_flow::{Endpoints, Side, Transport};
use thymus_record::Schema;

/// A protocol: how to recognise it and how to read it. Each folder has one, named in the registry.
pub struct Protocol {
    /// Zeek's name for `conn.service`: `smb`, `ssl`, `krb_tcp`.
    pub name: &'static str,
    /// What may carry it.
    pub carriers: &'static [Carrier],
    /// Well-known responder ports. A flow on one of them is probed for this protocol first, and taken for it when
    /// its probe stays [`Verdict::Unsure`] to the end; every other port is found by content alone.
    pub ports: &'static [u16],
    /// Looks at the first bytes of a flow.
    pub probe: fn(&Probe<'_>) -> Verdict,
    /// Makes the state for one flow; absent for a protocol that is recognised and named without being read.
    pub open: Option<fn() -> Box<dyn Analyzer>>,
    /// The kinds of record it makes.
    pub records: &'static [fn() -> &'static Schema],
}

impl Protocol {
    /// A protocol that is recognised and named, without being read.
    #[must_use]
    pub const fn recognised(
        name: &'static str,
        carriers: &'static [Carrier],
        ports: &'static [u16],
        probe: fn(&Probe<'_>) -> Verdict,
    ) -> Self {
        Self { name, carriers, ports, probe, open: None, records: &[] }
    }
}

/// What carries a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A TCP stream, or a stream inside another protocol.
    Stream,
    /// UDP datagrams.
    Datagram,
    /// SCTP user messages.
    Message,
}

impl Carrier {
    /// What a transport gives to protocols; none for transports that carry no application.
    #[must_use]
    pub fn of(transport: Transport) -> Option<Self> {
        match transport {
            Transport::Tcp => Some(Self::Stream),
            Transport::Udp => Some(Self::Datagram),
            Transport::Sctp => Some(Self::Message),
            Transport::Icmp | Transport::Other(_) => None,
        }
    }
}

/// What a probe may look at.
pub struct Probe<'a> {
    /// What carries the bytes.
    pub carrier: Carrier,
    /// Who sent `bytes`.
    pub from: Side,
    /// A stream: all that this side sent so far (or, after a hole or in mid-stream, since then). A datagram: just this one.
    pub bytes: &'a [u8],
    /// A stream: all that the other side sent so far. Empty for datagrams.
    pub other: &'a [u8],
    /// Addresses and ports of the flow.
    pub endpoints: &'a Endpoints,
    /// The beginning of the stream was not seen: `bytes` may start anywhere.
    pub midstream: bool,
}

impl Probe<'_> {
    /// Whether either end uses this port.
    #[must_use]
    pub fn uses_port(&self, port: u16) -> bool {
        self.endpoints.resp_p == port || self.endpoints.orig_p == port
    }

    /// Whether either end uses one of these ports.
    #[must_use]
    pub fn uses_any_port(&self, ports: &[u16]) -> bool {
        ports.iter().any(|&port| self.uses_port(port))
    }
}

impl Verdict {
    /// Certain where this holds, otherwise not mine.
    #[must_use]
    pub fn certain_if(holds: bool) -> Self {
        if holds { Self::Certain } else { Self::NotMine }
    }
}

/// What a probe makes of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is this protocol: enough structure was checked that other protocols and chance are ruled out.
    Certain,
    /// It may be; more bytes would tell.
    Unsure,
    /// It is not.
    NotMine,
}

/// Reads one flow of a protocol. Created when the protocol is recognised; gets everything from the flow's first byte.
///
/// Total over any input: never panics, never grows past a named limit. Damage becomes [`Context::weird`] and the rest
/// is read as far as it can be. Bytes come in order; a hole is announced by [`Analyzer::gap`], after which the analyzer
/// finds the next message boundary by itself or says [`Context::stop`].
pub trait Analyzer: Send {
    /// The next bytes of a stream from this side, or one whole datagram.
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]);

    /// `length` bytes of the stream are missing before what comes next.
    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        let _ = (from, length);
        cx.stop();
    }

    /// This side has sent all it will.
    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        let _ = (cx, from);
    }

    /// The flow is over: what is still open becomes records now.
    fn closed(&mut self, cx: &mut Context<'_>) {
        let _ = cx;
    }
}
