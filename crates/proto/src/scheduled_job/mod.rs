//! Scheduled jobs as files and messages define them: `.JOB` (MS-TSCH 2.4) and Task Scheduler XML (MS-TSCH 2.5).
//!
//! Both are read as far as they go: what was there before the damage is returned.

mod job;
mod record;
mod task_xml;
mod trigger;
mod xml;

#[cfg(test)]
pub(crate) mod tests;

pub use job::{JobFile, looks_like_job, parse_job};
pub use record::ScheduledJob;
pub use task_xml::{TaskAction, TaskXml, looks_like_task_xml, parse_task_xml};
