//! The switches of whoever leads a service or runs it: `signpost off "reason"` and `signpost on`, when answers have to
//! stop at once; `signpost backlog on "reason"` and `signpost backlog off`, while more families wait than usual.
//!
//! A switch is in the store, so it holds for every channel and every process from the next message on, and the trail
//! says who moved it. Once somebody leads, only those who lead move it: the same as for the roster.

use clap::{Args, Subcommand};

use crate::channel::queue::Desk;
use crate::channel::roster::{self, RosterProblem};
use crate::moment::{Moment, in_words};
use crate::service::{Service, backlog_flag, off_flag};

/// Families read it on a small screen, under bad news.
const LONGEST_REASON: usize = 200;

/// Who moves the switch, as the trail calls them.
#[derive(Debug, clap::Args)]
pub struct Who {
    /// Your name, as the trail keeps it.
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER", default_value = "operator")]
    pub name: String,
}

/// What is typed after `signpost backlog`.
#[derive(Debug, Args)]
pub struct BacklogArgs {
    #[command(subcommand)]
    pub command: BacklogCommand,
}

#[derive(Debug, Subcommand)]
pub enum BacklogCommand {
    /// Families who leave a question are told that many wait and who else gives advice, and are promised no time
    On {
        /// Why, for colleagues: it goes into the trail, and `signpost doctor` shows it
        reason: String,
        #[command(flatten)]
        who: Who,
    },
    /// Families are promised a time again
    Off {
        #[command(flatten)]
        who: Who,
    },
}

/// A reason that cannot be shown. Each message says the mend.
#[derive(Debug, thiserror::Error)]
pub enum NoReason {
    #[error(
        "give a reason, such as: signpost off \"We are checking a page.\", or: signpost backlog on \"Two advisers are ill.\""
    )]
    Empty,
    #[error("the reason has {length} characters: write it in at most {LONGEST_REASON}")]
    Long { length: usize },
    #[error("the reason has more than one line, or signs that cannot be shown: write one plain sentence")]
    NotPlain,
}

/// The reason as families or colleagues read it: one plain sentence with its full stop.
///
/// # Errors
///
/// [`NoReason`], which says what to write.
pub fn reason(given: &str) -> Result<String, NoReason> {
    let reason = given.trim();
    if reason.is_empty() {
        return Err(NoReason::Empty);
    }
    if reason.chars().any(char::is_control) {
        return Err(NoReason::NotPlain);
    }
    let length = reason.chars().count();
    if length > LONGEST_REASON {
        return Err(NoReason::Long { length });
    }
    let is_ended = reason.ends_with(['.', '!', '?']);
    Ok(if is_ended { reason.to_owned() } else { format!("{reason}.") })
}

/// Switches Signpost off, and says so.
///
/// # Errors
///
/// When the store cannot keep it, or `who` does not lead: nothing is switched.
pub async fn off(service: &Service, reason: &str, who: &Who, now: Moment) -> Result<String, RosterProblem> {
    let by = whoever_leads(service, who, now).await?;
    service.store().set_flag(&service.id(), &off_flag(), Some(reason), &by, now).await?;
    Ok(format!("Signpost is off. Families read: {reason} Switch it on again with `signpost on`."))
}

/// Switches Signpost on again, and says so.
///
/// # Errors
///
/// As [`off`].
pub async fn on(service: &Service, who: &Who, now: Moment) -> Result<String, RosterProblem> {
    let by = whoever_leads(service, who, now).await?;
    let before = service.store().flag(&service.id(), &off_flag()).await?;
    let Some(before) = before else { return Ok("Signpost was on.".to_owned()) };
    service.store().set_flag(&service.id(), &off_flag(), None, &by, now).await?;
    let since = in_words(before.at.date());
    Ok(format!("Signpost is on again. {} had switched it off on {since}.", before.by))
}

/// From now on families are told that many wait, and who else gives advice.
///
/// # Errors
///
/// As [`off`].
pub async fn backlog_on(
    service: &Service,
    reason: &str,
    who: &Who,
    now: Moment,
) -> Result<String, RosterProblem> {
    let by = whoever_leads(service, who, now).await?;
    service.store().set_flag(&service.id(), &backlog_flag(), Some(reason), &by, now).await?;
    let told = &service.library().phrases().backlog;
    Ok(format!(
        "Whoever leaves a question reads that {told}, and who else gives advice; no time is promised. End it with \
         `signpost backlog off`."
    ))
}

/// From now on families are promised a time again, unless the service's profile says otherwise.
///
/// # Errors
///
/// As [`off`].
pub async fn backlog_off(service: &Service, who: &Who, now: Moment) -> Result<String, RosterProblem> {
    let by = whoever_leads(service, who, now).await?;
    let before = service.store().flag(&service.id(), &backlog_flag()).await?;
    let said = match &before {
        Some(before) => {
            service.store().set_flag(&service.id(), &backlog_flag(), None, &by, now).await?;
            let since = in_words(before.at.date());
            format!("Backlog mode is over. {} had switched it on on {since}.", before.by)
        }
        None => "Backlog mode was off.".to_owned(),
    };
    Ok(match service.library().service().backlog.is_on {
        true => format!(
            "{said} The service's profile still says `backlog = true`, so families are told the same."
        ),
        false => said,
    })
}

async fn whoever_leads(service: &Service, who: &Who, now: Moment) -> Result<String, RosterProblem> {
    let id = service.id();
    let roster = service.store().advisers(&id).await?;
    roster::leader(&roster, Desk { adviser: Some(&who.name), ..Desk::new(&id, now) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_plain_sentence() {
        assert_eq!(reason("  We are checking a page ").unwrap(), "We are checking a page.");
        assert_eq!(reason("Back at noon!").unwrap(), "Back at noon!");
        assert!(matches!(reason(" "), Err(NoReason::Empty)));
        assert!(matches!(reason("a\nb"), Err(NoReason::NotPlain)));
        assert!(matches!(reason("\u{1b}[31mred"), Err(NoReason::NotPlain)));
        assert!(matches!(reason(&"é".repeat(201)), Err(NoReason::Long { length: 201 })));
    }
}
