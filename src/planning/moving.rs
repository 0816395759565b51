//! Cards that are dragged: to another place, another column, another project.
//!
//! The server chooses the rank, inside of the transaction: of two people who drop at the
//! same place the second one finds the card of the first.

use renexus_tables::rows::planning::{ProjectRow, StatusRow};
use renexus_tables::rows::tasks::{HistoryRow, TaskRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::tasks::{Move, TaskView};
use serde_json::json;

use super::statuses::{among, first};
use super::tasks::{self, end_of, entered, parsed};
use super::{projects, telling};
use crate::db::queries::tasks::board::{self, Place};
use crate::db::queries::tasks::{self as rows, history};
use crate::db::queries::{projects as project_rows, statuses};
use crate::domain::{Change, DomainError};
use crate::tasks::rank::{NoRoom, Rank};

/// Cards on either side that are spread anew when a spot is crowded, at first.
const NEIGHBOURS: usize = 32;
/// The same at most; beyond it ranks may stay long.
const MOST_NEIGHBOURS: usize = 2_048;

/// Moves a task.
pub fn moved(tx: &mut Change<'_>, key: &str, to: Move) -> Result<TaskView, DomainError> {
    let found = tasks::to_write(tx, key)?;
    let from = json!({
        "project": found.row.project, "status": found.row.status, "rank": found.row.rank,
    });
    let project = match &to.project {
        Some(key) => projects::to_write(tx, key)?,
        None => found.project.clone(),
    };
    let all = statuses::of_project(tx.connection, &project.id)?;
    let status = match (&to.status, project.id == found.project.id) {
        (Some(id), _) => among(&all, id)?,
        (None, true) => among(&all, &found.row.status)?,
        (None, false) => first(&all)?,
    };
    let mut row = settled(tx, found.row.clone(), &project, status)?;
    let drop = Drop { status: &row.status, card: &row.id, project: &project.id };
    let rank = drop.rank(tx, &to)?.to_string();
    row.rank = rank;
    let marks = tasks::marks_of(tx, &row.id)?;
    if row == found.row {
        return Ok(telling::view(row, marks, &project.key));
    }
    row.version += 1;
    row.updated_at = tx.now;
    rows::update(tx.connection, &row)?;
    remember(tx, &found.row, &row)?;
    let told = telling::view(row, marks, &project.key);
    tx.event("task.moved", &json!({ "project": project.id, "task": told, "from": from }))?;
    Ok(told)
}

/// The task in its new project and column, still without a place there.
fn settled(
    tx: &mut Change<'_>,
    mut row: TaskRow,
    project: &ProjectRow,
    status: &StatusRow,
) -> Result<TaskRow, DomainError> {
    if project.id != row.project {
        row.project = project.id.clone();
        row.number = project_rows::take_numbers(tx.connection, &project.id, 1)?;
        // They belong to the project that it left.
        (row.cycle, row.milestone) = (None, None);
    }
    if status.id != row.status {
        row.status = status.id.clone();
        row = entered(row, status, tx.now);
    }
    Ok(row)
}

/// The history of a move: project, number and status; a place among others is none of it.
fn remember(tx: &mut Change<'_>, before: &TaskRow, after: &TaskRow) -> Result<(), DomainError> {
    let fields = [
        ("project", Some(before.project.clone()), Some(after.project.clone())),
        ("number", Some(before.number.to_string()), Some(after.number.to_string())),
        ("status", Some(before.status.clone()), Some(after.status.clone())),
        ("cycle", before.cycle.clone(), after.cycle.clone()),
        ("milestone", before.milestone.clone(), after.milestone.clone()),
    ];
    let changed = fields.into_iter().filter(|(_, before, after)| before != after);
    let lines = changed.map(|(field, old, new)| HistoryRow {
        id: fresh(),
        task: after.id.clone(),
        actor: tx.person.id.clone(),
        at: tx.now,
        field: field.to_owned(),
        before: old,
        after: new,
    });
    let lines: Vec<_> = lines.collect();
    Ok(history::insert(tx.connection, &lines)?)
}

/// Where a card is dropped.
struct Drop<'a> {
    status: &'a str,
    card: &'a str,
    project: &'a str,
}

/// The cards next to a spot: the one above and the one below.
type Spot = (Option<Place>, Option<Place>);

impl Drop<'_> {
    /// The rank for the spot that is meant; a crowded spot is spread first.
    fn rank(&self, tx: &mut Change<'_>, to: &Move) -> Result<Rank, DomainError> {
        let Some(spot) = self.spot(tx, to)? else { return end_of(tx, self.status, self.card) };
        let (above, below) = &spot;
        let (lower, upper) = (rank_of(above)?, rank_of(below)?);
        match Rank::between(lower.as_ref(), upper.as_ref()) {
            Ok(rank) if !rank.is_long() => Ok(rank),
            _ => self.spread(tx, spot),
        }
    }

    /// Between which cards it was dropped; nothing when it was dropped at the end.
    fn spot(&self, tx: &mut Change<'_>, to: &Move) -> Result<Option<Spot>, DomainError> {
        if let Some(above) = self.place(tx, "after", to.after.as_deref())? {
            let below = self.others(board::behind(tx.connection, self.status, &above, 2)?);
            return Ok(Some((Some(above), below.into_iter().next())));
        }
        if let Some(below) = self.place(tx, "before", to.before.as_deref())? {
            let above = self.others(board::before(tx.connection, self.status, &below, 2)?);
            return Ok(Some((above.into_iter().next(), Some(below))));
        }
        Ok(None)
    }

    /// The place of a card, if it is still in the column.
    fn place(
        &self,
        tx: &mut Change<'_>,
        field: &'static str,
        key: Option<&str>,
    ) -> Result<Option<Place>, DomainError> {
        let Some(key) = key else { return Ok(None) };
        let found = tasks::find(tx, key)
            .map_err(|_| DomainError::invalid(field, format!("there is no task `{key}`")))?;
        let here = found.row.status == self.status && found.row.id != self.card;
        Ok(here.then_some((found.row.rank, found.row.id)))
    }

    fn others(&self, mut places: Vec<Place>) -> Vec<Place> {
        places.retain(|(_, id)| id != self.card);
        places
    }

    /// Gives the cards around a spot new ranks, evenly, and returns the one between them.
    fn spread(&self, tx: &mut Change<'_>, spot: Spot) -> Result<Rank, DomainError> {
        let mut reach = NEIGHBOURS;
        loop {
            let (mut cards, place, ends) = self.around(tx, &spot, reach)?;
            let (lower, upper) = (rank_of(&ends.0)?, rank_of(&ends.1)?);
            let ranks = Rank::spread(lower.as_ref(), upper.as_ref(), cards.len() + 1);
            let fits = |ranks: &Vec<Rank>| ranks.iter().all(|rank| !rank.is_long());
            let alone = ends.0.is_none() && ends.1.is_none();
            match ranks {
                Ok(mut ranks) if fits(&ranks) || alone || reach >= MOST_NEIGHBOURS => {
                    let own = ranks.remove(place);
                    for (card, rank) in cards.iter_mut().zip(&ranks) {
                        card.0 = rank.to_string();
                        board::set_rank(tx.connection, &card.1, &card.0)?;
                    }
                    self.tell(tx, &cards)?;
                    return Ok(own);
                }
                Err(NoRoom) if reach >= MOST_NEIGHBOURS => {
                    return Err(DomainError::Conflict("there is no room between the cards"));
                }
                _ => reach *= 2,
            }
        }
    }

    /// Up to `reach` cards on either side of a spot, the place of the spot among them, and the cards beyond.
    fn around(
        &self,
        tx: &mut Change<'_>,
        (above, below): &Spot,
        reach: usize,
    ) -> Result<(Vec<Place>, usize, Spot), DomainError> {
        // One more to stand on, and one that may be the moved card itself.
        let most = i64::try_from(reach).unwrap_or(i64::MAX).saturating_add(2);
        let mut upwards = Vec::new();
        if let Some(above) = above {
            upwards.push(above.clone());
            upwards.extend(self.others(board::before(tx.connection, self.status, above, most)?));
        }
        let mut downwards = Vec::new();
        if let Some(below) = below {
            downwards.push(below.clone());
            downwards.extend(self.others(board::behind(tx.connection, self.status, below, most)?));
        }
        let beyond = (upwards.get(reach).cloned(), downwards.get(reach).cloned());
        upwards.truncate(reach);
        downwards.truncate(reach);
        let place = upwards.len();
        upwards.reverse();
        upwards.extend(downwards);
        Ok((upwards, place, beyond))
    }

    fn tell(&self, tx: &mut Change<'_>, cards: &[Place]) -> Result<(), DomainError> {
        let ranks: Vec<_> =
            cards.iter().map(|(rank, id)| json!({ "task": id, "rank": rank })).collect();
        let (project, status) = (self.project, self.status);
        tx.event("board.spread", &json!({ "project": project, "status": status, "ranks": ranks }))
    }
}

fn rank_of(place: &Option<Place>) -> Result<Option<Rank>, DomainError> {
    place.as_ref().map(|(rank, _)| parsed(rank)).transpose()
}
