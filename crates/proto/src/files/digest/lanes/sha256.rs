//! SHA-256 (FIPS 180-4 §6.2.2) in lanes.

use super::{Vectors, add, at, put};
use std::hint::black_box;

type States<const LANES: usize> = Vectors<LANES, 8>;

/// The fractional parts of the cube roots of the first 64 primes (§4.2.2).
#[rustfmt::skip]
static CONSTANTS: [[u32; 16]; 4] = [
    [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    ],
    [
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    ],
    [
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    ],
    [
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ],
];

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
    ($state:ident, $word:expr, $constant:expr) => {
        let [a, b, c, d, e, f, g, h] = $state;
        let mixed = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let chosen = g ^ (e & (f ^ g));
        let first = h.wrapping_add($word.wrapping_add($constant)).wrapping_add(chosen).wrapping_add(mixed);
        let mixed = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let second = mixed.wrapping_add((a & b) | ((a | b) & c));
        $state = [first.wrapping_add(second), a, b, c, d.wrapping_add(first), e, f, g];
    };
}

/// Sixteen steps with the words as they are.
macro_rules! with_given {
    (($state:ident, $words:ident, $lane:ident, $constants:literal) $($word:literal)*) => {
        let given = load!($words, $lane);
        $(step!($state, given[$word], CONSTANTS[$constants][$word]);)*
    };
}

/// Sixteen steps, each with the word that follows from those sixteen, fifteen, seven and two places before.
macro_rules! with_made {
    (($state:ident, $words:ident, $lane:ident, $constants:literal) $($made:literal)*) => {
        let mut w = load!($words, $lane);
        $(
            let (x, y) = (w[($made + 1) % 16], w[($made + 14) % 16]);
            let x = x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3);
            let y = y.rotate_right(17) ^ y.rotate_right(19) ^ (y >> 10);
            w[$made] = w[$made].wrapping_add(x).wrapping_add(w[($made + 9) % 16]).wrapping_add(y);
            step!($state, w[$made], CONSTANTS[$constants][$made]);
        )*
        store!($words, $lane, w);
    };
}

/// Sixteen steps in every lane.
macro_rules! steps {
    ($name:ident, $each:ident, $constants:literal) => {
        #[inline(always)]
        fn $name<const LANES: usize>(states: &mut States<LANES>, words: &mut Vectors<LANES, 16>) {
            let [va, vb, vc, vd, ve, vf, vg, vh] = black_box(states);
            for lane in 0..LANES {
                let mut state = [
                    at(va, lane), at(vb, lane), at(vc, lane), at(vd, lane),
                    at(ve, lane), at(vf, lane), at(vg, lane), at(vh, lane),
                ];
                $each!((state, words, lane, $constants) 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
                let [a, b, c, d, e, f, g, h] = state;
                put(va, lane, a);
                put(vb, lane, b);
                put(vc, lane, c);
                put(vd, lane, d);
                put(ve, lane, e);
                put(vf, lane, f);
                put(vg, lane, g);
                put(vh, lane, h);
            }
        }
    };
}

steps!(first, with_given, 0);
steps!(second, with_made, 1);
steps!(third, with_made, 2);
steps!(fourth, with_made, 3);
