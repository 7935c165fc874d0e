//! Writes the JSON schemas of models, exceptions and tests into a folder: `cargo run -p thymus-model --example schema -- docs/schema`.

use std::path::PathBuf;
use thymus_model::{FileKind, json_schema};

fn main() -> std::io::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).unwrap_or_else(|| "docs/schema".into()).into();
    for (name, kind) in [
        ("model.json", FileKind::Model),
        ("exceptions.json", FileKind::Exceptions),
        ("tests.json", FileKind::Tests),
    ] {
        std::fs::write(folder.join(name), json_schema(kind))?;
    }
    Ok(())
}
