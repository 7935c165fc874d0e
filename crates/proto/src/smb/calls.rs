//! Requests that wait for their answer.

use super::opens::Serial;
use super::trees::TreeKey;
use std::collections::VecDeque;
use std::sync::Arc;
use thymus_record::Timestamp;

/// At most this many requests of a flow wait. Servers grant at most 8,192 credits and far fewer in practice.
pub(super) const CALLS_MAX: usize = 1024;

/// A request.
#[derive(Debug)]
pub(super) struct Call {
    /// What its answer will repeat: the message's number; in SMB1 process and multiplex number.
    pub(super) key: u64,
    /// The command's number.
    pub(super) code: u16,
    /// When it was sent.
    pub(super) at: Timestamp,
    pub(super) tree: TreeKey,
    /// The opening that it works on or asks for.
    pub(super) open: Option<Serial>,
    pub(super) intent: Intent,
    /// It was chained to another request and gets no `smb_cmd` of its own.
    pub(super) chained: bool,
    /// Further messages of the request are to come.
    pub(super) more_to_send: bool,
    pub(super) sub_command: Option<&'static str>,
    pub(super) argument: Option<Arc<str>>,
}

/// What a request wants, as far as its answer must know.
#[derive(Debug)]
pub(super) enum Intent {
    /// Nothing that is followed.
    Other,
    Negotiate(Vec<Box<str>>),
    Login,
    Logoff,
    Connect {
        path: Arc<str>,
        service: Option<Arc<str>>,
    },
    Disconnect,
    Open,
    Close,
    Read {
        offset: u64,
    },
    Write,
    /// To list a directory.
    List {
        pattern: Arc<str>,
        /// How entries are laid out.
        class: u8,
        /// From its beginning.
        restarts: bool,
    },
    /// To write to a pipe and read the answer at once.
    Transceive,
    SetAttributes,
    /// To give the opening another name.
    Rename(Arc<str>),
    /// To delete what was opened when it is closed, or not to.
    Delete(bool),
    /// To rename by name, without opening.
    RenamePath {
        from: Arc<str>,
        to: Arc<str>,
    },
    /// To delete by name, without opening.
    DeletePath(Arc<str>),
    /// To open by SMB1's TRANSACTION2 or NT_TRANSACT, whose answers differ from that of other opens.
    OpenByTransaction,
}

/// The waiting requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct Calls(VecDeque<Call>);

impl Calls {
    /// Adds a request; gives back the oldest where there are too many.
    pub(super) fn push(&mut self, call: Call) -> Option<Call> {
        self.0.push_back(call);
        if self.0.len() > CALLS_MAX { self.0.pop_front() } else { None }
    }

    /// Takes the request that this answers. Answers mostly come in order, so the search is short.
    pub(super) fn take(&mut self, key: u64, code: u16) -> Option<Call> {
        let index = self.0.iter().position(|call| call.key == key && call.code == code)?;
        self.0.remove(index)
    }

    pub(super) fn get_mut(&mut self, key: u64, code: u16) -> Option<&mut Call> {
        self.0.iter_mut().find(|call| call.key == key && call.code == code)
    }

    /// The oldest request for this command.
    pub(super) fn oldest_of(&self, code: u16) -> Option<u64> {
        self.0.iter().find(|call| call.code == code).map(|call| call.key)
    }

    /// The oldest request for this subcommand.
    pub(super) fn oldest_named(&self, code: u16, sub_command: &str) -> Option<u64> {
        let wanted = |call: &&Call| call.code == code && call.sub_command == Some(sub_command);
        self.0.iter().find(wanted).map(|call| call.key)
    }

    /// Takes any request with this key.
    pub(super) fn take_any(&mut self, key: u64) -> Option<Call> {
        let index = self.0.iter().position(|call| call.key == key)?;
        self.0.remove(index)
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = Call> + use<> {
        std::mem::take(&mut self.0).into_iter()
    }
}
