//! DCE-RPC (C706, MS-RPCE) over named pipes and over TCP.

use crate::{Context, Side};

/// One RPC association over a named pipe: what is written to and read from the pipe, in order.
#[derive(Debug, Default)]
pub struct Pipe {
    name: Option<String>,
}

impl Pipe {
    /// An association on this pipe; the name is absent where its opening was not seen.
    #[must_use]
    pub fn new(name: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned) }
    }

    /// The pipe's name without its path.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether these first bytes of a pipe of unknown purpose begin an RPC message.
    #[must_use]
    pub fn looks_like(bytes: &[u8]) -> bool {
        bytes.first_chunk().is_some_and(|&[version, minor, kind]| version == 5 && minor <= 1 && kind <= 19)
    }

    /// The next bytes: from the originator what it wrote, from the responder what was read.
    pub fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let _ = (cx, from, bytes);
    }

    /// Bytes are missing before what comes next.
    pub fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        let _ = (cx, from, length);
    }

    /// The pipe is closed, or the session ends.
    pub fn closed(&mut self, cx: &mut Context<'_>) {
        let _ = cx;
    }
}
