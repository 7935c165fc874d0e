//! `thymus capture`: packets of an interface in, records out, as they come.

mod ring;

use crate::Outcome;
use crate::cli;
use crate::file_store;
use crate::packets::Keeper;
use crate::pipeline::{self, Output};
use anyhow::{Context as _, Result};
pub(crate) use ring::{Counters, Reader};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use thymus_capture::live::{LiveOptions, Ring, User, drop_privileges};
use thymus_capture::store::{StoreOptions, WhenBehind};
use thymus_proto::Settings;

pub(crate) fn run(arguments: &cli::Capture) -> Result<Outcome> {
    let stop = stop_on_signals()?;
    let rings = Ring::open_group(&live_options(arguments)?, arguments.rings.max(1), group())?;
    if let Some(name) = &arguments.user {
        drop_privileges(User::named(name)?)?;
    }
    let keeper = Arc::new(Mutex::new(Keeper::open(arguments.data.as_deref(), store_options(arguments))?));
    let output = Output::create(arguments.out.as_deref())?.written_at_once();
    let settings = Settings { hash_files: !arguments.no_hash, ..Settings::default() };
    eprintln!("thymus: capturing from {} (rings: {}); stop with Ctrl-C", arguments.interface, rings.len());

    let options =
        file_store::Options { bytes_max: arguments.files_bytes, when_behind: file_store::WhenBehind::Drop };
    let files = file_store::Keeper::open(arguments.data.as_deref(), options)?;
    let (lanes, writer) = pipeline::lanes(rings.len(), &settings, output, &files)?;
    let readers = rings.into_iter().zip(lanes).map(|(ring, lane)| {
        let (keeper, stop_reader) = (Arc::clone(&keeper), Arc::clone(&stop));
        let reader = Reader { ring, lane, keeper, stop: stop_reader, counters: Arc::default() };
        let (until, stop) = (arguments.stop_after, Arc::clone(&stop));
        std::thread::Builder::new().name("capture".to_owned()).spawn(move || {
            let counted = reader.run(until);
            // When one ends, by time or by failure, the others are to end too.
            stop.store(true, Ordering::Relaxed);
            counted
        })
    });
    let readers = readers.collect::<std::io::Result<Vec<_>>>().context("cannot start a thread")?;
    let mut counted = Vec::new();
    for reader in readers {
        counted.push(reader.join().map_err(|_| anyhow::anyhow!("a capturing thread panicked"))??);
    }
    let records = writer.join().map_err(|_| anyhow::anyhow!("the writer panicked"))??.finish()?;
    let left_out = finish_keeper(keeper)?;
    let kept = files.finish()?;
    report(&counted, left_out, &kept, &records);
    Ok(Outcome::Done)
}

/// Two groups on one machine must not have the same number; the process's own will do.
fn group() -> u16 {
    (std::process::id() & 0xffff) as u16
}

fn stop_on_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).context("cannot listen for signals")?;
    }
    Ok(stop)
}

fn live_options(arguments: &cli::Capture) -> Result<LiveOptions> {
    let ring_bytes = usize::try_from(arguments.ring_bytes)
        .context("--ring-bytes is more than this machine can address")?;
    Ok(LiveOptions { ring_bytes, ..LiveOptions::new(&arguments.interface) })
}

fn store_options(arguments: &cli::Capture) -> StoreOptions {
    StoreOptions {
        bytes_max: arguments.store_bytes,
        age_max: arguments.store_age,
        when_behind: WhenBehind::Drop,
        ..StoreOptions::default()
    }
}

fn finish_keeper(keeper: Arc<Mutex<Keeper>>) -> Result<u64> {
    match Arc::into_inner(keeper).map(Mutex::into_inner) {
        Some(Ok(keeper)) => keeper.finish(),
        _ => Ok(0),
    }
}

fn report(
    counted: &[ring::Counted],
    left_out: u64,
    kept: &file_store::Kept,
    records: &[(&'static str, u64)],
) {
    let packets: u64 = counted.iter().map(|ring| ring.analysed).sum();
    let dropped: u64 = counted.iter().map(|ring| ring.dropped_by_kernel).sum();
    eprintln!(
        "{packets} packets, {dropped} dropped by the kernel, {left_out} not kept because the disk was behind"
    );
    eprintln!("{} files kept, {} not kept because the disk was behind", kept.files, kept.left_out);
    for (kind, records) in records {
        eprintln!("{records:>12} {kind}");
    }
}
