//! What a hardware address tells of itself.

use thymus_record::Mac;

/// What kind of hardware address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hardware {
    /// The address that a network card was made with.
    Burned,
    /// Made up (the locally administered bit is set): a telephone's random address, a virtual machine, a container.
    Random,
    /// Shared by the routers of a group: VRRP and CARP (RFC 5798), HSRP, GLBP.
    Virtual,
    /// No one's: a group's, broadcast, or zero.
    Nobody,
}

impl Hardware {
    /// What kind the address is.
    #[must_use]
    pub fn of(mac: Mac) -> Self {
        match mac.0 {
            [0, 0, 0, 0, 0, 0] => Self::Nobody,
            [first, ..] if first & 1 != 0 => Self::Nobody,
            // VRRP for IPv4 and IPv6; HSRP version 1, version 2 and for IPv6; GLBP.
            [0x00, 0x00, 0x5e, 0x00, 0x01 | 0x02, _]
            | [0x00, 0x00, 0x0c, 0x07, 0xac, _]
            | [0x00, 0x05, 0x73, 0xa0, 0x00..=0x0f, _]
            | [0x00, 0x07, 0xb4, 0x00, _, _] => Self::Virtual,
            [0x00, 0x00, 0x0c, 0x9f, fifth, _] if fifth & 0xf0 == 0xf0 => Self::Virtual,
            [first, ..] if first & 2 != 0 => Self::Random,
            _ => Self::Burned,
        }
    }
}

/// Reads a hardware address: six pairs of hexadecimal digits with colons, hyphens, dots or nothing between them.
#[must_use]
pub(crate) fn parse(text: &str) -> Option<Mac> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b':' | b'-' | b'.'))
        .map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let pairs: Vec<u8> =
        digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect();
    if digits.len() != 12 { None } else { pairs.try_into().ok().map(Mac) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_groups_of_routers_are_known() {
        for (text, kind) in [
            ("00:00:5e:00:01:0a", Hardware::Virtual),
            ("00:00:5e:00:02:0a", Hardware::Virtual),
            ("00:00:0c:07:ac:01", Hardware::Virtual),
            ("00:00:0c:9f:f0:01", Hardware::Virtual),
            ("00:05:73:a0:00:01", Hardware::Virtual),
            ("00:07:b4:00:01:01", Hardware::Virtual),
            ("00:50:f4:ed:c3:af", Hardware::Burned),
            ("00:00:0c:12:34:56", Hardware::Burned),
            ("da:a1:19:00:00:01", Hardware::Random),
            ("52:54:00:12:34:56", Hardware::Random),
            ("ff:ff:ff:ff:ff:ff", Hardware::Nobody),
            ("01:00:5e:00:00:fb", Hardware::Nobody),
            ("33:33:00:00:00:01", Hardware::Nobody),
            ("00:00:00:00:00:00", Hardware::Nobody),
        ] {
            assert_eq!(Hardware::of(parse(text).unwrap()), kind, "{text}");
        }
    }

    #[test]
    fn hardware_addresses_are_written_in_several_ways() {
        let mac = Mac([0x00, 0x50, 0xf4, 0xed, 0xc3, 0xaf]);
        for text in ["00:50:f4:ed:c3:af", "00-50-F4-ED-C3-AF", "0050.f4ed.c3af", "0050f4edc3af"] {
            assert_eq!(parse(text), Some(mac), "{text}");
        }
        for text in ["", "00:50:f4:ed:c3", "00:50:f4:ed:c3:af:00", "switch-1", "zz:50:f4:ed:c3:af"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
