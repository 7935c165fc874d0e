//! The evidence bundle: everything that proves a breach, in one ZIP archive.
//!
//! ```text
//! manifest.json     what is in here, each with its size and SHA-256, and what could not be had
//! answers.md        the four answers with their proofs, for people
//! breach.json       the breach
//! records.ndjson    the records of both hosts around it, the breach's own among them
//! log.txt           the event log
//! model-then.yaml   the model as it was when it fired; model-now.yaml if it has changed since
//! packets.pcapng    the packets between both hosts, two and a half minutes around
//! files/…           the content of files that moved, named by SHA-256 and name
//! ```
//!
//! `thymus analyze` reads a bundle and takes its packets. The archive is the same, byte for byte, whenever it is made from the same data.

mod pack;
mod report;

use crate::opened::Opened;
use crate::records::{AnalystError, Records};
use crate::words;
use jiff::tz::TimeZone;
use pack::Pack;
use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::net::IpAddr;
use thymus_record::{Record as _, Row, Timestamp};

/// So many records go into a bundle.
const RECORDS_MAX: usize = 20_000;

/// So many files.
const FILES_MAX: usize = 200;

/// The name of the packets in a bundle, by which they are found again.
pub const PACKETS: &str = "packets.pcapng";

/// Where packets, files and models are taken from.
pub trait Evidence {
    /// Writes the packets of this host, and if it is given this peer, as pcapng. Returns how many there were.
    ///
    /// # Errors
    /// Fails where packets are kept but cannot be read.
    fn packets(
        &self,
        host: IpAddr,
        peer: Option<IpAddr>,
        from: Timestamp,
        to: Timestamp,
        out: &mut Vec<u8>,
    ) -> Result<u64, Box<dyn std::error::Error + Send + Sync>>;

    /// Writes the content that has this SHA-256. False where it is not kept.
    ///
    /// # Errors
    /// Fails where the content is kept but cannot be read.
    fn file(&self, sha256: &str, out: &mut Vec<u8>)
    -> Result<bool, Box<dyn std::error::Error + Send + Sync>>;

    /// The text of a model in this version.
    fn model_text(&self, model: &str, version: &str) -> Option<String>;

    /// The text of the model as it is now.
    fn model_text_now(&self, model: &str) -> Option<String>;
}

/// What went into a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Packets.
    pub packets: u64,
    /// Files.
    pub files: u64,
    /// Records.
    pub records: u64,
}

/// Writes the bundle of an opened breach.
///
/// # Errors
/// Fails where the archive cannot be written or the evidence cannot be read. What is not kept any more is no error: the
/// manifest says that it is missing.
pub fn write<W: Write + Seek>(
    opened: &Opened,
    records: &dyn Records,
    evidence: &dyn Evidence,
    zone: &TimeZone,
    out: W,
) -> Result<Packed, AnalystError> {
    let mut pack = Pack::new(out);
    let mut packed = Packed::default();
    pack.add("answers.md", report::markdown(opened, zone).as_bytes())?;
    pack.add("breach.json", &json(&opened.breach))?;
    pack.add("log.txt", report::log(opened, zone).as_bytes())?;
    models(opened, evidence, &mut pack)?;
    let rows = records.find(&opened.around, opened.from, opened.to, false, RECORDS_MAX)?;
    packed.records = rows.rows.len() as u64;
    pack.add("records.ndjson", &lines(&rows.rows))?;
    if rows.partial {
        pack.missing(format!("records.ndjson has the first {RECORDS_MAX} records only"));
    }
    packed.packets = packets(opened, evidence, &mut pack)?;
    packed.files = files(&rows.rows, evidence, &mut pack)?;
    pack.finish(&opened.breach)?;
    Ok(packed)
}

fn models<W: Write + Seek>(
    opened: &Opened,
    evidence: &dyn Evidence,
    pack: &mut Pack<W>,
) -> Result<(), AnalystError> {
    let text = |field: &str| words::text(opened.breach.get(field)).unwrap_or_default();
    let (model, version) = (text("model_uuid"), text("model_version"));
    let then = evidence.model_text(&model, &version);
    let now = evidence.model_text_now(&model);
    match &then {
        Some(then) => pack.add("model-then.yaml", then.as_bytes())?,
        None => pack.missing(format!("the text of model {model} in version {version} is not kept")),
    }
    match now {
        Some(now) if Some(&now) != then.as_ref() => pack.add("model-now.yaml", now.as_bytes()),
        _ => Ok(()),
    }
}

fn packets<W: Write + Seek>(
    opened: &Opened,
    evidence: &dyn Evidence,
    pack: &mut Pack<W>,
) -> Result<u64, AnalystError> {
    let hosts: Vec<_> = [opened.source.address, opened.destination.address].into_iter().flatten().collect();
    let Some(host) = hosts.first() else {
        pack.missing("packets: the breach has no address".to_owned());
        return Ok(0);
    };
    let mut bytes = Vec::new();
    let count = evidence
        .packets(*host, hosts.get(1).copied(), opened.from, opened.to, &mut bytes)
        .map_err(|source| AnalystError::Evidence { what: "packets".to_owned(), source })?;
    if count == 0 {
        pack.missing("packets: none of this time are kept".to_owned());
        return Ok(0);
    }
    pack.add(PACKETS, &bytes)?;
    Ok(count)
}

fn files<W: Write + Seek>(
    rows: &[Row],
    evidence: &dyn Evidence,
    pack: &mut Pack<W>,
) -> Result<u64, AnalystError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let by_fuid: BTreeMap<String, String> = rows
        .iter()
        .filter(|row| row.kind() == "smb_files")
        .filter_map(|row| Some((words::text(row.get("fuid"))?, words::text(row.get("name"))?)))
        .collect();
    for row in rows.iter().filter(|row| row.kind() == "files") {
        let Some(hash) = words::text(row.get("sha256")) else { continue };
        let fuid = words::text(row.get("fuid")).unwrap_or_default();
        let name = by_fuid.get(&fuid).cloned().or_else(|| words::text(row.get("filename")));
        names.entry(hash).or_insert_with(|| name.unwrap_or(fuid));
    }
    let mut count = 0;
    for (hash, name) in names.iter().take(FILES_MAX) {
        let mut bytes = Vec::new();
        let kept = evidence
            .file(hash, &mut bytes)
            .map_err(|source| AnalystError::Evidence { what: format!("the file {hash}"), source })?;
        if kept {
            pack.add(&format!("files/{hash}-{}", safe(name)), &bytes)?;
            count += 1;
        } else {
            pack.missing(format!("file {name} ({hash}): its content is not kept"));
        }
    }
    Ok(count)
}

/// The last part of a name from the network, with nothing in it that a file system could take amiss.
fn safe(name: &str) -> String {
    let last = name.rsplit(['\\', '/']).next().unwrap_or(name);
    let kept = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let safe: String = last.chars().take(80).map(kept).collect();
    safe.trim_start_matches('.').to_owned()
}

fn json(row: &Row) -> Vec<u8> {
    let mut out = Vec::new();
    row.write_json(&mut out);
    out.push(b'\n');
    out
}

/// Each record with its id and kind before its fields, as the search prints them.
fn lines(rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let mut fields = Vec::new();
        row.write_json(&mut fields);
        out.extend_from_slice(format!(r#"{{"_id":"{}","_kind":"{}""#, row.id(), row.kind()).as_bytes());
        if fields.len() > 2 {
            out.push(b',');
        }
        out.extend_from_slice(fields.get(1..).unwrap_or(b"}"));
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_network_cannot_leave_the_archive() {
        assert_eq!(safe(r"..\..\Windows\Tasks\AV.job"), "AV.job");
        assert_eq!(safe("../../etc/passwd"), "passwd");
        assert_eq!(safe(".."), "");
        assert_eq!(safe("a b\0c?.exe"), "a_b_c_.exe");
    }
}
