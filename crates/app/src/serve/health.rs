//! How the program is.

use super::models::Catalogue;
use super::tally::{Source, Tally};
use crate::models::is_error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use thymus_record::Timestamp;
use thymus_store::{EventStore as _, Store};
use thymus_web::{Condition, Health, HealthReport, ModelsHealth, ProtocolHealth, SourceHealth};

/// How the program is, by what it counts.
pub(super) struct Status {
    pub(super) tally: Arc<Tally>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) store: Arc<Store>,
}

fn seconds(ts: Timestamp) -> f64 {
    ts.0 as f64 / 1e9
}

impl Health for Status {
    fn report(&self) -> HealthReport {
        let sources: Vec<SourceHealth> = self.tally.sources.iter().map(|source| of(source)).collect();
        let mut problems: Vec<String> = sources
            .iter()
            .filter_map(|source| Some(format!("{}: {}", source.name, source.problem.as_ref()?)))
            .collect();
        let models = self.models();
        problems.extend(models.refused.iter().map(|path| format!("{path} is refused; the other models run")));
        let damaged = self.store.statistics().map(|statistics| statistics.damaged);
        let damaged = damaged.map_or_else(
            |error| vec![error.to_string()],
            |paths| {
                paths.iter().map(|path| format!("{} is damaged and passed over", path.display())).collect()
            },
        );
        problems.extend(damaged);
        HealthReport {
            status: overall(&sources, &problems),
            problems,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            started: seconds(self.tally.started),
            sources,
            protocols: self.protocols(),
            models,
        }
    }
}

/// Failed where everything that is to be read has failed.
fn overall(sources: &[SourceHealth], problems: &[String]) -> Condition {
    let all_failed = !sources.is_empty() && sources.iter().all(|source| source.status != Condition::Ok);
    match problems {
        _ if all_failed => Condition::Failed,
        [] => Condition::Ok,
        _ => Condition::Degraded,
    }
}

fn of(source: &Source) -> SourceHealth {
    let packets = source.counters.packets.load(Ordering::Relaxed);
    let lost = source.counters.lost.load(Ordering::Relaxed);
    let last_seen = source.counters.last_seen.load(Ordering::Relaxed);
    let problem = source.problem();
    SourceHealth {
        name: source.name.clone(),
        kind: source.kind.name().to_owned(),
        status: if problem.is_some() { Condition::Failed } else { Condition::Ok },
        problem,
        packets,
        packets_lost: lost,
        loss: if lost == 0 { 0.0 } else { lost as f64 / (packets + lost) as f64 },
        last_seen: (packets > 0).then(|| seconds(Timestamp(last_seen))),
    }
}

impl Status {
    fn models(&self) -> ModelsHealth {
        let library = self.catalogue.library();
        let refused = library.findings.iter().filter(|finding| finding.diagnostics.iter().any(is_error));
        ModelsHealth {
            running: library.models.iter().filter(|held| held.model.enabled).count() as u64,
            refused: refused.map(|finding| finding.path.clone()).collect(),
        }
    }

    fn protocols(&self) -> Vec<ProtocolHealth> {
        let seen = self.tally.seen().into_iter().map(|seen| ProtocolHealth {
            protocol: seen.schema.protocol.to_owned(),
            kind: seen.schema.kind.to_owned(),
            records: seen.records,
            last_seen: seconds(seen.last_seen),
        });
        seen.collect()
    }
}
