//! One SSH connection, up to the point where it is known who logged in.

use super::login::{Login, Meaning};
use super::parser::{
    Cut, GEX_INIT, GEX_REPLY, GEX_REQUEST, KEXDH_INIT, KEXDH_REPLY, KEXINIT, List, NEWKEYS, Offers,
    PACKET_BYTES_MAX, Packet, common_version, cut, fingerprint, identification, string,
};
use super::record::Ssh;
use crate::md5::Md5;
use crate::{Analyzer, Context, Head, Pending, Side, Step};
use std::fmt::Write as _;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// An identification line may have 255 bytes (RFC 4253 §4.2); some have more.
const LINE_BYTES_MAX: usize = 4096;

/// What a server may say before its identification.
const LINES_BEFORE_MAX: u32 = 1024;

/// The longest identification that is kept.
const IDENTIFICATION_BYTES_MAX: usize = 512;

/// The state of one connection.
pub(super) struct SshAnalyzer {
    ends: [End; 2],
    head: Option<Head>,
    /// The flow's originator is the server, as its messages show.
    turned: bool,
    host_key: Option<String>,
    login: Login,
    auth_success: Option<bool>,
    auth_attempts: u32,
    logged: bool,
}

/// One direction.
struct End {
    pending: Pending,
    stage: Stage,
    lines: u32,
    identification: Option<String>,
    offers: Option<Offers>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Identification,
    Clear,
    Encrypted,
    Lost,
}

impl Default for SshAnalyzer {
    fn default() -> Self {
        Self {
            ends: [End::new(), End::new()],
            head: None,
            turned: false,
            host_key: None,
            login: Login::default(),
            auth_success: None,
            auth_attempts: 0,
            logged: false,
        }
    }
}

impl End {
    fn new() -> Self {
        Self {
            pending: Pending::new(PACKET_BYTES_MAX + 64 * 1024),
            stage: Stage::Identification,
            lines: 0,
            identification: None,
            offers: None,
        }
    }
}

impl Analyzer for SshAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.logged {
            return;
        }
        if self.end(from).stage == Stage::Encrypted {
            return self.encrypted(cx, from, bytes.len());
        }
        let mut pending = std::mem::replace(&mut self.end(from).pending, Pending::new(0));
        if pending.feed(bytes, |bytes| self.step(cx, from, bytes)).is_err() {
            cx.weird("SSH", "ssh_packet_too_long", 0);
            self.end(from).stage = Stage::Lost;
        }
        self.end(from).pending = pending;
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, _length: u64) {
        let end = self.end(from);
        end.pending.clear();
        end.stage = Stage::Lost;
        self.log_if_all_is_said(cx);
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.log(cx);
    }
}

impl SshAnalyzer {
    fn end(&mut self, side: Side) -> &mut End {
        let [originator, responder] = &mut self.ends;
        match side {
            Side::Originator => originator,
            Side::Responder => responder,
        }
    }

    fn client(&self) -> &End {
        let [originator, responder] = &self.ends;
        if self.turned { responder } else { originator }
    }

    fn server(&self) -> &End {
        let [originator, responder] = &self.ends;
        if self.turned { originator } else { responder }
    }

    fn is_server(&self, side: Side) -> bool {
        (side == Side::Responder) != self.turned
    }

    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        match self.end(from).stage {
            Stage::Identification => self.line(cx, from, bytes),
            Stage::Clear => self.packet(cx, from, bytes),
            Stage::Encrypted => {
                self.encrypted(cx, from, bytes.len());
                Step::Drop
            }
            Stage::Lost => Step::Drop,
        }
    }

    fn line(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            if bytes.len() <= LINE_BYTES_MAX {
                return Step::More;
            }
            cx.weird("SSH", "ssh_identification_too_long", 0);
            self.end(from).stage = Stage::Lost;
            return Step::Drop;
        };
        match bytes.get(..end).and_then(identification) {
            Some(line) => self.identified(cx, from, line),
            None => self.other_line(cx, from),
        }
        Step::Took(end + 1)
    }

    /// A line before the identification, which only servers send.
    fn other_line(&mut self, cx: &mut Context<'_>, from: Side) {
        let end = self.end(from);
        end.lines += 1;
        if end.lines > LINES_BEFORE_MAX {
            end.stage = Stage::Lost;
            cx.weird("SSH", "malformed_ssh_identification", 0);
        }
    }

    fn identified(&mut self, cx: &mut Context<'_>, from: Side, line: &[u8]) {
        let text = text_from_wire(line.get(..IDENTIFICATION_BYTES_MAX).unwrap_or(line));
        let end = self.end(from);
        end.identification = Some(text);
        end.stage = Stage::Clear;
        self.head.get_or_insert_with(|| cx.head());
        cx.confirm("ssh");
        if self.version().is_some_and(|version| version != 2) {
            self.log(cx);
            cx.stop();
        }
    }

    fn version(&self) -> Option<u8> {
        let client = self.client().identification.as_deref()?;
        common_version(client, self.server().identification.as_deref()?)
    }

    fn packet(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        match cut(bytes) {
            Cut::Packet(packet) => {
                let length = packet.length;
                self.message(cx, from, &packet);
                Step::Took(length)
            }
            Cut::Need(length) => Step::Need(length),
            Cut::Bad => {
                cx.weird("SSH", "malformed_ssh_packet", 0);
                self.end(from).stage = Stage::Lost;
                self.log_if_all_is_said(cx);
                Step::Drop
            }
        }
    }

    fn message(&mut self, cx: &mut Context<'_>, from: Side, packet: &Packet<'_>) {
        match packet.kind {
            KEXINIT => {
                let offers = Offers::read(packet.payload, |name, count| {
                    cx.weird_about("SSH", name, 0, count.to_string());
                });
                self.end(from).offers = offers;
            }
            KEXDH_INIT | GEX_INIT | GEX_REQUEST => self.turned = from == Side::Responder,
            KEXDH_REPLY | GEX_REPLY => {
                self.turned = from == Side::Originator;
                self.host_key(packet);
            }
            NEWKEYS => {
                self.end(from).stage = Stage::Encrypted;
                self.log_if_all_is_said(cx);
            }
            _ => {}
        }
    }

    /// A reply to the key exchange begins with the host key. In a group exchange message 31 is the group instead.
    fn host_key(&mut self, packet: &Packet<'_>) {
        if packet.kind == KEXDH_REPLY
            && self.agreed(List::Kex).is_some_and(|kex| kex.contains("group-exchange"))
        {
            return;
        }
        let mut reader = Reader::new(packet.payload);
        self.host_key = string(&mut reader).filter(|key| !key.is_empty()).map(fingerprint);
    }

    fn agreed(&self, list: List) -> Option<String> {
        Some(self.client().offers.as_ref()?.agree(self.server().offers.as_ref()?, list))
    }

    fn encrypted(&mut self, cx: &mut Context<'_>, from: Side, length: usize) {
        if !self.is_server(from) {
            return self.login.client();
        }
        match self.login.server(length) {
            Meaning::Nothing => {}
            Meaning::Refused => {
                self.auth_success = Some(false);
                self.auth_attempts = self.auth_attempts.saturating_add(1);
            }
            Meaning::Accepted => {
                self.auth_success = Some(true);
                self.auth_attempts = self.auth_attempts.saturating_add(1);
                self.log(cx);
                cx.stop();
            }
        }
    }

    /// With compression, or after losses on both sides, nothing more can be learned.
    fn log_if_all_is_said(&mut self, cx: &mut Context<'_>) {
        let [originator, responder] = &self.ends;
        let over = |end: &End| matches!(end.stage, Stage::Encrypted | Stage::Lost);
        let lost = originator.stage == Stage::Lost || responder.stage == Stage::Lost;
        if over(originator) && over(responder) && (lost || self.is_compressed()) {
            self.log(cx);
            cx.stop();
        }
    }

    fn is_compressed(&self) -> bool {
        let compression = self.agreed(List::CompressionToClient);
        compression.is_some_and(|name| matches!(name.as_str(), "zlib" | "zlib@openssh.com"))
    }

    fn log(&mut self, cx: &mut Context<'_>) {
        let Some(head) = self.head.filter(|_| !self.logged) else { return };
        self.logged = true;
        let record = self.record(cx, head);
        cx.emit(&record);
    }

    fn record(&self, cx: &Context<'_>, head: Head) -> Ssh {
        let (client, server) = (self.client(), self.server());
        let offers = client.offers.as_ref().zip(server.offers.as_ref());
        let agree = |list| offers.map(|(ours, theirs)| ours.agree(theirs, list));
        let both = |up, down| offers.map(|(ours, theirs)| ours.agree_both(theirs, up, down));
        let hassh_algorithms = client.offers.as_ref().map(|offers| offers.hassh(true));
        let hassh_server_algorithms = server.offers.as_ref().map(|offers| offers.hassh(false));
        Ssh {
            head,
            version: self.version(),
            auth_success: self.auth_success,
            auth_attempts: self.auth_attempts,
            direction: direction(cx),
            client: client.identification.clone(),
            server: server.identification.clone(),
            cipher_alg: both(List::CipherToServer, List::CipherToClient),
            mac_alg: both(List::MacToServer, List::MacToClient),
            compression_alg: both(List::CompressionToServer, List::CompressionToClient),
            kex_alg: agree(List::Kex),
            host_key_alg: agree(List::HostKey),
            host_key_fingerprint: self.host_key.clone(),
            hassh: hassh_algorithms.as_deref().map(md5),
            hassh_algorithms,
            hassh_server: hassh_server_algorithms.as_deref().map(md5),
            hassh_server_algorithms,
        }
    }
}

fn direction(cx: &Context<'_>) -> Option<&'static str> {
    let ends = &cx.flow.endpoints;
    match (cx.settings().is_local(ends.orig_h), cx.settings().is_local(ends.resp_h)) {
        (true, false) => Some("OUTBOUND"),
        (false, true) => Some("INBOUND"),
        _ => None,
    }
}

fn md5(text: &str) -> String {
    Md5::of(text.as_bytes()).iter().fold(String::with_capacity(32), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
