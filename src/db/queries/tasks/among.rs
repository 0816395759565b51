//! Which of some tasks a filter finds.

use std::collections::BTreeSet;

use diesel::prelude::*;
use renexus_tables::schema::planning::tasks;

use super::filter::{Selection, condition};
use crate::db::{Conn, DatabaseError};

/// Those of up to some thousand ids that a selection finds.
pub fn among(
    connection: &mut Conn,
    ids: &[String],
    selection: &Selection,
) -> Result<BTreeSet<String>, DatabaseError> {
    let found: Vec<String> = tasks::table
        .filter(condition(selection))
        .filter(tasks::id.eq_any(ids))
        .select(tasks::id)
        .load(connection)?;
    Ok(found.into_iter().collect())
}
