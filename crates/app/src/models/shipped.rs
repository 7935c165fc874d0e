//! The models that come with the program, inside it.

use std::borrow::Cow;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../models"]
#[include = "*.yaml"]
#[exclude = "*.test.yaml"]
struct Files;

/// Path below `models/` and text of every shipped model, by path.
pub(super) fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Files::iter()
        .filter_map(|path: Cow<'static, str>| {
            let file = Files::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    texts.sort();
    texts
}
