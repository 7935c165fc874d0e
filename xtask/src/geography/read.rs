//! Reads the packages' comma-separated files.

use super::ranges::Range;
use anyhow::{Context as _, Result, bail, ensure};
use std::net::IpAddr;
use std::path::Path;

/// The date in a package's version `2.3.YYYYMMDDHH`, as `YYYY-MM-DD`.
pub(crate) fn package_date(folder: &Path) -> Result<String> {
    let path = folder.join("package.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    let version = package["version"].as_str().context("the package has no version")?;
    let digits = version.rsplit('.').next().unwrap_or_default();
    ensure!(digits.len() >= 8 && digits.is_ascii(), "version {version} bears no date");
    Ok(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]))
}

/// Ranges with the number and name of the autonomous system that announces them.
pub(crate) fn systems(path: &Path) -> Result<Vec<Range<(u32, String)>>> {
    rows(path, |fields| match fields {
        [number, name] => Ok((number.parse().context("not a number of an autonomous system")?, name.clone())),
        _ => bail!("four fields are wanted"),
    })
}

/// Ranges with the two letters of the country that they are used in.
pub(crate) fn countries(path: &Path) -> Result<Vec<Range<[u8; 2]>>> {
    rows(path, |fields| match fields {
        [code] => code.as_bytes().try_into().context("a country has two letters"),
        _ => bail!("three fields are wanted"),
    })
}

fn rows<T>(path: &Path, value: impl Fn(&[String]) -> Result<T>) -> Result<Vec<Range<T>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            range(&fields(line), &value).with_context(|| format!("{}:{}", path.display(), number + 1))
        })
        .collect()
}

fn range<T>(fields: &[String], value: &impl Fn(&[String]) -> Result<T>) -> Result<Range<T>> {
    let [first, last, rest @ ..] = fields else { bail!("a range has two ends") };
    let (first, last) = (number(first)?, number(last)?);
    ensure!(first <= last, "the range ends before it begins");
    Ok(Range { first, last, value: value(rest)? })
}

fn number(text: &str) -> Result<u128> {
    Ok(match text.parse().with_context(|| format!("{text} is no address"))? {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    })
}

/// The fields of a line; quotes around a field, doubled inside it, as in RFC 4180.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("there is always a field").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("there is always a field").push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_be_quoted() {
        assert_eq!(
            fields(r#"80.67.160.0,80.67.191.255,20766,"Association ""Gitoyen"", Paris""#),
            ["80.67.160.0", "80.67.191.255", "20766", r#"Association "Gitoyen", Paris"#]
        );
        assert_eq!(fields("1.0.0.0,1.0.0.255,AU"), ["1.0.0.0", "1.0.0.255", "AU"]);
    }
}
