//! The presentation contexts of an association.

use super::parser::Request;
use super::presentation::{Guess, Presentation};
use crate::Context;
use std::collections::VecDeque;
use std::sync::Arc;

/// At most this many presentation contexts of one association are kept; the oldest goes first.
const CONTEXTS_MAX: usize = 256;

/// What was bound, offered or inferred, the latest last.
#[derive(Debug, Default)]
pub(super) struct Contexts(VecDeque<Arc<Presentation>>);

impl Contexts {
    pub(super) fn add(&mut self, presentation: Arc<Presentation>) {
        self.0.retain(|known| known.context_id != presentation.context_id);
        if self.0.len() >= CONTEXTS_MAX {
            self.0.pop_front();
        }
        self.0.push_back(presentation);
    }

    /// The interface that a request's context number stands for; inferred, and remembered, where no bind was seen.
    pub(super) fn of_request(
        &mut self,
        cx: &Context<'_>,
        pipe: Option<&str>,
        request: &Request<'_>,
        little_endian: bool,
    ) -> Arc<Presentation> {
        let known = self.0.iter().rev().find(|known| known.context_id == request.context_id);
        if let Some(known) = known
            && known.stands_for(request.opnum)
        {
            return Arc::clone(known);
        }
        let guess = guess(cx, pipe, request, little_endian);
        if let (Some(known), None) = (known, &guess) {
            return Arc::clone(known);
        }
        let presentation = Arc::new(Presentation::unseen(request.context_id, guess));
        self.add(Arc::clone(&presentation));
        presentation
    }
}

fn guess(cx: &Context<'_>, pipe: Option<&str>, request: &Request<'_>, little_endian: bool) -> Option<Guess> {
    let by_carrier = match pipe {
        Some(pipe) => Guess::by_pipe(pipe, request.opnum, request.stub, little_endian),
        None => cx.expected().and_then(|expected| {
            Guess::by_announcement(&expected.note, request.opnum, request.stub, little_endian)
        }),
    };
    by_carrier.or_else(|| Guess::by_arguments(request.opnum, request.stub, little_endian))
}
