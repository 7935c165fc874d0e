//! Rows of one kind in memory, column by column: what was appended last, found before it is on the disk.

mod column;
mod interner;

pub(crate) use column::{MemoryColumn, MemoryDictionary};
pub(crate) use interner::Texts;

use std::collections::BTreeMap;
use thymus_record::{OwnedValue, Record as _, Registry, Row, Schema};

/// Rows of one kind in memory, in the order in which they came.
pub(crate) struct MemoryPart {
    /// The kind's place in the registry.
    pub kind: usize,
    /// What the kind looks like.
    pub schema: &'static Schema,
    /// The rows' ids.
    pub ids: Vec<u64>,
    /// The columns of the fields.
    pub fields: Vec<MemoryColumn>,
    /// The columns of the facts.
    pub facts: Vec<MemoryColumn>,
    /// Rows that no columns can say, as they are. In the columns they are absent.
    pub odd: BTreeMap<u32, Row>,
}

impl MemoryPart {
    pub(crate) fn new(kind: usize, schema: &'static Schema, registry: &Registry) -> Self {
        Self {
            kind,
            schema,
            ids: Vec::new(),
            fields: schema.fields.iter().map(|field| MemoryColumn::new(field.kind)).collect(),
            facts: registry.facts().iter().map(|field| MemoryColumn::new(field.kind)).collect(),
            odd: BTreeMap::new(),
        }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> u32 {
        self.ids.len() as u32
    }

    /// Adds a row of this kind.
    pub(crate) fn push(&mut self, row: &Row, registry: &Registry) {
        let number = self.rows();
        self.ids.push(row.id().0);
        if !self.can_say(row, registry) {
            self.odd.insert(number, row.clone());
            return;
        }
        for (index, column) in self.fields.iter_mut().enumerate() {
            column.push(number, row.value(index));
        }
        for (field, value) in row.facts() {
            let index = registry.fact_index(field.name);
            if let Some(column) = index.and_then(|index| self.facts.get_mut(index)) {
                column.push(number, value);
            }
        }
    }

    fn can_say(&self, row: &Row, registry: &Registry) -> bool {
        let fields = self.fields.iter().enumerate().all(|(index, column)| column.can_say(row.value(index)));
        let mut facts = row.facts().filter_map(|(field, value)| {
            let column = registry.fact_index(field.name).and_then(|index| self.facts.get(index))?;
            Some((column, value))
        });
        fields && facts.all(|(column, value)| column.can_say(value))
    }

    /// About how much memory it takes.
    pub(crate) fn size(&self) -> usize {
        let columns = self.fields.iter().chain(&self.facts).map(MemoryColumn::size).sum::<usize>();
        columns + self.ids.len() * 8 + self.odd.len() * (self.fields.len() * size_of::<OwnedValue>() + 256)
    }
}
