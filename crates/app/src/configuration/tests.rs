//! The commented configuration, units, and mistakes.

use super::*;
use thymus_wire::Interval;

const COMMENTED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/thymus.yaml"));

#[test]
fn the_commented_configuration_is_one_and_says_the_defaults() {
    let commented = Configuration::parse(COMMENTED).unwrap();
    let default = Configuration::parse("{}").unwrap();
    assert_eq!(commented.sources.len(), 2);
    assert_eq!(format!("{:?}", commented.keep), format!("{:?}", default.keep));
    assert_eq!(format!("{:?}", commented.detection), format!("{:?}", default.detection));
    assert_eq!(format!("{:?}", commented.api), format!("{:?}", default.api));
}

#[test]
fn sizes_and_ages_are_written_as_on_the_command_line() {
    let text = "keep: { records: { bytes: 1GiB, age: 30d, kinds: { conn: { age: 12h } } } }";
    let keep = Configuration::parse(text).unwrap().keep.records;
    assert_eq!(keep.bytes.0, 1 << 30);
    assert_eq!(keep.kinds["conn"].age.unwrap().0, Interval::from_seconds(12 * 3600));
}

#[test]
fn mistakes_are_told_with_their_line() {
    for (text, part) in [
        ("daat: x", "daat"),
        ("keep:\n  packets: { bytes: 10 parsecs }", "parsecs"),
        ("networks: { internal: [10.0.0.0/33] }", "more bits"),
        ("networks: { internal: [office] }", "no network"),
        ("sources: [ { cable: {} } ]", "cable"),
        ("keep: { files: { age: 3d } }", "by size alone"),
        ("keep: { records: { kinds: { con: {} } } }", "no kind \"con\""),
        ("api: { searches: 0 }", "at least one"),
        ("api: { metrics: everybody }", "everybody"),
    ] {
        let error = format!("{:#}", Configuration::parse(text).unwrap_err());
        assert!(error.contains(part), "{text}: {error}");
    }
    let error = format!("{:#}", Configuration::parse("data: x\n\nkeep: { pakets: {} }").unwrap_err());
    assert!(error.contains("line 3"), "{error}");
}

#[test]
fn what_is_configured_is_what_holds() {
    let text = "networks: { internal: [203.0.113.0/24] }\nkeep: { records: { age: 30d, kinds: { conn: { bytes: 1GiB } } } }";
    let configuration = Configuration::parse(text).unwrap();
    let networks = configuration.own_networks().unwrap();
    for (address, inside) in
        [("203.0.113.9", true), ("10.1.2.3", true), ("198.51.100.1", false), ("fe80::1", true)]
    {
        assert_eq!(networks.contains(address.parse().unwrap()), inside, "{address}");
    }
    let retention = configuration.store_options().retention;
    let days = |days: i64| Some(Interval::from_seconds(days * 86_400));
    assert_eq!(retention.limit("conn"), Limit { age_max: days(30), bytes_max: Some(1 << 30) });
    assert_eq!(retention.limit("dns"), Limit { age_max: days(30), bytes_max: None });
    assert_eq!(retention.bytes_max, Some(50 << 30));
}
