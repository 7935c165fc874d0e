//! MD5 (RFC 1321) in lanes.

use super::{Vectors, add, at, put};
use crate::md5::{SINES, choose, choose_by_last, mix, parity, steps};
use std::hint::black_box;

type States<const LANES: usize> = Vectors<LANES, 4>;

/// Takes one block of every lane.
#[inline(always)]
pub(super) fn block<const LANES: usize>(states: &mut States<LANES>, words: &Vectors<LANES, 16>) {
    let mut after = *states;
    first(&mut after, words);
    second(&mut after, words);
    third(&mut after, words);
    fourth(&mut after, words);
    add(states, &after);
}

/// Takes steps one after the other in one lane.
macro_rules! take {
    (($state:ident, $words:ident, $lane:ident, $function:ident) $($word:literal $constant:literal $rotate:literal),*) => {
        $(
            let [a, b, c, d] = $state;
            let sum = a.wrapping_add(at(&$words[$word], $lane).wrapping_add(SINES[$constant]));
            $state = [d, $function(sum, b, c, d).rotate_left($rotate).wrapping_add(b), b, c];
        )*
    };
}

/// One round in every lane. More than a round in one loop is not made vector instructions of.
macro_rules! round {
    ($name:ident, $function:ident) => {
        #[inline(always)]
        fn $name<const LANES: usize>(states: &mut States<LANES>, words: &Vectors<LANES, 16>) {
            let [va, vb, vc, vd] = black_box(states);
            for lane in 0..LANES {
                let mut state = [at(va, lane), at(vb, lane), at(vc, lane), at(vd, lane)];
                steps!($name take (state, words, lane, $function));
                let [a, b, c, d] = state;
                put(va, lane, a);
                put(vb, lane, b);
                put(vc, lane, c);
                put(vd, lane, d);
            }
        }
    };
}

round!(first, choose);
round!(second, choose_by_last);
round!(third, parity);
round!(fourth, mix);
