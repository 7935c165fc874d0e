//! What is done to files by SMB1 without transactions.

use super::Message;
use super::parser::{Block, command, some};
use super::parser_files::{self as parser, Transfer};
use crate::smb::calls::{Call, Intent};
use crate::smb::conversation::{Conversation, Moving};
use crate::smb::opens::{Open, Serial};
use crate::smb::status::Status;
use crate::smb::stream::Taken;
use crate::{Context, Side};
use std::sync::Arc;
use thymus_wire::Result;

/// What reading one command of a request found.
pub(super) struct Asked {
    pub(super) intent: Intent,
    pub(super) open: Option<Serial>,
    pub(super) sub_command: Option<&'static str>,
    pub(super) argument: Option<Arc<str>>,
    pub(super) more_to_send: bool,
    /// Content that follows.
    pub(super) content: Option<Taken>,
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

/// A request about files.
pub(super) fn file_asked(
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

pub(super) fn read_answered(
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

fn content(at: usize, length: usize, message: u32) -> Taken {
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Taken::Content { head: number(at).max(1), content: number(length), message }
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
