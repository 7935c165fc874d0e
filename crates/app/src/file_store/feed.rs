//! From an engine to the thread that writes: content in large pieces.

use super::WhenBehind;
use crossbeam_channel::{Sender, TrySendError};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use thymus_proto::files::{File, FileStore};
use thymus_record::Id;

/// Content is sent when there is so much of it.
const PIECE_BYTES: usize = 256 * 1024;

/// Of all files of one engine at most so much waits to be a piece; then pieces are sent as they are.
const WAITING_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Numbers files across all engines.
static NEXT_FILE: AtomicU64 = AtomicU64::new(0);

/// The number of a file on its way to the disk.
pub(super) type FileNumber = u64;

/// What the engines say to the thread that writes.
pub(super) enum Message {
    /// The next content of a file that has more.
    Piece(FileNumber, Vec<u8>),
    /// The rest of a file, and what it is.
    End(Box<End>),
    /// A file of which content had to be left out is not kept.
    Abandon(FileNumber),
}

/// The end of a file.
pub(super) struct End {
    pub(super) number: FileNumber,
    pub(super) rest: Vec<u8>,
    pub(super) file: File,
    pub(super) complete: bool,
}

/// An engine's files.
pub(super) struct Feed {
    sender: Sender<Message>,
    when_behind: WhenBehind,
    waiting: HashMap<Id, Waiting>,
    waiting_bytes: usize,
    abandoned: Vec<FileNumber>,
}

struct Waiting {
    number: FileNumber,
    bytes: Vec<u8>,
    /// Some content is with the writer already.
    begun: bool,
    /// Some content was left out.
    lost: bool,
}

impl Feed {
    pub(super) fn new(sender: Sender<Message>, when_behind: WhenBehind) -> Self {
        Self { sender, when_behind, waiting: HashMap::new(), waiting_bytes: 0, abandoned: Vec::new() }
    }

    /// False where the message had to be left out, or nobody listens any more; the writer says itself why it stopped.
    fn send(&mut self, message: Message) -> bool {
        while let Some(number) = self.abandoned.pop() {
            if self.sender.try_send(Message::Abandon(number)).is_err() {
                self.abandoned.push(number);
                break;
            }
        }
        match self.when_behind {
            WhenBehind::Wait => self.sender.send(message).is_ok(),
            WhenBehind::Drop => match self.sender.try_send(message) {
                Ok(()) => true,
                Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
            },
        }
    }

    fn send_piece(&mut self, file: Id) {
        let Some(waiting) = self.waiting.get_mut(&file) else { return };
        let (number, bytes) = (waiting.number, std::mem::take(&mut waiting.bytes));
        waiting.begun = true;
        self.waiting_bytes -= bytes.len();
        let sent = self.send(Message::Piece(number, bytes));
        if let Some(waiting) = self.waiting.get_mut(&file) {
            waiting.lost |= !sent;
        }
    }
}

impl FileStore for Feed {
    fn content(&mut self, file: Id, bytes: &[u8]) {
        let waiting = self.waiting.entry(file).or_insert_with(|| Waiting {
            number: NEXT_FILE.fetch_add(1, Ordering::Relaxed),
            bytes: Vec::new(),
            begun: false,
            lost: false,
        });
        if waiting.lost {
            return;
        }
        waiting.bytes.extend_from_slice(bytes);
        self.waiting_bytes += bytes.len();
        if waiting.bytes.len() >= PIECE_BYTES || self.waiting_bytes > WAITING_BYTES_MAX {
            self.send_piece(file);
        }
    }

    fn finish(&mut self, file: &File, complete: bool) {
        let Some(waiting) = self.waiting.remove(&file.fuid) else { return };
        self.waiting_bytes -= waiting.bytes.len();
        let number = waiting.number;
        let end = End { number, rest: waiting.bytes, file: file.clone(), complete };
        let kept = !waiting.lost && self.send(Message::End(Box::new(end)));
        if !kept && waiting.begun {
            self.abandoned.push(number);
        }
    }
}
