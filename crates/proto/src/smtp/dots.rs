//! The end of DATA: a line with a single dot; other lines that begin with one have it doubled (RFC 5321 §4.5.2).

/// Finds the end of a message and undoes the doubling.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Dots {
    /// At the beginning of a line.
    #[default]
    LineStart,
    /// Inside a line.
    Inside,
    /// After a dot at the beginning of a line.
    Dot,
    /// After a dot and a carriage return.
    DotReturn,
}

impl Dots {
    /// Shows the content in `bytes`; says how many bytes were used when the message ended among them.
    pub(super) fn data(&mut self, bytes: &[u8], mut out: impl FnMut(&[u8])) -> Option<usize> {
        let mut at = 0;
        while let Some((&first, _)) = bytes.get(at..).and_then(<[u8]>::split_first) {
            *self = match (&self, first) {
                (Self::LineStart, b'.') => Self::Dot,
                (Self::Dot, b'\r') => Self::DotReturn,
                (Self::Dot | Self::DotReturn, b'\n') => {
                    *self = Self::LineStart;
                    return Some(at + 1);
                }
                (Self::DotReturn, _) => {
                    out(b"\r");
                    Self::Inside
                }
                (Self::LineStart | Self::Inside | Self::Dot, _) => {
                    at = self.content(bytes, at, &mut out);
                    continue;
                }
            };
            if *self != Self::Inside {
                at += 1;
            }
        }
        None
    }

    /// Shows what comes before the next line that begins with a dot; says where that dot is.
    fn content(&mut self, bytes: &[u8], at: usize, out: &mut impl FnMut(&[u8])) -> usize {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = memchr::memmem::find(rest, b"\n.").map_or(rest.len(), |newline| newline + 1);
        let content = rest.get(..length).unwrap_or_default();
        *self = if content.ends_with(b"\n") { Self::LineStart } else { Self::Inside };
        out(content);
        at + length
    }
}
