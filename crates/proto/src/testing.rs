//! A flow in a test: bytes in by hand, records out as JSON.

use crate::context::FlowShared;
use crate::hub::Hub;
use crate::{Context, Endpoints, FlowFacts, Layer, Protocol, Settings, Side, Timestamp, Transport};
use std::sync::{Arc, Mutex};
use thymus_flow::{FlowId, LinkFacts};
use thymus_record::{Interval, Record};

type Records = Arc<Mutex<Vec<(&'static str, serde_json::Value)>>>;

/// One flow under test. Every call moves time on by a millisecond, beginning at 1,000 seconds.
pub(crate) struct TestFlow {
    layer: Layer,
    shared: FlowShared,
    hub: Hub,
    flow: FlowFacts,
    now: Timestamp,
    records: Records,
}

impl TestFlow {
    /// A TCP flow from 10.0.0.1:40000 to 10.0.0.2 whose protocol is found by probing.
    pub(crate) fn tcp(port: u16) -> Self {
        Self::new(Transport::Tcp, port)
    }

    /// A UDP flow likewise.
    pub(crate) fn udp(port: u16) -> Self {
        Self::new(Transport::Udp, port)
    }

    fn new(transport: Transport, port: u16) -> Self {
        let records = Records::default();
        let out = Arc::clone(&records);
        let sink = move |record: &dyn Record| {
            let mut json = Vec::new();
            record.write_json(&mut json);
            let value = serde_json::from_slice(&json).expect("a record is JSON");
            out.lock().unwrap().push((record.schema().kind, value));
        };
        let now = Timestamp::from_parts(1000, 0);
        let address = |last| std::net::IpAddr::from([10, 0, 0, last]);
        let flow = FlowFacts {
            id: FlowId(7),
            endpoints: Endpoints { orig_h: address(1), orig_p: 40_000, resp_h: address(2), resp_p: port },
            transport,
            start: now,
            last: now,
            link: LinkFacts::default(),
            tunnel_parents: Default::default(),
            midstream: false,
        };
        let hub = Hub::new(Settings::default(), Box::new(sink));
        Self { layer: Layer::default(), shared: FlowShared::default(), hub, flow, now, records }
    }

    /// Another flow between the same hosts, seen by the same engine: what the engine knows beyond flows stays.
    pub(crate) fn another(&mut self) -> &mut Self {
        self.close();
        self.layer = Layer::default();
        self.shared = FlowShared::default();
        self.flow.id = FlowId(self.flow.id.0 + 1);
        self.flow.endpoints.orig_p += 1;
        self
    }

    /// The flow's beginning was not seen.
    pub(crate) fn midstream(mut self) -> Self {
        self.flow.midstream = true;
        self
    }

    /// The protocol is given, not probed for.
    pub(crate) fn speaking(mut self, protocol: &'static Protocol) -> Self {
        self.layer = Layer::of(protocol);
        self
    }

    /// Does something with the flow's layer and context.
    pub(crate) fn with(&mut self, act: impl FnOnce(&mut Layer, &mut Context<'_>)) {
        self.now = self.now + Interval::from_millis(1);
        self.flow.last = self.now;
        let mut cx =
            Context { now: self.now, flow: &self.flow, shared: &mut self.shared, hub: &mut self.hub };
        act(&mut self.layer, &mut cx);
    }

    /// The originator sends.
    pub(crate) fn orig(&mut self, bytes: &[u8]) -> &mut Self {
        self.with(|layer, cx| layer.data(cx, Side::Originator, bytes));
        self
    }

    /// The responder sends.
    pub(crate) fn resp(&mut self, bytes: &[u8]) -> &mut Self {
        self.with(|layer, cx| layer.data(cx, Side::Responder, bytes));
        self
    }

    /// One message of a pipe of this name, in one association that is closed at once.
    pub(crate) fn pipe(&mut self, name: &str, from: Side, bytes: &[u8]) -> &mut Self {
        self.with(|_, cx| {
            let mut pipe = crate::dce_rpc::Pipe::new(Some(name));
            pipe.data(cx, from, bytes);
            pipe.closed(cx);
        });
        self
    }

    /// The flow was announced as one to this interface of RPC.
    pub(crate) fn expected(&mut self, interface: crate::dce_rpc::Uuid) -> &mut Self {
        self.shared.expected = Some(Box::new(crate::Expectation {
            orig_h: None,
            resp_h: self.flow.endpoints.resp_h,
            resp_p: self.flow.endpoints.resp_p,
            protocol: &crate::dce_rpc::PROTOCOL,
            announced_by: thymus_record::Id::flow(1),
            note: interface.to_string().into(),
            lasting: true,
        }));
        self
    }

    /// What a flow of this client to this port of the same server was announced to speak.
    pub(crate) fn expects(&mut self, port: u16) -> Option<&'static str> {
        let ends = Endpoints { resp_p: port, ..self.flow.endpoints };
        self.hub.expectations.take(self.now, &ends).map(|expected| expected.protocol.name)
    }

    /// Does what an analyzer would do.
    pub(crate) fn act(&mut self, act: impl FnOnce(&mut Context<'_>)) -> &mut Self {
        self.with(|_, cx| act(cx));
        self
    }

    /// Bytes of this side go missing.
    pub(crate) fn gap(&mut self, from: Side, length: u64) -> &mut Self {
        self.with(|layer, cx| layer.gap(cx, from, length));
        self
    }

    /// This side ends its stream.
    pub(crate) fn end(&mut self, from: Side) -> &mut Self {
        self.with(|layer, cx| layer.ended(cx, from));
        self
    }

    /// The flow ends.
    pub(crate) fn close(&mut self) -> &mut Self {
        self.with(|layer, cx| {
            layer.closed(cx);
            cx.close_open_files();
        });
        self
    }

    /// The flow ends, and so does the input.
    pub(crate) fn finish(&mut self) -> &mut Self {
        self.close();
        self.hub.finish();
        self
    }

    /// The services found so far, as `conn.service` would say.
    pub(crate) fn services(&self) -> String {
        self.shared.services.joined().unwrap_or_default().into_owned()
    }

    /// Whether the analyzer wants no more.
    pub(crate) fn stopped(&self) -> bool {
        self.shared.stopped
    }

    /// All records so far, with their kinds.
    pub(crate) fn records(&self) -> Vec<(&'static str, serde_json::Value)> {
        self.records.lock().unwrap().clone()
    }

    /// The records of one kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<serde_json::Value> {
        self.records().into_iter().filter(|(k, _)| *k == kind).map(|(_, record)| record).collect()
    }
}
