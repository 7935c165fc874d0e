//! Content codings of bodies: gzip (RFC 1952) and deflate (RFC 1950, RFC 1951), undone as the bytes come.

use flate2::{Decompress, FlushDecompress, Status};

/// Decompressed bytes are handed on in pieces of at most this size.
const OUTPUT_BYTES: usize = 16 * 1024;

/// No more than this comes out of one body.
const DECODED_BYTES_MAX: u64 = 1 << 30;

/// Beyond the first MiB no body may grow by more than this factor.
const DECODED_RATIO_MAX: u64 = 200;

/// Decoded bytes that may come out before the ratio counts.
const DECODED_FREE_BYTES: u64 = 1 << 20;

/// The longest gzip header that is read.
const GZIP_HEADER_BYTES_MAX: usize = 1024;

/// A coding that is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
}

/// Why decoding ended early.
pub(super) type Failure = &'static str;

/// Undoes one body's coding.
pub(super) struct Inflate {
    coding: Coding,
    stage: Stage,
    /// The beginning of the header while it is incomplete.
    header: Vec<u8>,
    read: u64,
    written: u64,
    output: Vec<u8>,
}

enum Stage {
    Header,
    Stream(Decompress),
    Done,
}

impl Inflate {
    pub(super) fn new(coding: Coding) -> Self {
        Self { coding, stage: Stage::Header, header: Vec::new(), read: 0, written: 0, output: Vec::new() }
    }

    /// Decodes the next bytes and shows what comes out. After a failure nothing more comes.
    pub(super) fn data(&mut self, bytes: &[u8], out: impl FnMut(&[u8])) -> Result<(), Failure> {
        let result = match &self.stage {
            Stage::Done => Ok(()),
            Stage::Stream(_) => self.stream(bytes, out),
            Stage::Header => self.begin(bytes, out),
        };
        if result.is_err() {
            self.stage = Stage::Done;
        }
        result
    }

    /// Nothing more is decoded.
    pub(super) fn stop(&mut self) {
        self.stage = Stage::Done;
    }

    /// Reads the header, which may come in several pieces.
    fn begin(&mut self, bytes: &[u8], out: impl FnMut(&[u8])) -> Result<(), Failure> {
        self.header.extend_from_slice(bytes);
        let header = std::mem::take(&mut self.header);
        let (zlib, length) = match self.coding {
            Coding::Deflate if header.len() < 2 => return self.wait(header),
            Coding::Deflate => (is_zlib(&header), 0),
            Coding::Gzip => match gzip_header(&header) {
                Some(length) => (false, length?),
                None => return self.wait(header),
            },
        };
        self.stage = Stage::Stream(Decompress::new(zlib));
        self.output.reserve_exact(OUTPUT_BYTES);
        self.stream(header.get(length..).unwrap_or_default(), out)
    }

    fn wait(&mut self, header: Vec<u8>) -> Result<(), Failure> {
        if header.len() > GZIP_HEADER_BYTES_MAX {
            return Err("HTTP_bad_content_encoding");
        }
        self.header = header;
        Ok(())
    }

    fn stream(&mut self, mut bytes: &[u8], mut out: impl FnMut(&[u8])) -> Result<(), Failure> {
        let Stage::Stream(stream) = &mut self.stage else { return Ok(()) };
        self.read += bytes.len() as u64;
        loop {
            self.output.clear();
            let before = stream.total_in();
            let status = stream.decompress_vec(bytes, &mut self.output, FlushDecompress::None);
            let status = status.map_err(|_| "HTTP_bad_content_encoding")?;
            let used = usize::try_from(stream.total_in() - before).unwrap_or(usize::MAX);
            bytes = bytes.get(used..).unwrap_or_default();
            self.written += self.output.len() as u64;
            out(&self.output);
            let stuck = used == 0 && self.output.is_empty();
            if status == Status::StreamEnd {
                self.stage = Stage::Done;
                return Ok(());
            }
            if is_bomb(self.read, self.written) {
                return Err("HTTP_decompression_bomb");
            }
            if stuck || (bytes.is_empty() && self.output.len() < self.output.capacity()) {
                return Ok(());
            }
        }
    }
}

fn is_bomb(read: u64, written: u64) -> bool {
    written > DECODED_BYTES_MAX
        || (written > DECODED_FREE_BYTES && written > read.saturating_mul(DECODED_RATIO_MAX))
}

/// Whether a deflate body has the header of RFC 1950; many servers send a bare RFC 1951 stream.
fn is_zlib(bytes: &[u8]) -> bool {
    let Some(&[method, flags]) = bytes.first_chunk() else { return false };
    method & 0x0f == 8 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

/// The length of a gzip header; absent while it is incomplete.
fn gzip_header(bytes: &[u8]) -> Option<Result<usize, Failure>> {
    let &[magic1, magic2, method, flags, _, _, _, _, _, _] = bytes.first_chunk()?;
    if [magic1, magic2, method] != [0x1f, 0x8b, 8] {
        return Some(Err("HTTP_bad_content_encoding"));
    }
    let mut at = 10usize;
    if flags & 0x04 != 0 {
        let &[low, high] = bytes.get(at..)?.first_chunk()?;
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for flag in [0x08, 0x10] {
        if flags & flag != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    at += if flags & 0x02 != 0 { 2 } else { 0 };
    (bytes.len() >= at).then_some(Ok(at))
}
