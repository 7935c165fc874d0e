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

/// docs/model-library.md: one table for each folder.
fn markdown(library: &Library) -> String {
    let mut models: Vec<_> = library.models.iter().filter(|held| held.shipped).collect();
    models.sort_by(|a, b| a.model.name.cmp(&b.model.name));
    let mut text = format!(
        "# The model library\n\nThe {} models that come with Thymus, as `thymus models list --markdown` writes them. What a model means, how to write one and which tags of devices\nthese models look at is in [models.md](models.md). Priority: 5 critical, 4 suspicious, 1 to 3 informational, 0 an indicator for other models.\n",
        models.len()
    );
    let mut folder = "";
    for held in &models {
        let (of, name) = held.model.name.split_once(" / ").unwrap_or(("Other", &held.model.name));
        if of != folder {
            folder = of;
            let _ = write!(
                text,
                "\n## {folder}\n\n| model | priority | ATT&CK | what it is about |\n|---|---|---|---|\n"
            );
        }
        let model = &held.model;
        let (path, priority, techniques) = (&held.path, model.priority, techniques(model));
        let _ =
            writeln!(text, "| [{name}](../models/{path}) | {priority} | {techniques} | {} |", about(model));
    }
    text
}

/// The first sentence of the description.
fn about(model: &thymus_model::Model) -> String {
    let first = model.description.trim().split_inclusive(". ").next().unwrap_or_default();
    first.trim().replace('\n', " ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags that a model's queries ask for: `source.tag:(a OR b)`, `destination.tag:c`.
    fn tags(text: &str) -> Vec<String> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let asked = text.split(".tag:").skip(1);
        let values = asked.map(|rest| match rest.strip_prefix('(') {
            Some(list) => list.split(')').next().unwrap(),
            None => rest.split([' ', ')', ']']).next().unwrap(),
        });
        values.flat_map(|values| values.split(" OR ").map(|tag| tag.trim().to_owned())).collect()
    }

    #[test]
    fn every_tag_that_a_model_asks_for_is_documented() {
        let documented = include_str!("../../../../docs/models.md");
        let library = Library::shipped(registry());
        let mut count = 0;
        for held in &library.models {
            for tag in tags(held.model.text()) {
                count += 1;
                let is_told = documented.contains(&format!("| `{tag}` |")) || tag.contains('*');
                assert!(is_told, "{}: docs/models.md does not tell what the tag {tag:?} is", held.path);
            }
        }
        assert!(count > 80, "{count}");
    }
}
