//! Protocols that begin in the clear and may turn to TLS half way (STARTTLS, RFC 2595, RFC 6120, PostgreSQL's SSLRequest).

use crate::{Analyzer, Context, Layer, Side};

/// A handshake record of TLS with a ClientHello in it, or its beginning.
fn is_client_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [0x16, 0x03, 0..=4, _, _, 0x01, ..])
}

/// Passes over a protocol that is not read until its client begins TLS, and hands what follows to a layer of its own.
#[derive(Default)]
pub(crate) struct UntilTls {
    inner: Option<Box<Layer>>,
}

impl UntilTls {
    /// The opener of a protocol's declaration.
    pub(crate) fn open() -> Box<dyn Analyzer> {
        Box::<Self>::default()
    }
}

impl Analyzer for UntilTls {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.inner.is_none() && from == Side::Originator && is_client_hello(bytes) {
            self.inner = Some(Box::default());
        }
        if let Some(inner) = &mut self.inner {
            inner.data(cx, from, bytes);
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if let Some(inner) = &mut self.inner {
            inner.gap(cx, from, length);
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let Some(inner) = &mut self.inner {
            inner.ended(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        if let Some(inner) = &mut self.inner {
            inner.closed(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    /// The beginning of a ClientHello is enough to see that a layer of its own reads what follows.
    #[test]
    fn tls_is_read_from_the_clients_hello_on() {
        let mut flow = TestFlow::tcp(110);
        flow.resp(b"+OK ready\r\n").orig(b"STLS\r\n").resp(b"+OK begin\r\n");
        assert_eq!(flow.services(), "pop3");
        let mut hello = vec![0x16, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3];
        hello.extend([7; 32]);
        hello.extend([0, 0, 4, 0x13, 1, 0x13, 2, 1, 0]);
        flow.orig(&hello).close();
        assert_eq!(flow.services(), "pop3,ssl");
    }

    #[test]
    fn a_hello_of_the_server_is_no_beginning() {
        let mut flow = TestFlow::tcp(110);
        flow.resp(b"+OK ready\r\n").resp(&[0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, 3]).close();
        assert_eq!(flow.services(), "pop3");
    }
}
