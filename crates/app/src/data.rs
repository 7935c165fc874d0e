//! What lies where in a data directory.
//!
//! ```text
//! DATA/packets/  packets
//! DATA/files/    the content of files
//! DATA/state/    what was learned; texts of models that fired
//! DATA/models/   models and exceptions of one's own
//! ```

use std::path::{Path, PathBuf};

/// Where models and exceptions of one's own are.
pub(crate) fn models(data: &Path) -> PathBuf {
    data.join("models")
}

/// Where what was learned is kept.
pub(crate) fn state(data: &Path) -> PathBuf {
    data.join("state")
}
