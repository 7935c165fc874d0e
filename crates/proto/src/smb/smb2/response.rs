//! The answers of SMB2.

use super::parser::{self, Header, command};
use super::{Message, Smb2};
use super::{parser_directory, parser_files};
use crate::smb::activity::OpenFacts;
use crate::smb::calls::{Call, Intent};
use crate::smb::commands;
use crate::smb::conversation::{ConnectFacts, Conversation, Moving};
use crate::smb::listing::Listed;
use crate::smb::login::LoginFacts;
use crate::smb::parser::guid_text;
use crate::smb::status::Status;
use crate::smb::stream::Taken;
use crate::smb::trees::{Tree, TreeKey};
use crate::{Context, Side};
use std::borrow::Cow;
use std::sync::Arc;

impl Smb2 {
    pub(super) fn response(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
    ) -> Taken {
        let header = &message.header;
        let status = Status::nt(header.status);
        let done = Taken::Done(message.length);
        if status.is_pending() {
            return done;
        }
        let call = all.calls.take(header.message_id, header.command);
        let seen = call.is_some();
        let call = call.unwrap_or_else(|| unseen(cx, header));
        all.log(cx, &call, commands::smb2(header.command), status);
        if header.command == command::SESSION_SETUP {
            return self.login_answer(cx, all, message, seen, status);
        }
        if let (Intent::List { .. }, Some(open), true) = (&call.intent, call.open, status.is_end_of_list()) {
            all.listing_ended(cx, open, true);
        }
        if !status.is_success() {
            all.failed(cx, &call, commands::smb2(header.command), status);
            return done;
        }
        match self.read_response(cx, all, message, &call, status) {
            Ok(taken) => taken,
            Err(_) => {
                cx.weird("SMB", "smb2_truncated_response", 0);
                done
            }
        }
    }

    fn login_answer(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        seen: bool,
        status: Status,
    ) -> Taken {
        let header = &message.header;
        let answer = if status.is_success() || status.wants_more() {
            parser::session_setup_response(message.bytes)
        } else {
            Ok((0, &[] as &[u8]))
        };
        let (flags, token) = answer.unwrap_or_default();
        let facts = LoginFacts {
            guest: flags & 1 != 0,
            anonymous: flags & 2 != 0,
            encrypted: flags & 4 != 0,
            signed: header.is_signed(),
        };
        let key = seen.then_some(header.message_id);
        all.login_answered(cx, key, header.session, token, status, &facts);
        Taken::Done(message.length)
    }

    fn read_response(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        call: &Call,
        status: Status,
    ) -> thymus_wire::Result<Taken> {
        let bytes = message.bytes;
        let header = &message.header;
        let done = Taken::Done(message.length);
        match header.command {
            command::NEGOTIATE => note_agreed(all, parser::negotiate_response(bytes)?),
            command::LOGOFF => all.logged_off(cx, header.session),
            command::TREE_CONNECT => self.connected(cx, all, message, call, status)?,
            command::TREE_DISCONNECT => all.disconnected(cx, call.tree),
            command::CREATE => self.created(cx, all, call, &parser_files::create_response(bytes)?, status),
            command::CLOSE => all.closed_open(cx, call, status),
            command::READ => {
                let (head, content) = parser_files::read_response(bytes)?;
                if let (Some(open), Intent::Read { offset }) = (call.open, &call.intent) {
                    let moving = Moving { open, offset: *offset, role: Side::Responder, drop: 0 };
                    all.begin_content(message.from, moving);
                    self.told_after_first(cx, all, message, call, (head, content), status);
                    return Ok(Taken::Content { head, content, message: message.length });
                }
            }
            command::QUERY_DIRECTORY => {
                if let Intent::List { pattern, class, restarts } = &call.intent {
                    let (entries, missing) = parser_directory::directory_response(bytes)?;
                    let entries = parser_directory::entries(*class, entries);
                    let (pattern, restarts, cut) = (Arc::clone(pattern), *restarts, missing > 0);
                    all.listed(cx, call, Listed { pattern, restarts, entries, cut });
                }
            }
            command::IOCTL => {
                let (code, _, output) = parser_files::ioctl_response(bytes)?;
                if let (commands::FSCTL_PIPE_TRANSCEIVE, Some(open)) = (code, call.open) {
                    all.content(cx, message.from, Side::Responder, open, 0, output);
                } else if code == commands::FSCTL_VALIDATE_NEGOTIATE_INFO {
                    note_agreed(all, parser::validated(output)?);
                }
                all.tell_done(cx, call, Some(status));
            }
            _ => all.tell_done(cx, call, Some(status)),
        }
        Ok(done)
    }

    /// The record of a read follows from what is read: the first bytes are shown before they are passed on, so that
    /// an opening that was not seen is known for what it is.
    fn told_after_first(
        &self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        call: &Call,
        (head, content): (u32, u32),
        status: Status,
    ) {
        let here = message.bytes.get(head as usize..).unwrap_or_default();
        let here = here.get(..content as usize).unwrap_or(here);
        if let (Some(open), Intent::Read { offset }) = (call.open, &call.intent) {
            all.announce(cx, message.from, Side::Responder, open, *offset, here);
        }
        all.tell_done(cx, call, Some(status));
    }

    fn created(
        &self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        call: &Call,
        facts: &OpenFacts,
        status: Status,
    ) {
        if call.open.is_some() {
            return all.opened(cx, call, facts, status);
        }
        let serial = all.open_of(cx, facts.id, call.tree);
        if let Some(open) = all.opens.get_mut(serial) {
            open.size = facts.size;
            open.times = facts.times;
        }
    }

    fn connected(
        &self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        call: &Call,
        status: Status,
    ) -> thymus_wire::Result<()> {
        let answer = parser::tree_connect_response(message.bytes)?;
        let Header { session, tree, .. } = message.header;
        let key = TreeKey { session, tree };
        let path = match &call.intent {
            Intent::Connect { path, .. } => Some(path.clone()),
            _ => None,
        };
        let facts = ConnectFacts {
            native_file_system: None,
            encrypted: answer.encrypted,
            maximal_access: Some(answer.maximal_access),
        };
        let tree = Tree { path, share: answer.share, ..Tree::default() };
        all.connected(cx, call.at, key, tree, facts, Some(status));
        Ok(())
    }
}

/// An answer whose request was not seen: as in Zeek it stands for both.
fn unseen(cx: &Context<'_>, header: &Header) -> Call {
    Call {
        key: header.message_id,
        code: header.command,
        at: cx.now,
        tree: TreeKey { session: header.session, tree: header.tree },
        open: None,
        intent: Intent::Other,
        chained: false,
        more_to_send: false,
        sub_command: None,
        argument: None,
    }
}

fn note_agreed(all: &mut Conversation, answer: parser::NegotiateResponse) {
    let agreed = &mut all.agreed;
    agreed.server_requires_signing = Some(answer.requires_signing);
    agreed.server_guid = guid_text(&answer.server_guid);
    agreed.cipher = answer.cipher.and_then(parser::cipher).or(agreed.cipher);
    agreed.compressed |= answer.compressed;
    // 0x02ff only says that SMB2 will be negotiated next (MS-SMB2 2.2.4).
    if answer.dialect != 0x02ff {
        let name = parser::dialect(answer.dialect);
        let name = name.map_or_else(|| format!("0x{:04x}", answer.dialect).into(), Cow::Borrowed);
        agreed.dialect = Some(name);
    }
}
