//! Measures detection: `cargo run --release -p thymus-detect --example throughput -- models [MODELS] [ROWS] [RUNS]`.
//!
//! The models of the folder run over the records of a made-up company, 57 % connections, 21 % DNS, 8 % HTTP, 8 % files over SMB, and RPC, Kerberos, TLS
//! and NTLM. Where more models are asked for than there are, copies of them run under other ids, so that twice as many are found for a record. Records are made before the clock
//! runs; the time is that of one thread from handing over the first record to the last breach.
#![allow(clippy::indexing_slicing, reason = "places are counted before they are chosen")]
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![allow(clippy::print_stdout, reason = "it is what the example is for")]

mod company;

use company::Company;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use thymus_detect::{BreachRecord, Detector, Options};
use thymus_model::Model;
use thymus_record::{Declared as _, Registry, Row};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: throughput FOLDER [MODELS] [ROWS] [RUNS]")?);
    let mut number = |otherwise: usize| arguments.next().map_or(Ok(otherwise), |text| text.parse::<usize>());
    let (wanted, count, runs) = (number(200)?, number(400_000)?, number(3)?);
    let registry = registry();
    let models = models(&folder, wanted, &registry)?;
    let components: usize = models.iter().map(|model| model.components.len()).sum();
    let rows = Company::new(&registry, 1).rows(count);
    println!("{} models with {components} components, {} records", models.len(), rows.len());
    for _ in 0..runs {
        measure(&models, &rows, &registry);
    }
    Ok(())
}

fn measure(models: &[Arc<Model>], rows: &[Row], registry: &Registry) {
    let mut detector = Detector::new(models, &[], registry, Options::default());
    let mut breaches = Vec::new();
    let started = Instant::now();
    for row in rows {
        detector.observe(row, &mut breaches);
    }
    let usage = detector.usage();
    detector.finish(&mut breaches);
    let seconds = started.elapsed().as_secs_f64();
    let statistics = detector.statistics();
    println!(
        "{:>9.0} records/s  {seconds:.3} s  matched {:.2} %  breaches {}  {usage:?}",
        rows.len() as f64 / seconds,
        statistics.rows_matched as f64 * 100.0 / statistics.rows as f64,
        breaches.len(),
    );
    let started = Instant::now();
    let bytes = detector.snapshot();
    println!("          snapshot {} bytes in {:.3} s", bytes.len(), started.elapsed().as_secs_f64());
}

fn registry() -> Registry {
    let mut kinds = thymus_proto::registry::schemas();
    kinds.push(BreachRecord::declaration());
    Registry::new(kinds, company::FACTS.iter())
}

/// The models of the folder, and as many copies as it takes.
fn models(folder: &Path, wanted: usize, registry: &Registry) -> Result<Vec<Arc<Model>>, Box<dyn Error>> {
    let mut texts = Vec::new();
    collect(folder, &mut texts)?;
    texts.sort();
    let mut models: Vec<Arc<Model>> = Vec::new();
    for round in 0.. {
        for text in &texts {
            let text = if round == 0 { text.clone() } else { varied(text, round) };
            models.extend(Model::read(&text, registry).value.map(Arc::new));
            if models.len() == wanted {
                return Ok(models);
            }
        }
        if round > 100 {
            return Err("no model of the folder can be read".into());
        }
    }
    Ok(models)
}

fn collect(folder: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if name.ends_with(".yaml")
            && !name.ends_with(".test.yaml")
            && !name.ends_with("exceptions.yaml")
        {
            texts.push(std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The model under another id.
fn varied(text: &str, round: usize) -> String {
    let lines = text.lines().map(|line| match line.split_once("id: ") {
        Some(("", id)) => format!("id: {id}-{round}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}
