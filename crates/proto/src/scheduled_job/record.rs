//! The `scheduled_job` record.

use super::{JobFile, TaskAction, TaskXml};
use crate::Head;
use thymus_record::{Id, Record};

/// A scheduled job as a file or message that crossed the network defines it.
#[derive(Debug, Record)]
#[record(kind = "scheduled_job", protocol = "TASK")]
pub struct ScheduledJob {
    /// When its first byte was seen, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The file that defines it, if it came as one.
    pub fuid: Option<Id>,
    /// The protocol that carried it: `SMB`, `HTTP`, `DCE_RPC`.
    pub source: &'static str,
    /// `JOB` for MS-TSCH 2.4, `XML` for MS-TSCH 2.5.
    pub format: &'static str,
    /// The file's name, or the path that it was registered under.
    pub path: Option<String>,
    /// What the task calls itself: its path in XML, its UUID in a `.JOB` file.
    pub task: Option<String>,
    /// The program that its first action runs.
    pub program: Option<String>,
    /// With which arguments.
    pub arguments: Option<String>,
    /// In which directory.
    pub working_directory: Option<String>,
    /// All that it does, one line each.
    pub actions: Vec<String>,
    /// Who made it.
    pub author: Option<String>,
    /// What its author says of it.
    pub comment: Option<String>,
    /// As whom it runs, where that is said.
    pub run_as: Option<String>,
    /// `HighestAvailable` or `LeastPrivilege`.
    pub run_level: Option<String>,
    /// When it runs, one phrase a trigger, in the time of the machine that runs it.
    pub triggers: Vec<String>,
    /// The scheduler would run it.
    pub enabled: bool,
    /// The scheduler's window would not show it.
    pub hidden: bool,
    /// Further flags of a `.JOB` file, without their prefix `TASK_FLAG_`.
    pub flags: Vec<&'static str>,
    /// The process priority: `NORMAL`, `IDLE`, `HIGH`, `REALTIME`.
    pub priority: Option<&'static str>,
    /// When it was made, as written.
    pub created: Option<String>,
    /// When it last ran, as written; absent for never.
    pub last_run: Option<String>,
    /// What the program returned when it last ran.
    pub exit_code: Option<u64>,
    /// All of it was seen and read.
    pub complete: bool,
}

impl ScheduledJob {
    /// The record of a `.JOB` file.
    #[must_use]
    pub fn of_job(
        head: Head,
        source: &'static str,
        fuid: Option<Id>,
        path: Option<String>,
        job: JobFile,
    ) -> Self {
        let line = if job.arguments.is_empty() {
            job.program.clone()
        } else {
            format!("{} {}", job.program, job.arguments)
        };
        Self {
            head,
            fuid,
            source,
            format: "JOB",
            path,
            actions: vec![line],
            run_as: None,
            run_level: None,
            enabled: job.is_enabled(),
            hidden: job.is_hidden(),
            flags: job.flag_names(),
            priority: job.priority,
            created: None,
            exit_code: job.last_run.is_some().then(|| job.exit_code.into()),
            task: some(job.uuid),
            program: some(job.program),
            arguments: some(job.arguments),
            working_directory: some(job.working_directory),
            author: some(job.author),
            comment: some(job.comment),
            triggers: job.triggers,
            last_run: job.last_run,
            complete: job.complete,
        }
    }

    /// The record of a task definition in XML.
    #[must_use]
    pub fn of_xml(
        head: Head,
        source: &'static str,
        fuid: Option<Id>,
        path: Option<String>,
        task: TaskXml,
    ) -> Self {
        let (program, arguments, working_directory) =
            task.actions.iter().find_map(program_of).unwrap_or_default();
        Self {
            head,
            fuid,
            source,
            format: "XML",
            path,
            task: task.uri,
            program,
            arguments,
            working_directory,
            actions: task.actions.iter().map(TaskAction::line).collect(),
            author: task.author,
            comment: task.description,
            run_as: task.run_as,
            run_level: task.run_level,
            triggers: task.triggers,
            enabled: task.enabled,
            hidden: task.hidden,
            flags: Vec::new(),
            priority: None,
            created: task.date,
            last_run: None,
            exit_code: None,
            complete: task.complete,
        }
    }
}

type Program = (Option<String>, Option<String>, Option<String>);

fn program_of(action: &TaskAction) -> Option<Program> {
    match action {
        TaskAction::Exec { command, arguments, working_directory } => {
            Some((some(command.clone()), arguments.clone(), working_directory.clone()))
        }
        _ => None,
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
