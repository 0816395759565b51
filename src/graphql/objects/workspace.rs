//! A workspace and everything in it.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::NaiveDate;
use renexus_wire::event::Event;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::DocumentView;
use renexus_wire::rest::boards::GroupView;
use renexus_wire::rest::catalogue::{LabelView, ViewView};
use renexus_wire::rest::files::FileView;
use renexus_wire::rest::invitations::InvitationView;
use renexus_wire::rest::pages::PageView;
use renexus_wire::rest::search::{SearchHit, SearchMode, SearchedBy};
use renexus_wire::rest::sharing::EntryView;
use renexus_wire::rest::trash::TrashedTaskView;
use renexus_wire::rest::versions::VersionView;
use renexus_wire::rest::workspaces::{MemberView, WorkspaceView};

use super::super::caller::Caller;
use super::super::pages::{LOOK, Page, page, paging, weigh};
use super::insight::Insight;
use super::narrowing::{FileFilter, TaskFilter};
use super::project::Project;
use super::task::Task;
use super::thread::Thread;
use super::webhook::Webhook;
use crate::access::Action;
use crate::access::level::ResourceKind;
use crate::comments::{threads, watching};
use crate::db::queries::members;
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::http::files::{FileQuery, filter as file_filter};
use crate::http::page::cursor;
use crate::http::tasks::narrowed;
use crate::http::workspaces::members::view as member;
use crate::http::workspaces::{invitations, log, sharing};
use crate::http::{documents as told_documents, projects as listed_projects, search};
use crate::pages;
use crate::planning::{labels, listing, projects, tasks, trash, views};
use crate::tasks::query::{Group, Sort};
use crate::{versions, webhooks};

/// A page of what was found.
type Looked = Connection<String, SearchHit, HowLooked>;

/// How what was found was looked for.
#[derive(SimpleObject)]
pub(in crate::graphql) struct HowLooked {
    /// By what: words, or their meaning as well.
    by: SearchedBy,
}

/// A workspace.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Workspace {
    #[graphql(flatten)]
    view: WorkspaceView,
    #[graphql(skip)]
    id: Arc<str>,
}

impl Workspace {
    pub(in crate::graphql) fn new(view: WorkspaceView) -> Self {
        Self { id: view.id.as_str().into(), view }
    }
}

#[ComplexObject]
impl Workspace {
    /// Who is in it.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<MemberView>>> {
        let paging = paging(first, after)?;
        let (behind, most) = (paging.after(), paging.rows());
        let found = Caller::of(ctx)?.read(&self.id, move |look| {
            look.require(Action::MembersRead)?;
            let workspace = look.workspace.id.clone();
            let rows = members::list(look.connection, &workspace, behind.as_deref(), most)?;
            rows.into_iter().map(member).collect::<Result<Vec<_>, _>>()
        });
        Ok(Some(page(&paging, found.await?, |member| member.person.clone(), |view| view)))
    }

    /// The invitations that are open. Needs the right to invite.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<InvitationView>>> {
        let paging = paging(first, after)?;
        let (behind, most) = (paging.after(), paging.rows());
        let found = Caller::of(ctx)?
            .read(&self.id, move |look| invitations::listed(look, behind.as_deref(), most));
        Ok(Some(page(&paging, found.await?, |one| one.id.clone(), |view| view)))
    }

    /// The levels that were given in a project, document or file. Needs manage in it.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "project, document or file")] kind: String,
        resource: String,
    ) -> Result<Option<Vec<EntryView>>> {
        let kind = ResourceKind::find(&kind).ok_or(DomainError::NotFound("kind of resource"))?;
        let found =
            Caller::of(ctx)?.read(&self.id, move |look| sharing::listed(look, kind, &resource));
        found.await.map(Some)
    }

    /// The projects that one may read.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Project>>> {
        let paging = paging(first, after)?;
        let behind = paging.after();
        let found = Caller::of(ctx)?
            .read(&self.id, move |look| listed_projects::listed(look, behind.as_deref()));
        let node = |view| Project::new(view, &self.id);
        Ok(Some(page(&paging, found.await?, |project| project.id.clone(), node)))
    }

    /// A project, by id or key.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn project(&self, ctx: &Context<'_>, project: String) -> Result<Option<Project>> {
        let found = Caller::of(ctx)?
            .read(&self.id, move |look| projects::to_read(look, &project).map(projects::view));
        Ok(Some(Project::new(found.await?, &self.id)))
    }

    /// The tasks that one may read.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] only: TaskFilter,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Task>>> {
        let paging = paging(first, after)?;
        let wanted = narrowed(only.filter.as_deref(), only.today)?;
        let sort = only.sort.map_or(Ok(Sort::default()), |sort| Sort::parse(&sort));
        let sort = sort.map_err(|error| ApiError::invalid("sort", error))?;
        let (behind, most) = (paging.behind()?, paging.rows());
        let found = Caller::of(ctx)?
            .read(&self.id, move |look| listing::list(look, wanted, (sort, behind), most));
        let node = |(task, _)| Task::new(task, &self.id);
        Ok(Some(page(&paging, found.await?, |(_, behind)| cursor(behind), node)))
    }

    /// How many tasks of a list have what in common.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn task_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "status, category, assignee, label, priority, cycle, milestone, project or parent"
        )]
        group: String,
        #[graphql(default)] only: TaskFilter,
    ) -> Result<Option<Vec<GroupView>>> {
        let group = Group::parse(&group).map_err(|error| ApiError::invalid("group", error))?;
        let wanted = narrowed(only.filter.as_deref(), only.today)?;
        let found =
            Caller::of(ctx)?.read(&self.id, move |look| listing::grouped(look, wanted, group));
        Ok(Some(found.await?.items))
    }

    /// A task, by id or by a key such as `REN-42`.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn task(&self, ctx: &Context<'_>, task: String) -> Result<Option<Task>> {
        let found = Caller::of(ctx)?.read(&self.id, move |look| tasks::show(look, &task));
        Ok(Some(Task::new(found.await?, &self.id)))
    }

    /// Its labels.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn labels(&self, ctx: &Context<'_>) -> Result<Option<Vec<LabelView>>> {
        Caller::of(ctx)?.read(&self.id, labels::list).await.map(Some)
    }

    /// Its kept lists: those that all share, and one's own.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn views(&self, ctx: &Context<'_>) -> Result<Option<Vec<ViewView>>> {
        Caller::of(ctx)?.read(&self.id, views::list).await.map(Some)
    }

    /// The conversations on a task or a document.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn threads(
        &self,
        ctx: &Context<'_>,
        place_kind: PlaceKind,
        place: String,
        #[graphql(desc = "Only those that are resolved, or are not.")] resolved: Option<bool>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<Thread>>> {
        let paging = paging(first, after)?;
        let (behind, most) = (paging.after(), paging.rows());
        let found = Caller::of(ctx)?.read(&self.id, move |look| {
            threads::list(look, (place_kind, &place), (resolved, behind.as_deref()), most)
        });
        let node = |view| Thread::new(view, &self.id);
        Ok(Some(page(&paging, found.await?, |thread| thread.id.clone(), node)))
    }

    /// A conversation.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn thread(&self, ctx: &Context<'_>, thread: String) -> Result<Option<Thread>> {
        let found = Caller::of(ctx)?.read(&self.id, move |look| threads::show(look, &thread));
        Ok(Some(Thread::new(found.await?, &self.id)))
    }

    /// Whether the person who asks hears of what happens at a task, document or project.
    #[graphql(complexity = "LOOK")]
    async fn watching(
        &self,
        ctx: &Context<'_>,
        place_kind: PlaceKind,
        place: String,
    ) -> Result<Option<bool>> {
        if place_kind == PlaceKind::Workspace {
            return Err(DomainError::NotFound("kind").into());
        }
        let found =
            Caller::of(ctx)?.read(&self.id, move |look| watching::show(look, place_kind, &place));
        Ok(Some(found.await?.watching))
    }

    /// The files that one may read, in the order in which they came.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn files(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] only: FileFilter,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<FileView>>> {
        let paging = paging(first, after)?;
        let FileFilter { words, media_type, used_by } = only;
        let query = FileQuery { after: None, limit: None, q: words, media_type, used_by };
        let (caller, part) = (Caller::of(ctx)?, (paging.after(), paging.rows()));
        let asks = (&caller.person, &*self.id);
        let found = caller.state.filing.list(asks, file_filter(query)?, part).await;
        let found = found.map_err(ApiError::from)?;
        Ok(Some(page(&paging, found, |file| file.id.clone(), |file| file)))
    }

    /// What is known of a file; its bytes are had by REST.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn file(&self, ctx: &Context<'_>, file: String) -> Result<Option<FileView>> {
        let caller = Caller::of(ctx)?;
        let found = caller.state.filing.show((&caller.person, &self.id), file).await;
        Ok(Some(found.map_err(ApiError::from)?))
    }

    /// A document, without its content.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn document(&self, ctx: &Context<'_>, document: String) -> Result<Option<DocumentView>> {
        let caller = Caller::of(ctx)?;
        let row = caller.read(&self.id, move |look| {
            let (row, level) = look.document(&document)?;
            look.require_at(Action::ResourceRead, level).map(|()| row)
        });
        Ok(Some(told_documents::view(&caller.state, row.await?)))
    }

    /// The versions of a document, the newest first; what they hold is had by REST.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn versions(
        &self,
        ctx: &Context<'_>,
        document: String,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<VersionView>>> {
        let paging = paging(first, after)?;
        let (before, most) = (paging.after(), paging.rows());
        let found = Caller::of(ctx)?
            .read(&self.id, move |look| versions::list(look, &document, (before.as_deref(), most)));
        Ok(Some(page(&paging, found.await?, |version| version.id.clone(), |version| version)))
    }

    /// The documents that one may read, in the order of their ranks.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn pages(
        &self,
        ctx: &Context<'_>,
        #[graphql(default, desc = "Also those that are put away.")] archived: bool,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<PageView>>> {
        let paging = paging(first, after)?;
        let (behind, most) = (paging.after(), usize::try_from(paging.rows()).unwrap_or_default());
        let found = Caller::of(ctx)?.read(&self.id, move |look| {
            let mut all = pages::list(look, archived)?;
            let seen = behind.and_then(|id| all.iter().position(|page| page.id == id));
            all.drain(..seen.map_or(0, |place| place + 1));
            all.truncate(most);
            Ok(all)
        });
        Ok(Some(page(&paging, found.await?, |page| page.id.clone(), |page| page)))
    }

    /// A document's place and name.
    #[graphql(complexity = "LOOK + child_complexity")]
    async fn page(&self, ctx: &Context<'_>, page: String) -> Result<Option<PageView>> {
        Caller::of(ctx)?.read(&self.id, move |look| pages::show(look, &page)).await.map(Some)
    }

    /// What the past of a project says; of all that one may read when none is named.
    async fn insight(
        &self,
        #[graphql(desc = "By id or key.")] project: Option<String>,
    ) -> Option<Insight> {
        Some(Insight::new(&self.id, project))
    }

    /// The deleted tasks that can be restored, in the order of their ids.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn trash(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By id or key.")] project: Option<String>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Page<TrashedTaskView>>> {
        let paging = paging(first, after)?;
        let (behind, most) = (paging.after(), paging.rows());
        let found = Caller::of(ctx)?.read(&self.id, move |look| {
            look.require(Action::WorkspaceRead)?;
            trash::list(look, project.as_deref(), behind.as_deref(), most)
        });
        Ok(Some(page(&paging, found.await?, |task| task.id.clone(), |task| task)))
    }

    /// The addresses that are told of what happens. Needs the right to have them.
    #[graphql(complexity = "LOOK + 10 * child_complexity")]
    async fn webhooks(&self, ctx: &Context<'_>) -> Result<Option<Vec<Webhook>>> {
        let found = Caller::of(ctx)?.read(&self.id, webhooks::list).await?;
        Ok(Some(found.into_iter().map(|view| Webhook::new(view, &self.id)).collect()))
    }

    /// Search everything that one may read.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words, and filters such as `is:open label:bug`.")] query: String,
        #[graphql(desc = "The day that `today` means in filters.")] today: Option<NaiveDate>,
        #[graphql(desc = "Whether to look by meaning as well, where a model tells it; it does.")]
        mode: Option<SearchMode>,
        first: Option<u16>,
        after: Option<String>,
    ) -> Result<Option<Looked>> {
        let (paging, caller) = (paging(first, after)?, Caller::of(ctx)?);
        let (asks, mode) = ((&caller.person, &*self.id), mode.unwrap_or_default());
        let asked = (query.as_str(), today, mode);
        let (found, by) = search::found(&caller.state, asks, asked, &paging).await?;
        let (found, more) = paging.cut(found);
        let mut page =
            Looked::with_additional_fields(paging.after().is_some(), more, HowLooked { by });
        page.edges = found.into_iter().map(|(hit, next)| Edge::new(next, hit)).collect();
        Ok(Some(page))
    }

    /// Its log, in order. Of projects that one may not read, `data` is empty.
    #[graphql(complexity = "weigh(first, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        first: Option<u16>,
        #[graphql(desc = "The number of the last event that is known; 0 for all.")] after: Option<
            i64,
        >,
    ) -> Result<Option<Page<Event>>> {
        let paging = paging(first, None)?;
        let (behind, most) = (log::behind(after)?, paging.rows());
        let found = Caller::of(ctx)?.read(&self.id, move |look| log::heard(look, behind, most));
        Ok(Some(page(&paging, found.await?, |event| event.seq.to_string(), |event| event)))
    }
}
