//! Limits of fields: one place per body, and errors that name the field and the limit.

/// A body that knows the limits of its fields.
pub trait Limited {
    /// Notes every field that is beyond its limit.
    fn limits(&self, found: &mut Limits);
}

/// What was found beyond its limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    wrong: Vec<(String, String)>,
}

impl Limits {
    /// Looks at a body; the fields that are beyond their limits, each with the reason.
    pub fn of(body: &impl Limited) -> Vec<(String, String)> {
        let mut found = Self::default();
        body.limits(&mut found);
        found.wrong
    }

    /// Notes a field that is wrong for a reason of its own.
    pub fn wrong(&mut self, field: &str, reason: impl Into<String>) {
        self.wrong.push((field.to_owned(), reason.into()));
    }

    /// A line of 1 to `most` characters that is not blank and holds no control characters.
    pub fn line(&mut self, field: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.wrong(field, "it is empty");
        } else if text.chars().any(char::is_control) {
            self.wrong(field, "it holds a control character");
        }
        self.text(field, text, most);
    }

    /// Text of at most `most` characters; it may be empty and have several lines.
    pub fn text(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            self.wrong(field, format!("it has {length} characters, at most {most} are allowed"));
        }
        if text.contains('\0') {
            self.wrong(field, "it holds a NUL");
        }
    }

    /// A line that may be missing.
    pub fn optional_line(&mut self, field: &str, text: Option<&str>, most: usize) {
        if let Some(text) = text {
            self.line(field, text, most);
        }
    }

    /// Lower-case letters, digits and single hyphens between them; 2 to `most` characters.
    pub fn slug(&mut self, field: &str, text: &str, most: usize) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let hyphens = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        if !(2..=most).contains(&text.len()) || !text.chars().all(plain) || hyphens {
            let reason = format!(
                "it needs 2 to {most} lower-case letters, digits and single hyphens between them"
            );
            self.wrong(field, reason);
        }
    }

    /// An address for mail: one `@`, something on both sides, a bounded length.
    pub fn email(&mut self, field: &str, text: &str) {
        let sides = text.split_once('@');
        let whole = sides.is_some_and(|(name, host)| {
            !name.is_empty()
                && host.chars().count() > 1
                && !host.contains('@')
                && !host.starts_with('.')
        });
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\".contains(c);
        if !whole || text.chars().any(odd) {
            self.wrong(field, "it is not an address for mail, like ada@example.org");
        }
        self.text(field, text, MAX_EMAIL);
    }

    /// A number from `least` to `most`.
    pub fn number(&mut self, field: &str, value: i64, (least, most): (i64, i64)) {
        if !(least..=most).contains(&value) {
            self.wrong(field, format!("{value} is not from {least} to {most}"));
        }
    }

    /// A list of at most `most` items.
    pub fn list<T>(&mut self, field: &str, items: &[T], most: usize) {
        if items.len() > most {
            let length = items.len();
            self.wrong(field, format!("it has {length} items, at most {most} are allowed"));
        }
    }
}

/// Characters of an address for mail (RFC 5321, section 4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(look: impl FnOnce(&mut Limits)) -> bool {
        let mut found = Limits::default();
        look(&mut found);
        !found.wrong.is_empty()
    }

    #[test]
    fn fields_are_held_to_their_limits() {
        for good in ["ada@example.org", "a.b+c@x", "ü@example.org"] {
            assert_eq!(wrong(|found| found.email("email", good)), good == "a.b+c@x", "{good}");
        }
        for bad in ["", "ada", "@x.org", "ada@", "a@b@c.org", "a b@x.org", "<a@x.org>"] {
            assert!(wrong(|found| found.email("email", bad)), "{bad}");
        }
        for bad in ["a", "-a", "a-", "a--b", "A-b", "a b", "ä-b", &"x".repeat(9)] {
            assert!(wrong(|found| found.slug("slug", bad, 8)), "{bad}");
        }
        assert!(!wrong(|found| found.slug("slug", "a-2", 8)));
        assert!(wrong(|found| found.line("name", " ", 8)) && wrong(|f| f.line("name", "a\nb", 8)));
        assert!(!wrong(|found| found.line("name", "äöüäöüäö", 8)));
        assert!(wrong(|found| found.line("name", "äöüäöüäöü", 8)));
    }
}
