//! Who is told what: plain functions over plain values.
//!
//! [`deciding`] takes an event's people, what each of them chose and may read, and says who is
//! told, and how. [`letter`] writes the mail of a digest; [`showing`] turns
//! rows into what people see.

pub mod deciding;
pub mod letter;
pub mod showing;
