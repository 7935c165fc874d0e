//! What all requests share.

use crate::metrics::Measured;
use crate::services::Services;
use crate::{Settings, work};
use prometheus_client::registry::Registry as Metrics;
use std::ops::Deref;
use std::sync::Arc;
use thymus_record::query::Filter;
use thymus_store::{Order, Search, TimeRange};
use tokio::sync::Semaphore;

/// What all requests share.
#[derive(Clone)]
pub(crate) struct State(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) services: Services,
    pub(crate) settings: Settings,
    /// Searches that may go on at once.
    pub(crate) searches: Arc<Semaphore>,
    /// Packets, files, bundles and trials that may go on at once.
    pub(crate) exports: Arc<Semaphore>,
    /// Clients that may hear of new breaches at once.
    pub(crate) listeners: Arc<Semaphore>,
    pub(crate) measured: Measured,
}

impl State {
    pub(crate) fn new(mut services: Services, settings: Settings) -> Self {
        let measured = Measured::register(&mut services.metrics);
        Self(Arc::new(Shared {
            searches: Arc::new(Semaphore::new(settings.searches_max)),
            exports: Arc::new(Semaphore::new(settings.exports_max)),
            listeners: Arc::new(Semaphore::new(settings.listeners_max)),
            services,
            settings,
            measured,
        }))
    }

    /// What is measured.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.services.metrics
    }
}

impl Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What a search is asked with beside its filter and budget.
pub(crate) struct Wanted {
    pub(crate) range: TimeRange,
    pub(crate) order: Order,
    pub(crate) limit: usize,
    pub(crate) after: Option<thymus_store::Cursor>,
}

impl Wanted {
    /// This, for a filter, within the budget of the work at hand.
    pub(crate) fn search<'a>(&self, filter: &'a Filter, work: &'a work::Work) -> Search<'a> {
        Search {
            filter,
            range: self.range,
            order: self.order,
            limit: self.limit,
            after: self.after,
            budget: work.budget(),
        }
    }
}
