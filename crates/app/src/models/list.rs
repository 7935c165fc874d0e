//! `thymus models list` and `show`.

use super::Library;
use super::library::Held;
use crate::Outcome;
use crate::cli;
use crate::registry::registry;
use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn list(arguments: &cli::ModelsList) -> Result<Outcome> {
    let library = load(arguments.data.as_deref())?;
    let text = if arguments.markdown {
        markdown(&library)
    } else if arguments.json {
        library.models.iter().map(|held| format!("{}\n", json(held))).collect()
    } else {
        plain(&library)
    };
    print!("{text}");
    Ok(Outcome::Done)
}

pub(super) fn show(arguments: &cli::ModelsShow) -> Result<Outcome> {
    let library = load(arguments.data.as_deref())?;
    let held = library.find(&arguments.model).with_context(|| {
        format!("there is no model {:?}; `thymus models list` tells those there are", arguments.model)
    })?;
    print!("{}", held.model.text());
    Ok(Outcome::Done)
}

fn load(data: Option<&Path>) -> Result<Library> {
    let mut library = Library::shipped(registry());
    if let Some(data) = data {
        library.add_directory(&data.join("models"), registry())?;
    }
    for finding in &library.findings {
        eprint!("{}", finding.render());
    }
    Ok(library)
}

fn plain(library: &Library) -> String {
    let mut text = String::new();
    for Held { model, .. } in &library.models {
        let _ =
            writeln!(text, "{} {:<44} {:<60} {}", model.priority, model.id, model.name, techniques(model));
    }
    text
}

fn techniques(model: &thymus_model::Model) -> String {
    let ids: Vec<_> = model.mitre.iter().map(|technique| technique.id).collect();
    ids.join(" ")
}

fn json(held: &Held) -> serde_json::Value {
    let model = &held.model;
    serde_json::json!({
        "id": &*model.id,
        "name": &*model.name,
        "priority": model.priority,
        "mitre": model.mitre.iter().map(|technique| technique.id).collect::<Vec<_>>(),
        "tags": model.tags,
        "version": model.version().to_string(),
        "path": held.path,
        "shipped": held.shipped,
        "enabled": model.enabled,
        "description": model.description.trim(),
        "advice": model.advice,
    })
}

/// docs/model-library.md.
fn markdown(library: &Library) -> String {
    let mut text = String::from(
        "# The model library\n\nThe models that come with Thymus, written by `thymus models list --markdown`. How to write one is in [models.md](models.md).\n\n| model | priority | ATT&CK | what it is about |\n|---|---|---|---|\n",
    );
    let mut models: Vec<_> = library.models.iter().filter(|held| held.shipped).collect();
    models.sort_by(|a, b| a.model.name.cmp(&b.model.name));
    for held in models {
        let model = &held.model;
        let first = model.description.trim().split_inclusive(". ").next().unwrap_or_default().trim();
        let about = first.replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(
            text,
            "| [{}](../models/{}) | {} | {} | {about} |",
            model.name,
            held.path,
            model.priority,
            techniques(model)
        );
    }
    text
}
