//! Numbers with units, as models write them.

use thymus_record::Interval;

/// A number with nine decimals, exact, in units of a thousand-millionth: what measures are added up and compared in.
pub type Amount = i128;

/// How many units of an [`Amount`] are one.
pub const ONE: Amount = 1_000_000_000;

/// Sizes, in letters as written.
const SIZES: &[(&str, i128)] = &[
    ("", 1),
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

/// Lengths of time, in nanoseconds, the longest first.
const TIMES: &[(&str, i64)] = &[
    ("w", 604_800_000_000_000),
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
];

/// Reads a length of time: `500ms`, `90s`, `1h30m`, `7d`, `2w`. A number without a unit is none.
pub(crate) fn duration(text: &str) -> Option<Interval> {
    let mut rest = text.trim();
    let mut total = 0i64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (digits, behind) = rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)?;
        let unit_length = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, next) = behind.split_at_checked(unit_length)?;
        let (_, factor) = TIMES.iter().find(|(name, _)| *name == unit)?;
        total = total.checked_add(digits.parse::<i64>().ok()?.checked_mul(*factor)?)?;
        rest = next;
    }
    Some(Interval(total))
}

/// A length of time in the largest units that fit: `1h30m`.
#[must_use]
pub fn duration_in_words(interval: Interval) -> String {
    let mut rest = interval.0;
    let mut out = String::new();
    for (name, factor) in TIMES {
        let whole = rest / factor;
        if whole > 0 && !(*name == "w" && rest % factor != 0) {
            out.push_str(&format!("{whole}{name}"));
            rest -= whole * factor;
        }
    }
    if out.is_empty() { "0s".to_owned() } else { out }
}

/// Reads a number, with `_` between its digits, a fraction, and a unit of size: `10`, `2.5`, `1GiB`, `10_000`.
pub(crate) fn number(text: &str) -> Option<Amount> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || "._".contains(c))).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end)?;
    let (_, factor) = SIZES.iter().find(|(name, _)| *name == unit.trim_start())?;
    let digits = digits.replace('_', "");
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if whole.is_empty() || digits.ends_with('.') || fraction.len() > 9 || fraction.contains('.') {
        return None;
    }
    let whole = whole.parse::<i128>().ok()?.checked_mul(ONE)?;
    let fraction = format!("{fraction:0<9}").parse::<i128>().ok()?;
    whole.checked_add(fraction)?.checked_mul(*factor)
}

/// An amount as people read it: whole numbers with commas, others with two decimals.
#[must_use]
pub fn amount_in_words(amount: Amount) -> String {
    let hundredths = (amount.rem_euclid(ONE) + ONE / 200) / (ONE / 100);
    let whole = amount.div_euclid(ONE) + hundredths / 100;
    let mut digits = with_commas(whole);
    if hundredths % 100 != 0 {
        digits.push_str(format!(".{:02}", hundredths % 100).trim_end_matches('0'));
    }
    digits
}

fn with_commas(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount of bytes as people read it: `1.5 GiB`.
#[must_use]
pub fn bytes_in_words(amount: Amount) -> String {
    let units = [("TiB", 1i128 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    match units.iter().find(|(_, size)| amount >= size * ONE) {
        Some((name, size)) => format!("{} {name}", amount_in_words(amount / size)),
        None => format!("{} bytes", amount_in_words(amount)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_said() {
        let seconds = |text| duration(text).map(|length| length.0 / 1_000_000_000);
        assert_eq!(seconds("60m"), Some(3600));
        assert_eq!(seconds("1h30m"), Some(5400));
        assert_eq!(seconds("2w"), Some(1_209_600));
        assert_eq!(duration("500ms"), Some(Interval(500_000_000)));
        for wrong in ["", "60", "m", "5 m", "-5m", "1.5h", "5min", "99999999999999w"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
        assert_eq!(duration_in_words(Interval(5_400_000_000_000)), "1h30m");
        assert_eq!(duration_in_words(Interval(0)), "0s");
        assert_eq!(duration_in_words(Interval(10 * 86_400_000_000_000)), "10d");
    }

    #[test]
    fn numbers_are_read_and_said() {
        assert_eq!(number("10"), Some(10 * ONE));
        assert_eq!(number("2.5"), Some(2_500_000_000));
        assert_eq!(number("1GiB"), Some((1 << 30) * ONE));
        assert_eq!(number("1 MB"), Some(1_000_000 * ONE));
        assert_eq!(number("10_000"), Some(10_000 * ONE));
        for wrong in ["", "x", "1.", ".5", "1e3", "-1", "1.1.1", "5m"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        assert_eq!(amount_in_words(1_234_567 * ONE), "1,234,567");
        assert_eq!(amount_in_words(2_500_000_000), "2.5");
        assert_eq!(amount_in_words(1_999_999_999), "2");
        assert_eq!(bytes_in_words(1_610_612_736 * ONE), "1.5 GiB");
        assert_eq!(bytes_in_words(999 * ONE), "999 bytes");
    }
}
