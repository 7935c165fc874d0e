//! Opening a breach.

use crate::act::{Act, same_condition};
use crate::answers::{self, Answer, Case};
use crate::records::{AnalystError, Records, quoted};
use crate::recurrence::{Recurrence, Wanted};
use crate::{Host, words};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use thymus_record::{Id, List, Record as _, RecordId, Row, Timestamp, Value};

/// So many records of a breach are looked at when it is opened.
const EVIDENCE_MAX: usize = 500;

/// So many files get a recurrence card of their own.
const FILE_CARDS_MAX: usize = 4;

/// So many lines the event log has at most.
const LOG_MAX: usize = 1_000;

/// A breach with everything that belongs to it.
#[derive(Debug)]
pub struct Opened {
    /// The breach itself.
    pub breach: Row,
    /// Who did it.
    pub source: Host,
    /// To whom.
    pub destination: Host,
    /// As which account.
    pub account: Option<String>,
    /// The four answers.
    pub answers: Vec<Answer>,
    /// How common it is: the act itself first, then the files that moved.
    pub recurrence: Vec<Recurrence>,
    /// The records that set it off and what the same connections said around them, in the order of time.
    pub log: Vec<LogLine>,
    /// The query that shows everything of both hosts around the breach, for looking around by hand.
    pub around: String,
    /// From when that query is to be asked.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

/// One line of the event log.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// The record.
    pub id: RecordId,
    /// When.
    pub ts: Timestamp,
    /// Its kind.
    pub kind: &'static str,
    /// Its message line.
    pub message: String,
    /// The record is one of those that set the breach off.
    pub evidence: bool,
}

/// How a breach is opened.
#[derive(Clone, Debug)]
pub struct Question {
    /// The zone in which times are told.
    pub zone: TimeZone,
}

/// Opens a breach.
///
/// # Errors
/// Fails where the record is no breach or the records cannot be read.
pub fn open(breach: Row, records: &dyn Records, question: &Question) -> Result<Opened, AnalystError> {
    if breach.kind() != "breach" {
        return Err(AnalystError::NotABreach(breach.kind()));
    }
    let evidence = evidence(&breach, records)?;
    let act = Act::of(&breach, &evidence);
    let case = Case { breach: &breach, evidence: &evidence, act: &act, records, zone: &question.zone };
    let files = answers::files(&case)?;
    let recurrence = cards(&case)?;
    let answers =
        vec![answers::triggered(&case)?, answers::host(&case)?, files, answers::common(&case, &recurrence)];
    let log = log(&case)?;
    let (from, to) = case.span();
    let around = around(&act);
    let Act { source, destination, account, .. } = act;
    Ok(Opened { breach, source, destination, account, answers, recurrence, log, around, from, to })
}

fn evidence(breach: &Row, records: &dyn Records) -> Result<Vec<Row>, AnalystError> {
    let Value::List(List::Ids(ids)) = breach.get("evidence") else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for id in ids.iter().take(EVIDENCE_MAX) {
        rows.extend(records.get(RecordId(id.number))?);
    }
    rows.sort_by_key(|row| (row.ts(), row.id()));
    rows.dedup_by_key(|row| row.id());
    Ok(rows)
}

/// A card of the act, and one of every file that it moved.
fn cards(case: &Case<'_>) -> Result<Vec<Recurrence>, AnalystError> {
    let pair = case.act.pair_condition();
    let at = case.span().1;
    let wanted =
        Wanted { what: act_in_words(&case.act.principal), same: case.act.same_condition(), pair: &pair, at };
    let mut cards = vec![Recurrence::look_up(&wanted, case.records, case.zone)?];
    let (files, _) = case.between("kind:smb_files AND (action:FILE_READ OR action:FILE_WRITE)", 200)?;
    let mut seen = BTreeSet::new();
    for row in &files {
        let Some(name) = words::text(row.get("name")) else { continue };
        if seen.len() < FILE_CARDS_MAX && seen.insert(name.clone()) && row.id() != case.act.principal.id() {
            let same = format!("kind:smb_files AND name:={}", quoted(&name));
            let wanted = Wanted { what: name, same, pair: &pair, at };
            cards.push(Recurrence::look_up(&wanted, case.records, case.zone)?);
        }
    }
    Ok(cards)
}

fn act_in_words(row: &Row) -> String {
    let text = |field: &str| words::text(row.get(field));
    let object = match row.kind() {
        "remote_exec" => text("command").or_else(|| text("object")).map(|what| {
            format!("{} `{what}`", text("mechanism").unwrap_or_else(|| "the execution".to_owned()))
        }),
        "scheduled_job" => text("path").or_else(|| text("program")),
        "smb_files" => text("name"),
        "dce_rpc" => text("operation")
            .map(|operation| format!("the call {} {operation}", text("endpoint").unwrap_or_default())),
        "rpc_bind" => text("endpoints").map(|endpoint| format!("the bind to {endpoint}")),
        "dns" => text("query").map(|query| format!("the name {query}")),
        "http" => text("host").map(|host| format!("HTTP to {host}")),
        "ssl" => text("server_name").map(|name| format!("TLS to {name}")),
        "ntlm" => text("username").map(|name| format!("an NTLM login of {name}")),
        "kerberos" => text("client").map(|name| format!("a Kerberos exchange of {name}")),
        "conn" => text("service").map(|service| format!("a connection with {service}")),
        _ => None,
    };
    object.unwrap_or_else(|| format!("such a record of kind {}", row.kind()))
}

/// What set it off, and all else of the same connections.
fn log(case: &Case<'_>) -> Result<Vec<LogLine>, AnalystError> {
    let uids: BTreeSet<Id> = case
        .evidence
        .iter()
        .filter_map(|row| match row.get("uid") {
            Value::Id(uid) => Some(uid),
            _ => None,
        })
        .take(20)
        .collect();
    let mut rows: Vec<Row> = case.evidence.to_vec();
    if !uids.is_empty() {
        let any: Vec<_> = uids.iter().map(|uid| uid.to_string()).collect();
        let (from, to) = case.span();
        rows.extend(
            case.records.find(&format!("uid:({})", any.join(" OR ")), from, to, false, LOG_MAX)?.rows,
        );
    }
    rows.sort_by_key(|row| (row.ts(), row.id()));
    rows.dedup_by_key(|row| row.id());
    let set_off: BTreeSet<RecordId> = case.evidence.iter().map(Row::id).collect();
    let line = |row: &Row| LogLine {
        id: row.id(),
        ts: row.ts(),
        kind: row.kind(),
        message: row.message(),
        evidence: set_off.contains(&row.id()),
    };
    Ok(rows.iter().take(LOG_MAX).map(line).collect())
}

/// Everything of either host.
fn around(act: &Act) -> String {
    let addresses: Vec<_> = [act.source.address, act.destination.address]
        .into_iter()
        .flatten()
        .map(|address| {
            let address = quoted(&address.to_string());
            format!("id.orig_h:{address} OR id.resp_h:{address}")
        })
        .collect();
    if addresses.is_empty() { same_condition(&act.principal) } else { addresses.join(" OR ") }
}
