//! What triggered it?

use super::{Answer, Case};
use crate::act::hosts;
use crate::records::AnalystError;
use crate::words;
use thymus_record::{List, Row, Value};

/// So many records of a breach are told one by one.
const LINES_MAX: usize = 6;

/// So many logins around it are told.
const LOGINS_MAX: usize = 3;

/// So many logins are read before the one that belongs to the breach is chosen.
const LOGINS_READ: usize = 50;

pub(crate) fn triggered(case: &Case<'_>) -> Result<Answer, AnalystError> {
    let mut answer = Answer::to("What triggered it?");
    components(case, &mut answer);
    login(case, &mut answer)?;
    for row in case.evidence.iter().take(LINES_MAX) {
        answer.say(format!("{}: {}.", words::moment(row.ts(), case.zone), told(row)), [row.id()]);
    }
    let more = case.evidence.len().saturating_sub(LINES_MAX);
    if more > 0 {
        let rest = case.evidence.iter().skip(LINES_MAX).map(Row::id);
        answer.say(format!("And {}.", words::plural(more as u64, "further record")), rest);
    }
    Ok(answer)
}

/// Which parts of the model found something.
fn components(case: &Case<'_>, answer: &mut Answer) {
    let model = words::text(case.breach.get("model")).unwrap_or_default();
    let mut parts = Vec::new();
    if let Value::List(List::Texts(triggered)) = case.breach.get("triggered") {
        parts.extend(triggered.iter().cloned());
    }
    let by = if parts.is_empty() { String::new() } else { format!(": {}", words::list(&parts)) };
    answer.say(format!("The model \u{201c}{model}\u{201d}{by}."), [case.breach.id()]);
}

/// The login behind it: of the same connection if it was seen there, else the last one before.
fn login(case: &Case<'_>, answer: &mut Answer) -> Result<(), AnalystError> {
    let (rows, query) = case.between("kind:ntlm OR (kind:kerberos AND request_type:AP)", LOGINS_READ)?;
    answer.queries.push(query);
    let uids: Vec<_> = case.evidence.iter().map(|row| row.get("uid")).collect();
    let already = |row: &&Row| case.evidence.iter().any(|known| known.id() == row.id());
    let same: Vec<_> = rows.iter().filter(|row| uids.contains(&row.get("uid"))).collect();
    let first = case.evidence.first().map_or(case.breach.ts(), Row::ts);
    let before = || rows.iter().rev().find(|row| row.ts() <= first).into_iter().collect();
    let chosen: Vec<_> = if same.is_empty() { before() } else { same };
    for row in chosen.into_iter().filter(|row| !already(row)).take(LOGINS_MAX) {
        answer.say(format!("{}: {}.", words::moment(row.ts(), case.zone), told(row)), [row.id()]);
    }
    Ok(())
}

/// A record as part of a sentence.
pub(crate) fn told(row: &Row) -> String {
    let text = |field: &str| words::text(row.get(field));
    let (source, destination) = hosts(row);
    let between = format!("{source} to {destination}");
    match row.kind() {
        "ntlm" | "kerberos" => {
            let account = text("user.account").or_else(|| text("client")).or_else(|| account(row));
            let how = if row.kind() == "ntlm" { "an NTLM" } else { "a Kerberos" };
            let outcome = match row.get("success") {
                Value::Bool(true) => "succeeded",
                Value::Bool(false) => "failed",
                _ => "had an outcome that was not seen",
            };
            let who = account.unwrap_or_else(|| "nobody in particular".to_owned());
            format!("{how} login of {who} from {between} {outcome}")
        }
        "rpc_bind" | "dce_rpc" => {
            let interface = text("endpoint")
                .or_else(|| text("endpoints"))
                .unwrap_or_else(|| "an unknown interface".to_owned());
            let pipe = text("named_pipe").map_or_else(String::new, |pipe| format!(" over {pipe}"));
            match text("operation").filter(|_| row.kind() == "dce_rpc") {
                Some(operation) => format!("a call of {interface} {operation}{pipe} from {between}"),
                None => format!("a DCE-RPC bind to {interface}{pipe} from {between}"),
            }
        }
        "smb_files" => {
            let action = text("action").unwrap_or_default();
            let action = action.strip_prefix("SMB::").unwrap_or(&action).replace('_', " ").to_lowercase();
            let name = text("name").unwrap_or_else(|| "a file without a name".to_owned());
            let path = text("path").map_or_else(String::new, |path| format!(" in {path}"));
            format!("{action} of {name}{path} from {between}")
        }
        "smb_mapping" => {
            format!("a connection to the share {} from {between}", text("path").unwrap_or_default())
        }
        "breach" => format!(
            "a breach of {}: {}",
            text("model").unwrap_or_default(),
            text("summary").unwrap_or_default()
        ),
        kind => {
            use thymus_record::Record as _;
            let line = row.message();
            let rest = line.strip_prefix(kind).unwrap_or(&line).trim();
            format!("{kind}: {}", rest.chars().take(300).collect::<String>())
        }
    }
}

fn account(row: &Row) -> Option<String> {
    let user = words::text(row.get("username"))?;
    Some(match words::text(row.get("domainname")) {
        Some(domain) => format!("{domain}\\{user}"),
        None => user,
    })
}
