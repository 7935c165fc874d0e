//! Runs models over records in event time and raises breaches.
mod breach;
mod buffer;
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

pub use breach::{Breach, BreachRecord, ID_PREFIX, KIND, Line};
pub use detector::{Detector, RestoreError, SNAPSHOT_VERSION, Usage};
pub use exceptions::{Backwards, apply_backwards, was_in_force};
pub use options::{LATENESS_MAX, Limits, Options, Statistics};
