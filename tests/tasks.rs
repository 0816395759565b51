//! Projects, boards and tasks. See `TASK` in docs/SPEC.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "tasks/board.rs"]
mod board;
#[path = "tasks/catalogue.rs"]
mod catalogue;
mod chance;
#[path = "door/mod.rs"]
mod door;
#[path = "tasks/export.rs"]
mod export;
#[path = "tasks/exports.rs"]
mod exports;
#[path = "tasks/import.rs"]
mod import;
#[path = "tasks/lists.rs"]
mod lists;
mod problem;
#[path = "tasks/single.rs"]
mod single;
#[path = "tasks/studio.rs"]
mod studio;
#[path = "tasks/trash.rs"]
mod trash;
