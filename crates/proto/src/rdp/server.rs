//! What the server answers (MS-RDPBCGR section 2.2.1.4).

use super::client::blocks;
use crate::asn1::{self, Elements};
use thymus_wire::Reader;

/// At most this many certificates of a chain are read; Windows sends two.
const CERTIFICATES_MAX: usize = 16;

/// The server's side of the negotiation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerData<'a> {
    /// What became of the conference.
    pub result: Option<u8>,
    /// Method and level of the session's own encryption.
    pub encryption: Option<(u32, u32)>,
    /// Kind of certificate, and whether it is the server's for good.
    pub certificate: Option<(u32, bool)>,
    /// The certificates of the chain in DER, where it has some.
    pub chain: Vec<&'a [u8]>,
}

impl<'a> ServerData<'a> {
    /// Reads an MCS Connect Response that begins with its tag.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut fields = Elements::new(bytes.get(1..)?).enter(0x66)?;
        let user_data = fields.find(|field| field.tag == asn1::OCTET_STRING)?.content;
        let mut server = Self::default();
        // Four bytes before the key: the result, the number of data sets, and the key's own two.
        let key = memchr::memmem::find(user_data, b"McDn")?;
        server.result = key.checked_sub(4).and_then(|place| user_data.get(place)).copied();
        for (kind, content) in blocks(user_data, b"McDn") {
            if kind == 0x0c02 {
                let _ = server.read_security(Reader::new(content));
            }
        }
        Some(server)
    }

    /// How many certificates there are: a chain's, or the one of the old kind.
    #[must_use]
    pub fn certificate_count(&self) -> usize {
        match self.certificate {
            Some((1, _)) => 1,
            _ => self.chain.len(),
        }
    }

    fn read_security(&mut self, mut reader: Reader<'a>) -> thymus_wire::Result<()> {
        self.encryption = Some((reader.u32_le()?, reader.u32_le()?));
        let random_length = reader.u32_le()? as usize;
        let certificate_length = reader.u32_le()? as usize;
        reader.skip(random_length)?;
        let mut certificate = Reader::new(reader.take_up_to(certificate_length));
        let version = certificate.u32_le()?;
        let kind = version & 0x7fff_ffff;
        self.certificate = Some((kind, version & 0x8000_0000 == 0));
        if kind == 2 {
            let count = certificate.u32_le()? as usize;
            for _ in 0..count.min(CERTIFICATES_MAX) {
                let length = certificate.u32_le()? as usize;
                self.chain.push(certificate.take(length)?);
            }
        }
        Ok(())
    }
}
