//! What a detector is told, and its limits.

use thymus_model::TimeZone;
use thymus_record::Interval;

/// The longest allowed lateness.
pub const LATENESS_MAX: Interval = Interval::from_seconds(30 * 60);

/// How far a record may be ahead of, or behind, all others before it is taken for one with a wrong clock.
pub(crate) const STRAY: Interval = Interval::from_seconds(3600);

/// How many records in a row must be that far away before the clock follows them.
pub(crate) const STRAYS_MAX: usize = 20;

/// How deep breaches over breaches may go.
pub(crate) const DEPTH_MAX: u8 = 4;

/// How many ids of evidence a component keeps.
pub(crate) const IDS_PER_COMPONENT: usize = 32;

/// How many ids of evidence a breach has.
pub(crate) const IDS_PER_BREACH: usize = 64;

/// How many records a component keeps to be shown, as long as there is room.
pub(crate) const ROWS_PER_COMPONENT: usize = 8;

/// How many lines a breach has.
pub(crate) const LINES_PER_BREACH: usize = 32;

/// For how long it is remembered how often an entity breached a model.
pub(crate) const REPEATS_REMEMBERED: Interval = Interval::from_seconds(31 * 86_400);

/// What a detector is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much later than others a record may come and still be put in order: minutes for imported input, seconds for a
    /// live link. At most [`LATENESS_MAX`].
    pub lateness: Interval,
    /// The time zone of the site, for models that name hours without a zone.
    pub zone: TimeZone,
    /// What hashes of values begin with, so that who sends them cannot choose their hashes: any number, drawn once per
    /// installation.
    pub seed: u64,
    /// How much may be remembered.
    pub limits: Limits,
}

/// How much a detector may remember. Reaching a limit is counted in [`Statistics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Records that wait to be put in order. When there are more, the earliest are taken before their time.
    pub waiting_rows: usize,
    /// What models remember, in cells of 16 bytes: an entity costs some 24, a counted record or value 1 to 4. When there are
    /// more, what was used longest ago is forgotten.
    pub cells: usize,
    /// Entities per model.
    pub tracks_per_model: usize,
    /// Records held so that breaches can show them. Beyond, a component of an entity holds one.
    pub held_rows: usize,
    /// Ids of records that were taken lately, by which repetitions are recognised that come too late to be put in order.
    pub recent_ids: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lateness: Interval::from_seconds(300),
            zone: TimeZone::UTC,
            seed: 0,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            waiting_rows: 200_000,
            cells: 16_000_000,
            tracks_per_model: 100_000,
            held_rows: 50_000,
            recent_ids: 16_384,
        }
    }
}

/// What a detector did, and what it had to leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Statistics {
    /// Records seen.
    pub rows: u64,
    /// Records that at least one component asked for.
    pub rows_matched: u64,
    /// Records of a kind that the registry does not have.
    pub rows_of_unknown_kind: u64,
    /// Records that were there already.
    pub duplicates: u64,
    /// Records that came too late to be put in order, and were counted as of the moment they came.
    pub late: u64,
    /// Records whose time is more than an hour from that of all others.
    pub strays: u64,
    /// How often the clock followed a jump.
    pub clock_jumps: u64,
    /// How often the clock went back by more than an hour, and everything remembered was dropped.
    pub clock_resets: u64,
    /// Records taken before their time because too many were waiting.
    pub forced: u64,
    /// Records that lacked the entity of a model.
    pub without_entity: u64,
    /// Entities that were forgotten because a limit was reached.
    pub forgotten: u64,
    /// Breaches raised.
    pub breaches: u64,
    /// Breaches that an exception took away.
    pub suppressed: u64,
    /// Breaches that no model over breaches saw because they were too deep.
    pub too_deep: u64,
}
