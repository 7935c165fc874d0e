//! A message: its header goes into the transaction, its parts become files.

use super::addresses::{address_list, first_address, received_from};
use super::record::Smtp;
use crate::mime::{MimeEvents, MimeReader, PartFiles, PartHead};
use crate::{Context, Side};
use thymus_record::text_from_wire;

/// At most this many addresses are kept of one kind, and hosts of a path, as in Zeek.
pub(super) const ADDRESSES_MAX: usize = 1000;

/// A longer value of a header field is cut in the record.
const VALUE_BYTES_MAX: usize = 16 * 1024;

/// What web mail programs call themselves.
const WEBMAIL: [&str; 7] = [
    "iPlanet Messenger",
    "Sun Java(tm) System Messenger Express",
    "(IMP)",
    "SquirrelMail",
    "NeoMail",
    "ZimbraWebClient",
    "Roundcube",
];

/// A message that is being received.
pub(super) struct Message {
    reader: MimeReader,
    files: PartFiles,
    limits: Limits,
}

/// Which limits were reached, each told once.
#[derive(Default)]
struct Limits {
    to: bool,
    cc: bool,
    path: bool,
}

impl Message {
    pub(super) fn new(from: Side) -> Self {
        Self { reader: MimeReader::message(), files: PartFiles::new("SMTP", from), limits: Limits::default() }
    }

    pub(super) fn data(&mut self, cx: &mut Context<'_>, record: &mut Smtp, bytes: &[u8]) {
        let Self { reader, files, limits } = self;
        reader.data(bytes, &mut Events { cx, record, files, limits });
    }

    pub(super) fn gap(&mut self, cx: &mut Context<'_>, record: &mut Smtp, length: u64) {
        let Self { reader, files, limits } = self;
        reader.gap(length, &mut Events { cx, record, files, limits });
    }

    /// The message is over.
    pub(super) fn finish(mut self, cx: &mut Context<'_>, record: &mut Smtp) {
        let Self { reader, files, limits } = &mut self;
        reader.finish(&mut Events { cx, record, files, limits });
        self.files.end(cx);
        record.fuids = self.files.list.fuids;
    }
}

struct Events<'a, 'c> {
    cx: &'a mut Context<'c>,
    record: &'a mut Smtp,
    files: &'a mut PartFiles,
    limits: &'a mut Limits,
}

impl MimeEvents for Events<'_, '_> {
    fn field(&mut self, depth: usize, name: &[u8], value: &[u8]) {
        if depth == 0 {
            self.header(&name.to_ascii_lowercase(), value.get(..VALUE_BYTES_MAX).unwrap_or(value));
        }
    }

    fn begin(&mut self, part: &PartHead) {
        self.files.begin(self.cx, part.ordinal, part.filename.clone(), None);
    }

    fn data(&mut self, bytes: &[u8]) {
        self.files.data(self.cx, bytes);
    }

    fn gap(&mut self, length: u64) {
        self.files.gap(self.cx, length);
    }

    fn end(&mut self) {
        self.files.end(self.cx);
    }

    fn weird(&mut self, name: &'static str) {
        self.cx.weird("SMTP", name, 0);
    }
}

impl Events<'_, '_> {
    fn header(&mut self, name: &[u8], value: &[u8]) {
        let text = || Some(text_from_wire(value));
        let record = &mut *self.record;
        match name {
            b"message-id" => record.msg_id = text(),
            b"in-reply-to" => record.in_reply_to = text(),
            b"subject" => record.subject = text(),
            b"from" => record.from = text(),
            b"reply-to" => record.reply_to = text(),
            b"date" => record.date = text(),
            b"received" => {
                record.second_received = record.first_received.take().or(record.second_received.take());
                record.first_received = text();
                self.path(value);
            }
            b"to" => {
                let full = add_all(&mut record.to, address_list(value));
                self.tell(full, |limits| &mut limits.to, "smtp_too_many_to_addresses");
            }
            b"cc" => {
                let full = add_all(&mut record.cc, address_list(value));
                self.tell(full, |limits| &mut limits.cc, "smtp_too_many_cc_addresses");
            }
            b"x-originating-ip" => record.x_originating_ip = first_address(value),
            b"x-mailer" | b"user-agent" | b"x-user-agent" => {
                record.user_agent = text();
                let program = record.user_agent.as_deref().unwrap_or_default();
                record.is_webmail = WEBMAIL.iter().any(|name| program.contains(name));
            }
            _ => {}
        }
    }

    /// The host that a `Received` field names, unless it is the one before.
    fn path(&mut self, value: &[u8]) {
        let Some(host) = received_from(value) else { return };
        if self.record.path.last() == Some(&host) {
            return;
        }
        let full = self.record.path.len() >= ADDRESSES_MAX;
        if !full {
            self.record.path.push(host);
        }
        self.tell(full, |limits| &mut limits.path, "smtp_max_path_length_exceeded");
    }

    fn tell(&mut self, reached: bool, told: impl Fn(&mut Limits) -> &mut bool, name: &'static str) {
        if reached && !std::mem::replace(told(self.limits), true) {
            self.cx.weird("SMTP", name, 0);
        }
    }
}

/// Adds to a set, up to its limit; says whether that was reached.
pub(super) fn add_all(set: &mut Vec<String>, members: impl Iterator<Item = String>) -> bool {
    for member in members {
        if set.contains(&member) {
            continue;
        }
        if set.len() >= ADDRESSES_MAX {
            return true;
        }
        set.push(member);
    }
    false
}
