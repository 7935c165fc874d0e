//! One session: the messages of its negotiation become one record.

use super::client::ClientData;
use super::names;
use super::negotiation::{ConnectConfirm, ConnectRequest, Pdu};
use super::record::Rdp;
use super::server::ServerData;
use crate::x509::{self, Role};
use crate::{Analyzer, Context, Layer, Pending, Side, Step};

/// A message over TPKT has at most this many bytes, as its length has two.
const MESSAGE_BYTES_MAX: usize = 65_535;

/// A message over TPKT has at least this many bytes: its header and the shortest of X.224.
const MESSAGE_BYTES_MIN: usize = 6;

/// The session of one connection.
pub(super) struct Session {
    pending: [Pending; 2],
    record: Option<Box<Rdp>>,
    tls: Option<Box<Layer>>,
}

impl Default for Session {
    fn default() -> Self {
        let pending = || Pending::new(MESSAGE_BYTES_MAX);
        Self { pending: [pending(), pending()], record: None, tls: None }
    }
}

impl Analyzer for Session {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some(tls) = &mut self.tls {
            return tls.data(cx, from, bytes);
        }
        let Some(pending) = self.pending.get_mut(from.index()) else { return };
        let mut pending = std::mem::replace(pending, Pending::new(0));
        let fed = pending.feed(bytes, |bytes| self.step(cx, from, bytes));
        if let Some(place) = self.pending.get_mut(from.index()) {
            *place = pending;
        }
        if fed.is_err() {
            self.give_up(cx);
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        match &mut self.tls {
            Some(tls) => tls.gap(cx, from, length),
            None => self.finish(cx),
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let Some(tls) = &mut self.tls {
            tls.ended(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        if let Some(record) = self.record.take() {
            cx.emit(&*record);
        }
        if let Some(tls) = &mut self.tls {
            tls.closed(cx);
        }
    }
}

impl Session {
    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        if let Some(tls) = &mut self.tls {
            tls.data(cx, from, bytes);
            return Step::Took(bytes.len());
        }
        let Some(&[version, _, a, b]) = bytes.first_chunk() else { return Step::Need(4) };
        let length = usize::from(u16::from_be_bytes([a, b]));
        if version != 3 || length < MESSAGE_BYTES_MIN {
            self.give_up(cx);
            return Step::Drop;
        }
        let Some(message) = bytes.get(4..length) else { return Step::Need(length) };
        match Pdu::parse(message) {
            Some(Pdu::Request(request)) => self.requested(cx, request),
            Some(Pdu::Confirm(confirm)) => self.confirmed(cx, confirm),
            Some(Pdu::Data([0x7f, 0x65, ..])) => self.client_data(cx, message.get(3..).unwrap_or_default()),
            Some(Pdu::Data([0x7f, 0x66, ..])) => self.server_data(cx, message.get(3..).unwrap_or_default()),
            Some(Pdu::Data(_) | Pdu::Other) => {}
            None => {
                self.give_up(cx);
                return Step::Drop;
            }
        }
        Step::Took(length)
    }

    fn record(&mut self, cx: &Context<'_>) -> &mut Rdp {
        self.record.get_or_insert_with(|| Box::new(Rdp::new(cx.head())))
    }

    fn requested(&mut self, cx: &mut Context<'_>, request: ConnectRequest) {
        let record = self.record(cx);
        record.cookie = request.cookie.filter(|cookie| !cookie.is_empty());
        record.routing_token = request.routing_token;
        if let Some(protocols) = request.protocols {
            let offered = (0..8).map(|bit| 1 << bit).filter(|bit| protocols & bit != 0);
            record.client_security_protocols =
                offered.map(|bit| names::security_protocol(bit).into_owned()).collect();
        }
    }

    fn confirmed(&mut self, cx: &mut Context<'_>, confirm: ConnectConfirm) {
        let record = self.record(cx);
        match confirm {
            ConnectConfirm::Plain => {}
            ConnectConfirm::Selected(0) => record.security_protocol = Some(names::security_protocol(0)),
            ConnectConfirm::Selected(protocol) => {
                record.security_protocol = Some(names::security_protocol(protocol));
                record.result = Some("encrypted".into());
                self.tls = Some(Box::default());
                if let Some(record) = self.record.take() {
                    cx.emit(&*record);
                }
            }
            ConnectConfirm::Failed(failure) => {
                record.result = Some(names::failure(failure));
                self.finish(cx);
            }
        }
    }

    fn client_data(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let Some(client) = ClientData::parse(bytes) else { return self.give_up(cx) };
        if let Some(count) = client.too_many_channels {
            cx.weird_about("RDP", "RDP_channels_requested_exceeds_max", 0, count.to_string());
        }
        if client.name.is_some() {
            cx.session().client_host.clone_from(&client.name);
        }
        let record = self.record(cx);
        record.keyboard_layout = client.keyboard_layout;
        record.client_build = client.build;
        record.client_name = client.name;
        record.client_dig_product_id = client.dig_product_id;
        record.desktop_width = client.desktop_width;
        record.desktop_height = client.desktop_height;
        record.requested_color_depth = client.color_depth;
        record.client_channels = client.channels;
    }

    fn server_data(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let Some(server) = ServerData::parse(bytes) else { return self.give_up(cx) };
        for (index, certificate) in server.chain.iter().enumerate() {
            // The server's own certificate stands last (MS-RDPBCGR section 2.2.1.4.3.1.2).
            let host = index + 1 == server.chain.len();
            x509::observe(cx, certificate, Role { host, client: false });
        }
        let record = self.record(cx);
        record.result = server.result.map(|result| names::result(u32::from(result)));
        if let Some((method, level)) = server.encryption {
            record.encryption_method = Some(names::encryption_method(method));
            record.encryption_level = Some(names::encryption_level(level));
            if method > 0 && level > 0 {
                record.security_protocol = Some(names::security_protocol(0));
            }
        }
        record.cert_count = server.certificate_count();
        if let Some((kind, permanent)) = server.certificate {
            record.cert_type = Some(names::certificate_kind(kind));
            record.cert_permanent = Some(permanent);
        }
        self.finish(cx);
    }

    /// What follows is encrypted, or the end: nothing more is wanted.
    fn finish(&mut self, cx: &mut Context<'_>) {
        if let Some(record) = self.record.take() {
            cx.emit(&*record);
        }
        cx.stop();
    }

    fn give_up(&mut self, cx: &mut Context<'_>) {
        cx.weird("RDP", "rdp_malformed_message", 0);
        self.finish(cx);
    }
}
