//! The SMB1 dialog: requests, chains of them, and their answers (MS-CIFS 3.3.5).

use super::calls::{Call, Intent};
use super::commands;
use super::conversation::{ConnectFacts, Conversation, Moving};
use super::login::{LoginFacts, LoginRequest};
use super::opens::{Open, Serial, What};
use super::parser1::{self as parser, Block, Header, Transfer, command, some};
use super::status::Status;
use super::stream::{MESSAGE_BYTES_MAX, Taken};
use super::transaction::Assemblies;
use super::trees::{Share, Tree, TreeKey};
use crate::{Account, Context, Side};
use std::borrow::Cow;
use std::sync::Arc;
use thymus_wire::Result;

/// At most this many commands of a chain are read.
const ANDX_DEPTH_MAX: usize = 10;

/// How much of a read's answer or a write must be there to know where its content begins.
const CONTENT_HEAD: u32 = 64;

/// The multiplex number of messages that a server sends unasked (MS-CIFS 3.3.4.2).
const UNASKED: u16 = 0xffff;

/// What SMB1 needs beside the conversation.
#[derive(Debug, Default)]
pub(super) struct Smb1 {
    pub(super) assemblies: Assemblies,
}

/// One message: its header, its bytes as far as they have come, and who sent it.
pub(super) struct Message<'a> {
    pub(super) header: Header,
    pub(super) bytes: &'a [u8],
    pub(super) length: u32,
    pub(super) from: Side,
}

impl Message<'_> {
    /// What the answer will repeat.
    pub(super) fn key(&self) -> u64 {
        u64::from(self.header.process) << 16 | u64::from(self.header.multiplex)
    }

    pub(super) fn tree(&self) -> TreeKey {
        TreeKey { session: self.header.user.into(), tree: self.header.tree.into() }
    }
}

/// What reading one command of a request found.
pub(super) struct Asked {
    pub(super) intent: Intent,
    pub(super) open: Option<Serial>,
    pub(super) sub_command: Option<&'static str>,
    pub(super) argument: Option<Arc<str>>,
    pub(super) more_to_send: bool,
    /// Content that follows.
    content: Option<Taken>,
}

impl Smb1 {
    /// Reads a message of which `here` has come and which is `length` bytes long.
    pub(super) fn message(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        from: Side,
        here: &[u8],
        length: u32,
    ) -> Taken {
        let needed = needed(here, length);
        if (here.len() as u64) < u64::from(needed) {
            return Taken::Need(needed);
        }
        let Ok(header) = parser::header(here) else {
            cx.weird("SMB", "smb1_truncated_header", 0);
            return Taken::Done(length);
        };
        all.agreed.version = "SMB1";
        let message = Message { header, bytes: here, length, from };
        if header.is_response {
            all.server = Some(from);
            return self.response(cx, all, &message);
        }
        if header.multiplex == UNASKED && header.command == command::LOCKING_ANDX {
            return Taken::Done(length);
        }
        all.server = Some(from.other());
        self.request(cx, all, &message)
    }

    fn request(&mut self, cx: &mut Context<'_>, all: &mut Conversation, message: &Message<'_>) -> Taken {
        let mut taken = Taken::Done(message.length);
        let mut before = None;
        for (index, block) in chain(cx, message).into_iter().enumerate() {
            let mut asked = Asked::nothing();
            let waits = match self.read_request(cx, all, message, &block, before, &mut asked) {
                Ok(waits) => waits,
                Err(_) => {
                    cx.weird("SMB", "smb1_truncated_request", 0);
                    true
                }
            };
            before = asked.open.or(before);
            taken = asked.content.unwrap_or(taken);
            if waits {
                all.ask(cx, call_of(cx, message, &block, asked, index > 0));
            }
        }
        taken
    }

    /// Whether the request will be answered.
    fn read_request(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
        before: Option<Serial>,
        asked: &mut Asked,
    ) -> Result<bool> {
        match block.command {
            command::NT_CANCEL => return Ok(false),
            command::TRANSACTION_SECONDARY
            | command::TRANSACTION2_SECONDARY
            | command::NT_TRANSACT_SECONDARY => {
                self.transaction_more(cx, all, message, block)?;
                return Ok(false);
            }
            command::TRANSACTION | command::TRANSACTION2 | command::NT_TRANSACT => {
                self.transaction_asked(cx, all, message, block, asked)?;
            }
            command::NEGOTIATE => asked.intent = Intent::Negotiate(parser::negotiate_request(block)),
            command::SESSION_SETUP_ANDX => {
                asked.intent = Intent::Login;
                login_asked(cx, all, message, block)?;
            }
            command::LOGOFF_ANDX => asked.intent = Intent::Logoff,
            command::TREE_CONNECT_ANDX | command::TREE_CONNECT => {
                let (path, service) = parser::tree_connect_request(block)?;
                asked.argument = Some(path.clone());
                asked.intent = Intent::Connect { path, service: Some(service) };
            }
            command::TREE_DISCONNECT => asked.intent = Intent::Disconnect,
            _ => file_asked(cx, all, message, block, before, asked)?,
        }
        Ok(true)
    }

    fn response(&mut self, cx: &mut Context<'_>, all: &mut Conversation, message: &Message<'_>) -> Taken {
        let status = message.header.status;
        let blocks = chain(cx, message);
        let last = blocks.len().saturating_sub(1);
        let mut taken = Taken::Done(message.length);
        for (index, block) in blocks.iter().enumerate() {
            // Only the last command of a chain can have failed; those before it were done.
            let status = if index == last { status } else { Status::nt(0) };
            if let Some(content) = self.block_response(cx, all, message, block, status) {
                taken = content;
            }
        }
        if !status.is_success() && !status.wants_more() {
            while let Some(call) = all.calls.take_any(message.key()) {
                all.failed(cx, &call, command_name(call.code), status);
            }
        }
        taken
    }

    fn block_response(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
        status: Status,
    ) -> Option<Taken> {
        if is_transaction(block.command) && status.is_success() {
            if self.transaction_answered(cx, all, message, block, status).is_err() {
                cx.weird("SMB", "smb1_truncated_response", 0);
            }
            return None;
        }
        let found = all.calls.take(message.key(), block.command.into());
        let seen = found.is_some();
        let call = found.unwrap_or_else(|| unseen(cx, message, block.command));
        let name = commands::smb1(block.command);
        if !matches!(call.intent, Intent::Connect { .. } | Intent::Negotiate(_)) {
            all.log(cx, &call, name, status);
        }
        let answered = match block.command {
            command::SESSION_SETUP_ANDX => login_answered(cx, all, message, block, &call, seen, status),
            _ if !status.is_success() => {
                all.failed(cx, &call, name, status);
                Ok(None)
            }
            _ => answered(cx, all, message, block, &call, status),
        };
        if matches!(call.intent, Intent::Connect { .. } | Intent::Negotiate(_)) {
            all.log(cx, &Call { tree: message.tree(), ..call }, name, status);
        }
        answered.unwrap_or_else(|_| {
            cx.weird("SMB", "smb1_truncated_response", 0);
            None
        })
    }
}

/// The commands of a message, the chained ones after the first.
fn chain<'a>(cx: &mut Context<'_>, message: &Message<'a>) -> Vec<Block<'a>> {
    let mut blocks = Vec::with_capacity(1);
    let mut next = Some((message.header.command, parser::HEADER_LENGTH));
    let mut end = 0;
    while let Some((command, offset)) = next {
        if blocks.len() >= ANDX_DEPTH_MAX || offset <= end {
            cx.weird("SMB", "smb_andx_depth_exceeded", offset as u64);
            break;
        }
        let Ok(block) = Block::read(message.bytes, command, offset, message.header.unicode) else {
            cx.weird("SMB", "smb1_truncated_block", offset as u64);
            break;
        };
        end = offset;
        next = block.chained();
        blocks.push(block);
    }
    blocks
}

/// How much of a message must be there to read it: where a read's answer or a write is alone in its message, only the
/// part before the content.
fn needed(here: &[u8], length: u32) -> u32 {
    let whole = length.min(MESSAGE_BYTES_MAX);
    let Ok(header) = parser::header(here) else { return (parser::HEADER_LENGTH as u32).min(length) };
    let carries = match header.command {
        command::READ_ANDX => header.is_response && header.status.is_success(),
        command::WRITE_ANDX => !header.is_response,
        _ => false,
    };
    let alone = here.get(parser::HEADER_LENGTH + 1).is_none_or(|next| *next == command::NONE);
    if carries && alone { CONTENT_HEAD.min(length) } else { whole }
}

pub(super) fn is_transaction(command: u8) -> bool {
    matches!(command, command::TRANSACTION | command::TRANSACTION2 | command::NT_TRANSACT)
}

fn command_name(code: u16) -> &'static str {
    commands::smb1(u8::try_from(code).unwrap_or(command::NONE))
}

fn call_of(cx: &Context<'_>, message: &Message<'_>, block: &Block<'_>, asked: Asked, chained: bool) -> Call {
    Call {
        key: message.key(),
        code: block.command.into(),
        at: cx.now,
        tree: message.tree(),
        open: asked.open,
        intent: asked.intent,
        chained,
        more_to_send: asked.more_to_send,
        sub_command: asked.sub_command,
        argument: asked.argument,
    }
}

/// An answer whose request was not seen.
pub(super) fn unseen(cx: &Context<'_>, message: &Message<'_>, command: u8) -> Call {
    Call {
        key: message.key(),
        code: command.into(),
        at: cx.now,
        tree: message.tree(),
        open: None,
        intent: Intent::Other,
        chained: false,
        more_to_send: false,
        sub_command: None,
        argument: None,
    }
}

fn login_asked(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
) -> Result<()> {
    let setup = parser::session_setup_request(block)?;
    let account = setup.account.filter(|(user, _)| !user.is_empty()).map(|(user, domain)| Account {
        user: user.to_string(),
        domain: domain.to_string(),
        mechanism: "NTLM",
        inferred: None,
    });
    let request = LoginRequest {
        key: message.key(),
        session: message.header.user.into(),
        token: setup.token,
        binding: false,
        client_os: setup.native_os,
        account,
        anonymous: setup.anonymous,
    };
    all.login_asked(cx, request);
    Ok(())
}

fn login_answered(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    seen: bool,
    status: Status,
) -> Result<Option<Taken>> {
    let mut facts = LoginFacts { signed: message.header.is_signed, ..LoginFacts::default() };
    let mut token: &[u8] = &[];
    if status.is_success() || status.wants_more() {
        let (guest, bytes, server_os) = parser::session_setup_response(block)?;
        facts.guest = guest;
        token = bytes;
        all.agreed.server_os = server_os.or(all.agreed.server_os.take());
    }
    let key = seen.then_some(call.key);
    all.login_answered(cx, key, message.header.user.into(), token, status, &facts);
    if !status.is_success() && !status.wants_more() {
        all.failed(cx, call, "SESSION_SETUP_ANDX", status);
    }
    Ok(None)
}

/// A request about files.
fn file_asked(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    before: Option<Serial>,
    asked: &mut Asked,
) -> Result<()> {
    match block.command {
        command::NT_CREATE_ANDX => {
            let (name, delete_on_close) = parser::nt_create_request(block)?;
            asked.open(cx, all, message, name, delete_on_close);
        }
        command::OPEN_ANDX => asked.open(cx, all, message, parser::open_andx_request(block), false),
        command::OPEN | command::CREATE | command::CREATE_NEW => {
            asked.open(cx, all, message, parser::formatted_name(block), false);
        }
        command::CLOSE | command::CLOSE_AND_TREE_DISC => {
            asked.on(cx, all, message, block.words().u16_le()?, before);
            asked.intent = Intent::Close;
        }
        command::READ_ANDX => {
            let read = parser::read_andx_request(block)?;
            asked.on(cx, all, message, read.id, before);
            asked.intent = Intent::Read { offset: read.offset };
        }
        command::READ | command::LOCK_AND_READ | command::READ_RAW => {
            let read = parser::core_transfer(block)?;
            asked.on(cx, all, message, read.id, before);
            asked.intent = Intent::Read { offset: read.offset };
        }
        command::WRITE_ANDX => {
            asked.write(cx, all, message, block, parser::write_andx_request(block)?, before);
        }
        command::WRITE | command::WRITE_AND_UNLOCK | command::WRITE_AND_CLOSE => {
            asked.write(cx, all, message, block, parser::core_transfer(block)?, before);
        }
        command::DELETE | command::DELETE_DIRECTORY => {
            let name = parser::formatted_name(block);
            asked.argument = some(name.clone());
            asked.intent = Intent::DeletePath(name);
        }
        command::RENAME | command::NT_RENAME => {
            let (from, to) = parser::two_names(block);
            asked.argument = some(from.clone());
            asked.intent = Intent::RenamePath { from, to };
        }
        command::QUERY_INFORMATION | command::CHECK_DIRECTORY => {
            asked.argument = some(parser::formatted_name(block));
        }
        _ => {}
    }
    Ok(())
}

impl Asked {
    pub(super) fn nothing() -> Self {
        Self {
            intent: Intent::Other,
            open: None,
            sub_command: None,
            argument: None,
            more_to_send: false,
            content: None,
        }
    }

    pub(super) fn open(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        name: Arc<str>,
        delete_on_close: bool,
    ) {
        self.intent = Intent::Open;
        self.argument = some(name.clone());
        let tree = message.tree();
        let open = Open { name: Some(name), tree, delete_on_close, asked_at: cx.now, ..Open::default() };
        self.open = Some(all.add_open(cx, open));
    }

    /// A request on an opening: the one with this id, or the one that the chain opened before.
    pub(super) fn on(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        id: u16,
        before: Option<Serial>,
    ) {
        let serial = before.unwrap_or_else(|| all.open_of(cx, id.into(), message.tree()));
        self.argument = all.opens.get(serial).and_then(|open| open.name.clone());
        self.open = Some(serial);
    }

    fn write(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
        write: Transfer,
        before: Option<Serial>,
    ) {
        self.on(cx, all, message, write.id, before);
        self.intent = if block.command == command::WRITE_AND_CLOSE { Intent::Close } else { Intent::Write };
        let Some(open) = self.open else { return };
        let (at, length) = write.content;
        let alone = block.chained().is_none() && before.is_none() && block.command == command::WRITE_ANDX;
        if alone {
            let moving = Moving { open, offset: write.offset, role: Side::Originator, drop: write.drop };
            all.begin_content(message.from, moving);
            self.content = Some(content(at, length, message.length));
        } else {
            let bytes = block.part(at, length).get(write.drop as usize..).unwrap_or_default();
            all.content(cx, message.from, Side::Originator, open, write.offset, bytes);
        }
    }
}

fn content(at: usize, length: usize, message: u32) -> Taken {
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Taken::Content { head: number(at).max(1), content: number(length), message }
}

/// A request succeeded.
fn answered(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    status: Status,
) -> Result<Option<Taken>> {
    match block.command {
        command::NEGOTIATE => note_agreed(all, block, &call.intent)?,
        command::LOGOFF_ANDX => all.logged_off(cx, call.tree.session),
        command::TREE_CONNECT_ANDX | command::TREE_CONNECT => {
            connected(cx, all, message, block, call, status);
        }
        command::TREE_DISCONNECT => all.disconnected(cx, call.tree),
        command::NT_CREATE_ANDX => all.opened(cx, call, &parser::nt_create_response(block)?, status),
        command::OPEN_ANDX => all.opened(cx, call, &parser::open_andx_response(block)?, status),
        command::OPEN | command::CREATE | command::CREATE_NEW => {
            all.opened(cx, call, &parser::core_open_response(block)?, status);
        }
        command::CLOSE => all.closed_open(cx, call, status),
        command::CLOSE_AND_TREE_DISC => {
            all.closed_open(cx, call, status);
            all.disconnected(cx, call.tree);
        }
        command::WRITE_AND_CLOSE => all.closed_open(cx, call, status),
        command::READ_ANDX => return read_answered(cx, all, message, block, call, status),
        command::READ | command::LOCK_AND_READ => {
            if let (Some(open), Intent::Read { offset }) = (call.open, &call.intent) {
                let bytes = parser::core_read_response(block);
                all.content(cx, message.from, Side::Responder, open, *offset, bytes);
            }
            all.tell_done(cx, call, Some(status));
        }
        _ => all.tell_done(cx, call, Some(status)),
    }
    Ok(None)
}

fn read_answered(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    status: Status,
) -> Result<Option<Taken>> {
    let (at, length) = parser::read_andx_response(block)?;
    let (Some(open), Intent::Read { offset }) = (call.open, &call.intent) else { return Ok(None) };
    all.announce(cx, message.from, Side::Responder, open, *offset, block.part(at, length));
    all.tell_done(cx, call, Some(status));
    if block.chained().is_some() || message.header.command != command::READ_ANDX {
        all.content(cx, message.from, Side::Responder, open, *offset, block.part(at, length));
        return Ok(None);
    }
    all.begin_content(message.from, Moving { open, offset: *offset, role: Side::Responder, drop: 0 });
    Ok(Some(content(at, length, message.length)))
}

fn connected(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    status: Status,
) {
    let (path, asked_service) = match &call.intent {
        Intent::Connect { path, service } => (Some(path.clone()), service.clone()),
        _ => (None, None),
    };
    let (service, native_file_system) = match block.command {
        command::TREE_CONNECT => (asked_service, None),
        _ => {
            let (service, file_system) = parser::tree_connect_response(block);
            (some(service).or(asked_service), file_system)
        }
    };
    let mut key = message.tree();
    if block.command == command::TREE_CONNECT {
        let mut words = block.words();
        key.tree = words.skip(2).and_then(|()| words.u16_le()).unwrap_or_default().into();
    }
    let share = service.as_deref().map(Share::of_service).unwrap_or_default();
    let facts = ConnectFacts { native_file_system, ..ConnectFacts::default() };
    let tree = Tree { path, service, share, inferred: None };
    all.connected(cx, call.at, key, tree, facts, Some(status));
}

fn note_agreed(all: &mut Conversation, block: &Block<'_>, intent: &Intent) -> Result<()> {
    let answer = parser::negotiate_response(block)?;
    let agreed = &mut all.agreed;
    agreed.server_requires_signing = answer.requires_signing;
    agreed.server_guid = answer.server_guid.as_ref().and_then(super::parser2::guid_text);
    agreed.server_name = answer.server_name.or(agreed.server_name.take());
    if let Intent::Negotiate(offered) = intent {
        let chosen = offered.get(usize::from(answer.dialect_index));
        agreed.dialect = chosen.map(|name| Cow::Owned(name.to_string()));
    }
    Ok(())
}

/// A frame without a message: the answer to a raw read, or the bytes of a raw write.
pub(super) fn raw_frame(cx: &mut Context<'_>, all: &mut Conversation, from: Side) -> bool {
    if all.agreed.version != "SMB1" {
        return false;
    }
    let Some(key) = all.calls.oldest_of(command::READ_RAW.into()) else { return false };
    if all.server == Some(from)
        && let Some(call) = all.calls.take(key, command::READ_RAW.into())
        && let (Some(open), Intent::Read { offset }) = (call.open, &call.intent)
    {
        all.log(cx, &call, "READ_RAW", Status::nt(0));
        all.tell_done(cx, &call, Some(Status::nt(0)));
        all.begin_content(from, Moving { open, offset: *offset, role: Side::Responder, drop: 0 });
        return true;
    }
    false
}

/// Whether an opening is a pipe.
pub(super) fn is_pipe(all: &Conversation, serial: Serial) -> bool {
    all.opens.get(serial).is_some_and(|open| matches!(open.what, What::Pipe(_)))
}
