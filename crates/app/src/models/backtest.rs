//! `thymus models backtest`: what models would have raised on what is stored, compared with what was raised.

mod comparison;

use super::Library;
use super::library::{FileRole, files_below, is_error, read};
use crate::Outcome;
use crate::cli;
use crate::data;
use crate::registry::registry;
use crate::search::range;
use anyhow::{Result, bail, ensure};
use comparison::Comparison;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use thymus_detect::{Breach, Detector, Options};
use thymus_model::{Exception, Model, TimeZone};
use thymus_record::query::Filter;
use thymus_record::{Interval, RecordId, Row, Timestamp, Value};
use thymus_store::{EventStore, Order, PAGE_ROWS_MAX, Search, TimeRange};

/// More breaches of one model are no result that a person can look at.
const BREACHES_MAX: usize = 100_000;

pub(super) fn run(arguments: &cli::ModelsBacktest) -> Result<Outcome> {
    let models = models(&arguments.paths)?;
    let mut library = Library::shipped(registry());
    library.add_directory(&data::models(&arguments.span.data), registry())?;
    let store = data::open(&arguments.span.data)?;
    for model in &models {
        let asked = range(&arguments.span);
        let test = Backtest { store: &*store, model, exceptions: &library.exceptions, asked };
        print!("{}", test.run()?.in_words(&model.id));
    }
    Ok(Outcome::Done)
}

/// The models of these files, switched on; a file with an error stops the test.
fn models(paths: &[PathBuf]) -> Result<Vec<Arc<Model>>> {
    let mut models = Vec::new();
    for path in paths {
        ensure!(path.exists(), "there is no {}", path.display());
        for file in files_below(path)?.iter().filter(|file| FileRole::of(file) == Some(FileRole::Model)) {
            let text = read(file)?;
            let checked = Model::read(&text, registry());
            for diagnostic in &checked.diagnostics {
                eprint!("{}", diagnostic.render(&file.display().to_string(), &text));
            }
            match checked.value.filter(|_| !checked.diagnostics.iter().any(is_error)) {
                Some(mut model) => {
                    model.enabled = true;
                    models.push(Arc::new(model));
                }
                None => bail!("{} is refused", file.display()),
            }
        }
    }
    ensure!(!models.is_empty(), "there are no models");
    Ok(models)
}

/// One model over one span of what is stored.
struct Backtest<'s> {
    store: &'s dyn EventStore,
    model: &'s Arc<Model>,
    exceptions: &'s [Arc<Exception>],
    asked: TimeRange,
}

impl Backtest<'_> {
    fn run(&self) -> Result<Comparison> {
        Ok(Comparison::of(self.raised()?, self.would_raise()?))
    }

    /// The breaches of the model that are stored, but for those that an exception took away.
    fn raised(&self) -> Result<Vec<Row>> {
        let query = format!("kind:breach AND model_uuid:=\"{}\" AND NOT _exists_:suppressed", self.model.id);
        let filter = data::filter(&query)?;
        let mut raised = Vec::new();
        self.each(&filter, &mut |row| {
            raised.extend(Some(row).filter(|row| self.is_asked_for(row)));
            ensure!(raised.len() <= BREACHES_MAX, "{}", too_many());
            Ok(())
        })?;
        Ok(raised)
    }

    /// What the model raises on the records that are stored, in the order in which they could be known.
    fn would_raise(&self) -> Result<Vec<Row>> {
        let queries: Vec<_> = self.model.components.iter().map(|part| format!("({})", part.query)).collect();
        let filter = data::filter(&queries.join(" OR "))?;
        let options = Options { lateness: Interval::ZERO, zone: TimeZone::system(), ..Options::default() };
        let mut detector = Detector::new(&[Arc::clone(self.model)], self.exceptions, registry(), options);
        let (mut breaches, mut raised) = (Vec::new(), Vec::new());
        let mut waiting: BTreeMap<(Timestamp, RecordId), Row> = BTreeMap::new();
        let mut settle = |breaches: &mut Vec<Breach>| {
            let rows = breaches.drain(..).filter(|breach| !breach.is_suppressed()).map(|breach| breach.row());
            raised.extend(rows.filter(|row| self.is_asked_for(row)));
            ensure!(raised.len() <= BREACHES_MAX, "{}", too_many());
            Ok(())
        };
        self.each(&filter, &mut |row| {
            let now = row.ts();
            waiting.insert((known_at(&row), row.id()), row);
            // What comes later begins later, and cannot be known before it begins.
            while let Some(entry) = waiting.first_entry().filter(|entry| entry.key().0 < now) {
                let (known, _) = *entry.key();
                detector.advance(known, &mut breaches);
                detector.observe(&entry.remove(), &mut breaches);
            }
            settle(&mut breaches)
        })?;
        for ((known, _), row) in waiting.into_iter().filter(|((known, _), _)| *known < self.asked.to) {
            detector.advance(known, &mut breaches);
            detector.observe(&row, &mut breaches);
        }
        detector.finish(&mut breaches);
        settle(&mut breaches)?;
        Ok(raised)
    }

    /// Whether a breach was raised in the span that is asked for, and not while the windows were still filling.
    fn is_asked_for(&self, breach: &Row) -> bool {
        matches!(breach.get("raised"), Value::Time(raised) if raised >= self.asked.from && raised < self.asked.to)
    }

    /// Hands over every record that passes, the oldest first, from as long before the span as the model remembers.
    fn each(&self, filter: &Filter, take: &mut dyn FnMut(Row) -> Result<()>) -> Result<()> {
        let before = Timestamp(self.asked.from.0.saturating_sub(self.model.memory().0));
        let from = self.asked.from.min(before);
        let range = TimeRange { from, to: self.asked.to };
        let mut search =
            Search { range, order: Order::OldestFirst, limit: PAGE_ROWS_MAX, ..Search::new(filter) };
        loop {
            let page = self.store.search(&search)?;
            if let Some(reason) = page.partial.filter(|_| page.next.is_none()) {
                eprintln!("thymus: {}: not everything was looked at ({reason:?})", self.model.id);
            }
            page.rows.into_iter().try_for_each(&mut *take)?;
            let Some(next) = page.next else { return Ok(()) };
            search.after = Some(next);
        }
    }
}

/// When a record could be known: at its end, where it has one.
fn known_at(row: &Row) -> Timestamp {
    match (row.get("raised"), row.get("duration")) {
        (Value::Time(raised), _) if row.kind() == thymus_detect::KIND => raised,
        (_, Value::Interval(length)) if length > Interval::ZERO => row.ts() + length,
        _ => row.ts(),
    }
}

fn too_many() -> String {
    format!("the model raises more than {BREACHES_MAX} breaches; ask for less with --from and --to")
}
