//! What of a workspace somebody may find: one condition for every way of searching.

use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Bool, Text};

use crate::db::engine::{Engine, Sql};

/// A query whose parameters are bound one after the other.
pub(super) type Bound = BoxedSqlQuery<'static, Sql, SqlQuery>;

/// What may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readable {
    /// The workspace.
    pub workspace: String,
    /// Projects.
    pub projects: Vec<String>,
    /// Whether all documents are open, closed ones as well.
    pub all_documents: bool,
    /// Whether documents that are not closed are open.
    pub open_documents: bool,
    /// Documents that were named.
    pub documents: Vec<String>,
    /// Whether all files are open.
    pub all_files: bool,
    /// Whether files that are not restricted are open.
    pub open_files: bool,
    /// Files that were named.
    pub files: Vec<String>,
    /// Who reads; what somebody brought is open to them.
    pub person: String,
}

impl Readable {
    /// Parameters of [`Readable::condition`].
    pub(super) const PARAMETERS: usize = 9;

    /// The condition on an entry `e`; its parameters are those from the number `first` on. Both
    /// engines number parameters in the order in which they stand.
    pub(super) fn condition(engine: Engine, first: usize) -> String {
        let at = |place: usize| format!("${}", first + place);
        let list = |place: usize| match engine {
            Engine::Sqlite => format!("(SELECT value FROM json_each({}))", at(place)),
            Engine::Postgres => format!("(SELECT jsonb_array_elements_text({}::jsonb))", at(place)),
        };
        let (workspace, projects, all_documents, open_documents) = (at(0), list(1), at(2), at(3));
        let (documents, all_files, files, person, open_files) =
            (list(4), at(5), list(6), at(7), at(8));
        format!(
            "e.workspace = {workspace} AND ( \
               (e.resource_kind = 'project' AND e.resource IN {projects}) OR \
               (e.resource_kind = 'document' AND \
                 ({all_documents} OR ({open_documents} AND NOT EXISTS (SELECT 1 FROM pages \
                   WHERE pages.id = e.resource AND pages.is_closed)) OR \
                   e.resource IN {documents})) OR \
               (e.resource_kind = 'file' AND \
                 ({all_files} OR e.resource IN {files} OR \
                   EXISTS (SELECT 1 FROM files WHERE files.id = e.resource AND \
                     (files.created_by = {person} OR ({open_files} AND NOT files.restricted))))))"
        )
    }

    /// A query with the parameters of its condition.
    pub(super) fn bind(&self, query: Bound) -> Bound {
        query
            .bind::<Text, _>(self.workspace.clone())
            .bind::<Text, _>(list(&self.projects))
            .bind::<Bool, _>(self.all_documents)
            .bind::<Bool, _>(self.open_documents)
            .bind::<Text, _>(list(&self.documents))
            .bind::<Bool, _>(self.all_files)
            .bind::<Text, _>(list(&self.files))
            .bind::<Text, _>(self.person.clone())
            .bind::<Bool, _>(self.open_files)
    }
}

/// Ids as a list that both engines can unpack.
fn list(ids: &[String]) -> String {
    serde_json::Value::from(ids).to_string()
}
