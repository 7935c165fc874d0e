//! What a detector remembers as bytes, so that it goes on where it stood.
//!
//! The bytes begin with a name, a version and a checksum; what follows is postcard. Records are written once, however many entities hold them,
//! with the names of their fields, so that a program whose records have changed meanwhile still reads them.

use super::Detector;
use crate::buffer::{Buffer, Recent, Waiting};
use crate::clock::Clock;
use crate::generations::Generations;
use crate::key::Names;
use crate::measure::{Gauge, Reading};
use crate::options::{Options, Statistics};
use crate::state::{Repeat, State};
use crate::track::{Excepted, Fired, Part, Pending, Track};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thymus_model::{Exception, Model, Version};
use thymus_record::{Record as _, RecordId, Registry, Row};

/// The version of the format that is written. Version 1 is the first.
pub const SNAPSHOT_VERSION: u16 = 1;

/// What the bytes begin with.
const NAME: &[u8; 8] = b"THYDETEC";

/// A snapshot that cannot be read. The detector begins anew; what was in windows and throttles is lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// These are not the bytes of a snapshot.
    #[error("this is not a snapshot of a detector; delete it and the detector begins anew")]
    NotASnapshot,
    /// It was written by a newer program.
    #[error(
        "the snapshot has version {0}, this program reads up to {SNAPSHOT_VERSION}; use the newer program, or delete it"
    )]
    Newer(u16),
    /// The bytes are damaged.
    #[error("the snapshot is damaged; delete it and the detector begins anew")]
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Image {
    kinds: Vec<(String, Vec<String>)>,
    facts: Vec<String>,
    rows: Vec<RowImage>,
    clock: Clock,
    taken: (i64, u64),
    waiting: Vec<(i64, u32)>,
    behind: Vec<u32>,
    recent: Vec<u64>,
    sweep_at: i64,
    statistics: Statistics,
    models: Vec<ModelImage>,
}

#[derive(Serialize, Deserialize)]
struct RowImage {
    kind: u32,
    id: u64,
    values: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct ModelImage {
    id: String,
    version: u64,
    cells: u64,
    sweep_at: i64,
    exceptions: Vec<String>,
    tracks: [Vec<(String, TrackImage)>; 2],
    repeats: [Vec<(String, Repeat)>; 2],
}

#[derive(Serialize, Deserialize)]
struct TrackImage {
    names: Vec<String>,
    parts: Vec<Option<PartImage>>,
    chain: Vec<Option<i64>>,
    pending: Option<Pending>,
    touched: i64,
    depth: u8,
    excepted: Vec<Excepted>,
    cells: u64,
}

#[derive(Serialize, Deserialize)]
struct PartImage {
    gauge: Gauge,
    fired: Option<(i64, Reading)>,
    ids: Vec<(i64, u64)>,
    rows: Vec<(i64, u32)>,
}

impl Detector {
    /// What it remembers, as bytes. To be taken between records.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut writer = Writer { registry: &self.registry, rows: Vec::new(), numbers: HashMap::default() };
        let waiting = self.buffer.iter().map(|(time, waiting)| (time, writer.row(&waiting.row))).collect();
        let behind = self.behind.iter().map(|row| writer.row(row)).collect();
        let programs = self.programs.iter().zip(&self.states);
        let models = programs.map(|(program, state)| ModelImage {
            id: program.model.id.to_string(),
            version: program.model.version().0,
            cells: state.cells as u64,
            sweep_at: state.sweep_at,
            exceptions: program.exceptions.iter().map(|exception| exception.id.to_string()).collect(),
            tracks: state.tracks.in_order().map(|tracks| writer.tracks(&tracks)),
            repeats: state
                .repeats
                .in_order()
                .map(|found| found.iter().map(|(key, repeat)| ((*key).to_owned(), **repeat)).collect()),
        });
        let models = models.collect();
        let names =
            |fields: &[thymus_record::Field]| fields.iter().map(|field| field.name.to_owned()).collect();
        let image = Image {
            kinds: self
                .registry
                .kinds()
                .iter()
                .map(|schema| (schema.kind.to_owned(), names(&schema.fields)))
                .collect(),
            facts: self.registry.facts().iter().map(|fact| fact.name.to_owned()).collect(),
            rows: writer.rows,
            clock: self.clock.clone(),
            taken: (self.taken.0, self.taken.1.0),
            waiting,
            behind,
            recent: self.recent.iter().map(|id| id.0).collect(),
            sweep_at: self.sweep_at,
            statistics: self.statistics,
            models,
        };
        framed(&postcard::to_stdvec(&image).unwrap_or_default())
    }

    /// A detector that goes on where the snapshot was taken, with these models. What was remembered for a model whose text has
    /// changed since is dropped.
    ///
    /// # Errors
    /// Fails on bytes that are no snapshot, damaged, or of a newer version.
    pub fn restore(
        bytes: &[u8],
        models: &[Arc<Model>],
        exceptions: &[Arc<Exception>],
        registry: &Registry,
        options: Options,
    ) -> Result<Self, RestoreError> {
        let image: Image = postcard::from_bytes(unframed(bytes)?).map_err(|_| RestoreError::Damaged)?;
        let mut detector = Self::new(models, exceptions, registry, options);
        let reader = Reader::new(registry, &image);
        let mut buffer = Buffer::default();
        for (time, row) in &image.waiting {
            if let Some(row) = reader.row(*row) {
                buffer.insert(*time, Waiting { row, matched: Default::default() });
            }
        }
        detector.buffer = buffer;
        detector.behind = image.behind.iter().filter_map(|row| reader.row(*row)).collect();
        let mut recent = Recent::default();
        image.recent.iter().for_each(|id| recent.note(RecordId(*id), usize::MAX));
        detector.recent = recent;
        detector.clock = image.clock.clone();
        detector.taken = (image.taken.0, RecordId(image.taken.1));
        detector.sweep_at = image.sweep_at;
        detector.statistics = image.statistics;
        detector.adopt(image.models, &reader);
        detector.link();
        Ok(detector)
    }

    /// Takes over what is remembered for models that have not changed.
    fn adopt(&mut self, images: Vec<ModelImage>, reader: &Reader) {
        for image in images {
            let is_it = |program: &crate::program::Program| {
                *program.model.id == *image.id && program.model.version() == Version(image.version)
            };
            let Some(place) = self.programs.iter().position(is_it) else { continue };
            let Some((program, state)) = self.programs.get(place).zip(self.states.get_mut(place)) else {
                continue;
            };
            let known: Vec<&str> = program.exceptions.iter().map(|exception| &*exception.id).collect();
            let same_exceptions = known.iter().eq(image.exceptions.iter());
            let [young, old] = image.tracks.map(|tracks| reader.tracks(tracks));
            let [young_repeats, old_repeats] =
                image.repeats.map(|found| found.into_iter().map(|(key, repeat)| (key.into(), repeat)));
            *state = State {
                tracks: Generations::from_entries(young, old),
                repeats: Generations::from_entries(young_repeats, old_repeats),
                cells: usize::try_from(image.cells).unwrap_or(0),
                sweep_at: image.sweep_at,
            };
            if !same_exceptions {
                state.adopt_exceptions(program, self.taken.0);
            }
        }
    }
}

/// Writes records once.
struct Writer<'r> {
    registry: &'r Registry,
    rows: Vec<RowImage>,
    numbers: HashMap<*const Row, u32, foldhash::fast::RandomState>,
}

impl Writer<'_> {
    fn row(&mut self, row: &Arc<Row>) -> u32 {
        let next = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(Arc::as_ptr(row)).or_insert(next);
        if number == next {
            let kind = self.registry.kinds().iter().position(|schema| std::ptr::eq(*schema, row.schema()));
            let mut values = Vec::new();
            row.encode_values(&mut values);
            row.encode_facts(self.registry, &mut values);
            let kind = kind.and_then(|kind| u32::try_from(kind).ok()).unwrap_or(u32::MAX);
            self.rows.push(RowImage { kind, id: row.id().0, values });
        }
        number
    }

    fn tracks(&mut self, tracks: &[(&str, &Track)]) -> Vec<(String, TrackImage)> {
        tracks.iter().map(|(key, track)| ((*key).to_owned(), self.track(track))).collect()
    }

    fn track(&mut self, track: &Track) -> TrackImage {
        TrackImage {
            names: track.names.iter().map(|name| name.to_string()).collect(),
            parts: track.parts.iter().map(|part| part.as_ref().map(|part| self.part(part))).collect(),
            chain: track.chain.clone(),
            pending: track.pending,
            touched: track.touched,
            depth: track.depth,
            excepted: track.excepted.clone(),
            cells: track.cells as u64,
        }
    }

    fn part(&mut self, part: &Part) -> PartImage {
        PartImage {
            gauge: part.gauge.clone(),
            fired: part.fired.map(|fired| (fired.at, fired.reading)),
            ids: part.ids.iter().map(|(time, id)| (*time, id.0)).collect(),
            rows: part.rows.iter().map(|(time, row)| (*time, self.row(row))).collect(),
        }
    }
}

/// Reads records back.
struct Reader {
    rows: Vec<Option<Arc<Row>>>,
}

impl Reader {
    fn new(registry: &Registry, image: &Image) -> Self {
        let facts: Vec<Option<usize>> = image.facts.iter().map(|name| registry.fact_index(name)).collect();
        let kinds: Vec<_> = image
            .kinds
            .iter()
            .map(|(kind, fields)| {
                let schema = registry.kind(kind)?;
                let places: Vec<Option<usize>> = fields.iter().map(|name| schema.index_of(name)).collect();
                Some((schema, places))
            })
            .collect();
        let row = |row: &RowImage| {
            let (schema, places) = kinds.get(usize::try_from(row.kind).ok()?)?.as_ref()?;
            let field = |number: usize| places.get(number).copied().flatten();
            let fact = |number: usize| facts.get(number).copied().flatten();
            let mut bytes = row.values.as_slice();
            Row::decode(schema, registry, &mut bytes, Some(RecordId(row.id)), field, fact).ok().map(Arc::new)
        };
        Self { rows: image.rows.iter().map(row).collect() }
    }

    fn row(&self, number: u32) -> Option<Arc<Row>> {
        self.rows.get(usize::try_from(number).ok()?)?.clone()
    }

    fn tracks(&self, tracks: Vec<(String, TrackImage)>) -> Vec<(Box<str>, Track)> {
        tracks.into_iter().map(|(key, track)| (key.into(), self.track(track))).collect()
    }

    fn track(&self, image: TrackImage) -> Track {
        Track {
            names: image.names.into_iter().map(String::into_boxed_str).collect::<Names>(),
            parts: image.parts.into_iter().map(|part| part.map(|part| Box::new(self.part(part)))).collect(),
            chain: image.chain,
            pending: image.pending,
            touched: image.touched,
            depth: image.depth,
            excepted: image.excepted,
            cells: usize::try_from(image.cells).unwrap_or(0),
        }
    }

    fn part(&self, image: PartImage) -> Part {
        Part {
            gauge: image.gauge,
            fired: image.fired.map(|(at, reading)| Fired { at, reading }),
            ids: image.ids.into_iter().map(|(time, id)| (time, RecordId(id))).collect(),
            rows: image.rows.into_iter().filter_map(|(time, row)| Some((time, self.row(row)?))).collect(),
        }
    }
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = NAME.to_vec();
    bytes.extend_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
    bytes.extend_from_slice(&xxhash_rust::xxh3::xxh3_64(body).to_le_bytes());
    bytes.extend_from_slice(body);
    bytes
}

fn unframed(bytes: &[u8]) -> Result<&[u8], RestoreError> {
    let rest = bytes.strip_prefix(NAME).ok_or(RestoreError::NotASnapshot)?;
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(RestoreError::Damaged)?;
    let version = u16::from_le_bytes(*version);
    if version > SNAPSHOT_VERSION {
        return Err(RestoreError::Newer(version));
    }
    let (sum, body) = rest.split_first_chunk::<8>().ok_or(RestoreError::Damaged)?;
    if xxhash_rust::xxh3::xxh3_64(body) != u64::from_le_bytes(*sum) {
        return Err(RestoreError::Damaged);
    }
    Ok(body)
}
