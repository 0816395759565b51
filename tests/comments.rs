//! Conversations, and what people are told. See `CMT` and `NTF` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "comments/digests.rs"]
mod digests;
#[path = "door/mod.rs"]
mod door;
#[path = "comments/live.rs"]
mod live;
#[path = "comments/notices.rs"]
mod notices;
#[path = "tasks/studio.rs"]
#[allow(dead_code, reason = "each test takes what it needs")]
mod studio;
#[path = "comments/talking.rs"]
mod talking;
#[path = "comments/threads.rs"]
mod threads;
