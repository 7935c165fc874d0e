//! What a client may ask for at most. Everything here is a constant; what an operator may change is in [`crate::Settings`].

use std::time::Duration;

/// The most bytes of a request's body.
pub const BODY_BYTES_MAX: usize = 1 << 20;

/// How many records a page has if nothing else is asked for.
pub const ROWS_DEFAULT: usize = 100;

/// The most records of a page.
pub const ROWS_MAX: usize = 5_000;

/// The most breaches of a page: each costs a look at what was said of it.
pub const BREACHES_MAX: usize = 1_000;

/// The most rows of a table of figures.
pub const TABLE_ROWS_MAX: usize = 10_000;

/// The most devices, accounts and files of one answer.
pub const LIST_MAX: usize = 5_000;

/// How many records a search looks at before it gives what it has, and a cursor to go on.
pub const RECORDS_EXAMINED_MAX: u64 = 500_000_000;

/// How long a request waits for a search to begin while others go on.
pub const QUEUE_WAIT: Duration = Duration::from_secs(10);

/// How many new breaches are remembered for clients that come back or are slow.
pub const FEED_EVENTS_MAX: usize = 1_024;

/// How often a client that hears of new breaches is told that there is still somebody.
pub const KEEP_ALIVE_EVERY: Duration = Duration::from_secs(15);

/// The longest span of packets that is taken out at once, in seconds.
pub const PACKETS_SECONDS_MAX: i64 = 24 * 3600;

/// The most bytes of an evidence bundle; larger ones are made on the command line.
pub const BUNDLE_BYTES_MAX: u64 = 512 << 20;

/// The most records that a model is tried on at once.
pub const BACKTEST_RECORDS_MAX: u64 = 20_000_000;

/// The most breaches that a trial of a model tells.
pub const BACKTEST_BREACHES_MAX: usize = 1_000;

/// The longest comment or reason, in letters.
pub const NOTE_LETTERS_MAX: usize = 10_000;

/// The longest name of an author, in letters.
pub const AUTHOR_LETTERS_MAX: usize = 200;

/// How far from a record "around it" reaches at most, in seconds.
pub const AROUND_SECONDS_MAX: i64 = 24 * 3600;
