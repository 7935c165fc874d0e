//! SHA-1 (FIPS 180-4 §6.1.2) in lanes.

use super::{Vectors, add, at, put};
use std::hint::black_box;

type States<const LANES: usize> = Vectors<LANES, 5>;

/// Takes one block of every lane, its words with the most significant byte first.
#[inline(always)]
pub(super) fn block<const LANES: usize>(states: &mut States<LANES>, mut words: Vectors<LANES, 16>) {
    let mut after = *states;
    first(&mut after, &mut words);
    second(&mut after, &mut words);
    third(&mut after, &mut words);
    fourth(&mut after, &mut words);
    add(states, &after);
}

/// One step with the word at hand.
macro_rules! step {
    ($state:ident, $word:expr, $function:ident, $constant:literal) => {
        let [a, b, c, d, e] = $state;
        let sum = e.wrapping_add($word.wrapping_add($constant)).wrapping_add($function(b, c, d));
        $state = [a.rotate_left(5).wrapping_add(sum), a, b.rotate_left(30), c, d];
    };
}

/// Twenty steps in every lane: some with the words as they are, some with the words that follow from those sixteen,
/// thirteen, eight and two places before.
macro_rules! steps {
    ($name:ident, $function:ident, $constant:literal: $($given:literal)*, $($made:literal)*) => {
        #[inline(always)]
        fn $name<const LANES: usize>(states: &mut States<LANES>, words: &mut Vectors<LANES, 16>) {
            let [va, vb, vc, vd, ve] = black_box(states);
            for lane in 0..LANES {
                let mut state = [at(va, lane), at(vb, lane), at(vc, lane), at(vd, lane), at(ve, lane)];
                let mut w = load!(words, lane);
                $(step!(state, w[$given], $function, $constant);)*
                $(
                    let made = w[$made] ^ w[($made + 13) % 16] ^ w[($made + 8) % 16] ^ w[($made + 2) % 16];
                    w[$made] = made.rotate_left(1);
                    step!(state, w[$made], $function, $constant);
                )*
                store!(words, lane, w);
                let [a, b, c, d, e] = state;
                put(va, lane, a);
                put(vb, lane, b);
                put(vc, lane, c);
                put(vd, lane, d);
                put(ve, lane, e);
            }
        }
    };
}

steps!(first, choose, 0x5a82_7999: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15, 0 1 2 3);
steps!(second, parity, 0x6ed9_eba1: , 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7);
steps!(third, majority, 0x8f1b_bcdc: , 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 8 9 10 11);
steps!(fourth, parity, 0xca62_c1d6: , 12 13 14 15 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

#[inline(always)]
fn choose(b: u32, c: u32, d: u32) -> u32 {
    d ^ (b & (c ^ d))
}

#[inline(always)]
fn parity(b: u32, c: u32, d: u32) -> u32 {
    b ^ c ^ d
}

#[inline(always)]
fn majority(b: u32, c: u32, d: u32) -> u32 {
    (b & c) | ((b | c) & d)
}
