//! The `.JOB` file of the Task Scheduler of Windows NT 4 to Server 2003, still written by `at` (MS-TSCH 2.4).

use super::trigger::{DAYS, MONTHS, Trigger, days_of_month, every, names_of_bits, of_months, span};
use crate::text::utf16_le;
use thymus_wire::{Reader, Result};

/// The fixed section (MS-TSCH 2.4.1) is this long.
const FIXED_BYTES: usize = 68;

/// Each trigger (MS-TSCH 2.4.2.11) is this long.
const TRIGGER_BYTES: usize = 48;

/// At most this many triggers of a job are read.
const TRIGGERS_MAX: usize = 64;

/// `TASK_FLAG_DISABLED`.
const FLAG_DISABLED: u32 = 0x4;

/// `TASK_FLAG_HIDDEN`.
const FLAG_HIDDEN: u32 = 0x200;

/// The flags of a job (MS-TSCH 2.4.1) from the lowest bit up, without their prefix `TASK_FLAG_`.
const FLAGS: [&str; 14] = [
    "INTERACTIVE",
    "DELETE_WHEN_DONE",
    "DISABLED",
    "",
    "START_ONLY_IF_IDLE",
    "KILL_ON_IDLE_END",
    "DONT_START_IF_ON_BATTERIES",
    "KILL_IF_GOING_ON_BATTERIES",
    "RUN_ONLY_IF_DOCKED",
    "HIDDEN",
    "RUN_IF_CONNECTED_TO_INTERNET",
    "RESTART_ON_IDLE_RESUME",
    "SYSTEM_REQUIRED",
    "RUN_ONLY_IF_LOGGED_ON",
];

/// What a `.JOB` file says. Times are those of the machine that runs the job; their zone is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFile {
    /// Product Version: `0x0500` for Windows 2000, `0x0501` for XP, `0x0601` for Windows 7.
    pub product_version: u16,
    /// The job's own UUID, as it is usually written.
    pub uuid: String,
    /// `NORMAL`, `IDLE`, `HIGH`, `REALTIME`.
    pub priority: Option<&'static str>,
    /// After how many milliseconds it is ended; absent where it may run for ever.
    pub maximum_run_milliseconds: Option<u32>,
    /// What the program returned when it last ran.
    pub exit_code: u32,
    /// Status as an HRESULT: `0x41303` for never run.
    pub status: u32,
    /// The flags as a number.
    pub flags: u32,
    /// When it last ran; absent for never.
    pub last_run: Option<String>,
    /// What it runs.
    pub program: String,
    /// With which arguments.
    pub arguments: String,
    /// In which directory.
    pub working_directory: String,
    /// Who made it: a user for the Task Scheduler's window, `SYSTEM` for `at`.
    pub author: String,
    /// What its author says of it.
    pub comment: String,
    /// How long the data is that its maker attached.
    pub user_data_bytes: u16,
    /// When it runs, one phrase a trigger.
    pub triggers: Vec<String>,
    /// All of it was there, and within the limits.
    pub complete: bool,
}

impl JobFile {
    /// Whether the scheduler would run it.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.flags & FLAG_DISABLED == 0
    }

    /// Whether the scheduler's window would not show it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.flags & FLAG_HIDDEN != 0
    }

    /// The names of its flags, without their prefix `TASK_FLAG_`.
    #[must_use]
    pub fn flag_names(&self) -> Vec<&'static str> {
        let set =
            FLAGS.iter().enumerate().filter(|(bit, name)| self.flags >> bit & 1 == 1 && !name.is_empty());
        set.map(|(_, name)| *name).collect()
    }
}

/// Whether these are the first bytes of a `.JOB` file: a version of Windows that writes them, file version 1, and
/// offsets, priority and date that make sense. 68 bytes are needed.
#[must_use]
pub fn looks_like_job(bytes: &[u8]) -> bool {
    let Some(fixed) = bytes.first_chunk::<FIXED_BYTES>() else { return false };
    read_signs(&mut Reader::new(fixed)).unwrap_or(false)
}

fn read_signs(reader: &mut Reader<'_>) -> Result<bool> {
    let product = reader.u16_le()?;
    let file_version = reader.u16_le()?;
    reader.skip(16)?;
    let name_offset = usize::from(reader.u16_le()?);
    let trigger_offset = usize::from(reader.u16_le()?);
    reader.skip(8)?;
    let priority = reader.u32_le()?;
    reader.skip(20)?;
    let month = reader.u16_le()?;
    // The application's name follows the count of running instances, the triggers follow seven more fields of two bytes.
    Ok(matches!(product, 0x0400 | 0x0500..=0x0502 | 0x0600..=0x0603 | 0x0a00)
        && file_version == 1
        && (FIXED_BYTES..FIXED_BYTES + 64).contains(&name_offset)
        && (trigger_offset == 0 || trigger_offset >= name_offset + 14)
        && priority_name(priority).is_some()
        && month <= 12)
}

/// Reads a `.JOB` file as far as it goes; none where not even the fixed section is there.
#[must_use]
pub fn parse_job(bytes: &[u8]) -> Option<JobFile> {
    let mut job = JobFile::default();
    let mut reader = Reader::new(bytes);
    let (name_offset, trigger_offset) = read_fixed(&mut reader, &mut job).ok()?;
    job.complete = read_texts(bytes, name_offset, &mut job)
        .and_then(|end| {
            let offset = if trigger_offset == 0 { end } else { trigger_offset };
            read_triggers(bytes, offset, &mut job)
        })
        .unwrap_or(false);
    Some(job)
}

/// MS-TSCH 2.4.1. Returns where the application's name and the triggers are.
fn read_fixed(reader: &mut Reader<'_>, job: &mut JobFile) -> Result<(usize, usize)> {
    job.product_version = reader.u16_le()?;
    reader.skip(2)?;
    job.uuid = uuid(reader)?;
    let name_offset = usize::from(reader.u16_le()?);
    let trigger_offset = usize::from(reader.u16_le()?);
    reader.skip(8)?;
    job.priority = priority_name(reader.u32_le()?);
    job.maximum_run_milliseconds = Some(reader.u32_le()?).filter(|&limit| limit != u32::MAX);
    job.exit_code = reader.u32_le()?;
    job.status = reader.u32_le()?;
    job.flags = reader.u32_le()?;
    job.last_run = system_time(reader)?;
    Ok((name_offset, trigger_offset))
}

/// MS-TSCH 2.4.2.2 to 2.4.2.9. Returns where they end.
fn read_texts(bytes: &[u8], offset: usize, job: &mut JobFile) -> Result<usize> {
    let mut reader = Reader::new(bytes);
    reader.seek(offset)?;
    for text in
        [&mut job.program, &mut job.arguments, &mut job.working_directory, &mut job.author, &mut job.comment]
    {
        read_text(&mut reader, text)?;
    }
    job.user_data_bytes = reader.u16_le()?;
    reader.skip(job.user_data_bytes.into())?;
    let reserved = reader.u16_le()?;
    reader.skip(reserved.into())?;
    Ok(reader.offset())
}

/// MS-TSCH 2.4.2.1: a count of UTF-16 units, the last of which is zero, and the units. Keeps what there is of them.
fn read_text(reader: &mut Reader<'_>, text: &mut String) -> Result<()> {
    let length = usize::from(reader.u16_le()?) * 2;
    let whole = reader.remaining() >= length;
    let decoded = utf16_le(reader.take_up_to(length));
    decoded.trim_end_matches('\0').clone_into(text);
    if whole { Ok(()) } else { reader.skip(1) }
}

/// MS-TSCH 2.4.2.10 and 2.4.2.11. Returns whether all were there.
fn read_triggers(bytes: &[u8], offset: usize, job: &mut JobFile) -> Result<bool> {
    let mut reader = Reader::new(bytes);
    reader.seek(offset)?;
    let mut count = usize::from(reader.u16_le()?);
    // The text calls the field a size in bytes, the systems write a count.
    if count * TRIGGER_BYTES > reader.remaining() && count.is_multiple_of(TRIGGER_BYTES) {
        count /= TRIGGER_BYTES;
    }
    for _ in 0..count.min(TRIGGERS_MAX) {
        job.triggers.push(read_trigger(&mut reader.sub(TRIGGER_BYTES)?)?.phrase());
    }
    Ok(count <= TRIGGERS_MAX)
}

fn read_trigger(reader: &mut Reader<'_>) -> Result<Trigger> {
    reader.skip(4)?;
    let mut numbers = [0u16; 8];
    for number in &mut numbers {
        *number = reader.u16_le()?;
    }
    let [year, month, day, end_year, end_month, end_day, hour, minute] = numbers;
    let duration = reader.u32_le()?;
    let interval = reader.u32_le()?;
    let flags = reader.u32_le()?;
    let kind = reader.u32_le()?;
    let specific = [reader.u16_le()?, reader.u16_le()?, reader.u16_le()?];
    let timed = !matches!(kind, 5..=7);
    let has_end = flags & 1 != 0;
    Ok(Trigger {
        rhythm: rhythm(kind, specific),
        time: if timed { format!("{hour:02}:{minute:02}") } else { String::new() },
        date: if timed && year != 0 { date(year, month, day) } else { String::new() },
        once: kind == 0,
        until: if has_end { date(end_year, end_month, end_day) } else { String::new() },
        repeated: span(interval),
        lasting: if interval == 0 { String::new() } else { span(duration) },
        disabled: flags & 4 != 0,
    })
}

/// MS-TSCH 2.4.2.11.1 to 2.4.2.11.8.
fn rhythm(kind: u32, [first, second, third]: [u16; 3]) -> String {
    match kind {
        0 => "once".to_owned(),
        1 => every(first.into(), "daily", "days"),
        2 => format!("{} on {}", every(first.into(), "weekly", "weeks"), names_of_bits(second.into(), &DAYS)),
        3 => {
            let days = days_of_month(u32::from(first) | u32::from(second) << 16);
            format!("monthly on day {days}{}", months(third))
        }
        4 => {
            let week = match first {
                1 => "first",
                2 => "second",
                3 => "third",
                4 => "fourth",
                _ => "last",
            };
            format!("monthly on the {week} {}{}", names_of_bits(second.into(), &DAYS), months(third))
        }
        5 => "when idle".to_owned(),
        6 => "at system start".to_owned(),
        7 => "at logon".to_owned(),
        _ => format!("trigger of unknown type {kind}"),
    }
}

fn months(bits: u16) -> String {
    of_months(&names_of_bits(bits.into(), &MONTHS), bits & 0xfff == 0xfff)
}

/// The process priority classes of Windows. The bits are also met turned round, as the text's figure counts them.
fn priority_name(priority: u32) -> Option<&'static str> {
    match priority {
        0x20 | 0x0400_0000 => Some("NORMAL"),
        0x40 | 0x0200_0000 => Some("IDLE"),
        0x80 | 0x0100_0000 => Some("HIGH"),
        0x100 | 0x0080_0000 => Some("REALTIME"),
        _ => None,
    }
}

/// A SYSTEMTIME; none where it is all zero.
fn system_time(reader: &mut Reader<'_>) -> Result<Option<String>> {
    let (year, month) = (reader.u16_le()?, reader.u16_le()?);
    reader.skip(2)?;
    let (day, hour) = (reader.u16_le()?, reader.u16_le()?);
    let (minute, second) = (reader.u16_le()?, reader.u16_le()?);
    reader.skip(2)?;
    let day = if year == 0 { return Ok(None) } else { date(year, month, day) };
    Ok(Some(format!("{day}T{hour:02}:{minute:02}:{second:02}")))
}

fn date(year: u16, month: u16, day: u16) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn uuid(reader: &mut Reader<'_>) -> Result<String> {
    let (first, second, third) = (reader.u32_le()?, reader.u16_le()?, reader.u16_le()?);
    let (fourth, fifth) = (reader.u16_be()?, reader.array::<6>()?);
    let [a, b, c, d, e, f] = fifth;
    Ok(format!(
        "{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{a:02x}{b:02x}{c:02x}{d:02x}{e:02x}{f:02x}"
    ))
}
