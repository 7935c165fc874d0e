//! Numbers with units, as people write them: `1.5GiB`, `10k`, `1h30m`, `0x1f`.

/// A number with nine decimals, exact: in units of a thousand-millionth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exact(pub(super) i128);

/// How many units of [`Exact`] are one.
const ONE: i128 = 1_000_000_000;

impl Exact {
    /// The largest whole number that is not above it.
    pub(super) fn floor(self) -> i128 {
        self.0.div_euclid(ONE)
    }

    /// The smallest whole number that is not below it.
    pub(super) fn ceiling(self) -> i128 {
        -(-self.0).div_euclid(ONE)
    }

    /// It times a factor; `None` if it becomes too large.
    fn times(self, factor: i128) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    /// A length of time, counted in units that have so many nanoseconds.
    pub(super) fn counted(nanoseconds: i128, unit: i128) -> Option<Self> {
        nanoseconds.checked_mul(ONE)?.checked_div(unit).map(Self)
    }
}

/// What a number of bytes or of anything may be counted in; letters of either case. `m` is a minute elsewhere, but here a million.
const SIZES: &[(&str, i128)] = &[
    ("", 1),
    ("b", 1),
    ("k", 1_000),
    ("kb", 1_000),
    ("m", 1_000_000),
    ("mb", 1_000_000),
    ("g", 1_000_000_000),
    ("gb", 1_000_000_000),
    ("t", 1_000_000_000_000),
    ("tb", 1_000_000_000_000),
    ("pb", 1_000_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("pib", 1 << 50),
];

/// What lengths of time are counted in, in nanoseconds; lower case only.
const TIMES: &[(&str, i128)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("w", 604_800_000_000_000),
];

/// A second, in nanoseconds.
const SECOND: i128 = 1_000_000_000;

/// Reads a decimal number without a unit: `-1.25`. At most nine decimals.
pub(super) fn number(text: &str) -> Option<Exact> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || digits.ends_with('.')
        || !is_number(whole)
        || !is_number(fraction)
        || fraction.len() > 9
    {
        return None;
    }
    let whole = whole.parse::<i128>().ok()?.checked_mul(ONE)?;
    let fraction = format!("{fraction:0<9}").parse::<i128>().ok()?;
    Some(Exact(sign * whole.checked_add(fraction)?))
}

/// Reads a number with or without a unit of size, or a hexadecimal one.
pub(super) fn size(text: &str) -> Option<Exact> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        let number = u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        return Exact(number.into()).times(ONE);
    }
    let (digits, unit) = text.split_at_checked(number_length(text))?;
    let unit = unit.to_ascii_lowercase();
    let (_, factor) = SIZES.iter().find(|(name, _)| *name == unit)?;
    number(digits)?.times(*factor)
}

/// Reads a length of time, in nanoseconds: one or several numbers with units, or seconds without.
pub(super) fn duration(text: &str) -> Option<i128> {
    if let Some(seconds) = number(text) {
        return Some(seconds.0);
    }
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut total = 0i128;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (digits, behind) = rest.split_at_checked(number_length(rest))?;
        let (unit, next) =
            behind.split_at_checked(behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len()))?;
        let (_, factor) = TIMES.iter().find(|(name, _)| *name == unit)?;
        let part = number(digits).filter(|part| part.0 >= 0 && !digits.starts_with('+'))?.times(*factor)?;
        total = total.checked_add(part.floor())?;
        rest = next;
    }
    Some(sign * total)
}

/// How many nanoseconds one of a field's unit is, if the unit is one of time.
pub(super) fn nanoseconds_of_unit(unit: &str) -> Option<i128> {
    match unit {
        "nanoseconds" => Some(1),
        "microseconds" => Some(1_000),
        "milliseconds" => Some(1_000_000),
        "seconds" => Some(SECOND),
        "minutes" => Some(60 * SECOND),
        "hours" => Some(3_600 * SECOND),
        "days" => Some(86_400 * SECOND),
        _ => None,
    }
}

fn number_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_digit() || ".+-".contains(c))).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<i128> {
        size(text).map(Exact::floor)
    }

    #[test]
    fn sizes() {
        assert_eq!(whole("1GiB"), Some(1_073_741_824));
        assert_eq!(whole("10kB"), Some(10_000));
        assert_eq!(whole("1.5KiB"), Some(1536));
        assert_eq!(whole("2m"), Some(2_000_000));
        assert_eq!(whole("0x1F"), Some(31));
        assert_eq!(whole("-3"), Some(-3));
        for wrong in [
            "",
            "kB",
            "1.",
            ".5",
            "1 kB",
            "1e3",
            "0x",
            "0x+1",
            "--1",
            "1.1.1",
            "5mm",
            "9999999999999999999999999999999999999999",
        ] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn fractions_round_to_either_side() {
        let number = number("-1.5").unwrap();
        assert_eq!((number.floor(), number.ceiling()), (-2, -1));
        let number = size("0.1KiB").unwrap();
        assert_eq!((number.floor(), number.ceiling()), (102, 103));
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(duration("5m"), Some(300 * SECOND));
        assert_eq!(duration("1h30m"), Some(5400 * SECOND));
        assert_eq!(duration("250ms"), Some(250_000_000));
        assert_eq!(duration("1.5"), Some(1_500_000_000));
        assert_eq!(duration("-2s"), Some(-2 * SECOND));
        assert_eq!(duration("7µs"), Some(7_000));
        for wrong in ["", "-", "h", "5 m", "5M", "1h30", "1h-30m", "m5", "1..5s"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
