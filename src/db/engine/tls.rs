//! TLS of connections to the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;

/// Why TLS cannot be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The file cannot be read, or holds no certificate.
    #[error("database.authorities: {0} cannot be read: {1}")]
    Authorities(PathBuf, String),
    /// The library refuses its own defaults.
    #[error("TLS cannot be set up: {0}")]
    Setup(#[from] rustls::Error),
}

/// Trusts the public authorities, and those of a file.
pub(super) fn client(authorities: &Path) -> Result<ClientConfig, TlsError> {
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if !authorities.as_os_str().is_empty() {
        let refused = |error: String| TlsError::Authorities(authorities.to_path_buf(), error);
        let certificates = CertificateDer::pem_file_iter(authorities)
            .map_err(|error| refused(error.to_string()))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| refused(error.to_string()))?;
            roots.add(certificate).map_err(|error| refused(error.to_string()))?;
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
