//! The machine's clock, read at the edge of the program only.

use std::time::{SystemTime, UNIX_EPOCH};
use thymus_wire::Timestamp;

/// The time of the machine.
#[expect(clippy::disallowed_methods, reason = "the edge of the program, where time begins")]
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}
