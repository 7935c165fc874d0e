//! Goes through the rows of one part and finds those that pass.

use super::compile::compile;
use super::node::{Ground, Node};
use super::ports::Ports;
use super::time::{Span, first_below, time_of};
use crate::api::{Budget, Cursor, Order, Stopped, TimeRange};
use crate::column::{CHUNK, Mask};
use crate::part::Part;
use std::ops::Range;
use thymus_record::Registry;
use thymus_record::query::Filter;

/// The first chunks are small, so that a first page of what is frequent costs little.
pub(crate) const FIRST_CHUNK: u32 = 256;

/// What a search has cost so far.
pub(crate) struct Meter<'a> {
    /// What it may cost.
    pub budget: Budget<'a>,
    /// How many rows were looked at.
    pub examined: u64,
}

/// What is asked of every part.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    /// What must be true of the rows.
    pub filter: &'a Filter,
    /// When they happened.
    pub range: TimeRange,
    /// In which order they are wanted.
    pub order: Order,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// The ports that the filter's shapes find.
    pub ports: &'a Ports,
}

/// Goes through the rows of one part.
pub(crate) struct Scan<'a> {
    ground: Ground<'a>,
    root: Node<'a>,
    span: Span,
    rest: Range<u32>,
    /// The odd rows that pass.
    odd: Vec<u32>,
    order: Order,
    step: u32,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(budget: Budget<'a>) -> Self {
        Self { budget, examined: 0 }
    }

    /// Whether the search must end here.
    pub(crate) fn check(&self) -> Result<(), Stopped> {
        if self.examined >= self.budget.records_max {
            return Err(Stopped::Records);
        }
        if (self.budget.stop)() { Err(Stopped::Asked) } else { Ok(()) }
    }
}

impl<'a> Scan<'a> {
    pub(crate) fn new(
        part: &'a dyn Part,
        registry: &'a Registry,
        question: Question<'_>,
        meter: &Meter<'a>,
    ) -> Self {
        let ground = Ground { part, registry, stop: meter.budget.stop };
        let span = Span::of(ground, question.range);
        let mut rest = span.rows.clone();
        if let (Some(cursor), true) = (question.after, part.is_sorted()) {
            match question.order {
                Order::NewestFirst => {
                    rest.start = rest.start.max(first_below(ground, cursor.id.0.saturating_add(1)));
                }
                Order::OldestFirst => rest.end = rest.end.min(first_below(ground, cursor.id.0)),
            }
        }
        let root = match rest.is_empty() {
            true => Node::None,
            false => compile(question.filter.condition(), ground, question.ports),
        };
        let odd =
            part.odd().iter().filter(|(_, row)| question.filter.matches(row)).map(|(row, _)| *row).collect();
        Self { ground, root, span, rest, odd, order: question.order, step: FIRST_CHUNK }
    }

    /// Where the rows are read from.
    pub(crate) fn ground(&self) -> Ground<'a> {
        self.ground
    }

    /// Whether every row of the part passes, so that nothing must be looked at to count them.
    pub(crate) fn passes_all(&self) -> bool {
        matches!(self.root, Node::All) && self.rest == (0..self.ground.part.rows()) && self.is_settled()
    }

    fn is_settled(&self) -> bool {
        self.ground.part.odd().is_empty() && self.span.edges.iter().all(Range::is_empty)
    }

    /// The next rows that pass: the first row of a chunk, and those of the chunk. `None` at the end.
    pub(crate) fn next(&mut self, meter: &mut Meter<'_>) -> Result<Option<(u32, Mask)>, Stopped> {
        loop {
            // Asked first, so that what is not looked at is still there when the search goes on.
            meter.check()?;
            let Some(chunk) = self.next_chunk() else { return Ok(None) };
            meter.examined += u64::from(chunk.end - chunk.start);
            let mask = self.pass(&chunk);
            // What a test gave up on cannot be told from what did not pass.
            if (meter.budget.stop)() {
                return Err(Stopped::Asked);
            }
            if !mask.is_empty() {
                return Ok(Some((chunk.start, mask)));
            }
        }
    }

    /// The row that is looked at next, if there is one.
    pub(crate) fn position(&self) -> Option<u32> {
        let row = match self.order {
            Order::NewestFirst => self.next_row(),
            Order::OldestFirst => self.last_end().checked_sub(1)?,
        };
        self.rest.contains(&row).then_some(row)
    }

    /// The first row that is left and can pass.
    fn next_row(&self) -> u32 {
        let odd = self.odd.get(self.odd.partition_point(|row| *row < self.rest.start)).copied();
        self.root.next(self.rest.start).min(odd.unwrap_or(u32::MAX))
    }

    /// The end of the last row that is left and can pass.
    fn last_end(&self) -> u32 {
        let odd = self.odd.partition_point(|row| *row < self.rest.end).checked_sub(1);
        let odd = odd.and_then(|place| self.odd.get(place)).map_or(0, |row| row + 1);
        self.root.last(self.rest.end).max(odd)
    }

    fn next_chunk(&mut self) -> Option<Range<u32>> {
        let step = self.step;
        self.step = (self.step * 4).min(CHUNK);
        let chunk = match self.order {
            Order::NewestFirst => {
                let start = self.next_row();
                let end = start.saturating_add(step).min(self.rest.end);
                self.rest.start = end.max(self.rest.start);
                start..end
            }
            Order::OldestFirst => {
                let end = self.last_end();
                let start = end.saturating_sub(step).max(self.rest.start);
                self.rest.end = start.min(self.rest.end);
                start..end
            }
        };
        (chunk.start < chunk.end).then_some(chunk)
    }

    fn pass(&self, chunk: &Range<u32>) -> Mask {
        let whole = Mask::range(0..chunk.end - chunk.start);
        let mut mask = whole.clone();
        self.root.keep(self.ground, chunk.start, &mut mask);
        for (row, _) in self.ground.part.odd().range(chunk.clone()) {
            match self.odd.binary_search(row) {
                Ok(_) => mask.set(row - chunk.start),
                Err(_) => mask.clear(row - chunk.start),
            }
        }
        if self.span.touches(chunk) {
            let rows: Vec<u32> = mask.iter().collect();
            for row in rows.into_iter().filter(|row| self.span.is_edge(chunk.start + row)) {
                if !self.span_contains(chunk.start + row) {
                    mask.clear(row);
                }
            }
        }
        mask
    }

    fn span_contains(&self, row: u32) -> bool {
        self.span.range.contains(time_of(self.ground, row))
    }
}
