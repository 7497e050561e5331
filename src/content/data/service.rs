//! `knowledge/services/*.toml`: the IAS service Signpost speaks for.

use std::collections::BTreeMap;

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::deadline::TermDates;
use crate::library::ServiceProfile;
use crate::upkeep::Periods;

mod hours;

pub const FOLDER: &str = "knowledge/services/";

/// Details every service has.
const REQUIRED: [&str; 5] = ["short_name", "council", "council_short", "area", "local_offer"];

/// Details a service may have. A line of text that uses an unset one is left out.
const OPTIONAL: [&str; 13] = [
    "phone",
    "email",
    "website",
    "opening_hours",
    "reply_promise",
    "childrens_services",
    "local_offer_name",
    "ordinarily_available",
    "ordinarily_available_old_name",
    "ordinarily_available_link",
    "sen_team_email",
    "parent_carer_forum",
    "mediation_provider",
];

/// Every detail a text may name: `{{service.phone}}`.
pub fn details() -> impl Iterator<Item = &'static str> {
    ["id", "name"].into_iter().chain(REQUIRED).chain(OPTIONAL)
}

pub fn read(page: &Page, findings: &Findings) -> Option<ServiceProfile> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut fields = Fields::new(page, findings, toml, "a service profile");
    let (id, name) = (fields.text("id"), fields.text("name"));
    let mut details = BTreeMap::new();
    for key in REQUIRED {
        details.extend(fields.text(key).map(|text| (key.to_owned(), text.value)));
    }
    for key in OPTIONAL {
        details.extend(fields.optional_text(key).map(|text| (key.to_owned(), text.value)));
    }
    let open = hours::read(page, findings, &mut fields);
    let terms = terms(page, findings, &mut fields);
    let periods = periods(page, findings, &mut fields);
    let to_confirm = fields.list("to_confirm").into_iter().map(|text| text.value).collect();
    fields.finish();
    let (id, name) = (id?.value, name?.value);
    details.insert("id".to_owned(), id.clone());
    details.insert("name".to_owned(), name.clone());
    Some(ServiceProfile {
        id,
        name,
        details,
        hours: open.hours,
        reply_within: open.reply_within,
        backlog: open.backlog,
        terms,
        periods,
        to_confirm,
    })
}

/// How long things are kept, where the service says so.
fn periods(page: &Page, findings: &Findings, fields: &mut Fields<'_>) -> Periods {
    let mut days = |key: &'static str| {
        let days = fields.optional_number(key)?;
        if (1..=Periods::LONGEST).contains(&days.value) {
            return Some(days.value);
        }
        let message = format!("`{key}` is {} days here", days.value);
        let mend = format!("write a number of days from 1 to {}", Periods::LONGEST);
        findings.add(page.problem(Code::BadValue, days.at, message, mend));
        None
    };
    let or = Periods::DEFAULT;
    Periods {
        keep_days: days("keep_days").unwrap_or(or.keep_days),
        keep_days_safeguarding: days("keep_days_safeguarding"),
        keep_backups_days: days("keep_backups_days").unwrap_or(or.keep_backups_days),
        return_claims_days: days("return_claims_days").unwrap_or(or.return_claims_days),
        warn_quiet_days: days("warn_quiet_days").unwrap_or(or.warn_quiet_days),
        close_warned_days: days("close_warned_days").unwrap_or(or.close_warned_days),
        forget_conversations_days: days("forget_conversations_days").unwrap_or(or.forget_conversations_days),
    }
}

/// The term dates, where they are set.
fn terms(page: &Page, findings: &Findings, fields: &mut Fields<'_>) -> Option<TermDates> {
    if !fields.has("terms") {
        return None;
    }
    let at = fields.table("terms")?.at;
    #[derive(serde::Deserialize)]
    struct WithTerms {
        terms: TermDates,
    }
    let problem = |message: String| {
        let mend =
            "write `[terms]` as src/deadline/school_days.rs shows, or leave it out until the dates are known";
        findings.add(page.problem(Code::BadValue, at, message, mend));
    };
    match toml::from_str::<WithTerms>(&page.text) {
        Ok(WithTerms { terms }) => {
            let problems = terms.problems();
            problems.iter().for_each(|message| problem(message.clone()));
            problems.is_empty().then_some(terms)
        }
        Err(error) => {
            problem(error.message().to_owned());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = include_str!("../../../tests/faulty/base/knowledge/services/example.toml");

    /// The periods of a profile with these lines, and what an author is told about them.
    fn periods_of(lines: &str) -> (Periods, Vec<String>) {
        let page = Page::new("knowledge/services/example.toml", format!("{PROFILE}{lines}"));
        let findings = Findings::default();
        let profile = read(&page, &findings).unwrap();
        let told = findings.take().into_iter().map(|problem| problem.message).collect();
        (profile.periods, told)
    }

    #[test]
    fn a_service_that_says_nothing_keeps_things_for_half_a_year() {
        assert_eq!(periods_of(""), (Periods::DEFAULT, vec![]));
        assert_eq!(Periods::DEFAULT.safeguarding_days(), 180);
    }

    #[test]
    fn a_service_sets_its_own_periods() {
        let (periods, told) = periods_of("keep_days = 90\nkeep_days_safeguarding = 400\n");
        assert_eq!((periods.keep_days, periods.safeguarding_days(), told.len()), (90, 400, 0));
    }

    #[test]
    fn a_period_of_no_days_is_refused() {
        for lines in ["keep_days = 0\n", "keep_days_safeguarding = 99999\n", "keep_backups_days = \"soon\"\n"]
        {
            let (periods, told) = periods_of(lines);
            assert_eq!((periods, told.len()), (Periods::DEFAULT, 1), "{lines}");
        }
    }
}
