//! The engine: packets in, records out.

use crate::conn::Conn;
use crate::context::FlowShared;
use crate::files::FileStore;
use crate::hub::{Hub, Settings};
use crate::link::{LinkContext, Links};
use crate::tunnel::Tunnel;
use crate::weird::Weird;
use crate::{Context, Layer};
use thymus_flow::{
    Anomaly, CloseReason, FlowFacts, FlowTable, Handler, IcmpNews, Interest, LinkPlace, Side, Summary,
    TunnelAction, TunnelFacts,
};
use thymus_record::{Sink, Timestamp};
use thymus_wire::LinkType;

/// One worker's analysis of its share of the packets.
pub struct Engine {
    table: FlowTable<Dispatcher>,
}

/// What the engine has counted so far.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The flow table's own counts.
    pub flow: thymus_flow::Statistics,
    /// Records sent to the sink.
    pub records: u64,
    /// Anomalies among them.
    pub weirds: u64,
    /// Anomalies beyond the limit of their flow, which became no record.
    pub weirds_suppressed: u64,
    /// What the protocols of the link told again and again, which became no record.
    pub repeats: u64,
}

impl Engine {
    /// An engine that sends its records to `sink`.
    #[must_use]
    pub fn new(settings: Settings, sink: Box<dyn Sink + Send>) -> Self {
        let flow = settings.flow.clone();
        Self {
            table: FlowTable::new(
                flow,
                Dispatcher { hub: Hub::new(settings, sink), links: Links::default() },
            ),
        }
    }

    /// Gives the content of files to `store` from now on.
    pub fn keep_files(&mut self, store: Box<dyn FileStore>) {
        self.table.handler().hub.keep_files(store);
    }

    /// Analyses one packet. `ordinal` numbers the packets of the whole input; `wire_length` is what was on the wire
    /// where the capture kept less; `vlan` is a tag that the capture kept apart from the bytes.
    pub fn packet(
        &mut self,
        now: Timestamp,
        ordinal: u64,
        link: LinkType,
        bytes: &[u8],
        wire_length: u32,
        vlan: Option<u16>,
    ) {
        self.table.packet(now, ordinal, link, bytes, wire_length, vlan);
    }

    /// Learns from a packet that another worker makes the records of (see [`thymus_flow::Share::for_all`]).
    pub fn witness(
        &mut self,
        now: Timestamp,
        ordinal: u64,
        link: LinkType,
        bytes: &[u8],
        wire_length: u32,
        vlan: Option<u16>,
    ) {
        self.table.advance(now);
        self.table.handler().hub.muted = true;
        self.table.packet(now, ordinal, link, bytes, wire_length, vlan);
        self.table.handler().hub.muted = false;
    }

    /// Lets event time pass without a packet.
    pub fn advance(&mut self, now: Timestamp) {
        self.table.advance(now);
    }

    /// Closes every flow: the input is over.
    pub fn finish(&mut self) {
        self.table.finish();
        self.table.handler().hub.finish();
    }

    /// What has been counted so far.
    #[must_use]
    pub fn statistics(&mut self) -> Statistics {
        let counts = self.table.handler().hub.counts;
        Statistics {
            flow: self.table.statistics().clone(),
            records: counts.records,
            weirds: counts.weirds,
            weirds_suppressed: counts.weirds_suppressed,
            repeats: counts.repeats,
        }
    }
}

/// Brings the flow table's news to the layers of each flow.
struct Dispatcher {
    hub: Hub,
    links: Links,
}

/// What is kept of each flow above transport.
#[derive(Default)]
struct FlowState {
    layer: Layer,
    shared: FlowShared,
}

impl FlowState {
    fn with<R>(
        &mut self,
        hub: &mut Hub,
        now: Timestamp,
        flow: &FlowFacts,
        act: impl FnOnce(&mut Layer, &mut Context<'_>) -> R,
    ) -> R {
        let muted = std::mem::replace(&mut hub.muted, self.shared.muted);
        let mut cx = Context { now, flow, shared: &mut self.shared, hub };
        let result = act(&mut self.layer, &mut cx);
        hub.muted = muted;
        result
    }

    fn interest(&self) -> Interest {
        if self.shared.stopped { Interest::Stop } else { Interest::Continue }
    }
}

impl Handler for Dispatcher {
    type State = FlowState;

    fn opened(&mut self, now: Timestamp, flow: &FlowFacts) -> FlowState {
        let mut state = FlowState::default();
        state.shared.muted = self.hub.muted;
        if let Some(expected) = self.hub.expectations.take(now, &flow.endpoints) {
            state.layer = Layer::of(expected.protocol);
            // One announcement may stand for many flows, of which some carry nothing, as when its port is scanned.
            if !expected.lasting {
                state.shared.services.add(expected.protocol.name);
            }
            state.shared.expected = Some(Box::new(expected));
        }
        state
    }

    fn data(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        state: &mut FlowState,
        from: Side,
        bytes: &[u8],
    ) -> Interest {
        state.with(&mut self.hub, now, flow, |layer, cx| layer.data(cx, from, bytes));
        state.interest()
    }

    fn gap(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        state: &mut FlowState,
        from: Side,
        length: u64,
    ) -> Interest {
        state.with(&mut self.hub, now, flow, |layer, cx| layer.gap(cx, from, length));
        state.interest()
    }

    fn ended(&mut self, now: Timestamp, flow: &FlowFacts, state: &mut FlowState, from: Side) {
        state.with(&mut self.hub, now, flow, |layer, cx| layer.ended(cx, from));
    }

    fn closed(
        &mut self,
        now: Timestamp,
        flow: &FlowFacts,
        mut state: FlowState,
        summary: &Summary,
        _: CloseReason,
    ) {
        if let Some(service) = self.hub.tunnel_services.remove(&flow.id) {
            state.shared.services.add(service);
        }
        state.with(&mut self.hub, now, flow, |layer, cx| {
            layer.closed(cx);
            cx.close_open_files();
        });
        if !state.shared.muted {
            self.hub.emit(&Conn::new(flow, summary, &state.shared.services, &self.hub.settings));
        }
    }

    fn anomaly(&mut self, now: Timestamp, flow: Option<&FlowFacts>, anomaly: &Anomaly) {
        self.hub.counts.weirds += 1;
        let weird = Weird::of_packet(now, flow, anomaly);
        self.hub.emit(&weird);
    }

    fn tunnel(&mut self, now: Timestamp, tunnel: &TunnelFacts, action: TunnelAction) {
        if action == TunnelAction::Discover
            && let Some(service) = crate::tunnel::service_name(tunnel.kind)
        {
            self.hub.note_tunnel(tunnel.id, service);
        }
        self.hub.emit(&Tunnel::new(now, tunnel, action));
    }

    fn icmp(&mut self, now: Timestamp, flow: &FlowFacts, state: &mut FlowState, news: &IcmpNews<'_>) {
        let Self { hub, links } = self;
        state.with(hub, now, flow, |_, cx| links.message(cx, news));
    }

    fn frame(&mut self, now: Timestamp, place: &LinkPlace, ethertype: u16, payload: &[u8]) {
        let Self { hub, links } = self;
        links.frame(&mut LinkContext { now, place, hub }, ethertype, payload);
    }
}
