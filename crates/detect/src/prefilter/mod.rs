//! Which components may want a record at all, told without asking most of them.
//!
//! Hundreds of models look at every record, and nearly none wants it. For every kind of record each component is looked at once, when models are
//! loaded: what must a record of this kind have, so that the query can be true? A word in a certain field, a number, or some letters in any
//! text. Components are then found by what a record has: by hash for words and numbers, with one automaton for letters. Only components
//! that ask for nothing of that sort are asked about every record of the kinds they can be about.
//!
//! This never decides: whoever is found is asked. It must never miss, which a property test compares with asking all.

mod index;
mod required;
#[cfg(test)]
mod tests;

pub(crate) use index::{Candidates, Prefilter};
