//! Texts as search sees them; nothing here knows of a database.

pub mod marking;
pub mod spelling;
pub mod terms;
pub mod vector;
