//! The models that run.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use thymus_model::Model;
use thymus_record::Registry;

/// The models of the folder, and as many copies as it takes.
pub(super) fn models(
    folder: &Path,
    wanted: usize,
    registry: &Registry,
) -> Result<Vec<Arc<Model>>, Box<dyn Error>> {
    let mut texts = Vec::new();
    collect(folder, &mut texts)?;
    texts.sort();
    let mut models: Vec<Arc<Model>> = Vec::new();
    for round in 0.. {
        for text in &texts {
            let text = if round == 0 { text.clone() } else { varied(text, round) };
            models.extend(Model::read(&text, registry).value.map(Arc::new));
            if models.len() == wanted {
                return Ok(models);
            }
        }
        if round > 100 {
            return Err("no model of the folder can be read".into());
        }
    }
    Ok(models)
}

fn collect(folder: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if name.ends_with(".yaml")
            && !name.ends_with(".test.yaml")
            && !name.ends_with("exceptions.yaml")
        {
            texts.push(std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The model under another id.
fn varied(text: &str, round: usize) -> String {
    let lines = text.lines().map(|line| match line.split_once("id: ") {
        Some(("", id)) => format!("id: {id}-{round}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}
