//! A query bound to the kinds and fields of a registry: a typed tree, for whoever evaluates or plans it.

use super::{TextTest, ValueTest};
use std::sync::Arc;

/// What must be true of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Nothing: true of every record.
    Always,
    /// True of no record.
    Never,
    /// The record is of one of these kinds: places in [`crate::Registry::kinds`], sorted.
    Kind(Vec<usize>),
    /// The message line passes.
    Message(Arc<TextTest>),
    /// A field passes.
    Field(FieldTest),
    /// All of these.
    And(Vec<Condition>),
    /// One of these.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

/// A test of a field, which may be in many kinds and have another type in each.
///
/// It is true of a record if the value in one of the places is there and passes. A kind that has no place here cannot pass.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTest {
    /// The field's name as the records have it. Empty for a test of every field of a type: a bare `10.0.0.0/8`.
    pub name: Box<str>,
    /// Where to look, and what must be true there; sorted by place. Places that could never pass are left out.
    pub places: Vec<(Place, Arc<ValueTest>)>,
}

/// Where a value is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A field of a kind.
    Field {
        /// The kind's place in [`crate::Registry::kinds`].
        kind: usize,
        /// The field's place in [`crate::Schema::fields`].
        field: usize,
    },
    /// The fact at this place in [`crate::Registry::facts`]. Any kind may have it.
    Fact(usize),
}
