//! Ports that servers use: the guess of who is the originator when the opening was not seen.

use crate::Transport;

/// Whether `port` is one that a server of a known protocol listens on (the ports of Zeek's `likely_server_ports`).
pub(crate) fn is_likely_server(transport: Transport, port: u16) -> bool {
    match transport {
        Transport::Tcp => TCP.binary_search(&port).is_ok(),
        Transport::Udp => UDP.binary_search(&port).is_ok(),
        _ => false,
    }
}

/// Sorted, for binary search.
const TCP: [u16; 61] = [
    21, 22, 23, 25, 43, 53, 79, 80, 81, 88, 102, 110, 111, 113, 135, 139, 143, 389, 443, 445, 502, 513, 514,
    563, 585, 587, 614, 631, 636, 989, 990, 992, 993, 995, 1080, 1434, 1883, 2404, 2811, 3128, 3268, 3306,
    3389, 4222, 5222, 5223, 5269, 5432, 5900, 6379, 6660, 6666, 6667, 6668, 6669, 8000, 8080, 8888, 20000,
    34962, 44818,
];

/// Sorted, for binary search.
const UDP: [u16; 30] = [
    53, 67, 69, 88, 111, 123, 137, 161, 162, 389, 443, 514, 784, 1812, 1813, 2123, 2152, 2222, 3389, 3544,
    4754, 4789, 5060, 5072, 5353, 5355, 6081, 20000, 44818, 47808,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(TCP.is_sorted() && UDP.is_sorted());
    }

    #[test]
    fn transport_matters() {
        assert!(is_likely_server(Transport::Tcp, 80));
        assert!(!is_likely_server(Transport::Udp, 80));
        assert!(is_likely_server(Transport::Udp, 5353));
        assert!(!is_likely_server(Transport::Udp, 68));
        assert!(!is_likely_server(Transport::Icmp, 80));
    }
}
