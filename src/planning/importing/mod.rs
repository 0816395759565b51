//! Tables of other trackers become tasks.
//!
//! Everything is checked first and nothing is written if anything is wrong. Then the tasks come
//! in parts, each one transaction: whoever edits meanwhile waits for a part, not for the whole.

mod names;
mod parts;
mod plan;

use renexus_wire::rest::boards::ImportView;

use self::plan::Plan;
use super::projects;
use crate::access::{Action, Person};
use crate::domain::{Domain, DomainError};
use crate::tasks::import::Imported;

/// Where an import goes.
#[derive(Clone, Debug)]
pub struct Target {
    /// The workspace, by id or slug.
    pub workspace: String,
    /// The project, by id or key.
    pub project: String,
}

/// Says what an import would bring, and writes nothing.
pub async fn rehearse(
    domain: &Domain,
    person: &Person,
    target: Target,
    imported: Imported,
) -> Result<ImportView, DomainError> {
    let Target { workspace, project } = target;
    let planned = domain.read(person, &workspace, move |look| {
        look.require(Action::Import)?;
        let project = projects::to_read(look, &project)?;
        Ok(Plan::new(look, project, &imported)?.view)
    });
    planned.await
}

/// Brings the tasks of a table into a project.
pub async fn import(
    domain: &Domain,
    person: &Person,
    target: Target,
    imported: Imported,
) -> Result<ImportView, DomainError> {
    let Target { workspace, project } = target;
    let begun = domain.change(person, &workspace, move |tx| {
        tx.require(Action::Import)?;
        let project = projects::to_write(tx, &project)?;
        let mut plan = Plan::new(tx, project, &imported)?;
        plan.make_names(tx)?;
        Ok((plan, imported.tasks))
    });
    let (plan, tasks) = begun.await?;
    parts::write(domain, person, (&workspace, plan), tasks).await
}
