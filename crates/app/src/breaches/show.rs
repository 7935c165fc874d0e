//! `thymus breach show`: the four answers, each with its proof.

use super::find;
use super::list::text;
use crate::Outcome;
use crate::cli;
use crate::data::{self, Stored};
use crate::search::{clean, time};
use anyhow::Result;
use serde_json::{Value, json};
use std::fmt::Write as _;
use thymus_analyst::{Opened, Question, open};

/// So many proofs of a sentence are told; all of them with --json.
const PROOFS_MAX: usize = 4;

/// So many lines of the event log are told; all of them with --json.
const LOG_MAX: usize = 30;

pub(super) fn run(arguments: &cli::BreachShow) -> Result<Outcome> {
    let store = data::open(&arguments.data)?;
    let breach = find(&*store, &arguments.id)?;
    let question = Question { zone: arguments.zone.clone().unwrap_or_else(jiff::tz::TimeZone::system) };
    let opened = open(breach, &Stored(&*store), &question)?;
    if arguments.json {
        println!("{}", as_json(&opened, &question));
    } else {
        print!("{}", as_text(&opened));
    }
    Ok(Outcome::Done)
}

fn as_text(opened: &Opened) -> String {
    let breach = &opened.breach;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  (priority {}, score {})",
        text(breach, "model"),
        text(breach, "priority"),
        text(breach, "score")
    );
    let _ = writeln!(out, "{}\n", text(breach, "summary"));
    for answer in &opened.answers {
        let _ = writeln!(out, "{}", answer.question);
        for sentence in &answer.sentences {
            let shown: Vec<_> = sentence.proof.iter().take(PROOFS_MAX).map(ToString::to_string).collect();
            let more = sentence.proof.len().saturating_sub(PROOFS_MAX);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let proof =
                if shown.is_empty() { String::new() } else { format!("  [{}{more}]", shown.join(" ")) };
            let _ = writeln!(out, "  {}{proof}", clean(&sentence.text));
        }
        for query in &answer.queries {
            let _ = writeln!(out, "    by hand: {}", clean(query));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "Event log (* set the breach off)");
    for line in opened.log.iter().take(LOG_MAX) {
        let star = if line.evidence { '*' } else { ' ' };
        let _ = writeln!(out, "{star} {} {} {}", time(line.ts), line.id, clean(&line.message));
    }
    if opened.log.len() > LOG_MAX {
        let _ = writeln!(out, "  and {} lines more", opened.log.len() - LOG_MAX);
    }
    let _ = writeln!(out, "\nWhy this score");
    if let thymus_record::Value::List(parts) = breach.get("score_parts") {
        for part in parts.iter() {
            let _ = writeln!(out, "  {}", crate::search::value(part));
        }
    }
    let _ = writeln!(out, "Search around it: {}", clean(&opened.around));
    out
}

pub(crate) fn as_json(opened: &Opened, question: &Question) -> Value {
    let host = |host: &thymus_analyst::Host| json!({"address": host.address, "device": host.device, "name": host.name});
    json!({
        "breach": serde_json::from_str::<Value>(&crate::search::id_and_json(&opened.breach)).unwrap_or(Value::Null),
        "source": host(&opened.source),
        "destination": host(&opened.destination),
        "account": opened.account,
        "answers": opened.answers.iter().map(|answer| json!({
            "question": answer.question,
            "sentences": answer.sentences.iter().map(|sentence| json!({
                "text": sentence.text,
                "proof": sentence.proof.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "queries": answer.queries,
        })).collect::<Vec<_>>(),
        "recurrence": opened.recurrence.iter().map(|card| json!({
            "what": card.what,
            "sentence": card.sentence(&question.zone),
            "query": card.query,
            "query_of_all": card.query_of_all,
            "records": card.pattern.records,
            "occasions": card.pattern.occasions,
            "days": card.pattern.days,
            "hours": card.pattern.hours,
            "first": card.pattern.first.map(time),
            "last": card.pattern.last.map(time),
            "other_pairs": card.other_pairs,
            "partial": card.partial,
            "proof": card.proof.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "log": opened.log.iter().map(|line| json!({
            "id": line.id.to_string(),
            "ts": time(line.ts),
            "kind": line.kind,
            "message": line.message,
            "evidence": line.evidence,
        })).collect::<Vec<_>>(),
        "around": {"query": opened.around, "from": time(opened.from), "to": time(opened.to)},
    })
}
