//! A condition made ready for records of one kind: what is known from the kind is taken out, what is cheap comes first.

use super::{Condition, Place, Source, TextTest, ValueTest};
use std::sync::Arc;

/// What is left to look at in a record whose kind is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Always,
    Never,
    Value(Place, Arc<ValueTest>),
    Message(Arc<TextTest>),
    All(Box<[Step]>),
    Any(Box<[Step]>),
    Not(Box<Step>),
}

impl Step {
    /// What is left of a condition for records of a kind; `None` stands for any kind that the condition does not name.
    pub(super) fn of(condition: &Condition, kind: Option<usize>) -> Self {
        match condition {
            Condition::Always => Self::Always,
            Condition::Never => Self::Never,
            Condition::Kind(kinds) => {
                let found = kind.is_some_and(|kind| kinds.binary_search(&kind).is_ok());
                if found { Self::Always } else { Self::Never }
            }
            Condition::Message(test) => Self::Message(Arc::clone(test)),
            Condition::Field(test) => {
                let here = |place: &Place| match place {
                    Place::Field { kind: other, .. } => kind == Some(*other),
                    Place::Fact(_) => true,
                };
                let places = test.places.iter().filter(|(place, _)| here(place));
                Self::any(places.map(|(place, test)| Self::Value(*place, Arc::clone(test))).collect())
            }
            Condition::And(conditions) => {
                Self::all(conditions.iter().map(|inner| Self::of(inner, kind)).collect())
            }
            Condition::Or(conditions) => {
                Self::any(conditions.iter().map(|inner| Self::of(inner, kind)).collect())
            }
            Condition::Not(inner) => match Self::of(inner, kind) {
                Self::Always => Self::Never,
                Self::Never => Self::Always,
                step => Self::Not(Box::new(step)),
            },
        }
    }

    fn all(mut steps: Vec<Self>) -> Self {
        if steps.contains(&Self::Never) {
            return Self::Never;
        }
        steps.retain(|step| *step != Self::Always);
        Self::of_several(steps, Self::Always, Self::All)
    }

    fn any(mut steps: Vec<Self>) -> Self {
        if steps.contains(&Self::Always) {
            return Self::Always;
        }
        steps.retain(|step| *step != Self::Never);
        Self::of_several(steps, Self::Never, Self::Any)
    }

    fn of_several(mut steps: Vec<Self>, none: Self, make: impl Fn(Box<[Self]>) -> Self) -> Self {
        if steps.len() <= 1 {
            return steps.pop().unwrap_or(none);
        }
        steps.sort_by_key(Self::cost);
        make(steps.into())
    }

    /// How dear a step is, roughly in nanoseconds. What a message line says is worked out once for all filters, but most
    /// records are told apart by a field or two and need none of it.
    fn cost(&self) -> u32 {
        match self {
            Self::Always | Self::Never => 0,
            Self::Value(_, test) => match &**test {
                ValueTest::Text(test) => 10 + text_cost(test),
                ValueTest::Ids(_) | ValueTest::Macs(_) | ValueTest::Addresses(_) => 6,
                _ => 5,
            },
            Self::Message(test) => 300 + 2 * text_cost(test),
            Self::All(steps) | Self::Any(steps) => {
                steps.iter().fold(1, |sum: u32, step| sum.saturating_add(step.cost()))
            }
            Self::Not(step) => step.cost().saturating_add(1),
        }
    }

    /// Whether a record passes.
    pub(super) fn holds(&self, source: &impl Source) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Value(place, test) => source.passes(*place, test),
            Self::Message(test) => source.message_has(test),
            Self::All(steps) => steps.iter().all(|step| step.holds(source)),
            Self::Any(steps) => steps.iter().any(|step| step.holds(source)),
            Self::Not(step) => !step.holds(source),
        }
    }
}

fn text_cost(test: &TextTest) -> u32 {
    match test {
        TextTest::Exact(_) => 5,
        TextTest::Tokens(_) => 30,
        TextTest::Shape(_) => 50,
        TextTest::Regex(_) => 200,
    }
}
