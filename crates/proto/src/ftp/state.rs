//! One control connection: commands wait for their replies, as Zeek pairs them.

use super::codes::{fits, is_logged, takes_path};
use super::parser::{self, data_port, extended_port, join, last_number, quoted_path};
use super::record::{DataChannel, Ftp};
use crate::expect::Expectation;
use crate::{Analyzer, Context, Layer, Pending, Side, Step, Timestamp};
use std::collections::VecDeque;
use std::net::IpAddr;
use thymus_record::{Port, text_from_wire};

/// The longest line that is read.
const LINE_BYTES_MAX: usize = 16 * 1024;

/// A longer command is cut, as in Zeek.
const COMMAND_BYTES_MAX: usize = 100;

/// A longer argument or reply is cut, as in Zeek.
const TEXT_BYTES_MAX: usize = 4096;

/// A longer user name or password is cut, as in Zeek.
const CREDENTIAL_BYTES_MAX: usize = 128;

/// At most this many commands wait for their replies.
const COMMANDS_WAITING_MAX: usize = 20;

/// Users whose password is their address and no secret.
const GUESTS: [&str; 4] = ["anonymous", "ftp", "ftpuser", "guest"];

/// The state of one control connection.
pub(super) struct FtpAnalyzer {
    pending: [Pending; 2],
    waiting: VecDeque<Command>,
    /// The command whose reply is at hand.
    current: Option<Command>,
    commands: u64,
    user: Option<String>,
    password: Option<String>,
    directory: String,
    /// The code of the reply whose last line has not come.
    open_reply: Option<u16>,
    transfer: Option<(IpAddr, u16)>,
    secured: Option<Box<Layer>>,
    greeted: bool,
}

/// A command and what came of it.
#[derive(Clone, Debug, Default)]
struct Command {
    number: u64,
    ts: Timestamp,
    name: String,
    arg: String,
    code: Option<u16>,
    text: Option<String>,
    file_size: Option<u64>,
    channel: DataChannel,
}

impl Default for FtpAnalyzer {
    fn default() -> Self {
        Self {
            pending: [Pending::new(LINE_BYTES_MAX), Pending::new(LINE_BYTES_MAX)],
            waiting: VecDeque::new(),
            current: None,
            commands: 0,
            user: None,
            password: None,
            directory: ".".to_owned(),
            open_reply: None,
            transfer: None,
            secured: None,
            greeted: false,
        }
    }
}

impl Analyzer for FtpAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some(layer) = &mut self.secured {
            return cx.inner(layer, from, bytes);
        }
        let mut pending = self.take_pending(from);
        let fed = pending.feed(bytes, |bytes| self.line(cx, from, bytes));
        if fed.is_err() {
            cx.weird("FTP", "FTP_line_too_long", 0);
        }
        self.put_pending(from, pending);
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        match &mut self.secured {
            Some(layer) => layer.gap(cx, from, length),
            None => {
                let mut pending = self.take_pending(from);
                pending.clear();
                self.put_pending(from, pending);
            }
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let Some(layer) = &mut self.secured {
            layer.ended(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        if let Some(current) = self.current.take() {
            self.log(cx, current);
        }
        for command in std::mem::take(&mut self.waiting) {
            self.log(cx, command);
        }
        if let Some(layer) = &mut self.secured {
            layer.closed(cx);
        }
    }
}

impl FtpAnalyzer {
    fn take_pending(&mut self, from: Side) -> Pending {
        let place = self.pending.get_mut(from.index());
        place.map_or_else(|| Pending::new(0), |place| std::mem::replace(place, Pending::new(0)))
    }

    fn put_pending(&mut self, from: Side, pending: Pending) {
        if let Some(place) = self.pending.get_mut(from.index()) {
            *place = pending;
        }
    }

    fn line(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        if let Some(layer) = &mut self.secured {
            cx.inner(layer, from, bytes);
            return Step::Took(bytes.len());
        }
        let Some(end) = memchr::memchr(b'\n', bytes) else { return Step::More };
        let line = bytes.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match from {
            Side::Originator if !line.trim_ascii().is_empty() => self.command(cx, line),
            Side::Responder => self.reply_line(cx, line),
            Side::Originator => {}
        }
        Step::Took(end + 1)
    }

    fn command(&mut self, cx: &mut Context<'_>, line: &[u8]) {
        self.finish_current(cx);
        let (mut name, arg) = parser::command(line);
        if name.len() > COMMAND_BYTES_MAX {
            let found = format!("{} > {COMMAND_BYTES_MAX}", name.len());
            cx.weird_about("FTP", "FTP_max_command_length_exceeded", 0, found);
            name.truncate(COMMAND_BYTES_MAX);
        }
        let arg = cut(cx, arg, TEXT_BYTES_MAX, "FTP_arg_too_long");
        let mut command = self.new_command(cx, name, arg);
        self.learn(cx, &mut command);
        if self.waiting.len() >= COMMANDS_WAITING_MAX {
            let found = self.waiting.len().to_string();
            cx.weird_about("FTP", "FTP_too_many_pending_commands", 0, found);
            if let Some(oldest) = self.waiting.pop_front() {
                self.log(cx, oldest);
            }
        }
        self.waiting.push_back(command);
    }

    fn new_command(&mut self, cx: &Context<'_>, name: String, arg: String) -> Command {
        self.commands = self.commands.saturating_add(1);
        Command { number: self.commands, ts: cx.now, name, arg, ..Command::default() }
    }

    /// What the command alone says of the session.
    fn learn(&mut self, cx: &mut Context<'_>, command: &mut Command) {
        match command.name.as_str() {
            "USER" => self.user = Some(short(&command.arg)),
            "PASS" => self.password = Some(short(&command.arg)),
            "PORT" => {
                if let Some(end) = data_port(command.arg.as_bytes()) {
                    command.channel = self.expect(cx, false, end);
                }
            }
            "EPRT" => {
                if let Some((Some(address), port)) = extended_port(command.arg.as_bytes()) {
                    command.channel = self.expect(cx, false, (address, port));
                }
            }
            "RETR" | "STOR" | "STOU" | "APPE" => self.name_transfer(cx, &command.arg),
            _ => {}
        }
    }

    fn name_transfer(&self, cx: &mut Context<'_>, path: &str) {
        let name = path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).map(str::to_owned);
        if let Some(transfer) = self.transfer.and_then(|end| cx.hub.transfers.get(end)) {
            transfer.filename = name;
        }
    }

    /// Announces a data connection.
    fn expect(&mut self, cx: &mut Context<'_>, passive: bool, end: (IpAddr, u16)) -> DataChannel {
        let ends = &cx.flow.endpoints;
        let orig_h = if passive { ends.orig_h } else { ends.resp_h };
        self.transfer = Some(end);
        cx.hub.transfers.announce(end);
        cx.expect(Expectation {
            orig_h: Some(orig_h),
            resp_h: end.0,
            resp_p: end.1,
            protocol: &crate::ftp_data::PROTOCOL,
            announced_by: cx.uid(),
            note: "".into(),
            lasting: false,
        });
        DataChannel {
            passive: Some(passive),
            orig_h: Some(orig_h),
            resp_h: Some(end.0),
            resp_p: Some(Port(end.1)),
        }
    }

    fn reply_line(&mut self, cx: &mut Context<'_>, line: &[u8]) {
        let Some(reply) = parser::reply(line, self.open_reply) else {
            if !line.trim_ascii().is_empty() {
                cx.weird("FTP", "FTP_invalid_reply_code", 0);
            }
            return;
        };
        let Some(code) = reply.code else { return };
        self.open_reply = reply.more.then_some(code);
        if !std::mem::replace(&mut self.greeted, true) && matches!(code, 120 | 220 | 421) {
            let greeting = self.new_command(cx, "<init>".to_owned(), String::new());
            self.waiting.push_front(greeting);
        }
        self.choose(code, reply.text);
        let Some(mut current) = self.current.take() else { return };
        current.code = Some(code);
        current.text = Some(cut(cx, reply.text, TEXT_BYTES_MAX, "FTP_reply_msg_too_long"));
        if !reply.more {
            self.conclude(cx, &mut current, code, reply.text);
        }
        self.current = Some(current);
        if !reply.more && !self.waiting.is_empty() && !matches!(code, 100..=199) {
            self.finish_current(cx);
        }
    }

    /// Finds the command that a reply answers: the one at hand, or the one that waits and fits best.
    fn choose(&mut self, code: u16, text: &[u8]) {
        if self.waiting.is_empty()
            || self.current.as_ref().is_some_and(|current| current.code.is_some_and(|code| code < 200))
        {
            return;
        }
        let text = text_from_wire(text);
        let score = |command: &Command| {
            let named = text.contains(&command.name);
            let quoted = !command.arg.is_empty() && text.contains(&command.arg);
            (
                u32::from(fits(&command.name, code)) * 100 + u32::from(named) * 20 + u32::from(quoted) * 10,
                u64::MAX - command.number,
            )
        };
        let best = (0..self.waiting.len()).max_by_key(|&index| self.waiting.get(index).map(score));
        if let Some(command) = best.and_then(|index| self.waiting.remove(index)) {
            self.current = Some(command);
        }
    }

    /// What a command and the last line of its reply say together.
    fn conclude(&mut self, cx: &mut Context<'_>, command: &mut Command, code: u16, text: &[u8]) {
        match (command.name.as_str(), code) {
            ("RETR", 150) | ("SIZE", 213) => command.file_size = last_number(text),
            ("PASV", 227) => {
                if let Some(end) = data_port(text) {
                    command.channel = self.expect(cx, true, end);
                }
            }
            ("EPSV", 229) => {
                if let Some((address, port)) = extended_port(text) {
                    let address = address.unwrap_or(cx.flow.endpoints.resp_h);
                    command.channel = self.expect(cx, true, (address, port));
                }
            }
            ("CWD", 250) => self.directory = join(&self.directory, &command.arg),
            ("CDUP" | "XCUP", 200 | 250) => self.directory = join(&self.directory, ".."),
            ("PWD" | "XPWD", 257) => {
                if let Some(path) = quoted_path(text) {
                    self.directory = text_from_wire(path);
                }
            }
            ("AUTH", 234) => self.secured = Some(Box::default()),
            ("PASS" | "USER", 230) => self.logged_in(cx),
            _ => {}
        }
    }

    fn logged_in(&self, cx: &mut Context<'_>) {
        if let Some(user) = &self.user {
            let (user, domain) = (user.clone(), String::new());
            cx.session().account = Some(crate::Account { user, domain, mechanism: "FTP", inferred: None });
        }
    }

    fn finish_current(&mut self, cx: &mut Context<'_>) {
        if let Some(current) = self.current.take() {
            self.log(cx, current);
        }
    }

    fn log(&self, cx: &mut Context<'_>, command: Command) {
        if !is_logged(&command.name, command.code) {
            return;
        }
        let user = self.user.clone().unwrap_or_else(|| "<unknown>".to_owned());
        let hidden = !cx.settings().keep_passwords && !GUESTS.contains(&user.to_ascii_lowercase().as_str());
        let hide = |text: String| if hidden { "<hidden>".to_owned() } else { text };
        let carries = matches!(command.name.as_str(), "RETR" | "STOR" | "STOU" | "APPE");
        let transfer = self.transfer.filter(|_| carries).and_then(|end| cx.hub.transfers.get(end));
        let (fuid, mime_type) = transfer.map_or((None, None), |found| (found.file, found.mime_type));
        let arg = match command.name.as_str() {
            "PASS" => hide(command.arg),
            name if takes_path(name) => url(cx.flow.endpoints.resp_h, &join(&self.directory, &command.arg)),
            _ => command.arg,
        };
        let record = Ftp {
            head: cx.head_at(command.ts),
            user,
            password: self.password.clone().map(hide),
            command: Some(command.name),
            arg: Some(arg).filter(|arg| !arg.is_empty()),
            mime_type,
            file_size: command.file_size,
            reply_code: command.code,
            reply_msg: command.text,
            data_channel: command.channel,
            fuid,
        };
        cx.emit(&record);
    }
}

fn url(host: IpAddr, path: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    match host {
        IpAddr::V4(host) => format!("ftp://{host}{slash}{path}"),
        IpAddr::V6(host) => format!("ftp://[{host}]{slash}{path}"),
    }
}

fn cut(cx: &mut Context<'_>, text: &[u8], limit: usize, weird: &'static str) -> String {
    if text.len() > limit {
        cx.weird_about("FTP", weird, 0, text.len().to_string());
    }
    text_from_wire(text.get(..limit).unwrap_or(text))
}

fn short(text: &str) -> String {
    text.chars().take(CREDENTIAL_BYTES_MAX).collect()
}
