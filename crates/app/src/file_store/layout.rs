//! Where things stand in the data directory.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The paths of one data directory.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    root: PathBuf,
}

/// The SHA-256 of content, in lower-case hexadecimal. There is no other way to a path of content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ContentId(String);

impl ContentId {
    /// None where it is not the hexadecimal of 32 bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let valid = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        valid.then(|| Self(text.to_ascii_lowercase()))
    }

    pub(super) fn of(digest: &[u8]) -> Option<Self> {
        Self::parse(&digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Layout {
    pub(super) fn of(data: &Path) -> Self {
        Self { root: data.join("files") }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn index(&self) -> PathBuf {
        self.root.join("index.ndjson")
    }

    pub(super) fn new_index(&self) -> PathBuf {
        self.root.join("tmp").join("index.ndjson")
    }

    pub(super) fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(super) fn content(&self, id: &ContentId) -> PathBuf {
        let (folder, name) = id.0.split_at(2);
        self.root.join(folder).join(name)
    }

    /// What content is there, with its length.
    pub(super) fn contents(&self) -> io::Result<Vec<(ContentId, u64)>> {
        let mut found = Vec::new();
        for folder in std::fs::read_dir(&self.root)? {
            let folder = folder?;
            let name = folder.file_name();
            if name.len() != 2 || !folder.file_type()?.is_dir() {
                continue;
            }
            for content in std::fs::read_dir(folder.path())? {
                let content = content?;
                let id = format!("{}{}", name.to_string_lossy(), content.file_name().to_string_lossy());
                if let Some(id) = ContentId::parse(&id) {
                    found.push((id, content.metadata()?.len()));
                }
            }
        }
        Ok(found)
    }
}

/// Makes a directory that only its owner may enter.
pub(super) fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that only its owner may read, and that nobody may execute.
pub(super) fn make_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
