//! What Signpost says: whether it is still reviewed, covered and complete.

use chrono::{NaiveDate, TimeDelta};

use super::Finding;
use crate::content::service_details;
use crate::library::Library;
use crate::moment::in_words;

/// A list of holidays that ends sooner than this is worth a look.
const HOLIDAYS_AHEAD_DAYS: i64 = 180;
/// A number that nobody has rung for so long is worth a look.
const HELPLINE_CHECKED_DAYS: i64 = 180;

pub fn examine(library: &Library, today: NaiveDate) -> Vec<Finding> {
    vec![
        holidays(library, today),
        reviews(library, today),
        sources(library, today),
        helplines(library, today),
        profile(library),
        periods(library),
        to_confirm(library),
    ]
}

fn holidays(library: &Library, today: NaiveDate) -> Finding {
    let last = library.holidays().covers.1;
    let said = format!("bank holidays are known up to {}", in_words(last));
    let mend = "add the next ones, from gov.uk, to knowledge/holidays.toml; dates past that day are refused";
    match (last - today).num_days() {
        ..0 => Finding::mend("holidays", said, mend),
        left if left < HOLIDAYS_AHEAD_DAYS => Finding::look("holidays", said, mend),
        _ => Finding::ok("holidays", said),
    }
}

fn reviews(library: &Library, today: NaiveDate) -> Finding {
    let entries = library.entries().map(|entry| entry.review_by);
    let days: Vec<NaiveDate> = entries.chain(library.dialogs().map(|dialog| dialog.review_by())).collect();
    let overdue = days.iter().filter(|day| **day < today).count();
    match days.iter().min() {
        _ if overdue > 0 => Finding::mend(
            "reviews",
            format!("{overdue} of {} texts are past their review", days.len()),
            "have them read again, and set `reviewed` and `review_by`; `signpost review-due` lists them",
        ),
        Some(next) => {
            Finding::ok("reviews", format!("{} texts, the next due by {}", days.len(), in_words(*next)))
        }
        None => Finding::mend("reviews", "there is no guidance", "name a content folder that has some"),
    }
}

fn sources(library: &Library, today: NaiveDate) -> Finding {
    let overdue = library.sources().filter(|source| source.check_again < today).count();
    let said = format!("{overdue} of {} sources are to be checked again", library.sources().count());
    match overdue {
        0 => Finding::ok("sources", said),
        _ => Finding::look(
            "sources",
            said,
            "open each link and set `checked`; `signpost review-due` lists them",
        ),
    }
}

fn helplines(library: &Library, today: NaiveDate) -> Finding {
    let oldest = today - TimeDelta::days(HELPLINE_CHECKED_DAYS);
    let with_number: Vec<_> = library.contacts().filter(|contact| contact.number.is_some()).collect();
    let unchecked: Vec<&str> = with_number
        .iter()
        .filter(|contact| {
            contact.ring_before_launch || contact.checked.is_none_or(|checked| checked < oldest)
        })
        .map(|contact| contact.name.as_str())
        .collect();
    match unchecked.len() {
        0 => Finding::ok("helplines", format!("{} numbers, all checked", with_number.len())),
        count => Finding::look(
            "helplines",
            format!("{count} of {} numbers are unchecked: {}", with_number.len(), unchecked.join("; ")),
            "ring each, then set `checked` and take `ring_before_launch` out in knowledge/contacts.toml",
        ),
    }
}

fn profile(library: &Library) -> Finding {
    let service = library.service();
    let unset: Vec<&str> = service_details().filter(|key| !service.details.contains_key(*key)).collect();
    match unset.len() {
        0 => Finding::ok("service", format!("{}: every detail is set", service.name)),
        _ => Finding::look(
            "service",
            format!("not set: {}", unset.join(", ")),
            format!(
                "fill in knowledge/services/{}.toml; lines that need one are left out until then",
                service.id
            ),
        ),
    }
}

fn periods(library: &Library) -> Finding {
    let (id, periods) = (&library.service().id, library.service().periods);
    let keep = periods.keep_days;
    match periods.keep_days_safeguarding {
        Some(days) => {
            Finding::ok("periods", format!("kept {keep} days after closing, {days} where danger was written"))
        }
        None => Finding::look(
            "periods",
            format!(
                "kept {keep} days after closing, and no period of its own is set where danger was written"
            ),
            format!(
                "ask whoever leads on safeguarding, and set `keep_days_safeguarding` in knowledge/services/{id}.toml"
            ),
        ),
    }
}

fn to_confirm(library: &Library) -> Finding {
    let in_entries: usize = library.entries().map(|entry| entry.to_confirm.len()).sum();
    match library.service().to_confirm.len() + in_entries {
        0 => Finding::ok("to confirm", "nothing is left to be confirmed"),
        count => Finding::look(
            "to confirm",
            format!("{count} things nobody could confirm yet"),
            "`signpost review-due` lists them; confirm each and take it out of `to_confirm`",
        ),
    }
}
