//! The SMB2 dialog: requests and their answers (MS-SMB2 3.3.5).

mod credits;
mod parser;
mod parser_directory;
mod parser_files;
mod response;

use crate::smb::calls::{Call, Intent};
use crate::smb::commands;
use crate::smb::conversation::{Conversation, INFERRED_FROM_PIPE, Moving};
use crate::smb::information::Change;
use crate::smb::login::LoginRequest;
use crate::smb::opens::{Open, Serial};
use crate::smb::parser::guid_text;
use crate::smb::status::Status;
use crate::smb::stream::{MESSAGE_BYTES_MAX, Taken};
use crate::smb::trees::TreeKey;
use crate::{Context, Side};
use credits::Credits;
use parser::{Header, command};
use std::sync::Arc;

/// A file id of a related request that stands for that of the request before it.
const SAME_FILE: u128 = u128::MAX;

/// What Zeek calls the file that stands for the share itself.
const SHARE_ROOT: &str = "<share_root>";

/// What SMB2 needs beside the conversation: what related requests of one frame inherit.
#[derive(Debug, Default)]
pub(in crate::smb) struct Smb2 {
    inherited: Inherited,
    credits: Credits,
}

#[derive(Clone, Copy, Debug, Default)]
struct Inherited {
    tree: TreeKey,
    open: Option<Serial>,
}

/// One message as far as it has come.
struct Message<'a> {
    header: Header,
    bytes: &'a [u8],
    /// Its whole length.
    length: u32,
    from: Side,
}

impl Smb2 {
    /// Reads a message of which `here` has come, of a frame that has `left` bytes from here on.
    pub(in crate::smb) fn message(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        from: Side,
        here: &[u8],
        left: u32,
        first: bool,
    ) -> Taken {
        let Ok(header) = parser::header(here) else { return Taken::Need(parser::HEADER_LENGTH) };
        if first {
            self.inherited = Inherited::default();
        }
        let length = message_length(cx, &header, left);
        let bytes = here.get(..length as usize).unwrap_or(here);
        let message = Message { header, bytes, length, from };
        let needed = needed(&message).min(length);
        if (bytes.len() as u64) < u64::from(needed) {
            return Taken::Need(needed);
        }
        all.agreed.version = "SMB2";
        if header.is_response() {
            all.server = Some(from);
            self.credits.grant(cx, &header);
            return self.response(cx, all, &message);
        }
        all.server = Some(from.other());
        self.credits.spend(cx, &header);
        self.request(cx, all, &message)
    }

    /// Messages were missed or could not be read.
    pub(in crate::smb) fn missed(&mut self) {
        self.credits.lose();
    }

    fn request(&mut self, cx: &mut Context<'_>, all: &mut Conversation, message: &Message<'_>) -> Taken {
        let header = &message.header;
        if !header.is_related() {
            self.inherited =
                Inherited { tree: TreeKey { session: header.session, tree: header.tree }, open: None };
        }
        if header.command == command::CANCEL {
            return Taken::Done(message.length);
        }
        let mut asked = Asked { intent: Intent::Other, open: None, sub_command: None, content: None };
        if self.read_request(cx, all, message, &mut asked).is_err() {
            cx.weird("SMB", "smb2_truncated_request", 0);
        }
        self.inherited.open = asked.open.or(self.inherited.open);
        let call = Call {
            key: header.message_id,
            code: header.command,
            at: cx.now,
            tree: self.inherited.tree,
            open: asked.open,
            intent: asked.intent,
            chained: false,
            more_to_send: false,
            sub_command: asked.sub_command,
            argument: None,
        };
        all.ask(cx, call);
        asked.content.unwrap_or(Taken::Done(message.length))
    }

    fn read_request(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        asked: &mut Asked,
    ) -> thymus_wire::Result<()> {
        let bytes = message.bytes;
        match message.header.command {
            command::NEGOTIATE => {
                asked.intent = Intent::Negotiate(Vec::new());
                note_negotiate(all, parser::negotiate_request(bytes)?);
            }
            command::SESSION_SETUP => {
                asked.intent = Intent::Login;
                let (binding, token) = parser::session_setup_request(bytes)?;
                let Header { message_id: key, session, .. } = message.header;
                all.login_asked(cx, LoginRequest { key, session, token, binding, ..LoginRequest::default() });
            }
            command::LOGOFF => asked.intent = Intent::Logoff,
            command::TREE_CONNECT => {
                let path = parser::tree_connect_request(bytes)?;
                asked.intent = Intent::Connect { path, service: None };
            }
            command::TREE_DISCONNECT => asked.intent = Intent::Disconnect,
            command::CREATE => {
                asked.intent = Intent::Open;
                asked.open = Some(self.create(cx, all, bytes)?);
            }
            command::CLOSE => {
                asked.intent = Intent::Close;
                asked.open = self.open_of(cx, all, parser_files::file_id_at(bytes, 8)?);
            }
            command::READ => {
                let (offset, id) = parser_files::read_request(bytes)?;
                asked.intent = Intent::Read { offset };
                asked.open = self.open_of(cx, all, id);
            }
            command::WRITE => self.write(cx, all, message, asked)?,
            command::IOCTL => self.ioctl(cx, all, message, asked)?,
            command::QUERY_DIRECTORY => {
                let request = parser_directory::directory_request(bytes)?;
                let parser_directory::DirectoryRequest { id, class, restarts, pattern } = request;
                asked.intent = Intent::List { pattern, class, restarts };
                asked.open = self.open_of(cx, all, id);
            }
            command::SET_INFO => {
                let (id, change) = parser_files::set_info_request(bytes)?;
                asked.intent = intent_of(change);
                if !matches!(asked.intent, Intent::Other) {
                    asked.open = self.open_of(cx, all, id);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn create(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        bytes: &[u8],
    ) -> thymus_wire::Result<Serial> {
        let (name, delete_on_close) = parser_files::create_request(bytes)?;
        let name: Arc<str> = if name.is_empty() { SHARE_ROOT.into() } else { name };
        let tree = self.inherited.tree;
        let open = Open { name: Some(name), tree, delete_on_close, asked_at: cx.now, ..Open::default() };
        Ok(all.add_open(cx, open))
    }

    fn write(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        asked: &mut Asked,
    ) -> thymus_wire::Result<()> {
        let write = parser_files::write_request(message.bytes)?;
        asked.intent = Intent::Write;
        asked.open = self.open_of(cx, all, write.id);
        let Some(open) = asked.open else { return Ok(()) };
        let moving = Moving { open, offset: write.offset, role: Side::Originator, drop: 0 };
        all.begin_content(message.from, moving);
        asked.content = Some(Taken::Content {
            head: write.content_offset,
            content: write.length,
            message: message.length,
        });
        Ok(())
    }

    fn ioctl(
        &mut self,
        cx: &mut Context<'_>,
        all: &mut Conversation,
        message: &Message<'_>,
        asked: &mut Asked,
    ) -> thymus_wire::Result<()> {
        let (code, id, input) = parser_files::ioctl_request(message.bytes)?;
        asked.sub_command = commands::control(code);
        if commands::is_copy(code) {
            asked.intent = Intent::Write;
            asked.open = self.open_of(cx, all, id);
        }
        if code != commands::FSCTL_PIPE_TRANSCEIVE {
            return Ok(());
        }
        asked.intent = Intent::Transceive;
        asked.open = self.open_of(cx, all, id);
        if let Some(open) = asked.open {
            all.make_pipe(cx, open, INFERRED_FROM_PIPE);
            all.content(cx, message.from, Side::Originator, open, 0, input);
        }
        Ok(())
    }

    /// The opening that a request names; in a related request that of the one before, even if it has no id yet.
    fn open_of(&self, cx: &mut Context<'_>, all: &mut Conversation, id: u128) -> Option<Serial> {
        match id {
            SAME_FILE => self.inherited.open,
            id => Some(all.open_of(cx, id, self.inherited.tree)),
        }
    }
}

/// What reading a request found.
struct Asked {
    intent: Intent,
    open: Option<Serial>,
    sub_command: Option<&'static str>,
    /// Content that follows.
    content: Option<Taken>,
}

/// How long a message is: to the next one of its frame, or to the frame's end.
fn message_length(cx: &mut Context<'_>, header: &Header, left: u32) -> u32 {
    match header.next {
        0 => left,
        next if next >= parser::HEADER_LENGTH && next < left => next,
        _ => {
            cx.weird("SMB", "smb2_bad_next_command", 20);
            left
        }
    }
}

/// How much of a message must be there to read it: nothing beyond the header where nothing is read, the part before
/// the content where content follows.
fn needed(message: &Message<'_>) -> u32 {
    let header = &message.header;
    let whole = message.length.min(MESSAGE_BYTES_MAX);
    let status = Status::nt(header.status);
    match (header.command, header.is_response()) {
        (command::WRITE, false) => parser_files::WRITE_REQUEST_HEAD,
        (command::READ, true) if status.is_success() => parser_files::READ_RESPONSE_HEAD,
        (command::SESSION_SETUP, true) if status.wants_more() => whole,
        (_, true) if !status.is_success() || status.is_pending() => parser::HEADER_LENGTH,
        (
            command::NEGOTIATE
            | command::SESSION_SETUP
            | command::TREE_CONNECT
            | command::CREATE
            | command::IOCTL
            | command::QUERY_DIRECTORY,
            _,
        )
        | (command::CLOSE | command::READ | command::SET_INFO, false) => whole,
        _ => parser::HEADER_LENGTH,
    }
}

fn intent_of(change: Change) -> Intent {
    match change {
        Change::Attributes => Intent::SetAttributes,
        Change::Rename(to) => Intent::Rename(to),
        Change::Delete(delete) => Intent::Delete(delete),
        Change::Other => Intent::Other,
    }
}

fn note_negotiate(all: &mut Conversation, request: parser::NegotiateRequest) {
    all.agreed.client_requires_signing = request.requires_signing;
    all.agreed.client_guid = guid_text(&request.client_guid);
    all.agreed.server_name = request.server_name.or(all.agreed.server_name.take());
}
