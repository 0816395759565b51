//! Backup, restore, and the way from one engine to the other. See `CLI` in docs/SPEC.md.
//! `tools/services` starts PostgreSQL and S3, which these need.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "backup/damage.rs"]
mod damage;
mod door;
mod hand;
#[path = "backup/moving.rs"]
mod moving;
#[path = "backup/serving.rs"]
mod serving;
#[path = "backup/studio.rs"]
mod studio;
