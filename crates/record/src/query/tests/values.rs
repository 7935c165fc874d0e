//! Ranges, and tests of single values.

use crate::query::*;
use crate::{List, Value};
use proptest::prelude::*;

proptest! {
    #[test]
    fn ranges_hold_what_one_of_them_holds(
        ranges in prop::collection::vec((-20i128..20, -20i128..20), 0..8), value in -25i128..25,
    ) {
        let wanted = ranges.iter().any(|(low, high)| (*low..=*high).contains(&value));
        let ranges = Ranges::new(ranges);
        prop_assert_eq!(ranges.contains(value), wanted);
        prop_assert!(ranges.as_slice().is_sorted());
    }
}

#[test]
fn numbers_that_are_none_lie_nowhere() {
    let everywhere = ValueTest::Doubles(Ranges::new([(f64::NEG_INFINITY, f64::INFINITY)]));
    assert!(!everywhere.matches(Value::Double(f64::NAN)));
    assert!(everywhere.matches(Value::Double(-0.0)));
    assert!(ValueTest::Present.matches(Value::Double(f64::NAN)));
    assert!(!Ranges::new([(f64::NAN, 1.0)]).contains(0.5));
}

#[test]
fn an_absent_value_and_an_empty_list_pass_nothing() {
    assert!(!ValueTest::Present.matches(Value::Absent));
    assert!(!ValueTest::Present.matches(Value::List(List::Counts(&[]))));
    assert!(ValueTest::Present.matches(Value::Text("")));
    assert!(!ValueTest::Bool(true).matches(Value::Count(1)), "types are not mixed up");
}
