//! Finding components by what a record has.

use super::required::{Literal, Required, Viewpoint};
use aho_corasick::{AhoCorasick, MatchKind};
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::collections::BTreeMap;
use thymus_record::query::{Filter, Place, Source as _, Subject, raw_tokens};
use thymus_record::{Record as _, Registry, Value};

type Hashes = foldhash::fast::RandomState;
type Listed = SmallVec<[u32; 4]>;

/// Finds the components that may want a record.
#[derive(Debug)]
pub(crate) struct Prefilter {
    kinds: Vec<KindIndex>,
    /// All letters that are looked for; none if there are none, or too many.
    automaton: Option<AhoCorasick>,
    /// Which components look for the letters of each pattern.
    by_pattern: Vec<Listed>,
    components: usize,
}

/// The components that may want records of a kind.
#[derive(Debug, Default)]
struct KindIndex {
    /// To be asked about every record.
    always: Vec<u32>,
    by_place: BTreeMap<Place, PlaceIndex>,
    /// Whether any is found by letters.
    by_letters: Vec<u32>,
}

#[derive(Debug, Default)]
struct PlaceIndex {
    words: HashMap<Box<str>, Listed, Hashes>,
    numbers: HashMap<i128, Listed, Hashes>,
    /// All that are found by words of this place.
    by_words: Vec<u32>,
}

/// The components that were found for a record. Its memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    found: Vec<u32>,
    marks: Vec<u32>,
    mark: u32,
    word: String,
}

impl Candidates {
    fn begin(&mut self, components: usize) {
        self.found.clear();
        self.mark = self.mark.wrapping_add(1);
        if self.marks.len() != components || self.mark == 0 {
            self.marks = vec![0; components];
            self.mark = 1;
        }
    }

    fn add(&mut self, components: &[u32]) {
        for component in components {
            if let Some(mark) = self.marks.get_mut(*component as usize).filter(|mark| **mark != self.mark) {
                *mark = self.mark;
                self.found.push(*component);
            }
        }
    }

    /// What was found, in order.
    pub(crate) fn sorted(&mut self) -> &[u32] {
        self.found.sort_unstable();
        &self.found
    }
}

impl Prefilter {
    /// Looks at all components' queries.
    pub(crate) fn new<'f>(filters: impl ExactSizeIterator<Item = &'f Filter>, registry: &Registry) -> Self {
        let mut builder = Builder { registry, patterns: HashMap::default(), by_pattern: Vec::new() };
        let mut kinds: Vec<KindIndex> = registry.kinds().iter().map(|_| KindIndex::default()).collect();
        let components = filters.len();
        for (component, filter) in (0u32..).zip(filters) {
            for (kind, index) in kinds.iter_mut().enumerate() {
                builder.add(component, filter, kind, index);
            }
        }
        let mut patterns: Vec<(u32, Box<str>)> =
            builder.patterns.into_iter().map(|(text, number)| (number, text)).collect();
        patterns.sort_unstable();
        let texts = patterns.iter().map(|(_, text)| text.as_bytes());
        let built =
            AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(texts);
        let automaton = built.ok().filter(|automaton| automaton.patterns_len() > 0);
        if automaton.is_none() {
            kinds.iter_mut().for_each(KindIndex::ask_all);
        }
        Self { kinds, automaton, by_pattern: builder.by_pattern, components }
    }

    /// Finds the components that may want this record.
    pub(crate) fn find(&self, subject: &Subject<'_>, candidates: &mut Candidates) {
        candidates.begin(self.components);
        let Some(index) = subject.kind().and_then(|kind| self.kinds.get(kind)) else { return };
        candidates.add(&index.always);
        for (place, listed) in &index.by_place {
            listed.find(subject.value(*place), candidates);
        }
        if !index.by_letters.is_empty() {
            self.find_letters(subject, index, candidates);
        }
    }

    fn find_letters(&self, subject: &Subject<'_>, index: &KindIndex, candidates: &mut Candidates) {
        let row = subject.row();
        let own = (0..row.schema().fields.len()).map(|field| row.value(field));
        for value in own.chain(row.facts().map(|(_, value)| value)) {
            match value {
                Value::Text(text) => self.find_in(text, index, candidates),
                Value::List(list) => {
                    for value in list.iter() {
                        if let Value::Text(text) = value {
                            self.find_in(text, index, candidates);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn find_in(&self, text: &str, index: &KindIndex, candidates: &mut Candidates) {
        // Beyond ASCII there are letters whose lower case is ASCII, which the automaton does not know.
        if !text.is_ascii() {
            candidates.add(&index.by_letters);
            return;
        }
        let Some(automaton) = &self.automaton else { return };
        if text.len() < 3 {
            return;
        }
        for found in automaton.find_overlapping_iter(text) {
            if let Some(components) = self.by_pattern.get(found.pattern().as_usize()) {
                candidates.add(components);
            }
        }
    }
}

impl KindIndex {
    /// Asks about every record also those that would be found by letters.
    fn ask_all(&mut self) {
        let mut waiting = std::mem::take(&mut self.by_letters);
        self.always.append(&mut waiting);
        self.always.sort_unstable();
        self.always.dedup();
    }
}

impl PlaceIndex {
    fn find(&self, value: Value<'_>, candidates: &mut Candidates) {
        match value {
            Value::Text(text) => self.find_words(text, candidates),
            Value::Count(number) => self.find_number(number.into(), candidates),
            Value::Int(number) => self.find_number(number.into(), candidates),
            Value::Port(number) => self.find_number(number.into(), candidates),
            Value::List(list) => list.iter().for_each(|value| self.find(value, candidates)),
            _ => {}
        }
    }

    fn find_number(&self, number: i128, candidates: &mut Candidates) {
        if let Some(components) = self.numbers.get(&number) {
            candidates.add(components);
        }
    }

    fn find_words(&self, text: &str, candidates: &mut Candidates) {
        if !text.is_ascii() {
            candidates.add(&self.by_words);
            return;
        }
        let mut word = std::mem::take(&mut candidates.word);
        for token in raw_tokens(text) {
            word.clear();
            word.push_str(token);
            word.make_ascii_lowercase();
            if let Some(components) = self.words.get(word.as_str()) {
                candidates.add(components);
            }
        }
        candidates.word = word;
    }
}

struct Builder<'r> {
    registry: &'r Registry,
    patterns: HashMap<Box<str>, u32, Hashes>,
    by_pattern: Vec<Listed>,
}

impl Builder<'_> {
    fn add(&mut self, component: u32, filter: &Filter, kind: usize, index: &mut KindIndex) {
        let viewpoint = Viewpoint { registry: self.registry, kind };
        match viewpoint.required(filter.condition()) {
            Required::Never => {}
            Required::Unknown => index.always.push(component),
            Required::OneOf(literals) => {
                for literal in literals {
                    self.add_literal(component, literal, index);
                }
            }
        }
    }

    fn add_literal(&mut self, component: u32, literal: Literal, index: &mut KindIndex) {
        match literal {
            Literal::Word(place, word) => {
                let place = index.by_place.entry(place).or_default();
                push(place.words.entry(word).or_default(), component);
                if place.by_words.last() != Some(&component) {
                    place.by_words.push(component);
                }
            }
            Literal::Number(place, number) => {
                let place = index.by_place.entry(place).or_default();
                push(place.numbers.entry(number).or_default(), component);
            }
            Literal::Needle(letters) => {
                let next = u32::try_from(self.by_pattern.len()).unwrap_or(u32::MAX);
                let number = *self.patterns.entry(letters).or_insert(next);
                if number == next {
                    self.by_pattern.push(Listed::new());
                }
                if let Some(listed) = self.by_pattern.get_mut(number as usize) {
                    push(listed, component);
                }
                if index.by_letters.last() != Some(&component) {
                    index.by_letters.push(component);
                }
            }
        }
    }
}

/// Lists a component once.
fn push(listed: &mut Listed, component: u32) {
    if listed.last() != Some(&component) {
        listed.push(component);
    }
}
