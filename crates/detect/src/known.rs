//! When a record could be known.

use thymus_record::{Record as _, Registry, Row, Timestamp, Type, Value};

/// Says when records could be known: at `ts` plus `duration` where a kind has both, a breach when it was raised, all others at
/// `ts`.
#[derive(Debug)]
pub(crate) struct Known {
    kinds: Vec<Fields>,
}

/// Where the times of a kind are.
#[derive(Clone, Copy, Debug)]
struct Fields {
    ts: Option<usize>,
    duration: Option<usize>,
}

impl Known {
    pub(crate) fn new(registry: &Registry) -> Self {
        let kinds = registry.kinds().iter().map(|schema| {
            let field = |name: &str, kind: Type| {
                schema
                    .index_of(name)
                    .filter(|place| schema.fields.get(*place).is_some_and(|field| field.kind == kind))
            };
            let ts = if schema.kind == crate::breach::KIND {
                field("raised", Type::Time)
            } else {
                field("ts", Type::Time)
            };
            Fields { ts, duration: field("duration", Type::Interval) }
        });
        Self { kinds: kinds.collect() }
    }

    /// When a record of this kind could be known.
    pub(crate) fn at(&self, row: &Row, kind: usize) -> Timestamp {
        let Some(fields) = self.kinds.get(kind) else { return row.ts() };
        let ts = match fields.ts.map(|place| row.value(place)) {
            Some(Value::Time(ts)) => ts,
            _ => row.ts(),
        };
        match fields.duration.map(|place| row.value(place)) {
            Some(Value::Interval(length)) if length.0 > 0 => ts + length,
            _ => ts,
        }
    }
}
