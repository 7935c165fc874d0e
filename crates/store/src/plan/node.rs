//! What is done to find the rows of one part that pass.

use super::values::ValueSet;
use crate::column::{Column, Mask};
use crate::names::convert;
use crate::part::{Part, row_of};
use std::sync::Arc;
use thymus_record::query::{TextTest, ValueTest};
use thymus_record::{OwnedValue, Record as _, Registry, Type};

/// What must be true of a row of one part.
pub(crate) enum Node<'a> {
    /// Nothing.
    All,
    /// It cannot be.
    None,
    /// It is one of these, sorted.
    Rows(Vec<u32>),
    /// The column has a value.
    Present(Column<'a>),
    /// A number of the column lies in one of these ranges, both ends included.
    Numbers(Column<'a>, Vec<(u64, u64)>),
    /// A value of the column is one of these of its dictionary.
    Values(Column<'a>, ValueSet),
    /// A value of the column passes.
    Tested(Column<'a>, Arc<ValueTest>),
    /// A value of the column passes once it has the type that the field has today.
    Converted(Column<'a>, Type, Arc<ValueTest>),
    /// The row's message line passes.
    Message(Arc<TextTest>),
    /// All of these.
    And(Vec<Node<'a>>),
    /// One of these.
    Or(Vec<Node<'a>>),
    /// Not this.
    Not(Box<Node<'a>>),
}

/// Where rows are read from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// The part.
    pub part: &'a dyn Part,
    /// The kinds and facts.
    pub registry: &'a Registry,
    /// Whether to give up.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How many rows are put together before it is asked whether to give up.
const ROWS_BETWEEN_QUESTIONS: u32 = 256;

impl<'a> Node<'a> {
    /// All of these, without what is needless, the cheapest first.
    pub(crate) fn all_of(nodes: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Self::All => {}
                Self::None => return Self::None,
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort_by_key(Self::cost);
        match flat.len() {
            0 => Self::All,
            1 => flat.pop().unwrap_or(Self::All),
            _ => Self::And(flat),
        }
    }

    /// One of these, without what is needless.
    pub(crate) fn one_of(nodes: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(nodes.len());
        let mut rows: Option<Vec<u32>> = None;
        for node in nodes {
            match node {
                Self::None => {}
                Self::All => return Self::All,
                Self::Or(inner) => flat.extend(inner),
                Self::Rows(more) => rows.get_or_insert_default().extend(more),
                other => flat.push(other),
            }
        }
        if let Some(mut rows) = rows {
            rows.sort_unstable();
            rows.dedup();
            flat.push(Self::Rows(rows));
        }
        flat.sort_by_key(Self::cost);
        match flat.len() {
            0 => Self::None,
            1 => flat.pop().unwrap_or(Self::None),
            _ => Self::Or(flat),
        }
    }

    /// Not this.
    pub(crate) fn not(node: Self) -> Self {
        match node {
            Self::All => Self::None,
            Self::None => Self::All,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// About how dear it is to ask of a row, and how few rows pass: what is done first leaves less to do.
    fn cost(&self) -> u64 {
        match self {
            Self::All | Self::None => 0,
            Self::Rows(rows) => 1 + rows.len() as u64 / 64,
            Self::Present(_) => 1 << 20,
            Self::Values(_, set) => (1 << 21) + set.len().min(1 << 19),
            Self::Numbers(..) => 1 << 22,
            Self::And(nodes) => nodes.iter().map(Self::cost).min().unwrap_or(0) + 1,
            Self::Or(nodes) => nodes.iter().map(Self::cost).fold(1, u64::saturating_add),
            Self::Not(node) => node.cost().saturating_add(1 << 23),
            Self::Tested(..) => 1 << 30,
            Self::Converted(..) => 1 << 31,
            Self::Message(_) => 1 << 40,
        }
    }

    /// The first row from this one on that can pass.
    pub(crate) fn next(&self, row: u32) -> u32 {
        match self {
            Self::None => u32::MAX,
            Self::Rows(rows) => {
                rows.get(rows.partition_point(|known| *known < row)).copied().unwrap_or(u32::MAX)
            }
            Self::And(nodes) => nodes.iter().map(|node| node.next(row)).max().unwrap_or(row),
            Self::Or(nodes) => nodes.iter().map(|node| node.next(row)).min().unwrap_or(u32::MAX),
            _ => row,
        }
    }

    /// The end of the last row before this end that can pass; zero if there is none.
    pub(crate) fn last(&self, end: u32) -> u32 {
        match self {
            Self::None => 0,
            Self::Rows(rows) => {
                let place = rows.partition_point(|known| *known < end);
                place.checked_sub(1).and_then(|place| rows.get(place)).map_or(0, |row| row + 1)
            }
            Self::And(nodes) => nodes.iter().map(|node| node.last(end)).min().unwrap_or(end),
            Self::Or(nodes) => nodes.iter().map(|node| node.last(end)).max().unwrap_or(0),
            _ => end,
        }
    }

    /// Keeps those rows of a mask that pass; `start` is the row that the mask's first bit means. Rows that are no columns
    /// are somebody else's business.
    pub(crate) fn keep(&self, ground: Ground<'_>, start: u32, mask: &mut Mask) {
        match self {
            Self::All => {}
            Self::None => *mask = Mask::EMPTY,
            Self::Rows(rows) => keep_rows(rows, start, mask),
            Self::Present(column) => column.keep_present(start, mask),
            Self::Numbers(column, ranges) => keep_numbers(column, ranges, start, mask),
            Self::Values(column, ValueSet::Run(from, to)) => {
                column.keep(start, mask, |value| *from <= value && value < *to);
            }
            Self::Values(column, set) => column.keep(start, mask, |value| set.contains(value)),
            Self::Tested(column, test) => {
                column.keep(start, mask, |raw| column.with(raw, |value| test.matches(value)));
            }
            Self::Converted(column, kind, test) => keep_single(ground, mask, |row| {
                let value: OwnedValue = convert(column.value(start + row), *kind);
                test.matches(value.borrow())
            }),
            Self::Message(test) => keep_single(ground, mask, |row| {
                test.matches(&row_of(ground.part, ground.registry, start + row).message())
            }),
            Self::And(nodes) => {
                for node in nodes {
                    if mask.is_empty() {
                        return;
                    }
                    node.keep(ground, start, mask);
                }
            }
            Self::Or(nodes) => keep_one_of(nodes, ground, start, mask),
            Self::Not(node) => {
                let mut passed = mask.clone();
                node.keep(ground, start, &mut passed);
                mask.and_not(&passed);
            }
        }
    }
}

fn keep_one_of(nodes: &[Node<'_>], ground: Ground<'_>, start: u32, mask: &mut Mask) {
    let mut open = mask.clone();
    let mut passed = Mask::EMPTY;
    for node in nodes {
        if open.is_empty() {
            break;
        }
        let mut now = open.clone();
        node.keep(ground, start, &mut now);
        passed.or(&now);
        open.and_not(&now);
    }
    *mask = passed;
}

fn keep_rows(rows: &[u32], start: u32, mask: &mut Mask) {
    let from = rows.partition_point(|row| *row < start);
    let mut listed = Mask::EMPTY;
    for row in rows.get(from..).unwrap_or_default() {
        match row - start {
            near if near < crate::column::CHUNK => listed.set(near),
            _ => break,
        }
    }
    mask.and(&listed);
}

fn keep_numbers(column: &Column<'_>, ranges: &[(u64, u64)], start: u32, mask: &mut Mask) {
    if let [(from, to)] = ranges {
        return column.keep(start, mask, |value| *from <= value && value <= *to);
    }
    column.keep(start, mask, |value| {
        let place = ranges.partition_point(|(_, to)| *to < value);
        ranges.get(place).is_some_and(|(from, _)| *from <= value)
    });
}

/// One row after the other, asking now and then whether to give up; what was not looked at is not kept.
fn keep_single(ground: Ground<'_>, mask: &mut Mask, passes: impl Fn(u32) -> bool) {
    let rows: Vec<u32> = mask.iter().collect();
    let mut given_up = false;
    for (row, number) in rows.into_iter().zip(0u32..) {
        given_up = given_up || (number % ROWS_BETWEEN_QUESTIONS == 0 && (ground.stop)());
        if given_up || !passes(row) {
            mask.clear(row);
        }
    }
}
