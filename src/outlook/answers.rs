//! What people did with suggestions.

use renexus_tables::rows::insight::SuggestionAnswerRow;
use renexus_wire::id::fresh;
use renexus_wire::rest::suggestions::{
    MOST, SuggestionAnswer, SuggestionKind, SuggestionScore, SuggestionScoresView,
};

use super::past::told;
use crate::access::Action;
use crate::db::queries::suggestion_answers;
use crate::domain::{Change, DomainError, View};
use crate::insight::number::real;
use crate::planning::projects;

/// The latest answers of a project that are counted.
const LATEST: i64 = 10_000;

/// Remembers an answer of somebody who may read the project.
pub fn remember(tx: &mut Change<'_>, answer: &SuggestionAnswer) -> Result<(), DomainError> {
    let (project, level) = projects::reach(tx, &answer.project)?;
    tx.require_at(Action::ResourceWrite, level)?;
    let row = SuggestionAnswerRow {
        id: fresh(),
        workspace: project.workspace,
        project: project.id,
        person: tx.person.id.clone(),
        kind: answer.kind.word().to_owned(),
        place: answer.place,
        confidence: answer.confidence.unwrap_or_default(),
        answered_at: tx.now,
    };
    Ok(suggestion_answers::insert(tx.connection, &row)?)
}

/// How often suggestions were taken, by kind.
pub fn scores(look: &mut View<'_>, key: &str) -> Result<SuggestionScoresView, DomainError> {
    let project = projects::to_read(look, key)?;
    let answers = suggestion_answers::latest(look.connection, &project.id, LATEST)?;
    let score = |kind: &SuggestionKind| {
        let of = answers.iter().filter(|answer| answer.kind == kind.word());
        let places: Vec<Option<i64>> = of.map(|answer| answer.place).collect();
        let share = |taken: fn(i64) -> bool| {
            let count = places.iter().flatten().filter(|place| taken(**place)).count();
            real(count) / real(places.len())
        };
        (!places.is_empty()).then(|| SuggestionScore {
            kind: *kind,
            answered: told(places.len()),
            accepted: share(|_| true),
            first: share(|place| place == 1),
            fifth: share(|place| place <= MOST),
        })
    };
    Ok(SuggestionScoresView { kinds: SuggestionKind::ALL.iter().filter_map(score).collect() })
}
