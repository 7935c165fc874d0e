//! WebSocket frames (RFC 6455 §5): their content, unmasked.

use crate::{Pending, Step};

/// The longest header of a frame.
const HEADER_BYTES_MAX: usize = 14;

/// Content is unmasked in pieces of at most this size.
const PIECE_BYTES: usize = 4096;

/// The frames of one direction.
pub(super) struct Frames {
    pending: Pending,
    frame: Option<Frame>,
    unmasked: Vec<u8>,
    lost: bool,
}

/// The frame at hand.
#[derive(Clone, Copy)]
struct Frame {
    left: u64,
    mask: Option<[u8; 4]>,
    /// How many bytes of its content were read.
    at: usize,
    /// Its content is data, not compressed.
    wanted: bool,
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            pending: Pending::new(HEADER_BYTES_MAX + 64 * 1024),
            frame: None,
            unmasked: Vec::new(),
            lost: false,
        }
    }
}

impl Frames {
    /// Reads the next bytes and shows the content of data frames.
    pub(super) fn data(&mut self, bytes: &[u8], mut out: impl FnMut(&[u8])) -> Result<(), &'static str> {
        if self.lost {
            return Ok(());
        }
        let mut pending = std::mem::replace(&mut self.pending, Pending::new(0));
        let fed = pending.feed(bytes, |bytes| self.step(bytes, &mut out));
        self.pending = pending;
        fed.map_err(|_| "websocket_frame_too_long")?;
        if self.lost { Err("websocket_bad_frame") } else { Ok(()) }
    }

    /// Frame boundaries cannot be found again.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }

    fn step(&mut self, bytes: &[u8], out: &mut impl FnMut(&[u8])) -> Step {
        match &mut self.frame {
            Some(frame) => {
                let length = usize::try_from(frame.left).unwrap_or(usize::MAX).min(bytes.len());
                frame.content(bytes.get(..length).unwrap_or_default(), &mut self.unmasked, out);
                if frame.left == 0 {
                    self.frame = None;
                }
                Step::Took(length)
            }
            None => self.header(bytes),
        }
    }

    fn header(&mut self, bytes: &[u8]) -> Step {
        let Some((frame, length)) = Frame::read(bytes) else { return Step::More };
        let opcode = bytes.first().map_or(0, |first| first & 0x0f);
        if matches!(opcode, 3..=7 | 11..=15) || i64::try_from(frame.left).is_err() {
            self.lost = true;
            return Step::Drop;
        }
        self.frame = (frame.left > 0).then_some(frame);
        Step::Took(length)
    }
}

impl Frame {
    /// Reads a header: the frame, and how long the header is.
    fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut reader = thymus_wire::Reader::new(bytes);
        let (first, second) = (reader.u8().ok()?, reader.u8().ok()?);
        let left = match second & 0x7f {
            126 => u64::from(reader.u16_be().ok()?),
            127 => reader.u64_be().ok()?,
            length => u64::from(length),
        };
        let mask = if second & 0x80 != 0 { Some(reader.array().ok()?) } else { None };
        let is_data = first & 0x0f <= 2;
        let compressed = first & 0x40 != 0;
        Some((Self { left, mask, at: 0, wanted: is_data && !compressed }, reader.offset()))
    }

    fn content(&mut self, bytes: &[u8], unmasked: &mut Vec<u8>, out: &mut impl FnMut(&[u8])) {
        self.left = self.left.saturating_sub(bytes.len() as u64);
        let Some(mask) = self.mask.filter(|_| self.wanted) else {
            if self.wanted {
                out(bytes);
            }
            return;
        };
        for piece in bytes.chunks(PIECE_BYTES) {
            let key = mask.iter().cycle().skip(self.at % 4);
            unmasked.clear();
            unmasked.extend(piece.iter().zip(key).map(|(byte, key)| byte ^ key));
            self.at = (self.at + piece.len()) % 4;
            out(unmasked);
        }
    }
}
