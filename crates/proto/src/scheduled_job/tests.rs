//! Jobs and tasks built by hand from MS-TSCH, whole and damaged.

use super::*;

fn text(bytes: &mut Vec<u8>, text: &str) {
    let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
    let length = if text.is_empty() { 0 } else { units.len() };
    bytes.extend_from_slice(&u16::try_from(length).unwrap().to_le_bytes());
    bytes.extend(units.iter().take(length).flat_map(|unit| unit.to_le_bytes()));
}

fn numbers(bytes: &mut Vec<u8>, values: &[u16]) {
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

/// A trigger of 48 bytes: begin on 2018-12-29, at 06:00.
fn trigger(
    end: [u16; 3],
    duration: u32,
    interval: u32,
    flags: u32,
    kind: u32,
    specific: [u16; 3],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers(&mut bytes, &[48, 0, 2018, 12, 29, end[0], end[1], end[2], 6, 0]);
    for value in [duration, interval, flags, kind] {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    numbers(&mut bytes, &[specific[0], specific[1], specific[2], 0, 0, 0]);
    assert_eq!(bytes.len(), 48);
    bytes
}

/// The job of a virus scanner on Windows 2000.
fn job(triggers: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers(&mut bytes, &[0x0500, 1]);
    bytes.extend(0..16u8);
    let trigger_offset = bytes.len() + 2;
    numbers(&mut bytes, &[70, 0, 0, 0, 60, 10]);
    for value in [0x20u32, 259_200_000, 0, 0x0004_1303, 0x0204] {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    numbers(&mut bytes, &[2018, 12, 5, 28, 6, 0, 1, 500]);
    assert_eq!(bytes.len(), 68);
    numbers(&mut bytes, &[0]);
    text(&mut bytes, r"C:\Program Files\Scanner\Background.exe");
    text(&mut bytes, "-all");
    text(&mut bytes, r"C:\");
    text(&mut bytes, "ACME\\admin");
    text(&mut bytes, "nightly");
    numbers(&mut bytes, &[2, 0xbeef]);
    numbers(&mut bytes, &[8, 0, 0, 0, 0]);
    let here = u16::try_from(bytes.len()).unwrap().to_le_bytes();
    bytes[trigger_offset..trigger_offset + 2].copy_from_slice(&here);
    numbers(&mut bytes, &[u16::try_from(triggers.len()).unwrap()]);
    bytes.extend(triggers.concat());
    bytes
}

/// The same job with a daily trigger, for tests of files.
pub(crate) fn daily_job() -> Vec<u8> {
    job(&[daily()])
}

fn daily() -> Vec<u8> {
    trigger([0; 3], 60, 15, 0, 1, [1, 0, 0])
}

#[test]
fn a_job_says_what_runs_when_and_who_made_it() {
    let bytes = job(&[daily()]);
    assert!(looks_like_job(&bytes));
    let job = parse_job(&bytes).unwrap();
    assert_eq!(job.program, r"C:\Program Files\Scanner\Background.exe");
    assert_eq!((job.arguments.as_str(), job.working_directory.as_str()), ("-all", r"C:\"));
    assert_eq!((job.author.as_str(), job.comment.as_str()), (r"ACME\admin", "nightly"));
    assert_eq!(job.uuid, "03020100-0504-0706-0809-0a0b0c0d0e0f");
    assert_eq!((job.priority, job.maximum_run_milliseconds), (Some("NORMAL"), Some(259_200_000)));
    assert_eq!(job.last_run.as_deref(), Some("2018-12-28T06:00:01"));
    assert_eq!(job.flag_names(), ["DISABLED", "HIDDEN"]);
    assert!(!job.is_enabled() && job.is_hidden() && job.complete);
    assert_eq!(job.user_data_bytes, 2);
    assert_eq!(job.triggers, ["daily at 06:00 from 2018-12-29, every 15 minutes for 1 hour"]);
}

#[test]
fn every_type_of_trigger_has_its_phrase() {
    let none = [0; 3];
    let cases = [
        (trigger(none, 0, 0, 0, 0, none), "once at 06:00 on 2018-12-29"),
        (trigger(none, 0, 0, 4, 1, [3, 0, 0]), "every 3 days at 06:00 from 2018-12-29 (disabled)"),
        (trigger([2019, 1, 31], 0, 0, 1, 1, [1, 0, 0]), "daily at 06:00 from 2018-12-29 until 2019-01-31"),
        (trigger(none, 0, 0, 0, 2, [1, 0b10_0010, 0]), "weekly on Monday, Friday at 06:00 from 2018-12-29"),
        (trigger(none, 0, 0, 0, 3, [1, 1 << 14, 0xfff]), "monthly on day 1, 31 at 06:00 from 2018-12-29"),
        (
            trigger(none, 0, 0, 0, 4, [5, 0b1, 0b1]),
            "monthly on the last Sunday of January at 06:00 from 2018-12-29",
        ),
        (trigger(none, 0, 0, 0, 5, none), "when idle"),
        (trigger(none, 0, 0, 0, 6, none), "at system start"),
        (trigger(none, 0, 0, 0, 7, none), "at logon"),
    ];
    let triggers: Vec<_> = cases.iter().map(|(bytes, _)| bytes.clone()).collect();
    let phrases: Vec<_> = cases.iter().map(|(_, phrase)| *phrase).collect();
    assert_eq!(parse_job(&job(&triggers)).unwrap().triggers, phrases);
}

#[test]
fn a_job_cut_anywhere_keeps_what_came_before() {
    let whole = job(&[daily(), daily()]);
    for length in 0..whole.len() {
        let cut = parse_job(&whole[..length]);
        assert_eq!(cut.is_some(), length >= 68);
        if let Some(cut) = cut {
            assert!(!cut.complete);
            assert!(r"C:\Program Files\Scanner\Background.exe".starts_with(&cut.program));
        }
    }
}

#[test]
fn the_count_of_triggers_may_be_a_size_or_a_lie() {
    let mut bytes = job(&[daily()]);
    let count = bytes.len() - 50;
    bytes[count] = 48;
    let as_size = parse_job(&bytes).unwrap();
    assert!(as_size.complete && as_size.triggers.len() == 1);
    bytes[count..count + 2].copy_from_slice(&[0xff, 0xff]);
    let lie = parse_job(&bytes).unwrap();
    assert!(!lie.complete && lie.triggers.len() == 1);
}

#[test]
fn other_files_are_no_jobs() {
    assert!(!looks_like_job(&[0; 100]));
    assert!(!looks_like_job(&[0xff; 100]));
    assert!(!looks_like_job(&job(&[])[..67]));
    let mut bytes = job(&[]);
    bytes[32] = 0x30;
    assert!(!looks_like_job(&bytes), "two priorities at once");
}

const TASK: &str = r#"<?xml version="1.0" encoding="UTF-16"?>
<!DOCTYPE Task [ <!ENTITY a "aaaa"> ]>
<t:Task version="1.2" xmlns:t="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <t:RegistrationInfo>
    <t:Date>2024-01-02T03:04:05</t:Date><t:Author>ACME\eve</t:Author>
    <t:Description>keeps &lt;things&gt; up &amp; running &a; &#x41;&#66;</t:Description>
    <t:URI>\Updater</t:URI>
  </t:RegistrationInfo>
  <t:Triggers>
    <t:CalendarTrigger>
      <t:StartBoundary>2018-12-29T06:00:00</t:StartBoundary>
      <t:ScheduleByWeek><t:DaysOfWeek><t:Monday /><t:Friday/></t:DaysOfWeek><t:WeeksInterval>2</t:WeeksInterval></t:ScheduleByWeek>
      <t:Repetition><t:Interval>PT15M</t:Interval><t:Duration>P1DT12H</t:Duration></t:Repetition>
    </t:CalendarTrigger>
    <t:TimeTrigger><t:StartBoundary>2018-12-29T13:05:30</t:StartBoundary><t:Enabled>false</t:Enabled></t:TimeTrigger>
    <t:LogonTrigger><t:UserId>ACME\bob</t:UserId><t:Delay>PT1M</t:Delay></t:LogonTrigger>
    <t:BootTrigger/>
    <t:CalendarTrigger>
      <t:StartBoundary>2018-12-29T06:00:00</t:StartBoundary>
      <t:ScheduleByMonth><t:DaysOfMonth><t:Day>1</t:Day><t:Day>Last</t:Day></t:DaysOfMonth><t:Months><t:July/></t:Months></t:ScheduleByMonth>
    </t:CalendarTrigger>
    <t:RegistrationTrigger/><t:IdleTrigger/>
    <t:SessionStateChangeTrigger><t:StateChange>RemoteConnect</t:StateChange></t:SessionStateChangeTrigger>
  </t:Triggers>
  <t:Principals><t:Principal id="a > b"><t:UserId>S-1-5-18</t:UserId><t:RunLevel>HighestAvailable</t:RunLevel></t:Principal></t:Principals>
  <t:Settings><t:Hidden>true</t:Hidden><t:Enabled>1</t:Enabled></t:Settings>
  <t:Actions Context="Author">
    <t:Exec><t:Command>cmd.exe</t:Command><t:Arguments><![CDATA[/C whoami > C:\out.txt & exit]]></t:Arguments></t:Exec>
    <t:ComHandler><t:ClassId>{01234567-89AB-CDEF-0123-456789ABCDEF}</t:ClassId></t:ComHandler>
    <!-- <t:Exec><t:Command>no.exe</t:Command></t:Exec> -->
  </t:Actions>
</t:Task>"#;

fn check(task: &TaskXml) {
    assert_eq!(task.uri.as_deref(), Some(r"\Updater"));
    assert_eq!(task.author.as_deref(), Some(r"ACME\eve"));
    assert_eq!(task.description.as_deref(), Some("keeps <things> up & running &a; AB"));
    assert_eq!(
        (task.run_as.as_deref(), task.run_level.as_deref()),
        (Some("S-1-5-18"), Some("HighestAvailable"))
    );
    assert!(task.enabled && task.hidden && task.complete);
    let lines: Vec<_> = task.actions.iter().map(TaskAction::line).collect();
    assert_eq!(
        lines,
        [r"cmd.exe /C whoami > C:\out.txt & exit", "COM class {01234567-89AB-CDEF-0123-456789ABCDEF}"]
    );
    assert_eq!(
        task.triggers,
        [
            "every 2 weeks on Monday, Friday at 06:00 from 2018-12-29, every 15 minutes for 1 day 12 hours",
            "once at 13:05:30 on 2018-12-29 (disabled)",
            r"at logon of ACME\bob after 1 minute",
            "at system start",
            "monthly on day 1, Last of July at 06:00 from 2018-12-29",
            "when registered",
            "when idle",
            "on RemoteConnect",
        ]
    );
}

#[test]
fn a_task_reads_the_same_in_every_encoding() {
    let units = |swap: fn(u16) -> [u8; 2]| TASK.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
    let encodings = [
        TASK.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", TASK.as_bytes()].concat(),
        units(u16::to_le_bytes),
        [b"\xff\xfe".to_vec(), units(u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), units(u16::to_be_bytes)].concat(),
    ];
    for bytes in encodings {
        assert!(looks_like_task_xml(&bytes));
        check(&parse_task_xml(&bytes).unwrap());
    }
}

#[test]
fn a_task_cut_anywhere_keeps_what_came_before() {
    for length in 0..TASK.len() {
        if let Some(task) = parse_task_xml(&TASK.as_bytes()[..length]) {
            assert!(!task.complete);
            assert!(task.author.is_none_or(|author| r"ACME\eve".starts_with(&author)));
        }
    }
}

#[test]
fn other_documents_are_no_tasks() {
    for other in [
        "<Tasks><a/></Tasks>",
        "<html><Task>",
        "Task",
        "",
        "<Task>",
        "<?xml version='1.0'?><a xmlns='/mit/task'/>",
    ] {
        assert!(!looks_like_task_xml(other.as_bytes()), "{other}");
    }
    assert_eq!(parse_task_xml(b"<project/>"), None);
}

#[test]
fn a_document_that_never_ends_its_elements_is_bounded() {
    let deep = format!("<Task>{}", "<a>".repeat(100_000));
    assert!(!parse_task_xml(deep.as_bytes()).unwrap().complete);
    let wide = format!("<Task>{}</Task>", "<a/>".repeat(10_000));
    assert!(!parse_task_xml(wide.as_bytes()).unwrap().complete);
    let many = format!("<Task><Triggers>{}</Triggers></Task>", "<BootTrigger/>".repeat(100));
    assert_eq!(parse_task_xml(many.as_bytes()).unwrap().triggers.len(), 64);
    let unclosed = format!("<Task>{}", "</b>".repeat(100_000));
    assert!(!parse_task_xml(unclosed.as_bytes()).unwrap().complete);
}
