//! IRC (RFC 2812)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// IRC (RFC 2812): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("irc", &[Carrier::Stream], &[6667, 6668, 6669], probe);

/// A client announces itself with NICK and USER (or PASS, CAP); a server speaks of itself with a colon and a numeric.
fn probe(probe: &Probe<'_>) -> Verdict {
    if probe.bytes.starts_with(b":") {
        return Verdict::certain_if(is_server_line(probe.bytes));
    }
    let starts =
        |word: &[u8]| probe.bytes.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let login = starts(b"NICK ") || starts(b"CAP LS") || starts(b"PASS ") && contains(probe.bytes, b"NICK ");
    let user = starts(b"USER ") && contains(probe.bytes, b" :");
    // Servers of FTP and POP3, whose clients begin with the same words, have spoken first.
    Verdict::certain_if(
        (login || user) && !probe.other.first().is_some_and(|byte| matches!(byte, b'2' | b'+')),
    )
}

/// `:irc.example.org 001 nick :Welcome` or `:irc.example.org NOTICE AUTH :*** …`
fn is_server_line(bytes: &[u8]) -> bool {
    let mut words = bytes.split(|byte| *byte == b' ').skip(1);
    let command = words.next().unwrap_or_default();
    let numeric = command.len() == 3 && command.iter().all(u8::is_ascii_digit);
    (numeric || command == b"NOTICE" || command == b"PRIVMSG") && words.next().is_some()
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(bytes, word).is_some()
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_login_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(7001);
        flow.orig(b"NICK thing\r\nUSER thing 0 * :Thing\r\n").close();
        assert_eq!(flow.services(), "irc");
    }

    #[test]
    fn prose_is_not() {
        let mut flow = TestFlow::tcp(6667);
        flow.orig(b"Nickname please\r\n").close();
        assert_eq!(flow.services(), "");
    }
}
