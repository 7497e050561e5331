//! Whether to answer, to offer two or three, or to decline.
//!
//! The trade-off: a wrong answer is worse than "which of these?", which is worse than a right answer, and a family
//! with a real question should never be told that nothing was found. So the bar for answering is high, the bar for
//! offering low, and only what is clearly not ours is declined.

use super::lesson::AsideKind;
use super::query::Query;
use super::score::{Heard, Ranking};
use super::telling::{self, ASKS_BELOW};
use super::{Context, Understanding, language, ours};
use crate::library::EntryId;

/// What was found for one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub decision: Decision,
    /// Best first, up to five.
    pub ranked: Vec<Hit>,
    /// Further questions found in the same message, in the order they were asked.
    pub several: Vec<EntryId>,
}

/// What to do with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// This entry answers it.
    Answer(EntryId),
    /// One of these two or three probably does.
    Choose(Vec<EntryId>),
    /// It asks for no entry.
    Aside(AsideKind),
    NotFound,
}

impl Decision {
    /// A question may have been asked, and no entry was found for it.
    pub fn misses(&self) -> bool {
        matches!(
            self,
            Decision::NotFound
                | Decision::Aside(AsideKind::OffTopic | AsideKind::SmallTalk | AsideKind::Nonsense)
        )
    }
}

/// How likely an entry is to be the one: 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Score(pub f32);

/// An entry, and how likely it is to be the one.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub entry: EntryId,
    pub score: Score,
}

/// How likely the best entry must be to answer with it alone.
pub const ANSWER_FROM: f32 = 0.7;
/// How likely it must be that no entry is meant, to decline. The two errors pull apart. Over dev.tsv, the calibration
/// set and two sets first asked before anybody had looked at them, 0.4 turns 3 of 421 real questions away and declines
/// 88 of 92 lines that are not ours; 0.5 turns as many away and declines 86; 0.33 turns 7 away and declines 91. In
/// cross-validation, whose lines are shorter and harder, 0.4 turns 7 in a hundred away. A family turned away still sees
/// the topics and the way to a person; one that is answered about something else does not see that it was
/// misunderstood.
pub const DECLINE_FROM: f32 = 0.4;
/// A message of up to so many words may be about anything.
const SHORT_WORDS: usize = 5;
/// Of a short message, the best entry is offered from here on, unless a kind of aside is as likely as this.
const NOT_NEGLIGIBLE: f32 = 0.15;
const ASIDE_FROM: f32 = 0.3;
/// A short message this plainly about one entry is offered it, strange words or not: "local ofer windsor".
const PLAIN: f32 = 0.9;
/// A further question needs a sentence that finds an entry this surely.
const FURTHER_FROM: f32 = 0.7;
/// How many further questions are named.
const MOST_FURTHER: usize = 3;
/// How far earlier turns lean, against scores whose differences are chances' logarithms: enough to break a tie.
const LEAN_TO_LAST: f32 = 0.3;
const LEAN_TO_STAGE: f32 = 0.3;

/// A message read, ranked and decided by place of entry.
pub struct Decided {
    pub heard: Heard,
    /// Sentences left out, as typed.
    pub left_out: Vec<String>,
    pub ranking: Ranking,
    pub verdict: Verdict,
    pub further: Vec<usize>,
}

/// A [`Decision`] by places of entries.
pub enum Verdict {
    Answer(usize),
    Choose(Vec<usize>),
    Aside(AsideKind),
    NotFound,
}

pub fn decide(understanding: &Understanding, text: &str, context: &Context) -> Decided {
    let read = read(understanding, text);
    let names_another_field = read.names_another_field();
    let heard = understanding.scorers.hear(read);
    let (heard, left_out) = telling::carrying(&understanding.scorers, heard);
    let ranking = understanding.scorers.rank(&heard, &leaning(understanding, context));
    let verdict = verdict(text, &heard.query, names_another_field, &ranking);
    let further = match verdict {
        Verdict::Answer(_) | Verdict::Choose(_) => {
            further_questions(understanding, &heard, &ranking, &verdict)
        }
        Verdict::Aside(_) | Verdict::NotFound => Vec::new(),
    };
    Decided { heard, left_out, ranking, verdict, further }
}

/// Reads a message. A name that may be a place or a word ("his jersey", "Mrs Ireland") is left out, unless something else
/// in it tells of another country.
fn read(understanding: &Understanding, text: &str) -> Query {
    let is_elsewhere = |query: &Query| query.terms().any(|term| term == ours::OUTSIDE_ENGLAND);
    let read = understanding.reading.read(text);
    if is_elsewhere(&read)
        && let Some(rest) = ours::without_names_of_places(text)
    {
        let rest = understanding.reading.read(&rest);
        return if is_elsewhere(&rest) { read } else { rest };
    }
    read
}

/// `names_another_field` is of the whole message, what was left out of it too: "A dropped kerb was refused. Who decides?"
fn verdict(text: &str, query: &Query, names_another_field: bool, ranking: &Ranking) -> Verdict {
    if let Some(name) = language::recognised(text) {
        return Verdict::Aside(AsideKind::OtherLanguage(name.to_owned()));
    }
    if query.is_empty() {
        return if text.trim().is_empty() { Verdict::NotFound } else { Verdict::Aside(AsideKind::Nonsense) };
    }
    let best = ranking.best.as_slice();
    if ranking.signs.chance() >= DECLINE_FROM {
        return if best.len() > 1 && !names_another_field && may_still_be_ours(query, ranking) {
            Verdict::Choose(best.iter().copied().take(3).collect())
        } else {
            Verdict::Aside(ranking.kind().clone())
        };
    }
    match best {
        [] => Verdict::NotFound,
        [first, ..] if ranking.entries[*first] >= ANSWER_FROM => Verdict::Answer(*first),
        [only] => Verdict::Answer(*only),
        [..] => Verdict::Choose(best.iter().copied().take(3).collect()),
    }
}

/// Whether what sounds like talk of other things and names no other field is offered entries all the same: it names
/// ours, or it is too short to tell, in our words, and sounds like nothing else. "TA hours" says as much as a tired
/// parent types.
fn may_still_be_ours(query: &Query, ranking: &Ranking) -> bool {
    let is_chat = matches!(
        ranking.kind(),
        AsideKind::OffTopic | AsideKind::SmallTalk | AsideKind::Homework | AsideKind::Greeting
    );
    if !is_chat {
        return false;
    }
    let best = ranking.entries.iter().copied().fold(0.0, f32::max);
    let sounds_like_nothing_else = ranking.asides.iter().all(|chance| *chance < ASIDE_FROM);
    ours::names_the_field(query, &ranking.signs)
        || ranking.signs.words <= SHORT_WORDS
            && best >= NOT_NEGLIGIBLE
            && sounds_like_nothing_else
            && (ours::stays_in_our_words(&ranking.signs) || best >= PLAIN)
}

fn leaning(understanding: &Understanding, context: &Context) -> Vec<f32> {
    let mut leaning = vec![0.0; understanding.entries.len()];
    if let Some(last) = context.last_topics.last() {
        for (lean, entry) in leaning.iter_mut().zip(&understanding.entries) {
            *lean += if entry == last { LEAN_TO_LAST } else { 0.0 };
        }
    }
    if let Some(stage) = &context.stage {
        let scores = understanding.scorers.index().scores(&understanding.reading.read(stage));
        let best = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        for (lean, score) in leaning.iter_mut().zip(scores) {
            *lean += LEAN_TO_STAGE * score / best;
        }
    }
    leaning
}

/// Sentences that find, each alone and surely, an entry other than those already answered or offered.
fn further_questions(
    understanding: &Understanding,
    heard: &Heard,
    ranking: &Ranking,
    verdict: &Verdict,
) -> Vec<usize> {
    let mut further = Vec::new();
    let sentences = &heard.query.sentences;
    if sentences.len() < 2 {
        return further;
    }
    let shown: Vec<usize> = match verdict {
        Verdict::Answer(first) => vec![*first],
        _ => ranking.best.iter().copied().take(3).collect(),
    };
    for asked in (0..sentences.len()).filter(|place| sentences[*place].is_asked) {
        let alone = understanding.scorers.keeping(heard, |place| place == asked);
        let ranking = understanding.scorers.rank(&alone, &[]);
        let Some(best) = ranking.best.first().copied() else { continue };
        let is_sure = ranking.entries[best] >= FURTHER_FROM && ranking.signs.chance() <= ASKS_BELOW;
        if is_sure && !shown.contains(&best) && !further.contains(&best) && further.len() < MOST_FURTHER {
            further.push(best);
        }
    }
    further
}

impl Decided {
    /// By name.
    pub fn finding(&self, understanding: &Understanding) -> Finding {
        let entry = |place: &usize| understanding.entries[*place].clone();
        let hit = |place: usize| Hit { entry: entry(&place), score: Score(self.ranking.entries[place]) };
        let decision = match &self.verdict {
            Verdict::Answer(first) => Decision::Answer(entry(first)),
            Verdict::Choose(places) => Decision::Choose(places.iter().map(entry).collect()),
            Verdict::Aside(kind) => Decision::Aside(kind.clone()),
            Verdict::NotFound => Decision::NotFound,
        };
        let ranked = self.ranking.best.iter().copied().take(5).map(hit).collect();
        Finding { decision, ranked, several: self.further.iter().map(entry).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::content::{self, CheckOptions, Source};
    use crate::library::Library;

    static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
        let options = CheckOptions { today: "2026-11-24".parse().unwrap(), release: false };
        content::load(&Source::Embedded, options).unwrap_or_else(|report| panic!("{report}")).library
    });

    fn decision(typed: &str) -> Decision {
        LIBRARY.understanding().find(typed, &Context::default()).decision
    }

    #[track_caller]
    fn check_served(typed: &str) {
        let decision = decision(typed);
        assert!(matches!(decision, Decision::Answer(_) | Decision::Choose(_)), "{typed}: {decision:?}");
    }

    #[track_caller]
    fn check_declined(typed: &str) {
        let decision = decision(typed);
        assert!(matches!(decision, Decision::Aside(_)), "{typed}: {decision:?}");
    }

    #[test]
    fn short_questions_in_the_words_of_the_field_are_served() {
        for typed in [
            "how do i get 1:1 support",
            "need a TA",
            "TA hours",
            "teaching assistant",
            "pip",
            "dyspraxia",
            "local ofer windsor",
            "tourettes",
            "LA ignoring me",
            "hello can i ask about dla",
            "hello i need help with ehcp",
            "paed appointment",
        ] {
            check_served(typed);
        }
    }

    /// Each with entries of which one at least is answered with or offered.
    #[test]
    fn short_questions_find_what_they_are_about() {
        let specialists: &[&str] = &["specialists"];
        let support_plan: &[&str] = &["support-plan"];
        let who_helps: &[&str] =
            &["who-is-responsible", "plan-not-delivered", "kinds-of-support", "bring-someone"];
        for (typed, entries) in [
            ("dcd", ["need-sensory-physical", "need-dyslexia"].as_slice()),
            ("is my lsa allowed", who_helps),
            ("LSA off sick", who_helps),
            ("1-1 in class", who_helps),
            ("1 to 1 at lunch", who_helps),
            ("121 support", &["what-is-sen-support", "kinds-of-support", "plan-not-delivered"]),
            ("one to one", who_helps),
            ("key person at nursery", &["early-years"]),
            ("school action plus", &["what-is-sen-support"]),
            ("speech therapist", &["need-speech-language", "specialists"]),
            ("OT", specialists),
            ("OT referral", specialists),
            ("EP report", specialists),
            ("EP wont come out", specialists),
            ("camhs said no", &["need-semh"]),
            ("carers allowance", &["benefits-for-families"]),
            ("DLA form", &["benefits-for-families"]),
            ("pip at 16", &["benefits-for-families"]),
            ("IEP never done", support_plan),
            ("ILP", support_plan),
            ("provision map", &["support-plan", "how-school-spends"]),
            ("eotas", &["school-attendance", "personal-budget", "plan-school-choice", "home-education"]),
            ("SENDIST", &["tribunal"]),
            ("LGO", &["complain-council"]),
            ("sendiass number", &["ias-service"]),
            ("LEA not replying", &["council-late", "complain-council"]),
            ("panel said no", &["ehcna-refused", "plan-refused", "top-up-funding"]),
            ("section F", &["plan-contents"]),
            ("section I", &["plan-contents", "plan-school-choice"]),
            ("EHC plan", &["what-is-ehcp"]),
            ("ehpc refused", &["plan-refused", "ehcna-refused"]),
            ("echp late", &["council-late", "ehcna-timeline"]),
            ("statement review", &["annual-review"]),
            ("add diagnosis", &["need-adhd", "diagnosis-needed"]),
            ("odd", &["need-semh"]),
            ("PDA son", &["need-autism"]),
            ("FASD", &["need-semh", "other-organisations", "need-adhd"]),
            ("selective mutism", &["need-speech-language", "need-semh"]),
            ("sensory processing", &["need-sensory-physical", "need-autism"]),
            ("dyscalculia help", &["need-dyslexia"]),
            ("school refuser", &["school-attendance"]),
            ("asd pathway", &["need-autism"]),
            ("srp unit place", &["plan-school-choice"]),
        ] {
            let found: Vec<String> = match decision(typed) {
                Decision::Answer(entry) => vec![entry.to_string()],
                Decision::Choose(entries) => entries.iter().map(EntryId::to_string).collect(),
                other => panic!("{typed}: {other:?}"),
            };
            assert!(found.iter().any(|entry| entries.contains(&entry.as_str())), "{typed}: {found:?}");
        }
    }

    #[test]
    fn everyday_senses_of_the_words_of_the_field_are_declined() {
        for typed in [
            "ta",
            "ta very much",
            "ta love",
            "ta ra",
            "my bank statement",
            "what is the waiting list for a new tesla",
            "lemon pip",
            "pip install error",
            "salt and vinegar crisps",
            "pinch of salt",
            "odd socks",
            "add milk",
            "unit conversion",
            "LA weather",
            "la la la",
            "flights to LA",
            "bus times",
            "taxi number",
            "taxi to heathrow",
            "dentist waiting list",
            "naming a kitten",
            "panel beater",
            "solar panel",
            "tribunal for unfair dismissal",
            "parking appeal",
            "planning officer contact",
            "garden transport",
            "statement necklace",
            "section 21 notice",
            "ear wax",
            "cats home",
            "one to one guitar lessons price",
            "training shoes",
            "sen yen exchange rate",
            "court tennis",
        ] {
            check_declined(typed);
        }
    }

    #[test]
    fn short_messages_that_sound_like_something_else_are_declined() {
        for typed in [
            "hello",
            "hello ta",
            "hello can you help me",
            "whats your name",
            "bank statement",
            "pizza",
            "council tax",
            "half term dates",
            "what is 11 plus 4",
            "I'm training to be a nursery nurse, which course is best",
        ] {
            check_declined(typed);
        }
    }

    #[test]
    fn a_jersey_and_mrs_ireland_are_no_other_country() {
        check_served("my son lost his jersey at school and the senco will not help");
        check_served("Mrs Ireland the senco is off");
        for typed in [
            "we live in ireland how do i get an sna",
            "Jersey school SEN support law",
            "we are moving to Jersey",
        ] {
            assert_eq!(decision(typed), Decision::Aside(AsideKind::OtherCountry), "{typed}");
        }
    }
}
