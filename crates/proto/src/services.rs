//! The protocols recognised in one flow.

use smallvec::SmallVec;

/// At most this many names are kept of one flow.
const SERVICES_MAX: usize = 12;

/// The services of a flow, in the order in which they were recognised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Services(SmallVec<[&'static str; 3]>);

impl Services {
    pub(crate) fn add(&mut self, name: &'static str) {
        if !self.0.contains(&name) && self.0.len() < SERVICES_MAX {
            self.0.push(name);
        }
    }

    pub(crate) fn remove(&mut self, name: &'static str) {
        self.0.retain(|other| *other != name);
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// As Zeek writes the set: sorted, with commas; nothing for none.
    pub(crate) fn joined(&self) -> Option<std::borrow::Cow<'static, str>> {
        match self.0.as_slice() {
            [] => None,
            [one] => Some((*one).into()),
            several => {
                let mut names = several.to_vec();
                names.sort_unstable();
                Some(names.join(",").into())
            }
        }
    }
}
