//! What the client tells of itself (MS-RDPBCGR section 2.2.1.3), inside MCS (T.125) and GCC (T.124).

use super::{keyboards, names};
use crate::asn1::{self, Elements};
use crate::text::utf16_le;
use std::borrow::Cow;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// At most this many virtual channels may be asked for.
pub(super) const CHANNELS_MAX: usize = 31;

/// The client can do 32 bits of colour.
const WANT_32_BITS: u16 = 2;

/// The client's side of the negotiation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientData {
    /// Layout of its keyboard.
    pub keyboard_layout: Option<Cow<'static, str>>,
    /// Its version.
    pub build: Option<Cow<'static, str>>,
    /// Its host name.
    pub name: Option<String>,
    /// Its product id.
    pub dig_product_id: Option<String>,
    /// Its screen's width in pixels.
    pub desktop_width: Option<u16>,
    /// Its screen's height in pixels.
    pub desktop_height: Option<u16>,
    /// The depth of colour that it wants.
    pub color_depth: Option<Cow<'static, str>>,
    /// The virtual channels that it wants.
    pub channels: Vec<String>,
    /// More channels were asked for than there may be.
    pub too_many_channels: Option<u32>,
}

impl ClientData {
    /// Reads an MCS Connect Initial that begins with its tag.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        // The tag has two bytes, 7f 65; without the first it reads like one of one byte.
        let mut fields = Elements::new(bytes.get(1..)?).enter(0x65)?;
        let user_data = fields.find(|field| field.tag == asn1::OCTET_STRING && field.content.len() > 8)?;
        let mut client = Self::default();
        for (kind, content) in blocks(user_data.content, b"Duca") {
            match kind {
                0xc001 => drop(client.read_core(Reader::new(content))),
                0xc003 => drop(client.read_channels(Reader::new(content))),
                _ => {}
            }
        }
        Some(client)
    }

    /// Everything from the second depth of colour on may be missing.
    fn read_core(&mut self, mut reader: Reader<'_>) -> thymus_wire::Result<()> {
        reader.skip(4)?;
        self.desktop_width = Some(reader.u16_le()?);
        self.desktop_height = Some(reader.u16_le()?);
        reader.skip(4)?;
        self.keyboard_layout = Some(keyboards::layout(reader.u32_le()?));
        self.build = Some(names::client_build(reader.u32_le()?));
        self.name = name(reader.take(32)?);
        reader.skip(12 + 64 + 8)?;
        let depth = reader.u16_le()?;
        self.color_depth = Some(names::high_color_depth(depth));
        reader.skip(2)?;
        if reader.u16_le()? & WANT_32_BITS != 0 {
            self.color_depth = Some(Cow::Borrowed("32bit"));
        }
        self.dig_product_id = name(reader.take(64)?);
        Ok(())
    }

    fn read_channels(&mut self, mut reader: Reader<'_>) -> thymus_wire::Result<()> {
        let count = reader.u32_le()?;
        self.too_many_channels = (count as usize > CHANNELS_MAX).then_some(count);
        for _ in 0..count.min(CHANNELS_MAX as u32) {
            let padded = reader.take(8)?;
            let end = padded.iter().position(|&byte| byte == 0).unwrap_or(padded.len());
            self.channels.push(text_from_wire(padded.get(..end).unwrap_or_default()));
            reader.skip(4)?;
        }
        Ok(())
    }
}

/// UTF-16 up to the first zero; none for nothing.
fn name(bytes: &[u8]) -> Option<String> {
    let text = utf16_le(bytes);
    let name = text.split('\0').next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Kind and content of the data blocks behind a key and a length in one byte or two.
pub(super) fn blocks<'a>(user_data: &'a [u8], key: &[u8]) -> impl Iterator<Item = (u16, &'a [u8])> + use<'a> {
    let start = memchr::memmem::find(user_data, key).map(|place| place + key.len());
    let mut reader = Reader::new(start.and_then(|start| user_data.get(start..)).unwrap_or_default());
    if reader.u8().is_ok_and(|length| length & 0x80 != 0) {
        let _ = reader.skip(1);
    }
    std::iter::from_fn(move || {
        let kind = reader.u16_le().ok()?;
        let length = usize::from(reader.u16_le().ok()?);
        Some((kind, reader.take_up_to(length.checked_sub(4)?)))
    })
}
