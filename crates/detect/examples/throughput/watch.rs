//! How long this thread was at work.

/// A watch that counts only what the processor spent on this thread.
pub(super) struct Watch {
    started: f64,
}

impl Watch {
    pub(super) fn start() -> Self {
        Self { started: seconds() }
    }

    /// Says how long it took for so many records.
    pub(super) fn say(&self, stage: &str, records: usize, more: &str) {
        let seconds = seconds() - self.started;
        let (rate, each) = (records as f64 / seconds, seconds * 1e9 / records as f64);
        println!("{stage:>8} {rate:>10.0} records/s {each:>7.0} ns each  {seconds:.3} s  {more}");
    }
}

/// The first number of the file is the time on a processor in nanoseconds (`Documentation/scheduler/sched-stats.rst` of Linux).
fn seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse::<f64>().ok()).map_or(f64::NAN, |time| time / 1e9)
}
