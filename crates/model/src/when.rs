//! How components combine.

/// How components combine. Components are named by their places in [`crate::Model::components`].
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// A condition over what has fired.
    Condition(Condition),
    /// These in this order, each by a later record.
    Sequence(Vec<usize>),
    /// The weights of those that have fired add up to the target.
    Weighted {
        /// Component and weight; negative speaks against.
        weights: Vec<(usize, i64)>,
        /// What must be reached.
        target: i64,
    },
}

/// A condition over what has fired.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The component has fired.
    Component(usize),
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl When {
    /// Which components speak for a breach: not only under a `not` or with a negative weight.
    #[must_use]
    pub fn speaks_for(&self, component: usize) -> bool {
        match self {
            Self::Condition(condition) => condition.has(component, true),
            Self::Sequence(steps) => steps.contains(&component),
            Self::Weighted { weights, .. } => {
                weights.iter().any(|(named, weight)| *named == component && *weight > 0)
            }
        }
    }

    /// Whether the component is named at all.
    #[must_use]
    pub fn names(&self, component: usize) -> bool {
        match self {
            Self::Condition(condition) => condition.has(component, true) || condition.has(component, false),
            Self::Sequence(steps) => steps.contains(&component),
            Self::Weighted { weights, .. } => weights.iter().any(|(named, _)| *named == component),
        }
    }
}

impl Condition {
    /// Whether it is true, given which components have fired.
    pub fn holds(&self, fired: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Component(component) => fired(*component),
            Self::All(parts) => parts.iter().all(|part| part.holds(fired)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(fired)),
            Self::Not(part) => !part.holds(fired),
        }
    }

    /// Whether it names the component under an even (`positive`) or odd number of `not`.
    fn has(&self, component: usize, positive: bool) -> bool {
        match self {
            Self::Component(named) => *named == component && positive,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.has(component, positive)),
            Self::Not(part) => part.has(component, !positive),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polarity_follows_the_nots() {
        let not = |condition| Condition::Not(Box::new(condition));
        let nested = Condition::All(vec![
            Condition::Component(0),
            not(Condition::Any(vec![Condition::Component(1), not(Condition::Component(2))])),
        ]);
        let when = When::Condition(nested.clone());
        assert_eq!([0, 1, 2, 3].map(|place| when.speaks_for(place)), [true, false, true, false]);
        assert_eq!([0, 1, 2, 3].map(|place| when.names(place)), [true, true, true, false]);
        assert!(nested.holds(&|place| place != 1));
        assert!(!nested.holds(&|_| true));
    }
}
