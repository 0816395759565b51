//! What the commands on scenarios understand, and what they print and write.

mod compare;
mod growth;
mod report;
mod run;
mod table;

pub use compare::CompareArgs;
pub use growth::GrowthArgs;
pub use report::ReportArgs;
pub use run::ScenarioArgs;
pub use table::TableArgs;
