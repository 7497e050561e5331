//! Whole conversations of arbitrary bytes: what `fuzz/` runs for hours, run here for seconds.

#[path = "common/any_talk.rs"]
mod any_talk;
mod common;

use proptest::prelude::*;

use common::{library, moment};

fn lead(bytes: &[u8]) {
    any_talk::lead(&library(), bytes, moment("2026-11-25T10:00:00Z"));
}

/// What the fuzzer begins with; a conversation it once broke goes in here.
const ONCE: [&[u8]; 6] = [
    b"they wont assess my son\n1\nback\nmenu\nstop",
    b"adviser\nmy question\n\x01\x00\n\x01\x01\nno\nno",
    b"\x01\xff\n\xff\xfe\n\0\n\n\n",
    b"How do I ask for a plan? Also can I get DLA?\n\x01\x03\nlaw\neasy\nback",
    b"kjhg kjhg\nqqqq\nzzzz zzzz\nyyyy",
    "🙂\nمرحبا\n\u{202e}abc\ndzien dobry, jak moge pomoc".as_bytes(),
];

#[test]
fn what_the_fuzzer_begins_with_keeps_every_promise() {
    ONCE.into_iter().for_each(lead);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_bytes_keep_every_promise(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        lead(&bytes);
    }

    #[test]
    fn any_talk_of_our_words_keeps_every_promise(
        lines in proptest::collection::vec(
            prop_oneof![
                2 => (0u8..7).prop_map(|number| vec![1, number]),
                3 => proptest::sample::select(vec![
                    "adviser", "back", "menu", "stop", "yes", "no", "2", "help", "they refused to assess",
                    "a@b.org", "3 March 2027", "my daughter is not safe", "thanks", "", "SP-1111-1111-1",
                ]).prop_map(|text| text.as_bytes().to_vec()),
                1 => "[a-z ?.]{0,80}".prop_map(String::into_bytes),
            ],
            1..12,
        )
    ) {
        lead(&lines.join(&b'\n'));
    }
}
