//! Figures over everything that a store holds.

use super::Inner;
use super::handle::Handle;
use super::page::guarded;
use crate::aggregate::{Totals, collect, settle};
use crate::api::{Aggregation, Search, Stopped, Table};
use crate::plan::{Meter, Ports, Question, Scan};
use crate::{Result, StoreError};
use std::sync::Arc;

impl Inner {
    /// Counts, sums and other figures over the records that pass a filter.
    pub(super) fn aggregate(&self, search: &Search<'_>, aggregation: &Aggregation) -> Result<Table> {
        let aggregation = settle(aggregation, &self.registry)?;
        let ports = Ports::new(search.filter.condition());
        let question = Question {
            filter: search.filter,
            range: search.range,
            order: search.order,
            after: None,
            ports: &ports,
        };
        let search = Search { after: None, ..*search };
        let mut meter = Meter::new(search.budget);
        let mut totals = Totals::new(&aggregation);
        let (stopped, handles) = self.with_all(|parts, splits| {
            let stopped = parts.iter().find_map(|part| {
                let mut scan = Scan::new(*part, &self.registry, question, &meter);
                collect(&mut scan, &aggregation, &mut totals, &mut meter).err()
            });
            let wanted = splits.iter().filter(|handle| self.may_have(handle, &search));
            (stopped, wanted.cloned().collect::<Vec<Arc<Handle>>>())
        });
        let mut partial = stopped;
        for handle in &handles {
            if partial.is_some_and(|stopped| stopped != Stopped::Damaged) {
                break;
            }
            match self.aggregate_split(handle, question, &aggregation, &mut totals, &mut meter)? {
                Ok(()) => {}
                Err(stopped) => partial = Some(stopped),
            }
        }
        let examined = meter.examined;
        let mut table = totals.finish();
        table.partial = partial.or(table.partial);
        table.examined = examined;
        Ok(table)
    }

    fn aggregate_split(
        &self,
        handle: &Handle,
        question: Question<'_>,
        aggregation: &Aggregation,
        totals: &mut Totals<'_>,
        meter: &mut Meter<'_>,
    ) -> Result<Result<(), Stopped>> {
        let split = match handle.open(&self.registry, &self.open_splits) {
            Ok(Some(split)) => split,
            Ok(None) => return Ok(Ok(())),
            Err(StoreError::Damaged { .. }) => {
                handle.mark_damaged();
                return Ok(Err(Stopped::Damaged));
            }
            Err(error) => return Err(error),
        };
        let read = || {
            let mut scan = Scan::new(&*split, &self.registry, question, meter);
            collect(&mut scan, aggregation, totals, meter)
        };
        let result = guarded(handle, read).unwrap_or(Err(Stopped::Damaged));
        Ok(match handle.is_damaged() {
            true => result.and(Err(Stopped::Damaged)),
            false => result,
        })
    }
}
