//! Who hears of what was committed.

use renexus_wire::event::Event;

/// Hears of every change, after its commit.
pub trait EventSink: Send + Sync {
    /// Events of one transaction, in order, of one workspace. It is called on the thread that
    /// writes the database: it must not wait, and only hand on.
    fn committed(&self, events: &[Event]);
}
