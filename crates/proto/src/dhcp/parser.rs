//! The message format of RFC 2131 §2 and the options of RFC 2132.

use std::net::Ipv4Addr;
use thymus_record::text_from_wire;
use thymus_wire::{Reader, Truncated};

/// What options begin with (RFC 2131 §3).
const COOKIE: [u8; 4] = [0x63, 0x82, 0x53, 0x63];

/// Where the cookie stands: after the fixed header, `sname` and `file`.
const COOKIE_OFFSET: usize = 236;

/// More options than this are left unread.
const OPTIONS_MAX: usize = 256;

/// A message as far as the record wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) from_client: bool,
    pub(super) transaction: u32,
    pub(super) client: Option<Ipv4Addr>,
    pub(super) yours: Option<Ipv4Addr>,
    pub(super) hardware: Option<[u8; 6]>,
    pub(super) options: Options,
    /// Where the options broke off.
    pub(super) damaged_at: Option<usize>,
}

/// The options that the record wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) kind: Option<u8>,
    pub(super) host_name: Option<String>,
    pub(super) domain: Option<String>,
    pub(super) client_fqdn: Option<String>,
    pub(super) requested: Option<Ipv4Addr>,
    pub(super) lease_seconds: Option<u32>,
    pub(super) server: Option<Ipv4Addr>,
    pub(super) message: Option<String>,
    pub(super) vendor_class: Option<String>,
    pub(super) parameters: Vec<u64>,
}

pub(super) fn has_cookie(bytes: &[u8]) -> bool {
    let header = bytes
        .first_chunk()
        .is_some_and(|&[operation, _kind, length]: &[u8; 3]| matches!(operation, 1 | 2) && length <= 16);
    header && bytes.get(COOKIE_OFFSET..).is_some_and(|rest| rest.starts_with(&COOKIE))
}

impl Message {
    /// # Errors
    /// The fixed header or the cookie is not whole.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Truncated> {
        let mut reader = Reader::new(bytes);
        let [operation, hardware_kind, hardware_length, _hops] = reader.array()?;
        let transaction = reader.u32_be()?;
        reader.skip(4)?;
        let (client, yours) = (address(&mut reader)?, address(&mut reader)?);
        reader.skip(8)?;
        let hardware = reader.array::<6>()?;
        reader.seek(COOKIE_OFFSET)?;
        reader.skip(COOKIE.len())?;
        let mut message = Self {
            from_client: operation == 1,
            transaction,
            client,
            yours,
            hardware: (hardware_length == 6 && matches!(hardware_kind, 0 | 1 | 6)).then_some(hardware),
            ..Self::default()
        };
        if let Err(truncated) = message.options.read(&mut reader) {
            message.damaged_at = Some(truncated.offset);
        }
        Ok(message)
    }
}

impl Options {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Truncated> {
        for _ in 0..OPTIONS_MAX {
            match reader.peek() {
                None | Some(255) => break,
                Some(0) => reader.skip(1)?,
                Some(_) => {
                    let (code, length) = (reader.u8()?, reader.u8()?);
                    let value = reader.take(usize::from(length))?;
                    // An option whose value has the wrong length is passed over; the next one begins where it says.
                    let _ = self.take(code, value);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, code: u8, value: &[u8]) -> Result<(), Truncated> {
        let mut reader = Reader::new(value);
        match code {
            12 => self.host_name = Some(text(value)),
            15 => self.domain = Some(text(value)),
            50 => self.requested = address(&mut reader)?,
            51 => self.lease_seconds = Some(reader.u32_be()?),
            53 => self.kind = Some(reader.u8()?),
            54 => self.server = address(&mut reader)?,
            55 => self.parameters = value.iter().map(|code| u64::from(*code)).collect(),
            56 => self.message = Some(text(value)),
            60 => self.vendor_class = Some(text(value)),
            81 => self.client_fqdn = Some(fqdn(&mut reader)?),
            _ => {}
        }
        Ok(())
    }
}

fn address(reader: &mut Reader<'_>) -> Result<Option<Ipv4Addr>, Truncated> {
    let address = Ipv4Addr::from(reader.array::<4>()?);
    Ok((!address.is_unspecified()).then_some(address))
}

/// Some senders end their texts with a zero byte.
fn text(value: &[u8]) -> String {
    let end = value.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    text_from_wire(value.get(..end).unwrap_or_default())
}

/// RFC 4702 §2: flags, two obsolete codes, then the name as text or, when the E bit is set, as labels.
fn fqdn(reader: &mut Reader<'_>) -> Result<String, Truncated> {
    let flags = reader.u8()?;
    reader.skip(2)?;
    if flags & 0x04 == 0 {
        return Ok(text(reader.take_rest()));
    }
    let mut labels = Vec::new();
    while let Ok(length @ 1..=63) = reader.u8() {
        labels.push(text_from_wire(reader.take(usize::from(length))?));
    }
    Ok(labels.join("."))
}

/// RFC 2132 §9.6 and later: what a message is.
pub(super) fn message_name(kind: u8) -> &'static str {
    const NAMES: &[&str] = &[
        "DISCOVER",
        "OFFER",
        "REQUEST",
        "DECLINE",
        "ACK",
        "NAK",
        "RELEASE",
        "INFORM",
        "FORCERENEW",
        "LEASEQUERY",
        "LEASEUNASSIGNED",
        "LEASEUNKNOWN",
        "LEASEACTIVE",
        "BULKLEASEQUERY",
        "LEASEQUERYDONE",
        "ACTIVELEASEQUERY",
        "LEASEQUERYSTATUS",
        "TLS",
    ];
    kind.checked_sub(1).and_then(|index| NAMES.get(usize::from(index))).copied().unwrap_or("unknown")
}
