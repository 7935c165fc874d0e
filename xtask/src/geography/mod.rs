//! `cargo xtask geography`: public tables of address ranges into the compact table that `crates/entity` embeds.
//!
//! The input is two unpacked npm packages: `@ip-location-db/asn` (which autonomous system announces a range, and its
//! name) and `@ip-location-db/geo-whois-asn-country` (in which country a range is used). `crates/entity/data/README.md`
//! says where the checked-in table came from and under which licences.

mod ranges;
mod read;
mod write;

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// Where the table goes, from the root of the checkout.
const OUTPUT: &str = "crates/entity/data/geography.bin";

/// Reads both packages and writes the table.
pub(crate) fn run(root: &Path, arguments: impl Iterator<Item = String>) -> Result<()> {
    let folders: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let [systems, countries] = folders.as_slice() else {
        bail!("name the folders of the two unpacked packages: ASN_PACKAGE COUNTRY_PACKAGE");
    };
    let date = read::package_date(systems)?.min(read::package_date(countries)?);
    let mut table = write::Table::new(date);
    for family in ["ipv4", "ipv6"] {
        let systems = read::systems(&systems.join(format!("asn-{family}.csv")))?;
        let countries = read::countries(&countries.join(format!("geo-whois-asn-country-{family}.csv")))?;
        let points = table.add(family == "ipv6", systems, countries);
        println!("{family}: {points} points");
    }
    let bytes = table.encode()?;
    let output = root.join(OUTPUT);
    std::fs::write(&output, &bytes).with_context(|| format!("cannot write {}", output.display()))?;
    println!("{}: {} bytes", output.display(), bytes.len());
    Ok(())
}
