//! Which kinds of record this program knows: those of every pillar.

use std::sync::LazyLock;
use thymus_detect::BreachRecord;
use thymus_record::{Declared as _, Registry, Schema};

/// Every kind of record, and every fact that the stages add.
pub(crate) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::new(schemas(), thymus_entity::facts()));
    &REGISTRY
}

fn schemas() -> Vec<&'static Schema> {
    let mut schemas = thymus_proto::registry::schemas();
    schemas.extend(thymus_entity::schemas());
    schemas.push(BreachRecord::declaration());
    schemas.extend(thymus_analyst::schemas());
    schemas
}
