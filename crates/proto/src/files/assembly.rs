//! Content put in order: pieces come at any offset, in any order and again; bytes and holes go out in order.

use std::collections::BTreeMap;

/// Bytes that came too early wait for those before them; at most this many of one file. It takes several large reads
/// under way at once, which SMB clients have.
pub(super) const WAITING_BYTES_PER_FILE_MAX: usize = 8 * 1024 * 1024;

/// They may stand in at most this many places of one file.
const RUNS_MAX: usize = 1024;

/// What comes next of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Bytes.
    Bytes(&'a [u8]),
    /// So many bytes that did not come.
    Hole(u64),
}

/// The order of one file.
///
/// The runs do not overlap each other, and all begin past `next`.
#[derive(Default)]
pub(super) struct Assembly {
    /// All before this offset has gone out.
    next: u64,
    /// Where a piece belongs that comes without an offset: after the one before it.
    cursor: u64,
    runs: BTreeMap<u64, Vec<u8>>,
    waiting: usize,
}

impl Assembly {
    /// How many bytes wait for those before them.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// The piece after the last one.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut impl FnMut(Piece<'_>)) -> u64 {
        self.insert(self.cursor, bytes, out)
    }

    /// A piece at `offset`. What came before in its place stays. Returns how many bytes were given up because too many
    /// wait for them.
    pub(super) fn insert(&mut self, offset: u64, bytes: &[u8], out: &mut impl FnMut(Piece<'_>)) -> u64 {
        let room = usize::try_from(u64::MAX - offset).unwrap_or(usize::MAX);
        let bytes = bytes.get(..room).unwrap_or(bytes);
        let end = offset + bytes.len() as u64;
        self.cursor = end;
        if offset == self.next && self.runs.is_empty() {
            self.next = end;
            out(Piece::Bytes(bytes));
            return 0;
        }
        self.insert_between(offset, bytes, out);
        let mut given_up = 0;
        while self.waiting > WAITING_BYTES_PER_FILE_MAX || self.runs.len() > RUNS_MAX {
            given_up += self.give_up(out);
        }
        given_up
    }

    /// The next `length` bytes after the last piece will not come.
    pub(super) fn hole(&mut self, length: u64, out: &mut impl FnMut(Piece<'_>)) {
        let in_order = self.cursor == self.next;
        self.cursor = self.cursor.saturating_add(length);
        if in_order {
            self.pass_to(self.cursor, out);
        }
    }

    /// Nothing more will come: what waits goes out with the holes before it.
    pub(super) fn finish(&mut self, out: &mut impl FnMut(Piece<'_>)) {
        while !self.runs.is_empty() {
            self.give_up(out);
        }
    }

    /// Gives up the first hole. Returns its length.
    pub(super) fn give_up(&mut self, out: &mut impl FnMut(Piece<'_>)) -> u64 {
        let Some(start) = self.first_run() else { return 0 };
        let length = start.saturating_sub(self.next);
        self.pass_to(start, out);
        length
    }

    /// Cuts a piece at the runs that are there already.
    fn insert_between(&mut self, mut offset: u64, mut bytes: &[u8], out: &mut impl FnMut(Piece<'_>)) {
        while !bytes.is_empty() {
            let past = self.end_of_what_covers(offset).saturating_sub(offset);
            if past > 0 {
                bytes = usize::try_from(past).ok().and_then(|past| bytes.get(past..)).unwrap_or_default();
                offset = offset.saturating_add(past);
                continue;
            }
            let room = self.runs.range(offset..).next().map_or(u64::MAX, |(start, _)| start - offset);
            let taken = usize::try_from(room).unwrap_or(usize::MAX).min(bytes.len());
            let Some((piece, rest)) = bytes.split_at_checked(taken) else { return };
            if offset == self.next {
                self.next = offset.saturating_add(taken as u64);
                out(Piece::Bytes(piece));
                self.drain(out);
            } else {
                self.keep(offset, piece);
            }
            offset = offset.saturating_add(taken as u64);
            bytes = rest;
        }
    }

    /// The end of what has gone out or waits at `offset`; at most `offset` where nothing does.
    fn end_of_what_covers(&self, offset: u64) -> u64 {
        let run = self.runs.range(..=offset).next_back();
        run.map_or(0, |(start, run)| start.saturating_add(run.len() as u64)).max(self.next)
    }

    fn keep(&mut self, offset: u64, piece: &[u8]) {
        self.waiting += piece.len();
        if let Some((start, run)) = self.runs.range_mut(..offset).next_back()
            && start.saturating_add(run.len() as u64) == offset
        {
            return run.extend_from_slice(piece);
        }
        self.runs.insert(offset, piece.to_vec());
    }

    /// Goes on to `target`, with holes where nothing waits, and past it where more waits.
    fn pass_to(&mut self, target: u64, out: &mut impl FnMut(Piece<'_>)) {
        while self.next < target {
            let stop = self.first_run().unwrap_or(target).min(target);
            if stop > self.next {
                out(Piece::Hole(stop - self.next));
                self.next = stop;
            }
            self.drain(out);
        }
    }

    /// Lets out the runs whose turn it is.
    fn drain(&mut self, out: &mut impl FnMut(Piece<'_>)) {
        while self.first_run() == Some(self.next)
            && let Some((start, run)) = self.runs.pop_first()
        {
            self.next = start.saturating_add(run.len() as u64);
            self.waiting -= run.len();
            out(Piece::Bytes(&run));
        }
    }

    fn first_run(&self) -> Option<u64> {
        self.runs.first_key_value().map(|(start, _)| *start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What goes out: bytes, and `None` for each byte of a hole.
    fn collect(into: &mut Vec<Option<u8>>) -> impl FnMut(Piece<'_>) {
        |piece| match piece {
            Piece::Bytes(bytes) => into.extend(bytes.iter().map(|byte| Some(*byte))),
            Piece::Hole(length) => into.extend((0..length).map(|_| None)),
        }
    }

    proptest! {
        /// The model: a byte belongs to whoever came first.
        #[test]
        fn any_pieces_in_any_order_give_the_first_copy_of_each_byte(
            pieces in prop::collection::vec((0u64..64, prop::collection::vec(any::<u8>(), 0..24)), 0..24)
        ) {
            let mut expected: Vec<Option<u8>> = Vec::new();
            let (mut assembly, mut seen) = (Assembly::default(), Vec::new());
            for (offset, bytes) in &pieces {
                assert_eq!(assembly.insert(*offset, bytes, &mut collect(&mut seen)), 0);
                for (at, byte) in (*offset as usize..).zip(bytes) {
                    expected.resize(expected.len().max(at + 1), None);
                    expected[at].get_or_insert(*byte);
                }
                let ready = expected.iter().take_while(|byte| byte.is_some()).count();
                prop_assert_eq!(&seen[..], &expected[..ready], "what is in order has gone out");
                let known = expected.iter().filter(|byte| byte.is_some()).count();
                prop_assert_eq!(assembly.waiting(), known - ready);
            }
            assembly.finish(&mut collect(&mut seen));
            prop_assert_eq!(seen, expected);
            prop_assert_eq!(assembly.waiting(), 0);
        }
    }

    #[test]
    fn pieces_without_offset_follow_each_other_with_their_holes() {
        let (mut assembly, mut seen) = (Assembly::default(), Vec::new());
        assembly.push(b"ab", &mut collect(&mut seen));
        assembly.hole(2, &mut collect(&mut seen));
        assembly.push(b"ef", &mut collect(&mut seen));
        assembly.insert(2, b"late", &mut collect(&mut seen));
        assert_eq!(seen, [Some(b'a'), Some(b'b'), None, None, Some(b'e'), Some(b'f')]);
    }

    #[test]
    fn what_waits_is_bounded_and_the_hole_before_it_is_given_up() {
        let piece = vec![7; WAITING_BYTES_PER_FILE_MAX / 4];
        let mut assembly = Assembly::default();
        let (mut bytes, mut holes) = (0, 0);
        let mut given_up = 0;
        for number in 0..8u64 {
            let offset = 1000 + number * piece.len() as u64;
            given_up += assembly.insert(offset, &piece, &mut |piece| match piece {
                Piece::Bytes(piece) => bytes += piece.len(),
                Piece::Hole(length) => holes += length,
            });
            assert!(assembly.waiting() <= WAITING_BYTES_PER_FILE_MAX);
        }
        assert_eq!((bytes, holes, given_up), (8 * piece.len(), 1000, 1000));
    }

    #[test]
    fn single_bytes_far_apart_are_bounded_too() {
        let mut assembly = Assembly::default();
        let mut given_up = 0;
        for number in 1..=10_000u64 {
            given_up += assembly.insert(number * 10, b"x", &mut |_| {});
            assert!(assembly.runs.len() <= RUNS_MAX);
        }
        assert_eq!(given_up, 10 + 9 * (10_000 - RUNS_MAX as u64 - 1));
    }

    #[test]
    fn the_end_of_the_offsets_does_no_harm() {
        let (mut assembly, mut total) = (Assembly::default(), 0u64);
        let mut add = |piece: Piece<'_>| {
            if let Piece::Hole(length) = piece {
                total += length;
            }
        };
        assembly.insert(u64::MAX - 1, b"abcdef", &mut add);
        assembly.insert(u64::MAX, b"abcdef", &mut add);
        assembly.hole(u64::MAX, &mut add);
        assembly.finish(&mut add);
        assembly.hole(u64::MAX, &mut add);
        assembly.push(b"abc", &mut add);
        assert!(total >= u64::MAX - 1);
    }
}
