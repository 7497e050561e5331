//! `signpost off "reason"` and `signpost on`: for whoever runs the service, when answers have to stop at once.
//!
//! The switch is in the store, so it holds for every channel and every process from the next message on, and the trail
//! says who moved it.

use crate::moment::{Moment, in_words};
use crate::service::{Service, off_flag};
use crate::store::StoreError;

/// Families read it on a small screen, under bad news.
const LONGEST_REASON: usize = 200;

/// Who moves the switch, as the trail calls them.
#[derive(Debug, clap::Args)]
pub struct Who {
    /// Your name, as the trail keeps it.
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER", default_value = "operator")]
    pub name: String,
}

/// A reason that cannot be shown. Each message says the mend.
#[derive(Debug, thiserror::Error)]
pub enum NoReason {
    #[error("give a reason that families can read, such as: signpost off \"We are checking a page.\"")]
    Empty,
    #[error("the reason has {length} characters: write it in at most {LONGEST_REASON}")]
    Long { length: usize },
    #[error("the reason has more than one line, or signs that cannot be shown: write one plain sentence")]
    NotPlain,
}

/// The reason as families read it: one plain sentence with its full stop.
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
/// When the store cannot keep it: nothing is switched.
pub async fn off(service: &Service, reason: &str, who: &Who, now: Moment) -> Result<String, StoreError> {
    service.store().set_flag(&service.id(), &off_flag(), Some(reason), &who.name, now).await?;
    Ok(format!("Signpost is off. Families read: {reason} Switch it on again with `signpost on`."))
}

/// Switches Signpost on again, and says so.
///
/// # Errors
///
/// When the store cannot keep it: nothing is switched.
pub async fn on(service: &Service, who: &Who, now: Moment) -> Result<String, StoreError> {
    let before = service.store().flag(&service.id(), &off_flag()).await?;
    let Some(before) = before else { return Ok("Signpost was on.".to_owned()) };
    service.store().set_flag(&service.id(), &off_flag(), None, &who.name, now).await?;
    let since = in_words(before.at.date());
    Ok(format!("Signpost is on again. {} had switched it off on {since}.", before.by))
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
