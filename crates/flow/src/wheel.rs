//! Time-outs of many flows at constant cost: a wheel of buckets, one per tick of event time.
//!
//! A flow stands in one bucket at most. A deadline that moves later does not move the flow: when its bucket comes due, the
//! table looks at the deadline and puts the flow where it belongs by then. So ordinary packets cost the wheel nothing.

use thymus_wire::Timestamp;

/// Buckets: with [`TICK_SHIFT`] a turn of the wheel takes 9 minutes, more than any time-out of a flow.
const BUCKETS: usize = 4096;
/// A tick is 2^27 ns, 134 ms.
const TICK_SHIFT: u32 = 27;
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Link {
    before: u32,
    after: u32,
    /// The bucket it stands in, or [`NONE`].
    bucket: u32,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    first: u32,
    last: u32,
}

/// The wheel. Flows are named by their number in the slab.
#[derive(Debug)]
pub(crate) struct Wheel {
    buckets: Vec<Bucket>,
    /// One bit for each bucket that is not empty.
    occupied: [u64; BUCKETS / 64],
    links: Vec<Link>,
    tick: i64,
}

impl Wheel {
    pub(crate) fn new() -> Self {
        Self {
            buckets: vec![Bucket { first: NONE, last: NONE }; BUCKETS],
            occupied: [0; BUCKETS / 64],
            links: Vec::new(),
            tick: i64::MIN,
        }
    }

    /// Puts `number` where it comes due at `deadline`, wherever it stood before.
    pub(crate) fn schedule(&mut self, number: u32, deadline: Timestamp) {
        self.cancel(number);
        // The bucket after the deadline's own, so that the deadline is past when the bucket comes due.
        let due = (deadline.0 >> TICK_SHIFT) + 1;
        let first = self.tick.saturating_add(1);
        let due = due.clamp(first, first.saturating_add(BUCKETS as i64 - 2));
        self.append(number, due.rem_euclid(BUCKETS as i64) as usize);
    }

    /// Takes `number` off the wheel.
    pub(crate) fn cancel(&mut self, number: u32) {
        let Some(link) = self.links.get_mut(number as usize) else { return };
        let Link { before, after, bucket } =
            std::mem::replace(link, Link { before: NONE, after: NONE, bucket: NONE });
        if bucket == NONE {
            return;
        }
        match self.links.get_mut(before as usize) {
            Some(link) => link.after = after,
            None => self.set_first(bucket as usize, after),
        }
        match self.links.get_mut(after as usize) {
            Some(link) => link.before = before,
            None => self.set_last(bucket as usize, before),
        }
    }

    /// Whether the wheel turns at all by `clock`.
    #[inline]
    pub(crate) fn is_due(&self, clock: Timestamp) -> bool {
        clock.0 >> TICK_SHIFT > self.tick
    }

    /// Turns the wheel to `clock` and moves all that came due to `due`, earliest first.
    pub(crate) fn turn(&mut self, clock: Timestamp, due: &mut Vec<u32>) {
        let target = clock.0 >> TICK_SHIFT;
        if target <= self.tick {
            return;
        }
        let passed = target.saturating_sub(self.tick).min(BUCKETS as i64) as usize;
        let start = self.tick.saturating_add(1).rem_euclid(BUCKETS as i64) as usize;
        self.tick = target;
        let mut offset = 0;
        while let Some(found) = self.next_occupied(start, offset).filter(|found| *found < passed) {
            self.empty((start + found) % BUCKETS, due);
            offset = found + 1;
        }
    }

    /// The flow whose bucket comes due next.
    pub(crate) fn earliest(&self) -> Option<u32> {
        let start = self.tick.saturating_add(1).rem_euclid(BUCKETS as i64) as usize;
        let found = self.next_occupied(start, 0)?;
        self.buckets.get((start + found) % BUCKETS).map(|bucket| bucket.first)
    }

    /// Whether `number` stands in a bucket that comes due before `deadline` would.
    pub(crate) fn is_before(&self, number: u32, deadline: Timestamp) -> bool {
        let Some(link) = self.links.get(number as usize).filter(|link| link.bucket != NONE) else {
            return false;
        };
        let first = self.tick.saturating_add(1);
        let distance = (i64::from(link.bucket) - first.rem_euclid(BUCKETS as i64)).rem_euclid(BUCKETS as i64);
        let last = first.saturating_add(BUCKETS as i64 - 2);
        first.saturating_add(distance) < ((deadline.0 >> TICK_SHIFT) + 1).min(last)
    }

    /// The distance from `start` of the first bucket, at `offset` or further, that is not empty.
    fn next_occupied(&self, start: usize, offset: usize) -> Option<usize> {
        let mut offset = offset;
        while offset < BUCKETS {
            let bucket = (start + offset) % BUCKETS;
            let word = self.occupied.get(bucket / 64).copied().unwrap_or(0) >> (bucket % 64);
            if word != 0 {
                let found = offset + word.trailing_zeros() as usize;
                return (found < BUCKETS).then_some(found);
            }
            offset += 64 - bucket % 64;
        }
        None
    }

    fn empty(&mut self, bucket: usize, due: &mut Vec<u32>) {
        let mut number = self.buckets.get(bucket).map_or(NONE, |bucket| bucket.first);
        while let Some(link) = self.links.get_mut(number as usize) {
            due.push(number);
            number = link.after;
            *link = Link { before: NONE, after: NONE, bucket: NONE };
        }
        self.set_first(bucket, NONE);
        self.set_last(bucket, NONE);
    }

    fn append(&mut self, number: u32, bucket: usize) {
        let index = number as usize;
        if self.links.len() <= index {
            self.links.resize(index + 1, Link { before: NONE, after: NONE, bucket: NONE });
        }
        let before = self.buckets.get(bucket).map_or(NONE, |bucket| bucket.last);
        if let Some(link) = self.links.get_mut(index) {
            *link = Link { before, after: NONE, bucket: bucket as u32 };
        }
        match self.links.get_mut(before as usize) {
            Some(link) => link.after = number,
            None => self.set_first(bucket, number),
        }
        self.set_last(bucket, number);
    }

    fn set_first(&mut self, bucket: usize, number: u32) {
        if let Some(bucket) = self.buckets.get_mut(bucket) {
            bucket.first = number;
        }
        if let Some(word) = self.occupied.get_mut(bucket / 64) {
            let bit = 1 << (bucket % 64);
            *word = if number == NONE { *word & !bit } else { *word | bit };
        }
    }

    fn set_last(&mut self, bucket: usize, number: u32) {
        if let Some(bucket) = self.buckets.get_mut(bucket) {
            bucket.last = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: i64) -> Timestamp {
        Timestamp::from_parts(seconds, 0)
    }

    fn due_at(wheel: &mut Wheel, clock: Timestamp) -> Vec<u32> {
        let mut due = Vec::new();
        wheel.turn(clock, &mut due);
        due
    }

    #[test]
    fn comes_due_in_order_and_not_early() {
        let mut wheel = Wheel::new();
        due_at(&mut wheel, seconds(1000));
        wheel.schedule(3, seconds(1010));
        wheel.schedule(1, seconds(1005));
        wheel.schedule(2, seconds(1300));
        assert_eq!(wheel.earliest(), Some(1));
        assert_eq!(due_at(&mut wheel, seconds(1004)), Vec::<u32>::new());
        assert_eq!(due_at(&mut wheel, seconds(1011)), [1, 3]);
        assert_eq!(due_at(&mut wheel, seconds(1301)), [2]);
        assert_eq!(wheel.earliest(), None);
    }

    #[test]
    fn a_leap_of_years_empties_it_once() {
        let mut wheel = Wheel::new();
        due_at(&mut wheel, seconds(0));
        (0..100).for_each(|number| wheel.schedule(number, seconds(i64::from(number) * 4)));
        assert_eq!(due_at(&mut wheel, seconds(1 << 32)).len(), 100);
        assert_eq!(due_at(&mut wheel, seconds(1 << 33)).len(), 0);
    }

    #[test]
    fn cancelled_from_the_middle() {
        let mut wheel = Wheel::new();
        due_at(&mut wheel, seconds(0));
        (0..5).for_each(|number| wheel.schedule(number, seconds(5)));
        [0, 2, 4].iter().for_each(|number| wheel.cancel(*number));
        wheel.cancel(77);
        assert_eq!(due_at(&mut wheel, seconds(6)), [1, 3]);
    }

    #[test]
    fn extremes_do_not_overflow() {
        let mut wheel = Wheel::new();
        due_at(&mut wheel, Timestamp(i64::MIN));
        wheel.schedule(0, Timestamp(i64::MAX));
        due_at(&mut wheel, Timestamp(i64::MAX));
        wheel.schedule(1, Timestamp(i64::MIN));
        wheel.schedule(2, Timestamp(i64::MAX));
    }
}
