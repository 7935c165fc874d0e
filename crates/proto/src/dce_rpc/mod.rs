//! DCE-RPC (C706, MS-RPCE) over named pipes, over TCP and over UDP.
//!
//! The principal type is [`Association`](state::Association): fragments in, calls out as `dce_rpc` and `rpc_bind`
//! records. A TCP stream and a named pipe each drive one; the arguments of calls that make a host run something go on
//! to [`crate::remote_exec`].

mod association;
mod call;
mod codes;
mod contexts;
mod datagram;
mod endpoints;
mod facts;
mod interfaces;
mod login;
pub(crate) mod ndr;
mod parser;
mod presentation;
mod probe;
mod record;
mod secrets;
mod stream;
#[cfg(test)]
pub(crate) mod tests;
mod uuid;

pub(crate) use call::RpcCall;
pub use record::{DceRpc, RpcBind};
pub use uuid::Uuid;

use crate::protocol::{Carrier, Protocol};
use crate::{Context, Side};
use std::sync::Arc;
use stream::Stream;
use thymus_record::Declared;

/// DCE-RPC on any port.
pub static PROTOCOL: Protocol = Protocol {
    name: "dce_rpc",
    carriers: &[Carrier::Stream, Carrier::Datagram],
    ports: &[135],
    probe: probe::probe,
    open: Some(|| Box::new(stream::Rpc::default())),
    records: &[DceRpc::declaration, RpcBind::declaration],
};

/// One RPC association over a named pipe: what is written to and read from the pipe, in order.
#[derive(Debug, Default)]
pub struct Pipe {
    name: Option<Arc<str>>,
    stream: Stream,
}

impl Pipe {
    /// An association on this pipe; the name is absent where its opening was not seen.
    #[must_use]
    pub fn new(name: Option<&str>) -> Self {
        let name: Option<Arc<str>> = name.map(Arc::from);
        Self { stream: Stream::of_pipe(name.clone()), name }
    }

    /// The pipe's name without its path.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether these first bytes of a pipe of unknown purpose begin an RPC message.
    #[must_use]
    pub fn looks_like(bytes: &[u8]) -> bool {
        probe::begins_message(bytes)
    }

    /// The next bytes: from the originator what it wrote, from the responder what was read.
    pub fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        self.stream.data(cx, from, bytes);
    }

    /// Bytes are missing before what comes next.
    pub fn gap(&mut self, _cx: &mut Context<'_>, from: Side, _length: u64) {
        self.stream.gap(from);
    }

    /// The pipe is closed, or the session ends.
    pub fn closed(&mut self, cx: &mut Context<'_>) {
        self.stream.closed(cx);
    }
}
