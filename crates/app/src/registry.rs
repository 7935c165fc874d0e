//! Which kinds of record this program knows: those of every pillar.

use std::sync::LazyLock;
use thymus_record::Registry;

/// Every kind of record, and every fact that the stages add.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> =
        LazyLock::new(|| Registry::new(thymus_proto::registry::schemas(), std::iter::empty()));
    &REGISTRY
}
