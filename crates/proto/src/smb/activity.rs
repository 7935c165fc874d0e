//! What is done to files and pipes, turned into records.

use super::calls::{Call, Intent};
use super::conversation::{Conversation, INFERRED_FROM_PIPE};
use super::opens::{Deed, FileId, Open, Serial, What};
use super::pipes;
use super::record::{FileTimes, SmbAccessFailure, SmbFile};
use super::status::Status;
use super::trees::Share;
use crate::{Context, remote_exec};
use std::sync::Arc;
use thymus_record::Timestamp;

/// What the answer to an open tells.
#[derive(Debug, Default)]
pub(super) struct OpenFacts {
    pub(super) id: FileId,
    pub(super) size: u64,
    pub(super) times: FileTimes,
    pub(super) directory: bool,
    pub(super) create_action: Option<&'static str>,
    /// What it is, where the answer says so.
    pub(super) share: Share,
}

/// What a record tells beyond the opening itself.
#[derive(Debug, Default)]
struct Telling {
    result: Option<Status>,
    create_action: Option<&'static str>,
    totals: bool,
}

impl Conversation {
    /// An open succeeded.
    pub(super) fn opened(&mut self, cx: &mut Context<'_>, call: &Call, facts: &OpenFacts, status: Status) {
        let Some(serial) = call.open else { return };
        if let Some(before) = self.opens.identify(serial, facts.id) {
            self.finish(cx, before, None);
        }
        let Some(open) = self.opens.get_mut(serial) else { return };
        open.size = facts.size;
        open.times = facts.times;
        open.directory = facts.directory;
        match facts.share {
            Share::Disk => open.what = What::File,
            Share::Print => open.what = What::Printer,
            Share::Pipe => self.make_pipe(cx, serial, INFERRED_FROM_PIPE),
            Share::Unknown if looks_like_pipe(open, facts) => self.make_pipe(cx, serial, INFERRED_FROM_PIPE),
            Share::Unknown => {}
        }
        let telling =
            Telling { result: Some(status), create_action: facts.create_action, ..Telling::default() };
        self.tell(cx, serial, Deed::Open, call.at, &telling);
        let Some(open) = self.opens.get_mut(serial) else { return };
        if let (true, Some(name)) = (open.is_pipe(), open.leaf()) {
            remote_exec::pipe_opened(cx, name);
        } else if matches!(open.what, What::Unknown) {
            open.what = What::File;
        }
        self.share_open(cx, serial);
    }

    /// A request that works on an opening was answered, or will not be.
    pub(super) fn tell_done(&mut self, cx: &mut Context<'_>, call: &Call, result: Option<Status>) {
        let telling = Telling { result, ..Telling::default() };
        match &call.intent {
            Intent::RenamePath { from, to } => {
                self.tell_path(cx, call, Deed::Rename, to.clone(), Some(from.clone()), result);
            }
            Intent::DeletePath(name) => self.tell_path(cx, call, Deed::Delete, name.clone(), None, result),
            intent => {
                let Some(serial) = call.open else { return };
                let deed = match intent {
                    Intent::Open | Intent::OpenByTransaction => Deed::Open,
                    Intent::SetAttributes => Deed::SetAttributes,
                    Intent::Delete(true) => Deed::Delete,
                    Intent::Rename(to) => {
                        self.rename(serial, to);
                        self.share_open(cx, serial);
                        Deed::Rename
                    }
                    Intent::Read { .. } if self.first(serial, Deed::Read) => Deed::Read,
                    Intent::Write if self.first(serial, Deed::Write) => Deed::Write,
                    Intent::Transceive => return self.tell_transceive(cx, call, serial, &telling),
                    _ => return,
                };
                self.tell(cx, serial, deed, call.at, &telling);
                if deed == Deed::Write {
                    self.note_written(cx, serial);
                }
            }
        }
    }

    /// A message to a pipe and its answer in one: a write and a read.
    fn tell_transceive(&mut self, cx: &mut Context<'_>, call: &Call, serial: Serial, telling: &Telling) {
        for deed in [Deed::Write, Deed::Read] {
            if self.first(serial, deed) {
                self.tell(cx, serial, deed, call.at, telling);
            }
        }
    }

    fn rename(&mut self, serial: Serial, to: &Arc<str>) {
        if let Some(open) = self.opens.get_mut(serial) {
            open.prev_name = open.name.replace(Arc::clone(to));
        }
    }

    /// Whether this is the first read or write through an opening.
    fn first(&mut self, serial: Serial, deed: Deed) -> bool {
        let Some(open) = self.opens.get_mut(serial) else { return false };
        let transfer = if deed == Deed::Write { &mut open.written } else { &mut open.read };
        !std::mem::replace(&mut transfer.told, true)
    }

    /// Lets a file that was written be tied to what is later run from it.
    fn note_written(&self, cx: &mut Context<'_>, serial: Serial) {
        let Some(open) = self.opens.get(serial) else { return };
        if let (false, Some(name)) = (open.is_pipe(), open.name.as_deref()) {
            let file = open.written.file.as_ref().map(|file| file.id);
            remote_exec::file_written(cx, open.path.as_deref().unwrap_or_default(), name, file);
        }
    }

    fn tell(&mut self, cx: &mut Context<'_>, serial: Serial, deed: Deed, at: Timestamp, telling: &Telling) {
        let Some(open) = self.opens.get(serial) else { return };
        let record = file_record(cx, open, deed, at, self.agreed.version, telling);
        if self.recent.is_news(cx.now, identity(&record)) {
            cx.emit(&record);
        }
    }

    fn tell_path(
        &mut self,
        cx: &mut Context<'_>,
        call: &Call,
        deed: Deed,
        name: Arc<str>,
        prev_name: Option<Arc<str>>,
        result: Option<Status>,
    ) {
        let tree = self.trees.get(call.tree);
        let open = Open {
            name: Some(name),
            prev_name,
            path: tree.and_then(|tree| tree.path.clone()),
            inferred: tree.and_then(|tree| tree.inferred),
            account: self.account(cx, call.tree.session),
            ..Open::default()
        };
        let telling = Telling { result, ..Telling::default() };
        cx.emit(&file_record(cx, &open, deed, call.at, self.agreed.version, &telling));
    }

    /// A request failed: what matters of it becomes a record.
    pub(super) fn failed(
        &mut self,
        cx: &mut Context<'_>,
        call: &Call,
        command: &'static str,
        status: Status,
    ) {
        let open = call.open.and_then(|serial| self.opens.get(serial));
        let (deed, worth_telling) = match &call.intent {
            Intent::Connect { .. } => (None, true),
            Intent::Open | Intent::OpenByTransaction => (Some(Deed::Open), true),
            Intent::Delete(true) | Intent::DeletePath(_) => (Some(Deed::Delete), true),
            Intent::Rename(_) | Intent::RenamePath { .. } => (Some(Deed::Rename), true),
            Intent::SetAttributes => (Some(Deed::SetAttributes), status.is_refusal()),
            Intent::Read { .. } => (Some(Deed::Read), status.is_refusal()),
            Intent::Write => (Some(Deed::Write), status.is_refusal()),
            _ => (None, false),
        };
        if worth_telling {
            let record = SmbAccessFailure {
                head: cx.head_at(call.at),
                command,
                action: deed.map(|deed| open.map_or(deed.action(Share::Disk), |open| open.action(deed))),
                path: self.path_of(call, open),
                name: open.and_then(|open| open.name.clone()).or_else(|| name_of(&call.intent)),
                result: status.name(),
                refused: status.is_refusal(),
                account: self.account(cx, call.tree.session),
                version: self.agreed.version,
            };
            let identity = (command, record.action, &record.path, &record.name, &record.result);
            if self.recent.is_news(cx.now, identity) {
                cx.emit(&record);
            }
        }
        if let (Intent::Open | Intent::OpenByTransaction, Some(serial)) = (&call.intent, call.open)
            && let Some(open) = self.opens.remove(serial)
        {
            self.finish(cx, open, Some(status));
        }
    }

    fn path_of(&self, call: &Call, open: Option<&Open>) -> Option<Arc<str>> {
        match &call.intent {
            Intent::Connect { path, .. } => Some(path.clone()),
            _ => open
                .and_then(|open| open.path.clone())
                .or_else(|| self.trees.get(call.tree).and_then(|tree| tree.path.clone())),
        }
    }

    /// A close succeeded.
    pub(super) fn closed_open(&mut self, cx: &mut Context<'_>, call: &Call, status: Status) {
        let Some(serial) = call.open else { return };
        let telling = Telling { result: Some(status), ..Telling::default() };
        if self.opens.get(serial).is_some_and(|open| open.delete_on_close) {
            self.tell(cx, serial, Deed::Delete, call.at, &telling);
        }
        if let Some(open) = self.opens.remove(serial) {
            self.forget_shared(cx, &open);
            self.finish(cx, open, Some(status));
        }
    }

    /// Ends what was open. Where content went through it, that is told with its amount.
    pub(super) fn finish(&mut self, cx: &mut Context<'_>, mut open: Open, result: Option<Status>) {
        self.listing_closed(cx, &mut open);
        if let What::Pipe(pipe) = &mut open.what {
            pipe.closed(cx);
        } else if open.read.bytes > 0 || open.written.bytes > 0 {
            let telling = Telling { result, totals: true, ..Telling::default() };
            let record = file_record(cx, &open, Deed::Close, cx.now, self.agreed.version, &telling);
            cx.emit(&record);
        }
        for transfer in [open.read, open.written] {
            if let Some(file) = transfer.file {
                cx.file_close(file);
            }
        }
    }
}

/// Where neither the share nor the answer says what was opened: the name of a system's pipe, or a thing without times
/// or length, which no file system holds.
fn looks_like_pipe(open: &Open, facts: &OpenFacts) -> bool {
    let named = open.leaf().is_some_and(|leaf| !leaf.is_empty());
    let bare = facts.times == FileTimes::default() && facts.size == 0 && !facts.directory;
    matches!(open.what, What::Unknown) && (open.leaf().is_some_and(pipes::is_known) || (named && bare))
}

fn name_of(intent: &Intent) -> Option<Arc<str>> {
    match intent {
        Intent::RenamePath { from, .. } => Some(from.clone()),
        Intent::DeletePath(name) => Some(name.clone()),
        _ => None,
    }
}

fn file_record(
    cx: &Context<'_>,
    open: &Open,
    deed: Deed,
    at: Timestamp,
    version: &'static str,
    telling: &Telling,
) -> SmbFile {
    let content = match deed {
        Deed::Read => open.read.file.as_ref(),
        Deed::Write => open.written.file.as_ref(),
        _ => None,
    };
    SmbFile {
        head: cx.head_at(at),
        fuid: content.map(|file| file.id).or_else(|| open.fuid()),
        action: open.action(deed),
        path: open.path.clone(),
        name: open.name.clone(),
        size: open.size,
        prev_name: open.prev_name.clone(),
        times: open.times,
        result: telling.result.map(Status::name),
        account: open.account.clone(),
        version,
        create_action: telling.create_action,
        directory: open.directory.then_some(true),
        bytes_read: telling.totals.then_some(open.read.bytes),
        bytes_written: telling.totals.then_some(open.written.bytes),
        inferred: open.inferred.map(|_| true),
        inferred_reason: open.inferred,
    }
}

/// What makes two records the same; the time of the last access changes with every read.
fn identity(record: &SmbFile) -> impl std::hash::Hash + use<'_> {
    let times = FileTimes { accessed: None, ..record.times };
    let names = (&record.path, &record.name, &record.prev_name, &record.account);
    (record.action, record.fuid, names, record.size, times, &record.result)
}
