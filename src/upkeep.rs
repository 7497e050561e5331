//! What time brings: what is due to be deleted, returned, announced or closed.

/// How long a service keeps things, and how patient it is. Each is a number of days, and each can be set in the
/// service's profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// A closed enquiry is deleted after these.
    pub keep_days: u32,
    /// The same for one that held words of danger; as [`Periods::keep_days`] where the service has not set it.
    pub keep_days_safeguarding: Option<u32>,
    /// A backup is deleted after these: what was purged from the store is in it until then.
    pub keep_backups_days: u32,
    /// A claim on which nobody worked goes back to the queue.
    pub return_claims_days: u32,
    /// A family that does not write after a reply is told that its enquiry will be closed.
    pub warn_quiet_days: u32,
    /// A family that was told so, and still does not write: its enquiry is closed.
    pub close_warned_days: u32,
    /// A conversation in which nobody wrote is forgotten.
    pub forget_conversations_days: u32,
}

impl Periods {
    /// Until the service says otherwise.
    pub const DEFAULT: Periods = Periods {
        keep_days: 180,
        keep_days_safeguarding: None,
        keep_backups_days: 30,
        return_claims_days: 3,
        warn_quiet_days: 14,
        close_warned_days: 7,
        forget_conversations_days: 30,
    };
    /// Ten years: longer is a slip of the pen.
    pub const LONGEST: u32 = 3_650;

    pub fn safeguarding_days(&self) -> u32 {
        self.keep_days_safeguarding.unwrap_or(self.keep_days)
    }
}
