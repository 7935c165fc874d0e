//! What a security token is wrapped in.

use crate::asn1::{self, Element, Elements};
use crate::ntlm;

/// A token is unwrapped at most this often; SPNEGO in GSS-API around a mechanism's own GSS-API header is three.
const WRAPPINGS_MAX: usize = 4;

const OID_SPNEGO: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
const OID_KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
const OID_KERBEROS_USER_TO_USER: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x03];
/// The number that Windows 2000 gave Kerberos by mistake and all since have kept.
const OID_KERBEROS_MICROSOFT: &[u8] = &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02];
const OID_NTLMSSP: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];

const GSS_INITIAL: u8 = asn1::application(0);
const NEG_TOKEN_INIT: u8 = asn1::context(0);
const NEG_TOKEN_RESPONSE: u8 = asn1::context(1);

/// A login mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// NTLM.
    Ntlm,
    /// Kerberos.
    Kerberos,
}

/// How far a negotiation has come (RFC 4178 section 4.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NegotiationState {
    /// The login succeeded.
    AcceptCompleted,
    /// Another token is needed.
    AcceptIncomplete,
    /// The login failed.
    Reject,
    /// The login succeeded if the integrity code over the mechanisms is right.
    RequestMic,
}

impl NegotiationState {
    fn of(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::AcceptCompleted),
            1 => Some(Self::AcceptIncomplete),
            2 => Some(Self::Reject),
            3 => Some(Self::RequestMic),
            _ => None,
        }
    }
}

/// A token out of its wrappings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token<'a> {
    /// A GSS-API or SPNEGO wrapping was there.
    pub wrapped: bool,
    /// The mechanism that the client would like best, or that the server chose.
    pub preferred: Option<Mechanism>,
    /// How far the server says the negotiation has come.
    pub state: Option<NegotiationState>,
    /// The mechanism's own message: `NTLMSSP…`, or a Kerberos message that begins with its ASN.1 tag.
    pub message: Option<(Mechanism, &'a [u8])>,
}

impl<'a> Token<'a> {
    /// Takes the wrappings off.
    #[must_use]
    pub fn unwrap(bytes: &'a [u8]) -> Self {
        let mut token = Self::default();
        let mut inner = bytes;
        for _ in 0..WRAPPINGS_MAX {
            match token.unwrap_one(inner) {
                Some(next) => inner = next,
                None => break,
            }
        }
        token
    }

    /// Takes one wrapping off and gives what was in it, unless that is the mechanism's message or nothing.
    fn unwrap_one(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        if bytes.starts_with(ntlm::SIGNATURE) {
            self.message = Some((Mechanism::Ntlm, bytes));
            return None;
        }
        let element = Elements::new(bytes).next()?;
        match element.tag {
            GSS_INITIAL => {
                self.wrapped = true;
                self.gss_initial(element.inside())
            }
            NEG_TOKEN_INIT => {
                self.wrapped = true;
                self.negotiation_init(element.inside().enter(asn1::SEQUENCE)?)
            }
            NEG_TOKEN_RESPONSE => {
                self.wrapped = true;
                self.negotiation_response(element.inside().enter(asn1::SEQUENCE)?)
            }
            _ if is_kerberos(&element) => {
                self.message = Some((Mechanism::Kerberos, bytes));
                None
            }
            _ => None,
        }
    }

    fn gss_initial(&mut self, mut inside: Elements<'a>) -> Option<&'a [u8]> {
        let mechanism = inside.optional(asn1::OBJECT_IDENTIFIER)?;
        match mechanism {
            OID_SPNEGO | OID_NTLMSSP => Some(inside.rest()),
            // RFC 4121 section 4.1: two bytes tell which message follows.
            OID_KERBEROS | OID_KERBEROS_MICROSOFT | OID_KERBEROS_USER_TO_USER => inside.rest().get(2..),
            _ => None,
        }
    }

    fn negotiation_init(&mut self, mut fields: Elements<'a>) -> Option<&'a [u8]> {
        if let Some(mut mechanisms) =
            fields.enter(asn1::context(0)).and_then(|mut list| list.enter(asn1::SEQUENCE))
        {
            self.preferred = mechanisms.optional(asn1::OBJECT_IDENTIFIER).and_then(mechanism_of);
        }
        fields.optional(asn1::context(1));
        fields.explicit(2, asn1::OCTET_STRING)
    }

    fn negotiation_response(&mut self, mut fields: Elements<'a>) -> Option<&'a [u8]> {
        let state = fields.explicit(0, asn1::ENUMERATED).and_then(asn1::integer);
        self.state = state.and_then(NegotiationState::of);
        self.preferred = fields.explicit(1, asn1::OBJECT_IDENTIFIER).and_then(mechanism_of);
        fields.explicit(2, asn1::OCTET_STRING)
    }
}

fn mechanism_of(oid: &[u8]) -> Option<Mechanism> {
    match oid {
        OID_NTLMSSP => Some(Mechanism::Ntlm),
        OID_KERBEROS | OID_KERBEROS_MICROSOFT | OID_KERBEROS_USER_TO_USER => Some(Mechanism::Kerberos),
        _ => None,
    }
}

/// AP-REQ, AP-REP and KRB-ERROR (RFC 4120 section 5.10): a SEQUENCE in one of three tags, all of it there. The tags are
/// letters in tokens that are text, as those of SCRAM are.
fn is_kerberos(element: &Element<'_>) -> bool {
    let tags = [14, 15, 30].map(asn1::application);
    tags.contains(&element.tag) && !element.truncated && element.content.first() == Some(&asn1::SEQUENCE)
}
