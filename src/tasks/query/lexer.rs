//! From characters to terms: fields, values and where they stand.

use std::iter::Peekable;
use std::str::Chars;

use super::error::{QueryError, Reason};
use super::{MAX_TERMS, MAX_VALUES};

/// One term as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The character at which it begins, counted from 1.
    pub(super) at: usize,
    /// Whether a minus stands in front.
    pub(super) negated: bool,
    /// The word in front of the colon, in lower case.
    pub(super) field: Option<String>,
    /// What stands behind it.
    pub(super) values: Vec<Value>,
}

/// One value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// The character at which it begins, counted from 1.
    pub(super) at: usize,
    /// Without its quotes.
    pub(super) text: String,
    /// Whether it stood in quotes: then it is never a word of the language.
    pub(super) quoted: bool,
}

/// Takes a query apart.
pub(super) fn read(text: &str) -> Result<Vec<Written>, QueryError> {
    let mut lexer = Lexer { characters: text.chars().peekable(), at: 1 };
    let mut terms = Vec::new();
    while lexer.skip_space() {
        if terms.len() == MAX_TERMS {
            return Err(Reason::TooManyTerms(MAX_TERMS).at(lexer.at));
        }
        terms.push(lexer.term()?);
    }
    Ok(terms)
}

struct Lexer<'a> {
    characters: Peekable<Chars<'a>>,
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.characters.next();
        self.at += usize::from(next.is_some());
        next
    }

    fn peek(&mut self) -> Option<char> {
        self.characters.peek().copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// Whether something follows.
    fn skip_space(&mut self) -> bool {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        self.peek().is_some()
    }

    fn term(&mut self) -> Result<Written, QueryError> {
        let at = self.at;
        let minus = self.take('-');
        if self.peek() == Some('"') {
            let value = self.quoted()?;
            return Ok(Written { at, negated: minus, field: None, values: vec![value] });
        }
        let begin = self.at;
        let mut word = String::new();
        while let Some(next) = self.peek().filter(|next| !next.is_whitespace() && *next != ':') {
            word.push(next);
            self.next();
        }
        if self.peek() == Some(':') && !word.is_empty() {
            self.next();
            let field = word.to_lowercase();
            let values = self.values(&word)?;
            return Ok(Written { at, negated: minus, field: Some(field), values });
        }
        // A colon in front, or a minus alone, is text like any other.
        while let Some(next) = self.peek().filter(|next| !next.is_whitespace()) {
            word.push(next);
            self.next();
        }
        let negated = minus && !word.is_empty();
        let text = if minus && !negated { "-".to_owned() } else { word };
        let value = Value { at: begin, text, quoted: false };
        Ok(Written { at, negated, field: None, values: vec![value] })
    }

    fn values(&mut self, field: &str) -> Result<Vec<Value>, QueryError> {
        let mut values = Vec::new();
        loop {
            if values.len() == MAX_VALUES {
                return Err(Reason::TooManyValues(field.to_owned(), MAX_VALUES).at(self.at));
            }
            let value = match self.peek() {
                Some('"') => self.quoted()?,
                _ => self.word(),
            };
            if value.text.is_empty() {
                return Err(Reason::MissingValue(field.to_owned()).at(value.at));
            }
            values.push(value);
            if !self.take(',') {
                return Ok(values);
            }
        }
    }

    fn word(&mut self) -> Value {
        let at = self.at;
        let mut text = String::new();
        while let Some(next) = self.peek().filter(|next| !next.is_whitespace() && *next != ',') {
            text.push(next);
            self.next();
        }
        Value { at, text, quoted: false }
    }

    fn quoted(&mut self) -> Result<Value, QueryError> {
        let at = self.at;
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(Reason::OpenQuote.at(at)),
                Some('"') => return Ok(Value { at, text, quoted: true }),
                Some('\\') => text.extend(self.next()),
                Some(other) => text.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let terms = read(text).unwrap();
        let told = terms.iter().map(|term| {
            let minus = if term.negated { "-" } else { "" };
            let field = term.field.as_ref().map(|field| format!("{field}=")).unwrap_or_default();
            let values: Vec<_> = term.values.iter().map(|value| value.text.as_str()).collect();
            format!("{}{minus}{field}{}", term.at, values.join("|"))
        });
        told.collect()
    }

    #[test]
    fn terms_are_told_apart() {
        assert_eq!(
            told("  Project:REN -label:bug,\"needs, care\" slow - \"two words\" :x é:1"),
            [
                "3project=REN",
                "15-label=bug|needs, care",
                "40slow",
                "45-",
                "47two words",
                "59:x",
                "62é=1"
            ]
        );
        assert_eq!(told(r#""a \"b\" \\""#), ["1a \"b\" \\"]);
        assert_eq!(told(""), [""; 0]);
        assert_eq!(told("-\"not this\""), ["1-not this"]);
    }

    #[test]
    fn what_is_not_finished_is_named_where_it_stands() {
        assert_eq!(read("ü \"abc").unwrap_err(), Reason::OpenQuote.at(3));
        assert_eq!(read("label:").unwrap_err(), Reason::MissingValue("label".into()).at(7));
        assert_eq!(read("label:a, b").unwrap_err(), Reason::MissingValue("label".into()).at(9));
        let many = "a ".repeat(MAX_TERMS + 1);
        assert_eq!(read(&many).unwrap_err().reason, Reason::TooManyTerms(MAX_TERMS));
        let many = format!("label:{}a", "a,".repeat(MAX_VALUES));
        assert!(matches!(read(&many).unwrap_err().reason, Reason::TooManyValues(..)));
    }
}
