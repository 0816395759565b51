//! Conversations: threads, comments with what they said before, reactions.

use renexus_wire::rest::comments::FormerBody;
use serde_json::{Value, json};

use super::archive::Archive;
use super::error::ExportError;
use super::{Job, PAGE, lines};
use crate::comments::showing;
use crate::db::queries::{comments, threads};
use crate::domain::{DomainError, View};

/// Writes `threads.jsonl` and `comments.jsonl`.
pub(super) async fn write(job: &Job<'_>, archive: Archive) -> Result<Archive, ExportError> {
    let mut archive = archive.file("threads.jsonl", Vec::new()).await?;
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = job.read(move |look| {
            let rows = threads::after(look.connection, &look.workspace.id, &from, PAGE)?;
            showing::threads(look, rows)
        });
        let page = page.await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        archive = archive.append(lines(&page)?).await?;
    }
    archive = archive.file("comments.jsonl", Vec::new()).await?;
    after.clear();
    loop {
        let from = after.clone();
        let (last, page) = job.read(move |look| whole(look, &from)).await?;
        let Some(last) = last else { return Ok(archive) };
        after = last;
        archive = archive.append(lines(&page)?).await?;
    }
}

/// A page of comments behind an id, each with what it said before, and the last id.
fn whole(look: &mut View<'_>, after: &str) -> Result<(Option<String>, Vec<Value>), DomainError> {
    let rows = comments::after(look.connection, &look.workspace.id, after, PAGE)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let former = comments::bodies_of(look.connection, &ids)?;
    let told = showing::comments(look, rows)?.into_iter().map(|comment| {
        let own = former.iter().filter(|body| body.comment == comment.id);
        let own = own.map(|body| FormerBody {
            body: body.body.clone(),
            replaced_by: body.replaced_by.clone(),
            replaced_at: body.replaced_at.and_utc(),
        });
        json!({ "comment": comment, "former": own.collect::<Vec<_>>() })
    });
    Ok((ids.last().cloned(), told.collect()))
}
