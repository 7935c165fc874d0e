//! What somebody may have meant who wrote something that is not there.

/// Names longer than this are not compared: nobody mistypes them, and comparing takes time.
const LENGTH_MAX: usize = 64;

/// The name among `known` that is most like this one, if one is like it: other capitals, a part before it left out
/// (`orig_h` for `id.orig_h`), or a letter in three wrong, missing, too many or swapped.
pub(super) fn closest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let letters: Vec<char> = name.to_lowercase().chars().collect();
    if letters.is_empty() || letters.len() > LENGTH_MAX {
        return None;
    }
    let allowed = ((letters.len() + 1) / 3).min(3);
    let scored = known.into_iter().filter_map(|other| Some((score(&letters, other, allowed)?, other)));
    scored.min().map(|(_, other)| other)
}

/// How unlike two names are; `None` for more than allowed.
fn score(letters: &[char], other: &str, allowed: usize) -> Option<usize> {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    if letters.len() > 2 && other.strip_suffix(letters).is_some_and(|before| before.ends_with(&['.'])) {
        return Some(0);
    }
    if other.len() > LENGTH_MAX || letters.len().abs_diff(other.len()) > allowed {
        return None;
    }
    Some(distance(letters, &other)).filter(|&distance| distance <= allowed)
}

/// How many letters must be changed, added, taken away or swapped with their neighbour to make one of the other
/// (the restricted Damerau–Levenshtein distance).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut previous = None;
    for (row, &a) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, &b) in other.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, column) + usize::from(a != b);
            let mut cost = changed.min(at(&last, column + 1) + 1).min(at(&line, column) + 1);
            let swapped = column > 0 && other.get(column - 1) == Some(&a) && previous == Some(b);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            line.push(cost);
        }
        before = std::mem::replace(&mut last, line);
        previous = Some(a);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let known = ["name", "id.orig_h", "id.resp_h", "service", "orig_bytes", "ts"];
        assert_eq!(closest("naem", known), Some("name"));
        assert_eq!(closest("servcie", known), Some("service"));
        assert_eq!(closest("orig_h", known), Some("id.orig_h"));
        assert_eq!(closest("ORIG_BYTES", known), Some("orig_bytes"));
        assert_eq!(closest("c", known), None, "a letter is like everything");
        assert_eq!(closest("http", known), None);
        assert_eq!(closest(&"x".repeat(100_000), known), None);
    }

    #[test]
    fn distances_of_the_textbook() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(of("kitten", "sitting"), 3);
        assert_eq!(of("ca", "ac"), 1);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("ca", "abc"), 3, "restricted: what was swapped is not changed again");
    }
}
