//! The files themselves, as they were packed when the web app was built.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::RustEmbed;

use super::lookup;

/// Embedded in optimised builds; others read the folder, so that a new build of the pages shows at once.
#[derive(RustEmbed)]
#[folder = "web/out"]
#[allow_missing = true]
struct Built;

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// As they are.
    Plain,
    /// With gzip.
    Gzip,
    /// With brotli.
    Brotli,
}

/// A file as it is sent.
pub(crate) struct Served {
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) packing: Packing,
    /// The name of the file; its end says what it is.
    pub(crate) name: String,
    /// Changes with the bytes.
    pub(crate) tag: String,
}

/// What was built from `web/`, if it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WebFiles;

impl WebFiles {
    /// The file for the path of an address (without its first slash).
    pub(crate) fn find(self, path: &str, accepted: &[Packing]) -> Option<Served> {
        // A file of that name needs no look at all names.
        if !path.is_empty()
            && !packed(path)
            && let Some(served) = load(path, accepted)
        {
            return Some(served);
        }
        let names: Vec<Cow<'static, str>> = Built::iter().filter(|name| !packed(name)).collect();
        let name = lookup::find(path, || names.iter().map(AsRef::as_ref).collect())?;
        load(name, accepted)
    }

    /// The page that says that there is nothing.
    pub(crate) fn nothing(self, accepted: &[Packing]) -> Option<Served> {
        load(lookup::NOTHING, accepted)
    }
}

/// Whether a name is that of a packed copy.
fn packed(name: &str) -> bool {
    name.ends_with(".br") || name.ends_with(".gz")
}

fn load(name: &str, accepted: &[Packing]) -> Option<Served> {
    let plain = Built::get(name)?;
    let tag = URL_SAFE_NO_PAD.encode(plain.metadata.sha256_hash().get(..12).unwrap_or_default());
    let copies = [(Packing::Brotli, ".br"), (Packing::Gzip, ".gz")];
    let copy = copies.into_iter().filter(|(packing, _)| accepted.contains(packing));
    let copy = copy.into_iter().find_map(|(packing, end)| {
        Built::get(&format!("{name}{end}")).map(|file| (packing, file.data))
    });
    let (packing, bytes) = copy.unwrap_or((Packing::Plain, plain.data));
    Some(Served { bytes, packing, name: name.to_owned(), tag })
}
