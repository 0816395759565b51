//! The table: every action, and what it needs.

use renexus_wire::access::Level;
use renexus_wire::role::Role;

/// What an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// At least this role in the workspace.
    Role(Role),
    /// At least this level in the resource (a project, a document, a file).
    Level(Level),
    /// At least this role in the workspace, or administering the server.
    RoleOrAdministrator(Role),
    /// Administering the server.
    Administrator,
}

/// One line per action: its meaning, its name, its word, what it needs, and whether it changes anything.
macro_rules! actions {
    ($($(#[$doc:meta])+ $name:ident $word:literal $need:expr, $effect:ident;)+) => {
        /// Everything that somebody can want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])+ $name,)+ }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// What the action needs.
            pub fn need(self) -> Need {
                match self { $(Self::$name => $need,)+ }
            }

            /// The action in a word, for errors and the matrix of rights.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Whether the action changes something; a key that may only read does none of these.
            pub fn changes(self) -> bool {
                match self { $(Self::$name => effect::$effect,)+ }
            }
        }
    };
}

/// The two words of the table.
mod effect {
    #![allow(non_upper_case_globals, reason = "they are read as words of the table")]
    pub(super) const reads: bool = false;
    pub(super) const changes: bool = true;
}

actions! {
    /// See the workspace itself.
    WorkspaceRead "workspace.read" Need::Role(Role::Guest), reads;
    /// Hear its events and read its log.
    EventsRead "events.read" Need::Role(Role::Guest), reads;
    /// See who is in it.
    MembersRead "members.read" Need::Role(Role::Guest), reads;
    /// Rename it.
    WorkspaceUpdate "workspace.update" Need::Role(Role::Admin), changes;
    /// Make it read-only, and undo that.
    WorkspaceArchive "workspace.archive" Need::Role(Role::Admin), changes;
    /// Delete it, and undo that in time.
    WorkspaceDelete "workspace.delete" Need::RoleOrAdministrator(Role::Owner), changes;
    /// Give it to another member.
    WorkspaceTransfer "workspace.transfer" Need::RoleOrAdministrator(Role::Owner), changes;
    /// Change a member's role, or send somebody away.
    MembersChange "members.change" Need::Role(Role::Admin), changes;
    /// Leave it.
    WorkspaceLeave "workspace.leave" Need::Role(Role::Guest), changes;
    /// Invite, and see and withdraw invitations.
    Invite "invitations.manage" Need::Role(Role::Admin), changes;
    /// Take everything along as an archive.
    Export "workspace.export" Need::Role(Role::Admin), reads;
    /// Bring in what another tool exported.
    Import "workspace.import" Need::Role(Role::Member), changes;
    /// Set up webhooks and read their deliveries.
    Webhooks "webhooks.manage" Need::Role(Role::Admin), changes;
    /// Search what one may read.
    Search "search" Need::Role(Role::Guest), reads;
    /// Start a project.
    ProjectCreate "projects.create" Need::Role(Role::Member), changes;
    /// Start a document outside of projects.
    DocumentCreate "documents.create" Need::Role(Role::Member), changes;
    /// Bring a file.
    FileCreate "files.create" Need::Role(Role::Member), changes;
    /// Make and change labels, cycles, milestones and views that all share.
    Catalogue "catalogue.change" Need::Role(Role::Member), changes;
    /// Read a resource.
    ResourceRead "resource.read" Need::Level(Level::Read), reads;
    /// Comment on a resource, react, resolve.
    ResourceComment "resource.comment" Need::Level(Level::Comment), changes;
    /// Change a resource and what it holds.
    ResourceWrite "resource.write" Need::Level(Level::Write), changes;
    /// Share, archive and delete a resource.
    ResourceManage "resource.manage" Need::Level(Level::Manage), changes;
    /// See the people of the server and end their logins.
    PeopleManage "people.manage" Need::Administrator, changes;
}
