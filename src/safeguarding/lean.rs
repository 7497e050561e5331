//! Whether a message as a whole leans towards danger, for the ways to say it that no sign foresaw.
//!
//! "She's left a note and taken her passport" holds no sign, yet note, taken and passport stand together in few
//! ordinary questions. The lean is a sum: each word and each two words side by side have a weight, learnt from the
//! lines in `tests/danger` and written in `weights.tsv`, where they can be read. [`learn`] learns them anew in the
//! tests, and fails when file and lines differ.
//!
//! A sign found in the message adds to its sum. What lost, by cross-validation of the lean alone, at 2 ordinary
//! questions in 100 taken for danger (what won found 85 in 100 dangers): weights that do not favour rare words 83; the
//! fields of meaning the words belong to, alone and in pairs 82; letters of words 83; words two or three apart as well
//! 85, with twice the weights; sentences weighed like whole messages 65 to 78, because one sentence of a story says too
//! little. So a part has a bar of its own, and parts are learnt from too.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::Why;
use super::pattern::{Patterns, UNKNOWN};
use super::words::Words;

#[cfg(test)]
pub(super) mod learn;

const THEMES: &str = include_str!("lean/themes.txt");
const WEIGHTS: &str = include_str!("lean/weights.tsv");

/// From this sum on a message is danger.
///
/// By cross-validation of the whole recogniser, over lines by people who had seen no other, lines and signs unknown to
/// it alike (`learn` prints it): 81 in 100 dangers are danger now, 91 at least possible; put as one sentence into a long
/// ordinary question, 66 and 76. Of questions as families ask them 18 and 44 in 1,000, of lines written to look like
/// danger 8 and 16 in 100. When whole lines alone were learnt from, the same gave 80 and 90, within questions 49 and 64,
/// at 16 and 41 questions in 1,000. At -14 here, 83 in 100 dangers and 20 in 1,000 questions.
pub(super) const NOW_AT: i32 = -8;

/// From this sum on a message may be danger: one sentence is put before the answer.
pub(super) const POSSIBLE_AT: i32 = -35;

/// What a plain sign adds to the sum of the words around it. At 60 three of the 120 lines kept aside are danger no more
/// ("ive written my note"), at 80 more look-alikes are taken for danger and no more dangers found.
pub(super) const SIGN: i32 = 70;

/// What a hint adds.
pub(super) const HINT: i32 = 20;

/// A sign in a sentence that sums up to less is none, unless somebody cries for help.
pub(super) const FAR_FROM_DANGER: i32 = -70;

/// How much further the sentence around a plain sign has to lean than a whole message; a cry for help need not.
pub(super) const SENTENCE_SHORT: i32 = 40;

/// From this sum on a part of a message is danger, whatever stands around it. It has to lean further than a whole
/// message, because it lacks what the rest says of it.
pub(super) const PART_NOW_AT: i32 = 40;

/// From this sum on a part of a message may be danger.
pub(super) const PART_POSSIBLE_AT: i32 = 25;

/// Longer messages are weighed at both ends only; the signs are looked for in all of them.
const MOST_WORDS: usize = 1_500;

/// A sentence longer than this is weighed in overlapping parts: families tell whole stories without a stop.
const LONGEST_PART: usize = 36;

/// Fewer words say too little ("he is nine"): no part is so short, and a whole message that is has to lean as far as a
/// part; a sign in it decides by itself.
pub(super) const SHORTEST_PART: usize = 5;

/// The danger each theme of `themes.txt` is named by when it leads.
const KINDS: [(&str, Why); 26] = [
    ("die-plain", Why::SuicideOrSelfHarm),
    ("dying", Why::SuicideOrSelfHarm),
    ("afterwards", Why::SuicideOrSelfHarm),
    ("ways-to-die", Why::SuicideOrSelfHarm),
    ("pills", Why::SuicideOrSelfHarm),
    ("despair", Why::SuicideOrSelfHarm),
    ("self-harm-plain", Why::SuicideOrSelfHarm),
    ("self-harm", Why::SuicideOrSelfHarm),
    ("planning", Why::SuicideOrSelfHarm),
    ("blows-plain", Why::HarmToChild),
    ("blows", Why::HarmToChild),
    ("shut-in", Why::HarmByAdultAtSchool),
    ("bound", Why::HarmByAdultAtSchool),
    ("wounds", Why::HarmToChild),
    ("weapon", Why::Immediate),
    ("fire", Why::Immediate),
    ("sexual-plain", Why::SexualHarm),
    ("sexual", Why::SexualHarm),
    ("online", Why::Exploitation),
    ("crime", Why::Exploitation),
    ("control", Why::DomesticAbuse),
    ("gone", Why::Missing),
    ("ill-plain", Why::Medical),
    ("ill", Why::Medical),
    ("mind", Why::LosingTouch),
    ("neglect", Why::HarmToChild),
];

/// One thing that can be said of a message and has a weight. Words are known by their stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Feature {
    Word(StemId),
    /// Two words side by side.
    Beside(StemId, StemId),
    /// It asks.
    Asks,
}

/// A stem that has a weight or a theme; [`UNHEARD`] is every other.
pub(super) type StemId = u32;

const UNHEARD: StemId = 0;

/// Themes and weights, made ready.
#[derive(Debug)]
pub(super) struct Lean {
    ids: FxHashMap<String, StemId>,
    stems: Vec<Stem>,
    beside: FxHashMap<(StemId, StemId), i32>,
    asks: i32,
    base: i32,
    /// The stem of every known word, by its id.
    of_word: Vec<StemId>,
}

#[derive(Debug, Default)]
struct Stem {
    spelt: String,
    weight: i32,
    kinds: Vec<Why>,
}

/// A part of a message and what it sums up to.
#[derive(Debug, Clone)]
pub(super) struct Leaning {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Hundredths; see [`NOW_AT`].
    pub(super) sum: i32,
    pub(super) is_whole: bool,
}

impl Leaning {
    /// How far beyond what is danger now.
    pub(super) fn beyond_now(&self) -> i32 {
        self.sum - if self.is_whole { NOW_AT } else { PART_NOW_AT }
    }

    pub(super) fn is_possible(&self) -> bool {
        self.sum >= if self.is_whole { POSSIBLE_AT } else { PART_POSSIBLE_AT }
    }
}

impl Lean {
    pub(super) fn new(patterns: &Patterns) -> Lean {
        let mut lean = Lean::without_weights();
        lean.take_weights(WEIGHTS);
        lean.know(patterns);
        lean
    }

    /// The themes alone.
    fn without_weights() -> Lean {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut lean = Lean {
            ids: FxHashMap::default(),
            stems: vec![Stem::default()],
            beside: FxHashMap::default(),
            asks: 0,
            base: 0,
            of_word: Vec::new(),
        };
        for line in THEMES.lines().filter(|line| !line.starts_with('#')) {
            let Some((theme, words)) = line.split_once(':') else { continue };
            let Some((_, why)) = KINDS.iter().find(|(name, _)| *name == theme) else { continue };
            for word in words.split_whitespace() {
                let id = lean.id(&stemmer.stem(word));
                let kinds = &mut lean.stems[id as usize].kinds;
                if !kinds.contains(why) {
                    kinds.push(*why);
                }
            }
        }
        lean
    }

    /// The id of a stem, given on first sight.
    fn id(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.ids.get(stem) {
            return *id;
        }
        let id = StemId::try_from(self.stems.len()).unwrap_or(UNHEARD);
        self.stems.push(Stem { spelt: stem.to_owned(), ..Stem::default() });
        self.ids.insert(stem.to_owned(), id);
        id
    }

    /// Looks up every word the patterns know, once.
    fn know(&mut self, patterns: &Patterns) {
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |word: &String| self.ids.get(stemmer.stem(word).as_ref()).copied().unwrap_or(UNHEARD);
        self.of_word = patterns.spellings().iter().map(stem).collect();
    }

    /// Reads weights as written in `weights.tsv`: kind, name, hundredths.
    fn take_weights(&mut self, table: &str) {
        // Nearly every line is a pair of some fifteen letters.
        self.beside.reserve(table.len() / 20);
        for line in table.lines() {
            let mut columns = line.split('\t');
            let (Some(kind), Some(name), Some(weight)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let Ok(weight) = weight.parse::<i32>() else { continue };
            match kind {
                "word" => {
                    let id = self.id(name);
                    self.stems[id as usize].weight = weight;
                }
                "beside" => {
                    if let Some((first, second)) = name.split_once(' ') {
                        let pair = (self.id(first), self.id(second));
                        self.beside.insert(pair, weight);
                    }
                }
                "asks" => self.asks = weight,
                "base" => self.base = weight,
                _ => {}
            }
        }
    }

    /// The stem of every word of a message.
    pub(super) fn read(&self, words: &Words) -> Vec<StemId> {
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |(at, id): (usize, &u16)| match *id {
            UNKNOWN => self.ids.get(stemmer.stem(words.unknown_at(at)).as_ref()).copied().unwrap_or(UNHEARD),
            known => self.of_word.get(usize::from(known)).copied().unwrap_or(UNHEARD),
        };
        words.ids.iter().enumerate().map(stem).collect()
    }

    /// The parts of a message that are weighed beside the whole: each sentence, each two sentences that follow each
    /// other, and of long ones overlapping parts. What is added before or after takes no part away.
    pub(super) fn parts(words: &Words) -> Vec<(usize, usize)> {
        let mut sentences: Vec<(usize, usize)> = Vec::new();
        for at in 0..words.ids.len() {
            match sentences.last_mut() {
                Some(last) if words.sentences[last.0] == words.sentences[at] => last.1 = at + 1,
                _ => sentences.push((at, at + 1)),
            }
        }
        let mut parts = Vec::new();
        for (nth, sentence) in sentences.iter().enumerate() {
            let is_middle = sentence.0 > MOST_WORDS && sentence.1 + MOST_WORDS < words.ids.len();
            if is_middle {
                continue;
            }
            let length = sentence.1 - sentence.0;
            if length <= LONGEST_PART {
                parts.push(*sentence);
            } else {
                let mut from = sentence.0;
                while from + LONGEST_PART / 2 < sentence.1 && parts.len() < MOST_WORDS {
                    parts.push((from, (from + LONGEST_PART).min(sentence.1)));
                    from += LONGEST_PART / 2;
                }
            }
            if let Some(next) = sentences.get(nth + 1)
                && next.1 - sentence.0 <= LONGEST_PART
            {
                parts.push((sentence.0, next.1));
            }
        }
        parts.retain(|(from, to)| to - from >= SHORTEST_PART && to - from < words.ids.len());
        parts
    }

    /// Tells `each` what words `from..to` say, with how strongly, in hundredths before levelling by length.
    fn features(
        &self,
        stems: &[StemId],
        words: &Words,
        (from, to): (usize, usize),
        mut each: impl FnMut(Feature, i32),
    ) {
        let part = &stems[from..to];
        for stem in distinct(part) {
            each(Feature::Word(stem), 100);
        }
        let mut beside: Vec<(StemId, StemId)> = part.windows(2).map(|two| (two[0], two[1])).collect();
        beside.sort_unstable();
        beside.dedup();
        for (first, second) in beside {
            each(Feature::Beside(first, second), 70);
        }
        let asks = |at: &u32| words.asks.get(*at as usize).copied().unwrap_or(false);
        if words.sentences[from..to].iter().any(asks) {
            each(Feature::Asks, 100);
        }
    }

    fn weight(&self, feature: &Feature) -> i32 {
        match feature {
            Feature::Word(stem) => self.stems[*stem as usize].weight,
            Feature::Beside(first, second) => self.beside.get(&(*first, *second)).copied().unwrap_or(0),
            Feature::Asks => self.asks,
        }
    }

    /// A message as a whole, and the parts that are weighed beside it, with what each sums up to.
    pub(super) fn weigh<'a>(
        &'a self,
        words: &'a Words,
        stems: &'a [StemId],
    ) -> impl Iterator<Item = Leaning> + 'a {
        let length = words.ids.len();
        let whole = (length > 0 && length <= MOST_WORDS).then_some((0, length));
        whole.into_iter().chain(Lean::parts(words)).map(move |(from, to)| Leaning {
            from,
            to,
            sum: self.sum(words, stems, (from, to)),
            is_whole: to - from == length && length >= SHORTEST_PART,
        })
    }

    /// What the words of a part sum up to, in hundredths; see [`NOW_AT`].
    pub(super) fn sum(&self, words: &Words, stems: &[StemId], part: (usize, usize)) -> i32 {
        let mut total = 0i64;
        self.features(stems, words, part, |feature, value| {
            total += i64::from(self.weight(&feature)) * i64::from(value);
        });
        let sum = i64::from(self.base) + total * 3 / length_of(&stems[part.0..part.1]);
        sum.clamp(-100_000, 100_000) as i32
    }

    /// The kind of danger whose words weigh most in a part.
    pub(super) fn leading(&self, stems: &[StemId], (from, to): (usize, usize)) -> Why {
        let mut by_kind: BTreeMap<Why, i32> = BTreeMap::new();
        for stem in distinct(&stems[from..to]) {
            let Stem { weight, kinds, .. } = &self.stems[stem as usize];
            for why in kinds {
                *by_kind.entry(*why).or_default() += weight;
            }
        }
        let most = by_kind.into_iter().max_by_key(|(why, weight)| (*weight, std::cmp::Reverse(*why)));
        most.filter(|(_, weight)| *weight > 0).map_or(Why::CryForHelp, |(why, _)| why)
    }

    /// What weighs most for danger in a part, for the explanation.
    pub(super) fn told(&self, words: &Words, part: (usize, usize)) -> Vec<(String, i32)> {
        let mut told: Vec<(String, i32)> = Vec::new();
        self.features(&self.read(words), words, part, |feature, value| {
            let weight = self.weight(&feature) * value / 100;
            if weight > 0 {
                told.push((self.name(&feature), weight));
            }
        });
        told.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        told.truncate(8);
        told
    }

    /// How a feature is written in `weights.tsv`, without its kind.
    fn name(&self, feature: &Feature) -> String {
        let spelt = |stem: &StemId| self.stems[*stem as usize].spelt.as_str();
        match feature {
            Feature::Word(stem) => spelt(stem).to_owned(),
            Feature::Beside(first, second) => format!("{} {}", spelt(first), spelt(second)),
            Feature::Asks => "a question".to_owned(),
        }
    }
}

/// Each stem once; every unheard one counts.
fn distinct(stems: &[StemId]) -> Vec<StemId> {
    let mut distinct = stems.to_vec();
    distinct.sort_unstable();
    distinct.dedup_by(|a, b| a == b && *a != UNHEARD);
    distinct
}

/// What a sum is divided by, so that a long message weighs no more for being long: the square root of its number of
/// words, in hundredths. Whole numbers only: the same on every machine.
fn length_of(stems: &[StemId]) -> i64 {
    (distinct(stems).len().max(1) as i64 * 10_000).isqrt()
}
