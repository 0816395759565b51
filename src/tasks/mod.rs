//! Tasks without a database: ranks, the filter language, readers of foreign
//! exports, and the difference between two states. Plain functions over plain values.

pub mod folding;
pub mod history;
pub mod import;
pub mod query;
pub mod rank;
