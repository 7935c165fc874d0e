//! What all records of an association share.

use crate::{Account, Context, remote_exec};
use std::sync::Arc;

/// Where an association runs, and for whom.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pipe: Option<Arc<str>>,
    secondary_address: Option<Arc<str>>,
    /// The account of the flow, and as text.
    account: Option<(Account, Arc<str>)>,
}

impl Facts {
    pub(super) fn of_pipe(pipe: Option<Arc<str>>) -> Self {
        Self { pipe, ..Self::default() }
    }

    pub(super) fn pipe(&self) -> Option<&str> {
        self.pipe.as_deref()
    }

    /// The server's own name for where it listens.
    pub(super) fn set_secondary_address(&mut self, address: &[u8]) {
        self.secondary_address = Some(thymus_record::text_from_wire(address).into());
    }

    /// What `named_pipe` shows: as in Zeek what the server said, else the pipe that carries it all.
    pub(super) fn named_pipe(&self) -> Option<Arc<str>> {
        self.secondary_address.clone().or_else(|| self.pipe.clone())
    }

    /// Who is logged in on the flow, made into text once, and what that was inferred from, if it was.
    pub(super) fn account(&mut self, cx: &mut Context<'_>) -> (Option<Arc<str>>, Option<&'static str>) {
        let Some(account) = cx.session().account.as_ref() else { return (None, None) };
        if let Some((known, text)) = &self.account
            && known == account
        {
            return (Some(Arc::clone(text)), account.inferred);
        }
        let text: Arc<str> = remote_exec::account_text(account).into();
        self.account = Some((account.clone(), Arc::clone(&text)));
        (Some(text), account.inferred)
    }
}
