//! Files that define scheduled jobs: collected while they come, read when they end.

use crate::Head;
use crate::scheduled_job::{ScheduledJob, looks_like_job, looks_like_task_xml, parse_job, parse_task_xml};
use thymus_record::Id;

/// At most this much of a definition is collected. Those that Windows writes have a few kilobytes.
const DEFINITION_BYTES_MAX: usize = 512 * 1024;

/// At most so many are collected at once by one worker.
pub(super) const DEFINITIONS_MAX: usize = 64;

/// A definition that is coming.
pub(super) struct Definition {
    format: Format,
    bytes: Vec<u8>,
    cut: bool,
}

enum Format {
    Job,
    TaskXml,
}

impl Definition {
    /// Begins to collect if a file with these first bytes may define a job.
    pub(super) fn begin(bytes: &[u8]) -> Option<Self> {
        let format = if looks_like_job(bytes) {
            Format::Job
        } else if looks_like_task_xml(bytes) {
            Format::TaskXml
        } else {
            return None;
        };
        let mut definition = Self { format, bytes: Vec::new(), cut: false };
        definition.push(bytes);
        Some(definition)
    }

    /// The next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.cut {
            return;
        }
        let room = DEFINITION_BYTES_MAX.saturating_sub(self.bytes.len()).min(bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.cut = room < bytes.len();
    }

    /// What comes now does not follow what is there.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    /// Reads what there is.
    pub(super) fn read(
        &self,
        head: Head,
        source: &'static str,
        fuid: Id,
        path: Option<String>,
    ) -> Option<ScheduledJob> {
        let fuid = Some(fuid);
        let mut record = match self.format {
            Format::Job => ScheduledJob::of_job(head, source, fuid, path, parse_job(&self.bytes)?),
            Format::TaskXml => ScheduledJob::of_xml(head, source, fuid, path, parse_task_xml(&self.bytes)?),
        };
        record.complete &= !self.cut;
        Some(record)
    }
}
