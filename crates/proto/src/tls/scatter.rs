//! Bytes that come in pieces, in any order and perhaps again: fragments of DTLS messages, CRYPTO frames of QUIC.

use smallvec::SmallVec;

/// As many separate runs of bytes are kept track of.
const RUNS_MAX: usize = 64;

/// A piece was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

/// A buffer that fills from anywhere. Runs are sorted, apart from each other and never empty.
#[derive(Debug, Default)]
pub(crate) struct Scatter {
    bytes: Vec<u8>,
    runs: SmallVec<[(usize, usize); 4]>,
}

impl Scatter {
    /// Puts a piece at `offset`. What is there already stays: the first to come is believed.
    ///
    /// # Errors
    /// [`Refused`] when it would reach past `limit_bytes` or leave too many holes; the buffer is as before.
    pub(crate) fn insert(&mut self, offset: usize, piece: &[u8], limit_bytes: usize) -> Result<(), Refused> {
        let end = offset.checked_add(piece.len()).filter(|&end| end <= limit_bytes).ok_or(Refused)?;
        if piece.is_empty() {
            return Ok(());
        }
        if self.runs.len() >= RUNS_MAX
            && !self.runs.iter().any(|&(start, stop)| start <= end && offset <= stop)
        {
            return Err(Refused);
        }
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        self.fill_holes(offset, end, piece);
        self.join(offset, end);
        Ok(())
    }

    /// The bytes from the start up to the first hole.
    pub(crate) fn front(&self) -> &[u8] {
        match self.runs.first() {
            Some(&(0, end)) => self.bytes.get(..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Copies what lies in the holes between the runs.
    fn fill_holes(&mut self, offset: usize, end: usize, piece: &[u8]) {
        let mut from = offset;
        let borders = self.runs.iter().copied().chain(std::iter::once((end, end)));
        for (start, stop) in borders {
            let until = start.min(end);
            if from < until
                && let (Some(place), Some(source)) =
                    (self.bytes.get_mut(from..until), piece.get(from - offset..until - offset))
            {
                place.copy_from_slice(source);
            }
            from = from.max(stop);
        }
    }

    /// Makes one run of the new piece and every run it touches.
    fn join(&mut self, offset: usize, end: usize) {
        let (mut start, mut stop) = (offset, end);
        self.runs.retain(|&mut (other_start, other_stop)| {
            let touches = other_start <= stop && start <= other_stop;
            if touches {
                start = start.min(other_start);
                stop = stop.max(other_stop);
            }
            !touches
        });
        let index = self.runs.iter().take_while(|&&(other, _)| other < start).count();
        self.runs.insert(index, (start, stop));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_front_ends_at_the_first_hole() {
        let mut scatter = Scatter::default();
        scatter.insert(4, b"efgh", 100).unwrap();
        assert_eq!(scatter.front(), b"");
        scatter.insert(0, b"ab", 100).unwrap();
        assert_eq!(scatter.front(), b"ab");
        scatter.insert(1, b"XcdX", 100).unwrap();
        assert_eq!(scatter.front(), b"abcdefgh", "the first to come is believed");
    }

    #[test]
    fn limits_are_kept() {
        let mut scatter = Scatter::default();
        assert_eq!(scatter.insert(usize::MAX, b"a", 100), Err(Refused));
        assert_eq!(scatter.insert(99, b"ab", 100), Err(Refused));
        for run in 0..RUNS_MAX {
            scatter.insert(run * 2, b"a", 1000).unwrap();
        }
        assert_eq!(scatter.insert(500, b"a", 1000), Err(Refused));
        assert_eq!(scatter.insert(1, b"b", 1000), Ok(()), "a piece that closes a hole is welcome");
    }

    proptest! {
        #[test]
        fn pieces_in_any_order_make_the_whole(
            whole in proptest::collection::vec(any::<u8>(), 1..200),
            cuts in proptest::collection::vec((0usize..200, 1usize..60), 0..40),
        ) {
            let mut scatter = Scatter::default();
            let mut seen = vec![false; whole.len()];
            for (offset, length) in cuts {
                let offset = offset % whole.len();
                let end = (offset + length).min(whole.len());
                if scatter.insert(offset, &whole[offset..end], 200).is_ok() {
                    seen[offset..end].fill(true);
                }
            }
            let front = seen.iter().take_while(|&&byte| byte).count();
            prop_assert_eq!(scatter.front(), &whole[..front]);
        }
    }
}
