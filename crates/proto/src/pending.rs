//! Cutting a stream into messages without copying it.

/// The memory of a message that was kept is used for the next one if it is no larger than this, in bytes. It holds the beginning
/// of a message and an ordinary segment after it, with room to grow: lines and heads that straddle segments cost no
/// allocation. An idle
/// flow holds no more of it.
const REUSED_BYTES_MAX: usize = 4096;

/// The bytes of one side that wait for the rest of their message.
///
/// Messages that lie whole in one piece of the stream are read in place; only what straddles pieces is kept.
#[derive(Debug)]
pub struct Pending {
    kept: Vec<u8>,
    needed: usize,
    limit_bytes: usize,
    reused_bytes_max: usize,
}

/// What a reader of messages did with the bytes it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It took this many bytes off the front and wants to see the rest. Taking none counts as [`Step::More`].
    Took(usize),
    /// It wants more bytes than there are.
    More,
    /// It wants at least this many bytes in all before it looks again.
    Need(usize),
    /// It wants none of what is there.
    Drop,
}

/// A message was longer than the limit: what was kept is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

impl Pending {
    /// Keeps at most this many bytes of an unfinished message.
    #[must_use]
    pub fn new(limit_bytes: usize) -> Self {
        Self { kept: Vec::new(), needed: 0, limit_bytes, reused_bytes_max: REUSED_BYTES_MAX }
    }

    /// The same for a protocol of which nearly every message straddles segments: so much memory, in bytes, is not given back
    /// between two messages.
    #[must_use]
    pub fn reusing(self, reused_bytes_max: usize) -> Self {
        Self { reused_bytes_max, ..self }
    }

    /// How many bytes wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether no bytes wait.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Forgets what waits, as after a hole in the stream.
    pub fn clear(&mut self) {
        self.kept.clear();
        self.give_back();
        self.needed = 0;
    }

    fn give_back(&mut self) {
        if self.kept.capacity() > self.reused_bytes_max {
            self.kept = Vec::new();
        }
    }

    /// Shows `read` the bytes that wait followed by `bytes`, again and again while it takes some.
    ///
    /// # Errors
    /// [`Overflow`] when an unfinished message is longer than the limit.
    pub fn feed(&mut self, bytes: &[u8], mut read: impl FnMut(&[u8]) -> Step) -> Result<(), Overflow> {
        if self.kept.is_empty() {
            let left = self.drain(bytes, &mut read);
            return self.keep(left);
        }
        self.keep(bytes)?;
        if self.kept.len() < self.needed {
            return Ok(());
        }
        let kept = std::mem::take(&mut self.kept);
        let left_length = self.drain(&kept, &mut read).len();
        self.restore(kept, left_length)
    }

    fn drain<'b>(&mut self, bytes: &'b [u8], read: &mut impl FnMut(&[u8]) -> Step) -> &'b [u8] {
        let mut left = bytes;
        self.needed = 0;
        while !left.is_empty() {
            match read(left) {
                Step::Took(0) | Step::More => break,
                Step::Took(length) => left = left.get(length..).unwrap_or_default(),
                Step::Need(length) => {
                    self.needed = length;
                    break;
                }
                Step::Drop => left = &[],
            }
        }
        left
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), Overflow> {
        if self.kept.len().saturating_add(bytes.len()) > self.limit_bytes || self.needed > self.limit_bytes {
            self.clear();
            return Err(Overflow);
        }
        self.kept.extend_from_slice(bytes);
        Ok(())
    }

    /// Puts the last `left_length` bytes of the buffer back to its front, with its allocation.
    fn restore(&mut self, mut kept: Vec<u8>, left_length: usize) -> Result<(), Overflow> {
        if self.needed > self.limit_bytes {
            self.clear();
            return Err(Overflow);
        }
        kept.drain(..kept.len().saturating_sub(left_length));
        self.kept = kept;
        if left_length == 0 {
            self.give_back();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages of one length byte and that many bytes.
    fn read_all(pending: &mut Pending, pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut messages = Vec::new();
        for piece in pieces {
            pending
                .feed(piece, |bytes| {
                    let length = usize::from(bytes[0]) + 1;
                    if bytes.len() < length {
                        return Step::Need(length);
                    }
                    messages.push(bytes[1..length].to_vec());
                    Step::Took(length)
                })
                .unwrap();
        }
        messages
    }

    #[test]
    fn cuts_the_same_messages_however_the_stream_is_cut() {
        let stream = [2, b'a', b'b', 0, 3, b'c', b'd', b'e', 1, b'f'];
        let expected: Vec<Vec<u8>> = vec![b"ab".to_vec(), vec![], b"cde".to_vec(), b"f".to_vec()];
        for cut in 0..stream.len() {
            let (left, right) = stream.split_at(cut);
            assert_eq!(read_all(&mut Pending::new(16), &[left, right]), expected);
        }
        let bytes: Vec<&[u8]> = stream.chunks(1).collect();
        assert_eq!(read_all(&mut Pending::new(16), &bytes), expected);
    }

    #[test]
    fn a_message_over_the_limit_is_an_overflow_and_the_stream_goes_on() {
        let mut pending = Pending::new(4);
        assert_eq!(pending.feed(&[9, 1], |_| Step::Need(10)), Err(Overflow));
        assert!(pending.is_empty());
        assert_eq!(pending.feed(&[1, 2, 3, 4, 5], |_| Step::More), Err(Overflow));
        assert_eq!(read_all(&mut pending, &[&[1, b'x']]), vec![b"x".to_vec()]);
    }
}
