//! A breach, opened: what an analyst would look up by hand, looked up already.
//!
//! [`open`] takes a breach and gives the event log behind it, the four answers (what triggered it, on which host, were
//! files moved, is it common between these two), each sentence with the ids of the records that prove it and each
//! answer with the queries by which it can be found again by hand, and the recurrence card. [`bundle::write`] puts
//! all of it, with packets and files, into one ZIP archive.
//!
//! Nothing here reads a clock or a disk: records come through [`Records`], packets and files through
//! [`bundle::Evidence`], the site's time zone with the question.

mod act;
mod answers;
pub mod bundle;
mod note;
mod opened;
mod records;
mod recurrence;
mod words;

pub use act::Host;
pub use answers::{Answer, Sentence};
pub use note::{BreachNote, acknowledged, schemas};
pub use opened::{LogLine, Opened, Question, open};
pub use records::{AnalystError, Found, Records, quoted};
pub use recurrence::{Pattern, Recurrence, Rhythm};
