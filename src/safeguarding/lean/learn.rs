//! Learns the weights of [`super::Lean`] from the lines in `tests/danger`.
//!
//! `UPDATE_LEANINGS=1 cargo test --lib leanings` writes `weights.tsv` anew; without it the test fails when the
//! file is not what the lines teach. Only additions, multiplications, divisions and square roots are used, each
//! rounded the same on every machine, and the lines are taken in a fixed order.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};

use super::super::RECOGNISER;
use super::{Feature, Lean, UNHEARD, UNKNOWN, length_of};

/// Lines of danger, by file; the lines kept aside teach nothing.
const DANGER: [&str; 4] = [
    include_str!("../../../tests/danger/danger.tsv"),
    include_str!("../../../tests/danger/danger-more.tsv"),
    include_str!("../../../tests/danger/danger-wide.tsv"),
    include_str!("../../../tests/danger/given-danger.tsv"),
];

const ORDINARY: [&str; 7] = [
    include_str!("../../../tests/danger/asked-more.tsv"),
    include_str!("../../../tests/danger/ordinary.tsv"),
    include_str!("../../../tests/danger/ordinary-more.tsv"),
    include_str!("../../../tests/danger/ordinary-wide.tsv"),
    include_str!("../../../tests/danger/given-ordinary.tsv"),
    include_str!("../../../tests/danger/asked.tsv"),
    include_str!("../../../tests/danger/off-topic.tsv"),
];

/// How often all lines are gone through.
const ROUNDS: usize = 40;

/// What a line on the wrong side costs beside heavy weights. A third or three times as much find as many
/// dangers for the same false alarms.
const COST: f64 = 0.3;

/// One example: what it says, levelled to length 3.
struct Example {
    features: Vec<(usize, f64)>,
    is_danger: bool,
}

/// A line: its text, what it is, and its kind or batch.
#[derive(Clone, Copy)]
pub(in super::super) struct Line {
    pub(in super::super) text: &'static str,
    pub(in super::super) is_danger: bool,
    kind: &'static str,
}

fn lines(file: &'static str, is_danger: bool) -> impl Iterator<Item = Line> {
    let head: Vec<&str> = file.lines().next().unwrap_or_default().split('\t').collect();
    let column = head.iter().position(|name| *name == "text" || *name == "ask").unwrap_or(0);
    let kind = head.iter().position(|name| *name == "note" || *name == "topic");
    file.lines()
        .skip(1)
        .map(move |line| line.split('\t').collect::<Vec<&str>>())
        .map(move |columns| Line {
            text: columns.get(column).copied().unwrap_or_default(),
            is_danger,
            kind: kind.and_then(|kind| columns.get(kind).copied()).unwrap_or_default(),
        })
        .filter(|line| !line.text.is_empty())
}

pub(in super::super) fn all_lines() -> Vec<Line> {
    let danger = DANGER.iter().flat_map(|file| lines(file, true));
    danger.chain(ORDINARY.iter().flat_map(|file| lines(file, false))).collect()
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

/// Turns lines into examples. Of an ordinary line every part is ordinary; a line of danger is one example.
#[derive(Default)]
struct Reading {
    names: BTreeMap<Feature, usize>,
    features: Vec<Feature>,
}

impl Reading {
    fn examples(&mut self, lean: &Lean, line: &Line) -> Vec<Example> {
        let words = RECOGNISER.read(line.text);
        let stems = lean.read(&words);
        let mut parts = if line.is_danger { Vec::new() } else { Lean::parts(&words) };
        if !words.ids.is_empty() {
            parts.push((0, words.ids.len()));
        }
        parts
            .into_iter()
            .map(|part| {
                let (mut features, mut squares) = (Vec::new(), 0);
                lean.features(&stems, &words, part, |feature, value| {
                    squares += i64::from(value) * i64::from(value);
                    features.push((self.nth(feature), f64::from(value)));
                });
                let length = length_of(squares) as f64;
                features.iter_mut().for_each(|(_, value)| *value *= 3.0 / length);
                Example { features, is_danger: line.is_danger }
            })
            .collect()
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
fn learn(examples: &[Example], features: usize) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed: u64 = 20_250_901;
    let (mut weights, mut base) = (vec![0.0f64; features], 0.0f64);
    let mut pulls = vec![0.0f64; examples.len()];
    let give = 1.0 / (2.0 * COST);
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((seed >> 33) as usize) % (at + 1));
        }
        for at in &order {
            let example = &examples[*at];
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
            Feature::Theme(_) => "theme",
            Feature::Both(..) => "both",
            Feature::Asks => "asks",
        };
        let is_heard = !matches!(feature, Feature::Word(UNHEARD));
        if hundredths.abs() >= LEAST && is_heard {
            lines.push(format!("{kind}\t{}\t{hundredths}", lean.name(feature)));
        }
    }
    lines.sort();
    lines.push(format!("base\t\t{}", (base * 100.0).round() as i32));
    lines.join("\n") + "\n"
}

/// Lighter weights are let go, in hundredths: they move no sum by a hundredth and would treble the file.
const LEAST: i32 = 3;

/// What these lines teach, as `weights.tsv` holds it.
fn taught(lean: &Lean, lines: &[Line]) -> String {
    let mut reading = Reading::default();
    let examples: Vec<Example> = lines.iter().flat_map(|line| reading.examples(lean, line)).collect();
    let (weights, base) = learn(&examples, reading.features.len());
    table(lean, &reading.features, &weights, base)
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

/// Sums of lines of danger and of ordinary ones, each with what the lines of the other groups teach.
fn sums_of_lines_not_learnt_from(group: impl Fn(usize, &Line) -> usize) -> (Vec<i32>, Vec<i32>) {
    let all = all_lines();
    let (mut danger, mut ordinary) = (Vec::new(), Vec::new());
    for fold in 0..FOLDS {
        let is_aside = |(nth, line): (usize, &Line)| group(nth, line) % FOLDS == fold;
        let learnt_from: Vec<Line> =
            all.iter().enumerate().filter(|line| !is_aside(*line)).map(|(_, line)| *line).collect();
        let mut lean = Lean::without_weights();
        lean.take_weights(&taught(&hearing(&learnt_from), &learnt_from));
        lean.know(&RECOGNISER.patterns);
        for (_, line) in all.iter().enumerate().filter(|line| is_aside(*line)) {
            let words = RECOGNISER.read(line.text);
            let sum = lean.weigh(&words, &lean.read(&words)).map(|leaning| leaning.sum).max();
            (if line.is_danger { &mut danger } else { &mut ordinary }).push(sum.unwrap_or(-1_000));
        }
    }
    (danger, ordinary)
}

const FOLDS: usize = 3;

/// How many of the lines reach the sum that is danger now.
fn shares(name: &str, (danger, ordinary): &(Vec<i32>, Vec<i32>)) -> (f64, f64) {
    let share =
        |sums: &[i32], at: i32| sums.iter().filter(|sum| **sum >= at).count() as f64 / sums.len() as f64;
    for at in [-60, -40, -30, -20, -10, 0, 10, 20, 40] {
        println!("{name}, from {at}: danger {:.3}, ordinary {:.4}", share(danger, at), share(ordinary, at));
    }
    (share(danger, super::NOW_AT), share(ordinary, super::NOW_AT))
}

/// Each third of the lines is weighed with what the other two thirds teach.
#[test]
fn lines_not_learnt_from_fall_on_their_side() {
    let (now, alarm) = shares("by turns", &sums_of_lines_not_learnt_from(|nth, _| nth));
    assert!(alarm <= 0.03, "false alarms by leaning alone: {alarm:.4}");
    assert!(now >= 0.7, "danger found by leaning alone: {now:.3}");
}

/// Lines of a kind are weighed with what lines of other kinds teach.
#[test]
fn kinds_not_learnt_from_fall_on_their_side() {
    let by_kind = |_, line: &Line| {
        line.kind.bytes().fold(7usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(usize::from(letter)))
    };
    let (now, alarm) = shares("by kinds", &sums_of_lines_not_learnt_from(by_kind));
    assert!(alarm <= 0.04, "false alarms by leaning alone: {alarm:.4}");
    assert!(now >= 0.6, "danger found by leaning alone: {now:.3}");
}
