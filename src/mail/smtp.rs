//! Mail over SMTP.

use futures_util::future::BoxFuture;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Carrier, CarrierError, Letter};

/// Carries mail to an SMTP server, over TLS where the address says so.
pub struct SmtpCarrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpCarrier {
    /// A carrier to `smtp://`, `smtps://` or `smtp://…?tls=required`, with user and password in it.
    pub fn new(url: &str, from: &str) -> Result<Self, CarrierError> {
        let settings =
            |error: lettre::transport::smtp::Error| CarrierError::Settings(error.to_string());
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(settings)?.build();
        let from =
            from.parse().map_err(|error| CarrierError::Address(format!("{from}: {error}")))?;
        Ok(Self { transport, from })
    }
}

impl Carrier for SmtpCarrier {
    fn carry(&self, letter: Letter) -> BoxFuture<'static, Result<(), CarrierError>> {
        let (transport, from) = (self.transport.clone(), self.from.clone());
        Box::pin(async move {
            let to: Mailbox = letter
                .recipient
                .parse()
                .map_err(|error| CarrierError::Address(format!("{}: {error}", letter.recipient)))?;
            let message = Message::builder().from(from).to(to).subject(letter.subject);
            let message = match letter.html {
                Some(html) => {
                    message.multipart(MultiPart::alternative_plain_html(letter.body, html))
                }
                None => message.header(ContentType::TEXT_PLAIN).body(letter.body),
            };
            let message = message.map_err(|error| CarrierError::Refused(error.to_string()))?;
            let sent = transport.send(message).await;
            sent.map(|_| ()).map_err(|error| CarrierError::Refused(error.to_string()))
        })
    }
}
