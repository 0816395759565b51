//! Whether a day suits a task that is not there yet.

use renexus_wire::rest::suggestions::{DueRisk, LikeTask};

use super::past::{Past, told};
use crate::db::queries::flow;
use crate::domain::{DomainError, View};
use crate::insight::book::Card;
use crate::insight::due;
use crate::insight::flow::lead_days;
use crate::insight::number::whole;
use crate::insight::suggest::Near;

/// Similar tasks that are over, of which those that were done are asked, and how many of these.
const LOOKED: usize = 60;
const MOST: usize = 12;
/// Similar tasks below which all of the project are asked instead.
const FEWEST_ALIKE: usize = 3;
/// Done tasks of a project that are asked, the newest, and below which nothing is said.
const LATEST: i64 = 2_000;
const FEWEST: usize = 5;

/// What is like a draft and over, and the days that are left for the draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Like {
    tasks: Vec<(String, LikeTask)>,
    left: f64,
}

impl Like {
    /// Of what is near a draft; nothing when its day is over.
    pub(super) fn of(near: &Near<'_>, left: f64) -> Option<Self> {
        if left < 0.0 {
            return None;
        }
        let over = |card: &Card| {
            let days = lead_days(&card.passage)?;
            let like = LikeTask { task: card.key.clone(), title: card.title.clone(), days };
            Some((card.id.clone(), like))
        };
        Some(Self { tasks: near.cards().filter_map(over).take(LOOKED).collect(), left })
    }

    /// How the day compares with what tasks took; nothing with little to go by.
    pub(super) fn told(
        self,
        look: &mut View<'_>,
        project: &str,
    ) -> Result<Option<DueRisk>, DomainError> {
        let Self { mut tasks, left } = self;
        let ids: Vec<String> = tasks.iter().map(|(id, _)| id.clone()).collect();
        let done = flow::done_among(look.connection, &ids)?;
        tasks.retain(|(id, _)| done.contains(id));
        tasks.truncate(MOST);
        let alike = tasks.len() >= FEWEST_ALIKE;
        let took: Vec<f64> = if alike {
            tasks.iter().map(|(_, like)| like.days).collect()
        } else {
            tasks.clear();
            Past::read(look, Some(project), LATEST)?
                .passages()
                .iter()
                .filter_map(lead_days)
                .collect()
        };
        if !alike && took.len() < FEWEST {
            return Ok(None);
        }
        let due = due::due(took, left);
        Ok(Some(DueRisk {
            probability: due.probability,
            days: told(whole(left)),
            late: told(due.late),
            of: told(due.of),
            alike,
            tasks: tasks.into_iter().map(|(_, like)| like).collect(),
        }))
    }
}
