//! Short names for mentions, made from names.

use renexus_wire::rest::accounts::MAX_HANDLE;

/// Handles that are tried with a number before chance decides.
pub(super) const ATTEMPTS: usize = 20;

/// The handle that a name asks for: lower-case letters and digits, hyphens between.
pub(super) fn from_name(name: &str) -> String {
    let mut handle = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => handle.push(c),
            'ä' | 'à' | 'á' | 'â' | 'å' | 'ã' => handle.push('a'),
            'ö' | 'ò' | 'ó' | 'ô' | 'ø' => handle.push('o'),
            'ü' | 'ù' | 'ú' | 'û' => handle.push('u'),
            'é' | 'è' | 'ê' | 'ë' => handle.push('e'),
            'í' | 'ì' | 'î' => handle.push('i'),
            'ñ' => handle.push('n'),
            'ç' => handle.push('c'),
            'ß' => handle.push_str("ss"),
            _ if !handle.is_empty() && !handle.ends_with('-') => handle.push('-'),
            _ => {}
        }
    }
    handle.truncate(MAX_HANDLE - 9);
    let handle = handle.trim_end_matches('-');
    if handle.len() < 2 { "person".to_owned() } else { handle.to_owned() }
}

/// The same handle for somebody who comes later.
pub(super) fn numbered(handle: &str, attempt: usize) -> String {
    match attempt {
        0 => handle.to_owned(),
        some => format!("{handle}-{}", some + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_plain() {
        assert_eq!(from_name("Ada Lovelace"), "ada-lovelace");
        assert_eq!(from_name("  Jürgen  Groß! "), "jurgen-gross");
        assert_eq!(from_name("山田"), "person");
        assert_eq!(numbered(&from_name(&"x".repeat(99)), 4), format!("{}-5", "x".repeat(23)));
    }
}
