//! `thymus breach bundle`, and the packets, files and model texts that go into it.

use super::find;
use crate::cli;
use crate::data::{self, Stored};
use crate::models::{Library, versions};
use crate::registry::registry;
use crate::{Outcome, file_store, packets};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::BufWriter;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use thymus_analyst::bundle::{self, Evidence};
use thymus_analyst::{Question, open};
use thymus_capture::PcapngWriter;
use thymus_capture::store::{Query, StoreReader};
use thymus_record::Timestamp;

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub(super) fn run(arguments: &cli::BreachBundle) -> Result<Outcome> {
    let store = data::open(&arguments.data)?;
    let breach = find(&*store, &arguments.id)?;
    let question = Question { zone: arguments.zone.clone().unwrap_or_else(jiff::tz::TimeZone::system) };
    let records = Stored(&*store);
    let opened = open(breach, &records, &question)?;
    let kept = Kept::of(&arguments.data)?;
    let failed = || format!("cannot write {}", arguments.output.display());
    let out = BufWriter::new(File::create(&arguments.output).with_context(failed)?);
    let packed = bundle::write(&opened, &records, &kept, &question.zone, out).with_context(failed)?;
    eprintln!("{} packets, {} files, {} records", packed.packets, packed.files, packed.records);
    Ok(Outcome::Done)
}

/// What a data directory keeps that can prove something.
pub(crate) struct Kept {
    data: PathBuf,
    library: Library,
}

impl Kept {
    pub(crate) fn of(data: &Path) -> Result<Self> {
        let mut library = Library::shipped(registry());
        library.add_directory(&data::models(data), registry())?;
        Ok(Self { data: data.to_owned(), library })
    }
}

impl Evidence for Kept {
    fn packets(
        &self,
        host: IpAddr,
        peer: Option<IpAddr>,
        from: Timestamp,
        to: Timestamp,
        out: &mut Vec<u8>,
    ) -> Result<u64, Failure> {
        let directory = packets::directory(&self.data);
        if !directory.is_dir() {
            return Ok(0);
        }
        let store = StoreReader::open(&directory)?;
        let query = Query { host: Some(host), peer, port: None, from, to };
        let mut writer = PcapngWriter::new(out, "thymus", Some("evidence of a breach"))?;
        let found = store.extract(&query, |packet| writer.packet(packet, None))?;
        writer.finish()?;
        Ok(found.packets)
    }

    fn file(&self, sha256: &str, out: &mut Vec<u8>) -> Result<bool, Failure> {
        file_store::content(&self.data, sha256, out).map_err(Into::into)
    }

    fn model_text(&self, model: &str, version: &str) -> Option<String> {
        versions::text(&self.data, model, version)
    }

    fn model_text_now(&self, model: &str) -> Option<String> {
        self.library.find(model).map(|held| held.model.text().to_string())
    }
}
