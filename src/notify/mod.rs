//! Who is told what: plain functions over plain values.
//!
//! [`deciding`] takes an event's people, what each of them chose and may read, and says who is
//! told, and how. [`letter`] writes the mail of a digest.

pub mod deciding;
pub mod letter;
