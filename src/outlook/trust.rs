//! What people did with earlier suggestions makes later ones surer, or less sure.

use renexus_wire::rest::suggestions::SuggestionKind;

use crate::db::queries::suggestion_answers::{self, Answered};
use crate::domain::{DomainError, View};
use crate::insight::number::signed;

/// The latest answers of a project that are learned from.
const LATEST: i64 = 1_000;
/// So many of a kind: people and projects change.
const OF_A_KIND: usize = 200;
/// What one answer changes.
const STEP: f64 = 0.05;
/// How far answers go in all, as a power of e: what is very sure is shown in any case.
const FAR: f64 = 2.0;
/// Less sure ones are not shown.
const LEAST: f64 = 0.08;
/// Nothing is ever certain.
const MOST: f64 = 0.99;

/// How far the promises of a project are to be trusted.
pub(super) struct Trust(Vec<Answered>);

impl Trust {
    /// What the answers of a project say.
    pub(super) fn of(look: &mut View<'_>, project: &str) -> Result<Self, DomainError> {
        Ok(Self(suggestion_answers::latest(look.connection, project, LATEST)?))
    }

    /// How sure a suggestion of a kind is, when the first of those before it was taken more often, or less, than it
    /// said of itself; none when it is not worth showing.
    pub(super) fn weigh(&self, kind: SuggestionKind, confidence: f64) -> Option<f64> {
        let of = self.0.iter().filter(|answer| answer.kind == kind.word()).take(OF_A_KIND);
        let surprise = |answer: &Answered| {
            f64::from(u8::from(answer.place == Some(1))) - signed(answer.confidence) / 100.0
        };
        let surprises: Vec<f64> = of.map(surprise).collect();
        if surprises.is_empty() {
            return Some(confidence);
        }
        let learned = (STEP * surprises.iter().sum::<f64>()).clamp(-FAR, FAR).exp();
        let weighed = (confidence * learned).min(MOST);
        (weighed >= LEAST).then_some(weighed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(places: &[Option<i64>]) -> Trust {
        let answer = |place: &Option<i64>| Answered {
            kind: SuggestionKind::Label.word().to_owned(),
            place: *place,
            confidence: 50,
        };
        Trust(places.iter().map(answer).collect())
    }

    #[test]
    fn what_is_dismissed_again_and_again_is_not_shown_any_more() {
        let weigh = |places: &[Option<i64>]| answers(places).weigh(SuggestionKind::Label, 0.5);
        assert_eq!(weigh(&[]), Some(0.5));
        let half = [Some(1), None].repeat(20);
        assert!((weigh(&half).unwrap() - 0.5).abs() < 0.01);
        assert!(weigh(&[Some(1)].repeat(20)).unwrap() > 0.8);
        assert!(weigh(&[None].repeat(10)).unwrap() < 0.4);
        assert_eq!(weigh(&[None].repeat(100)), None);
        let other = answers(&[None].repeat(100)).weigh(SuggestionKind::Assignee, 0.5);
        assert_eq!(other, Some(0.5), "each kind by itself");
    }
}
