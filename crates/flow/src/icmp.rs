//! ICMP messages as flows: a request and its reply are two sides of one.

/// What stands in the ports of an ICMP flow for a message of type `kind` and `code`: the type of the answer and `true`
/// where there is one, else the code and `false` (a one-way message). Types are IANA's; `v6` tells ICMPv6 from ICMP.
pub(crate) fn counterpart(v6: bool, kind: u8, code: u8) -> (u8, bool) {
    let answer = if v6 { counterpart_v6(kind) } else { counterpart_v4(kind) };
    match answer {
        Some(answer) => (answer, true),
        None => (code, false),
    }
}

fn counterpart_v4(kind: u8) -> Option<u8> {
    Some(match kind {
        8 => 0,
        0 => 8,
        13 => 14,
        14 => 13,
        15 => 16,
        16 => 15,
        10 => 9,
        9 => 10,
        17 => 18,
        18 => 17,
        _ => return None,
    })
}

fn counterpart_v6(kind: u8) -> Option<u8> {
    Some(match kind {
        128 => 129,
        129 => 128,
        133 => 134,
        134 => 133,
        135 => 136,
        136 => 135,
        130 => 131,
        131 => 130,
        139 => 140,
        140 => 139,
        144 => 145,
        145 => 144,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_mutual() {
        for v6 in [false, true] {
            for kind in 0..=255 {
                if let (answer, true) = counterpart(v6, kind, 0) {
                    assert_eq!(counterpart(v6, answer, 0), (kind, true));
                }
            }
        }
    }

    #[test]
    fn one_way_messages_keep_their_code() {
        assert_eq!(counterpart(false, 3, 13), (13, false));
        assert_eq!(counterpart(true, 1, 4), (4, false));
    }
}
