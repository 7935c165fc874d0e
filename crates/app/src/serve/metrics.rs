//! What is measured, for Prometheus. Every name is here.

use super::health::Status;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::Arc;
use thymus_store::EventStore as _;
use thymus_web::Health as _;

/// What is measured.
pub(super) fn registry(status: &Arc<Status>) -> Registry {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Measured(Arc::clone(status))));
    registry
}

struct Measured(Arc<Status>);

impl fmt::Debug for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Measured")
    }
}

/// A figure and what it is of.
type Figure = ([(&'static str, String); 1], f64);

impl Collector for Measured {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let report = self.0.report();
        let of_sources = |figure: fn(&thymus_web::SourceHealth) -> f64| -> Vec<Figure> {
            report.sources.iter().map(|source| ([("source", source.name.clone())], figure(source))).collect()
        };
        let of_kinds = |figure: fn(&thymus_web::ProtocolHealth) -> f64| -> Vec<Figure> {
            report.protocols.iter().map(|kind| ([("kind", kind.kind.clone())], figure(kind))).collect()
        };
        let to = &mut encoder;
        counters(to, "thymus_packets", "Packets that were analysed", &of_sources(|it| it.packets as f64))?;
        counters(
            to,
            "thymus_packets_lost",
            "Packets that were lost",
            &of_sources(|it| it.packets_lost as f64),
        )?;
        counters(to, "thymus_records", "Records that were made", &of_kinds(|it| it.records as f64))?;
        gauges(
            to,
            "thymus_last_seen_seconds",
            "When a kind of record was last seen",
            &of_kinds(|it| it.last_seen),
        )?;
        let models = [
            ([("state", "running".to_owned())], report.models.running as f64),
            ([("state", "refused".to_owned())], report.models.refused.len() as f64),
        ];
        gauges(to, "thymus_models", "Models that run, and files that are refused", &models)?;
        let stored = self.0.store.statistics().unwrap_or_default();
        let records: Vec<Figure> =
            stored.kinds.iter().map(|kind| ([("kind", kind.kind.clone())], kind.records as f64)).collect();
        let bytes: Vec<Figure> =
            stored.kinds.iter().map(|kind| ([("kind", kind.kind.clone())], kind.bytes as f64)).collect();
        gauges(to, "thymus_stored_records", "Records that are stored", &records)?;
        gauges(to, "thymus_stored_bytes", "Bytes that stored records take", &bytes)
    }
}

fn counters(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, figures: &[Figure]) -> fmt::Result {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
    figures.iter().try_for_each(|(of, value)| ConstCounter::new(*value).encode(family.encode_family(of)?))
}

fn gauges(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, figures: &[Figure]) -> fmt::Result {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    figures.iter().try_for_each(|(of, value)| ConstGauge::new(*value).encode(family.encode_family(of)?))
}
