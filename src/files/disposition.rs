//! `Content-Disposition` with names in every script (RFC 6266, RFC 8187).

use std::fmt::Write;

/// Whether a browser shows a file or saves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It is shown.
    Inline,
    /// It is saved.
    Attachment,
}

impl Disposition {
    /// The value of the header, for a file of this name.
    ///
    /// `filename` is for clients that know ASCII only, `filename*` is the name itself.
    pub fn header(self, name: &str) -> String {
        let word = match self {
            Self::Inline => "inline",
            Self::Attachment => "attachment",
        };
        let plain: String = name.chars().map(plain).collect();
        let mut value = format!("{word}; filename=\"{plain}\"");
        if plain != name {
            value.push_str("; filename*=UTF-8''");
            for byte in name.bytes() {
                encode(&mut value, byte);
            }
        }
        value
    }
}

/// A character as it may stand in a quoted string without an escape; percent signs mislead old browsers.
fn plain(c: char) -> char {
    match c {
        '"' | '\\' | '%' => '_',
        ' '..='~' => c,
        _ => '_',
    }
}

/// A byte as `ext-value` has it: attribute characters stand for themselves.
fn encode(out: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
        out.push(char::from(byte));
    } else {
        // Writing into a string cannot fail.
        let _ = write!(out, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPEC FILE-11
    #[test]
    fn names_stand_in_the_header_as_they_are() {
        let header = |name| Disposition::Attachment.header(name);
        assert_eq!(header("plan 1.pdf"), "attachment; filename=\"plan 1.pdf\"");
        assert_eq!(
            header("Gebühr €.txt"),
            "attachment; filename=\"Geb_hr _.txt\"; filename*=UTF-8''Geb%C3%BChr%20%E2%82%AC.txt"
        );
        assert_eq!(
            header("a\"; x=\\.txt"),
            "attachment; filename=\"a_; x=_.txt\"; filename*=UTF-8''a%22%3B%20x%3D%5C.txt"
        );
        assert_eq!(
            header("50%.txt"),
            "attachment; filename=\"50_.txt\"; filename*=UTF-8''50%25.txt"
        );
        assert_eq!(Disposition::Inline.header("a.png"), "inline; filename=\"a.png\"");
    }
}
