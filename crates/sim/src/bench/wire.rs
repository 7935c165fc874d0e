//! Frames into the capture file.

use crate::packet::frame::Frames;
use std::io::{self, Write};

const SNAPLEN: u32 = 262_144;
const LINK_ETHERNET: u32 = 1;
/// The captures begin at this second: 2026-03-02 08:00:00 UTC.
pub(super) const EPOCH_SECONDS: u64 = 1_772_438_400;

/// Writes frames one after the other.
pub(super) struct Wire<W> {
    output: W,
    pub(super) frames: Frames,
    pub(super) packets: u64,
    pub(super) bytes: u64,
}

impl<W: Write> Wire<W> {
    pub(super) fn new(mut output: W) -> io::Result<Self> {
        let mut header = Vec::with_capacity(24);
        header.extend_from_slice(&0xa1b2_c3d4_u32.to_le_bytes());
        header.extend_from_slice(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        header.extend_from_slice(&SNAPLEN.to_le_bytes());
        header.extend_from_slice(&LINK_ETHERNET.to_le_bytes());
        output.write_all(&header)?;
        let bytes = header.len() as u64;
        Ok(Self { output, frames: Frames::new(), packets: 0, bytes })
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    /// Writes the frame that was made last, as seen so many nanoseconds after the beginning.
    pub(super) fn send(&mut self, now: u64) -> io::Result<()> {
        let frame = self.frames.bytes();
        let seconds = (EPOCH_SECONDS + now / 1_000_000_000) as u32;
        let microseconds = (now % 1_000_000_000 / 1000) as u32;
        let length = frame.len() as u32;
        let mut header = [0; 16];
        for (place, number) in
            header.as_chunks_mut::<4>().0.iter_mut().zip([seconds, microseconds, length, length])
        {
            *place = number.to_le_bytes();
        }
        self.packets += 1;
        self.bytes += (header.len() + frame.len()) as u64;
        self.output.write_all(&header)?;
        self.output.write_all(frame)
    }
}
