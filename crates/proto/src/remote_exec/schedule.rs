//! Times and days of at-jobs in words (MS-TSCH 2.3.4).

/// Milliseconds after midnight as hours, minutes and seconds.
pub(super) fn time_of_day(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The days of the month, from bit 0 for the first.
pub(super) fn month_days(bits: u32) -> String {
    let days = (0..31).filter(|day| bits >> day & 1 != 0).map(|day| (day + 1).to_string());
    joined(days)
}

/// The days of the week, from bit 0 for Monday.
pub(super) fn week_days(bits: u8) -> String {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    joined(set_names(bits, &names))
}

/// The flags of a job.
pub(super) fn job_flags(bits: u8) -> String {
    let names = ["run-periodically", "exec-error", "runs-today", "add-current-date", "non-interactive"];
    joined(set_names(bits, &names))
}

fn set_names<'a>(bits: u8, names: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
    names.iter().enumerate().filter(move |(bit, _)| bits >> bit & 1 != 0).map(|(_, name)| (*name).to_owned())
}

fn joined(names: impl Iterator<Item = String>) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { "none".to_owned() } else { names.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_in_words() {
        assert_eq!(time_of_day(47_100_000), "13:05:00");
        assert_eq!(month_days(0b1000_0000_0001), "1 12");
        assert_eq!(week_days(0b100_0001), "Monday Sunday");
        assert_eq!(job_flags(0x10), "non-interactive");
        assert_eq!(month_days(0), "none");
    }
}
