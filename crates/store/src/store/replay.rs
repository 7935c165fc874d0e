//! What was appended after a batch, in the order in which it was appended.

use super::{Inner, open};
use crate::Result;
use crate::api::{Replayed, Sequence};
use crate::log::read_all;
use thymus_record::Row;

impl Inner {
    /// Gives every record of the batches after one, as far as the log has them.
    pub(super) fn replay(&self, after: Sequence, take: &mut dyn FnMut(Sequence, Row)) -> Result<Replayed> {
        let through = self.log().last();
        let mut replayed = Replayed { through: through.max(after), ..Replayed::default() };
        let mut before = after;
        // Files may go while they are read, if others release them: then their batches are missing.
        read_all(&self.directory.join(open::LOG), &self.registry, after, |sequence, rows| {
            if sequence <= through {
                replayed.missing += sequence.0.saturating_sub(before.0 + 1);
                replayed.records += rows.len() as u64;
                before = sequence;
                rows.into_iter().for_each(|row| take(sequence, row));
            }
            Ok(())
        })?;
        replayed.missing += through.0.saturating_sub(before.0);
        Ok(replayed)
    }
}
