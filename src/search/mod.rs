//! Texts as search sees them; nothing here knows of a database.

pub mod chunks;
pub mod fusing;
pub mod marking;
pub mod nearness;
pub mod passages;
pub mod spelling;
pub mod terms;
pub mod vector;
