//! Everything that runs, put together, and ended in the right order.

use super::api::Api;
use super::evidence::Evidence;
use super::health::Status;
use super::identities::Known;
use super::models::Catalogue;
use super::recorder::Recorder;
use super::signals::Signals;
use super::sources::{Directory, Intake, Interfaces};
use super::tally::{Source, SourceKind, Tally};
use super::{metrics, token};
use crate::configuration::{Configuration, SourceConfiguration};
use crate::investigation::{Investigation, Options, Pass, Place, Shared, WhenFull};
use crate::packets::Keeper;
use crate::pipeline::{self, Lane, Output};
use crate::registry::registry;
use crate::{clock, data, file_store};
use anyhow::{Context as _, Result, anyhow};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use thymus_capture::store::{StoreOptions, WhenBehind};
use thymus_proto::Settings;
use thymus_record::Timestamp;
use thymus_store::Store;
use thymus_web::{Clock, Feed, Services};

/// Everything that runs.
pub(super) struct Program {
    pub(super) store: Arc<Store>,
    pub(super) catalogue: Arc<Catalogue>,
    keeper: Arc<Mutex<Keeper>>,
    files: Arc<file_store::Keeper>,
    readers: Vec<JoinHandle<()>>,
    directories: Vec<JoinHandle<()>>,
    /// Keeps the writer going where there is no interface.
    spare: Option<Lane>,
    writer: JoinHandle<Result<Output>>,
    api: Api,
}

struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        clock::now()
    }
}

impl Program {
    pub(super) fn start(
        configuration: &Configuration,
        interfaces: Interfaces,
        listener: TcpListener,
        signals: &Signals,
    ) -> Result<Self> {
        let data = configuration.data.as_path();
        std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
        let settings = configuration.api.settings(token::of(data)?);
        let store = Arc::new(data::open_or_make(data, configuration.store_options())?);
        let options = options(configuration)?;
        let investigation = Investigation::new(&options, Pass::Live, Some(place(data, &store)))?;
        let shared = investigation.shared();
        let catalogue = Arc::new(Catalogue::new(options.clone(), data.to_owned(), shared.clone())?);
        let feed = Arc::new(Feed::new(clock::now()));
        let directories = directories(configuration);
        let sources = interfaces.sources.iter().cloned().chain(directories.iter().map(|it| it.2.clone()));
        let tally = Arc::new(Tally::new(sources.collect()));
        let live = interfaces.rings() > 0;
        let keeper = Arc::new(Mutex::new(Keeper::open(Some(data), packet_options(configuration, live))?));
        let files = Arc::new(file_store::Keeper::open(Some(data), file_options(configuration, live))?);

        let recorder = Recorder::new(investigation, Arc::clone(&tally), Arc::clone(&feed));
        let output = Output::create(None)?.followed_by(Box::new(recorder));
        let count = interfaces.rings().max(1);
        let (mut lanes, writer) = pipeline::lanes(count, &Settings::default(), output, &files)?;
        let spare = if live { None } else { lanes.pop() };
        let readers = interfaces.start(lanes, &keeper, &signals.stop)?;
        let intake = Arc::new(Intake {
            data: data.to_owned(),
            store: Arc::clone(&store),
            options: Options { lateness: Options::default().lateness, ..options.clone() },
            shared: shared.clone(),
            catalogue: Arc::clone(&catalogue),
            keeper: Arc::clone(&keeper),
            files: Arc::clone(&files),
            tally: Arc::clone(&tally),
            feed: Arc::clone(&feed),
            stop: Arc::clone(&signals.stop),
        });
        let directories = watch(directories, &intake)?;
        let status = Arc::new(Status { tally, catalogue: Arc::clone(&catalogue), store: Arc::clone(&store) });
        let services = services(data, &store, &catalogue, shared, &status, feed, &options);
        let api = Api::start(listener, services, settings)?;
        Ok(Self { store, catalogue, keeper, files, readers, directories, spare, writer, api })
    }

    /// What keeps packets.
    pub(super) fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends everything, what feeds before what is fed, with everything written. The stop flag is set by now.
    pub(super) fn finish(self) -> Result<()> {
        let mut failed = Vec::new();
        for thread in self.directories.into_iter().chain(self.readers) {
            failed.extend(thread.join().err().map(|_| anyhow!("a thread that reads packets panicked")));
        }
        failed.extend(self.spare.and_then(|lane| lane.finish().err()));
        match self.writer.join() {
            Ok(Ok(output)) => failed.extend(output.finish().err()),
            Ok(Err(error)) => failed.push(error),
            Err(_) => failed.push(anyhow!("the thread that keeps records panicked")),
        }
        self.api.finish();
        failed.extend(
            unshared(self.keeper).and_then(|keeper| {
                keeper.into_inner().unwrap_or_else(PoisonError::into_inner).finish().err()
            }),
        );
        failed.extend(unshared(self.files).and_then(|files| files.finish().err()));
        for error in failed.iter().skip(1) {
            eprintln!("thymus: {error:#}");
        }
        failed.into_iter().next().map_or(Ok(()), Err)
    }
}

/// What was shared, once nobody else has it.
fn unshared<T>(shared: Arc<T>) -> Option<T> {
    Arc::into_inner(shared)
}

fn options(configuration: &Configuration) -> Result<Options> {
    let detection = &configuration.detection;
    Ok(Options {
        shipped_models: detection.shipped_models,
        models: detection.models.clone(),
        lateness: detection.lateness.0,
        networks: configuration.own_networks()?,
    })
}

fn place(data: &Path, store: &Arc<Store>) -> Place {
    Place { data: data.to_owned(), store: Arc::clone(store), when_full: WhenFull::GoOn }
}

/// Directories with how often they are looked into.
fn directories(configuration: &Configuration) -> Vec<(std::path::PathBuf, Duration, Arc<Source>)> {
    let watched = configuration.sources.iter().filter_map(|source| match source {
        SourceConfiguration::Directory(directory) => {
            let every = directory.every.duration();
            let name = directory.path.display().to_string();
            Some((directory.path.clone(), every, Source::new(name, SourceKind::Directory)))
        }
        SourceConfiguration::Interface(_) => None,
    });
    watched.collect()
}

fn watch(
    directories: Vec<(std::path::PathBuf, Duration, Arc<Source>)>,
    intake: &Arc<Intake>,
) -> Result<Vec<JoinHandle<()>>> {
    let threads = directories.into_iter().map(|(path, every, source)| {
        let directory = Directory { path, every, source, intake: Arc::clone(intake) };
        std::thread::Builder::new().name("directory".to_owned()).spawn(|| directory.run())
    });
    threads.collect::<std::io::Result<_>>().context("cannot start a thread")
}

fn packet_options(configuration: &Configuration, live: bool) -> StoreOptions {
    let bounds = configuration.keep.packets;
    let default = StoreOptions::default();
    StoreOptions {
        bytes_max: bounds.bytes.map_or(default.bytes_max, |size| size.0),
        age_max: bounds.age.map(|age| age.0),
        when_behind: if live { WhenBehind::Drop } else { WhenBehind::Wait },
        ..default
    }
}

fn file_options(configuration: &Configuration, live: bool) -> file_store::Options {
    let when_behind = if live { file_store::WhenBehind::Drop } else { file_store::WhenBehind::Wait };
    let bytes_max = configuration.keep.files.bytes.map_or(10 << 30, |size| size.0);
    file_store::Options { bytes_max, when_behind }
}

fn services(
    data: &Path,
    store: &Arc<Store>,
    catalogue: &Arc<Catalogue>,
    shared: Shared,
    status: &Arc<Status>,
    feed: Arc<Feed>,
    options: &Options,
) -> Services {
    let evidence = Arc::new(Evidence { data: data.to_owned() });
    Services {
        store: Arc::clone(store) as _,
        registry: registry().clone(),
        models: Arc::clone(catalogue) as _,
        identities: Arc::new(Known(shared)),
        packets: Arc::clone(&evidence) as _,
        files: evidence,
        health: Arc::clone(status) as _,
        clock: Arc::new(MachineClock),
        feed,
        zone: jiff::tz::TimeZone::system(),
        detection: options.detector(),
        metrics: metrics::registry(status),
    }
}
