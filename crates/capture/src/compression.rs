//! Compressed captures, recognised by their first bytes and never by their names.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::window::{Input, Window};

/// The largest zstd window, as a power of two: 128 MiB, what `zstd` itself accepts without `--long`.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;
/// How many times larger than its input the output may be; captures of repeated packets stay below.
const EXPANSION_MAX: u64 = 5_000;
/// Output up to this size is not held to [`EXPANSION_MAX`].
const EXPANSION_FREE_BYTES: u64 = 256 * 1024 * 1024;
/// Damage costs what was decompressed in the same read, so these reads are small.
const READ_BYTES: usize = 32 * 1024;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b, 0x08];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// Skippable zstd frames, which seekable archives begin with, differ in the low half of the first byte.
const ZSTD_SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// A window over the bytes of `input`, decompressed if they are compressed.
pub(crate) fn open(mut input: Input) -> io::Result<Window> {
    let mut first = [0; 4];
    let count = read_up_to(&mut input, &mut first)?;
    let first = first.get(..count).unwrap_or_default().to_vec();
    let zstd = first.starts_with(ZSTD_MAGIC)
        || first.split_first().is_some_and(|(low, rest)| low & 0xf0 == 0x50 && rest == ZSTD_SKIPPABLE);
    let gzip = first.starts_with(GZIP_MAGIC);
    let whole: Input = Box::new(io::Cursor::new(first).chain(input));
    if gzip {
        return Ok(Window::new(Box::new(Bounded::new(whole, gunzip)?), READ_BYTES));
    }
    if zstd {
        return Ok(Window::new(Box::new(Bounded::new(whole, unzstd)?), READ_BYTES));
    }
    Ok(Window::over(whole))
}

fn read_up_to(input: &mut Input, into: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while let Some(free) = into.get_mut(count..).filter(|free| !free.is_empty()) {
        match input.read(free) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

type Counted = BufReader<Counting>;

fn gunzip(input: Counted) -> io::Result<MultiGzDecoder<Counted>> {
    Ok(MultiGzDecoder::new(input))
}

fn unzstd(input: Counted) -> io::Result<zstd::Decoder<'static, Counted>> {
    let mut decoder = zstd::Decoder::with_buffer(input)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
    Ok(decoder)
}

/// Counts the compressed bytes that went in.
struct Counting {
    input: Input,
    count: u64,
}

impl Read for Counting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.count += count as u64;
        Ok(count)
    }
}

/// A decompressor whose input can be looked at.
trait Decompressor: Read {
    fn compressed(&self) -> &Counted;
}

impl Decompressor for MultiGzDecoder<Counted> {
    fn compressed(&self) -> &Counted {
        self.get_ref()
    }
}

impl Decompressor for zstd::Decoder<'static, Counted> {
    fn compressed(&self) -> &Counted {
        self.get_ref()
    }
}

/// A decompressor that stops at decompression bombs.
struct Bounded<D> {
    decompressor: D,
    produced: u64,
}

impl<D: Decompressor> Bounded<D> {
    fn new(input: Input, open: impl FnOnce(Counted) -> io::Result<D>) -> io::Result<Self> {
        let counted = BufReader::with_capacity(64 * 1024, Counting { input, count: 0 });
        Ok(Self { decompressor: open(counted)?, produced: 0 })
    }
}

impl<D: Decompressor> Read for Bounded<D> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let consumed = self.decompressor.compressed().get_ref().count;
        if self.produced > EXPANSION_FREE_BYTES && self.produced / EXPANSION_MAX > consumed {
            return Err(io::Error::other("the compressed file expands more than 5000 times"));
        }
        let count = self.decompressor.read(into).map_err(blame_data)?;
        self.produced += count as u64;
        Ok(count)
    }
}

/// Marks errors that come from the decompressor rather than from the operating system as damage of the data.
fn blame_data(error: io::Error) -> io::Error {
    use io::ErrorKind::{Interrupted, InvalidData, UnexpectedEof};
    match error.kind() {
        UnexpectedEof | Interrupted => error,
        _ if error.raw_os_error().is_some() => error,
        _ => io::Error::new(InvalidData, error),
    }
}
