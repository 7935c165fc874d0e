//! Follows records with the investigation, and tells of what it sees: counts, and breaches for those who listen.

use super::tally::Tally;
use crate::investigation::Investigation;
use crate::pipeline::Follower;
use anyhow::Result;
use std::sync::Arc;
use thymus_record::{Row, Timestamp, Value};
use thymus_web::Feed;

/// Follows records, and tells of what it sees.
pub(super) struct Recorder {
    investigation: Investigation,
    tally: Arc<Tally>,
    feed: Arc<Feed>,
    /// Breaches that are not stored yet: whoever hears of one may ask for it at once.
    untold: Vec<Row>,
}

impl Recorder {
    pub(super) fn new(investigation: Investigation, tally: Arc<Tally>, feed: Arc<Feed>) -> Self {
        Self { investigation, tally, feed, untold: Vec::new() }
    }

    /// Notes what was raised from this place on.
    fn note(&mut self, raised: &[Row], from: usize) {
        for row in raised.get(from..).unwrap_or_default() {
            self.tally.saw(row.kind(), row.ts());
            if row.kind() == thymus_detect::KIND && row.get("suppressed") == Value::Absent {
                self.untold.push(row.clone());
            }
        }
    }

    /// Tells of the breaches, which are stored by now.
    fn tell(&mut self) {
        self.untold.drain(..).for_each(|breach| self.feed.publish(&breach));
    }
}

impl Follower for Recorder {
    fn follow(&mut self, row: Row, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        self.tally.saw(row.kind(), row.ts());
        self.investigation.follow(row, raised)?;
        self.note(raised, before);
        Ok(())
    }

    fn idle(&mut self, now: Timestamp, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        self.investigation.idle(now, raised)?;
        self.note(raised, before);
        self.tell();
        Ok(())
    }

    fn finish(&mut self, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        self.investigation.finish(raised)?;
        self.note(raised, before);
        self.tell();
        Ok(())
    }
}
