//! Finds what would tell a stranger who a family is: names, numbers, addresses, days of birth, schools.
//!
//! It is pointed out before a question is passed on, and can be left out in one step. It never blocks anybody, so it is
//! made to raise few false alarms rather than to find everything: [`find`] is a help to a family, not a promise.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod names;
mod numbers;
mod places;
mod spoken_numbers;

/// What kind of detail was found. The names are the keys of `[say.personal]` in `dialogs/phrases.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Name,
    Phone,
    Email,
    Postcode,
    Address,
    DateOfBirth,
    NhsNumber,
    /// The unique pupil number.
    Upn,
    NationalInsurance,
    School,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Name,
        Kind::Phone,
        Kind::Email,
        Kind::Postcode,
        Kind::Address,
        Kind::DateOfBirth,
        Kind::NhsNumber,
        Kind::Upn,
        Kind::NationalInsurance,
        Kind::School,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::Postcode => "postcode",
            Kind::Address => "address",
            Kind::DateOfBirth => "date-of-birth",
            Kind::NhsNumber => "nhs-number",
            Kind::Upn => "upn",
            Kind::NationalInsurance => "national-insurance",
            Kind::School => "school",
        }
    }
}

/// One detail in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    /// What leaving it out takes away, in bytes of the text.
    pub at: Range<usize>,
    /// The detail itself, as it is shown to the family.
    pub detail: Range<usize>,
    put: Put,
}

/// What stands in place of a detail that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Put {
    /// Nothing is needed: "my son Tyler" is "my son".
    Nothing,
    /// Who it is: a later "Tyler" is "my son".
    Words(String),
    /// The mark of its kind: "[phone number]".
    Mark,
}

/// The details in a text, in order, none within another.
pub fn find(text: &str) -> Vec<Found> {
    // Where two readings meet, the one found first stands: a number before a name, a school before a name in it.
    let mut found: Vec<Found> = Vec::new();
    let readings = [numbers::find(text), places::find(text), names::find(text)];
    for one in readings.into_iter().flatten() {
        let meets = |other: &Found| one.at.start < other.at.end && other.at.start < one.at.end;
        if !found.iter().any(meets) {
            found.push(one);
        }
    }
    found.sort_by_key(|one| one.at.start);
    found
}

/// Whether there is any detail: for a channel that others can read.
pub fn is_in(text: &str) -> bool {
    !find(text).is_empty()
}

/// What was found, each detail once, as it stands in the text; a first name is told with its surname.
pub fn details<'t>(text: &'t str, found: &[Found]) -> Vec<(Kind, &'t str)> {
    let mut details: Vec<(Kind, &str)> = Vec::new();
    for one in found {
        let detail = (one.kind, &text[one.detail.clone()]);
        if !details.iter().any(|(kind, told)| *kind == detail.0 && told.contains(detail.1)) {
            details.push(detail);
        }
    }
    details
}

/// The text without what was found in it. `marks` says what stands where something has to: by [`Kind::as_str`],
/// `[name]`, `[phone number]`.
pub fn left_out(text: &str, found: &[Found], marks: &BTreeMap<String, String>) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for one in found {
        left.push_str(&text[from..one.at.start]);
        match &one.put {
            Put::Nothing => {}
            Put::Words(words) if begins_a_sentence(&left) => left.push_str(&capitalised(words)),
            Put::Words(words) => left.push_str(words),
            Put::Mark => left.push_str(marks.get(one.kind.as_str()).map_or("[…]", String::as_str)),
        }
        from = one.at.end;
    }
    left.push_str(&text[from..]);
    left
}

fn begins_a_sentence(before: &str) -> bool {
    before.trim_end_matches([' ', '"', '“', '(']).chars().last().is_none_or(|c| ".!?\n".contains(c))
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn marked(kind: Kind, at: Range<usize>) -> Found {
    Found { kind, detail: at.clone(), at, put: Put::Mark }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> BTreeMap<String, String> {
        Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), format!("[{}]", kind.as_str()))).collect()
    }

    #[track_caller]
    fn check(text: &str, without: &str) {
        let left = left_out(text, &find(text), &marks());
        assert_eq!(left, without);
        assert_eq!(find(&left), [], "what is left holds nothing more");
    }

    #[test]
    fn a_childs_name_is_left_out_and_the_sentence_still_reads() {
        check(
            "My son Tyler has autism. Tyler's school is no help.",
            "My son has autism. My son's school is no help.",
        );
        check("my daughter, Aisha Khan, is 7", "my daughter is 7");
        check("DD Ellie (9) will not go in", "DD (9) will not go in");
        check("my boy tyler is excluded", "my boy is excluded");
        check("He is called Tyler and he is 6", "He is called [name] and he is 6");
        check("my twins Ava and Mia are in year 2", "my twins are in year 2");
        check("My name is Sarah Jones.", "My name is [name].");
        check(
            "Mrs Okafor said no to my lad Jaxon, so Jaxon stays home",
            "[name] said no to my lad, so my lad stays home",
        );
        check("Oliver was sent home again", "[name] was sent home again");
    }

    #[test]
    fn what_only_looks_like_a_name_stays() {
        for text in [
            "my son Has ADHD",
            "My son will not go to school",
            "my daughter may need a plan",
            "DS has SEN Support. The school says no",
            "My Child Needs Help",
            "my son, Year 4, is behind",
            "DD ASD and the LA said no",
            "I have told my son. Monday is the meeting",
            "Miss a day and they fine you",
            "he is called names at school",
            "my son I think is autistic",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn ways_to_reach_a_family_are_found() {
        check("ring me on 07700 900123 please", "ring me on [phone] please");
        check("+44 (0)1632 960 001 or 01632-960001", "[phone] or [phone]");
        check("mail jo.bloggs+sen@example.co.uk.", "mail [email].");
        check("we live at 12 Acacia Avenue, SL4 1AA", "we live at [address], [postcode]");
        check("we are in sl6 1rf now", "we are in [postcode] now");
    }

    #[test]
    fn a_phone_number_is_found_however_it_is_written() {
        for number in [
            "٠٧٧٠٠ ٩٠٠١٢٣",
            "۰۷۷۰۰۹۰۰۱۲۳",
            "०७७०० ९००१२३",
            "০৭৭০০ ৯০০১২৩",
            "０７７００ ９００１２３",
            "o7700 900123",
            "O77OO 9OO123",
            "07700 9oo123",
            "0 7 7 0 0 9 0 0 1 2 3",
            "07700.900.123",
            "07700/900/123",
            "07700,900123",
            "07700   900123",
            "07700\u{a0}900\u{2011}123",
            "077\u{200b}00900123",
            "+44 (0)7700 900123",
            "+44(0)7700900123",
            "0044 7700 900123",
            "447700900123",
            "(+44) 7700 900123",
            "07700 900 one two three",
            "07700 nine hundred one two three",
            "07700 90012",
            "07700 9001234",
            "+353 87 123 4567",
            "(01628) 496123",
            "020 7946 0958",
        ] {
            check(&format!("he is 8, {number}, thanks"), "he is 8, [phone], thanks");
        }
        check("my son is 8 07700 900123", "my son is 8 [phone]");
        check("tel07700900123", "tel[phone]");
        check("text me on 7700 900123", "text me on [phone]");
        check("(07700 900123)", "([phone])");
        check("07700 900123 9.30 to 3", "[phone] 9.30 to 3");
    }

    #[test]
    fn an_email_address_is_found_however_it_is_written() {
        for email in [
            "sarah@example.com",
            "sarah @ example.com",
            "sarah@gmail",
            "sarah@gmail,com",
            "sarah (at) example.com",
            "sarah[at]example[dot]com",
            "sarah at example dot com",
            "sarah dot jones at gmail dot com",
            "sarah at gmail.com",
            "sarah.jones at hotmail.co.uk",
            "ｓａｒａｈ＠example.com",
            "josé@example.org",
        ] {
            check(&format!("mail {email} please"), "mail [email] please");
        }
    }

    #[test]
    fn other_details_are_found_however_they_are_written() {
        check("sl4-1aa or SL4  1AA or ＳＬ４ １ＡＡ", "[postcode] or [postcode] or [postcode]");
        check("NHS ৯৪৩ ৪৭৬ ৫৯১৯, 943-476-5919", "NHS [nhs-number], [nhs-number]");
        check("UPN H 8012 0000 1001", "UPN [upn]");
        check(
            "NI number AB 12 34 56, or AB.12.34.56.C",
            "NI number [national-insurance], or [national-insurance]",
        );
        for day in [
            "3.3.17",
            "03 03 2017",
            "030317",
            "03032017",
            "third of March 2017",
            "3rd of the 3rd 2017",
            "2017/03/03",
            "3 March '17",
            "٣/٣/٢٠١٧",
        ] {
            check(&format!("dob {day}, he is 8"), "dob [date-of-birth], he is 8");
        }
        check("he was born on Friday, 3 March 2017", "he was born on Friday, [date-of-birth]");
        check("bday 3/3/17 and 3 March 2017 (dob)", "bday [date-of-birth] and [date-of-birth] (dob)");
        check("03/03/2017 is his date of birth", "[date-of-birth] is his date of birth");
    }

    #[test]
    fn days_times_sums_and_references_are_nobodys() {
        for text in [
            "2024-2025",
            "in 2023/24 and 2024/25",
            "£6,000 and £10,123.45",
            "from 07:30 to 08:30",
            "07.45 08.15 09.30",
            "01.30 02.15 03.00",
            "01/02/2024 10.30",
            "01-09-2023 - 31-07-2024",
            "01 2023 - 2024",
            "02 12 2024 15 30",
            "0-25 2014 36(10)",
            "section 19(1), reg. 5(1)",
            "SP-7K3Q-M2X4-D",
            "SP-0777-0123-4",
            "he is 7, she is 12",
            "year 7, 11 and 12",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
            "look at ipsea.org.uk",
            "see you @ school. please",
            "born at 28 weeks 2 days",
            "Section B1, 2hr a week",
            "the 1996 Act, s508B",
            "0.5 to 0.75 hours",
            "20 weeks, 16 weeks, 15 days",
            "0 1 2 3 4 5 6 7 8",
            "www.gov.uk/example",
            "10 12 14 16 18",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn the_number_of_a_helpline_is_nobodys_own() {
        check(
            "I rang 0300 302 3731 and 0808 800 5000 and 999",
            "I rang 0300 302 3731 and 0808 800 5000 and 999",
        );
    }

    #[test]
    fn numbers_of_a_person_are_known_by_their_check_digit_or_their_name() {
        check("his nhs number is 943 476 5919", "his nhs number is [nhs-number]");
        check("NHS no: 9434765918", "NHS no: [nhs-number]");
        check("order 9434765918 came", "order 9434765918 came");
        check("UPN H801200001001 in the report", "UPN [upn] in the report");
        check("my NI is QQ 12 34 56 C", "my NI is QQ 12 34 56 C");
        check("my NI is AB 12 34 56 C", "my NI is [national-insurance]");
    }

    #[test]
    fn a_day_of_birth_is_found_and_other_days_stay() {
        check("dob 03/03/2017", "dob [date-of-birth]");
        check("he was born on 3rd March 2017", "he was born on [date-of-birth]");
        check("date of birth is March 3, 2017.", "date of birth is [date-of-birth].");
        check("born 2017-03-03", "born [date-of-birth]");
        check("the letter is dated 3 March 2027", "the letter is dated 3 March 2027");
        check("born at 28 weeks, review 3/3/27", "born at 28 weeks, review 3/3/27");
    }

    #[test]
    fn the_name_of_a_school_is_found_and_kinds_of_school_stay() {
        check("She goes to St Mary's Primary School.", "She goes to [school].");
        check("he is at Oakfield Academy now", "he is at [school] now");
        check("st luke's primary won't help", "[school] won't help");
        check("he attends Furze Platt and hates it", "he attends [school] and hates it");
        for text in [
            "Primary School or Special School?",
            "The School said no. My School?",
            "he goes to Year 7 in September",
            "Independent Special School fees",
            "she is at Secondary School",
            "he goes to CAMHS",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_detail_is_told_once() {
        let text = "My son Tyler. Tyler! Tyler, 07700900123";
        assert_eq!(details(text, &find(text)), [(Kind::Name, "Tyler"), (Kind::Phone, "07700900123")]);
    }
}
