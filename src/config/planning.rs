//! Settings of tasks; `config.toml` explains each value.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Bounds of imports, of exports and of the trash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaskSettings {
    /// Tasks that one import brings.
    pub import_rows: usize,
    /// Bytes of a table.
    pub import_bytes: usize,
    /// Exports that are written at once.
    pub exports_at_once: usize,
    /// Bytes of an archive before it is packed.
    pub export_bytes: u64,
    /// Days for which a deleted task can be restored.
    pub trash_days: u32,
}

impl Default for TaskSettings {
    fn default() -> Self {
        Self {
            import_rows: 20_000,
            import_bytes: 33_554_432,
            exports_at_once: 1,
            export_bytes: 17_179_869_184,
            trash_days: 30,
        }
    }
}

impl TaskSettings {
    /// How long a deleted task can be restored.
    pub fn trash(&self) -> TimeDelta {
        TimeDelta::days(self.trash_days.into())
    }
}
