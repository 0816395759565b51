//! From written terms to what they mean.

use renexus_wire::task::Priority;

use super::dates::Day;
use super::error::{QueryError, Reason};
use super::lexer::{self, Value, Written};
use super::span::Span;
use super::{DateField, MAX_BYTES, Missing, Query, State, TaskKey, Term, Test, Who};

/// Every field, for errors.
const FIELDS: &[&str] = &[
    "project",
    "status",
    "is",
    "assignee",
    "author",
    "label",
    "cycle",
    "milestone",
    "parent",
    "priority",
    "estimate",
    "due",
    "start",
    "created",
    "updated",
    "completed",
    "no",
];
/// Most points of an estimate in a query.
const MOST_POINTS: i32 = 1_000_000;

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(Reason::TooLong(text.len(), MAX_BYTES).at(1));
    }
    if let Some(place) = text.chars().position(|letter| letter == '\0') {
        return Err(Reason::Nul.at(place + 1));
    }
    let terms = lexer::read(text)?.into_iter().map(term).collect::<Result<_, _>>()?;
    Ok(Query { terms })
}

fn term(written: Written) -> Result<Term, QueryError> {
    let Written { at, negated, field, values } = written;
    let Some(field) = field else {
        let text = values.into_iter().map(|value| value.text).collect();
        return Ok(Term { negated, test: Test::Text(text) });
    };
    let named = Named { field: &field, at: at + usize::from(negated) };
    Ok(Term { negated, test: named.test(values)? })
}

/// A field, and where it stands.
struct Named<'a> {
    field: &'a str,
    at: usize,
}

impl Named<'_> {
    fn test(&self, values: Vec<Value>) -> Result<Test, QueryError> {
        if let Some(date) = DateField::from_word(self.field) {
            return Ok(Test::Date(date, self.spans(values, Day::parse, Day::EXPECTED)?));
        }
        Ok(match self.field {
            "project" => Test::Project(values.into_iter().map(|v| v.text.to_uppercase()).collect()),
            "status" => Test::Status(texts(values)),
            "is" => Test::Is(self.words(values, State::from_word, State::WORDS)?),
            "assignee" => Test::Assignee(people(values)),
            "author" => Test::Author(people(values)),
            "label" => Test::Label(texts(values)),
            "cycle" => Test::Cycle(texts(values)),
            "milestone" => Test::Milestone(texts(values)),
            "parent" => Test::Parent(self.each(values, |text| {
                TaskKey::parse(text).ok_or_else(|| "tasks are named like REN-42".to_owned())
            })?),
            "priority" => {
                let words: Vec<_> = Priority::ALL.iter().map(|one| one.word()).collect();
                let expected = format!("values are {}", words.join(", "));
                Test::Priority(self.spans(values, Priority::from_word, &expected)?)
            }
            "estimate" => Test::Estimate(self.spans(
                values,
                |text| text.parse().ok().filter(|points| (0..=MOST_POINTS).contains(points)),
                "estimates are whole numbers",
            )?),
            "no" => Test::No(self.words(values, Missing::from_word, Missing::WORDS)?),
            _ => {
                let known = FIELDS.join(", ");
                let field = self.field.chars().take(40).collect();
                return Err(Reason::UnknownField { field, known }.at(self.at));
            }
        })
    }

    fn words<T>(
        &self,
        values: Vec<Value>,
        read: impl Fn(&str) -> Option<T>,
        known: &[&str],
    ) -> Result<Vec<T>, QueryError> {
        self.each(values, |text| {
            read(text).ok_or_else(|| format!("values are {}", known.join(", ")))
        })
    }

    fn spans<T: Copy>(
        &self,
        values: Vec<Value>,
        read: impl Fn(&str) -> Option<T>,
        expected: &str,
    ) -> Result<Vec<Span<T>>, QueryError> {
        self.each(values, |text| Span::read(text, &read).map_err(|_| expected.to_owned()))
    }

    fn each<T>(
        &self,
        values: Vec<Value>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, QueryError> {
        let read = |value: Value| {
            read(&value.text).map_err(|expected| {
                let (field, value_at) = (self.field.to_owned(), value.at);
                Reason::WrongValue { field, value: value.text, expected }.at(value_at)
            })
        };
        values.into_iter().map(read).collect()
    }
}

fn texts(values: Vec<Value>) -> Vec<String> {
    values.into_iter().map(|value| value.text).collect()
}

fn people(values: Vec<Value>) -> Vec<Who> {
    let person = |value: Value| {
        let handle = value.text.strip_prefix('@').unwrap_or(&value.text).to_lowercase();
        if handle == "me" && !value.quoted { Who::Me } else { Who::Handle(handle) }
    };
    values.into_iter().map(person).collect()
}

#[cfg(test)]
mod tests {
    use super::super::span::End;
    use super::*;

    #[test]
    fn a_query_is_read() {
        let query = parse(
            "project:ren assignee:@Ana,me is:open -label:\"needs care\" priority:>=high \
             due:<2026-12-01 parent:REN-42 no:estimate crash",
        )
        .unwrap();
        let tests: Vec<_> = query.terms.iter().map(|term| term.test.clone()).collect();
        let day = Day::parse("2026-12-01").unwrap();
        assert_eq!(
            tests,
            [
                Test::Project(vec!["REN".into()]),
                Test::Assignee(vec![Who::Handle("ana".into()), Who::Me]),
                Test::Is(vec![State::Open]),
                Test::Label(vec!["needs care".into()]),
                Test::Priority(vec![Span {
                    from: Some(End { value: Priority::High, included: true }),
                    to: None
                }]),
                Test::Date(
                    DateField::Due,
                    vec![Span { from: None, to: Some(End { value: day, included: false }) }]
                ),
                Test::Parent(vec![TaskKey { project: "REN".into(), number: 42 }]),
                Test::No(vec![Missing::Estimate]),
                Test::Text("crash".into()),
            ]
        );
        let negated: Vec<_> = query.terms.iter().filter(|term| term.negated).collect();
        assert_eq!(negated.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        for (text, told) in [
            ("is:open colour:red", "at character 9: `colour` is not a field; fields are project,"),
            ("-colour:red", "at character 2: `colour`"),
            ("is:ajar", "at character 4: `ajar` is not a value of `is`; values are open,"),
            ("priority:high,soon", "at character 15: `soon` is not a value of `priority`"),
            ("due:<soon", "at character 5: `<soon` is not a value of `due`; days are"),
            ("parent:42", "at character 8: `42` is not a value of `parent`"),
            ("estimate:-1", "at character 10: `-1`"),
            ("a \"b", "at character 3: the quote"),
            ("label:", "at character 7: `label:` lacks a value"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.starts_with(told), "{text}: {error}");
        }
        assert!(parse(&"a".repeat(MAX_BYTES + 1)).is_err());
    }

    /// Whatever is typed: a query or an error at a character that is there.
    #[test]
    fn no_text_is_too_odd() {
        use rand::rngs::StdRng;
        use rand::seq::IndexedRandom;
        use rand::{Rng, SeedableRng};
        let seed = rand::rng().random();
        println!("seed {seed}");
        let mut dice = StdRng::seed_from_u64(seed);
        let pieces = [
            "due",
            "is",
            ":",
            "\"",
            "\\",
            ",",
            "-",
            "..",
            "<",
            ">=",
            " ",
            "today",
            "+7d",
            "é",
            "REN-1",
            "priority",
            "high",
            "\0",
            "9999999999999",
            "label",
            "\u{202e}",
            "no",
            "open",
            "\n",
        ];
        for _ in 0..20_000 {
            let length = dice.random_range(0..12);
            let text: String =
                (0..length).filter_map(|_| pieces.choose(&mut dice)).copied().collect();
            if let Err(error) = parse(&text) {
                assert!(error.at >= 1 && error.at <= text.chars().count() + 1, "{text}: {error}");
            }
        }
    }

    #[test]
    fn every_field_is_known() {
        for field in FIELDS {
            let error = parse(&format!("{field}:~"));
            let unknown =
                matches!(&error, Err(error) if matches!(error.reason, Reason::UnknownField { .. }));
            assert!(!unknown, "{field}");
        }
    }
}
