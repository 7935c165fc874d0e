//! Plays a scenario and says how much there is of what.
//!
//! ```text
//! simulate SCENARIO [--seed N] [--days N] [--from SECONDS] [--to SECONDS] [--pcap FILE] [--truth FILE] [--engine]
//! ```
//!
//! `--from` and `--to` are seconds after the beginning of the first day. `--engine` gives the packets to the engine
//! and counts its records by kind.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use thymus_proto::{Engine, Settings};
use thymus_record::Record;
use thymus_sim::{Company, Scenario};
use thymus_wire::{Interval, LinkType, Timestamp};

type AnyError = Box<dyn std::error::Error>;

#[derive(Default)]
struct Options {
    scenario: String,
    seed: Option<u64>,
    days: Option<u32>,
    from: Option<i64>,
    to: Option<i64>,
    pcap: Option<String>,
    truth: Option<String>,
    engine: bool,
}

fn options() -> Result<Options, AnyError> {
    let mut options = Options::default();
    let mut words = std::env::args().skip(1);
    options.scenario = words.next().ok_or("which scenario: demo, quiet or attacks?")?;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--seed" => options.seed = Some(value()?.parse()?),
            "--days" => options.days = Some(value()?.parse()?),
            "--from" => options.from = Some(value()?.parse()?),
            "--to" => options.to = Some(value()?.parse()?),
            "--pcap" => options.pcap = Some(value()?),
            "--truth" => options.truth = Some(value()?),
            "--engine" => options.engine = true,
            other => return Err(format!("{other} is no option").into()),
        }
    }
    Ok(options)
}

/// Counts records by kind, and anomalies by name.
type Counts = Arc<Mutex<BTreeMap<String, u64>>>;

fn engine(counts: &Counts) -> Engine {
    let counts = Arc::clone(counts);
    let sink = move |record: &dyn Record| {
        let kind = record.schema().kind;
        let name = if kind == "weird" { weird(record) } else { kind.to_owned() };
        if let Ok(mut counts) = counts.lock() {
            *counts.entry(name).or_default() += 1;
        }
    };
    Engine::new(Settings::default(), Box::new(sink))
}

/// The name of an anomaly.
fn weird(record: &dyn Record) -> String {
    let index = record.schema().fields.iter().position(|field| field.name == "name").unwrap_or(0);
    match record.value(index) {
        thymus_record::Value::Text(name) => format!("weird {name}"),
        _ => "weird".to_owned(),
    }
}

/// A capture with times in nanoseconds.
fn capture(path: &str) -> Result<BufWriter<File>, AnyError> {
    let mut output = BufWriter::with_capacity(1 << 20, File::create(path)?);
    output.write_all(&0xa1b2_3c4d_u32.to_le_bytes())?;
    output.write_all(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
    output.write_all(&262_144_u32.to_le_bytes())?;
    output.write_all(&1_u32.to_le_bytes())?;
    Ok(output)
}

fn put(output: &mut impl Write, time: Timestamp, frame: &[u8]) -> std::io::Result<()> {
    let length = frame.len() as u32;
    for number in [time.seconds() as u32, time.subsecond_nanos() as u32, length, length] {
        output.write_all(&number.to_le_bytes())?;
    }
    output.write_all(frame)
}

#[allow(clippy::disallowed_methods, reason = "how long it took is what this program is for")]
fn main() -> Result<(), AnyError> {
    let options = options()?;
    let days = options.days.unwrap_or(Scenario::DAYS);
    let begun = Instant::now();
    let company =
        Scenario::named(&options.scenario)?.company(options.seed.unwrap_or(1), Scenario::START, days)?;
    println!("{} devices, made in {:.3} s", company.devices().len(), begun.elapsed().as_secs_f64());
    if let Some(path) = &options.truth {
        company.write_truth(BufWriter::new(File::create(path)?))?;
    }
    play(&options, &company)
}

#[allow(clippy::disallowed_methods, reason = "how long it took is what this program is for")]
fn play(options: &Options, company: &Company) -> Result<(), AnyError> {
    let span = company.span();
    let after = |seconds: i64| span.start + Interval::from_seconds(seconds);
    let window = options.from.map_or(span.start, after)..options.to.map_or(span.end, after);
    let counts = Counts::default();
    let mut engine = options.engine.then(|| engine(&counts));
    let mut output = options.pcap.as_deref().map(capture).transpose()?;
    let begun = Instant::now();
    let mut packets = company.packets(window);
    let mut ordinal = 0;
    while let Some((time, frame)) = packets.next() {
        if let Some(engine) = &mut engine {
            engine.packet(time, ordinal, LinkType::ETHERNET, frame, frame.len() as u32, None);
        }
        if let Some(output) = &mut output {
            put(output, time, frame)?;
        }
        ordinal += 1;
    }
    if let Some(engine) = &mut engine {
        engine.finish();
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{} packets, {} MB, {} flows cut off, in {seconds:.2} s: {:.0} packets/s",
        packets.count(),
        packets.bytes() / 1_000_000,
        packets.overruns(),
        packets.count() as f64 / seconds,
    );
    for (name, count) in counts.lock().map_err(|_| "the counts are lost")?.iter() {
        println!("{count:>10} {name}");
    }
    Ok(())
}
