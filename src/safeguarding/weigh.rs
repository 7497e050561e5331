//! Weighs the signs found in a message against what holds them back.

use super::guards::{self, HeldBack};
use super::lean::{self, Lean, Leaning, StemId};
use super::pattern::{Found, Patterns};
use super::words::Words;
use super::{Danger, MOST_STEPS, Why, signs};

/// What a pattern means where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// Danger by itself.
    Plain(Why),
    /// Danger when nothing speaks against it and something else speaks for it.
    Hint(Why),
    /// Speaks against signs near it.
    Guard(HeldBack),
    /// Speaks against a sign it touches.
    Touching(HeldBack),
    /// Says that it goes on now, whatever was "last year".
    Present,
}

/// One pattern of the tables.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) pattern: &'static str,
    pub(super) about: &'static str,
    pub(super) means: Means,
    /// Whether an accident explains it as well as a blow does.
    pub(super) is_injury: bool,
}

/// All patterns of all tables.
pub(super) fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for group in signs::GROUPS.iter().copied().flatten() {
        let mut add = |table: &'static str, means| {
            entries.extend(lines(table).map(|pattern| Entry {
                pattern,
                about: group.about,
                means,
                is_injury: group.is_injury,
            }));
        };
        add(group.plain, Means::Plain(group.why));
        add(group.hints, Means::Hint(group.why));
    }
    for guard in guards::GUARDS {
        let entry = |pattern| Entry { pattern, about: guard.about, means: guard.means, is_injury: false };
        entries.extend(lines(guard.patterns).map(entry));
    }
    entries
}

/// The patterns of a table, one a line.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// One sign, weighed.
#[derive(Debug)]
pub(super) struct Weighed {
    pub(super) found: Found,
    pub(super) why: Why,
    pub(super) is_plain: bool,
    /// What held it back, and the words that did.
    pub(super) held_back: Vec<(HeldBack, usize, usize)>,
    pub(super) danger: Danger,
}

/// What the whole message came to.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) danger: Danger,
    pub(super) signs: Vec<Weighed>,
    /// The part that leans most towards danger, and what that comes to.
    pub(super) leaning: Option<(Leaning, Danger)>,
    pub(super) steps: u64,
}

/// The most signs kept from one message; a message with more is danger of some kind or nonsense.
const MOST_SIGNS: usize = 1_000;

/// The most guards kept.
const MOST_GUARDS: usize = 10_000;

/// How far apart, in words, a sign and a guard of the same sentence may be. Families often write a whole
/// story without a full stop, and what was two years ago at its start says nothing about its end.
const SAME_BREATH: usize = 28;

pub(super) fn weigh(patterns: &Patterns, entries: &[Entry], lean: &Lean, words: &Words) -> Outcome {
    let mut left = MOST_STEPS;
    let (mut found, mut guards, mut is_present) = (Vec::new(), Vec::new(), Vec::new());
    let is_searched = patterns.find(&words.ids, &words.sentences, &mut left, |find| {
        match entries[find.pattern as usize].means {
            Means::Plain(_) | Means::Hint(_) => found.push(find),
            Means::Present => is_present.push(find),
            Means::Guard(_) | Means::Touching(_) if guards.len() < MOST_GUARDS => {
                guards.extend(Guard::from_find(find, entries, words));
            }
            Means::Guard(_) | Means::Touching(_) => {}
        }
        found.len() < MOST_SIGNS
    });
    let is_read = is_searched && found.len() < MOST_SIGNS && !words.is_cut;
    found.sort_unstable_by_key(|find: &Found| (find.from, find.to, find.pattern));
    found.dedup();
    is_present.sort_unstable_by_key(|find: &Found| (find.from, find.to, find.pattern));
    is_present.dedup();
    guards.sort_unstable_by_key(|guard: &Guard| (guard.from, guard.to, guard.kind));
    guards.dedup();

    let mut signs: Vec<Weighed> = Vec::new();
    for find in &found {
        let entry = &entries[find.pattern as usize];
        let (why, is_plain) = match entry.means {
            Means::Plain(why) => (why, true),
            Means::Hint(why) => (why, false),
            Means::Guard(_) | Means::Touching(_) | Means::Present => continue,
        };
        let held_back = holding(*find, why, entry.is_injury, patterns, words, &guards, &is_present);
        let kinds: Vec<HeldBack> = held_back.iter().map(|(kind, ..)| *kind).collect();
        let danger = guards::verdict(why, is_plain, &kinds);
        signs.push(Weighed { found: *find, why, is_plain, held_back, danger });
    }
    let stems = lean.read(words);
    let by_signs = match together(&signs, is_read) {
        // Few words say too little to contradict a sign.
        danger if words.ids.len() < lean::SHORTEST_PART => danger,
        Danger::Now(why) | Danger::Possible(why) if !is_contradicted(lean, words, &stems, &signs) => {
            Danger::Possible(why)
        }
        Danger::Possible(Why::TooLongToRead) => Danger::Possible(Why::TooLongToRead),
        _ => Danger::None,
    };
    let leaning = if by_signs.is_now() { None } else { leaning(lean, words, &stems, &signs) };
    let danger = match leaning {
        Some((_, by_lean)) if by_lean.is_now() || !by_signs.is_some() => by_lean,
        _ => by_signs,
    };
    Outcome { danger, signs, leaning, steps: MOST_STEPS - left }
}

/// The gravest danger of all signs; two different hints make one danger.
fn together(signs: &[Weighed], is_read: bool) -> Danger {
    let rank = |danger: Danger| match danger {
        Danger::None => 0,
        Danger::Possible(_) => 1,
        Danger::Now(_) => 2,
    };
    // The gravest; of equals, the kind that is told first (`Why` is in order of haste).
    let gravest = signs
        .iter()
        .map(|sign| sign.danger)
        .max_by_key(|danger| (rank(*danger), std::cmp::Reverse(danger.why())))
        .unwrap_or(Danger::None);
    if gravest.is_now() {
        return gravest;
    }
    let hints: Vec<&Weighed> =
        signs.iter().filter(|sign| !sign.is_plain && sign.held_back.is_empty()).collect();
    let apart = |a: &Weighed, b: &Weighed| a.found.to <= b.found.from || b.found.to <= a.found.from;
    for (nth, first) in hints.iter().enumerate() {
        if hints[nth + 1..]
            .iter()
            .take(50)
            .any(|second| apart(first, second) && first.found.pattern != second.found.pattern)
        {
            return Danger::Now(first.why);
        }
    }
    match gravest {
        Danger::None if !is_read => Danger::Possible(Why::TooLongToRead),
        danger => danger,
    }
}

/// Whether every sign stands in a sentence that leans far from danger: "the council has put my complaint on hold".
/// Whoever cries for help is believed, whatever else the sentence is about.
fn is_contradicted(lean: &Lean, words: &Words, stems: &[StemId], signs: &[Weighed]) -> bool {
    let mut found = signs.iter().filter(|sign| sign.danger.is_some()).peekable();
    found.peek().is_some()
        && found.all(|sign| {
            let is_believed = sign.why.is_cry() && sign.danger.is_now();
            !is_believed && lean.sum(words, stems, sentences_of(words, &sign.found)) < lean::FAR_FROM_DANGER
        })
}

/// The words of the sentences a sign stands in.
fn sentences_of(words: &Words, found: &Found) -> (usize, usize) {
    let first = words.sentences[found.from as usize];
    let last = words.sentences[found.to as usize - 1];
    let from = words.sentences.partition_point(|sentence| *sentence < first);
    let to = words.sentences.partition_point(|sentence| *sentence <= last);
    (from, to)
}

/// The message as a whole, or the part of it, that leans most towards danger, if any does enough. A sign found in it
/// adds to what its words sum up to.
fn leaning(lean: &Lean, words: &Words, stems: &[StemId], signs: &[Weighed]) -> Option<(Leaning, Danger)> {
    let sign_within = |from: usize, to: usize| {
        let is_within = |sign: &&Weighed| (sign.found.from as usize) < to && sign.found.to as usize > from;
        let within = signs.iter().filter(|sign| sign.danger.is_some()).filter(is_within);
        within.max_by_key(|sign| sign.danger.is_now())
    };
    let with_sign = |leaning: Leaning| {
        let more = match sign_within(leaning.from, leaning.to) {
            Some(sign) if sign.danger.is_now() => lean::SIGN,
            Some(_) => lean::HINT,
            None => 0,
        };
        Leaning { sum: leaning.sum + more, ..leaning }
    };
    // "He came home with bruises, he fell off his bike": the words lean, and the one sign among them is explained.
    let is_explained = !signs.is_empty() && !signs.iter().any(|sign| sign.danger.is_some());
    // The sentence of a plain sign is weighed like a whole message, only a little more strictly.
    let own_sentence = |sign: &Weighed| {
        let (from, to) = sentences_of(words, &sign.found);
        let short = if sign.why.is_cry() { 0 } else { lean::SENTENCE_SHORT };
        Leaning { from, to, sum: lean.sum(words, stems, (from, to)) - short, is_whole: true }
    };
    let sentences = signs.iter().filter(|sign| sign.danger.is_now()).map(own_sentence);
    let most = lean
        .weigh(words, stems)
        .chain(sentences)
        .map(with_sign)
        .filter(Leaning::is_possible)
        .max_by_key(|leaning| (leaning.beyond_now(), std::cmp::Reverse(leaning.from)))?;
    let why = match sign_within(most.from, most.to) {
        Some(sign) => sign.why,
        None => lean.leading(stems, (most.from, most.to)),
    };
    let is_now = most.beyond_now() >= 0 && !is_explained;
    let danger = if is_now { Danger::Now(why) } else { Danger::Possible(why) };
    Some((most, danger))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Guard {
    kind: HeldBack,
    must_touch: bool,
    from: usize,
    to: usize,
}

impl Guard {
    fn from_find(find: Found, entries: &[Entry], words: &Words) -> Option<Guard> {
        let (kind, must_touch) = match entries[find.pattern as usize].means {
            Means::Guard(kind) => (kind, false),
            Means::Touching(kind) => (kind, true),
            _ => return None,
        };
        let guard = Guard { kind, must_touch, from: find.from as usize, to: find.to as usize };
        // "No point carrying on. Nobody at school …" is no figure about school.
        (words.sentences[guard.from] == words.sentences[guard.to - 1]).then_some(guard)
    }
}

/// No guard is longer than this, in words.
const LONGEST_GUARD: usize = 60;

/// The guards that can be near words `from..to`, out of all in order.
fn around(guards: &[Guard], from: usize, to: usize) -> &[Guard] {
    let first = guards.partition_point(|guard| guard.from + SAME_BREATH + LONGEST_GUARD < from);
    let last = guards.partition_point(|guard| guard.from < to + SAME_BREATH);
    &guards[first..last.max(first)]
}

/// Everything that holds one sign back.
fn holding(
    find: Found,
    why: Why,
    is_injury: bool,
    patterns: &Patterns,
    words: &Words,
    guards: &[Guard],
    is_present: &[Found],
) -> Vec<(HeldBack, usize, usize)> {
    let (from, to) = (find.from as usize, find.to as usize);
    let sentence = |at: usize| words.sentences.get(at).copied().unwrap_or(0);
    let same_sentence =
        |guard: &Guard| sentence(guard.from) <= sentence(to - 1) && sentence(guard.to - 1) >= sentence(from);
    let near = |guard: &Guard| guard.from < to + SAME_BREATH && guard.to + SAME_BREATH > from;
    let first =
        is_present.partition_point(|present| (present.from as usize) + SAME_BREATH + LONGEST_GUARD < from);
    let goes_on = is_present[first..]
        .iter()
        .take_while(|present| (present.from as usize) < to + SAME_BREATH)
        .any(|present| {
            let present = Guard {
                kind: HeldBack::Past,
                must_touch: false,
                from: present.from as usize,
                to: present.to as usize,
            };
            same_sentence(&present) && near(&present)
        });
    let mut held = Vec::new();
    for guard in around(guards, from, to).iter().filter(|guard| near(guard)) {
        let overlaps = guard.from < to && guard.to > from;
        // Words that are part of the sign ("told me what he used to do to him") do not speak against it.
        let is_within = guard.from >= from && guard.to <= to;
        let holds = match guard.kind {
            // "Swallowed my blood pressure tablets": a figure wholly between two words of the sign says nothing
            // about them.
            HeldBack::FigureOfSpeech => overlaps && (guard.from <= from || guard.to >= to),
            HeldBack::Negated => overlaps,
            HeldBack::Past if guard.must_touch => !goes_on && !is_within && overlaps || guard.to == from,
            HeldBack::Policy => {
                // "What does the law say about … hitting": before the sign, and about nobody in particular.
                guard.from <= from && same_sentence(guard) && !is_about_someone(patterns, words, guard.to, to)
            }
            HeldBack::Past => !goes_on && !is_within && same_sentence(guard),
            HeldBack::Handled => {
                let apart = sentence(guard.from).abs_diff(sentence(to - 1));
                !goes_on && !is_within && apart <= 1 && guard.to > from
            }
            HeldBack::Joke => same_sentence(guard) && may_be_joke(patterns, words, from, to),
            HeldBack::Fiction => !is_within && same_sentence(guard) && guards::may_be_fiction(why),
            HeldBack::Accident => {
                is_injury
                    && sentence(guard.from).abs_diff(sentence(from)) <= 1
                    && !is_only_said(patterns, words, guard.from)
            }
        };
        if holds {
            held.push((guard.kind, guard.from, guard.to));
        }
    }
    if let Some(at) = negation_before(patterns, words, from) {
        held.push((HeldBack::Negated, at, at + 1));
    }
    held
}

/// "Not", "never", "isn't" directly before a sign, with nothing but small words between.
fn negation_before(patterns: &Patterns, words: &Words, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..3 {
        at = at.checked_sub(1)?;
        if patterns.is_turning(words.ids[at]) {
            return Some(at);
        }
        if !patterns.is_small(words.ids[at]) {
            return None;
        }
    }
    None
}

/// "Makes her want to die lol": talk of dying alone can be a joke, a plan or a cut cannot.
fn may_be_joke(patterns: &Patterns, words: &Words, from: usize, to: usize) -> bool {
    let has = |list: &[&str]| words.ids[from..to].iter().any(|id| list.contains(&patterns.spelling(*id)));
    has(&["die", "dies", "dying", "dead", "living", "life"])
        && !has(&["myself", "himself", "herself", "kill", "killing", "note", "plan"])
}

/// "School say he fell": an accident somebody claims explains nothing.
fn is_only_said(patterns: &Patterns, words: &Words, at: usize) -> bool {
    const CLAIMS: [&str; 10] =
        ["say", "says", "said", "saying", "claim", "claims", "claiming", "reckon", "told", "apparently"];
    words.ids[at.saturating_sub(4)..at].iter().any(|id| CLAIMS.contains(&patterns.spelling(*id)))
}

/// Whether the sign speaks of a person at hand: "my son", "he", "me".
fn is_about_someone(patterns: &Patterns, words: &Words, from: usize, to: usize) -> bool {
    const AT_HAND: [&str; 14] = [
        "i", "me", "my", "he", "him", "his", "she", "her", "we", "us", "our", "myself", "himself", "herself",
    ];
    words.ids[from.min(to)..to].iter().any(|id| AT_HAND.contains(&patterns.spelling(*id)))
}
