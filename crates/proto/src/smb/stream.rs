//! One direction of an SMB stream: NetBIOS session frames (RFC 1002 4.3, MS-SMB2 2.1), messages, and content that is
//! passed on as it comes instead of being kept.

use super::dialog::Dialog;
use crate::{Context, Pending, Side, Step};
use memchr::memmem;

/// At most this many bytes of one message are kept to be read as a whole. What is longer is read as far as that;
/// the content of reads and writes is passed on and does not count.
pub(super) const MESSAGE_BYTES_MAX: u32 = 128 * 1024;

/// At most this many bytes wait: a message up to its limit and one piece of the stream.
const PENDING_BYTES_MAX: usize = 2 * MESSAGE_BYTES_MAX as usize;

/// A frame's own header, in bytes.
const FRAME_HEADER: usize = 4;

/// A frame's header and the four bytes that every SMB message begins with.
pub(super) const FRAME_START: usize = 8;

/// Frames of the NetBIOS session service beside messages are no longer than this (RFC 1002 4.3.2: two names).
const SERVICE_FRAME_MAX: usize = 600;

/// One direction.
pub(super) struct Half {
    pending: Pending,
    phase: Phase,
}

/// What the next byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Unknown: the beginning of a frame is looked for.
    Lost,
    /// The first byte of a frame.
    Frame,
    /// The first byte of a message, of which a frame of SMB2 may hold several.
    Message { left: u32, first: bool },
    /// Content that is passed on; then `tail` bytes of the same message and `rest` bytes of others.
    Content { left: u32, tail: u32, rest: u32 },
    /// Bytes of no interest; then `rest` bytes of other messages.
    Skip { left: u32, rest: u32 },
}

/// What the reader of a message made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It wants to see this many bytes of it at once.
    Need(u32),
    /// It is done with the message, which is this long; what of it has not come is passed over.
    Done(u32),
    /// After `head` bytes come `content` bytes that are to be passed on as they come; the message is `message` bytes long.
    Content { head: u32, content: u32, message: u32 },
}

impl Half {
    pub(super) fn new(midstream: bool) -> Self {
        let phase = if midstream { Phase::Lost } else { Phase::Frame };
        Self { pending: Pending::new(PENDING_BYTES_MAX), phase }
    }

    pub(super) fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8], dialog: &mut Dialog) {
        let Self { pending, phase } = self;
        if pending.feed(bytes, |bytes| phase.step(cx, from, bytes, dialog)).is_err() {
            cx.weird("SMB", "smb_message_limit_reached", 0);
            *phase = Phase::Lost;
        }
    }

    /// A hole that lies within one frame is stepped over exactly; after any other the next frame is looked for.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64, dialog: &mut Dialog) {
        let kept = u32::try_from(self.pending.len()).unwrap_or(u32::MAX);
        self.pending.clear();
        dialog.missed();
        let hole = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(kept);
        self.phase = match self.phase {
            Phase::Content { left, tail, rest } if hole <= left => {
                dialog.content_missing(cx, from, hole);
                Phase::Content { left: left - hole, tail, rest }.settled()
            }
            Phase::Content { left, tail, rest } => {
                dialog.content_missing(cx, from, left);
                after_hole(left.saturating_add(tail).saturating_add(rest), hole)
            }
            Phase::Message { left, .. } => after_hole(left, hole),
            Phase::Skip { left, rest } => after_hole(left.saturating_add(rest), hole),
            Phase::Lost | Phase::Frame => Phase::Lost,
        };
    }
}

/// Where the stream stands when `hole` of a frame's remaining `left` bytes are missing.
fn after_hole(left: u32, hole: u32) -> Phase {
    match left.checked_sub(hole) {
        Some(left) => Phase::Skip { left, rest: 0 }.settled(),
        None => Phase::Lost,
    }
}

impl Phase {
    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8], dialog: &mut Dialog) -> Step {
        match *self {
            Self::Lost => self.search(bytes),
            Self::Frame => self.frame(cx, from, bytes, dialog),
            Self::Message { left, first } => self.message(cx, from, bytes, left, first, dialog),
            Self::Content { left, tail, rest } => {
                let here = up_to(bytes, left);
                dialog.content(cx, from, here);
                let left = left.saturating_sub(length(here));
                *self = Self::Content { left, tail, rest }.settled();
                Step::Took(here.len())
            }
            Self::Skip { left, rest } => {
                let here = up_to(bytes, left);
                let left = left.saturating_sub(length(here));
                *self = Self::Skip { left, rest }.settled();
                Step::Took(here.len())
            }
        }
    }

    /// Goes on to whatever comes next where nothing is left of this.
    fn settled(self) -> Self {
        match self {
            Self::Content { left: 0, tail, rest } => Self::Skip { left: tail, rest }.settled(),
            Self::Skip { left: 0, rest: 0 } | Self::Message { left: 0, .. } => Self::Frame,
            Self::Skip { left: 0, rest } => Self::Message { left: rest, first: false },
            other => other,
        }
    }

    fn frame(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8], dialog: &mut Dialog) -> Step {
        let Some(&[kind, high, middle, low]) = bytes.first_chunk() else { return Step::Need(FRAME_HEADER) };
        let left = u32::from_be_bytes([0, high, middle, low]);
        match kind {
            0 if left == 0 => return Step::Took(FRAME_HEADER),
            0 => {}
            0x81..=0x85 if left as usize <= SERVICE_FRAME_MAX => return service_frame(bytes, left, dialog),
            _ => return self.lose(cx),
        }
        let Some(magic) = bytes.get(FRAME_HEADER..FRAME_START) else { return Step::Need(FRAME_START) };
        if is_magic(magic) {
            *self = Self::Message { left, first: true };
        } else if dialog.raw_frame(cx, from) {
            *self = Self::Content { left, tail: 0, rest: 0 };
        } else {
            return self.lose(cx);
        }
        Step::Took(FRAME_HEADER)
    }

    fn lose(&mut self, cx: &mut Context<'_>) -> Step {
        cx.weird("SMB", "smb_frame_not_recognised", 0);
        *self = Self::Lost;
        Step::Took(1)
    }

    fn search(&mut self, bytes: &[u8]) -> Step {
        match find_frame(bytes) {
            Some(0) => {
                *self = Self::Frame;
                let left = bytes.get(1..FRAME_HEADER).unwrap_or_default();
                let left = left.iter().fold(0, |left, byte| left << 8 | u32::from(*byte));
                *self = Self::Message { left, first: true };
                Step::Took(FRAME_HEADER)
            }
            Some(before) => Step::Took(before),
            None => Step::Took(bytes.len().saturating_sub(FRAME_START - 1)),
        }
    }

    fn message(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        bytes: &[u8],
        left: u32,
        first: bool,
        dialog: &mut Dialog,
    ) -> Step {
        let here = up_to(bytes, left);
        match dialog.message(cx, from, here, left, first) {
            Taken::Need(needed) if length(here) < needed.min(left) => Step::Need(needed.min(left) as usize),
            Taken::Need(_) => self.pass(here, left, left),
            Taken::Done(message) => self.pass(here, left, message),
            Taken::Content { head, content, message } => {
                let message = message.clamp(1, left);
                let head = head.min(message);
                let content = content.min(message - head);
                let tail = message - head - content;
                *self = Self::Content { left: content, tail, rest: left - message }.settled();
                Step::Took(head as usize)
            }
        }
    }

    /// Passes over a message of which `here` has come.
    fn pass(&mut self, here: &[u8], left: u32, message: u32) -> Step {
        let message = message.clamp(1, left);
        let taken = length(here).min(message);
        *self = Self::Skip { left: message - taken, rest: left - message }.settled();
        Step::Took(taken as usize)
    }
}

/// The frames of the session service; of its request the names are kept.
fn service_frame(bytes: &[u8], left: u32, dialog: &mut Dialog) -> Step {
    let length = FRAME_HEADER + left as usize;
    let Some(whole) = bytes.get(..length) else { return Step::Need(length) };
    if let [0x81, _, _, _, names @ ..] = whole {
        dialog.session_names(names);
    }
    Step::Took(length)
}

/// Whether a message begins with these four bytes: SMB1, SMB2, encrypted or compressed SMB2.
pub(super) fn is_magic(bytes: &[u8]) -> bool {
    matches!(bytes, [0xfc..=0xff, b'S', b'M', b'B'])
}

/// Where the first frame begins that holds an SMB message, judged by its header and the message's first bytes.
pub(super) fn find_frame(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"SMB").find_map(|at| {
        let start = at.checked_sub(FRAME_HEADER + 1)?;
        let frame = bytes.get(start..)?;
        frame_is_likely(frame).then_some(start)
    })
}

/// Whether these bytes begin a frame with an SMB message. Eight bytes tell enough; more tell more.
pub(super) fn frame_is_likely(frame: &[u8]) -> bool {
    let Some(&[0, high, middle, low, magic @ ..]) = frame.first_chunk::<FRAME_START>() else { return false };
    let length = u32::from_be_bytes([0, high, middle, low]);
    if !is_magic(&magic) {
        return false;
    }
    let [kind, ..] = magic;
    let minimum = match kind {
        0xff => 35,
        0xfe => 64,
        0xfd => 52,
        _ => 16,
    };
    let header_length = frame.get(FRAME_START..FRAME_START + 2);
    length >= minimum && (kind != 0xfe || header_length.is_none_or(|bytes| bytes == [64, 0]))
}

fn up_to(bytes: &[u8], left: u32) -> &[u8] {
    bytes.get(..left as usize).unwrap_or(bytes)
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
