//! A server for mail that takes one mail, in the clear or encrypted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// How the server speaks.
#[derive(Clone)]
pub enum Encryption {
    /// In the clear.
    None,
    /// From the first byte (RFC 8314).
    Implicit(TlsAcceptor),
    /// When it is asked to (RFC 3207).
    StartTls(TlsAcceptor),
}

/// A certificate that its owner alone vouches for: an acceptor, and the file to trust.
pub fn own_certificate(folder: &Path) -> (TlsAcceptor, PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let file = folder.join("mail-ca.pem");
    std::fs::write(&file, made.cert.pem()).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), file)
}

/// Takes one mail as RFC 5321 says; returns what was said, line by line.
pub async fn take_mail(listener: TcpListener) -> Vec<String> {
    take_mail_by(listener, Encryption::None).await.expect("nothing is agreed upon")
}

/// The same, encrypted; fails when no encryption is agreed upon.
pub async fn take_mail_by(
    listener: TcpListener,
    encryption: Encryption,
) -> std::io::Result<Vec<String>> {
    let (stream, _) = listener.accept().await.expect("the server comes");
    match encryption {
        Encryption::None => Ok(converse(BufStream::new(stream), true, false).await.0),
        Encryption::Implicit(acceptor) => {
            let stream = acceptor.accept(stream).await?;
            Ok(converse(BufStream::new(stream), true, false).await.0)
        }
        Encryption::StartTls(acceptor) => {
            let (mut said, stream) = converse(BufStream::new(stream), true, true).await;
            assert!(!said.iter().any(|line| line.starts_with("MAIL")), "in the clear: {said:?}");
            let stream = acceptor.accept(stream.into_inner()).await?;
            said.extend(converse(BufStream::new(stream), false, false).await.0);
            Ok(said)
        }
    }
}

/// Speaks until a mail is taken, or until encryption is to begin.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: BufStream<S>,
    greets: bool,
    offers: bool,
) -> (Vec<String>, BufStream<S>) {
    let (mut said, mut in_body) = (Vec::new(), false);
    if greets {
        stream.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
        stream.flush().await.unwrap();
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 {
            return (said, stream);
        }
        let line = line.trim_end_matches(['\r', '\n']).to_owned();
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match (in_body, word.as_str()) {
            (true, ".") => {
                in_body = false;
                b"250 taken\r\n"
            }
            (true, _) => b"",
            (false, "DATA") => {
                in_body = true;
                b"354 go on\r\n"
            }
            (false, "EHLO") if offers => b"250-mail.test\r\n250 STARTTLS\r\n",
            (false, "STARTTLS") => b"220 go on\r\n",
            (false, "QUIT") => b"221 bye\r\n",
            (false, _) => b"250 fine\r\n",
        };
        stream.write_all(answer).await.unwrap();
        stream.flush().await.unwrap();
        said.push(line);
        if answer.starts_with(b"250 taken") || word == "STARTTLS" {
            return (said, stream);
        }
    }
}

/// Takes one mail on a connection, in the clear; returns what was said.
pub async fn take_mail_on(stream: tokio::net::TcpStream) -> Vec<String> {
    converse(BufStream::new(stream), true, false).await.0
}
