//! Whether a message as a whole leans towards danger, for the ways to say it that no sign foresaw.
//!
//! "She's left a note and taken her passport" holds no sign, yet note, taken and passport stand together in few
//! ordinary questions. The lean is a sum: each word, each two words side by side, each theme the words belong to
//! (`themes.txt`) and each pair of themes has a weight, learnt from the lines in `tests/danger` and written in
//! `weights.tsv`, where they can be read. [`learn`] learns them anew in the tests, and fails when file and lines
//! differ.
//!
//! A message is weighed as a whole, and part by part so that one clause of a long story is heard. A part lacks
//! what the rest says of it, so it has to lean further ([`PART_SHORT`]). What lost, each by cross-validation: parts
//! that count like the whole (at 2 in 100 false alarms 70 in 100 dangers instead of 84), letters of words
//! instead of the words side by side (80), order of the themes beside their pairs (the same).

use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};

use super::Why;
use super::pattern::{FastHash, Patterns, UNKNOWN};
use super::words::Words;

#[cfg(test)]
pub(super) mod learn;

const THEMES: &str = include_str!("lean/themes.txt");
const WEIGHTS: &str = include_str!("lean/weights.tsv");

/// From this sum on a message is danger.
///
/// By cross-validation in three (`learn` prints it), by the lean alone, without any sign or guard: lines left out by
/// turns reach 0 in 72 of 100 of danger and 13 of 1,000 of the rest, a sixth of which was written to look like danger;
/// kinds left out whole, in 74 and 19; -20 in 82 and 28. With signs and guards, two blind batches by somebody who had
/// seen neither, each before anything was learnt from it: 45 and 46 of 60 dangers, 50 and 54 when possible danger
/// counts (before this lean, 36 and 40 of the first); 8 and 8 of 60 lines written to look like danger raised the
/// alarm, and 4 of 112 blind questions.
pub(super) const NOW_AT: i32 = 0;

/// From this sum on a message may be danger: one sentence is put before the answer. As above, by turns: 85 of 100 and
/// 38 of 1,000.
pub(super) const POSSIBLE_AT: i32 = -30;

/// How much further a part has to lean than a whole message.
pub(super) const PART_SHORT: i32 = 60;

/// Below this sum, of the whole and of its own sentence, a sign of danger is a possible danger only.
///
/// Of lines neither the signs nor the lean had seen, where a sign was found, 1 in 100 of danger and 36 in 100 of the
/// ordinary lie below; at -60, 4 and 58.
const FAR_FROM_DANGER: i32 = -100;

/// How much further words have to lean where something may hold them back.
pub(super) const GUARDED_SHORT: i32 = 40;

/// Longer messages are weighed at both ends only; the signs are looked for in all of them.
const MOST_WORDS: usize = 1_500;

/// A sentence longer than this is weighed in overlapping parts: families tell whole stories without a stop.
const LONGEST_PART: usize = 36;

/// Fewer words say too little: no part is so short, and a whole message that is has to lean as far as a part
/// ("some time next week").
const SHORTEST_PART: usize = 5;

/// What each theme of danger is called when it leads. Themes without a kind never lead.
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
    /// So many words of a theme, at most three.
    Theme(usize),
    /// Two themes in one message, the lower first.
    Both(usize, usize),
    /// It asks.
    Asks,
}

/// A stem that has a weight or a theme; [`UNHEARD`] is every other.
pub(super) type StemId = u32;

const UNHEARD: StemId = 0;

/// Themes and weights, made ready.
#[derive(Debug)]
pub(super) struct Lean {
    themes: Vec<&'static str>,
    ids: HashMap<String, StemId, FastHash>,
    /// Spelling, themes and weight of each stem.
    stems: Vec<Stem>,
    beside: HashMap<(StemId, StemId), i32, FastHash>,
    theme_weights: Vec<i32>,
    both_weights: Vec<i32>,
    asks: i32,
    base: i32,
    /// The stem of every known word, by its id.
    of_word: Vec<StemId>,
}

#[derive(Debug, Default)]
struct Stem {
    spelt: String,
    themes: Vec<usize>,
    weight: i32,
}

/// A part of a message and what it sums up to.
#[derive(Debug, Clone)]
pub(super) struct Leaning {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Hundredths; see [`NOW_AT`]. Of a part, [`PART_SHORT`] is taken off.
    pub(super) sum: i32,
    pub(super) is_whole: bool,
}

impl Leaning {
    /// Whether this may be danger. A part that would be danger if it stood alone may be.
    pub(super) fn is_possible(&self) -> bool {
        self.sum >= if self.is_whole { POSSIBLE_AT } else { NOW_AT - PART_SHORT }
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
            themes: Vec::new(),
            ids: HashMap::default(),
            stems: vec![Stem::default()],
            beside: HashMap::default(),
            theme_weights: Vec::new(),
            both_weights: Vec::new(),
            asks: 0,
            base: 0,
            of_word: Vec::new(),
        };
        for line in THEMES.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(':') else { continue };
            let theme = lean.themes.len();
            for word in words.split_whitespace() {
                let id = lean.id(&stemmer.stem(word));
                let of = &mut lean.stems[id as usize].themes;
                if !of.contains(&theme) {
                    of.push(theme);
                }
            }
            lean.themes.push(name.trim());
        }
        lean.theme_weights = vec![0; lean.themes.len()];
        lean.both_weights = vec![0; lean.themes.len() * lean.themes.len()];
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
        for line in table.lines() {
            let mut columns = line.split('\t');
            let (Some(kind), Some(name), Some(weight)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let Ok(weight) = weight.parse::<i32>() else { continue };
            let theme = |name: &str| self.themes.iter().position(|theme| *theme == name);
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
                "theme" => {
                    if let Some(at) = theme(name) {
                        self.theme_weights[at] = weight;
                    }
                }
                "both" => {
                    let pair = name.split_once('+').and_then(|(a, b)| Some((theme(a)?, theme(b)?)));
                    if let Some((a, b)) = pair {
                        self.both_weights[a * self.themes.len() + b] = weight;
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
        let mut distinct: Vec<StemId> = part.to_vec();
        distinct.sort_unstable();
        distinct.dedup_by(|a, b| a == b && *a != UNHEARD);
        let mut counts = vec![0i32; self.themes.len()];
        for stem in distinct {
            each(Feature::Word(stem), 100);
            for theme in &self.stems[stem as usize].themes {
                counts[*theme] += 1;
            }
        }
        let mut beside: Vec<(StemId, StemId)> = part.windows(2).map(|two| (two[0], two[1])).collect();
        beside.sort_unstable();
        beside.dedup_by(|a, b| a == b && a.0 != UNHEARD && a.1 != UNHEARD);
        for (first, second) in beside {
            each(Feature::Beside(first, second), 70);
        }
        let present: Vec<usize> = (0..counts.len()).filter(|theme| counts[*theme] > 0).collect();
        for (nth, theme) in present.iter().enumerate() {
            each(Feature::Theme(*theme), 70 * counts[*theme].min(3));
            for other in &present[nth + 1..] {
                each(Feature::Both(*theme, *other), 50);
            }
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
            Feature::Theme(theme) => self.theme_weights[*theme],
            Feature::Both(a, b) => self.both_weights[a * self.themes.len() + b],
            Feature::Asks => self.asks,
        }
    }

    /// The whole of a message, and the parts that are weighed beside it, with what each sums up to.
    pub(super) fn weigh<'a>(
        &'a self,
        words: &'a Words,
        stems: &'a [StemId],
    ) -> impl Iterator<Item = Leaning> + 'a {
        let length = words.ids.len();
        let whole = (length > 0 && length <= MOST_WORDS).then_some((0, length));
        whole.into_iter().chain(Lean::parts(words)).map(move |(from, to)| {
            let is_whole = to - from == length && length >= SHORTEST_PART;
            let short = if is_whole { 0 } else { PART_SHORT };
            Leaning { from, to, sum: self.sum(words, stems, (from, to)) - short, is_whole }
        })
    }

    /// Whether a part leans nowhere near danger, whatever sign it holds: "the council has put my complaint on hold". A
    /// few words say too little to contradict, and too many are not weighed.
    pub(super) fn contradicts(&self, words: &Words, stems: &[StemId], part: (usize, usize)) -> bool {
        (SHORTEST_PART..=MOST_WORDS).contains(&(part.1 - part.0))
            && self.sum(words, stems, part) < FAR_FROM_DANGER
    }

    fn sum(&self, words: &Words, stems: &[StemId], part: (usize, usize)) -> i32 {
        let (mut total, mut squares) = (0i64, 0i64);
        self.features(stems, words, part, |feature, value| {
            total += i64::from(self.weight(&feature)) * i64::from(value);
            squares += i64::from(value) * i64::from(value);
        });
        let sum = i64::from(self.base) + total * 3 / length_of(squares);
        sum.clamp(-100_000, 100_000) as i32
    }

    /// The kind of danger whose theme weighs most in a part.
    pub(super) fn leading(&self, words: &Words, stems: &[StemId], part: (usize, usize)) -> Why {
        let mut by_theme = vec![0i64; self.themes.len()];
        self.features(stems, words, part, |feature, value| {
            let weight = i64::from(self.weight(&feature)) * i64::from(value);
            match feature {
                Feature::Theme(theme) => by_theme[theme] += weight,
                Feature::Both(a, b) => {
                    by_theme[a] += weight / 2;
                    by_theme[b] += weight / 2;
                }
                Feature::Word(stem) => {
                    for theme in &self.stems[stem as usize].themes {
                        by_theme[*theme] += weight;
                    }
                }
                Feature::Beside(..) | Feature::Asks => {}
            }
        });
        KINDS
            .iter()
            .filter_map(|(name, why)| {
                let at = self.themes.iter().position(|theme| theme == name)?;
                (by_theme[at] > 0).then_some((by_theme[at], *why))
            })
            .max_by_key(|(weight, why)| (*weight, std::cmp::Reverse(*why)))
            .map_or(Why::CryForHelp, |(_, why)| why)
    }

    /// The words and themes that weigh most for danger in a part, for the explanation.
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
            Feature::Theme(theme) => self.themes[*theme].to_owned(),
            Feature::Both(a, b) => format!("{}+{}", self.themes[*a], self.themes[*b]),
            Feature::Asks => "a question".to_owned(),
        }
    }
}

/// The length of features taken as a vector, in hundredths, so that a long message weighs no more for being
/// long. Whole numbers only: the same on every machine.
fn length_of(squares: i64) -> i64 {
    squares.max(1).isqrt().max(1)
}
