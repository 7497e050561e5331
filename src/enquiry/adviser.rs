//! Who answers enquiries, and what each of them may do.

use serde::{Deserialize, Serialize};

use super::AdviserName;
use super::life::{Change, Refusal};

/// One adviser of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adviser {
    pub name: AdviserName,
    pub role: Role,
    /// The Discord user id by which the bot knows this adviser.
    pub discord: Option<String>,
    /// Somebody who has left stays in the roster, so that the trail still says who it was.
    pub is_active: bool,
}

/// What an adviser is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Adviser,
    /// An adviser who also keeps the roster and reads the trail.
    Lead,
    /// Keeps the program running; reads no enquiry.
    Operator,
    /// An adviser whose replies another one reads before they are sent.
    Trainee,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Adviser, Role::Lead, Role::Operator, Role::Trainee];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Adviser => "adviser",
            Role::Lead => "lead",
            Role::Operator => "operator",
            Role::Trainee => "trainee",
        }
    }

    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether enquiries may be read and worked on.
    pub fn answers_families(self) -> bool {
        self != Role::Operator
    }

    /// Whether a reply goes out only once somebody else has read it.
    pub fn is_checked(self) -> bool {
        self == Role::Trainee
    }

    /// Whether this one may read another's reply before it goes out.
    pub fn checks_others(self) -> bool {
        matches!(self, Role::Adviser | Role::Lead)
    }

    /// Whether the roster may be changed and the trail be read.
    pub fn leads(self) -> bool {
        matches!(self, Role::Lead | Role::Operator)
    }
}

/// Where somebody stands with a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The service has no roster yet: whoever can start the program is trusted.
    NoRoster,
    Has(Role),
    /// Not on the roster, or no longer.
    Stranger,
}

impl Standing {
    pub fn may_read(self) -> bool {
        match self {
            Standing::NoRoster => true,
            Standing::Has(role) => role.answers_families(),
            Standing::Stranger => false,
        }
    }

    /// Whether another's reply may be read and sent, or sent back.
    pub fn may_check(self) -> bool {
        match self {
            Standing::NoRoster => true,
            Standing::Has(role) => role.checks_others(),
            Standing::Stranger => false,
        }
    }

    /// What comes of a change that this one asks for: a trainee's reply is only proposed.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub fn allows(self, change: Change) -> Result<Change, Refusal> {
        let checks = matches!(change, Change::Approve { .. } | Change::SendBack { .. });
        let is_allowed = if checks { self.may_check() } else { self.may_read() };
        match self {
            _ if !is_allowed => Err(Refusal::NotAllowed { by: change.by().to_owned() }),
            Standing::Has(role) if role.is_checked() => Ok(change.to_be_checked()),
            _ => Ok(change),
        }
    }
}

impl Adviser {
    pub fn standing(&self) -> Standing {
        if self.is_active { Standing::Has(self.role) } else { Standing::Stranger }
    }

    /// As the trail says that the roster was changed: `roster: alex is trainee`.
    pub fn as_event(&self) -> String {
        let role = if self.is_active { self.role.as_str() } else { "retired" };
        format!("roster: {} is {role}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYBODY: [Standing; 6] = [
        Standing::NoRoster,
        Standing::Stranger,
        Standing::Has(Role::Adviser),
        Standing::Has(Role::Lead),
        Standing::Has(Role::Operator),
        Standing::Has(Role::Trainee),
    ];

    /// For everybody in turn: whether the change is made as asked (`yes`), only proposed, or refused.
    #[track_caller]
    fn check(change: Change, expected: &str) {
        let shown: Vec<&str> = EVERYBODY
            .iter()
            .map(|standing| match standing.allows(change.clone()) {
                Ok(Change::Propose { .. }) => "proposed",
                Ok(_) => "yes",
                Err(_) => "no",
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn everybody_may_do_what_the_role_says() {
        let by = AdviserName::new("alex");
        check(Change::Claim { by: by.clone() }, "yes no yes yes no yes");
        let reply = Change::Reply { by: by.clone(), text: String::new(), asks_family: false };
        check(reply, "yes no yes yes no proposed");
        check(Change::Approve { by, read: None }, "yes no yes yes no no");
        let may_read: Vec<bool> = EVERYBODY.iter().map(|standing| standing.may_read()).collect();
        assert_eq!(may_read, [true, false, true, true, false, true]);
    }
}
