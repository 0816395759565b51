//! The names of blobs. The server makes them; nothing that a person writes becomes part of one.

use std::fmt;

use super::blobs::BlobError;

/// Longest key; what stores of the field take is far above.
const MAX_BYTES: usize = 200;

/// Where a blob lies: words of letters, digits, `-` and `_`, with slashes between.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobKey(String);

impl BlobKey {
    /// The content of a file. The workspace comes first, so that one prefix holds one tenant.
    pub fn content(workspace: &str, file: &str) -> Result<Self, BlobError> {
        Self::parse(&format!("workspaces/{workspace}/files/{file}"))
    }

    /// A piece of an upload that is not complete.
    pub fn piece(workspace: &str, upload: &str, piece: &str) -> Result<Self, BlobError> {
        Self::parse(&format!("workspaces/{workspace}/uploads/{upload}/{piece}"))
    }

    /// A small picture of a file.
    pub fn thumbnail(workspace: &str, file: &str, size: &str) -> Result<Self, BlobError> {
        Self::parse(&format!("workspaces/{workspace}/thumbnails/{file}/{size}"))
    }

    /// The picture of a person.
    pub fn avatar(id: &str) -> Result<Self, BlobError> {
        Self::parse(&format!("avatars/{id}"))
    }

    /// A key as it was stored.
    pub fn parse(text: &str) -> Result<Self, BlobError> {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let word = |word: &str| !word.is_empty() && word.chars().all(letter);
        if text.len() <= MAX_BYTES && text.split('/').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BlobError::Key(text.to_owned()))
        }
    }

    /// Whether everybody who knows the address may read the blob.
    pub fn is_public(&self) -> bool {
        self.0.starts_with("avatars/")
    }

    /// Its last word.
    pub fn word(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPEC FILE-6
    #[test]
    fn no_key_leads_out_of_its_folder() {
        for bad in
            ["", "..", "../etc/passwd", "/etc", "a//b", "a/../b", "a/", "a#1", "a.b", "ü", "a\0"]
        {
            assert!(BlobKey::parse(bad).is_err(), "{bad:?}");
            assert!(BlobKey::content(bad, "two").is_err(), "{bad:?}");
        }
        let key = BlobKey::content("one", "two").unwrap();
        assert_eq!(key.as_str(), "workspaces/one/files/two");
    }
}
