//! Where advisers work: one server, one channel, one role. Whoever is not there with that role is nobody.

use serenity::all::{ChannelId, GuildId, Member, RoleId};

/// The advisers' place, as it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub server: GuildId,
    /// Holds the cards of the queue.
    pub channel: ChannelId,
    pub role: RoleId,
    /// Pinged for safeguarding, and for nothing else. It alone opens nothing.
    pub duty_role: Option<RoleId>,
}

impl Room {
    /// Whether somebody may work here now: the roles are those that came with this very click.
    pub fn admits(&self, server: Option<GuildId>, member: Option<&Member>) -> bool {
        server == Some(self.server)
            && member.is_some_and(|member| {
                !member.user.bot && member.guild_id == self.server && member.roles.contains(&self.role)
            })
    }
}
