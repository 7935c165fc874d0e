//! The `smb_cmd` record of a command and its answer.

use super::calls::{Call, Intent};
use super::conversation::Conversation;
use super::opens::{Deed, Open};
use super::record::{FileTimes, ReferencedFile, SmbCommand};
use super::status::Status;
use crate::{Context, Head};
use thymus_record::Timestamp;

impl Conversation {
    /// Records a command as it was answered. A login that goes on, a request still pending and a command that was
    /// chained to another have no record, as in Zeek.
    pub(super) fn log(&self, cx: &mut Context<'_>, call: &Call, command: &'static str, status: Status) {
        if !cx.settings().smb_commands || call.chained || status.wants_more() {
            return;
        }
        let smb1 = self.agreed.version == "SMB1";
        let tree = if smb1 { self.trees.get(call.tree) } else { None };
        let head = cx.head_at(call.at);
        let record = SmbCommand {
            head,
            command,
            sub_command: call.sub_command,
            argument: call.argument.clone(),
            status: status.short_name(),
            rtt: cx.now - call.at,
            version: self.agreed.version,
            username: if smb1 { self.account(cx, call.tree.session) } else { None },
            tree: tree.and_then(|tree| tree.path.clone()),
            tree_service: tree.and_then(|tree| tree.service.clone()),
            referenced_file: self.referenced_file(&head, call),
        };
        cx.emit(&record);
    }

    fn referenced_file(&self, head: &Head, call: &Call) -> ReferencedFile {
        let open = call.open.and_then(|serial| self.opens.get(serial));
        match (open, deed(&call.intent)) {
            (Some(open), Some(Deed::Open)) => asked_for(head, call.at, open),
            (Some(open), Some(deed)) => known(head, open, deed),
            _ => unreferenced(head, call.at),
        }
    }
}

fn deed(intent: &Intent) -> Option<Deed> {
    Some(match intent {
        Intent::Open | Intent::OpenByTransaction => Deed::Open,
        Intent::Close => Deed::Close,
        Intent::Read { .. } | Intent::Transceive => Deed::Read,
        Intent::Write => Deed::Write,
        Intent::Rename(_) => Deed::Rename,
        Intent::Delete(_) => Deed::Delete,
        Intent::SetAttributes => Deed::SetAttributes,
        _ => return None,
    })
}

/// A file that is being asked for: only its name is known.
fn asked_for(head: &Head, at: Timestamp, open: &Open) -> ReferencedFile {
    let action = Some(open.action(Deed::Open));
    ReferencedFile { action, name: open.name.clone(), ..unreferenced(head, at) }
}

fn known(head: &Head, open: &Open, deed: Deed) -> ReferencedFile {
    let FileTimes { modified, accessed, created, changed } = open.times;
    ReferencedFile {
        fuid: open.fuid(),
        action: Some(open.action(deed)),
        path: open.path.clone(),
        name: open.name.clone(),
        size: open.size,
        prev_name: open.prev_name.clone(),
        modified,
        accessed,
        created,
        changed,
        ..unreferenced(head, open.asked_at)
    }
}

fn unreferenced(head: &Head, ts: Timestamp) -> ReferencedFile {
    ReferencedFile {
        ts,
        uid: head.uid,
        orig_h: head.orig_h,
        orig_p: head.orig_p,
        resp_h: head.resp_h,
        resp_p: head.resp_p,
        fuid: None,
        action: None,
        path: None,
        name: None,
        size: 0,
        prev_name: None,
        modified: None,
        accessed: None,
        created: None,
        changed: None,
    }
}
