//! Moments as people read them.

use jiff::tz::TimeZone;
use thymus_record::Timestamp;

/// A moment with its date, to the second, in a time zone: `2026-11-01T08:30:00Z` in UTC. Nothing for years that no calendar has.
#[must_use]
pub fn civil(moment: Timestamp, zone: &TimeZone) -> Option<String> {
    let moment = jiff::Timestamp::from_second(moment.seconds()).ok()?;
    if *zone == TimeZone::UTC {
        return Some(moment.to_string());
    }
    let local = moment.to_zoned(zone.clone());
    Some(local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_said_in_their_zone() {
        let moment = Timestamp::from_parts(1_704_067_200, 5);
        assert_eq!(civil(moment, &TimeZone::UTC).as_deref(), Some("2024-01-01T00:00:00Z"));
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(civil(moment, &berlin).as_deref(), Some("2024-01-01T01:00:00+01:00"));
        assert_eq!(civil(Timestamp(i64::MAX), &TimeZone::UTC).map(|text| text.len()), Some(20));
    }
}
