//! Percent-decoding of request targets as Zeek logs them.

/// A rule of percent-encoding that a target broke, by Zeek's name.
pub(super) type Flaw = &'static str;

/// Decodes a request target. The flaws are those met, in order, each once.
pub(super) fn unescape(uri: &[u8], mut flaw: impl FnMut(Flaw)) -> Vec<u8> {
    let mut out = Vec::with_capacity(uri.len());
    let mut rest = uri;
    while let Some(percent) = memchr::memchr(b'%', rest) {
        out.extend_from_slice(rest.get(..percent).unwrap_or_default());
        let after = rest.get(percent + 1..).unwrap_or_default();
        let used = escape(after, &mut out, &mut flaw);
        rest = after.get(used..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

/// Decodes what follows a percent sign; says how many bytes of it were used.
fn escape(after: &[u8], out: &mut Vec<u8>, flaw: &mut impl FnMut(Flaw)) -> usize {
    match *after {
        [] => {
            flaw("illegal_%_at_end_of_URI");
            out.push(b'%');
            0
        }
        [last] => {
            flaw("partial_escape_at_end_of_URI");
            out.extend_from_slice(&[b'%', last]);
            1
        }
        [b'%', ..] => {
            flaw("double_%_in_URI");
            out.push(b'%');
            0
        }
        [b'u', a, b, c, d, ..] if hex_pair(a, b).is_some() && hex_pair(c, d).is_some() => {
            let wide = hex_pair(a, b).filter(|&byte| byte != 0);
            out.extend(wide.into_iter().chain(hex_pair(c, d)));
            5
        }
        [a, b, ..] => match hex_pair(a, b) {
            Some(byte) => {
                out.push(byte);
                2
            }
            None => {
                flaw("unescaped_%_in_URI");
                out.extend_from_slice(&[b'%', a]);
                1
            }
        },
    }
}

fn hex_pair(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}
