//! Transactions of SMB1 that come in several messages.

use super::parser_transaction::TransactionPart;
use std::collections::VecDeque;

/// At most this many bytes of parameters, and of data, of one transaction are kept.
const TRANSACTION_BYTES_MAX: usize = 64 * 1024;

/// At most this many transactions of a flow are put together at a time; the oldest goes first.
const TRANSACTIONS_MAX: usize = 8;

/// A transaction as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    key: u64,
    command: u8,
    /// It was told already that it is continued under another command.
    told_mixed: bool,
    pub(super) function: u16,
    total_parameters: usize,
    total_data: usize,
    pub(super) parameters: Vec<u8>,
    pub(super) data: Vec<u8>,
    seen_parameters: usize,
    seen_data: usize,
}

/// The transactions that are not whole yet.
#[derive(Debug, Default)]
pub(super) struct Assemblies(VecDeque<Assembly>);

impl Assemblies {
    /// Begins with a transaction's first part.
    pub(super) fn begin(&mut self, key: u64, command: u8, function: u16, part: &TransactionPart<'_>) {
        if self.0.len() >= TRANSACTIONS_MAX {
            self.0.pop_front();
        }
        let mut assembly = Assembly { key, command, function, ..Assembly::default() };
        assembly.add(part);
        self.0.push_back(assembly);
    }

    /// The command that a transaction began with, if it is continued under this other one for the first time. Servers of
    /// old took the sizes of the one for the buffers of the other (CVE-2017-0144).
    pub(super) fn mixed(&mut self, key: u64, command: u8) -> Option<u8> {
        let assembly = self.0.iter_mut().find(|assembly| assembly.key == key)?;
        let is_news = assembly.command != command && !assembly.told_mixed;
        assembly.told_mixed |= is_news;
        is_news.then_some(assembly.command)
    }

    /// Adds a further part; gives back the transaction when it is whole.
    pub(super) fn add(&mut self, key: u64, part: &TransactionPart<'_>) -> Option<Assembly> {
        let index = self.0.iter().position(|assembly| assembly.key == key)?;
        let assembly = self.0.get_mut(index)?;
        assembly.add(part);
        if assembly.is_whole() { self.0.remove(index) } else { None }
    }
}

impl Assembly {
    fn add(&mut self, part: &TransactionPart<'_>) {
        self.total_parameters = part.total_parameters;
        self.total_data = part.total_data;
        put(&mut self.parameters, part.parameters_at, part.parameters);
        put(&mut self.data, part.data_at, part.data);
        self.seen_parameters = self.seen_parameters.saturating_add(part.parameters.len());
        self.seen_data = self.seen_data.saturating_add(part.data.len());
    }

    fn is_whole(&self) -> bool {
        self.seen_parameters >= self.total_parameters && self.seen_data >= self.total_data
    }
}

/// Puts bytes where they belong; what lies past the limit is left out.
fn put(buffer: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at.saturating_add(bytes.len()).min(TRANSACTION_BYTES_MAX);
    if buffer.len() < end {
        buffer.resize(end, 0);
    }
    if let Some(place) = buffer.get_mut(at..end) {
        let length = place.len();
        place.copy_from_slice(bytes.get(..length).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part<'a>(total_data: usize, data_at: usize, data: &'a [u8]) -> TransactionPart<'a> {
        TransactionPart { total_data, data_at, data, ..TransactionPart::default() }
    }

    #[test]
    fn parts_go_where_they_belong() {
        let mut assemblies = Assemblies::default();
        assemblies.begin(1, 0x32, 8, &part(6, 0, b"ab"));
        assert!(assemblies.add(1, &part(6, 4, b"ef")).is_none());
        assert!(assemblies.add(2, &part(6, 2, b"xx")).is_none(), "another transaction");
        assert_eq!(assemblies.add(1, &part(6, 2, b"cd")).unwrap().data, b"abcdef");
    }

    #[test]
    fn another_command_is_told_once() {
        let mut assemblies = Assemblies::default();
        assemblies.begin(1, 0xa0, 5, &part(6, 0, b"ab"));
        assert_eq!(assemblies.mixed(1, 0xa0), None);
        assert_eq!(assemblies.mixed(2, 0x32), None, "another transaction");
        assert_eq!(assemblies.mixed(1, 0x32), Some(0xa0));
        assert_eq!(assemblies.mixed(1, 0x32), None);
    }

    #[test]
    fn hostile_places_do_not_grow_it() {
        let mut buffer = Vec::new();
        put(&mut buffer, usize::MAX, b"abc");
        put(&mut buffer, 10_000_000, b"abc");
        assert!(buffer.len() <= TRANSACTION_BYTES_MAX);
        put(&mut buffer, TRANSACTION_BYTES_MAX - 1, b"abc");
        assert_eq!(buffer.len(), TRANSACTION_BYTES_MAX);
        assert_eq!(buffer.last(), Some(&b'a'));
    }
}
