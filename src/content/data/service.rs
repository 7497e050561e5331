//! `knowledge/services/*.toml`: the IAS service Signpost speaks for.

use std::collections::BTreeMap;

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::deadline::TermDates;
use crate::library::ServiceProfile;

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
        to_confirm,
    })
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
