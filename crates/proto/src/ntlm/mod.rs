//! NTLM logins (MS-NLMP), whatever carries them: SMB, LDAP, DCE-RPC, HTTP, SMTP.
//!
//! NTLM has no flow of its own, so there is no probe: a carrier gives its tokens to a [`crate::gss::GssSession`].

mod flags;
mod parser;
mod record;
mod state;
#[cfg(test)]
pub(crate) mod tests;

pub use flags::Flags;
pub use parser::{Authenticate, Challenge, Message, Negotiate, Response, ServerNames, Version};
pub use record::Ntlm;
pub(crate) use state::Exchange;

/// What every NTLM message begins with.
pub const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";

/// The service name in `conn.service`.
pub(crate) const SERVICE: &str = "ntlm";
