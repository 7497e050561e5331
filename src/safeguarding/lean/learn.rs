//! Learns the weights of [`super::Lean`] from the lines in `tests/danger`.
//!
//! `UPDATE_LEANINGS=1 cargo test --lib leanings` writes `weights.tsv` anew; without it the test fails when the
//! file is not what the lines teach. Only additions, multiplications, divisions and square roots are used, each
//! rounded the same on every machine, and the lines are taken in a fixed order.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};

use super::super::RECOGNISER;
use super::super::weigh::weigh;
use super::{Feature, Lean, UNHEARD, UNKNOWN, length_of};

/// What lines were written to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Lot {
    Danger,
    /// Danger of all kinds, by people who had seen no other line.
    BroadDanger,
    LookAlike,
    /// Questions as families ask them, and what is no question for us.
    Asked,
    /// A line of the broad dangers put as one sentence into one of the longer questions; never learnt from.
    WithinQuestion,
}

/// The lines that are learnt from; those kept aside teach nothing.
const FILES: [(Lot, &str); 16] = [
    (Lot::Danger, include_str!("../../../tests/danger/danger.tsv")),
    (Lot::Danger, include_str!("../../../tests/danger/danger-more.tsv")),
    (Lot::Danger, include_str!("../../../tests/danger/danger-wide.tsv")),
    (Lot::BroadDanger, include_str!("../../../tests/danger/danger-broad.tsv")),
    (Lot::Danger, include_str!("../../../tests/danger/danger-third.tsv")),
    (Lot::Danger, include_str!("../../../tests/danger/given-danger.tsv")),
    (Lot::Asked, include_str!("../../../tests/danger/asked-broad.tsv")),
    (Lot::Asked, include_str!("../../../tests/danger/asked-more.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/ordinary.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/ordinary-more.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/ordinary-wide.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/ordinary-broad.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/ordinary-third.tsv")),
    (Lot::LookAlike, include_str!("../../../tests/danger/given-ordinary.tsv")),
    (Lot::Asked, include_str!("../../../tests/danger/asked.tsv")),
    (Lot::Asked, include_str!("../../../tests/danger/off-topic.tsv")),
];

/// How often all lines are gone through.
const ROUNDS: usize = 40;

/// What a line on the wrong side costs beside heavy weights; three times as much finds fewer dangers.
const COST: f64 = 0.1;

/// What a part on the wrong side costs, against a whole line. Twice as much finds as many dangers and two fewer in 100 of
/// those within questions.
const PART_COST: f64 = 0.25;

/// One example: what it says, levelled to length 3.
struct Example {
    features: Vec<(usize, f64)>,
    is_danger: bool,
    /// What being on the wrong side costs, against a whole line.
    cost: f64,
}

/// A line: its text, what it is, and its kind or batch.
#[derive(Clone, Copy)]
pub(in super::super) struct Line {
    pub(in super::super) text: &'static str,
    pub(in super::super) is_danger: bool,
    lot: Lot,
    kind: &'static str,
}

fn lines(lot: Lot, file: &'static str) -> impl Iterator<Item = Line> {
    let head: Vec<&str> = file.lines().next().unwrap_or_default().split('\t').collect();
    let column = head.iter().position(|name| *name == "text" || *name == "ask").unwrap_or(0);
    let kind = head.iter().position(|name| *name == "note" || *name == "topic");
    file.lines()
        .skip(1)
        .map(move |line| line.split('\t').collect::<Vec<&str>>())
        .map(move |columns| Line {
            text: columns.get(column).copied().unwrap_or_default(),
            is_danger: matches!(lot, Lot::Danger | Lot::BroadDanger),
            lot,
            kind: kind.and_then(|kind| columns.get(kind).copied()).unwrap_or_default(),
        })
        .filter(|line| !line.text.is_empty())
}

pub(in super::super) fn all_lines() -> Vec<Line> {
    FILES.iter().flat_map(|(lot, file)| lines(*lot, file)).collect()
}

/// A lean that has heard every word of these lines and gives none a weight.
fn hearing(lines: &[Line]) -> Lean {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut lean = Lean::without_weights();
    for line in lines {
        let words = RECOGNISER.read(line.text);
        for (at, id) in words.ids.iter().enumerate() {
            let spelt = match *id {
                UNKNOWN => words.unknown_at(at),
                known => RECOGNISER.patterns.spelling(known),
            };
            lean.id(&stemmer.stem(spelt));
        }
    }
    lean.know(&RECOGNISER.patterns);
    lean
}

/// Turns lines into examples.
#[derive(Default)]
struct Reading {
    names: BTreeMap<Feature, usize>,
    features: Vec<Feature>,
}

impl Reading {
    /// The whole line, and each of its parts.
    fn examples(&mut self, lean: &Lean, line: &Line) -> (Example, Vec<Example>) {
        let words = RECOGNISER.read(line.text);
        let stems = lean.read(&words);
        let mut example = |(from, to): (usize, usize), cost: f64| {
            let mut features = Vec::new();
            lean.features(&stems, &words, (from, to), |feature, value| {
                features.push((self.nth(feature), f64::from(value)));
            });
            let length = length_of(&stems[from..to]) as f64;
            features.iter_mut().for_each(|(_, value)| *value *= 3.0 / length);
            Example { features, is_danger: line.is_danger, cost }
        };
        let whole = example((0, stems.len()), 1.0);
        let parts = Lean::parts(&words).into_iter().map(|part| example(part, PART_COST)).collect();
        (whole, parts)
    }

    fn nth(&mut self, feature: Feature) -> usize {
        let next = self.features.len();
        let nth = *self.names.entry(feature).or_insert(next);
        if nth == next {
            self.features.push(feature);
        }
        nth
    }
}

/// Weights of all features, and the base: a linear support vector machine with squared loss, solved in its
/// dual, one line at a time.
fn learn(examples: &[&Example], features: usize) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed: u64 = 20_250_901;
    let (mut weights, mut base) = (vec![0.0f64; features], 0.0f64);
    let mut pulls = vec![0.0f64; examples.len()];
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((seed >> 33) as usize) % (at + 1));
        }
        for at in &order {
            let example = &examples[*at];
            let give = 1.0 / (2.0 * COST * example.cost);
            let side = if example.is_danger { 1.0 } else { -1.0 };
            let (mut sum, mut length) = (base, 1.0);
            for (feature, value) in &example.features {
                sum += weights[*feature] * value;
                length += value * value;
            }
            let slope = side * sum - 1.0 + give * pulls[*at];
            let pull = (pulls[*at] - slope / (length + give)).max(0.0);
            let change = (pull - pulls[*at]) * side;
            pulls[*at] = pull;
            if change != 0.0 {
                for (feature, value) in &example.features {
                    weights[*feature] += change * value;
                }
                base += change;
            }
        }
    }
    (weights, base)
}

/// Hundredths, as `weights.tsv` holds them; the same rounding as the reading of them.
fn table(lean: &Lean, features: &[Feature], weights: &[f64], base: f64) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (feature, weight) in features.iter().zip(weights) {
        let hundredths = (weight * 100.0).round() as i32;
        let kind = match feature {
            Feature::Word(_) => "word",
            Feature::Beside(..) => "beside",
            Feature::Asks => "asks",
        };
        let is_heard = !matches!(
            feature,
            Feature::Word(UNHEARD) | Feature::Beside(UNHEARD, _) | Feature::Beside(_, UNHEARD)
        );
        if hundredths.abs() >= LEAST && is_heard {
            lines.push(format!("{kind}\t{}\t{hundredths}", lean.name(feature)));
        }
    }
    lines.sort();
    lines.push(format!("base\t\t{}", (base * 100.0).round() as i32));
    lines.join("\n") + "\n"
}

/// Lighter weights are let go, in hundredths: from 3 on they find half a danger more in 100 within questions, and make the
/// file a third longer, which every start reads.
const LEAST: i32 = 5;

/// What these lines teach, as `weights.tsv` holds it.
///
/// Each part of a line without danger is without danger too; of a line with danger one part at least is not, and the one
/// that leans furthest by what the whole lines teach is taken to be it.
fn taught(lean: &Lean, lines: &[Line]) -> String {
    let mut reading = Reading::default();
    let (mut examples, mut parts): (Vec<Example>, Vec<Vec<Example>>) =
        lines.iter().map(|line| reading.examples(lean, line)).unzip();
    let rarity = rarity(&examples, reading.features.len());
    for example in examples.iter_mut().chain(parts.iter_mut().flatten()) {
        example.features.iter_mut().for_each(|(feature, value)| *value *= rarity[*feature]);
    }
    let wholes: Vec<&Example> = examples.iter().collect();
    let (by_wholes, _) = learn(&wholes, reading.features.len());
    let sum = |example: &&Example| -> f64 {
        example.features.iter().map(|(feature, value)| by_wholes[*feature] * value).sum()
    };
    let (of_danger, of_others): (Vec<_>, Vec<_>) =
        parts.iter().partition(|parts| parts.first().is_some_and(|part| part.is_danger));
    let furthest =
        of_danger.into_iter().filter_map(|parts| parts.iter().max_by(|a, b| sum(a).total_cmp(&sum(b))));
    let all: Vec<&Example> =
        wholes.into_iter().chain(of_others.into_iter().flatten()).chain(furthest).collect();
    let (mut weights, base) = learn(&all, reading.features.len());
    weights.iter_mut().zip(&rarity).for_each(|(weight, rarity)| *weight *= rarity);
    table(lean, &reading.features, &weights, base)
}

/// How far each feature is favoured for being rare: one more for each time its lines are halved, beside the nine of a
/// feature of a few lines. A logarithm in whole steps, the same on every machine.
fn rarity(examples: &[Example], features: usize) -> Vec<f64> {
    let mut counts = vec![1usize; features];
    for (feature, _) in examples.iter().flat_map(|example| &example.features) {
        counts[*feature] += 1;
    }
    counts.iter().map(|count| (1.4 + halvings(examples.len() / count)) / 9.0).collect()
}

/// The logarithm of a number to the base two, straight between whole ones.
fn halvings(number: usize) -> f64 {
    let number = number.max(1);
    let whole = number.ilog2();
    f64::from(whole) + (number as f64 / f64::from(1u32 << whole) - 1.0)
}

#[test]
fn leanings_are_what_the_lines_teach() {
    let lines = all_lines();
    let learnt = taught(&hearing(&lines), &lines);
    if std::env::var_os("UPDATE_LEANINGS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/safeguarding/lean/weights.tsv"), &learnt)
            .expect("the weights can be written");
        return;
    }
    assert!(
        learnt == super::WEIGHTS,
        "weights.tsv is not what the lines in tests/danger teach: run UPDATE_LEANINGS=1 cargo test --lib leanings"
    );
}

/// What comes of lines, each weighed with what the lines of the other groups teach: how many of each lot are danger
/// now, how many possible danger, and how many there are.
fn lines_not_learnt_from(group: impl Fn(usize, &Line) -> usize) -> BTreeMap<Lot, [usize; 3]> {
    let all = all_lines();
    let mut outcomes: BTreeMap<Lot, [usize; 3]> = BTreeMap::new();
    for fold in 0..FOLDS {
        let is_aside = |(nth, line): (usize, &Line)| group(nth, line) % FOLDS == fold;
        let learnt_from: Vec<Line> =
            all.iter().enumerate().filter(|line| !is_aside(*line)).map(|(_, line)| *line).collect();
        let mut lean = Lean::without_weights();
        lean.take_weights(&taught(&hearing(&learnt_from), &learnt_from));
        lean.know(&RECOGNISER.patterns);
        let mut count = |lot: Lot, text: &str| {
            let words = RECOGNISER.read(text);
            let found = weigh(&RECOGNISER.patterns, &RECOGNISER.entries, &lean, &words).danger;
            let of = outcomes.entry(lot).or_default();
            of[0] += usize::from(found.is_now());
            of[1] += usize::from(found.is_some());
            of[2] += 1;
        };
        let aside = || all.iter().enumerate().filter(|line| is_aside(*line)).map(|(_, line)| line);
        aside().for_each(|line| count(line.lot, line.text));
        let is_long = |line: &&Line| line.lot == Lot::Asked && line.text.split(' ').count() >= LONG_QUESTION;
        let questions = aside().filter(is_long);
        let dangers = aside().filter(|line| line.lot == Lot::BroadDanger);
        for (nth, (danger, question)) in dangers.zip(questions).enumerate() {
            count(Lot::WithinQuestion, &within(question.text, danger.text, nth));
        }
    }
    outcomes
}

const FOLDS: usize = 3;
/// In words.
const LONG_QUESTION: usize = 15;

/// A line as one more sentence of a question, before, between or behind its own.
fn within(question: &str, line: &str, place: usize) -> String {
    let is_end = |c: char| ['.', '!', '?'].contains(&c);
    let sentence = |text: &str| if text.ends_with(is_end) { text.to_owned() } else { format!("{text}.") };
    let own = question.split_inclusive(is_end).map(str::trim).filter(|own| own.len() > 1);
    let mut sentences: Vec<String> = own.map(sentence).collect();
    sentences.insert(place % (sentences.len() + 1), sentence(line));
    sentences.join(" ")
}

/// How many of a lot are danger now, and danger at all.
fn shares(outcomes: &BTreeMap<Lot, [usize; 3]>, lot: Lot) -> (f64, f64) {
    let [now, some, all] = outcomes[&lot];
    let (now, some) = (now as f64 / all as f64, some as f64 / all as f64);
    println!("{lot:?}: danger now {now:.4}, or possible {some:.4}, of {all}");
    (now, some)
}

/// Each third of the lines is weighed with what the other two thirds teach. The signs know none of the broad lines.
#[test]
fn lines_not_learnt_from_fall_on_their_side() {
    let outcomes = lines_not_learnt_from(|nth, _| nth);
    let (found, found_possible) = shares(&outcomes, Lot::BroadDanger);
    assert!(
        found >= 0.79 && found_possible >= 0.90,
        "danger found: {found:.3}, or possible {found_possible:.3}"
    );
    let (alarms, sentences) = shares(&outcomes, Lot::Asked);
    assert!(alarms <= 0.02 && sentences <= 0.07, "questions: {alarms:.4}, or possible {sentences:.4}");
    let (found, found_possible) = shares(&outcomes, Lot::WithinQuestion);
    assert!(
        found >= 0.62 && found_possible >= 0.72,
        "danger within questions: {found:.3}, or possible {found_possible:.3}"
    );
    shares(&outcomes, Lot::LookAlike);
    shares(&outcomes, Lot::Danger);
}

/// Lines of a kind are weighed with what lines of other kinds teach.
#[test]
fn kinds_not_learnt_from_fall_on_their_side() {
    let by_kind = |_, line: &Line| {
        line.kind.bytes().fold(7usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(usize::from(letter)))
    };
    let outcomes = lines_not_learnt_from(by_kind);
    let (found, found_possible) = shares(&outcomes, Lot::BroadDanger);
    assert!(
        found >= 0.75 && found_possible >= 0.85,
        "danger found: {found:.3}, or possible {found_possible:.3}"
    );
    shares(&outcomes, Lot::LookAlike);
}
