//! What can be changed: the same calls of the domain as those of REST.

mod asking;
mod insight;
mod own;
mod pages;
mod parts;
mod projects;
mod talk;
mod tasks;
mod versions;
mod wide;

use async_graphql::MergedObject;

use self::asking::Questions;
use self::insight::InsightWrites;
use self::own::OwnWrites;
use self::pages::PageWrites;
use self::parts::PartWrites;
use self::projects::ProjectWrites;
use self::talk::TalkWrites;
use self::tasks::TaskWrites;
use self::versions::VersionWrites;
use self::wide::WideWrites;
use crate::domain::Expected;

/// What can be changed.
#[derive(Default, MergedObject)]
pub(super) struct Mutation(
    TaskWrites,
    ProjectWrites,
    PartWrites,
    WideWrites,
    TalkWrites,
    OwnWrites,
    PageWrites,
    VersionWrites,
    InsightWrites,
    Questions,
);

/// The version that a change is based on; whatever is there when missing.
fn based_on(version: Option<i64>) -> Expected {
    Expected(version)
}
