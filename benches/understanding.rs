//! What understanding costs: one question, a long one, a megabyte, opening, learning, and the same with ten times as
//! much to know.
//!
//! `cargo bench --bench understanding --no-default-features`. A question may take 150 µs at the median, a megabyte
//! 50 ms; ten times the entries and phrasings may take ten times as long, and no more.

use std::hint::black_box;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use divan::Bencher;
use signpost::answer::{Aside, Context, Lesson, Understanding, lessons_hash};
use signpost::content::{self, CheckOptions, Source};
use signpost::conversation::{Message, respond};
use signpost::enquiry::Channel;
use signpost::library::{Entry, EntryId, Library, TopicId};
use signpost::moment::Moment;
use signpost::session::{Session, SessionId};

fn main() {
    divan::main();
    let took = LEARNING_TOOK.lock().expect("no bench panicked");
    if let (Some(once), Some(ten_times)) = (shortest(&took, 1), shortest(&took, 10)) {
        let ratio = ten_times.as_secs_f64() / once.as_secs_f64();
        println!("ten times as much takes {ratio:.1} times as long to learn; at most 10 is promised");
    }
}

/// How long learning took, by how much there was to learn.
static LEARNING_TOOK: Mutex<Vec<(usize, Duration)>> = Mutex::new(Vec::new());

fn shortest(took: &[(usize, Duration)], times: usize) -> Option<Duration> {
    took.iter().filter(|(of, _)| *of == times).map(|(_, took)| *took).min()
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
    let options = CheckOptions { today, release: false };
    content::load(&Source::Embedded, options).unwrap_or_else(|report| panic!("{report}")).library
});

const QUESTION: &str = "They have refused to assess my daughter and school says she is fine. Can we appeal?";
const LONG_QUESTION: &str = "My son is nine and in Year 5. The SENCO says he is on SEN Support but nobody has written \
    anything down. He had a bad week again and the head rang me at work to fetch him at lunch. Is that allowed? ";

fn find(typed: &str) {
    black_box(LIBRARY.understanding().find(black_box(typed), &Context::default()));
}

#[divan::bench]
fn one_question(bencher: Bencher) {
    bencher.bench_local(|| find(QUESTION));
}

/// All that one message costs, danger first: each time another one, of two sentences, as families ask.
#[divan::bench(sample_count = 2_000, sample_size = 1)]
fn one_turn(bencher: Bencher) {
    let two = |entry: &Entry| entry.phrasings.chunks_exact(2).map(|two| two.join(". ")).collect::<Vec<_>>();
    let messages: Vec<Message> = LIBRARY.entries().flat_map(two).map(Message::Text).collect();
    let mut messages = messages.iter().cycle();
    let session = Session::new(SessionId::new("bench"), Channel::CommandLine);
    let now = Moment::new("2026-11-25T12:00:00Z".parse().expect("a moment"));
    black_box(respond(&LIBRARY, &session, &Message::Text("hello".to_owned()), now));
    bencher
        .with_inputs(|| messages.next().expect("there are phrasings"))
        .bench_local_values(|message| black_box(respond(&LIBRARY, &session, message, now)));
}

#[divan::bench(args = [5_000, 1_000_000])]
fn a_long_paste(bencher: Bencher, characters: usize) {
    let typed: String = LONG_QUESTION.chars().cycle().take(characters).collect();
    bencher.bench_local(|| find(&typed));
}

/// Nothing in it is known, so that each word might be mended.
#[divan::bench(args = [5_000, 1_000_000])]
fn a_paste_of_noise(bencher: Bencher, characters: usize) {
    bencher.with_inputs(|| noise(characters)).bench_local_refs(|typed| find(typed));
}

#[divan::bench]
fn opening_what_was_learnt(bencher: Bencher) {
    let kept = Source::Embedded.learnt().expect("what was learnt is embedded");
    let lessons: Vec<Lesson> = LIBRARY.entries().map(Lesson::of).collect();
    let hash = lessons_hash(&lessons, LIBRARY.glossary(), LIBRARY.asides());
    bencher.bench_local(|| black_box(Understanding::open(&kept, hash)));
}

/// As much again for each time: entries with their phrasings, and asides, in words of their own.
struct Much {
    ids: Vec<EntryId>,
    topics: Vec<TopicId>,
    phrasings: Vec<Vec<String>>,
    asides: Vec<Aside>,
}

impl Much {
    fn of(times: usize) -> Much {
        let mut much = Much { ids: vec![], topics: vec![], phrasings: vec![], asides: vec![] };
        for time in 0..times {
            for entry in LIBRARY.entries() {
                much.ids.push(EntryId::new(format!("{}-{time}", entry.id)));
                much.topics.push(TopicId::new(format!("{}-{time}", entry.topic)));
                much.phrasings.push(entry.phrasings.iter().map(|text| in_other_words(text, time)).collect());
            }
            let asides = LIBRARY.asides().iter();
            much.asides.extend(
                asides.map(|aside| Aside { text: in_other_words(&aside.text, time), ..aside.clone() }),
            );
        }
        much
    }

    fn lessons(&self) -> Vec<Lesson<'_>> {
        let all: Vec<&Entry> = LIBRARY.entries().collect();
        let entries = all.into_iter().cycle().zip(&self.ids).zip(&self.topics).zip(&self.phrasings);
        entries
            .map(|(((entry, id), topic), phrasings)| Lesson { id, topic, phrasings, ..Lesson::of(entry) })
            .collect()
    }
}

/// Every third word changed, so that each copy is a language somewhat its own.
fn in_other_words(text: &str, time: usize) -> String {
    let ending = ["", "a", "e", "i", "o", "u", "y", "an", "en", "on"][time % 10];
    let words = text.split(' ').enumerate();
    words
        .map(|(place, word)| if place % 3 == 0 { format!("{word}{ending}") } else { word.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

#[divan::bench(args = [1, 10], sample_count = 1, sample_size = 1)]
fn learning(bencher: Bencher, times: usize) {
    let much = Much::of(times);
    let lessons = much.lessons();
    bencher.bench_local(|| {
        let started = Instant::now();
        let learnt = black_box(Understanding::learn(&lessons, LIBRARY.glossary(), &much.asides));
        LEARNING_TOOK.lock().expect("no bench panicked").push((times, started.elapsed()));
        learnt
    });
}

#[divan::bench(args = [1, 10], sample_count = 50)]
fn one_question_of_much(bencher: Bencher, times: usize) {
    let much = Much::of(times);
    let learnt = Understanding::learn(&much.lessons(), LIBRARY.glossary(), &much.asides);
    bencher.bench_local(|| black_box(learnt.find(black_box(QUESTION), &Context::default())));
}

fn noise(characters: usize) -> String {
    let letters = (0..characters as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 26);
    letters
        .enumerate()
        .map(|(place, letter)| if place % 9 == 8 { ' ' } else { char::from(b'a' + letter) })
        .collect()
}
