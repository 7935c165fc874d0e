//! The files on the company's shares: always the same ones, with the same names and sizes.

use crate::company::names_table::{EXTENSIONS, FOLDERS, NOUNS};
use crate::company::{Department, DeviceId};
use crate::packet::content::{Content, Pool};
use crate::play::Scene;
use crate::random::{Random, number_of};

/// Files in the share of a department.
const FILES: u64 = 4000;

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path within the share.
    pub(crate) name: String,
    pub(crate) size: u64,
    extension: &'static str,
}

/// The share of a department: its name and the server that has it.
pub(crate) fn share(scene: &Scene<'_>, department: Department) -> (DeviceId, &'static str) {
    let [first, second] = scene.company.servers.files;
    let server = match department {
        Department::Engineering | Department::Production | Department::Logistics | Department::Technology => {
            second
        }
        _ => first,
    };
    (server, department.name())
}

/// A file of a share. People work with some files again and again: those that `taste` points to.
pub(crate) fn some_file(scene: &mut Scene<'_>, share: &str, taste: u64) -> File {
    let draw = if scene.random.chance(750) { taste + scene.random.below(60) } else { scene.random.next() };
    file(scene, share, draw % FILES)
}

/// The file with this number.
pub(crate) fn file(scene: &Scene<'_>, share: &str, number: u64) -> File {
    let mut random = scene.constant(&[number_of("file"), number_of(share), number]);
    let extension = *random.pick(EXTENSIONS);
    let year = 2019 + random.below(8);
    let name = format!("{}\\{year}\\{}-{number:04}.{extension}", random.pick(FOLDERS), random.pick(NOUNS));
    let octaves = if extension == "dwg" { 9 } else { 6 };
    File { name, size: random.spread(4096, octaves), extension }
}

/// A folder of a share, and the names of so many files in it.
pub(crate) fn folder(random: &mut Random) -> String {
    format!("{}\\{}", random.pick(FOLDERS), 2019 + random.below(8))
}

/// A name for an entry of a folder.
pub(crate) fn entry(random: &mut Random) -> String {
    format!("{}-{:04}.{}", random.pick(NOUNS), random.below(FILES), random.pick(EXTENSIONS))
}

impl File {
    /// The part of its content from `offset` on. The same version always has the same content.
    pub(crate) fn content(&self, version: u64, offset: u64, length: u64) -> Content {
        let mut content = Content::default();
        let start: &[u8] = if offset == 0 { start_of(self.extension) } else { &[] };
        let start = start.get(..length as usize).unwrap_or(start);
        if !start.is_empty() {
            content.own(start.to_vec());
        }
        let pool = if matches!(self.extension, "txt" | "csv") { Pool::Text } else { Pool::Noise };
        let place = Random::of(version, &[number_of(&self.name)]).next();
        content.stretch(pool, (place % (1 << 32)) + offset, length - start.len() as u64);
        content
    }
}

/// What files of a kind begin with.
fn start_of(extension: &str) -> &'static [u8] {
    match extension {
        "pdf" => b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "png" => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x06\0\0\0",
        "doc" | "xls" | "ppt" | "msg" => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "dwg" => b"AC1032\0\0\0\0\0",
        _ => b"",
    }
}
