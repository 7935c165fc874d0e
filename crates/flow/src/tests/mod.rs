//! The table as its users see it: frames in, calls of a handler out.

pub(crate) mod build;
mod fragments;
mod limits;
mod timers;
mod transports;
mod tunnels;

use crate::{
    Anomaly, CloseReason, Config, FlowFacts, FlowId, FlowTable, Handler, IcmpNews, Interest, LinkPlace, Side,
    Summary, TunnelAction, TunnelFacts,
};
use build::{Flag, Tcp};
use thymus_wire::{LinkType, Timestamp};

/// Writes down everything it is told.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) opened: Vec<FlowFacts>,
    pub(crate) closed: Vec<Closed>,
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) tunnels: Vec<(TunnelFacts, TunnelAction)>,
    pub(crate) frames: Vec<(u16, usize)>,
    pub(crate) places: Vec<LinkPlace>,
    pub(crate) icmp: Vec<(u8, bool, LinkPlace)>,
    /// Set by a test to end the interest in a flow after so many calls.
    pub(crate) stop_after: Option<usize>,
    pub(crate) calls: usize,
}

/// A flow's end, and what was delivered of it.
#[derive(Clone, Debug)]
pub(crate) struct Closed {
    pub(crate) facts: FlowFacts,
    pub(crate) summary: Summary,
    pub(crate) reason: CloseReason,
    pub(crate) seen: Seen,
}

/// What was delivered of a flow, per side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) bytes: [Vec<u8>; 2],
    pub(crate) gaps: [u64; 2],
    pub(crate) messages: usize,
    pub(crate) ended: [bool; 2],
}

impl Recorder {
    fn interest(&mut self) -> Interest {
        self.calls += 1;
        if self.stop_after.is_some_and(|limit| self.calls >= limit) {
            Interest::Stop
        } else {
            Interest::Continue
        }
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.anomalies.iter().map(|anomaly| anomaly.name).collect()
    }
}

impl Handler for Recorder {
    type State = Seen;

    fn opened(&mut self, _: Timestamp, flow: &FlowFacts) -> Seen {
        self.opened.push(flow.clone());
        Seen::default()
    }

    fn data(&mut self, _: Timestamp, _: &FlowFacts, seen: &mut Seen, from: Side, bytes: &[u8]) -> Interest {
        assert!(!seen.ended[from.index()], "bytes after the end");
        seen.bytes[from.index()].extend_from_slice(bytes);
        seen.messages += 1;
        self.interest()
    }

    fn gap(&mut self, _: Timestamp, _: &FlowFacts, seen: &mut Seen, from: Side, length: u64) -> Interest {
        assert!(length > 0);
        seen.gaps[from.index()] += length;
        self.interest()
    }

    fn ended(&mut self, _: Timestamp, _: &FlowFacts, seen: &mut Seen, from: Side) {
        assert!(!seen.ended[from.index()], "ended twice");
        seen.ended[from.index()] = true;
    }

    fn closed(&mut self, _: Timestamp, flow: &FlowFacts, seen: Seen, summary: &Summary, reason: CloseReason) {
        self.closed.push(Closed { facts: flow.clone(), summary: summary.clone(), reason, seen });
    }

    fn anomaly(&mut self, _: Timestamp, _: Option<&FlowFacts>, anomaly: &Anomaly) {
        self.anomalies.push(anomaly.clone());
    }

    fn tunnel(&mut self, _: Timestamp, tunnel: &TunnelFacts, action: TunnelAction) {
        self.tunnels.push((tunnel.clone(), action));
    }

    fn icmp(&mut self, _: Timestamp, _: &FlowFacts, _: &mut Seen, news: &IcmpNews<'_>) {
        self.icmp.push((news.message.kind, news.reassembled, news.place));
    }

    fn frame(&mut self, _: Timestamp, place: &LinkPlace, ethertype: u16, payload: &[u8]) {
        self.frames.push((ethertype, payload.len()));
        self.places.push(*place);
    }
}

/// A table under test; packets are raw IP.
pub(crate) struct Bench {
    pub(crate) table: FlowTable<Recorder>,
    now: Timestamp,
    ordinal: u64,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            table: FlowTable::new(config, Recorder::default()),
            now: Timestamp::from_parts(1_700_000_000, 0),
            ordinal: 0,
        }
    }

    /// Lets time pass, then gives the table one IP packet.
    pub(crate) fn after(&mut self, milliseconds: i64, packet: &[u8]) -> &mut Self {
        self.now = self.now + thymus_wire::Interval::from_millis(milliseconds);
        self.ordinal += 1;
        self.table.packet(self.now, self.ordinal, LinkType::RAW, packet, packet.len() as u32, None);
        self
    }

    pub(crate) fn give(&mut self, packet: &[u8]) -> &mut Self {
        self.after(1, packet)
    }

    /// Gives the first `captured` bytes of a packet.
    pub(crate) fn give_cut(&mut self, packet: &[u8], captured: usize) -> &mut Self {
        self.now = self.now + thymus_wire::Interval::from_millis(1);
        self.table.packet(self.now, 0, LinkType::RAW, &packet[..captured], packet.len() as u32, None);
        self
    }

    pub(crate) fn wait(&mut self, milliseconds: i64) -> &mut Self {
        self.now = self.now + thymus_wire::Interval::from_millis(milliseconds);
        self.table.advance(self.now);
        self
    }

    pub(crate) fn recorder(&mut self) -> &mut Recorder {
        self.table.handler()
    }

    pub(crate) fn finish(mut self) -> Recorder {
        self.table.finish();
        assert_eq!(self.table.statistics().flows_live, 0);
        self.table.into_handler()
    }

    /// Finishes with exactly one flow.
    pub(crate) fn only(self) -> Closed {
        let recorder = self.finish();
        assert_eq!(recorder.closed.len(), 1, "{:?}", recorder.closed);
        recorder.closed[0].clone()
    }
}

/// State and history of a TCP conversation written as letters: `S` SYN, `H` SYN-ACK, `A` ACK, `D` ten bytes of data, `F`
/// FIN, `R` RST, upper case from the client (port 40000), lower case from the server (port 9).
pub(crate) fn converse(letters: &str) -> Closed {
    let mut bench = Bench::new();
    let mut client = Tcp::new(([10, 0, 0, 1], 40_000), ([10, 0, 0, 2], 9), 1000, 7000);
    let mut server = client.reverse();
    for letter in letters.chars() {
        let (from, to) =
            if letter.is_uppercase() { (&mut client, &mut server) } else { (&mut server, &mut client) };
        let (flags, data): (u8, &[u8]) = match letter.to_ascii_uppercase() {
            'S' => (Flag::SYN, b""),
            'H' => (Flag::SYN | Flag::ACK, b""),
            'A' => (Flag::ACK, b""),
            'D' => (Flag::ACK | Flag::PSH, b"0123456789"),
            'F' => (Flag::FIN | Flag::ACK, b""),
            'R' => (Flag::RST, b""),
            other => panic!("{other}"),
        };
        let packet = from.send(flags, data);
        to.acknowledgment = from.sequence;
        bench.give(&packet);
    }
    bench.only()
}

#[test]
fn names_of_flows_order_by_time_packet_and_depth() {
    let name = |milliseconds: i64, ordinal: u64, depth: usize| {
        let mut table = FlowTable::new(Config { ring: 5, ..Config::default() }, Recorder::default());
        table.advance(Timestamp(milliseconds * 1_000_000));
        table.name(ordinal, depth)
    };
    assert_eq!(name(1, 1, 1), FlowId(1 << 22 | 1 << 5 | 1 << 3 | 5));
    assert!(name(1, 131_071, 3) < name(2, 0, 0));
    assert!(name(5, 7, 0) < name(5, 7, 1) && name(5, 7, 3) < name(5, 8, 0));
    assert_eq!(name(-5, 0, 0).0 >> 22, 0);
}

#[test]
fn states_and_histories_of_conversations() {
    for (letters, state, history) in [
        ("S", "S0", "S"),
        ("Sr", "REJ", "Sr"),
        ("Sh", "S1", "Sh"),
        ("ShA", "S1", "ShA"),
        ("ShADadfFa", "SF", "ShADadfF"),
        ("ShAFafA", "SF", "ShAFaf"),
        ("ShADadF", "S2", "ShADadF"),
        ("ShADadf", "S3", "ShADadf"),
        ("ShADR", "RSTO", "ShADR"),
        ("ShADr", "RSTR", "ShADr"),
        ("SR", "RSTOS0", "SR"),
        ("SF", "SH", "SF"),
        ("SAD", "S0", "SAD"),
        ("h", "OTH", "H"),
        ("DdDd", "OTH", "Dd"),
        ("D", "OTH", "D"),
        ("R", "OTH", "R"),
        ("Dr", "RSTRH", "Dr"),
        ("Fa", "SH", "Fa"),
        ("ShADdFrR", "RSTR", "ShADdFrR"),
        ("Ss", "S1", "Ss"),
    ] {
        let closed = converse(letters);
        let text = String::from_utf8(closed.summary.history.to_vec()).unwrap();
        assert_eq!((closed.summary.conn_state.name(), text.as_str()), (state, history), "{letters}");
    }
}
