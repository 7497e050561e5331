//! The digits of every script as those of English: a family may type `٣/١١/٢٠٢٦` or `১২/০৩/২০২৭`.

use std::sync::LazyLock;

use regex::Regex;

static DECIMAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\p{Nd}$").expect("the pattern is a constant that the tests use"));

/// Marks that say which way a script runs. Phones put them around figures; nobody sees them.
const DIRECTIONS: [char; 12] = [
    '\u{061c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// The text with every decimal digit written `0` to `9`, and without marks of direction.
pub(crate) fn in_ascii(text: &str) -> String {
    text.chars().filter_map(one_in_ascii).collect()
}

/// The same for one character; none for a mark of direction.
pub(crate) fn one_in_ascii(c: char) -> Option<char> {
    match c {
        mark if DIRECTIONS.contains(&mark) => None,
        other if other.is_ascii() || !other.is_numeric() => Some(other),
        number => digit(number).or(Some(number)),
    }
}

/// Unicode keeps the ten digits of a script together and in order, so a digit is worth as much as it lies after the
/// nought. Where scripts adjoin, whole tens lie between.
fn digit(c: char) -> Option<char> {
    let is_digit = |c: char| DECIMAL.is_match(c.encode_utf8(&mut [0; 4]));
    if !is_digit(c) {
        return None;
    }
    let before = (1..).map_while(|back| char::from_u32((c as u32).checked_sub(back)?));
    let after_nought = before.take_while(|before| is_digit(*before)).count() as u32;
    char::from_digit(after_nought % 10, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(in_ascii(typed), expected);
    }

    #[test]
    fn digits_of_every_script_are_read() {
        check("٠١٢٣٤٥٦٧٨٩", "0123456789");
        check("۰۱۲۳۴۵۶۷۸۹", "0123456789");
        check("०१२३४५६७८९", "0123456789");
        check("০১২৩৪৫৬৭৮৯", "0123456789");
        check("੦੧੨੩੪੫੬੭੮੯", "0123456789");
        check("௦௧௨௩௪௫௬௭௮௯", "0123456789");
        check("𝟎𝟗𝟘𝟡𝟶𝟿", "090909");
    }

    #[test]
    fn numbers_that_are_no_digits_stay() {
        check("Ⅳ ½ 五 ² ١", "Ⅳ ½ 五 ² 1");
    }

    #[test]
    fn marks_of_direction_are_not_seen() {
        check("\u{200f}٣\u{200f}/١١", "3/11");
    }

    /// What the reckoning by place rests on.
    #[test]
    fn digits_come_in_whole_tens() {
        let digits: Vec<char> =
            ('\u{80}'..=char::MAX).filter(|c| c.is_numeric() && digit(*c).is_some()).collect();
        assert!(digits.len() >= 600 && digits.len().is_multiple_of(10), "{}", digits.len());
        for ten in digits.chunks(10) {
            assert_eq!(in_ascii(&ten.iter().collect::<String>()), "0123456789", "{ten:?}");
        }
    }
}
