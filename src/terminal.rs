//! Other people's text on a terminal: shown, never obeyed.
//!
//! A family's words may hold escape sequences, by accident or not. They could clear the screen, rename the window or
//! make a link that leads elsewhere; marks that turn the direction of writing can make words read as others.

/// The text without whatever a terminal would obey. Line breaks stay, tabs become spaces.
pub fn lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '\u{1b}' => after_escape(after),
            // The same sequences have beginnings of one character too.
            '\u{9b}' => after_control_sequence(after),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => after_string(after),
            '\r' if after.starts_with('\n') => after,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => {
                shown.push('\n');
                after
            }
            '\t' => {
                shown.push_str("    ");
                after
            }
            hidden if is_hidden(hidden) => after,
            plain => {
                shown.push(plain);
                after
            }
        };
    }
    shown
}

/// The same on one line.
pub fn one_line(text: &str) -> String {
    lines(text).replace('\n', " ")
}

/// JSON with what a terminal could obey as `\u` escapes: machines read the same text.
pub fn escaped_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) && character != '\n' {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Obeyed instead of shown, or able to make text read as another one.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}'
                | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// What follows one escape sequence, of whose beginning the escape character is already gone.
fn after_escape(text: &str) -> &str {
    match text.chars().next() {
        Some('[') => after_control_sequence(&text[1..]),
        Some(']' | 'P' | 'X' | '^' | '_') => after_string(&text[1..]),
        // Up to three marks between space and slash, then the one that ends it.
        Some(' '..='/') => {
            let marks = text.trim_start_matches(|mark| (' '..='/').contains(&mark));
            marks.strip_prefix(|end| ('0'..='~').contains(&end)).unwrap_or(marks)
        }
        // Another escape, a line break or any letter beyond ASCII is not part of it.
        Some(end) if ('0'..='~').contains(&end) => &text[1..],
        _ => text,
    }
}

/// Numbers and marks, then a letter that ends it. One that does not end is left for the family's own text.
fn after_control_sequence(text: &str) -> &str {
    let rest = text.trim_start_matches(|mark| (' '..='?').contains(&mark));
    rest.strip_prefix(|end| ('@'..='~').contains(&end)).unwrap_or(text)
}

/// A hidden string, up to its end mark. One that never ends, or not on its line, hides nothing.
fn after_string(text: &str) -> &str {
    let line = &text[..text.find(['\n', '\r']).unwrap_or(text.len())];
    let ends = ["\u{7}", "\u{1b}\\", "\u{9c}"];
    let end = ends.iter().filter_map(|end| Some(line.find(end)? + end.len())).min();
    end.map_or(text, |end| &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(typed: &str, shown: &str) {
        assert_eq!(lines(typed), shown);
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        check("My son's 2nd school\nÄ 🙂 👩‍👧 £50", "My son's 2nd school\nÄ 🙂 👩‍👧 £50");
        check("one\r\ntwo\rthree\tfour", "one\ntwo\nthree    four");
    }

    #[test]
    fn escape_sequences_are_neither_shown_nor_obeyed() {
        check("a\u{1b}[31mred\u{1b}[0m", "ared");
        check("\u{1b}[2J\u{1b}[Hgone", "gone");
        check("\u{9b}2Jgone", "gone");
        check("\u{1b}]0;window\u{7}title", "title");
        check("\u{1b}]8;;https://example.org\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link");
        check("\u{1b}(0charset", "charset");
        check("\u{1b}cwiped", "wiped");
        check("\u{7}bell\u{8}\u{0}\u{7f}", "bell");
    }

    #[test]
    fn what_only_begins_like_a_sequence_hides_no_words() {
        check("\u{1b}]help my child is not safe", "help my child is not safe");
        check("\u{1b}]help\nme\u{7}", "help\nme");
        check("\u{1b}[12\nnext", "12\nnext");
        check("end\u{1b}", "end");
    }

    #[test]
    fn marks_that_turn_the_writing_are_left_out() {
        check("\u{202e}gnp.exe\u{202c}", "gnp.exe");
        check("a\u{2066}b\u{2069}c\u{200f}", "abc");
    }

    #[test]
    fn json_is_the_same_for_machines() {
        let text = "a\u{9b}2J\u{202e}b\u{7f}\u{1b}[0m\u{e0041}";
        let shown = escaped_json(&serde_json::to_string(text).unwrap());
        assert!(!shown.chars().any(is_hidden), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    proptest! {
        #[test]
        fn nothing_a_terminal_obeys_is_left(typed in "(\u{1b}|\u{9b}|\\[|\\]|;|\u{7}|\\PC|\\p{Cc}|\u{202e}|[a-z0-9\n]){0,60}") {
            let shown = lines(&typed);
            prop_assert!(!shown.chars().any(|c| c != '\n' && is_hidden(c)), "{shown:?}");
        }

        #[test]
        fn text_without_controls_is_never_cut(typed in "[a-zA-Zäß🙂 .,\n\\[\\];0-9]{0,60}") {
            prop_assert_eq!(lines(&typed), typed);
        }
    }
}
