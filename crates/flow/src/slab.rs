//! Flows stored in place: numbered slots in chunks, so that growing moves nothing.

const CHUNK: usize = 1024;

/// Values by number. Numbers of removed values are used again.
#[derive(Debug)]
pub(crate) struct Slab<T> {
    chunks: Vec<Vec<Option<T>>>,
    free: Vec<u32>,
    used: usize,
    live: usize,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), free: Vec::new(), used: 0, live: 0 }
    }
}

impl<T> Slab<T> {
    pub(crate) fn len(&self) -> usize {
        self.live
    }

    pub(crate) fn insert(&mut self, value: T) -> u32 {
        self.live += 1;
        if let Some(number) = self.free.pop() {
            if let Some(slot) = self.slot_mut(number) {
                *slot = Some(value);
            }
            return number;
        }
        let number = self.used as u32;
        if self.used.is_multiple_of(CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(Some(value));
        }
        self.used += 1;
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let number = number as usize;
        self.chunks.get(number / CHUNK)?.get(number % CHUNK)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.slot_mut(number)?.as_mut()
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let value = self.slot_mut(number)?.take()?;
        self.free.push(number);
        self.live -= 1;
        Some(value)
    }

    /// All values with their numbers, in order of numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.chunks.iter().flatten().zip(0u32..).filter_map(|(slot, number)| Some((number, slot.as_ref()?)))
    }

    fn slot_mut(&mut self, number: u32) -> Option<&mut Option<T>> {
        let number = number as usize;
        self.chunks.get_mut(number / CHUNK)?.get_mut(number % CHUNK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again() {
        let mut slab = Slab::default();
        let numbers: Vec<u32> = (0..3000).map(|value| slab.insert(value)).collect();
        assert_eq!(slab.remove(1500), Some(1500));
        assert_eq!(slab.remove(1500), None);
        assert_eq!(slab.insert(9), 1500);
        assert_eq!((slab.len(), slab.iter().count()), (3000, 3000));
        assert!(numbers.iter().all(|number| slab.get(*number).is_some()));
        assert_eq!(slab.get(3000), None);
    }
}
