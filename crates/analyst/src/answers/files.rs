//! Were files moved?

use super::{Answer, Case};
use crate::records::{AnalystError, quoted};
use crate::words;
use std::collections::BTreeMap;
use thymus_record::{RecordId, Row, Value};

/// So many records about files are read.
const ROWS_MAX: usize = 2_000;

/// So many files are told.
const FILES_MAX: usize = 8;

/// What was done with one file.
#[derive(Default)]
struct Moved {
    read: bool,
    written: bool,
    renamed_from: Option<String>,
    deleted: bool,
    bytes: Option<u64>,
    sha256: Option<String>,
    mime_type: Option<String>,
    proof: Vec<RecordId>,
}

pub(crate) fn files(case: &Case<'_>) -> Result<Answer, AnalystError> {
    let mut answer = Answer::to("Were files moved?");
    let (rows, query) = case.between(
        "kind:smb_files OR (kind:files AND NOT (mime_type:*certificate* OR mime_type:application/pkix*)) OR kind:scheduled_job",
        ROWS_MAX,
    )?;
    answer.queries.push(query);
    let moved = gather(&rows);
    for (name, file) in moved.iter().take(FILES_MAX) {
        answer.say(sentence(name, file), file.proof.iter().copied());
    }
    if moved.len() > FILES_MAX {
        let rest = moved.values().skip(FILES_MAX).flat_map(|file| file.proof.iter().copied());
        answer.say(format!("And {}.", words::plural((moved.len() - FILES_MAX) as u64, "further file")), rest);
    }
    for job in rows.iter().filter(|row| row.kind() == "scheduled_job") {
        answer.say(runs(job), [job.id()]);
    }
    if moved.is_empty() {
        nothing(case, &mut answer)?;
    }
    Ok(answer)
}

fn gather(rows: &[Row]) -> BTreeMap<String, Moved> {
    let mut moved: BTreeMap<String, Moved> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind() == "smb_files") {
        let (Some(name), Some(action)) = (words::text(row.get("name")), words::text(row.get("action")))
        else {
            continue;
        };
        if row.get("directory") == Value::Bool(true) || action.contains("PIPE") {
            continue;
        }
        if let Some(fuid) = words::text(row.get("fuid")) {
            names.insert(fuid, name.clone());
        }
        note(&mut moved, name, &action, row);
    }
    for row in rows.iter().filter(|row| row.kind() == "files") {
        let fuid = words::text(row.get("fuid")).unwrap_or_default();
        let name = names.get(&fuid).cloned().or_else(|| words::text(row.get("filename")));
        let file = moved.entry(name.unwrap_or_else(|| format!("content {fuid}"))).or_default();
        file.sha256 = words::text(row.get("sha256")).or_else(|| file.sha256.take());
        file.mime_type = words::text(row.get("mime_type")).or_else(|| file.mime_type.take());
        if let Value::Count(bytes) = row.get("seen_bytes") {
            file.bytes = Some(bytes);
        }
        match row.get("is_orig") {
            Value::Bool(true) => file.written = true,
            _ => file.read = true,
        }
        file.proof.push(row.id());
    }
    moved.retain(|_, file| file.read || file.written || file.deleted || file.renamed_from.is_some());
    moved
}

fn note(moved: &mut BTreeMap<String, Moved>, name: String, action: &str, row: &Row) {
    let file = moved.entry(name).or_default();
    match action {
        "SMB::FILE_READ" => file.read = true,
        "SMB::FILE_WRITE" => file.written = true,
        "SMB::FILE_DELETE" => file.deleted = true,
        "SMB::FILE_RENAME" => file.renamed_from = words::text(row.get("prev_name")),
        _ => {}
    }
    for (field, direction) in [("bytes_read", false), ("bytes_written", true)] {
        if let Value::Count(bytes @ 1..) = row.get(field) {
            file.bytes = Some(bytes);
            if direction { file.written = true } else { file.read = true }
        }
    }
    file.proof.push(row.id());
}

fn sentence(name: &str, file: &Moved) -> String {
    let mut done = Vec::new();
    for (yes, word) in [(file.written, "written"), (file.read, "read"), (file.deleted, "deleted")] {
        if yes {
            done.push(word.to_owned());
        }
    }
    if let Some(before) = &file.renamed_from {
        done.push(format!("renamed from {before}"));
    }
    let mut facts: Vec<String> = file.bytes.map(words::size).into_iter().collect();
    facts.extend(file.mime_type.clone());
    facts.extend(file.sha256.as_ref().map(|hash| format!("SHA-256 {hash}")));
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    format!("{name} was {}{facts}.", words::list(&done))
}

/// What a job that crossed the network would run.
fn runs(job: &Row) -> String {
    let text = |field: &str| words::text(job.get(field));
    let name = text("path").or_else(|| text("task")).unwrap_or_else(|| "A job".to_owned());
    let program = text("program").unwrap_or_else(|| "a program that could not be read".to_owned());
    let arguments = text("arguments").map_or_else(String::new, |arguments| format!(" {arguments}"));
    let author = text("author").map_or_else(String::new, |author| format!(", made by {author}"));
    format!("{name} is a job that runs `{program}{arguments}`{author}.")
}

/// Nothing was seen; whether it could have been is another matter.
fn nothing(case: &Case<'_>, answer: &mut Answer) -> Result<(), AnalystError> {
    let (sessions, query) = case.between("kind:smb_session AND encrypted:true", 5)?;
    if sessions.is_empty() {
        answer.say("No file was seen to move between these hosts around it.", []);
    } else {
        answer.say(
            "Whether files were moved cannot be told: the SMB session between these hosts is encrypted.",
            sessions.iter().map(Row::id),
        );
    }
    answer.queries.push(query);
    let (from, _) = case.span();
    if let Some(address) = case.act.source.address {
        answer.queries.push(format!(
            "kind:files AND id.orig_h:{} AND ts:>={}",
            quoted(&address.to_string()),
            from.0 / 1_000_000_000
        ));
    }
    Ok(())
}
