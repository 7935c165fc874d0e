//! The `dce_rpc` and `rpc_bind` records.

use crate::Head;
use std::borrow::Cow;
use std::sync::Arc;
use thymus_record::{Interval, Record};

/// A remote procedure call.
#[derive(Debug, Record)]
#[record(kind = "dce_rpc", protocol = "DCE_RPC")]
pub struct DceRpc {
    /// When the request was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// From the request to the end of its response; absent when no response was seen.
    #[record(unit = "seconds")]
    pub rtt: Option<Interval>,
    /// The secondary address that the server gave when it was bound to: a pipe or a port; else the pipe that carries the call.
    pub named_pipe: Option<Arc<str>>,
    /// The interface by name; `unknown-` and its identifier where it has none.
    pub endpoint: Option<Arc<str>>,
    /// The operation by name; `unknown-` and its number where it has none.
    pub operation: Cow<'static, str>,
    /// The interface's identifier in lower case.
    pub interface_uuid: Option<Arc<str>>,
    /// The operation's number.
    pub opnum: u16,
    /// The presentation context that the call chose; absent for connectionless calls.
    pub context_id: Option<u16>,
    /// The number that joins request and response.
    pub call_id: u32,
    /// How the arguments are laid out: `NDR32` or `NDR64`.
    pub ndr: Option<&'static str>,
    /// What secures the call: `NTLM`, `Kerberos`, `SPNEGO`, `Netlogon`, …
    pub auth_type: Option<&'static str>,
    /// How far: `connect`, `call`, `packet`, `integrity` or `privacy`. With `privacy` the arguments are encrypted.
    pub auth_level: Option<&'static str>,
    /// Why the server did not carry the call out, by name or number.
    pub fault: Option<Cow<'static, str>>,
    /// Who calls, as `DOMAIN\user`, where the flow told.
    pub account: Option<Arc<str>>,
    /// What the account was inferred from, if it was not read in this flow.
    pub account_inferred: Option<&'static str>,
    /// The interface was not read from a bind.
    pub inferred: Option<bool>,
    /// What the interface was inferred from.
    pub inferred_reason: Option<&'static str>,
}

/// A client asked to use interfaces of a server. All lists run in parallel, an entry an offer.
#[derive(Debug, Record)]
#[record(kind = "rpc_bind", protocol = "DCE_RPC")]
pub struct RpcBind {
    /// When the bind was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// From the bind to its answer; absent when none was seen.
    #[record(unit = "seconds")]
    pub rtt: Option<Interval>,
    /// The secondary address that the server gave, else the pipe that carries the association.
    pub named_pipe: Option<Arc<str>>,
    /// `bind`, or `alter_context` for more interfaces on the same association.
    pub operation: &'static str,
    /// The interfaces by name.
    pub endpoints: Vec<String>,
    /// The interfaces' identifiers.
    pub interface_uuids: Vec<String>,
    /// The numbers that calls will choose them by.
    pub context_ids: Vec<u64>,
    /// `accepted`, `rejected` or `negotiated`; `unknown` where no answer was seen.
    pub results: Vec<&'static str>,
    /// How arguments would be laid out: `NDR32`, `NDR64`, `features` (a negotiation, no layout) or `other`.
    pub transfer_syntaxes: Vec<&'static str>,
    /// Whether the server accepted any of the interfaces; absent where no answer was seen.
    pub success: Option<bool>,
    /// Why the server refused the whole bind (C706 12.6.3.1).
    pub reject_reason: Option<&'static str>,
    /// What secures the association.
    pub auth_type: Option<&'static str>,
    /// How far.
    pub auth_level: Option<&'static str>,
    /// Who asks, as `DOMAIN\user`, where the flow told.
    pub account: Option<Arc<str>>,
    /// What the account was inferred from, if it was not read in this flow.
    pub account_inferred: Option<&'static str>,
}
