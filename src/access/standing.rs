//! What somebody is in a workspace, and what that allows.

use renexus_wire::access::Level;
use renexus_wire::role::Role;

use super::action::{Action, Need};

/// What a person is: in one workspace, and on the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The role in the workspace; none for strangers.
    pub role: Option<Role>,
    /// Whether the person administers the server.
    pub administrator: bool,
}

impl Standing {
    /// Whether the action is allowed, where it depends on roles alone.
    ///
    /// Actions on a resource need a level in it: [`Standing::may_at`].
    pub fn may(self, action: Action) -> bool {
        self.may_at(action, Level::None)
    }

    /// Whether the action is allowed for somebody who has `level` in the resource.
    pub fn may_at(self, action: Action, level: Level) -> bool {
        let has = |least: Role| self.role.is_some_and(|role| role >= least);
        match action.need() {
            Need::Role(least) => has(least),
            Need::RoleOrAdministrator(least) => has(least) || self.administrator,
            Need::Administrator => self.administrator,
            Need::Level(least) => level >= least,
        }
    }

    /// Whether the person may know that the workspace exists.
    pub fn sees_workspace(self) -> bool {
        self.role.is_some() || self.administrator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_may_never_do_less() {
        for action in Action::ALL.iter().copied() {
            for pair in Role::ALL.windows(2) {
                let may = |role| Standing { role: Some(role), administrator: false }.may(action);
                assert!(!may(pair[0]) || may(pair[1]), "{action:?}: {pair:?}");
            }
        }
    }

    #[test]
    fn strangers_may_nothing_and_levels_are_asked_in_the_resource() {
        let stranger = Standing::default();
        assert!(Action::ALL.iter().all(|action| !stranger.may(*action)));
        assert!(stranger.may_at(Action::ResourceRead, Level::Comment));
        assert!(!stranger.may_at(Action::ResourceWrite, Level::Comment));
        let owner = Standing { role: Some(Role::Owner), administrator: false };
        assert!(!owner.may(Action::PeopleManage) && owner.may(Action::WorkspaceDelete));
    }
}
