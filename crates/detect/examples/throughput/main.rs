//! Measures detection: `cargo run --release -p thymus-detect --example throughput -- models CAPTURE [MODELS] [RUNS]`.
//!
//! The records of the capture, with the facts about their ends, run through the models of the folder. Where more models are asked for than there are,
//! copies of them run under other ids: more is found for a record than by as many different models, so the figure is on the safe side. Three stages are
//! timed, each by itself and with all records made before: copying what the engine hands over, naming who is who, and detection from handing over the
//! first record to the last breach. Times are those that the processor spent on this thread; what others do on the machine is not in them.
#![allow(clippy::indexing_slicing, reason = "places are counted before they are chosen")]
#![allow(clippy::print_stdout, reason = "it is what the example is for")]

mod library;
mod records;
mod watch;

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use thymus_detect::{BreachRecord, Detector, Options};
use thymus_entity::{Entities, Limits, Networks};
use thymus_model::Model;
use thymus_record::{Declared as _, Registry, Row};
use watch::Watch;

const USAGE: &str = "usage: throughput FOLDER CAPTURE [MODELS] [RUNS]";

/// How many models the bar is about.
const MODELS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or(USAGE)?);
    let capture = PathBuf::from(arguments.next().ok_or(USAGE)?);
    let mut number = |otherwise: usize| arguments.next().map_or(Ok(otherwise), |text| text.parse::<usize>());
    let (wanted, runs) = (number(MODELS)?, number(3)?);
    let registry = registry();
    let models = library::models(&folder, wanted, &registry)?;
    let components: usize = models.iter().map(|model| model.components.len()).sum();
    let rows = records::of(&capture)?;
    println!("{} models with {components} components, {} records", models.len(), rows.len());
    for _ in 0..runs {
        measure(&models, &rows, &registry);
    }
    Ok(())
}

/// The kinds and facts of the program.
fn registry() -> Registry {
    let mut kinds = thymus_proto::registry::schemas();
    kinds.extend(thymus_entity::schemas());
    kinds.push(BreachRecord::declaration());
    Registry::new(kinds, thymus_entity::facts())
}

fn measure(models: &[Arc<Model>], rows: &[Row], registry: &Registry) {
    let count = rows.len();
    let watch = Watch::start();
    let mut rows: Vec<Row> = rows.to_vec();
    watch.say("copy", count, "");
    let mut entities = Entities::new(Networks::default(), Limits::default());
    let watch = Watch::start();
    let mut changes = 0;
    for row in &mut rows {
        changes += entities.observe(row).len();
    }
    watch.say("entity", count, &format!("{changes} changes, {:?}", entities.sizes()));
    let mut detector = Detector::new(models, &[], registry, Options::default());
    let mut breaches = Vec::new();
    let watch = Watch::start();
    for row in rows {
        detector.observe(&row, &mut breaches);
    }
    let usage = detector.usage();
    detector.finish(&mut breaches);
    let statistics = detector.statistics();
    let matched = statistics.rows_matched as f64 * 100.0 / statistics.rows as f64;
    watch.say("detect", count, &format!("matched {matched:.1} %, {} breaches, {usage:?}", breaches.len()));
}
