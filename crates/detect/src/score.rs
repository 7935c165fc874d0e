//! How much a breach stands out, and why.

use crate::measure::Reading;
use std::fmt::Write as _;
use thymus_model::{Component, Model, ONE};

/// The most that each part can bring, in thousandths; together 1,000.
const PRIORITY: u32 = 500;
const EXCESS: u32 = 250;
const COMPONENTS: u32 = 150;
const NOVELTY: u32 = 100;

/// A score in thousandths that can be taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Score {
    parts: Vec<(u32, String)>,
}

impl Score {
    /// The score of a breach: what fired, and how often the entity breached the model before.
    pub(crate) fn new(model: &Model, fired: &[(&Component, Reading)], repeats: u32) -> Self {
        let priority = PRIORITY * u32::from(model.priority) / 5;
        let mut parts = vec![(priority, format!("priority {} of 5", model.priority))];
        parts.push(excess(fired));
        let count = u32::try_from(fired.len()).unwrap_or(u32::MAX).max(1);
        let what =
            if count == 1 { "one component fired".to_owned() } else { format!("{count} components fired") };
        parts.push((COMPONENTS - COMPONENTS / count, what));
        let novelty = NOVELTY / repeats.saturating_add(1);
        parts.push((novelty, in_words_of_repeats(repeats)));
        Self { parts }
    }

    /// The score, 0 to 1.
    pub(crate) fn sum(&self) -> f64 {
        let sum: u32 = self.parts.iter().map(|(part, _)| part).sum();
        f64::from(sum) / 1000.0
    }

    /// What brought how much; the numbers add up to the score.
    pub(crate) fn in_words(&self) -> Vec<String> {
        self.parts.iter().map(|(part, words)| format!("{}.{:03} {words}", part / 1000, part % 1000)).collect()
    }
}

fn in_words_of_repeats(repeats: u32) -> String {
    match repeats {
        0 => "the first breach of this model by this entity in a month".to_owned(),
        1 => "the second breach of this model by this entity in a month".to_owned(),
        more => format!("{more} breaches of this model by this entity in a month before"),
    }
}

/// How far the threshold was passed, of the component that passed it farthest: nothing for just passing it, half of the most
/// for sixteen times as much as it takes.
fn excess(fired: &[(&Component, Reading)]) -> (u32, String) {
    let ratios = fired.iter().map(|(component, reading)| (ratio(component, *reading), component, reading));
    let Some((ratio, component, reading)) = ratios.max_by(|a, b| a.0.total_cmp(&b.0)) else {
        return (0, "no threshold was passed".to_owned());
    };
    let doublings = ratio.log2();
    let part = f64::from(EXCESS) * doublings / (doublings + 4.0);
    let mut words = format!("{}: ", component.name);
    let _ = match ratio {
        ratio if ratio < 1.05 => write!(words, "just what it takes"),
        ratio => write!(words, "{ratio:.1} times what it takes ({})", in_words(component, *reading)),
    };
    (part.round() as u32, words)
}

/// How many times the least that passes was measured.
fn ratio(component: &Component, reading: Reading) -> f64 {
    let threshold = &component.threshold;
    let whole =
        matches!(component.measure, thymus_model::Measure::Count | thymus_model::Measure::Distinct(_));
    let least = if whole { threshold.least_count() as f64 } else { threshold.amount as f64 / ONE as f64 };
    let ratio = reading.amount as f64 / ONE as f64 / least.max(1e-9);
    if ratio.is_finite() { ratio.clamp(1.0, 1e6) } else { 1.0 }
}

/// What a component measured, in words: `51 different id.resp_h`.
pub(crate) fn in_words(component: &Component, reading: Reading) -> String {
    use thymus_model::Measure;
    let amount = amount_in_words(component, reading);
    match &component.measure {
        Measure::Count if reading.amount == ONE => "1 record".to_owned(),
        Measure::Count => format!("{amount} records"),
        Measure::Distinct(fields) => format!("{amount} different {}", fields.join(" with ")),
        Measure::Sum(field) => format!("{amount} in the sum of {field}"),
        Measure::Mean(field) => format!("{amount} in the mean of {field}"),
    }
}

/// What a component measured, as a number with its unit.
pub(crate) fn amount_in_words(component: &Component, reading: Reading) -> String {
    use thymus_model::Measure;
    let about = if reading.about { "about " } else { "" };
    let amount = match &component.measure {
        Measure::Sum(_) | Measure::Mean(_) if component.unit == Some("bytes") => {
            thymus_model::bytes_in_words(reading.amount)
        }
        Measure::Sum(_) | Measure::Mean(_) if component.is_duration => {
            crate::words::interval(thymus_record::Interval(i64::try_from(reading.amount).unwrap_or(i64::MAX)))
        }
        _ => thymus_model::amount_in_words(reading.amount),
    };
    format!("{about}{amount}")
}
