//! Pages as somebody sees them.

use std::collections::{HashMap, HashSet};

use renexus_tables::rows::pages::PageRow;
use renexus_wire::access::Level;
use renexus_wire::rest::pages::PageView;
use renexus_wire::role::Role;

use crate::access::Action;
use crate::access::level::{Asker, ResourceKind, effective};
use crate::db::queries::{entries, pages, projects};
use crate::domain::{DomainError, View};

/// The pages that the person may read, in the order of their ranks.
pub fn list(look: &mut View<'_>, with_archived: bool) -> Result<Vec<PageView>, DomainError> {
    look.require(Action::WorkspaceRead)?;
    let workspace = look.workspace.id.clone();
    let kind = ResourceKind::Document;
    let rows = pages::all(look.connection, &workspace)?;
    let given = projects::entries(look.connection, (&workspace, kind.word()), look.now)?;
    let mut named: HashMap<&str, Vec<_>> = HashMap::new();
    for row in &given {
        named.entry(row.resource.as_str()).or_default().push(entries::parse(row)?);
    }
    let asker = Asker {
        person: Some(look.person.id.clone()),
        role: look.standing.role,
        link: look.person.link.clone(),
    };
    let role = look.standing.role;
    let level = |row: &PageRow| {
        let role = role.filter(|role| !row.is_closed || *role >= Role::Admin);
        let by_default = role.map_or(Level::None, |role| kind.of_role(role));
        effective(&asker, by_default, named.get(row.id.as_str()).map_or(&[][..], Vec::as_slice))
    };
    let away = if with_archived { HashSet::new() } else { put_away(&rows) };
    let shown = rows.into_iter().filter(|row| !away.contains(&row.id));
    let shown = shown.map(|row| (level(&row), row)).filter(|(level, _)| *level >= Level::Read);
    let shown: Vec<_> = shown.map(|(level, row)| view(row, level)).collect();
    let ids: HashSet<String> = shown.iter().map(|page| page.id.clone()).collect();
    // A branch whose stem cannot be seen grows from the ground.
    let rooted = |page: PageView| PageView {
        parent: page.parent.filter(|parent| ids.contains(parent)),
        ..page
    };
    Ok(shown.into_iter().map(rooted).collect())
}

/// The pages that are put away, and all that stands below them.
fn put_away(rows: &[PageRow]) -> HashSet<String> {
    let mut away: HashSet<String> = HashSet::new();
    loop {
        let before = away.len();
        let gone = rows.iter().filter(|row| {
            let below = row.parent.as_ref().is_some_and(|parent| away.contains(parent));
            row.archived_at.is_some() || below
        });
        let gone: HashSet<String> = gone.map(|row| row.id.clone()).collect();
        away = gone;
        if away.len() == before {
            return away;
        }
    }
}

/// One page.
pub fn show(look: &mut View<'_>, id: &str) -> Result<PageView, DomainError> {
    let (row, level) = reach(look, id)?;
    look.require_at(Action::ResourceRead, level)?;
    seen(look, row, level)
}

/// The page of a document and the person's level in it; for those who may not know of it there is none.
pub(super) fn reach(look: &mut View<'_>, id: &str) -> Result<(PageRow, Level), DomainError> {
    let here = pages::find(look.connection, id)?.filter(|row| row.workspace == look.workspace.id);
    let row = here.ok_or(DomainError::NotFound("page"))?;
    let level = look.level(ResourceKind::Document, &row.id)?;
    if level < Level::Read {
        return Err(DomainError::NotFound("page"));
    }
    Ok((row, level))
}

/// A page as the person sees it.
pub(super) fn seen(
    look: &mut View<'_>,
    row: PageRow,
    level: Level,
) -> Result<PageView, DomainError> {
    let mut page = view(row, level);
    if let Some(parent) = &page.parent
        && look.level(ResourceKind::Document, parent)? < Level::Read
    {
        page.parent = None;
    }
    Ok(page)
}

fn view(row: PageRow, level: Level) -> PageView {
    PageView {
        id: row.id,
        title: row.title,
        icon: row.icon,
        parent: row.parent,
        rank: row.rank,
        closed: row.is_closed,
        level,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        archived_at: row.archived_at.map(|at| at.and_utc()),
    }
}
