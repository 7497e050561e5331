//! Claims stand on a source, and what the law may change is never written out.
//!
//! "Must", "should" and figures need a citation in their paragraph or list item; "In short words" says what was
//! already cited above. Periods, sums and phone numbers belong in `figures.toml` and `contacts.toml`; an age
//! ("2 years old") is no period.

use std::sync::LazyLock;

use regex::Regex;

use super::markdown::{Written, WrittenLine};
use super::page::{Findings, Page};
use super::problem::Code;
use crate::text::Span;

static CLAIM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)(must|should)(?-u:\b)"));

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?-u:\b)([0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|",
        r"sixteen|eighteen|twenty|thirty)[ -]((calendar|school|working)[ -])?(day|week|month|year)s?(?-u:\b)",
    ))
});

static SUM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\u00a3 ?[0-9][0-9,.]*|(?-u:\b)[0-9][0-9,]* pounds(?-u:\b)"));

/// A number with its area code, or one of the short numbers of helplines. 999 is not among them: it may be
/// written out wherever danger is spoken of.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u:\b)0[0-9]{2,4}[ -]?[0-9][0-9 -]{4,}[0-9](?-u:\b)|\+44[ 0-9]{9,}|(?-u:\b)116 ?123(?-u:\b)")
});

/// Word boundaries of ASCII, because the fast search cannot tell those of every script; the words are English.
fn pattern(text: &str) -> Regex {
    regex::RegexBuilder::new(text)
        .case_insensitive(true)
        .build()
        .expect("the patterns of this module are tested")
}

/// Makes the patterns, which takes milliseconds, before they are asked for.
pub fn make_ready() {
    for pattern in [&CLAIM, &PERIOD, &SUM, &PHONE] {
        LazyLock::force(pattern);
    }
}

/// Reports claims and figures in a paragraph or list item that cites nothing.
pub fn check_citations(page: &Page, written: &Written, findings: &Findings) {
    for passage in written.passages() {
        let spans = || passage.iter().flat_map(|line| &line.spans);
        if spans().any(|span| matches!(span.value, Span::Cite(_))) {
            continue;
        }
        if let Some((word, at)) = passage.iter().find_map(first_claim) {
            let message = format!("\"{word}\" is a claim, and nothing here says where it stands");
            let mend = "add the citation at the end of the sentence: `[^cop-6.65]`; or say what is done without the word";
            findings.add(page.problem(Code::ClaimWithoutCitation, at, message, mend));
        }
        let figure = spans().find_map(|span| match &span.value {
            Span::Figure(id) => Some((id, span.at)),
            _ => None,
        });
        if let Some((id, at)) = figure {
            let message = format!("the figure `{id}` stands here without its source");
            let mend = "add the citation at the end of the sentence: `[^regs-13.1]`";
            findings.add(page.problem(Code::FigureWithoutCitation, at, message, mend));
        }
    }
}

fn first_claim(line: &WrittenLine) -> Option<(&str, usize)> {
    line.spans.iter().find_map(|span| match &span.value {
        Span::Plain(words) | Span::Strong(words) => {
            let found = CLAIM.find(words)?;
            Some((found.as_str(), span.at + found.start()))
        }
        _ => None,
    })
}

/// Reports periods, sums and phone numbers that are written out.
pub fn check_figures(page: &Page, written: &Written, findings: &Findings) {
    for line in written.lines() {
        let run = line.run("\u{fffc}");
        for (code, found, mend) in written_out(&run.text) {
            let (what, words) = match code {
                Code::BarePeriod => ("a period", found.as_str()),
                Code::BareSum => ("a sum", found.as_str()),
                _ => ("a phone number", found.as_str()),
            };
            let message = format!("\"{words}\" is {what} written out");
            findings.add(page.problem(code, run.place(found.start()), message, mend));
        }
    }
}

fn written_out(text: &str) -> Vec<(Code, regex::Match<'_>, &'static str)> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let periods = PERIOD.find_iter(text).filter(|found| !is_age(&text[found.end()..]));
    let figure =
        "name the figure of knowledge/figures.toml: `{{figure-id}}`, or add it there with its source";
    let mut all: Vec<_> = periods.map(|found| (Code::BarePeriod, found, figure)).collect();
    if has_digit {
        all.extend(SUM.find_iter(text).map(|found| (Code::BareSum, found, figure)));
        let contact = "name the contact of knowledge/contacts.toml: `{{contact.id}}`, or add it there";
        all.extend(PHONE.find_iter(text).map(|found| (Code::BarePhone, found, contact)));
    }
    all
}

fn is_age(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '-']);
    rest.starts_with("old") || rest.starts_with("of age")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            written_out(text).iter().map(|(code, found, _)| format!("{code} {}", found.as_str())).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn a_period_is_found_in_digits_and_words() {
        check("You have 15 days to answer.", &["bare-period 15 days"]);
        check("within six school weeks", &["bare-period six school weeks"]);
        check("a 20-week limit", &["bare-period 20-week"]);
    }

    #[test]
    fn an_age_is_no_period() {
        check("a child of 2 years old", &[]);
        check("a 2-year-old", &[]);
        check("from 16 to 25", &[]);
        check("in Year 9", &[]);
    }

    #[test]
    fn sums_and_phone_numbers_are_found() {
        check("the first £6,000 of it", &["bare-sum £6,000"]);
        check("ring 01628 683150 today", &["bare-phone 01628 683150"]);
        check("ring 0800 1111", &["bare-phone 0800 1111"]);
        check("call 999", &[]);
        check("since 2014", &[]);
    }

    #[track_caller]
    fn check_claim(text: &str, expected: Option<&str>) {
        assert_eq!(CLAIM.find(text).map(|found| found.as_str()), expected);
    }

    #[test]
    fn must_and_should_are_claims_and_words_that_hold_them_are_not() {
        check_claim("The school must tell you.", Some("must"));
        check_claim("Should it meet you?", Some("Should"));
        check_claim("mustard on the shoulder", None);
    }
}
