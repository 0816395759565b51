//! From here to there: what a comparison or a range allows.

/// A span between two ends; an end that is missing is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    /// The least value.
    pub from: Option<End<T>>,
    /// The greatest value.
    pub to: Option<End<T>>,
}

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End<T> {
    /// Where it is.
    pub value: T,
    /// Whether the value itself belongs to it.
    pub included: bool,
}

impl<T: Copy> Span<T> {
    /// Reads `x`, `>x`, `>=x`, `<x`, `<=x` or `x..y`; either side of the dots may be missing.
    /// What cannot be read is returned.
    pub(super) fn read<'a>(
        text: &'a str,
        value: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, &'a str> {
        let end =
            |text: &'a str, included| value(text).map(|value| End { value, included }).ok_or(text);
        let open = Self { from: None, to: None };
        if let Some(rest) = text.strip_prefix(">=") {
            return Ok(Self { from: Some(end(rest, true)?), ..open });
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return Ok(Self { to: Some(end(rest, true)?), ..open });
        }
        if let Some(rest) = text.strip_prefix('>') {
            return Ok(Self { from: Some(end(rest, false)?), ..open });
        }
        if let Some(rest) = text.strip_prefix('<') {
            return Ok(Self { to: Some(end(rest, false)?), ..open });
        }
        if let Some((from, to)) = text.split_once("..") {
            let side = |side: &'a str| match side {
                "" => Ok(None),
                side => end(side, true).map(Some),
            };
            let span = Self { from: side(from)?, to: side(to)? };
            return if span.from.is_none() && span.to.is_none() { Err(text) } else { Ok(span) };
        }
        let only = end(text, true)?;
        Ok(Self { from: Some(only), to: Some(only) })
    }

    /// The same span of other values.
    pub fn map<U>(self, turn: impl Fn(T) -> U) -> Span<U> {
        let end = |end: End<T>| End { value: turn(end.value), included: end.included };
        Span { from: self.from.map(end), to: self.to.map(end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Result<String, &str> {
        let span = Span::read(text, |text| text.parse::<i32>().ok())?;
        let end = |end: Option<End<i32>>| match end {
            None => String::new(),
            Some(end) if end.included => format!("={}", end.value),
            Some(end) => end.value.to_string(),
        };
        Ok(format!("{}~{}", end(span.from), end(span.to)))
    }

    #[test]
    fn comparisons_and_ranges_are_read() {
        for (text, meant) in [
            ("3", "=3~=3"),
            (">3", "3~"),
            (">=3", "=3~"),
            ("<3", "~3"),
            ("<=3", "~=3"),
            ("3..5", "=3~=5"),
            ("3..", "=3~"),
            ("..5", "~=5"),
        ] {
            assert_eq!(told(text).as_deref(), Ok(meant), "{text}");
        }
        assert_eq!(told(">x"), Err("x"));
        assert_eq!(told("3..x"), Err("x"));
        assert_eq!(told(".."), Err(".."));
        assert_eq!(told(">"), Err(""));
    }
}
