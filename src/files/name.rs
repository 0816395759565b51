//! Names of files: shown to people, never used as a path.

use super::FileError;

/// Longest name in bytes; what file systems of the field take.
const MAX_BYTES: usize = 255;

/// A name that can be saved under on every system and means what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Refuses what is a path, empty, too long, or shows as something else than it is.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let name = text.trim();
        if name.is_empty() || name == "." || name == ".." {
            return Err(FileError::Name("it is empty"));
        }
        if text.len() > MAX_BYTES {
            return Err(FileError::Name("it is longer than 255 bytes"));
        }
        if name.contains(['/', '\\']) {
            return Err(FileError::Name("it holds a slash; a name is not a path"));
        }
        if name.chars().any(|c| c.is_control() || misleads(c)) {
            return Err(FileError::Name("it holds a control character"));
        }
        Ok(Self(name.to_owned()))
    }

    /// The same from a form: browsers may send a path, of which the last part is the name.
    pub fn from_form(text: &str) -> Result<Self, FileError> {
        Self::parse(text.rsplit(['/', '\\']).next().unwrap_or_default())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the last dot, in lower case.
    pub fn ending(&self) -> Option<String> {
        let (front, ending) = self.0.rsplit_once('.')?;
        (!front.is_empty() && !ending.is_empty()).then(|| ending.to_ascii_lowercase())
    }
}

/// Characters that turn the direction of writing or show as nothing, so that `gpj.exe` looks like `exe.jpg`.
fn misleads(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPEC FILE-6
    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(256);
        for bad in
            ["", " ", ".", "..", "a/b", "..\\b", "/", "a\0b", "a\nb", "a\u{202e}gpj.exe", &long]
        {
            assert!(FileName::parse(bad).is_err(), "{bad:?}");
        }
        for good in ["a", "plan.pdf", " padded.txt ", "日本語 ✓.txt", "a..b", &"x".repeat(255)]
        {
            assert_eq!(FileName::parse(good).unwrap().as_str(), good.trim());
        }
    }

    /// SPEC FILE-6
    #[test]
    fn a_path_from_a_form_gives_its_last_part() {
        for path in ["C:\\fakepath\\plan.pdf", "../../plan.pdf", "/etc/plan.pdf", "plan.pdf"] {
            assert_eq!(FileName::from_form(path).unwrap().as_str(), "plan.pdf");
        }
        assert!(FileName::from_form("../..").is_err());
    }

    #[test]
    fn the_ending_is_behind_the_last_dot() {
        let ending = |name: &str| FileName::parse(name).unwrap().ending();
        assert_eq!(ending("a.tar.GZ").as_deref(), Some("gz"));
        assert_eq!((ending(".profile"), ending("plain"), ending("dot.")), (None, None, None));
    }
}
