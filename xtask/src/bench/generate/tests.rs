//! The generator against itself.

use super::*;

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let make = |seed| {
        let mut capture = Vec::new();
        let truth = write(Scenario::Mixed, seed, 0.001, &mut capture).expect("memory takes everything");
        assert_eq!(truth.bytes, capture.len() as u64);
        capture
    };
    assert!(make(1) == make(1));
    assert!(make(1) != make(2));
}
