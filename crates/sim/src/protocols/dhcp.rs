//! DHCP messages (RFC 2131, RFC 2132).

use crate::packet::bytes::Put as _;
use crate::packet::frame::{Address, Card};

pub(crate) const SERVER_PORT: u16 = 67;
pub(crate) const CLIENT_PORT: u16 = 68;
pub(crate) const DISCOVER: u8 = 1;
pub(crate) const OFFER: u8 = 2;
pub(crate) const REQUEST: u8 = 3;
pub(crate) const ACKNOWLEDGE: u8 = 5;

/// What a client says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// [`DISCOVER`] or [`REQUEST`].
    pub(crate) kind: u8,
    pub(crate) transaction: u32,
    pub(crate) card: Card,
    /// Its address, if it has one that it may use.
    pub(crate) own: Option<Address>,
    /// The address that it wants.
    pub(crate) wanted: Option<Address>,
    /// The server whose offer it takes.
    pub(crate) server: Option<Address>,
    pub(crate) host_name: &'a str,
    /// What kind of client it is.
    pub(crate) vendor: &'a str,
}

impl Question<'_> {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut options = vec![53, 1, self.kind, 61, 7, 1];
        options.put(&self.card);
        for (code, address) in [(50, self.wanted), (54, self.server)] {
            if let Some(address) = address {
                options.put(&[code, 4]).put(&address);
            }
        }
        put_text(&mut options, 12, self.host_name);
        put_text(&mut options, 60, self.vendor);
        options.put(&[55, 8, 1, 3, 6, 15, 31, 33, 44, 119]);
        let own = self.own.unwrap_or_default();
        message(1, self.transaction, &self.card, own, [0; 4], [0; 4], &options)
    }
}

/// What a server says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// [`OFFER`] or [`ACKNOWLEDGE`].
    pub(crate) kind: u8,
    pub(crate) transaction: u32,
    pub(crate) card: Card,
    /// The client's address, where it wrote from one.
    pub(crate) own: Option<Address>,
    pub(crate) given: Address,
    pub(crate) server: Address,
    /// Who passed the question on.
    pub(crate) relay: Option<Address>,
    pub(crate) router: Address,
    pub(crate) resolvers: [Address; 2],
    pub(crate) domain: &'a str,
    pub(crate) lease_seconds: u32,
}

impl Answer<'_> {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let [first, second] = self.resolvers;
        let mut options = vec![53, 1, self.kind, 54, 4];
        options.put(&self.server).put(&[51, 4]).u32_be(self.lease_seconds);
        options.put(&[58, 4]).u32_be(self.lease_seconds / 2).put(&[59, 4]).u32_be(self.lease_seconds / 8 * 7);
        options.put(&[1, 4, 255, 255, 255, 0, 3, 4]).put(&self.router);
        options.put(&[6, 8]).put(&first).put(&second);
        put_text(&mut options, 15, self.domain);
        let own = self.own.unwrap_or_default();
        let relay = self.relay.unwrap_or_default();
        message(2, self.transaction, &self.card, own, self.given, relay, &options)
    }
}

fn put_text(options: &mut Vec<u8>, code: u8, text: &str) {
    if !text.is_empty() {
        options.put(&[code, text.len() as u8]).put(text.as_bytes());
    }
}

fn message(
    operation: u8,
    transaction: u32,
    card: &Card,
    own: Address,
    given: Address,
    relay: Address,
    options: &[u8],
) -> Vec<u8> {
    let mut message = vec![operation, 1, 6, 0];
    message.u32_be(transaction).zeros(4).put(&own).put(&given).zeros(4).put(&relay).put(card).zeros(10 + 192);
    message.put(&[0x63, 0x82, 0x53, 0x63]).put(options).u8(255);
    message.zeros(300_usize.saturating_sub(message.len()));
    message
}
