//! Is this common between these two hosts?

use super::{Answer, Case};
use crate::recurrence::Recurrence;

pub(crate) fn common(case: &Case<'_>, cards: &[Recurrence]) -> Answer {
    let mut answer = Answer::to("Is this common between these hosts?");
    for card in cards {
        answer.say(card.sentence(case.zone), card.proof.iter().copied());
        answer.queries.push(card.query.clone());
    }
    answer
}
