//! Messages: a line of HTTP/1.1 and header fields, one message a datagram.

use thymus_record::text_from_wire;

/// At most this many fields of a message are read.
const FIELDS_MAX: usize = 64;

/// At most this many bytes of a field's value are kept.
const VALUE_BYTES_MAX: usize = 512;

/// A message.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Message {
    /// `M-SEARCH`, `NOTIFY` or `RESPONSE`.
    pub(super) method: &'static str,
    /// What is searched (`ST`), or what the sender is (`NT`, and `ST` of answers).
    pub(super) target: Option<String>,
    /// What happened: `ssdp:alive`, `ssdp:byebye`, `ssdp:update`.
    pub(super) event: Option<String>,
    /// Which device, as what.
    pub(super) service_name: Option<String>,
    pub(super) location: Option<String>,
    pub(super) server: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) friendly_name: Option<String>,
    pub(super) max_age_seconds: Option<u32>,
}

impl Message {
    /// Reads a message; nothing where the bytes are none. An answer is told from other HTTP by what it answers.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let method = if bytes.starts_with(b"NOTIFY * HTTP/1.") {
            "NOTIFY"
        } else if bytes.starts_with(b"M-SEARCH * HTTP/1.") {
            "M-SEARCH"
        } else if bytes.starts_with(b"HTTP/1.1 200 ") || bytes.starts_with(b"HTTP/1.0 200 ") {
            "RESPONSE"
        } else {
            return None;
        };
        let mut message = Self { method, ..Self::default() };
        let lines = bytes.split(|byte| *byte == b'\n').skip(1).take(FIELDS_MAX);
        for line in lines.map(<[u8]>::trim_ascii).take_while(|line| !line.is_empty()) {
            if let Some(colon) = memchr::memchr(b':', line) {
                let (name, value) = line.split_at(colon);
                message.learn(name.trim_ascii_end(), value.get(1..).unwrap_or_default().trim_ascii());
            }
        }
        let is_answer = message.service_name.is_some() && message.target.is_some();
        (method != "RESPONSE" || is_answer).then_some(message)
    }

    fn learn(&mut self, name: &[u8], value: &[u8]) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
        let place = if is("ST") || is("NT") {
            &mut self.target
        } else if is("NTS") {
            &mut self.event
        } else if is("USN") {
            &mut self.service_name
        } else if is("LOCATION") || is("AL") {
            &mut self.location
        } else if is("SERVER") {
            &mut self.server
        } else if is("USER-AGENT") {
            &mut self.user_agent
        } else if is("CPFN.UPNP.ORG") {
            &mut self.friendly_name
        } else {
            if is("CACHE-CONTROL") {
                self.max_age_seconds = max_age(value);
            }
            return;
        };
        if place.is_none() && !value.is_empty() {
            *place = Some(text_from_wire(value.get(..VALUE_BYTES_MAX).unwrap_or(value)));
        }
    }

    /// The device's own identifier, which begins its service name.
    pub(super) fn uuid(&self) -> Option<String> {
        let name = self.service_name.as_deref()?;
        let uuid = name.get(..5).filter(|start| start.eq_ignore_ascii_case("uuid:")).and(name.get(5..))?;
        let uuid = uuid.split_once("::").map_or(uuid, |(uuid, _)| uuid);
        (!uuid.is_empty()).then(|| uuid.to_ascii_lowercase())
    }
}

/// `max-age=1800`, with blanks around the sign in some devices.
fn max_age(value: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(value).ok()?;
    let (name, number) = text.split_once('=')?;
    let digits = number.trim().split(|end: char| !end.is_ascii_digit()).next()?;
    name.trim().eq_ignore_ascii_case("max-age").then(|| digits.parse().ok()).flatten()
}
