//! Transactions of SMB1: calls over pipes, searches, and what is done to files by name or handle (MS-CIFS 2.2.5 to 2.2.7).

use super::files::Asked;
use super::parser::{Block, command, some};
use super::parser_files::opened;
use super::parser_transaction::{self as parser, TransactionPart};
use super::{Message, Smb1, unseen};
use crate::smb::calls::{Call, Intent};
use crate::smb::commands;
use crate::smb::conversation::{Conversation, INFERRED_FROM_PIPE};
use crate::smb::information::{Change, change};
use crate::smb::parser::utf16;
use crate::smb::status::Status;
use crate::{Context, Side};
use std::sync::Arc;
use thymus_wire::{Reader, Result};

/// Subcommands of TRANSACTION.
const RAW_READ: u16 = 0x11;
const TRANSACT: u16 = 0x26;
const RAW_WRITE: u16 = 0x31;
const READ: u16 = 0x36;
const WRITE: u16 = 0x37;

/// Subcommands of TRANSACTION2, each with the bytes of its parameters before the name.
const OPEN2: (u16, usize) = (0x00, 28);
const FIND_FIRST2: (u16, usize) = (0x01, 12);
const QUERY_PATH: (u16, usize) = (0x05, 6);
const SET_PATH: (u16, usize) = (0x06, 6);
const SET_FILE: u16 = 0x08;
const CREATE_DIRECTORY: (u16, usize) = (0x0d, 4);
const DFS_REFERRAL: (u16, usize) = (0x10, 2);

/// Functions of NT_TRANSACT.
const NT_CREATE: u16 = 1;

/// Subcommands that are reserved and never were implemented: no client sends them, exploits do (MS-CIFS 2.2.6.15, 2.2.7.5).
pub(super) const SESSION_SETUP: u16 = 0x0e;
const NT_RENAME: u16 = 5;

fn is_reserved(command: u8, function: u16) -> bool {
    matches!((command, function), (command::TRANSACTION2, SESSION_SETUP) | (command::NT_TRANSACT, NT_RENAME))
}

impl Smb1 {
    pub(super) fn transaction_asked(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
        asked: &mut Asked,
    ) -> Result<()> {
        let part = parser::transaction_request(block)?;
        if block.command == command::TRANSACTION {
            pipe_asked(cx, all, message, &part, asked);
            return Ok(());
        }
        let name = match block.command {
            command::TRANSACTION2 => commands::transaction2(part.function),
            _ => commands::nt_transact(part.function),
        };
        asked.sub_command = Some(name);
        if is_reserved(block.command, part.function) {
            let found = format!("{} {name}", commands::smb1(block.command));
            cx.weird_about("SMB", "smb1_reserved_subcommand", 0, found);
        }
        if part.is_whole() {
            read_whole(cx, all, message, block.command, part.function, part.parameters, part.data, asked);
        } else {
            asked.more_to_send = true;
            self.assemblies.begin(message.key(), block.command, part.function, &part);
        }
        Ok(())
    }

    /// A further part of a request.
    pub(super) fn transaction_more(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
    ) -> Result<()> {
        let part = parser::transaction_part(block, false)?;
        let primary = match block.command {
            command::TRANSACTION_SECONDARY => command::TRANSACTION,
            command::TRANSACTION2_SECONDARY => command::TRANSACTION2,
            _ => command::NT_TRANSACT,
        };
        let key = message.key();
        if primary == command::TRANSACTION {
            let Some(call) = all.calls.get_mut(key, primary.into()) else { return Ok(()) };
            call.more_to_send = !part.ends_data();
            if let (Intent::Transceive | Intent::Write, Some(open)) = (&call.intent, call.open) {
                all.content(cx, message.from, Side::Originator, open, 0, part.data);
            }
            return Ok(());
        }
        if let Some(begun) = self.assemblies.mixed(key, primary) {
            let found = format!("{} continued as {}", commands::smb1(begun), commands::smb1(primary));
            cx.weird_about("SMB", "smb1_transaction_mixed", 0, found);
        }
        let Some(whole) = self.assemblies.add(key, &part) else { return Ok(()) };
        let mut asked = Asked::nothing();
        read_whole(cx, all, message, primary, whole.function, &whole.parameters, &whole.data, &mut asked);
        if let Some(call) = all.calls.get_mut(key, primary.into()) {
            call.more_to_send = false;
            call.intent = asked.intent;
            call.open = asked.open;
            call.argument = asked.argument;
        }
        Ok(())
    }

    /// The answer to a transaction or a part of it.
    pub(super) fn transaction_answered(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        block: &Block<'_>,
        status: Status,
    ) -> Result<()> {
        let (key, code) = (message.key(), u16::from(block.command));
        // An interim answer asks for the rest of the request and says nothing yet.
        if block.word_count() == 0 && all.calls.get_mut(key, code).is_some_and(|call| call.more_to_send) {
            return Ok(());
        }
        let part = if block.word_count() == 0 {
            TransactionPart::default()
        } else {
            parser::transaction_part(block, true)?
        };
        let found = all.calls.take(key, code);
        let call = found.unwrap_or_else(|| unseen(cx, message, block.command));
        let reads = matches!(call.intent, Intent::Transceive | Intent::Read { .. });
        if let (true, Some(open)) = (reads, call.open) {
            all.content(cx, message.from, Side::Responder, open, 0, part.data);
        }
        if !part.ends_data() && call.open.is_some() {
            all.ask(cx, call);
            return Ok(());
        }
        all.log(cx, &call, commands::smb1(block.command), status);
        match call.intent {
            Intent::OpenByTransaction => open_answered(cx, all, block, &call, &part, status)?,
            _ => all.tell_done(cx, &call, Some(status)),
        }
        Ok(())
    }
}

/// A call over a pipe: the second setup word is its FID.
fn pipe_asked(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    part: &TransactionPart<'_>,
    asked: &mut Asked,
) {
    asked.sub_command = Some(commands::transaction(part.function));
    let name = part.name.clone().and_then(some);
    let intent = match part.function {
        TRANSACT => Intent::Transceive,
        WRITE | RAW_WRITE => Intent::Write,
        READ | RAW_READ => Intent::Read { offset: 0 },
        _ => {
            asked.argument = name;
            return;
        }
    };
    asked.on(cx, all, message, part.setup_second, None);
    asked.argument = asked.argument.take().or(name);
    asked.intent = intent;
    asked.more_to_send = !part.ends_data();
    let Some(open) = asked.open else { return };
    all.make_pipe(cx, open, INFERRED_FROM_PIPE);
    all.content(cx, message.from, Side::Originator, open, 0, part.data);
}

#[allow(
    clippy::too_many_arguments,
    reason = "a transaction whole or put together, and where its meaning goes"
)]
fn read_whole(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    command: u8,
    function: u16,
    parameters: &[u8],
    data: &[u8],
    asked: &mut Asked,
) {
    let unicode = message.header.unicode;
    if command == command::NT_TRANSACT {
        if function == NT_CREATE
            && let Ok((name, delete_on_close)) = parser::nt_transact_create(parameters, unicode)
        {
            asked.open(cx, all, message, name, delete_on_close);
            asked.intent = Intent::OpenByTransaction;
        }
        return;
    }
    let name = |skip| parser::parameter_name(parameters, skip, unicode);
    let named = [FIND_FIRST2, QUERY_PATH, SET_PATH, CREATE_DIRECTORY, DFS_REFERRAL];
    if let Some((_, skip)) = named.into_iter().find(|(number, _)| *number == function) {
        asked.argument = name(skip);
    }
    match function {
        number if number == OPEN2.0 => {
            if let Some(name) = name(OPEN2.1) {
                asked.open(cx, all, message, name, false);
                asked.intent = Intent::OpenByTransaction;
            }
        }
        number if number == SET_PATH.0 => set_path(parameters, data, asked),
        SET_FILE => set_file(cx, all, message, parameters, data, asked),
        _ => {}
    }
}

/// TRANS2_SET_PATH_INFORMATION (MS-CIFS 2.2.6.7): of what can be set by name, renaming and deleting are followed.
fn set_path(parameters: &[u8], data: &[u8], asked: &mut Asked) {
    let (Ok(level), Some(name)) = (Reader::new(parameters).u16_le(), asked.argument.clone()) else { return };
    match set_level(level, data) {
        Change::Rename(to) => asked.intent = Intent::RenamePath { from: name, to },
        Change::Delete(true) => asked.intent = Intent::DeletePath(name),
        _ => {}
    }
}

/// TRANS2_SET_FILE_INFORMATION (MS-CIFS 2.2.6.9).
fn set_file(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    parameters: &[u8],
    data: &[u8],
    asked: &mut Asked,
) {
    let mut reader = Reader::new(parameters);
    let (Ok(id), Ok(level)) = (reader.u16_le(), reader.u16_le()) else { return };
    asked.on(cx, all, message, id, None);
    asked.intent = match set_level(level, data) {
        Change::Attributes => Intent::SetAttributes,
        Change::Rename(to) => Intent::Rename(to),
        Change::Delete(delete) => Intent::Delete(delete),
        Change::Other => Intent::Other,
    };
}

/// What setting this level of information changes (MS-CIFS 2.2.8.4): the levels of NT, or 1,000 and NT's own class
/// (MS-SMB 2.2.2.3.5).
fn set_level(level: u16, data: &[u8]) -> Change {
    match level {
        0x0101 => Change::Attributes,
        0x0102 => change(13, data),
        1010 => renamed_to(data).map_or(Change::Other, Change::Rename),
        1000.. => u8::try_from(level - 1000).map_or(Change::Other, |class| change(class, data)),
        _ => Change::Other,
    }
}

/// FileRenameInformation for SMB1 (MS-FSCC 2.4.42.1).
fn renamed_to(data: &[u8]) -> Option<Arc<str>> {
    let mut reader = Reader::new(data);
    reader.skip(8).ok()?;
    let length = reader.u32_le().ok()?;
    Some(utf16(reader.take_up_to(length as usize)).into())
}

fn open_answered(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    block: &Block<'_>,
    call: &Call,
    part: &TransactionPart<'_>,
    status: Status,
) -> Result<()> {
    let facts = match block.command {
        command::NT_TRANSACT => parser::nt_transact_create_response(part.parameters)?,
        _ => opened(&mut Reader::new(part.parameters))?,
    };
    all.opened(cx, call, &facts, status);
    Ok(())
}
