//! Names without regard to case.

/// The form of a name or a text in which it is compared: without case and outer spaces.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
