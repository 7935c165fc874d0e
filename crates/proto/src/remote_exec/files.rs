//! Files copied to a host shortly before something that names them is run there.

use crate::Context;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::{Id, Interval, Timestamp};

/// At most this many copied files are remembered by one worker; the oldest goes first.
const FILES_MAX: usize = 4096;

/// How long a copied file is remembered.
const FILE_LIFE: Interval = Interval::from_seconds(15 * 60);

/// At most this many pairs of hosts are remembered for the tools they were seen to use; the oldest goes first.
const TOOLS_MAX: usize = 256;

/// A tool's pipes and requests within this time are one use of it, over however many connections.
const TOOL_LIFE: Interval = Interval::from_seconds(60);

/// Names shorter than this, without their path, are too common to tie a command to a file.
const NAME_BYTES_MIN: usize = 5;

/// What is remembered beyond single flows.
#[derive(Default)]
pub(crate) struct RemoteExecState {
    files: VecDeque<Copied>,
    tools: VecDeque<Use>,
}

/// A file that was written to a host.
#[derive(Clone, Debug)]
pub(super) struct Copied {
    at: Timestamp,
    from: IpAddr,
    to: IpAddr,
    /// The last component of its name, in lower case.
    name: Arc<str>,
    /// Its path as the client named it.
    pub(super) path: Arc<str>,
    pub(super) file: Option<Id>,
}

/// A tool that one host was seen to use on another.
#[derive(Clone, Debug)]
struct Use {
    at: Timestamp,
    from: IpAddr,
    to: IpAddr,
    tool: &'static str,
}

/// Remembers a file.
pub(super) fn written(cx: &mut Context<'_>, tree_path: &str, name: &str, file: Option<Id>) {
    let last = name.rsplit('\\').next().unwrap_or(name);
    if last.len() < NAME_BYTES_MIN {
        return;
    }
    let ends = &cx.flow.endpoints;
    let copied = Copied {
        at: cx.now,
        from: ends.orig_h,
        to: ends.resp_h,
        name: last.to_lowercase().into(),
        path: join(tree_path, name).into(),
        file,
    };
    let state = &mut cx.hub.remote_exec;
    state.expire(cx.now);
    if state.files.len() >= FILES_MAX {
        state.files.pop_front();
    }
    state.files.retain(|known| known.path != copied.path || known.to != copied.to);
    state.files.push_back(copied);
}

fn join(tree_path: &str, name: &str) -> String {
    if tree_path.is_empty() {
        return name.to_owned();
    }
    format!("{}\\{}", tree_path.trim_end_matches('\\'), name.trim_start_matches('\\'))
}

/// The latest file between the same hosts that the command names.
pub(super) fn named_in(cx: &mut Context<'_>, command: Option<&str>) -> Option<Copied> {
    let state = &mut cx.hub.remote_exec;
    state.expire(cx.now);
    if state.files.is_empty() {
        return None;
    }
    let command = command?.to_lowercase();
    let ends = &cx.flow.endpoints;
    let between = |copied: &&Copied| copied.from == ends.orig_h && copied.to == ends.resp_h;
    state.files.iter().rev().filter(between).find(|copied| command.contains(&*copied.name)).cloned()
}

/// Whether this tool was not seen between these hosts a short while ago.
pub(super) fn is_first_of_late(cx: &mut Context<'_>, tool: &'static str) -> bool {
    let ends = &cx.flow.endpoints;
    let (from, to) = (ends.orig_h, ends.resp_h);
    let uses = &mut cx.hub.remote_exec.tools;
    while uses.front().is_some_and(|used| used.at + TOOL_LIFE < cx.now) || uses.len() >= TOOLS_MAX {
        uses.pop_front();
    }
    let first = !uses.iter().any(|used| used.tool == tool && used.from == from && used.to == to);
    if first {
        uses.push_back(Use { at: cx.now, from, to, tool });
    }
    first
}

impl RemoteExecState {
    fn expire(&mut self, now: Timestamp) {
        while self.files.front().is_some_and(|copied| copied.at + FILE_LIFE < now) {
            self.files.pop_front();
        }
    }
}
