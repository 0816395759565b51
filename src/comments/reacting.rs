//! Emoji below comments: a short list, each once per person.

use renexus_tables::rows::comments::ReactionRow;
use renexus_wire::rest::comments::{CommentView, EMOJI};

use super::{saying, showing};
use crate::db::queries::reactions;
use crate::domain::{Change, DomainError};

/// Reactions that a comment holds; further ones are refused.
const MAX_REACTIONS: i64 = 1_000;

/// Puts an emoji below a comment; it is there once.
pub fn put(tx: &mut Change<'_>, comment: &str, emoji: &str) -> Result<CommentView, DomainError> {
    if !EMOJI.contains(&emoji) {
        return Err(DomainError::NotFound("emoji"));
    }
    let (row, found) = saying::standing(tx, comment)?;
    if reactions::count(tx.connection, &row.id)? >= MAX_REACTIONS {
        return Err(DomainError::Conflict("the comment has as many reactions as it may"));
    }
    let reaction = ReactionRow {
        comment: row.id.clone(),
        emoji: emoji.to_owned(),
        person: tx.person.id.clone(),
        created_at: tx.now,
    };
    let is_new = reactions::insert(tx.connection, &reaction)?;
    let told = showing::one(tx, row)?;
    if is_new {
        saying::tell(tx, "comment.reacted", &found, &told)?;
    }
    Ok(told)
}

/// Takes one's own emoji away.
pub fn take(tx: &mut Change<'_>, comment: &str, emoji: &str) -> Result<CommentView, DomainError> {
    let (row, found) = saying::standing(tx, comment)?;
    let person = tx.person.id.clone();
    let was_there = reactions::remove(tx.connection, (&row.id, emoji), &person)?;
    let told = showing::one(tx, row)?;
    if was_there {
        saying::tell(tx, "comment.reacted", &found, &told)?;
    }
    Ok(told)
}
