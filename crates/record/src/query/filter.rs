//! A query that is ready to be asked of records.

use super::plan::Step;
use super::{Condition, Place, Query, QueryError, Scratch, Source, Warning, bind, required};
use crate::{Registry, Row};

/// A query bound to a registry: it can be asked of records, and its typed tree can be planned.
#[derive(Clone, Debug)]
pub struct Filter {
    registry: Registry,
    condition: Condition,
    warnings: Vec<Warning>,
    /// What is left for kinds that the condition does not name, then for each that it names.
    steps: Box<[Step]>,
    /// Which of the steps is for which kind.
    step_of_kind: Box<[u32]>,
    kinds: Option<Vec<usize>>,
    required_tokens: Vec<String>,
}

impl Filter {
    /// Binds a query to what there is to be found.
    ///
    /// # Errors
    ///
    /// A field or kind that is unknown, or a value that its field cannot have in any kind.
    pub fn bind(query: &Query, registry: &Registry) -> Result<Self, QueryError> {
        let (condition, warnings) = bind::bind(query, registry)?;
        Ok(Self::of(condition, warnings, registry))
    }

    /// Reads a query and binds it.
    ///
    /// # Errors
    ///
    /// What is wrong with the query.
    pub fn parse(text: &str, registry: &Registry) -> Result<Self, QueryError> {
        Self::bind(&super::parse(text)?, registry)
    }

    fn of(condition: Condition, warnings: Vec<Warning>, registry: &Registry) -> Self {
        let mut named = vec![false; registry.kinds().len()];
        mark_named(&condition, &mut named);
        let mut steps = vec![Step::of(&condition, None)];
        let mut step_of_kind = Vec::with_capacity(named.len());
        for (kind, _) in named.iter().enumerate().filter(|(_, named)| **named) {
            step_of_kind.resize(kind, 0);
            step_of_kind.push(u32::try_from(steps.len()).unwrap_or(0));
            steps.push(Step::of(&condition, Some(kind)));
        }
        let mut filter = Self {
            registry: registry.clone(),
            condition,
            warnings,
            steps: steps.into(),
            step_of_kind: step_of_kind.into(),
            kinds: None,
            required_tokens: Vec::new(),
        };
        filter.look_at_kinds();
        filter
    }

    /// Finds out which kinds can pass and what their message lines must have.
    fn look_at_kinds(&mut self) {
        let mut possible = Vec::new();
        let mut required = None;
        for (kind, schema) in self.registry.kinds().iter().enumerate() {
            let step = self.step(Some(kind));
            if *step != Step::Never {
                possible.push(kind);
                required = required::either(required, required::of_kind(step, schema, &self.registry));
            }
        }
        self.required_tokens = required.unwrap_or_default().into_iter().collect();
        self.kinds = (possible.len() < self.registry.kinds().len()).then_some(possible);
    }

    fn step(&self, kind: Option<usize>) -> &Step {
        let index = kind.and_then(|kind| self.step_of_kind.get(kind)).copied().unwrap_or(0);
        self.steps.get(index as usize).unwrap_or(&Step::Never)
    }

    /// Whether a record passes. It must be of a kind of the registry, or it has no fields.
    ///
    /// To ask many filters of one record, or one of many, keep a [`Scratch`] and call [`Self::matches_source`].
    #[must_use]
    pub fn matches(&self, row: &Row) -> bool {
        self.matches_source(&Scratch::new(&self.registry).subject(row))
    }

    /// Whether a record passes, wherever its values lie.
    #[must_use]
    pub fn matches_source(&self, source: &impl Source) -> bool {
        self.step(source.kind()).holds(source)
    }

    /// What must be true of a record.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// The kinds of which a record can pass at all, as places in [`Registry::kinds`], sorted; `None` if any can.
    #[must_use]
    pub fn kinds(&self) -> Option<&[usize]> {
        self.kinds.as_deref()
    }

    /// Tokens that the message line of every record of a kind of the registry has that passes, sorted. Empty if there is no
    /// such token, or if no record can pass.
    #[must_use]
    pub fn required_tokens(&self) -> &[String] {
        &self.required_tokens
    }

    /// What is allowed but probably not meant.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

/// Marks the kinds for which a condition may be something else than for kinds that it does not name.
fn mark_named(condition: &Condition, named: &mut [bool]) {
    let mut mark = |kind: usize| named.get_mut(kind).into_iter().for_each(|named| *named = true);
    match condition {
        Condition::Always | Condition::Never | Condition::Message(_) => {}
        Condition::Kind(kinds) => kinds.iter().for_each(|kind| mark(*kind)),
        Condition::Field(test) => test.places.iter().for_each(|(place, _)| match place {
            Place::Field { kind, .. } => mark(*kind),
            Place::Fact(_) => {}
        }),
        Condition::And(conditions) | Condition::Or(conditions) => {
            conditions.iter().for_each(|inner| mark_named(inner, named));
        }
        Condition::Not(inner) => mark_named(inner, named),
    }
}
