//! Content of files and pipes on its way: to files by offset, to the reader of RPC in order.

use super::conversation::{Conversation, INFERRED_FROM_RPC, Moving};
use super::opens::{Open, Serial, Transfer, What};
use crate::dce_rpc::Pipe;
use crate::files::FileStart;
use crate::{Context, Side};

impl Conversation {
    /// Content begins that is passed on as it comes.
    pub(super) fn begin_content(&mut self, from: Side, moving: Moving) {
        if let Some(slot) = self.moving.get_mut(from.index()) {
            *slot = Some(moving);
        }
    }

    /// The next bytes of the content that this side sends.
    pub(super) fn moving_content(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let Some(Some(moving)) = self.moving.get_mut(from.index()) else { return };
        let dropped = (moving.drop as usize).min(bytes.len());
        moving.drop -= u32::try_from(dropped).unwrap_or(0);
        let bytes = bytes.get(dropped..).unwrap_or_default();
        let (open, offset, role) = (moving.open, moving.offset, moving.role);
        moving.offset = offset.saturating_add(bytes.len() as u64);
        self.content(cx, from, role, open, offset, bytes);
    }

    /// Bytes of the content that this side sends are missing.
    pub(super) fn moving_gap(&mut self, cx: &mut Context<'_>, from: Side, length: u32) {
        let Some(Some(moving)) = self.moving.get_mut(from.index()) else { return };
        moving.offset = moving.offset.saturating_add(u64::from(length));
        let (open, role) = (moving.open, moving.role);
        if let Some(Open { what: What::Pipe(pipe), rpc: true, .. }) = self.opens.get_mut(open) {
            pipe.gap(cx, role, u64::from(length));
        }
    }

    /// Content that `from` sends: in the role of the originator what is written, of the responder what is read.
    pub(super) fn content(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        role: Side,
        serial: Serial,
        offset: u64,
        bytes: &[u8],
    ) {
        if bytes.is_empty() {
            return;
        }
        self.announce(cx, from, role, serial, offset, bytes);
        let Some(open) = self.opens.get_mut(serial) else { return };
        match &mut open.what {
            What::Pipe(pipe) => {
                open.rpc = open.rpc || Pipe::looks_like(bytes);
                if open.rpc {
                    pipe.data(cx, role, bytes);
                }
            }
            What::File | What::Printer => {
                let transfer = open.transfer(role);
                transfer.bytes = transfer.bytes.saturating_add(bytes.len() as u64);
                if let Some(file) = &transfer.file {
                    cx.file_data_at(file, offset, bytes);
                }
            }
            What::Unknown => {}
        }
    }

    /// Looks at content that is about to come, as far as it is there: what it is of is concluded, its file is opened.
    pub(super) fn announce(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        role: Side,
        serial: Serial,
        offset: u64,
        bytes: &[u8],
    ) {
        let unknown = |open: &Open| matches!(open.what, What::Unknown) && open.id.is_some();
        if !bytes.is_empty() && self.opens.get(serial).is_some_and(unknown) {
            self.conclude_from_content(cx, serial, offset, bytes);
        }
        let Some(open) = self.opens.get_mut(serial) else { return };
        let is_new = open.transfer(role).file.is_none();
        if matches!(open.what, What::File | What::Printer) && !bytes.is_empty() && is_new {
            open.file(cx, from, role);
        }
    }

    /// What is behind an opening that was not seen: RPC is spoken over pipes only, and pipes have no offsets.
    fn conclude_from_content(&mut self, cx: &Context<'_>, serial: Serial, offset: u64, bytes: &[u8]) {
        if offset == 0 && Pipe::looks_like(bytes) {
            self.make_pipe(cx, serial, INFERRED_FROM_RPC);
        } else if offset > 0
            && let Some(open) = self.opens.get_mut(serial)
        {
            open.what = What::File;
        }
    }
}

impl Open {
    fn transfer(&mut self, role: Side) -> &mut Transfer {
        if role == Side::Originator { &mut self.written } else { &mut self.read }
    }

    /// Opens the file that the content of this direction makes. How long it is, is known of what is read.
    fn file(&mut self, cx: &mut Context<'_>, from: Side, role: Side) {
        let total_bytes = (role == Side::Responder && self.size > 0).then_some(self.size);
        let filename = self.name.as_deref().map(str::to_owned);
        let start = FileStart { source: "SMB", from, depth: 0, filename, total_bytes };
        self.transfer(role).file = Some(cx.file_open(start));
    }
}
