//! Whether a sentence as a whole leans towards danger, for the ways to say it that no sign foresaw.
//!
//! "She's left a note and taken her passport" holds no sign, yet note, taken and passport stand together in few
//! ordinary questions. The lean is a sum: each word, each theme the words belong to (`themes.txt`) and each pair
//! of themes has a weight, learnt from the lines in `tests/danger` and written in `weights.tsv`, where they can
//! be read. [`learn`] learns them anew in the tests, and fails when file and lines differ.

use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};

use super::Why;
use super::pattern::{FastHash, Patterns, UNKNOWN};
use super::words::Words;

#[cfg(test)]
mod learn;

const THEMES: &str = include_str!("lean/themes.txt");
const WEIGHTS: &str = include_str!("lean/weights.tsv");

/// From this sum on a sentence is danger.
///
/// Measured by five-fold cross-validation over the lines in `tests/danger` (`lines_not_learnt_from_fall_on_their_side`
/// prints it): by the lean alone, without any sign or guard, 68 in 100 lines of danger reach 0, and 17 in 1,000
/// ordinary lines; 15 is reached by 60 and 12, 40 by 50 and 6. With the guards, and signs beside it, 0 raised 10
/// false alarms in 1,000 over 1,961 phrasings nobody had looked at, and 15 raised 9.
pub(super) const NOW_AT: i32 = 0;

/// From this sum on a sentence may be danger: one sentence is put before the answer.
pub(super) const POSSIBLE_AT: i32 = -15;

/// Longer messages are weighed at both ends only; the signs are looked for in all of them.
const MOST_WORDS: usize = 1_500;

/// A sentence longer than this is weighed in overlapping parts: families tell whole stories without a stop.
const LONGEST_PART: usize = 36;

/// What each theme of danger is called when it leads. Themes without a kind never lead.
const KINDS: [(&str, Why); 17] = [
    ("dying", Why::SuicideOrSelfHarm),
    ("ways-to-die", Why::SuicideOrSelfHarm),
    ("despair", Why::SuicideOrSelfHarm),
    ("self-harm", Why::SuicideOrSelfHarm),
    ("planning", Why::SuicideOrSelfHarm),
    ("blows", Why::HarmToChild),
    ("shut-in", Why::HarmByAdultAtSchool),
    ("wounds", Why::HarmToChild),
    ("weapon", Why::Immediate),
    ("sexual", Why::SexualHarm),
    ("online", Why::Exploitation),
    ("crime", Why::Exploitation),
    ("control", Why::DomesticAbuse),
    ("gone", Why::Missing),
    ("ill", Why::Medical),
    ("mind", Why::LosingTouch),
    ("neglect", Why::HarmToChild),
];

/// One thing that can be said of a sentence and has a weight.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Feature {
    /// A word, by its stem.
    Word(String),
    /// So many words of a theme, at most three.
    Theme(usize),
    /// Two themes in one sentence, the lower first.
    Both(usize, usize),
    /// The sentence asks.
    Asks,
}

/// Themes and weights, made ready.
#[derive(Debug)]
pub(super) struct Lean {
    themes: Vec<&'static str>,
    /// The themes of a stem.
    of_stem: HashMap<String, Vec<usize>, FastHash>,
    words: HashMap<String, i32, FastHash>,
    theme_weights: Vec<i32>,
    both_weights: Vec<i32>,
    asks: i32,
    base: i32,
    /// The stem of every known word, by its id.
    stems: Vec<String>,
}

/// A part of a message and what it sums up to.
#[derive(Debug, Clone)]
pub(super) struct Leaning {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Hundredths; see [`NOW_AT`].
    pub(super) sum: i32,
}

impl Lean {
    pub(super) fn new(patterns: &Patterns) -> Lean {
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |word: &str| stemmer.stem(word).into_owned();
        let mut themes = Vec::new();
        let mut of_stem: HashMap<String, Vec<usize>, FastHash> = HashMap::default();
        for line in THEMES.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(':') else { continue };
            for word in words.split_whitespace() {
                let of = of_stem.entry(stem(word)).or_default();
                if !of.contains(&themes.len()) {
                    of.push(themes.len());
                }
            }
            themes.push(name.trim());
        }
        let mut lean = Lean {
            theme_weights: vec![0; themes.len()],
            both_weights: vec![0; themes.len() * themes.len()],
            words: HashMap::default(),
            stems: patterns.spellings().iter().map(|word| stem(word)).collect(),
            asks: 0,
            base: 0,
            themes,
            of_stem,
        };
        lean.take_weights(WEIGHTS);
        lean
    }

    /// Lets all weights go, so that others can be tried.
    #[cfg(test)]
    fn forget(&mut self) {
        self.words.clear();
        self.theme_weights.fill(0);
        self.both_weights.fill(0);
        (self.asks, self.base) = (0, 0);
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
                    self.words.insert(name.to_owned(), weight);
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

    /// The parts of a message that are weighed: each sentence, each two sentences that follow each other, and
    /// of long ones overlapping parts. What is added before or after takes no part away.
    pub(super) fn parts(&self, words: &Words) -> Vec<(usize, usize)> {
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
        parts
    }

    /// What part `from..to` says, each with how strongly, in hundredths before levelling by length.
    fn features(&self, words: &Words, from: usize, to: usize) -> Vec<(Feature, i32)> {
        let stemmer = Stemmer::create(Algorithm::English);
        let mut features: Vec<(Feature, i32)> = Vec::new();
        let mut counts = vec![0i32; self.themes.len()];
        let mut seen: Vec<String> = Vec::with_capacity(to - from);
        for at in from..to {
            let id = words.ids[at];
            let stem = match id {
                UNKNOWN => stemmer.stem(words.unknown_at(at)).into_owned(),
                known => self.stems.get(usize::from(known)).cloned().unwrap_or_default(),
            };
            if stem.is_empty() || seen.contains(&stem) {
                continue;
            }
            for theme in self.of_stem.get(&stem).into_iter().flatten() {
                counts[*theme] += 1;
            }
            seen.push(stem);
        }
        features.extend(seen.into_iter().map(|stem| (Feature::Word(stem), 100)));
        let present: Vec<usize> = (0..counts.len()).filter(|theme| counts[*theme] > 0).collect();
        for (nth, theme) in present.iter().enumerate() {
            features.push((Feature::Theme(*theme), 70 * counts[*theme].min(3)));
            features.extend(present[nth + 1..].iter().map(|other| (Feature::Both(*theme, *other), 50)));
        }
        if words.asks.get(words.sentences[to - 1] as usize).copied().unwrap_or(false) {
            features.push((Feature::Asks, 100));
        }
        features
    }

    fn weight(&self, feature: &Feature) -> i32 {
        match feature {
            Feature::Word(stem) => self.words.get(stem).copied().unwrap_or(0),
            Feature::Theme(theme) => self.theme_weights[*theme],
            Feature::Both(a, b) => self.both_weights[a * self.themes.len() + b],
            Feature::Asks => self.asks,
        }
    }

    /// The sum of one part.
    pub(super) fn weigh(&self, words: &Words, from: usize, to: usize) -> Leaning {
        let features = self.features(words, from, to);
        let total: i64 =
            features.iter().map(|(feature, value)| i64::from(self.weight(feature)) * i64::from(*value)).sum();
        let sum = i64::from(self.base) + total * 3 / length_of(&features);
        Leaning { from, to, sum: sum.clamp(-100_000, 100_000) as i32 }
    }

    /// The kind of danger whose theme weighs most in a part.
    pub(super) fn leading(&self, words: &Words, from: usize, to: usize) -> Why {
        let mut by_theme = vec![0i64; self.themes.len()];
        for (feature, value) in self.features(words, from, to) {
            let weight = i64::from(self.weight(&feature)) * i64::from(value);
            match feature {
                Feature::Theme(theme) => by_theme[theme] += weight,
                Feature::Both(a, b) => {
                    by_theme[a] += weight / 2;
                    by_theme[b] += weight / 2;
                }
                Feature::Word(stem) => {
                    for theme in self.of_stem.get(&stem).into_iter().flatten() {
                        by_theme[*theme] += weight;
                    }
                }
                Feature::Asks => {}
            }
        }
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
    pub(super) fn told(&self, words: &Words, from: usize, to: usize) -> Vec<(String, i32)> {
        let mut told: Vec<(String, i32)> = self
            .features(words, from, to)
            .into_iter()
            .map(|(feature, value)| (self.name(&feature), self.weight(&feature) * value / 100))
            .filter(|(_, weight)| *weight > 0)
            .collect();
        told.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        told.truncate(8);
        told
    }

    /// How a feature is written in `weights.tsv`, without its kind.
    fn name(&self, feature: &Feature) -> String {
        match feature {
            Feature::Word(stem) => stem.clone(),
            Feature::Theme(theme) => self.themes[*theme].to_owned(),
            Feature::Both(a, b) => format!("{}+{}", self.themes[*a], self.themes[*b]),
            Feature::Asks => "a question".to_owned(),
        }
    }
}

/// The length of the features taken as a vector, in hundredths, so that a long sentence weighs no more for
/// being long. Whole numbers only: the same on every machine.
fn length_of(features: &[(Feature, i32)]) -> i64 {
    let squares: i64 = features.iter().map(|(_, value)| i64::from(*value) * i64::from(*value)).sum();
    squares.max(1).isqrt().max(1)
}
