//! Presentation contexts: which interface a call's context number stands for.

use super::Uuid;
use super::interfaces::{self, Interface};
use super::ndr::Syntax;
use super::parser::{Answer, Offer, Outcome, Transfer};
use super::secrets;
use crate::remote_exec;
use std::sync::Arc;

/// One interface of an association, by the number that calls choose it by.
#[derive(Debug)]
pub(super) struct Presentation {
    pub(super) context_id: u16,
    pub(super) uuid: Option<Uuid>,
    pub(super) interface: Option<&'static Interface>,
    /// `uuid` as text.
    pub(super) uuid_text: Option<Arc<str>>,
    pub(super) endpoint: Option<Arc<str>>,
    /// Absent where the bind was not seen or chose something else.
    pub(super) syntax: Option<Syntax>,
    /// Absent until the server has answered.
    pub(super) outcome: Option<Outcome>,
    /// What the interface was inferred from, if not read.
    pub(super) inferred: Option<&'static str>,
}

impl Presentation {
    fn of(context_id: u16, uuid: Uuid, transfer: Transfer) -> Self {
        let syntax = match transfer {
            Transfer::Layout(syntax) => Some(syntax),
            Transfer::Features | Transfer::Other => None,
        };
        Self {
            context_id,
            uuid: Some(uuid),
            interface: Interface::find(uuid),
            uuid_text: Some(uuid.to_string().into()),
            endpoint: Some(interfaces::endpoint_name(uuid).into()),
            syntax,
            outcome: None,
            inferred: None,
        }
    }

    /// As offered and, where it was, answered.
    pub(super) fn offered(offer: &Offer, answer: Option<&Answer>) -> Self {
        let transfer = match answer {
            Some(Answer { outcome: Outcome::Accepted, transfer }) => *transfer,
            _ => offer.transfer,
        };
        Self {
            outcome: answer.map(|answer| answer.outcome),
            ..Self::of(offer.context_id, offer.interface, transfer)
        }
    }

    /// Whether it can be kept for a call of this operation: read from a bind, or inferred in keeping with it and with all
    /// that reading its arguments takes.
    pub(super) fn stands_for(&self, opnum: u16) -> bool {
        let Some(uuid) = self.uuid else { return false };
        let has_operation = || self.interface.is_none_or(|interface| interface.operation(opnum).is_some());
        let is_readable = || self.syntax.is_some() || !remote_exec::reads(uuid, opnum);
        self.inferred.is_none() || (has_operation() && is_readable())
    }

    /// Of a call whose bind was not seen.
    pub(super) fn unseen(context_id: u16, guess: Option<Guess>) -> Self {
        match guess {
            Some(Guess { uuid, syntax, reason }) => {
                Self { syntax, inferred: Some(reason), ..Self::of(context_id, uuid, Transfer::Other) }
            }
            None => Self {
                context_id,
                uuid: None,
                interface: None,
                uuid_text: None,
                endpoint: None,
                syntax: None,
                outcome: None,
                inferred: None,
            },
        }
    }
}

/// An interface inferred for want of a bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) uuid: Uuid,
    pub(super) syntax: Option<Syntax>,
    pub(super) reason: &'static str,
}

impl Guess {
    /// From the pipe's name: the first of its interfaces whose arguments for this operation read well, else the first
    /// that has the operation.
    pub(super) fn by_pipe(pipe: &str, opnum: u16, stub: &[u8], little_endian: bool) -> Option<Self> {
        let reason = "no bind was seen; the pipe's name, the operation's number and its arguments fit";
        for uuid in interfaces::candidates_of_pipe(pipe, opnum) {
            for syntax in [Syntax::Ndr32, Syntax::Ndr64] {
                if remote_exec::reads_as(uuid, opnum, stub, syntax, little_endian) {
                    return Some(Self { uuid, syntax: Some(syntax), reason });
                }
            }
        }
        let reason = "no bind was seen; the pipe's name and the operation's number fit";
        let uuid = interfaces::candidates_of_pipe(pipe, opnum).next()?;
        Some(Self { uuid, syntax: None, reason })
    }

    /// From arguments that only one interface has.
    pub(super) fn by_arguments(opnum: u16, stub: &[u8], little_endian: bool) -> Option<Self> {
        let betrayed = remote_exec::betrayed_by(opnum, stub, little_endian);
        let (uuid, syntax) = betrayed.or_else(|| secrets::betrayed_by(opnum, stub, little_endian))?;
        let reason = "no bind was seen; the arguments are those of this interface";
        Some(Self { uuid, syntax: Some(syntax), reason })
    }

    /// From what the endpoint mapper said of the port.
    pub(super) fn by_announcement(note: &str, opnum: u16, stub: &[u8], little_endian: bool) -> Option<Self> {
        let uuid = Uuid::parse(note)?;
        let reason = "no bind was seen; the endpoint mapper named the port";
        let syntaxes = [Syntax::Ndr32, Syntax::Ndr64].into_iter();
        let mut fitting =
            syntaxes.filter(|&syntax| remote_exec::reads_as(uuid, opnum, stub, syntax, little_endian));
        Some(Self { uuid, syntax: fitting.next(), reason })
    }
}
