//! Tickets: what a link to one file carries instead of a token.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header, encode};
use renexus_actors::ports::Refusal;
use serde::{Deserialize, Serialize};

use super::tokens::{MintError, TokenAuthority};

/// One file, for whoever has the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTicket {
    /// The workspace of the file.
    pub workspace: String,
    /// The file.
    pub file: String,
    /// When the ticket ends, in seconds since 1970.
    pub exp: i64,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    /// Another audience than that of tokens, so that neither is taken for the other.
    aud: String,
    #[serde(flatten)]
    ticket: FileTicket,
}

impl TokenAuthority {
    /// Signs a ticket with the newest key.
    pub fn issue(&self, ticket: FileTicket) -> Result<String, MintError> {
        let (kid, key) = self.keys.signing().ok_or(MintError::NoKey)?;
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(key.algorithm) };
        Ok(encode(&header, &Claims { aud: self.ticket_audience(), ticket }, &key.encoding)?)
    }

    /// What a ticket is for, if it is one of ours and has not ended.
    pub fn redeem(&self, ticket: &str) -> Result<FileTicket, Refusal> {
        let invalid = |error: jsonwebtoken::errors::Error| match error.kind() {
            ErrorKind::ExpiredSignature => Refusal::Expired,
            _ => Refusal::Invalid(error.to_string()),
        };
        let kid = decode_header(ticket).map_err(invalid)?.kid.unwrap_or_default();
        let unknown = || Refusal::Invalid("it names no key that is known (`kid`)".into());
        let key = self.keys.find(&kid).ok_or_else(unknown)?;
        let mut validation = Validation::new(key.algorithm);
        validation.leeway = 0;
        validation.set_audience(&[self.ticket_audience()]);
        validation.set_required_spec_claims(&["exp", "aud"]);
        let claims = decode::<Claims>(ticket, &key.decoding, &validation).map_err(invalid)?.claims;
        if claims.ticket.exp <= self.clock.now().timestamp() {
            return Err(Refusal::Expired);
        }
        Ok(claims.ticket)
    }

    fn ticket_audience(&self) -> String {
        format!("{}/files", self.audience)
    }
}
