//! Mail over SMTP.

use std::path::Path;

use futures_util::future::BoxFuture;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;

use super::{Carrier, CarrierError, Letter};

/// Carries mail to an SMTP server, over TLS where the address says so.
pub struct SmtpCarrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpCarrier {
    /// A carrier to `smtp://`, `smtps://` or `smtp://…?tls=required`, with user and password in it.
    ///
    /// `authority` is a file of certificates (PEM) that are trusted beside those of the web.
    pub fn new(url: &str, from: &str, authority: Option<&Path>) -> Result<Self, CarrierError> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(settings)?;
        if let Some(authority) = authority {
            builder = builder.tls(tls(url, authority)?);
        }
        let transport = builder.build();
        let from =
            from.parse().map_err(|error| CarrierError::Address(format!("{from}: {error}")))?;
        Ok(Self { transport, from })
    }
}

/// Encryption as an address asks for it, with an authority of one's own.
fn tls(url: &str, authority: &Path) -> Result<Tls, CarrierError> {
    let url: Url = url.parse().map_err(|error| CarrierError::Settings(format!("{error}")))?;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let pem = std::fs::read(authority)
        .map_err(|error| CarrierError::Authority(authority.display().to_string(), error))?;
    let certificate = Certificate::from_pem(&pem).map_err(settings)?;
    let parameters = TlsParameters::builder(host.to_owned())
        .add_root_certificate(certificate)
        .build_rustls()
        .map_err(settings)?;
    let wish = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, wish)| wish.into_owned());
    Ok(match (url.scheme(), wish.as_deref()) {
        ("smtps", _) => Tls::Wrapper(parameters),
        (_, Some("required")) => Tls::Required(parameters),
        (_, Some("opportunistic")) => Tls::Opportunistic(parameters),
        _ => Tls::None,
    })
}

fn settings(error: lettre::transport::smtp::Error) -> CarrierError {
    CarrierError::Settings(error.to_string())
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
