//! Lanes give what one file alone gives, on every kind of processor that this one can stand for.

use super::*;
use proptest::prelude::*;

fn message(seed: u8, length: usize) -> Vec<Block> {
    (0..length).map(|row| from_fn(|byte| (row * 31 + byte * 7) as u8 ^ seed)).collect()
}

fn one_by_one(mut state: State, blocks: &[Block]) -> State {
    state.blocks(blocks);
    state
}

/// A state that is not that of any beginning, other for every seed.
fn some_state(seed: u8) -> State {
    one_by_one(State::default(), &message(seed.wrapping_mul(3), 2))
}

fn check<const LANES: usize>(seeds: &[u8; 16], lengths: &[usize; 16]) {
    let messages: [Vec<Block>; LANES] = from_fn(|lane| message(seeds[lane], lengths[lane]));
    let rows = messages.iter().map(Vec::len).min().unwrap();
    let before: [State; LANES] = from_fn(|lane| some_state(seeds[lane]));
    let expected = from_fn(|lane| one_by_one(before[lane].clone(), &messages[lane][..rows]));
    for processor in Processor::all() {
        let mut states = before.clone();
        processor.take(&mut states, messages.each_ref().map(Vec::as_slice));
        assert_eq!(states, expected, "{processor:?}");
    }
}

proptest! {
    #[test]
    fn lanes_give_what_one_file_alone_gives(
        seeds in prop::array::uniform16(any::<u8>()), lengths in prop::array::uniform16(0usize..4)
    ) {
        check::<4>(&seeds, &lengths);
        check::<8>(&seeds, &lengths);
        check::<16>(&seeds, &lengths);
    }
}

/// FIPS 180-4's and RFC 1321's one block of `abc`, in each of the lanes while in the others is something else.
#[test]
fn abc_in_every_lane() {
    let mut abc = [0; BLOCK_BYTES];
    abc[..4].copy_from_slice(b"abc\x80");
    let (mut little, mut big) = (abc, abc);
    little[56] = 24;
    big[63] = 24;
    for processor in Processor::all() {
        for lane in 0..16 {
            let take = |block: Block| {
                let messages: [[Block; 1]; 16] =
                    from_fn(|at| [if at == lane { block } else { [at as u8; 64] }]);
                let mut states: [State; 16] = from_fn(|_| State::default());
                processor.take(&mut states, messages.each_ref().map(<[Block; 1]>::as_slice));
                states[lane].clone()
            };
            assert_eq!(take(little).md5, [0x9850_0190, 0xb04f_d23c, 0x7d3f_96d6, 0x727f_e128]);
            let big = take(big);
            assert_eq!(big.sha1, [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]);
            let sha256 = [
                0xba78_16bf,
                0x8f01_cfea,
                0x4141_40de,
                0x5dae_2223,
                0xb003_61a3,
                0x9617_7a9c,
                0xb410_ff61,
                0xf200_15ad,
            ];
            assert_eq!(big.sha256, sha256);
        }
    }
}
