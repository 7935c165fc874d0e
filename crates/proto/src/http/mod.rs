//! HTTP/1 (RFC 9110, RFC 9112) with what it carries: files, tunnels, WebSocket, WinRM. HTTP/2 is recognised by name.

mod auth;
mod body;
mod content;
mod frames;
mod headers;
mod inflate;
mod message;
mod names;
mod parser;
mod probe;
mod record;
mod state;
mod transaction;
mod tunnel;
mod uri;
mod winrm;

#[cfg(test)]
mod tests;

pub use record::{Http, WebSocket};

use crate::{Carrier, Protocol};
use thymus_record::Declared;

/// HTTP/0.9, 1.0 and 1.1.
pub static PROTOCOL: Protocol = Protocol {
    name: "http",
    carriers: &[Carrier::Stream, Carrier::Message],
    ports: &[80, 81, 631, 1080, 3128, 5985, 8000, 8080, 8888],
    probe: probe::probe,
    open: Some(|| Box::<state::HttpAnalyzer>::default()),
    records: &[Http::declaration, WebSocket::declaration],
};

/// HTTP/2 in the clear: recognised and named, not read.
pub static HTTP2: Protocol = Protocol {
    name: "http2",
    carriers: &[Carrier::Stream],
    ports: &[],
    probe: probe::probe_http2,
    open: None,
    records: &[],
};
