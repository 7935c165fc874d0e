//! Evidence bundles as input: the packets in them are analysed.

use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use thymus_analyst::bundle::PACKETS;

/// The most packets that are taken out of a bundle, in bytes: who made it may want to fill the disk.
const PACKETS_BYTES_MAX: u64 = 16 << 30;

/// Every file that is a ZIP archive begins so.
const MAGIC: &[u8] = b"PK\x03\x04";

/// The inputs, with the packets of bundles in the place of bundles. Removes them when it goes.
pub(super) struct Inputs {
    pub(super) paths: Vec<PathBuf>,
    unpacked: Vec<PathBuf>,
}

impl Inputs {
    pub(super) fn of(given: &[PathBuf]) -> Result<Self> {
        let mut inputs = Self { paths: Vec::with_capacity(given.len()), unpacked: Vec::new() };
        for path in given {
            if is_archive(path) {
                let unpacked = unpack(path, inputs.unpacked.len())?;
                inputs.paths.push(unpacked.clone());
                inputs.unpacked.push(unpacked);
            } else {
                inputs.paths.push(path.clone());
            }
        }
        Ok(inputs)
    }
}

impl Drop for Inputs {
    fn drop(&mut self) {
        for path in &self.unpacked {
            // It lies in the directory for what is temporary, which the system clears.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn is_archive(path: &Path) -> bool {
    let mut magic = [0; 4];
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok()
        && magic == MAGIC
}

fn unpack(path: &Path, number: usize) -> Result<PathBuf> {
    let failed = || format!("cannot take the packets out of {}", path.display());
    let mut archive = zip::ZipArchive::new(File::open(path).with_context(failed)?).with_context(failed)?;
    let Ok(member) = archive.by_name(PACKETS) else {
        bail!(
            "{} is an archive without {PACKETS}; an evidence bundle has it where packets were kept",
            path.display()
        );
    };
    let name = format!("thymus-bundle-{}-{number}.pcapng", std::process::id());
    let unpacked = std::env::temp_dir().join(name);
    let mut file = File::options().write(true).create_new(true).open(&unpacked).with_context(failed)?;
    let copied = std::io::copy(&mut member.take(PACKETS_BYTES_MAX), &mut file).with_context(failed)?;
    file.flush().with_context(failed)?;
    if copied >= PACKETS_BYTES_MAX {
        eprintln!(
            "thymus: {}: only its first {PACKETS_BYTES_MAX} bytes of packets are analysed",
            path.display()
        );
    }
    Ok(unpacked)
}
