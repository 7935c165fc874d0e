//! What a piece of evidence changes about who has an address.
//!
//! Evidence is applied in the order of its times, so that each rule looks back only. The rules:
//!
//! * A claim of a hardware address (ARP, neighbour discovery, a lease) counts above names. Another claim than the
//!   holder's ends the span and begins a new one. If one from before returns within [`CONFLICT`], devices fight over
//!   the address, and their spans say so.
//! * Traffic from the holder's hardware address keeps the holder; from another one it says nothing, since that may be a
//!   router's.
//! * Where no hardware address is claimed, the name that a device says of itself tells it from others. A name that weighs
//!   as much as that of the holder, or comes when the holder has been silent for [`SILENT`], begins a new span. Names that
//!   alternate within [`CONFLICT`] mean that several devices share the address (address translation, a terminal
//!   server's clients): then the address itself is the device until one name is left.
//! * What is seen of an address before its holder is known belongs to the holder, unless it is older than [`ADOPT`].

use super::mark::{Claim, Mark};
use super::span::{Key, LeftOut, Span};
use crate::limits::Limits;
use crate::{Source, name};
use std::sync::Arc;

const MINUTE: i64 = 60 * 1_000_000_000;

/// Claims that alternate within this time are a conflict.
const CONFLICT: i64 = 30 * MINUTE;

/// How many spans back a key may have been to count as alternating.
const TURNS_MAX: usize = 8;

/// A holder known by name that said nothing for this long gives way to any other name.
const SILENT: i64 = 60 * MINUTE;

/// Evidence from before the holder was known is the holder's if it is no older than this.
const ADOPT: i64 = 24 * 60 * MINUTE;

/// What a piece of evidence changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Who has the address, or how that is known.
    pub(crate) holder: bool,
    /// What the holder is called.
    pub(crate) name: bool,
    /// What the holder does.
    pub(crate) role: bool,
    /// How long the holder is known by its name.
    pub(crate) named: bool,
}

impl Effect {
    /// Everything may have changed.
    pub(crate) const ALL: Self = Self { holder: true, name: true, role: true, named: true };
}

/// Applies a mark to the spans of an address. All marks before it have been applied.
pub(crate) fn apply(spans: &mut Vec<Span>, mark: &Mark, limits: &Limits, left: &mut LeftOut) -> Effect {
    let count = spans.len();
    let mut effect = take_effect(spans, mark, limits, left);
    effect.holder |= spans.len() != count;
    effect
}

fn take_effect(spans: &mut Vec<Span>, mark: &Mark, limits: &Limits, left: &mut LeftOut) -> Effect {
    match &mark.claim {
        Claim::Hardware { mac, how } => hardware(spans, *mac, *how, mark),
        Claim::Release { mac } => release(spans, *mac, mark),
        Claim::Seen { mac } => seen(spans, *mac, mark),
        Claim::Name { name, how } => {
            let holder = how.identifies() && named(spans, name, *how, mark);
            holder_at(spans, mark).add_name(name, *how, mark, limits, left);
            Effect { holder, name: true, named: how.identifies(), ..Effect::default() }
        }
        Claim::Role { role } => {
            holder_at(spans, mark).add_role(*role, mark);
            Effect { role: true, ..Effect::default() }
        }
        Claim::Account { account, failed } => {
            holder_at(spans, mark).add_account(account, *failed, mark, limits, left);
            Effect::default()
        }
    }
}

/// The holder at the time of the mark; a new one of whom nothing is known where the last one is gone.
fn holder_at<'s>(spans: &'s mut Vec<Span>, mark: &Mark) -> &'s mut Span {
    let gone = spans.last().is_none_or(|tail| !tail.holds_at(mark.first));
    if gone {
        spans.push(Span::begin(Key::Unknown, None, mark));
    }
    let index = spans.len() - 1;
    // The vector is not empty: a span was pushed if it was.
    #[allow(clippy::indexing_slicing, reason = "the last of at least one")]
    &mut spans[index]
}

fn hardware(spans: &mut Vec<Span>, mac: [u8; 6], how: Source, mark: &Mark) -> Effect {
    let key = Key::Hardware(mac);
    if let Some(tail) = spans.last_mut() {
        if tail.key == key && tail.holds_at(mark.first) {
            tail.support(how, mark);
            return Effect::default();
        }
        let known_by_hardware = matches!(tail.key, Key::Hardware(_));
        if !known_by_hardware && !tail.shared && mark.first - tail.last.min(mark.first) <= ADOPT {
            tail.identify(key, how, mark);
            return Effect::ALL;
        }
    }
    let conflict = alternates(spans, &key, mark.first);
    if conflict && let Some(tail) = spans.last_mut() {
        tail.conflict = true;
    }
    let mut span = Span::begin(key, Some(how), mark);
    span.conflict = conflict;
    spans.push(span);
    Effect::ALL
}

/// Whether the key was that of a span before the last one, until a short time ago.
fn alternates(spans: &[Span], key: &Key, time: i64) -> bool {
    let mut back = spans.iter().rev();
    back.next().is_some_and(|tail| tail.key != *key && tail.ended.is_none())
        && back
            .take(TURNS_MAX)
            .any(|span| span.key == *key && span.ended.is_none() && time - span.supported <= CONFLICT)
}

fn release(spans: &mut [Span], mac: [u8; 6], mark: &Mark) -> Effect {
    match spans.last_mut() {
        Some(tail) if tail.key == Key::Hardware(mac) && tail.ended.is_none() => {
            tail.ended = Some(mark.first);
            tail.last_record = mark.record;
            Effect { holder: true, ..Effect::default() }
        }
        _ => Effect::default(),
    }
}

fn seen(spans: &mut [Span], mac: [u8; 6], mark: &Mark) -> Effect {
    if let Some(tail) = spans.last_mut()
        && tail.key == Key::Hardware(mac)
        && tail.ended.is_none()
    {
        tail.support(Source::Traffic, mark);
    }
    Effect::default()
}

/// What a name that a device says of itself changes about who has the address. Tells whether anything.
fn named(spans: &mut Vec<Span>, text: &Arc<str>, how: Source, mark: &Mark) -> bool {
    let key = Key::Host(name::label(text).into());
    let Some(tail) = spans.last_mut().filter(|tail| tail.holds_at(mark.first)) else {
        spans.push(Span::begin(key, Some(how), mark));
        return true;
    };
    if tail.shared {
        return leave_shared(spans, key, how, mark);
    }
    match &tail.key {
        Key::Hardware(_) => false,
        Key::Unknown if mark.first - tail.last.min(mark.first) <= ADOPT => {
            tail.identify(key, how, mark);
            true
        }
        Key::Host(known) if Key::Host(known.clone()) == key => {
            tail.support(how, mark);
            false
        }
        Key::Host(_) if !gives_way(tail, how, mark.first) => false,
        Key::Unknown | Key::Host(_) => {
            let shared = alternates(spans, &key, mark.first);
            let mut span = Span::begin(if shared { Key::Unknown } else { key }, Some(how), mark);
            span.shared = shared;
            spans.push(span);
            true
        }
    }
}

/// Whether the holder, known by its name, gives way to another name of this weight.
fn gives_way(tail: &Span, how: Source, time: i64) -> bool {
    let weight = tail.how.map_or(0, Source::strength);
    how.strength() >= weight || time - tail.supported > SILENT
}

/// An address that several devices shared belongs to one again when no other said its name for a while.
fn leave_shared(spans: &mut Vec<Span>, key: Key, how: Source, mark: &Mark) -> bool {
    let Some(tail) = spans.last_mut() else { return false };
    let Key::Host(host) = &key else { return false };
    let others = tail
        .names
        .iter()
        .filter(|known| known.how.identifies() && name::label(&known.name) != host.as_ref())
        .any(|known| mark.first - known.last.min(mark.first) <= SILENT);
    if others {
        return false;
    }
    spans.push(Span::begin(key, Some(how), mark));
    true
}
