//! The details between `+++` lines at the head of an entry or a dialog.

use chrono::NaiveDate;

use super::fields::{self, Fields};
use super::page::{Findings, Page, Placed};
use super::problem::Code;

/// Who answers for a file, and until when its review holds.
#[derive(Debug, Clone)]
pub struct Review {
    pub owner: String,
    pub reviewed: NaiveDate,
    /// The last day on which the review still holds.
    pub review_by: Placed<NaiveDate>,
}

/// Where the front matter ends and the text begins.
pub struct Split<'p> {
    pub fields: Fields<'p>,
    /// False when the TOML could not be read to its end.
    pub is_whole: bool,
    /// Byte offset of the first line after the front matter.
    pub body: usize,
}

/// Finds the front matter.
///
/// # Errors
///
/// Where the text most likely begins, when there is no front matter; that is then reported.
pub fn split<'p>(page: &'p Page, findings: &'p Findings) -> Result<Split<'p>, usize> {
    let mut lines = lines_with_places(&page.text);
    let opens = lines.next().is_some_and(|(_, line)| line.trim_start_matches('\u{feff}').trim_end() == "+++");
    if !opens {
        let mend =
            "begin the file with a line `+++`, then title, owner, reviewed and review_by, then `+++` again";
        findings.add(page.problem(Code::FrontMatterMissing, 0, "this file does not begin with `+++`", mend));
        let end = lines.find(|(_, line)| line.trim_end() == "+++");
        return Err(end.map_or(0, |(at, line)| at + line.len()));
    }
    let start = lines.clone().next().map_or(page.text.len(), |(at, _)| at);
    let Some((end, line)) = lines.find(|(_, line)| line.trim_end() == "+++") else {
        let mend = "write a line `+++` after the last of the details";
        findings.add(page.problem(Code::FrontMatterMissing, 0, "the front matter is never closed", mend));
        let heading = lines_with_places(&page.text).find(|(_, line)| line.starts_with("## "));
        return Err(heading.map_or(page.text.len(), |(at, _)| at));
    };
    let toml = fields::read(page, start, end, findings);
    let is_whole = toml.is_whole;
    let fields = Fields::new(page, findings, toml, "the front matter").at(0);
    Ok(Split { fields, is_whole, body: end + line.len() })
}

/// Takes `owner`, `reviewed` and `review_by`.
pub fn review(page: &Page, findings: &Findings, fields: &mut Fields<'_>) -> Option<Review> {
    let (owner, reviewed, review_by) =
        (fields.text("owner"), fields.date("reviewed"), fields.date("review_by"));
    let (owner, reviewed, review_by) = (owner?, reviewed?, review_by?);
    if review_by.value <= reviewed.value {
        let message = "the next review is not after the last one";
        let mend = format!("write a date after {} as `review_by`", reviewed.value);
        findings.add(page.problem(Code::BadValue, review_by.at, message, mend));
        return None;
    }
    Some(Review { owner: owner.value, reviewed: reviewed.value, review_by })
}

/// Each line with its byte offset and its line end.
pub fn lines_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
