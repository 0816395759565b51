//! Tasks that mean something like a text, of those that the person may read.

use super::{projects, searching};
use crate::access::Action;
use crate::db::queries::search::entry::TASK;
use crate::domain::{DomainError, View};
use crate::insight::meant::Meant;
use crate::meaning::Lens;

/// Finds them, the nearest first.
pub fn tasks(view: &mut View<'_>, lens: &Lens) -> Result<Vec<Meant>, DomainError> {
    view.require(Action::Search)?;
    let open = projects::readable(view)?;
    let open = open.into_iter().map(|(row, _)| row.id).collect();
    let readable = searching::readable(view, open)?;
    let mut found: Vec<Meant> = Vec::new();
    let looking = lens.clone().look(view.connection, &readable.workspace)?;
    for near in looking.nearest(view.connection, &readable)? {
        // The best piece of each.
        if near.hit.kind == TASK && !found.iter().any(|known| known.id == near.hit.subject) {
            found.push(Meant { id: near.hit.subject, likeness: f64::from(near.likeness) });
        }
    }
    Ok(found)
}
