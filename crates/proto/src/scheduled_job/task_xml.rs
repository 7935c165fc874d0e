//! Task Scheduler XML (MS-TSCH 2.5): what `schtasks` and `SchRpcRegisterTask` send since Windows Vista.

use super::trigger::{Trigger, every, iso_span, of_months};
use super::xml::{Document, Node, decode};

/// At most this many triggers of a task are read.
const TRIGGERS_MAX: usize = 64;

/// At most this many actions of a task are read; the schema allows 32.
const ACTIONS_MAX: usize = 32;

/// A document whose first so many bytes do not name the task's root element is none.
const ROOT_WITHIN_BYTES: usize = 1024;

/// What a task does when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskAction {
    /// It runs a program.
    Exec {
        /// The program.
        command: String,
        /// Its arguments.
        arguments: Option<String>,
        /// Where it runs.
        working_directory: Option<String>,
    },
    /// It calls a COM object.
    ComHandler {
        /// The object's class, in braces.
        class_id: String,
        /// What it is given.
        data: Option<String>,
    },
    /// It sends an e-mail.
    SendEmail {
        /// To whom.
        to: Option<String>,
        /// With which subject.
        subject: Option<String>,
    },
    /// It shows a window.
    ShowMessage {
        /// What the window says.
        body: String,
    },
}

/// What a task definition says. Times are as written: those of the machine that runs it, or with their zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskXml {
    /// The task's path: `\Microsoft\Windows\Defrag\ScheduledDefrag`.
    pub uri: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// What its author says of it.
    pub description: Option<String>,
    /// When it was made.
    pub date: Option<String>,
    /// As whom it runs: an account, a SID or a group.
    pub run_as: Option<String>,
    /// `HighestAvailable` or `LeastPrivilege`.
    pub run_level: Option<String>,
    /// How it logs in: `S4U`, `Password`, `InteractiveToken`.
    pub logon_type: Option<String>,
    /// What it does.
    pub actions: Vec<TaskAction>,
    /// When it runs, one phrase a trigger.
    pub triggers: Vec<String>,
    /// The scheduler would run it.
    pub enabled: bool,
    /// The scheduler's window would not show it.
    pub hidden: bool,
    /// All of it was there, and within the limits.
    pub complete: bool,
}

impl TaskAction {
    /// The action as one line: a command line for a program.
    #[must_use]
    pub fn line(&self) -> String {
        let joined = |first: &str, second: &Option<String>| match second {
            Some(second) => format!("{first} {second}"),
            None => first.to_owned(),
        };
        match self {
            Self::Exec { command, arguments, .. } => joined(command, arguments),
            Self::ComHandler { class_id, data } => joined(&format!("COM class {class_id}"), data),
            Self::SendEmail { to, subject } => {
                joined(&joined("e-mail to", &Some(to.clone().unwrap_or_default())), subject)
            }
            Self::ShowMessage { body } => format!("message {body}"),
        }
    }
}

/// Whether a document with these first bytes may define a task: XML whose root is `Task`, in UTF-8 or UTF-16.
#[must_use]
pub fn looks_like_task_xml(bytes: &[u8]) -> bool {
    let start = bytes.get(..ROOT_WITHIN_BYTES).unwrap_or(bytes);
    let (text, _) = decode(start);
    text.trim_start().starts_with('<') && names_root(&text)
}

fn names_root(text: &str) -> bool {
    let mut elements = text.split('<').skip(1).filter(|markup| !markup.starts_with(['?', '!']));
    let root = elements.next().unwrap_or_default();
    let name = root.split(|c: char| c.is_ascii_whitespace() || c == '>').next().unwrap_or_default();
    let is_task = name.rsplit_once(':').map_or(name, |(_, local)| local) == "Task";
    is_task
        && root.len() > name.len()
        && (root.contains("/mit/task")
            || text.contains("<RegistrationInfo")
            || text.contains("<Actions")
            || text.contains("<Triggers"))
}

/// Reads a task definition as far as it goes; none where there is no `Task` element.
#[must_use]
pub fn parse_task_xml(bytes: &[u8]) -> Option<TaskXml> {
    let (text, whole) = decode(bytes);
    let document = Document::parse(&text);
    let root = document.root().filter(|root| root.name() == "Task")?;
    let principal = root.child("Principals").and_then(|principals| principals.child("Principal"));
    let of_principal = |name| principal.and_then(|principal| principal.text_of(&[name]));
    let (triggers, all_triggers) = read_triggers(root);
    let (actions, all_actions) = read_actions(root);
    Some(TaskXml {
        uri: root.text_of(&["RegistrationInfo", "URI"]),
        author: root.text_of(&["RegistrationInfo", "Author"]),
        description: root.text_of(&["RegistrationInfo", "Description"]),
        date: root.text_of(&["RegistrationInfo", "Date"]),
        run_as: of_principal("UserId").or_else(|| of_principal("GroupId")),
        run_level: of_principal("RunLevel"),
        logon_type: of_principal("LogonType"),
        actions,
        triggers,
        enabled: !is(root.text_of(&["Settings", "Enabled"]), "false"),
        hidden: is(root.text_of(&["Settings", "Hidden"]), "true"),
        complete: whole && document.complete && all_triggers && all_actions,
    })
}

/// An XML Schema boolean.
fn is(text: Option<String>, value: &str) -> bool {
    let digit = if value == "true" { "1" } else { "0" };
    text.is_some_and(|text| text.eq_ignore_ascii_case(value) || text == digit)
}

fn read_actions(root: Node<'_>) -> (Vec<TaskAction>, bool) {
    let Some(actions) = root.child("Actions") else { return (Vec::new(), true) };
    let read = actions.children().take(ACTIONS_MAX).filter_map(read_action).collect();
    (read, actions.children().nth(ACTIONS_MAX).is_none())
}

fn read_action(node: Node<'_>) -> Option<TaskAction> {
    let text = |name| node.text_of(&[name]);
    Some(match node.name() {
        "Exec" => TaskAction::Exec {
            command: text("Command").unwrap_or_default(),
            arguments: text("Arguments"),
            working_directory: text("WorkingDirectory"),
        },
        "ComHandler" => {
            TaskAction::ComHandler { class_id: text("ClassId").unwrap_or_default(), data: text("Data") }
        }
        "SendEmail" => TaskAction::SendEmail { to: text("To"), subject: text("Subject") },
        "ShowMessage" => TaskAction::ShowMessage { body: text("Body").unwrap_or_default() },
        _ => return None,
    })
}

fn read_triggers(root: Node<'_>) -> (Vec<String>, bool) {
    let Some(triggers) = root.child("Triggers") else { return (Vec::new(), true) };
    let read = triggers.children().take(TRIGGERS_MAX).map(|node| read_trigger(node).phrase()).collect();
    (read, triggers.children().nth(TRIGGERS_MAX).is_none())
}

fn read_trigger(node: Node<'_>) -> Trigger {
    let start = node.text_of(&["StartBoundary"]).unwrap_or_default();
    let (date, time) = start.split_once('T').unwrap_or((&start, ""));
    let span = |path: &[&str]| node.text_of(path).map(|duration| iso_span(&duration)).unwrap_or_default();
    let timed = matches!(node.name(), "TimeTrigger" | "CalendarTrigger");
    let repeated = span(&["Repetition", "Interval"]);
    Trigger {
        rhythm: rhythm(node, &span(&["Delay"])),
        time: if timed { time.strip_suffix(":00").unwrap_or(time).to_owned() } else { String::new() },
        date: if timed { date.to_owned() } else { start.clone() },
        once: node.name() == "TimeTrigger",
        until: node.text_of(&["EndBoundary"]).unwrap_or_default(),
        lasting: if repeated.is_empty() { String::new() } else { span(&["Repetition", "Duration"]) },
        repeated,
        disabled: is(node.text_of(&["Enabled"]), "false"),
    }
}

/// MS-TSCH 2.5.3 and its parts.
fn rhythm(node: Node<'_>, delay: &str) -> String {
    let of_user = || node.text_of(&["UserId"]).map(|user| format!(" of {user}")).unwrap_or_default();
    let text = match node.name() {
        "TimeTrigger" => "once".to_owned(),
        "CalendarTrigger" => calendar(node),
        "BootTrigger" => "at system start".to_owned(),
        "LogonTrigger" => format!("at logon{}", of_user()),
        "IdleTrigger" => "when idle".to_owned(),
        "RegistrationTrigger" => "when registered".to_owned(),
        "SessionStateChangeTrigger" => {
            format!("on {}{}", node.text_of(&["StateChange"]).unwrap_or_default(), of_user())
        }
        "EventTrigger" => format!("on event {}", node.text_of(&["Subscription"]).unwrap_or_default()),
        "WnfStateChangeTrigger" => {
            format!("on state {}", node.text_of(&["StateName"]).unwrap_or_default())
        }
        other => format!("on {other}"),
    };
    if delay.is_empty() { text } else { format!("{text} after {delay}") }
}

fn calendar(node: Node<'_>) -> String {
    let Some(schedule) = node.children().find(|child| child.name().starts_with("ScheduleBy")) else {
        return "on a calendar".to_owned();
    };
    let number = |name| schedule.text_of(&[name]).and_then(|text| text.parse().ok()).unwrap_or(1);
    let days = || names_in(schedule, "DaysOfWeek");
    let months = || {
        let months = names_in(schedule, "Months");
        of_months(&months, months.split(", ").count() == 12)
    };
    match schedule.name() {
        "ScheduleByDay" => every(number("DaysInterval"), "daily", "days"),
        "ScheduleByWeek" => format!("{} on {}", every(number("WeeksInterval"), "weekly", "weeks"), days()),
        "ScheduleByMonth" => format!("monthly on day {}{}", texts_in(schedule, "DaysOfMonth"), months()),
        "ScheduleByMonthDayOfWeek" => {
            format!("monthly on week {} {}{}", texts_in(schedule, "Weeks"), days(), months())
        }
        other => other.to_owned(),
    }
}

/// The names of the elements inside: `<DaysOfWeek><Monday/><Friday/></DaysOfWeek>`.
fn names_in(node: Node<'_>, name: &str) -> String {
    let names: Vec<&str> = node.child(name).into_iter().flat_map(Node::children).map(Node::name).collect();
    names.join(", ")
}

/// The texts of the elements inside: `<DaysOfMonth><Day>1</Day><Day>Last</Day></DaysOfMonth>`.
fn texts_in(node: Node<'_>, name: &str) -> String {
    let texts: Vec<&str> = node.child(name).into_iter().flat_map(Node::children).map(Node::text).collect();
    texts.join(", ")
}
