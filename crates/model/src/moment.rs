//! Dates and moments as files write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use thymus_record::Timestamp;

/// Reads `2026-11-01` (midnight UTC) or `2026-11-01T08:30:00Z` (or with an offset).
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let moment = match text.parse::<jiff::Timestamp>() {
        Ok(moment) => moment,
        Err(_) if text.len() == 10 => text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp(),
        Err(_) => return None,
    };
    Some(Timestamp::from_parts(moment.as_second(), i64::from(moment.subsec_nanosecond())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_moments_are_read() {
        let seconds = |text| read(text).map(Timestamp::seconds);
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        assert_eq!(seconds("1970-01-01T01:00:00Z"), Some(3600));
        assert_eq!(seconds("1970-01-01T01:00:00+01:00"), Some(0));
        for wrong in ["", "tomorrow", "2026-13-01", "2026-11-01T25:00:00Z", "01.11.2026"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
