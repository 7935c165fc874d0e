//! What bodies carry: their coding is undone, they become files, and remote commands are looked for.

use super::inflate::{Coding, Inflate};
use crate::mime::{FileList, MimeReader, PartFiles, Parts};
use crate::{Context, Side};

/// A body of which this much was seen is read for remote commands; what follows is not.
const CAPTURED_BYTES_MAX: usize = 256 * 1024;

/// Files have no depth in HTTP, as in Zeek's log.
const FILE_DEPTH: u32 = 0;

/// The content of one message.
pub(super) struct Content {
    inflate: Option<Box<Inflate>>,
    multipart: Option<Box<MimeReader>>,
    files: PartFiles,
    captured: Option<Vec<u8>>,
    /// Bytes of content, decoded.
    pub(super) length: u64,
}

/// How a message's content is to be read.
pub(super) struct Plan<'a> {
    /// Which end of the flow sends it.
    pub(super) from: Side,
    pub(super) coding: Option<Coding>,
    pub(super) content_type: Option<&'a [u8]>,
    pub(super) disposition: Option<&'a [u8]>,
    /// How long it is as a file, where that is known.
    pub(super) total_bytes: Option<u64>,
    /// Keep the content for [`Content::captured`].
    pub(super) capture: bool,
}

impl Content {
    pub(super) fn new(cx: &mut Context<'_>, plan: &Plan<'_>) -> Self {
        let mut files = PartFiles::new("HTTP", plan.from);
        let is_multipart =
            |value: &&[u8]| value.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"));
        let multipart = plan.content_type.filter(is_multipart).and_then(MimeReader::multipart).map(Box::new);
        if multipart.is_none() {
            let name = crate::mime::filename(plan.disposition, plan.content_type);
            files.begin(cx, FILE_DEPTH, name, plan.total_bytes);
        }
        Self {
            inflate: plan.coding.map(|coding| Box::new(Inflate::new(coding))),
            multipart,
            files,
            captured: plan.capture.then(Vec::new),
            length: 0,
        }
    }

    /// The next bytes as sent.
    pub(super) fn data(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let Some(mut inflate) = self.inflate.take() else { return self.decoded(cx, bytes) };
        if let Err(failure) = inflate.data(bytes, |piece| self.decoded(cx, piece)) {
            cx.weird("HTTP", failure, self.length);
        }
        self.inflate = Some(inflate);
    }

    fn decoded(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.length = self.length.saturating_add(bytes.len() as u64);
        if let Some(captured) = &mut self.captured {
            let room = CAPTURED_BYTES_MAX.saturating_sub(captured.len());
            if room > 0 && bytes.len() > room {
                cx.weird("HTTP", "winrm_message_too_long", self.length);
            }
            captured.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        }
        match &mut self.multipart {
            None => self.files.data(cx, bytes),
            Some(reader) => reader.data(bytes, &mut parts(cx, &mut self.files)),
        }
    }

    /// Bytes are missing. After a hole in compressed content nothing more can be decoded.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>, length: u64) {
        self.length = self.length.saturating_add(length);
        if let Some(inflate) = &mut self.inflate {
            inflate.stop();
        }
        match &mut self.multipart {
            None => self.files.gap(cx, length),
            Some(reader) => reader.gap(length, &mut parts(cx, &mut self.files)),
        }
    }

    /// The content is over: what files it had.
    pub(super) fn finish(&mut self, cx: &mut Context<'_>) -> FileList {
        if let Some(reader) = &mut self.multipart {
            reader.finish(&mut parts(cx, &mut self.files));
        }
        self.files.end(cx);
        std::mem::take(&mut self.files.list)
    }

    /// The beginning of the content, where it was to be kept.
    pub(super) fn captured(&self) -> Option<&[u8]> {
        self.captured.as_deref()
    }
}

fn parts<'a, 'c>(cx: &'a mut Context<'c>, files: &'a mut PartFiles) -> Parts<'a, 'c> {
    Parts { cx, files, protocol: "HTTP", depth: Some(FILE_DEPTH) }
}
