//! How much a client may ask for at once (MS-SMB2 3.3.1.2): every request costs what the server granted before. A client that
//! spends more breaks the protocol; ordinary ones never do.

use super::parser::{Header, command};
use crate::Context;

/// What the client has left.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Credits {
    /// Until the server answers the negotiation.
    #[default]
    Unopened,
    Left(i64),
    /// Something was not seen, or the client was told of already.
    Unknown,
}

impl Credits {
    pub(super) fn spend(&mut self, cx: &mut Context<'_>, header: &Header) {
        let Self::Left(left) = self else { return };
        if header.command == command::CANCEL {
            return;
        }
        *left -= i64::from(header.credit_charge.max(1));
        if *left < 0 {
            let missing = -*left;
            *self = Self::Unknown;
            cx.weird_about("SMB", "smb2_credits_overdrawn", 6, format!("by {missing}"));
        }
    }

    pub(super) fn grant(&mut self, cx: &Context<'_>, header: &Header) {
        match self {
            Self::Left(left) => *left = left.saturating_add(header.credits.into()),
            Self::Unopened if header.command == command::NEGOTIATE && !cx.flow.midstream => {
                *self = Self::Left(header.credits.into());
            }
            Self::Unopened => *self = Self::Unknown,
            Self::Unknown => {}
        }
    }

    /// Messages were missed or could not be read.
    pub(super) fn lose(&mut self) {
        *self = Self::Unknown;
    }
}
