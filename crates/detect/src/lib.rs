//! Runs models over records in event time and raises breaches.
//!
//! The principal type is [`Detector`]: rows go in, in nearly any order, and [`Breach`]es come out. What models mean is written in `docs/models.md`, how they
//! are read is `thymus_model`'s. Around it: [`run_case`] runs the tests of a model, [`Backtest`] compares two versions of one over stored records, and
//! [`apply_backwards`] asks what an exception would have taken away.
//!
//! ```text
//! row ─► prefilter ─► filters ─► buffer (order of time) ─► windows per entity ─► condition ─► breach ─┐
//!                                   ▲                                                                 │
//!                                   └───────────── models over breaches ◄─────────────────────────────┘
//! ```
//!
//! Nothing here reads a clock. Everything remembered is bounded by [`Limits`]; reaching one is counted in [`Statistics`].

mod backtest;
mod breach;
mod buffer;
mod case;
mod clock;
mod detector;
mod exceptions;
mod generations;
mod key;
mod known;
mod measure;
mod options;
mod prefilter;
mod program;
mod raise;
mod score;
mod state;
mod track;
mod words;

pub use backtest::{Backtest, Comparison, backtest};
pub use breach::{Breach, BreachRecord, ID_PREFIX, KIND, Line};
pub use case::{CaseResult, run_case};
pub use detector::{Detector, RestoreError, SNAPSHOT_VERSION, Usage};
pub use exceptions::{Backwards, apply_backwards, was_in_force};
pub use options::{LATENESS_MAX, Limits, Options, Statistics};
