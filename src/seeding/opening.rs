//! What there is before anything happens: the people, the workspace, the projects.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use renexus_tables::rows::people::PersonRow;
use renexus_tables::rows::workspaces::{AccessEntryRow, MemberRow, WorkspaceRow};
use renexus_wire::access::Level;
use renexus_wire::id::fresh;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::catalogue::{Layout, NewLabel, NewView};
use renexus_wire::rest::notices::WatchView;
use renexus_wire::rest::planning::{NewCycle, NewMilestone, NewProject, NewStatus};
use renexus_wire::rest::workspaces::MemberView;
use renexus_wire::role::Role;
use renexus_wire::task::Category;
use serde_json::json;

use super::cast::{CAST, Member};
use super::projects::{CYCLES, LABELS, PROJECTS, Project, cycle};
use super::stage::{Made, Stage};
use super::{Company, SeedingError};
use crate::access::level::ResourceKind;
use crate::comments::watching;
use crate::db::Conn;
use crate::db::queries::{entries, members, people, workspaces};
use crate::domain::{Change, DomainError};
use crate::planning::{cycles, labels, milestones, projects, statuses, views};

/// A list that people keep: name, project, filter, order, groups.
type Kept = (&'static str, Option<&'static str>, &'static str, &'static str, Option<&'static str>);

/// Lists that people keep.
const VIEWS: [Kept; 6] = [
    ("My open work", None, "assignee:me is:open", "-priority", Some("status")),
    ("Bugs by priority", None, "label:bug is:open", "-priority", Some("priority")),
    ("This cycle", Some("WEB"), "cycle:current", "rank", Some("status")),
    ("Blocked", None, "is:open label:blocked", "updated", Some("assignee")),
    ("Overdue", None, "is:open is:overdue", "due", None),
    ("Not estimated", Some("MOB"), "is:open no:estimate", "created", None),
];

/// The mail address of somebody in the demo.
pub(super) fn address(member: &Member, slug: &str) -> String {
    format!("{}@{slug}.example", member.handle)
}

/// Makes the people and the workspace; nobody else may have their addresses.
pub(super) async fn people(stage: &mut Stage, company: &Company) -> Result<(), SeedingError> {
    let now = stage.domain.now();
    let mut rows = Vec::new();
    for (member, person) in CAST.iter().zip(&stage.people) {
        rows.push(PersonRow {
            id: person.id.clone(),
            email: address(member, &company.slug),
            name: member.name.to_owned(),
            handle: member.handle.to_owned(),
            avatar: None,
            password_hash: company.password_hash.clone(),
            totp_secret: None,
            totp_step: 0,
            is_admin: false,
            version: 1,
            created_at: now,
            verified_at: Some(now),
            deactivated_at: None,
        });
    }
    let made = stage.domain.database().commit(move |connection: &mut Conn| {
        let nobody = people::count(connection)? == 0;
        for (place, row) in rows.iter_mut().enumerate() {
            // An empty server needs somebody who administers it.
            row.is_admin = nobody && place == 0;
            if people::has_handle(connection, &row.handle)? {
                let chance = row.id.rsplit('-').next().and_then(|block| block.get(..6));
                row.handle = format!("{}-{}", row.handle, chance.unwrap_or_default());
            }
            people::insert(connection, row).map_err(DomainError::taken("email", &row.email))?;
        }
        Ok::<_, DomainError>(())
    });
    made.await?;
    workspace(stage, company, now).await?;
    for who in 1..CAST.len() {
        join(stage, who).await?;
    }
    Ok(())
}

async fn workspace(
    stage: &Stage,
    company: &Company,
    now: NaiveDateTime,
) -> Result<(), SeedingError> {
    let owner = stage.person(0)?;
    let row = WorkspaceRow {
        id: stage.workspace.clone(),
        slug: company.slug.clone(),
        name: "Ferry".to_owned(),
        event_head: 0,
        version: 1,
        created_at: now,
        archived_at: None,
        delete_after: None,
    };
    let by = owner.id.clone();
    let prepare = move |connection: &mut Conn, _| {
        workspaces::insert(connection, &row, &by).map_err(DomainError::taken("slug", &row.slug))?;
        Ok::<_, DomainError>(row.id)
    };
    let begun = stage.domain.begin(&owner, prepare, |tx| {
        let WorkspaceRow { id, slug, name, .. } = tx.workspace.clone();
        tx.event("workspace.created", &json!({ "id": id, "slug": slug, "name": name }))
    });
    Ok(begun.await?)
}

async fn join(stage: &Stage, who: usize) -> Result<(), SeedingError> {
    let (person, workspace) = (stage.person(who)?, stage.workspace.clone());
    let role = CAST.get(who).map_or(Role::Member, |member| member.role);
    let own = person.id.clone();
    let prepare = move |connection: &mut Conn, joined_at| {
        let role = role.name().to_owned();
        let row = MemberRow { workspace, person: own, role, joined_at };
        members::insert(connection, &row)?;
        Ok::<_, DomainError>(row.workspace)
    };
    let joined = stage.domain.begin(&person, prepare, move |tx| {
        let (workspace, person) = (tx.workspace.id.clone(), tx.person.id.clone());
        let found = members::find(tx.connection, &workspace, &person)?;
        let (member, person) = found.ok_or(DomainError::NotFound("member"))?;
        tx.event(
            "member.joined",
            &MemberView {
                person: person.id,
                name: person.name,
                handle: person.handle,
                avatar: person.avatar,
                role,
                joined_at: member.joined_at.and_utc(),
            },
        )
    });
    Ok(joined.await?)
}

/// Makes labels, projects and lists.
pub(super) async fn catalogue(stage: &mut Stage, begin: NaiveDate) -> Result<(), SeedingError> {
    for (name, color) in LABELS {
        let new = NewLabel { name: name.to_owned(), color: color.to_owned() };
        let made = stage.change(0, |tx| labels::add(tx, new)).await?;
        stage.labels.insert(name, made.id);
    }
    for project in &PROJECTS {
        let made = self::project(stage, project, begin).await?;
        stage.projects.push(made);
    }
    for (place, (name, project, filter, sort, group)) in VIEWS.into_iter().enumerate() {
        let new = NewView {
            name: name.to_owned(),
            project: project.map(str::to_owned),
            shared: true,
            filter: filter.to_owned(),
            sort: Some(sort.to_owned()),
            group: group.map(str::to_owned),
            layout: if place == 2 { Layout::Board } else { Layout::List },
        };
        stage.change(place % 3, |tx| views::add(tx, new)).await?;
    }
    Ok(())
}

async fn project(
    stage: &Stage,
    told: &'static Project,
    begin: NaiveDate,
) -> Result<Made, SeedingError> {
    let guest = stage.person(CAST.len() - 1)?.id;
    let lead = stage.person(told.lead)?.id;
    let made = stage.change(0, move |tx| {
        let made = projects::create(
            tx,
            NewProject {
                key: told.key.to_owned(),
                name: told.name.to_owned(),
                about: told.about.to_owned(),
                closed: false,
            },
        )?;
        let review = NewStatus {
            name: "In review".to_owned(),
            category: Category::Started,
            position: Some(3),
        };
        statuses::add(tx, &made.id, review)?;
        open_to(tx, &made.id, (&guest, Level::Comment))?;
        open_to(tx, &made.id, (&lead, Level::Manage))?;
        let watch = WatchView { watching: true };
        watching::decide(tx, (PlaceKind::Project, &made.id), watch)?;
        let mut ids = Made { id: made.id.clone(), ..Made::default() };
        for place in 0..CYCLES {
            let (start, end) = cycle(begin, place);
            let name = format!("Cycle {}", place + 1);
            ids.cycles.push(cycles::add(tx, &made.id, NewCycle { name, start, end })?.id);
        }
        for (name, about, due) in told.milestones {
            let new = NewMilestone {
                name: name.to_owned(),
                about: about.to_owned(),
                due: begin.checked_add_days(chrono::Days::new(due)),
            };
            ids.milestones.push(milestones::add(tx, &made.id, new)?.id);
        }
        for status in statuses::list(tx, &made.id)? {
            ids.statuses.insert(status.name, status.id);
        }
        Ok(ids)
    });
    made.await
}

/// Gives somebody a level in a project.
fn open_to(
    tx: &mut Change<'_>,
    project: &str,
    (person, level): (&str, Level),
) -> Result<(), DomainError> {
    let kind = ResourceKind::Project.word();
    let row = AccessEntryRow {
        id: fresh(),
        workspace: tx.workspace.id.clone(),
        resource_kind: kind.to_owned(),
        resource: project.to_owned(),
        subject_kind: entries::PERSON.to_owned(),
        subject: person.to_owned(),
        level: level.name().to_owned(),
        created_at: tx.now,
        expires_at: None,
    };
    entries::put(tx.connection, &row)?;
    tx.event(
        "access.changed",
        &json!({
            "kind": kind, "resource": project, "subject_kind": entries::PERSON,
            "subject": person, "level": row.level,
        }),
    )
}

/// The first morning of a history.
pub(super) fn first_morning(begin: NaiveDate) -> NaiveDateTime {
    begin.and_time(NaiveTime::MIN) - TimeDelta::hours(18)
}
