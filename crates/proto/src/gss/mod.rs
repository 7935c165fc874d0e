//! Logins carried inside other protocols: SPNEGO, NTLMSSP and Kerberos tokens (RFC 2743, RFC 4178, MS-NLMP, RFC 4121).

mod parser;
mod session;
#[cfg(test)]
mod tests;

pub use parser::{Mechanism, NegotiationState, Token};
pub use session::GssSession;
