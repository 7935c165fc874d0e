//! The `.JOB` file of the old Task Scheduler (MS-TSCH 2.4).

use crate::packet::bytes::{Put as _, utf16};

const FIXED_BYTES: u16 = 68;
const TRIGGER_BYTES: u16 = 48;
/// Windows 7.
const PRODUCT: u16 = 0x0601;
const PRIORITY_NORMAL: u32 = 0x20;
/// Three days, in milliseconds.
const MAXIMUM_RUN: u32 = 259_200_000;
/// The job has never run (`SCHED_S_TASK_HAS_NOT_RUN`).
const NEVER_RUN: u32 = 0x0004_1303;
/// The job is ready for its next run (`SCHED_S_TASK_READY`).
const READY: u32 = 0x0004_1300;

/// When a job runs (MS-TSCH 2.4.2.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rhythm {
    Once,
    /// Every so many days.
    Daily(u16),
}

/// A job.
#[derive(Clone, Debug)]
pub(crate) struct Job<'a> {
    pub(crate) uuid: [u8; 16],
    pub(crate) program: &'a str,
    pub(crate) arguments: &'a str,
    pub(crate) directory: &'a str,
    pub(crate) author: &'a str,
    pub(crate) comment: &'a str,
    pub(crate) rhythm: Rhythm,
    /// Year, month, day, hour and minute of the first run.
    pub(crate) begins: [u16; 5],
    /// When it last ran: year, month, weekday, day, hour, minute, second, as in a SYSTEMTIME; nothing for never.
    pub(crate) last_run: Option<[u16; 7]>,
}

impl Job<'_> {
    /// The whole file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let variable = self.variable();
        let name_offset = FIXED_BYTES + 2;
        let trigger_offset = FIXED_BYTES + variable.len() as u16;
        let mut file = Vec::with_capacity(512);
        file.u16_le(PRODUCT).u16_le(1).put(&self.uuid).u16_le(name_offset).u16_le(trigger_offset);
        // No retries on errors; idle for sixty minutes, waited for ten.
        file.u16_le(0).u16_le(0).u16_le(60).u16_le(10);
        file.u32_le(PRIORITY_NORMAL).u32_le(MAXIMUM_RUN).u32_le(0);
        file.u32_le(if self.last_run.is_some() { READY } else { NEVER_RUN }).u32_le(0);
        self.last_run.unwrap_or_default().iter().for_each(|number| {
            file.u16_le(*number);
        });
        file.u16_le(0).put(&variable);
        file.u16_le(1).put(&self.trigger());
        file
    }

    /// From the count of running instances to the reserved data (MS-TSCH 2.4.2).
    fn variable(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(400);
        out.u16_le(0);
        for text in [self.program, self.arguments, self.directory, self.author, self.comment] {
            put_text(&mut out, text);
        }
        // No user data; the reserved data are the error of the last start and flags.
        out.u16_le(0).u16_le(8).u32_le(0).u32_le(0);
        out
    }

    fn trigger(&self) -> Vec<u8> {
        let [year, month, day, hour, minute] = self.begins;
        let (kind, every) = match self.rhythm {
            Rhythm::Once => (0, 0),
            Rhythm::Daily(days) => (1, days),
        };
        let mut out = Vec::with_capacity(TRIGGER_BYTES.into());
        out.u16_le(TRIGGER_BYTES).u16_le(0).u16_le(year).u16_le(month).u16_le(day);
        out.zeros(6).u16_le(hour).u16_le(minute).u32_le(0).u32_le(0).u32_le(0);
        out.u32_le(kind).u16_le(every).u16_le(0).u16_le(0).zeros(6);
        out
    }
}

/// A count of UTF-16 units, the last of which is zero, and the units (MS-TSCH 2.4.2.1); a count of 0 for no text.
fn put_text(out: &mut Vec<u8>, text: &str) {
    if text.is_empty() {
        out.u16_le(0);
        return;
    }
    let units = utf16(text);
    out.u16_le((units.len() / 2) as u16 + 1).put(&units).u16_le(0);
}
