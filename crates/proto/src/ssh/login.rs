//! Whether a login succeeded, guessed from how long the server's encrypted packets are.
//!
//! Before a session begins the server says little, and each thing it says has its size (RFC 4252): the acceptance of the
//! service is 24 bytes and a MAC, a success 8 bytes and a MAC, so 16 less; a refusal lists the methods that may go on and has the same
//! size each time. Segments are taken for packets, which they are while one side waits for the other.

/// The success message is this much shorter than the acceptance of the service.
const SUCCESS_BYTES_LESS: usize = 16;

/// A first message longer than the acceptance by more than this is a banner.
const BANNER_BYTES_MORE: usize = 256;

/// Watches the sizes of encrypted segments.
#[derive(Debug, Default)]
pub(super) struct Login {
    client_spoke: bool,
    acceptance: Option<usize>,
    refusal: Option<usize>,
    skipped_banner: bool,
}

/// What a segment of the server meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Nothing,
    Refused,
    Accepted,
}

impl Login {
    /// The client sent an encrypted segment.
    pub(super) fn client(&mut self) {
        self.client_spoke = true;
    }

    /// The server sent an encrypted segment of this length.
    pub(super) fn server(&mut self, length: usize) -> Meaning {
        if !self.client_spoke {
            return Meaning::Nothing;
        }
        let Some(acceptance) = self.acceptance else {
            self.acceptance = Some(length);
            return Meaning::Nothing;
        };
        let is_success = length + SUCCESS_BYTES_LESS == acceptance;
        match self.refusal {
            None if is_success => Meaning::Accepted,
            None => {
                self.first(length, acceptance);
                Meaning::Nothing
            }
            Some(refusal) if refusal == length => Meaning::Refused,
            Some(_) if is_success => Meaning::Accepted,
            Some(_) => Meaning::Nothing,
        }
    }

    /// The answer to the first attempt, with the method "none", lists the methods; a banner may stand before it.
    fn first(&mut self, length: usize, acceptance: usize) {
        if !self.skipped_banner && length > acceptance + BANNER_BYTES_MORE {
            self.skipped_banner = true;
        } else {
            self.refusal = Some(length);
        }
    }
}
