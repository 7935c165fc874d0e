//! Reading: one capture, or several one after the other.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::compression;
use crate::error::CaptureError;
use crate::format::{Format, Found};
use crate::input::{self, Inputs};
use crate::packet::Item;
use crate::window::Window;

/// Reads one capture of any format from any stream.
pub struct CaptureReader {
    window: Window,
    format: Format,
    packets: u64,
    is_over: bool,
}

impl CaptureReader {
    /// Recognises compression and format by the first bytes of `input` and reads the file header.
    pub fn new(input: Box<dyn Read + Send>) -> Result<Self, CaptureError> {
        let mut window = compression::open(input).map_err(|source| CaptureError::Io { offset: 0, source })?;
        let format = Format::open(&mut window)?;
        Ok(Self { window, format, packets: 0, is_over: false })
    }

    /// The next packet or other item; nothing at the end. An error comes once, after everything before it, and
    /// ends the capture.
    #[allow(
        clippy::should_implement_trait,
        reason = "items borrow from the reader, which no Iterator can express"
    )]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Item<'_>>, CaptureError> {
        Ok(self.find()?.map(|found| self.lend(found)))
    }

    #[inline]
    fn find(&mut self) -> Result<Option<Found>, CaptureError> {
        if self.is_over {
            return Ok(None);
        }
        let found = self.format.step(&mut self.window);
        match found {
            Ok(Some(Found::Packet(_))) => self.packets += 1,
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => self.is_over = true,
        }
        found
    }

    #[inline]
    fn lend(&self, found: Found) -> Item<'_> {
        found.lend(&self.window, self.packets)
    }
}

/// Reads any number of captures, one after the other: files, directories, `-` for standard input.
///
/// ```no_run
/// # fn main() -> Result<(), thymus_capture::CaptureError> {
/// use thymus_capture::{Item, Source};
/// let mut source = Source::open(&["evidence.pcapng.zst"])?;
/// while let Some(item) = source.next()? {
///     if let Item::Packet(packet) = item {
///         println!("{} {}", packet.timestamp, packet.bytes.len());
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Source {
    waiting: VecDeque<PathBuf>,
    skipped: Vec<PathBuf>,
    current: PathBuf,
    reader: Option<CaptureReader>,
    /// Packets of the captures that are done with.
    packets_before: u64,
}

impl Source {
    /// Finds what the paths stand for. Captures are read in the order given; those below one directory by the time
    /// of their first packet, then by name. Fails where a path does not exist.
    pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Self, CaptureError> {
        let Inputs { files, skipped } = Inputs::find(paths)?;
        Ok(Self { waiting: files.into(), skipped, current: PathBuf::new(), reader: None, packets_before: 0 })
    }

    /// The next packet or other item of the current capture or, when that is over, of the next; nothing when all
    /// are over. An error ends the current capture only: calling again goes on with the next.
    #[allow(
        clippy::should_implement_trait,
        reason = "items borrow from the source, which no Iterator can express"
    )]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Item<'_>>, CaptureError> {
        let found = loop {
            if let Some(reader) = &mut self.reader {
                match reader.find() {
                    Ok(Some(found)) => break found,
                    Ok(None) => {}
                    Err(error) => {
                        self.close();
                        return Err(error);
                    }
                }
            }
            self.close();
            if !self.open_next()? {
                return Ok(None);
            }
        };
        Ok(self
            .reader
            .as_ref()
            .map(|reader| found.lend(&reader.window, self.packets_before + reader.packets)))
    }

    /// The capture that the last item or error came from.
    #[must_use]
    pub fn current(&self) -> &Path {
        &self.current
    }

    /// How many captures have not been begun.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// What lay in the given directories and is not read: files that are no captures, links, special files.
    #[must_use]
    pub fn skipped(&self) -> &[PathBuf] {
        &self.skipped
    }

    /// How many packets have been handed out.
    #[must_use]
    pub fn packets(&self) -> u64 {
        self.packets_before + self.reader.as_ref().map_or(0, |reader| reader.packets)
    }

    fn close(&mut self) {
        self.packets_before = self.packets();
        self.reader = None;
    }

    fn open_next(&mut self) -> Result<bool, CaptureError> {
        let Some(path) = self.waiting.pop_front() else { return Ok(false) };
        self.current = path;
        self.reader = Some(input::open(&self.current)?);
        Ok(true)
    }
}
