//! The tracked files.

use anyhow::{Context as _, Result, ensure};
use std::path::Path;
use std::process::Command;

/// Every text file that git tracks or would track.
pub(crate) struct Tree {
    files: Vec<SourceFile>,
}

/// One file.
pub(crate) struct SourceFile {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let listing = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git lists the files of the tree; is it installed?")?;
        ensure!(
            listing.status.success(),
            "git ls-files failed: {}",
            String::from_utf8_lossy(&listing.stderr)
        );
        let mut paths: Vec<String> = String::from_utf8(listing.stdout)?.lines().map(str::to_owned).collect();
        paths.sort_unstable();
        paths.dedup();
        let files = paths
            .into_iter()
            .filter_map(|path| {
                let text = std::fs::read_to_string(root.join(&path)).ok()?;
                Some(SourceFile { path, text })
            })
            .collect();
        Ok(Self { files })
    }

    /// All text files.
    pub(crate) fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The file with this path.
    pub(crate) fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl SourceFile {
    /// Tests, benches and fuzz targets may do what the product may not.
    pub(crate) fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/examples/", "fuzz/", "testing.rs"]
            .iter()
            .any(|part| self.path.contains(part))
            || self.path.ends_with("tests.rs")
    }

    /// The product's own lines with their numbers: everything before a `mod tests` inside the file, without comments.
    pub(crate) fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let product = self.text.get(..end).unwrap_or(&self.text);
        product
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(n, line)| (n + 1, line))
    }
}
