//! On which host did it happen, by whom, and did it succeed?

use super::{Answer, Case};
use crate::records::{AnalystError, quoted};
use crate::words;
use thymus_record::{Row, Value};

/// So many acts are told.
const ACTS_MAX: usize = 5;

pub(crate) fn host(case: &Case<'_>) -> Result<Answer, AnalystError> {
    let mut answer = Answer::to("On which host did it happen?");
    let (mut acts, query) = case.between("kind:remote_exec", 50)?;
    answer.queries.push(query);
    // What only looked, or only connected, tells less than what changed something.
    let weak = |row: &Row| matches!(words::text(row.get("operation")).as_deref(), Some("query" | "connect"));
    acts.sort_by_key(|row| (weak(row), row.ts()));
    for row in acts.iter().take(ACTS_MAX) {
        answer.say(execution(case, row), [row.id()]);
    }
    if acts.is_empty() {
        directed(case, &mut answer);
    }
    seen_whole(case, &mut answer)?;
    Ok(answer)
}

/// `A scheduled task AV was created on PC-17 (10.0.1.17) by CORP\appadmin from AV-1 (10.0.0.9); it was accepted as job 2.`
fn execution(case: &Case<'_>, row: &Row) -> String {
    let text = |field: &str| words::text(row.get(field));
    let (source, destination) = crate::act::hosts(row);
    let what = match text("mechanism").as_deref() {
        Some("at-job") => "An at-job",
        Some("scheduled-task") => "A scheduled task",
        Some("service") => "A service",
        Some("wmi") => "A command through WMI",
        Some("dcom") => "An object through DCOM",
        Some("winrm") => "A command through WinRM",
        Some("psexec") => "A program through PsExec",
        Some("shutdown") => "A shutdown",
        _ => "Something",
    };
    let done = match text("operation").as_deref() {
        Some("create") => "was created",
        Some("start") => "was started",
        Some("change") => "was changed",
        Some("stop") => "was stopped",
        Some("delete") => "was deleted",
        Some("query") => "was asked about",
        Some("activate") => "was activated",
        Some("connect") => "was connected to",
        Some("set-account") => "was given an account",
        _ => "was asked for",
    };
    let object = text("object").map_or_else(String::new, |object| format!(" {object}"));
    let command = text("command").map_or_else(String::new, |command| format!(" to run `{command}`"));
    let run_as = text("run_as").map_or_else(String::new, |account| format!(" as {account}"));
    let by = text("user.account").or_else(|| text("account"));
    let by = by.map_or_else(String::new, |account| format!(" by {account}"));
    let at = words::moment(row.ts(), case.zone);
    let outcome = outcome(row);
    format!(
        "{what}{object}{command}{run_as} {done} on {destination}{by} from {source} at {at}; {outcome}.{}",
        caveats(row)
    )
}

fn outcome(row: &Row) -> String {
    let status = words::text(row.get("status_name")).map_or_else(String::new, |name| format!(" ({name})"));
    match words::text(row.get("outcome")).as_deref() {
        Some("accepted") => match words::text(row.get("job_id")) {
            Some(id) => format!("the host accepted it under the number {id}{status}"),
            None => format!("the host accepted it{status}"),
        },
        Some("refused") => format!("the host refused it{status}, so it was attempted and not done"),
        _ => "whether the host accepted it was not seen".to_owned(),
    }
}

fn caveats(row: &Row) -> String {
    let mut caveats = String::new();
    if row.get("arguments_encrypted") == Value::Bool(true) {
        caveats.push_str(" Its arguments were encrypted and could not be read.");
    }
    if row.get("inferred") == Value::Bool(true) {
        let reason =
            words::text(row.get("inferred_reason")).unwrap_or_else(|| "what was seen of it".to_owned());
        caveats.push_str(&format!(" Part of this was not read but inferred from: {reason}."));
    }
    caveats
}

/// Nothing was executed as far as the records tell: where it was directed.
fn directed(case: &Case<'_>, answer: &mut Answer) {
    let by = case.act.account.as_ref().map_or_else(String::new, |account| format!(" as {account}"));
    let proof = case.evidence.first().map(Row::id);
    answer.say(
        format!(
            "It went from {}{by} to {}. No remote execution between them was seen around it.",
            case.act.source, case.act.destination
        ),
        proof,
    );
}

/// Whether the connection was seen whole: what was not seen cannot be denied.
fn seen_whole(case: &Case<'_>, answer: &mut Answer) -> Result<(), AnalystError> {
    let Some(uid) = words::text(case.act.principal.get("uid")) else { return Ok(()) };
    let query = format!("kind:conn AND uid:={}", quoted(&uid));
    let (from, to) = case.span();
    let day = thymus_record::Interval::from_seconds(86_400);
    let found = case.records.find(&query, from - day, to, false, 1)?;
    let Some(conn) = found.rows.first() else { return Ok(()) };
    if conn.get("midstream") == Value::Bool(true) {
        answer.say(
            "The beginning of this connection was not captured: what was said before is not known.",
            [conn.id()],
        );
    }
    if let Value::Count(missed @ 1..) = conn.get("missed_bytes") {
        answer.say(format!("{} of this connection were not captured.", words::size(missed)), [conn.id()]);
    }
    Ok(())
}
