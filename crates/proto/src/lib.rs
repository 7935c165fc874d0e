//! Protocol detection and analysis: bytes of flows become records.
//!
//! One folder per protocol, each with the same file names (`mod parser state record tests`), and one line in
//! [`registry`]. The principal type is [`Engine`]: packets go in, records come out at its sink. A protocol is a
//! [`Protocol`]: a probe that recognises it by content on any port, and an [`Analyzer`] per flow that reads it.

pub mod asn1;
pub mod conn;
mod context;
pub mod dce_rpc;
pub mod dhcp;
pub mod dns;
mod engine;
mod expect;
pub mod files;
pub mod gss;
mod head;
mod hub;
pub mod kerberos;
mod layer;
pub mod ntlm;
mod pending;
mod protocol;
pub mod registry;
pub mod remote_exec;
pub mod scheduled_job;
mod services;
#[cfg(test)]
#[allow(dead_code, reason = "each protocol's tests use a part of it")]
mod testing;
pub mod text;
pub mod tunnel;
pub mod weird;

pub use context::{Account, Context, SessionFacts};
pub use engine::{Engine, Statistics};
pub use expect::Expectation;
pub use head::Head;
pub use hub::Settings;
pub use layer::Layer;
pub use pending::{Overflow, Pending, Step};
pub use protocol::{Analyzer, Carrier, Probe, Protocol, Verdict};

pub use thymus_flow::{Endpoints, FlowFacts, Side, Transport};
pub use thymus_record::{Interval, Timestamp};
