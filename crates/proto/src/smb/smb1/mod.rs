//! The SMB1 dialog: requests, chains of them, and their answers (MS-CIFS 3.3.5).

mod assembly;
mod files;
mod parser;
mod parser_files;
mod parser_session;
mod parser_transaction;
mod session;
mod transaction;

use crate::smb::calls::{Call, Intent};
use crate::smb::commands;
use crate::smb::conversation::Conversation;
use crate::smb::opens::Serial;
use crate::smb::status::Status;
use crate::smb::stream::{MESSAGE_BYTES_MAX, Taken};
use crate::smb::trees::TreeKey;
use crate::{Context, Side};
use assembly::Assemblies;
use files::Asked;
use parser::{Block, Header, command};
use smallvec::SmallVec;
use thymus_wire::Result;

/// At most this many commands of a chain are read.
const ANDX_DEPTH_MAX: usize = 10;

/// How much of a read's answer or a write must be there to know where its content begins.
const CONTENT_HEAD: u32 = 64;

/// The multiplex number of messages that a server sends unasked (MS-CIFS 3.3.4.2).
const UNASKED: u16 = 0xffff;

/// What SMB1 needs beside the conversation.
#[derive(Debug, Default)]
pub(in crate::smb) struct Smb1 {
    assemblies: Assemblies,
}

/// One message: its header, its bytes as far as they have come, and who sent it.
struct Message<'a> {
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

impl Smb1 {
    /// Reads a message of which `here` has come and which is `length` bytes long.
    pub(in crate::smb) fn message(
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

    /// A frame without a message: the answer to a raw read. False where none is expected.
    pub(in crate::smb) fn raw_frame(&self, cx: &mut Context<'_>, all: &mut Conversation, from: Side) -> bool {
        files::raw_frame(cx, all, from)
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
            command::NEGOTIATE => asked.intent = Intent::Negotiate(parser_session::negotiate_request(block)),
            command::SESSION_SETUP_ANDX => {
                asked.intent = Intent::Login;
                session::login_asked(cx, all, message, block)?;
            }
            command::LOGOFF_ANDX => asked.intent = Intent::Logoff,
            command::TREE_CONNECT_ANDX | command::TREE_CONNECT => {
                let (path, service) = parser_session::tree_connect_request(block)?;
                asked.argument = Some(path.clone());
                asked.intent = Intent::Connect { path, service: Some(service) };
            }
            command::TREE_DISCONNECT => asked.intent = Intent::Disconnect,
            _ => files::file_asked(cx, all, message, block, before, asked)?,
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
        if !seen {
            note_renumbered(cx, all, message, block.command);
        }
        let call = found.unwrap_or_else(|| unseen(cx, message, block.command));
        let name = commands::smb1(block.command);
        if !matches!(call.intent, Intent::Connect { .. } | Intent::Negotiate(_)) {
            all.log(cx, &call, name, status);
        }
        let answered = match block.command {
            command::SESSION_SETUP_ANDX => {
                session::login_answered(cx, all, message, block, &call, seen, status)
            }
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

/// An answer whose number nobody asked with, while a reserved TRANSACTION2 waits: the backdoor DoublePulsar answers so, with
/// its state in the difference of the numbers.
fn note_renumbered(cx: &mut Context<'_>, all: &Conversation, message: &Message<'_>, command: u8) {
    if command != command::TRANSACTION2 {
        return;
    }
    let reserved = commands::transaction2(transaction::SESSION_SETUP);
    let Some(asked) = all.calls.oldest_named(command.into(), reserved) else { return };
    let (asked, answered) = (asked & 0xffff, message.header.multiplex);
    cx.weird_about("SMB", "smb1_answer_renumbered", 0, format!("{asked} answered as {answered}"));
}

/// The commands of a message, the chained ones after the first.
fn chain<'a>(cx: &mut Context<'_>, message: &Message<'a>) -> SmallVec<[Block<'a>; 2]> {
    let mut blocks = SmallVec::new();
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

fn is_transaction(command: u8) -> bool {
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
fn unseen(cx: &Context<'_>, message: &Message<'_>, command: u8) -> Call {
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
        command::NEGOTIATE => session::note_agreed(all, block, &call.intent)?,
        command::LOGOFF_ANDX => all.logged_off(cx, call.tree.session),
        command::TREE_CONNECT_ANDX | command::TREE_CONNECT => {
            session::connected(cx, all, message, block, call, status);
        }
        command::TREE_DISCONNECT => all.disconnected(cx, call.tree),
        command::NT_CREATE_ANDX => all.opened(cx, call, &parser_files::nt_create_response(block)?, status),
        command::OPEN_ANDX => all.opened(cx, call, &parser_files::open_andx_response(block)?, status),
        command::OPEN | command::CREATE | command::CREATE_NEW => {
            all.opened(cx, call, &parser_files::core_open_response(block)?, status);
        }
        command::CLOSE => all.closed_open(cx, call, status),
        command::CLOSE_AND_TREE_DISC => {
            all.closed_open(cx, call, status);
            all.disconnected(cx, call.tree);
        }
        command::WRITE_AND_CLOSE => all.closed_open(cx, call, status),
        command::READ_ANDX => return files::read_answered(cx, all, message, block, call, status),
        command::READ | command::LOCK_AND_READ => {
            if let (Some(open), Intent::Read { offset }) = (call.open, &call.intent) {
                let bytes = parser_files::core_read_response(block);
                all.content(cx, message.from, Side::Responder, open, *offset, bytes);
            }
            all.tell_done(cx, call, Some(status));
        }
        _ => all.tell_done(cx, call, Some(status)),
    }
    Ok(None)
}
