//! A page of what a search finds: the rows of all parts, merged in order, no more of each than is needed.

use super::Inner;
use super::handle::Handle;
use crate::api::{Budget, Cursor, Order, Page, Search, Stopped};
use crate::column::Mask;
use crate::part::{Part, content, row_of};
use crate::plan::{FIRST_CHUNK, Meter, Ports, Question, Scan};
use crate::split::Split;
use crate::{PAGE_ROWS_MAX, Result, StoreError};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use thymus_record::{RecordId, Row, Timestamp};

/// Calls something that reads a split. What reads columns panics where they are damaged; that is noted, and the split passed over.
pub(super) fn guarded<R>(handle: &Handle, read: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => Some(result),
        Err(_) => {
            handle.mark_damaged();
            None
        }
    }
}

/// Rows of one part that were found and not yet handed over.
enum Source<'a> {
    /// All there is of memory, in order.
    Memory(VecDeque<(u64, Row)>),
    /// A split that was not looked at.
    Closed,
    /// A split that is being gone through.
    Open { scan: Box<Scan<'a>>, split: &'a Split, found: VecDeque<(u64, u32)> },
}

/// Merges what the parts have.
struct Merge<'a, 'm> {
    inner: &'a Inner,
    search: &'a Search<'a>,
    question: Question<'a>,
    handles: &'a [Arc<Handle>],
    slots: &'a [OnceLock<Arc<Split>>],
    sources: Vec<Source<'a>>,
    /// Which source has the next row, by how early that comes.
    next: BinaryHeap<(u64, usize)>,
    /// The key that comes next and rows of it, if the search was stopped before all of them were found.
    begun: (Option<u64>, Vec<Row>),
    /// How many splits are being gone through.
    opened: u64,
    meter: &'m mut Meter<'a>,
    damaged: bool,
}

impl Inner {
    /// A page of what a search finds.
    pub(super) fn page(&self, search: &Search<'_>) -> Result<Page> {
        if search.limit > PAGE_ROWS_MAX {
            let (found, most) = (search.limit as u64, PAGE_ROWS_MAX as u64);
            return Err(StoreError::Limit { what: "the number of records of a page", found, most });
        }
        let ports = Ports::new(search.filter.condition());
        let question = Question {
            filter: search.filter,
            range: search.range,
            order: search.order,
            after: search.after,
            ports: &ports,
        };
        // Memory is looked at whole each time; were it counted, a small budget would get no further.
        let mut of_memory = Meter::new(Budget { records_max: u64::MAX, ..search.budget });
        let (memory, stopped, handles) = self.with_all(|parts, splits| {
            let (rows, stopped) = self.search_memory(parts, search, question, &mut of_memory);
            let wanted = splits.iter().filter(|handle| self.may_have(handle, search));
            (rows, stopped, wanted.cloned().collect::<Vec<_>>())
        });
        let slots: Vec<OnceLock<Arc<Split>>> = handles.iter().map(|_| OnceLock::new()).collect();
        let mut meter = Meter::new(search.budget);
        let mut merge = Merge::new(self, search, question, &handles, &slots, memory, &mut meter);
        let page = match stopped {
            Some(stopped) => {
                let next =
                    search.after.unwrap_or(Cursor { id: RecordId(key(search.order, u64::MAX)), shown: 0 });
                Ok(Page { partial: Some(stopped), next: Some(next), ..Page::default() })
            }
            None => merge.page(),
        };
        page.map(|page| Page { examined: page.examined + of_memory.examined, ..page })
    }

    /// Whether a split can have what is looked for.
    pub(super) fn may_have(&self, handle: &Handle, search: &Search<'_>) -> bool {
        let entry = &handle.entry;
        let in_time = search.range.touches(Timestamp(entry.from), Timestamp(entry.to));
        let of_kind = search.filter.kinds().is_none_or(|kinds| {
            kinds
                .iter()
                .any(|kind| self.registry.kinds().get(*kind).is_some_and(|schema| schema.kind == entry.kind))
        });
        let behind = search.after.is_none_or(|cursor| match search.order {
            Order::NewestFirst => entry.first_id <= cursor.id.0,
            Order::OldestFirst => entry.last_id >= cursor.id.0,
        });
        in_time && of_kind && behind
    }

    /// The first rows of memory that pass, in order, as many as a page can need.
    fn search_memory(
        &self,
        parts: &[&dyn Part],
        search: &Search<'_>,
        question: Question<'_>,
        meter: &mut Meter<'_>,
    ) -> (VecDeque<(u64, Row)>, Option<Stopped>) {
        let mut found: Vec<(u64, usize, u32)> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let mut scan = Scan::new(*part, &self.registry, question, meter);
            loop {
                match scan.next(meter) {
                    Ok(None) => break,
                    Err(stopped) => return (VecDeque::new(), Some(stopped)),
                    Ok(Some((start, mask))) => found.extend(mask.iter().map(|row| {
                        let row = start + row;
                        (key(search.order, part.id(row)), number, row)
                    })),
                }
            }
        }
        if let Some(cursor) = search.after {
            found.retain(|(key_of_row, ..)| *key_of_row <= key(search.order, cursor.id.0));
        }
        found.sort_unstable_by_key(|(key, ..)| Reverse(*key));
        let shown = search.after.map_or(0, |cursor| cursor.shown as usize);
        if let Some((last, ..)) = found.get(search.limit + shown).copied() {
            // Rows of the same id belong together: which of them comes first is told by what they say.
            let end = found.partition_point(|(key, ..)| *key >= last);
            found.truncate(end);
        }
        let rows = found.into_iter().filter_map(|(key, part, row)| {
            parts.get(part).map(|part| (key, row_of(*part, &self.registry, row)))
        });
        (rows.collect(), None)
    }
}

/// What comes first is greatest.
fn key(order: Order, id: u64) -> u64 {
    match order {
        Order::NewestFirst => id,
        Order::OldestFirst => !id,
    }
}

impl<'a, 'm> Merge<'a, 'm> {
    fn new(
        inner: &'a Inner,
        search: &'a Search<'a>,
        question: Question<'a>,
        handles: &'a [Arc<Handle>],
        slots: &'a [OnceLock<Arc<Split>>],
        memory: VecDeque<(u64, Row)>,
        meter: &'m mut Meter<'a>,
    ) -> Self {
        let mut next = BinaryHeap::with_capacity(handles.len() + 1);
        let mut sources = Vec::with_capacity(handles.len() + 1);
        for (number, handle) in handles.iter().enumerate() {
            let first = match search.order {
                Order::NewestFirst => handle.entry.last_id,
                Order::OldestFirst => handle.entry.first_id,
            };
            next.push((key(search.order, first), number));
            sources.push(Source::Closed);
        }
        next.extend(memory.front().map(|(key, _)| (*key, sources.len())));
        sources.push(Source::Memory(memory));
        let begun = (None, Vec::new());
        Self {
            inner,
            search,
            question,
            handles,
            slots,
            sources,
            next,
            begun,
            opened: 0,
            meter,
            damaged: false,
        }
    }

    fn page(&mut self) -> Result<Page> {
        let mut page = Page::default();
        let shown = self.search.after.map_or(0, |cursor| cursor.shown);
        while page.rows.len() < self.search.limit {
            let (id, mut rows) = match self.rows_of_next_id()? {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err((Stopped::Records, reached))
                    if page.next.is_none() && self.is_where_it_began(reached) =>
                {
                    // The next page would end here too.
                    self.meter.budget.records_max = self.meter.examined + 1;
                    continue;
                }
                Err((stopped, reached)) => {
                    page.partial = Some(stopped);
                    page.next = Some(self.go_on(&page, reached));
                    page.examined = self.meter.examined;
                    return Ok(page);
                }
            };
            let skip = match self.search.after {
                Some(cursor) if cursor.id.0 == id => (shown as usize).min(rows.len()),
                _ => 0,
            };
            let room = self.search.limit - page.rows.len();
            let taken = rows.drain(skip..).take(room);
            let before = page.rows.len();
            page.rows.extend(taken);
            let now = skip + page.rows.len() - before;
            page.next = Some(Cursor { id: RecordId(id), shown: now as u32 });
        }
        if page.rows.len() < self.search.limit {
            page.next = None;
        }
        page.partial = self.damaged.then_some(Stopped::Damaged);
        page.examined = self.meter.examined;
        Ok(page)
    }

    /// Where to go on after a search that was stopped: everything before this key was handed over.
    fn go_on(&self, page: &Page, reached: u64) -> Cursor {
        let id = key(self.search.order, reached);
        match page.next.or(self.search.after) {
            Some(cursor) if cursor.id.0 == id => cursor,
            _ => Cursor { id: RecordId(id), shown: 0 },
        }
    }

    /// Whether nothing was handed over, or found not to be there, since the page before.
    fn is_where_it_began(&self, reached: u64) -> bool {
        self.search.after.is_some_and(|cursor| cursor.id.0 == key(self.search.order, reached))
    }

    /// All rows of the id that comes next, in order. Inside, why and where the search was stopped.
    #[allow(
        clippy::type_complexity,
        reason = "an error of the disk is told apart from a budget that is used up"
    )]
    fn rows_of_next_id(&mut self) -> Result<Result<Option<(u64, Vec<Row>)>, (Stopped, u64)>> {
        let (mut of_key, mut rows) = std::mem::take(&mut self.begun);
        while let Some((key, number)) = self.next.peek().copied() {
            if of_key.is_some_and(|of_key| of_key != key) {
                break;
            }
            self.next.pop();
            match self.take(number, key)? {
                Ok(Some(row)) => {
                    of_key = Some(key);
                    rows.push(row);
                }
                // It has more, but later; or nothing more.
                Ok(None) => {}
                Err(stopped) => {
                    // Rows of this id that were found already come again with those that were not.
                    let next = self.next.peek().map_or(key, |(next, _)| *next);
                    let reached = of_key.unwrap_or(next.min(key));
                    self.begun = (of_key, rows);
                    return Ok(Err((stopped, reached)));
                }
            }
        }
        if rows.len() > 1 {
            rows.sort_by_cached_key(|row| Reverse(content(row)));
            rows.dedup_by(|a, b| content(a) == content(b));
        }
        Ok(Ok(of_key.map(|of_key| (key(self.search.order, of_key), rows))))
    }

    /// The row of this key from a source, if that is what it has next. Puts the source back by what it has then.
    fn take(&mut self, number: usize, key_wanted: u64) -> Result<Result<Option<Row>, Stopped>> {
        if matches!(self.sources.get(number), Some(Source::Closed)) {
            self.open(number)?;
        }
        let (inner, order) = (self.inner, self.search.order);
        let Some(source) = self.sources.get_mut(number) else { return Ok(Ok(None)) };
        let row = match source {
            Source::Closed => return Ok(Ok(None)),
            Source::Memory(rows) => {
                let row = rows.pop_front().map(|(_, row)| row);
                self.next.extend(rows.front().map(|(key, _)| (*key, number)));
                return Ok(Ok(row));
            }
            Source::Open { scan, split, found } => {
                let handle = self.handles.get(number);
                if found.is_empty() {
                    let read = || fill(scan, split, order, found, self.meter);
                    let filled = handle.and_then(|handle| guarded(handle, read));
                    self.damaged |= filled.is_none() || handle.is_some_and(|handle| handle.is_damaged());
                    match filled {
                        Some(Ok(())) => {}
                        // What was not looked at yet comes no earlier than this.
                        Some(Err(stopped)) => {
                            let bound = scan.position().map(|row| key(order, split.id(row)));
                            self.next.extend(bound.map(|bound| (bound, number)));
                            return Ok(Err(stopped));
                        }
                        None => return Ok(Ok(None)),
                    }
                }
                let Some((key_found, row)) = found.front().copied() else { return Ok(Ok(None)) };
                if key_found != key_wanted {
                    self.next.push((key_found, number));
                    return Ok(Ok(None));
                }
                found.pop_front();
                let following = found.front().map(|(key, _)| *key);
                let following = following.or_else(|| scan.position().map(|row| key(order, split.id(row))));
                self.next.extend(following.map(|key| (key, number)));
                let split: &Split = split;
                handle.and_then(|handle| guarded(handle, || row_of(split, &inner.registry, row)))
            }
        };
        self.damaged |= row.is_none();
        Ok(Ok(row))
    }

    fn open(&mut self, number: usize) -> Result<()> {
        let (Some(handle), Some(slot)) = (self.handles.get(number), self.slots.get(number)) else {
            return Ok(());
        };
        let split = match handle.open(&self.inner.registry, &self.inner.open_splits) {
            Ok(Some(split)) => split,
            Ok(None) => return Ok(()),
            Err(StoreError::Damaged { .. }) => {
                handle.mark_damaged();
                self.damaged = true;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let split: &'a Split = slot.get_or_init(|| split);
        self.damaged |= handle.is_damaged();
        let (question, registry) = (self.question, &self.inner.registry);
        let Some(scan) = guarded(handle, || Scan::new(split, registry, question, self.meter)) else {
            self.damaged = true;
            return Ok(());
        };
        if let Some(source) = self.sources.get_mut(number) {
            *source = Source::Open { scan: Box::new(scan), split, found: VecDeque::new() };
        }
        // Every split that may have the next row has to be looked at before it is known which one has it. A budget that is too
        // small for that is exceeded, or pages would be a row long and each begin at every split again.
        self.opened += 1;
        let least = self.opened * u64::from(FIRST_CHUNK);
        self.meter.budget.records_max = self.meter.budget.records_max.max(least);
        Ok(())
    }
}

/// Goes on looking until something is found or there is no more.
fn fill(
    scan: &mut Scan<'_>,
    split: &Split,
    order: Order,
    found: &mut VecDeque<(u64, u32)>,
    meter: &mut Meter<'_>,
) -> Result<(), Stopped> {
    if let Some((start, mask)) = scan.next(meter)? {
        let rows: Vec<u32> = Mask::iter(&mask).map(|row| start + row).collect();
        let keyed = |row: u32| (key(order, split.id(row)), row);
        match order {
            Order::NewestFirst => found.extend(rows.into_iter().map(keyed)),
            Order::OldestFirst => found.extend(rows.into_iter().rev().map(keyed)),
        }
    }
    Ok(())
}
