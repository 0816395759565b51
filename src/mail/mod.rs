//! Mail: written into the outbox by the transaction that wants it, and carried later.
//!
//! [`Carrier`] is the port; [`LogCarrier`] is what is used without a server for mail.

mod postman;
mod smtp;

use std::future::ready;

use chrono::NaiveDateTime;
use futures_util::future::BoxFuture;
use renexus_tables::rows::events::MailRow;
use renexus_wire::id::fresh;
use thiserror::Error;

pub use postman::Postman;
pub use smtp::SmtpCarrier;

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub recipient: String,
    /// Its subject, one line.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// The same as HTML, for those who read that.
    pub html: Option<String>,
}

impl Letter {
    /// The letter as a row of the outbox.
    pub fn row(self, now: NaiveDateTime) -> MailRow {
        MailRow {
            id: fresh(),
            recipient: self.recipient,
            // A name must not become a header.
            subject: self.subject.replace(['\r', '\n'], " "),
            body: self.body,
            created_at: now,
            sent_at: None,
            attempts: 0,
            next_at: now,
            problem: None,
            html: self.html,
        }
    }
}

/// Why a mail was not carried.
#[derive(Debug, Error)]
pub enum CarrierError {
    /// The settings are wrong.
    #[error("mail.smtp_url: {0}")]
    Settings(String),
    /// The certificates cannot be read.
    #[error("mail.ca_file: {0}: {1}")]
    Authority(String, std::io::Error),
    /// An address cannot be used.
    #[error("address: {0}")]
    Address(String),
    /// The server for mail refused, or was not reached.
    #[error("{0}")]
    Refused(String),
}

/// Carries mail.
pub trait Carrier: Send + Sync {
    /// Hands a letter on; it may be handed twice when the server dies in between.
    fn carry(&self, letter: Letter) -> BoxFuture<'static, Result<(), CarrierError>>;
}

/// Says in the log that there is a mail; its text stands in the table `outbox`.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogCarrier;

impl Carrier for LogCarrier {
    fn carry(&self, letter: Letter) -> BoxFuture<'static, Result<(), CarrierError>> {
        log::info!(
            "email.to.address" = letter.recipient.as_str(), "email.subject" = letter.subject.as_str();
            "a mail stands in the outbox; nothing carries it, since mail.smtp_url is empty"
        );
        Box::pin(ready(Ok(())))
    }
}
