//! The transactions of a connection: when one begins and when it becomes a record, as in Zeek.

use super::addresses::mail_addresses;
use super::message::{Message, add_all};
use super::parser::after_keyword;
use super::record::Smtp;
use crate::{Context, Side};
use thymus_record::text_from_wire;

/// A name that a client gives itself is cut here.
const HELO_BYTES_MAX: usize = 1024;

/// What has been said of the transaction at hand and of the connection.
#[derive(Default)]
pub(super) struct Session {
    record: Option<Box<Smtp>>,
    helo: Option<String>,
    messages: u32,
    /// The client has said something that is worth a record.
    active: bool,
    tls: bool,
    mail_seen: bool,
    recipient_seen: bool,
    recipients_full: bool,
    message: Option<Box<Message>>,
}

impl Session {
    fn record(&mut self, cx: &Context<'_>) -> &mut Smtp {
        let (depth, helo, tls) = (self.messages.saturating_add(1), &self.helo, self.tls);
        self.record.get_or_insert_with(|| {
            let mut record = Box::new(Smtp::new(cx.head(), depth, helo.clone()));
            record.tls = tls;
            record
        })
    }

    pub(super) fn hello(&mut self, cx: &Context<'_>, name: &[u8]) {
        let name = text_from_wire(name.get(..HELO_BYTES_MAX).unwrap_or(name));
        self.helo = Some(name.clone());
        self.record(cx).helo = Some(name);
    }

    /// MAIL FROM: a transaction that was not ended is logged first.
    pub(super) fn mail(&mut self, cx: &mut Context<'_>, arg: &[u8]) {
        let Some(path) = after_keyword(arg, b"FROM") else { return };
        self.log(cx);
        let address = mail_addresses(path).next();
        let record = self.record(cx);
        if address.is_some() {
            record.mailfrom = address;
        }
        self.active = true;
        self.mail_seen = true;
        self.recipient_seen = false;
        self.recipients_full = false;
    }

    pub(super) fn recipient(&mut self, cx: &mut Context<'_>, arg: &[u8]) {
        let Some(path) = after_keyword(arg, b"TO") else { return };
        // What follows the path are parameters, of which ORCPT holds an address too.
        let path = memchr::memchr(b'>', path).and_then(|end| path.get(..end)).unwrap_or(path);
        let full = add_all(&mut self.record(cx).rcptto, mail_addresses(path));
        if full && !std::mem::replace(&mut self.recipients_full, true) {
            cx.weird("SMTP", "smtp_too_many_rcptto_addresses", 0);
        }
        self.active = true;
        self.recipient_seen = true;
        if !self.mail_seen {
            let found = "rcpt to missing mail from".to_owned();
            cx.weird_about("SMTP", "smtp_mail_transaction_invalid", 0, found);
        }
    }

    /// DATA or BDAT.
    pub(super) fn content_announced(&mut self, cx: &mut Context<'_>) {
        if !self.recipient_seen {
            let found = "data missing rcpt to".to_owned();
            cx.weird_about("SMTP", "smtp_mail_transaction_invalid", 0, found);
        }
    }

    pub(super) fn content(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        self.record(cx);
        let Some(record) = &mut self.record else { return };
        let message = self.message.get_or_insert_with(|| Box::new(Message::new(from)));
        message.data(cx, record, bytes);
    }

    pub(super) fn content_gap(&mut self, cx: &mut Context<'_>, length: u64) {
        if let (Some(record), Some(message)) = (&mut self.record, &mut self.message) {
            message.gap(cx, record, length);
        }
    }

    /// The message is complete, or nothing more of it will be seen.
    pub(super) fn content_over(&mut self, cx: &mut Context<'_>) {
        if let (Some(record), Some(message)) = (&mut self.record, self.message.take()) {
            message.finish(cx, record);
        }
        self.mail_seen = false;
        self.recipient_seen = false;
    }

    pub(super) fn replied(&mut self, cx: &Context<'_>, code: u16, text: &[u8]) {
        let text = text_from_wire(text);
        self.record(cx).last_reply = Some(format!("{code} {text}"));
    }

    /// The server has answered the end of a message.
    pub(super) fn message_answered(&mut self, cx: &mut Context<'_>) {
        self.messages = self.messages.saturating_add(1);
        self.log(cx);
        self.record = None;
        self.record(cx);
    }

    pub(super) fn tls(&mut self, cx: &Context<'_>) {
        self.tls = true;
        self.active = true;
        self.record(cx).tls = true;
    }

    /// Logs the transaction at hand if it has anything to say.
    pub(super) fn log(&mut self, cx: &mut Context<'_>) {
        self.content_over(cx);
        if std::mem::take(&mut self.active)
            && let Some(record) = self.record.take()
        {
            cx.emit(&*record);
        }
    }
}
