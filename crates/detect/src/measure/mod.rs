//! What a component measures over its window.

mod distinct;
mod estimate;
mod window;

pub(crate) use distinct::Distinct;
pub(crate) use window::Window;

use serde::{Deserialize, Serialize};
use thymus_model::{Amount, Component, Measure, ONE};

/// The measure of one component for one entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Gauge {
    /// Records, or what a field of them adds up to.
    Window(Window),
    /// Different values.
    Distinct(Distinct),
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// The measure.
    pub(crate) amount: Amount,
    /// How many records there were.
    pub(crate) records: u64,
    /// The time of the earliest of them that is still known.
    pub(crate) since: i64,
    /// The measure is an estimate.
    pub(crate) about: bool,
}

impl Gauge {
    /// A gauge for this component.
    pub(crate) fn new(component: &Component) -> Self {
        match &component.measure {
            Measure::Distinct(_) => Self::Distinct(Distinct::new(component.window.0)),
            Measure::Count => {
                Self::Window(Window::new(component.window.0, component.threshold.least_count()))
            }
            Measure::Sum(_) | Measure::Mean(_) => Self::Window(Window::new(component.window.0, 0)),
        }
    }

    /// Forgets what is no longer in the window at this moment.
    pub(crate) fn expire(&mut self, now: i64) {
        match self {
            Self::Window(window) => window.expire(now),
            Self::Distinct(distinct) => distinct.expire(now),
        }
    }

    /// What is measured by this component.
    pub(crate) fn read(&self, component: &Component) -> Reading {
        match self {
            Self::Window(window) => {
                let reading = window.read();
                let amount = match &component.measure {
                    Measure::Sum(_) => window.sum(),
                    Measure::Mean(_) => window.mean(),
                    _ => reading.amount,
                };
                Reading { amount, ..reading }
            }
            Self::Distinct(distinct) => distinct.read(),
        }
    }

    /// How much it costs, in cells.
    pub(crate) fn cells(&self) -> usize {
        match self {
            Self::Window(window) => window.cells(),
            Self::Distinct(distinct) => distinct.cells(),
        }
    }
}

/// A count as an amount.
pub(crate) fn whole(count: u64) -> Amount {
    Amount::from(count) * ONE
}
