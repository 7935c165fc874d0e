//! One reused buffer that slides over an input: records are parsed in place and never copied out.

use std::io::{self, Read};

use crate::error::CaptureError;

/// Any input that bytes come from.
pub(crate) type Input = Box<dyn Read + Send>;

/// How much is read at once: large enough that system calls do not matter, small enough for the cache.
const READ_BYTES: usize = 128 * 1024;

/// The bytes of an input from the current position on, as far as asked for.
pub(crate) struct Window {
    input: Input,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    /// The offset in the input of the first byte of `bytes`.
    base: u64,
    read_at_once: usize,
    at_end: bool,
    failed: Option<io::Error>,
}

impl Window {
    /// A window at the first byte of `input`, whose reads ask for `read_at_once` bytes at most.
    pub(crate) fn new(input: Input, read_at_once: usize) -> Self {
        let read_at_once = read_at_once.clamp(1, READ_BYTES);
        let bytes = vec![0; 2 * read_at_once];
        Self { input, bytes, start: 0, end: 0, base: 0, read_at_once, at_end: false, failed: None }
    }

    /// A window with reads of the size that suits plain files.
    pub(crate) fn over(input: Input) -> Self {
        Self::new(input, READ_BYTES)
    }

    /// Where the window begins in its input.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// The next `length` bytes; fewer only where the input ends or fails before.
    #[inline]
    pub(crate) fn peek(&mut self, length: usize) -> &[u8] {
        if self.end - self.start < length {
            self.fill(length);
        }
        let length = length.min(self.end - self.start);
        self.bytes.get(self.start..self.start + length).unwrap_or_default()
    }

    /// Exactly the next `length` bytes, or why they are not there.
    #[inline]
    pub(crate) fn need(&mut self, length: usize) -> Result<&[u8], CaptureError> {
        if self.peek(length).len() < length {
            return Err(self.shortage());
        }
        Ok(self.peek(length))
    }

    /// Whether the input ended here without failing.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.peek(1).is_empty() && self.failed.is_none()
    }

    /// Passes over bytes that were peeked at; returns where they lie, for [`Self::passed`].
    #[inline]
    pub(crate) fn pass(&mut self, length: usize) -> usize {
        let at = self.start;
        self.start = self.end.min(self.start.saturating_add(length));
        at
    }

    /// Bytes passed over since the last peek, by their place.
    #[inline]
    pub(crate) fn passed(&self, at: usize, length: usize) -> &[u8] {
        self.bytes.get(at..at.saturating_add(length)).unwrap_or_default()
    }

    #[cold]
    fn shortage(&mut self) -> CaptureError {
        let offset = self.offset();
        match self.failed.take() {
            Some(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
                CaptureError::Truncated { offset }
            }
            Some(source) if source.kind() == io::ErrorKind::InvalidData => {
                CaptureError::Malformed { offset, what: "the compressed data is corrupt" }
            }
            Some(source) => CaptureError::Io { offset: self.base + self.end as u64, source },
            None => CaptureError::Truncated { offset },
        }
    }

    #[cold]
    fn fill(&mut self, length: usize) {
        self.make_room(length);
        while self.end - self.start < length && !self.at_end && self.failed.is_none() {
            let until = self.bytes.len().min(self.end + self.read_at_once);
            let Some(free) = self.bytes.get_mut(self.end..until) else { return };
            match self.input.read(free) {
                Ok(0) => self.at_end = true,
                Ok(count) => self.end = until.min(self.end + count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
    }

    /// Moves what is left to the front, and grows the buffer where one record is larger than it.
    fn make_room(&mut self, length: usize) {
        self.bytes.copy_within(self.start..self.end, 0);
        self.base += self.start as u64;
        self.end -= self.start;
        self.start = 0;
        let wanted = length.saturating_add(self.read_at_once);
        if self.bytes.len() < wanted {
            self.bytes.resize(wanted, 0);
        }
    }
}
