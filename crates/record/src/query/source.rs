//! Records that a filter can be asked of.

use super::line::Line;
use super::{Place, TextTest, ValueTest};
use crate::{Record as _, Registry, Row, Value};
use std::cell::RefCell;

/// A record that a filter can be asked of, wherever its values lie.
pub trait Source {
    /// The place of its kind in the registry that the filter was bound to; `None` for a kind that is not there.
    fn kind(&self) -> Option<usize>;

    /// The value in a place; [`Value::Absent`] for a field of another kind.
    fn value(&self, place: Place) -> Value<'_>;

    /// Whether its message line passes.
    fn message_has(&self, test: &TextTest) -> bool;

    /// Whether the value in a place passes. To be overridden where this can be told without the value.
    fn passes(&self, place: Place, test: &ValueTest) -> bool {
        test.matches(self.value(place))
    }
}

/// Memory that is used again for one record after the other.
///
/// What a record's message line says is worked out once, however many filters ask, and only if one asks.
#[derive(Debug)]
pub struct Scratch {
    registry: Registry,
    line: RefCell<Line>,
}

/// A row, ready to be asked by any number of filters that are bound to the same registry.
#[derive(Debug)]
pub struct Subject<'r> {
    row: &'r Row,
    kind: Option<usize>,
    scratch: &'r Scratch,
}

impl Scratch {
    /// Memory for records of this registry.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self { registry: registry.clone(), line: RefCell::default() }
    }

    /// Takes up the next row. It must be of a kind of the registry, or it has no fields.
    pub fn subject<'r>(&'r mut self, row: &'r Row) -> Subject<'r> {
        self.line.get_mut().forget();
        let schema = row.schema();
        let kind = self.registry.kinds().iter().position(|known| std::ptr::eq(*known, schema));
        Subject { row, kind, scratch: self }
    }
}

impl Subject<'_> {
    /// The row.
    #[must_use]
    pub fn row(&self) -> &Row {
        self.row
    }
}

impl Source for Subject<'_> {
    fn kind(&self) -> Option<usize> {
        self.kind
    }

    fn value(&self, place: Place) -> Value<'_> {
        match place {
            Place::Field { kind, field } if Some(kind) == self.kind => self.row.value(field),
            Place::Field { .. } => Value::Absent,
            Place::Fact(fact) => {
                self.scratch.registry.facts().get(fact).map_or(Value::Absent, |fact| self.row.fact(fact))
            }
        }
    }

    fn message_has(&self, test: &TextTest) -> bool {
        self.scratch.line.borrow_mut().has(self.row, test)
    }
}
