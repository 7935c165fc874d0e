//! MITRE ATT&CK: which techniques and tactics there are.
//!
//! The ids and names are those of ATT&CK for Enterprise 18.1 and for ICS, © The MITRE Corporation, reproduced and distributed with its
//! permission. A sub-technique's name is written here without that of its parent.

use std::sync::LazyLock;

/// A technique, sub-technique or tactic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Technique {
    /// The id: `T1053.002`, `TA0008`.
    pub id: &'static str,
    /// The name: `At`.
    pub name: &'static str,
}

static TECHNIQUES: LazyLock<Vec<Technique>> = LazyLock::new(|| {
    let lines = include_str!("techniques.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).map(|(id, name)| Technique { id, name }).collect()
});

impl Technique {
    /// The technique or tactic with this id, in capitals.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        let place = TECHNIQUES.binary_search_by_key(&id, |known| known.id).ok()?;
        TECHNIQUES.get(place).copied()
    }

    /// The name with that of its parent in front: `Scheduled Task/Job: At`.
    #[must_use]
    pub fn full_name(self) -> String {
        let parent = self.id.split_once('.').and_then(|(parent, _)| Self::find(parent));
        parent.map_or_else(|| self.name.to_owned(), |parent| format!("{}: {}", parent.name, self.name))
    }

    /// Whether it is a tactic: what an attacker is after, not how.
    #[must_use]
    pub fn is_tactic(self) -> bool {
        self.id.starts_with("TA")
    }

    pub(crate) fn ids() -> impl Iterator<Item = &'static str> + Clone {
        TECHNIQUES.iter().map(|known| known.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn techniques_are_found_by_id() {
        assert_eq!(Technique::find("T1053.002").unwrap().full_name(), "Scheduled Task/Job: At");
        assert_eq!(Technique::find("TA0008").unwrap().full_name(), "Lateral Movement");
        assert!(Technique::find("TA0008").unwrap().is_tactic());
        assert_eq!(Technique::find("T0843").unwrap().name, "Program Download", "ICS");
        assert_eq!(Technique::find("T9999"), None);
        assert!(TECHNIQUES.is_sorted_by_key(|known| known.id));
        assert!(TECHNIQUES.len() > 700);
    }
}
