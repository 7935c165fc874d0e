//! Answers that are written while they are sent: packets, files, bundles.

use crate::Problem;
use crate::work;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};

/// So many bytes are sent at once.
const PIECE_BYTES: usize = 64 << 10;

/// So many pieces wait for a slow client; the writer waits with them.
const PIECES_WAITING: usize = 8;

/// What a thread writes, on its way to the client.
pub(crate) struct Pieces {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE_BYTES));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "the client is gone");
        self.pieces.blocking_send(Ok(piece.into())).map_err(gone)
    }
}

/// How an answer is called and what it is.
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Option<u64>,
}

/// Answers with what `write` writes, while it writes. Where it fails the connection is cut off, so that nobody takes a part
/// for the whole.
pub(crate) async fn attachment(
    places: &Arc<Semaphore>,
    attachment: Attachment,
    write: impl FnOnce(&mut Pieces) -> io::Result<()> + Send + 'static,
) -> Result<Response, Problem> {
    let permit = work::place(places).await?;
    let (pieces, waiting) = mpsc::channel(PIECES_WAITING);
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let mut out = Pieces { pieces: pieces.clone(), buffer: Vec::with_capacity(PIECE_BYTES) };
        if let Err(error) = write(&mut out).and_then(|()| out.flush()) {
            let _ = pieces.blocking_send(Err(error));
        }
    });
    let body = stream::unfold(waiting, |mut waiting| async { waiting.recv().await.map(|it| (it, waiting)) });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(attachment.media_type));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&attachment.name));
    if let Some(bytes) = attachment.bytes {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    }
    Ok(response)
}

/// The content is to be saved, never shown, under a name with nothing in it that could be taken amiss.
fn disposition(name: &str) -> HeaderValue {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = name.chars().map(plain).collect();
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// A writer that refuses to write more than so many bytes.
pub(crate) struct Bounded {
    pub(crate) inner: io::Cursor<Vec<u8>>,
    pub(crate) bytes_max: u64,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.inner.position() + bytes.len() as u64 > self.bytes_max {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the limit of bytes is reached"));
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Seek for Bounded {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_network_cannot_break_out_of_the_header() {
        let name = disposition("a\"; filename=\"b\r\n.exe");
        assert_eq!(name.to_str().unwrap(), "attachment; filename=\"a___filename__b__.exe\"");
    }

    #[test]
    fn what_is_bounded_ends_at_its_bound() {
        let mut bounded = Bounded { inner: io::Cursor::new(Vec::new()), bytes_max: 4 };
        assert!(bounded.write_all(b"abcd").is_ok());
        assert!(bounded.write_all(b"e").is_err());
    }
}
