//! The token that every request to the API needs, in `DATA/state/token`.

use crate::data;
use anyhow::{Context as _, Result};
use ring::rand::{SecureRandom as _, SystemRandom};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use thymus_web::{TOKEN_LETTERS_MIN, Token};

/// How many bytes a token is made of.
const BYTES: usize = 32;

/// The token of a data directory; made at the first start, to be read by nobody but its owner.
pub(super) fn of(data: &Path) -> Result<Token> {
    let path = data::state(data).join("token");
    let failed = || format!("cannot read the token in {}", path.display());
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => make(&path)?,
        Err(error) => return Err(error).with_context(failed),
    };
    Token::new(&text).with_context(|| {
        format!(
            "the token in {} is shorter than {TOKEN_LETTERS_MIN} letters; take the file away and a new one is made",
            path.display()
        )
    })
}

fn make(path: &Path) -> Result<String> {
    let failed = || format!("cannot write a token to {}", path.display());
    let mut bytes = [0; BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .ok()
        .with_context(|| "the system gives no random numbers".to_owned())?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::create_dir_all(path.parent().unwrap_or(path)).with_context(failed)?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| writeln!(file, "{text}").and_then(|()| file.sync_all())).with_context(failed)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_token_is_made_once_and_for_its_owner_alone() {
        let data = std::env::temp_dir().join(format!("thymus-token-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        of(&data).unwrap();
        let path = data::state(&data).join("token");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.trim().len(), 2 * BYTES);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(of(&data).unwrap().is(text.trim()));
        std::fs::write(&path, "short").unwrap();
        assert!(of(&data).is_err());
        std::fs::remove_dir_all(&data).unwrap();
    }
}
