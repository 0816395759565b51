//! What a file is, told from its bytes, and whether a browser may show it.

use mime_guess::from_ext;

use super::disposition::Disposition;
use super::name::FileName;

/// Anything.
const UNKNOWN: &str = "application/octet-stream";
/// Text that is nothing else.
const PLAIN: &str = "text/plain";

/// What browsers show and cannot be made to run: everything else is saved.
const SHOWN: [&str; 15] = [
    "application/pdf",
    "audio/aac",
    "audio/m4a",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/x-flac",
    "audio/x-wav",
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/webm",
];

/// The media type of a file, by its first bytes; what the sender says of it does not count.
///
/// The ending of the name decides only among texts, and among types that are saved in any case.
pub fn sniff(head: &[u8], name: &FileName) -> String {
    if let Some(found) = infer::get(head) {
        return found.mime_type().to_owned();
    }
    let by_name = name.ending().and_then(|ending| from_ext(&ending).first_raw());
    match text(head) {
        Some(text) => markup(text).or(by_name.filter(is_text)).unwrap_or(PLAIN),
        None => by_name.filter(|guess| !is_text(guess) && is_saved(guess)).unwrap_or(UNKNOWN),
    }
    .to_owned()
}

/// Whether a browser may show this type.
pub fn disposition(media_type: &str) -> Disposition {
    if SHOWN.contains(&media_type) || media_type == PLAIN {
        Disposition::Inline
    } else {
        Disposition::Attachment
    }
}

/// The `Content-Type` of an answer; text is UTF-8, since nothing else is taken for text.
pub fn content_type(media_type: &str) -> String {
    if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

/// The beginning of a file as text, if it is some. A character may be cut at the end.
fn text(head: &[u8]) -> Option<&str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let binary = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}');
    (!text.contains(binary)).then_some(text)
}

/// Text in angle brackets is never plain, whatever it is called.
fn markup(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lower = text.starts_with('<').then(|| text.to_ascii_lowercase())?;
    Some(match () {
        () if lower.contains("<svg") => "image/svg+xml",
        () if lower.contains("<html") || lower.contains("<script") => "text/html",
        () => "text/xml",
    })
}

fn is_text(guess: &&str) -> bool {
    guess.starts_with("text/")
        || matches!(
            *guess,
            "application/json" | "application/javascript" | "application/sql" | "application/toml"
        )
        || guess.ends_with("+json")
}

fn is_saved(guess: &str) -> bool {
    disposition(guess) == Disposition::Attachment
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn sniffed(head: &[u8], name: &str) -> (String, Disposition) {
        let media_type = sniff(head, &FileName::parse(name).unwrap());
        let disposition = disposition(&media_type);
        (media_type, disposition)
    }

    /// SPEC FILE-5
    #[test]
    fn bytes_decide_and_names_do_not() {
        for name in ["a.png", "a.html", "a"] {
            assert_eq!(sniffed(PNG, name), ("image/png".into(), Disposition::Inline));
        }
        assert_eq!(sniffed(b"\0\x01\x02\x03", "a.png").0, UNKNOWN);
        assert_eq!(sniffed(b"words", "a.png").0, PLAIN);
        assert_eq!(sniffed(b"words", "a.pdf").0, PLAIN);
        assert_eq!(sniffed(b"", "a.txt").0, PLAIN);
        assert_eq!(sniffed(b"a,b\n1,2\n", "a.csv").0, "text/csv");
        assert_eq!(sniffed(b"{}", "a.json").0, "application/json");
        assert_eq!(sniffed("caf\u{e9}".as_bytes(), "a").0, PLAIN);
        assert_eq!(sniffed(b"caf\xc3", "a").0, PLAIN, "a character was cut");
        assert_eq!(sniffed(b"caf\xe9 au lait", "a").0, UNKNOWN, "Latin-1 is not taken for text");
        assert_eq!(sniffed(b"%PDF-1.7\n", "a.txt").0, "application/pdf");
    }

    /// SPEC FILE-12
    #[test]
    fn what_could_run_is_saved_and_never_shown() {
        for (head, name) in [
            ("<html><script>alert(1)</script>", "a.txt"),
            ("<!DOCTYPE html><p>", "a.txt"),
            ("  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"),
            ("<?xml version='1.0'?><svg/>", "a.txt"),
            (
                "\u{feff}<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
                "a.txt",
            ),
            ("alert(1)", "a.js"),
            ("alert(1)", "a.html"),
            ("alert(1)", "a.svg"),
            ("alert(1)", "a.xhtml"),
            ("#!/bin/sh\nrm -rf /", "a.txt"),
            ("MZ\u{1}\u{2}", "a.jpg"),
        ] {
            let (media_type, disposition) = sniffed(head.as_bytes(), name);
            let plain = media_type == PLAIN && !head.trim_start().starts_with('<');
            assert!(plain || disposition == Disposition::Attachment, "{head}: {media_type}");
        }
        for never in
            ["text/html", "image/svg+xml", "text/xml", "application/xhtml+xml", "text/javascript"]
        {
            assert_eq!(disposition(never), Disposition::Attachment, "{never}");
        }
    }

    #[test]
    fn text_says_its_encoding() {
        assert_eq!(content_type("text/csv"), "text/csv; charset=utf-8");
        assert_eq!(content_type("image/png"), "image/png");
    }
}
