//! The data connections of FTP: each becomes a file. The control connection announces them.

use crate::files::{FileStart, FileToken};
use crate::{Analyzer, Carrier, Context, Layer, Probe, Protocol, Side, Verdict};

/// A data connection that was announced; no probe finds it.
pub static PROTOCOL: Protocol = Protocol {
    name: "ftp-data",
    carriers: &[Carrier::Stream],
    ports: &[],
    probe: |_: &Probe<'_>| Verdict::NotMine,
    open: Some(|| Box::<FtpData>::default()),
    records: &[],
};

/// One data connection.
#[derive(Default)]
struct FtpData {
    file: Option<(Side, FileToken)>,
    secured: Option<Box<Layer>>,
}

impl FtpData {
    fn open(&mut self, cx: &mut Context<'_>, from: Side) {
        let end = (cx.flow.endpoints.resp_h, cx.flow.endpoints.resp_p);
        let filename = cx.hub.transfers.get(end).and_then(|transfer| transfer.filename.clone());
        let file =
            cx.file_open(FileStart { source: "FTP_DATA", from, depth: 0, filename, total_bytes: None });
        if let Some(transfer) = cx.hub.transfers.get(end) {
            transfer.file = Some(file.id);
        }
        self.file = Some((from, file));
    }

    /// Tells the control connection what kind of file it was.
    fn tell(&self, cx: &mut Context<'_>, mime_type: Option<&'static str>) {
        let end = (cx.flow.endpoints.resp_h, cx.flow.endpoints.resp_p);
        if let Some(transfer) = cx.hub.transfers.get(end) {
            transfer.mime_type = transfer.mime_type.or(mime_type);
        }
    }

    fn close(&mut self, cx: &mut Context<'_>) {
        if let Some((_, file)) = self.file.take() {
            let facts = cx.file_close(file);
            self.tell(cx, facts.mime_type);
        }
    }
}

/// A TLS handshake record: the data connection is protected (RFC 4217).
fn is_client_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [0x16, 0x03, 0..=4, _, _, 0x01, ..])
}

impl Analyzer for FtpData {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some(layer) = &mut self.secured {
            return cx.inner(layer, from, bytes);
        }
        if self.file.is_none() && is_client_hello(bytes) {
            let layer = self.secured.insert(Box::default());
            return cx.inner(layer, from, bytes);
        }
        if self.file.is_none() {
            self.open(cx, from);
        }
        match &self.file {
            Some((sender, file)) if *sender == from => {
                cx.file_data(file, bytes);
                let mime_type = cx.file_facts(file).mime_type;
                self.tell(cx, mime_type);
            }
            _ => cx.weird("FTP_DATA", "ftp_data_from_both_sides", 0),
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if let Some(layer) = &mut self.secured {
            return layer.gap(cx, from, length);
        }
        if self.file.is_none() {
            self.open(cx, from);
        }
        if let Some((sender, file)) = &self.file
            && *sender == from
        {
            cx.file_gap(file, length);
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        match &mut self.secured {
            Some(layer) => layer.ended(cx, from),
            None if self.file.as_ref().is_some_and(|(sender, _)| *sender == from) => self.close(cx),
            None => {}
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.close(cx);
        if let Some(layer) = &mut self.secured {
            layer.closed(cx);
        }
    }
}
