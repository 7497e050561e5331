//! Learns the weights of [`super::Lean`] from the lines in `tests/danger`.
//!
//! `UPDATE_LEANINGS=1 cargo test --lib leanings` writes `weights.tsv` anew; without it the test fails when the
//! file is not what the lines teach. Only additions, multiplications, divisions and square roots are used, each
//! rounded the same on every machine, and the lines are taken in a fixed order.

use std::collections::BTreeMap;

use super::super::RECOGNISER;
use super::{Feature, Lean, length_of};

/// Lines of danger, by file; the lines kept aside teach nothing.
const DANGER: [&str; 3] = [
    include_str!("../../../tests/danger/danger.tsv"),
    include_str!("../../../tests/danger/danger-more.tsv"),
    include_str!("../../../tests/danger/given-danger.tsv"),
];

const ORDINARY: [&str; 6] = [
    include_str!("../../../tests/danger/asked-more.tsv"),
    include_str!("../../../tests/danger/ordinary.tsv"),
    include_str!("../../../tests/danger/ordinary-more.tsv"),
    include_str!("../../../tests/danger/given-ordinary.tsv"),
    include_str!("../../../tests/danger/asked.tsv"),
    include_str!("../../../tests/danger/off-topic.tsv"),
];

/// How often all lines are gone through.
const ROUNDS: usize = 40;

/// How much of each weight is lost with each round, so that a word seen once stays light. A fifth of it or three
/// times as much find as many dangers for the same false alarms.
const FADING: f64 = 0.0001;

/// A line counts as learnt when its sum is this far on its side.
const MARGIN: f64 = 1.0;

/// One example: what it says, levelled to length 3.
struct Example {
    features: Vec<(usize, f64)>,
    is_danger: bool,
}

/// The first column that holds the text.
fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    let column = file
        .lines()
        .next()
        .and_then(|head| head.split('\t').position(|name| name == "text" || name == "ask"));
    file.lines()
        .skip(1)
        .filter_map(move |line| line.split('\t').nth(column.unwrap_or(0)))
        .filter(|text| !text.is_empty())
}

/// Turns texts into examples. Of an ordinary text every part is ordinary; a text of danger is one example.
struct Reading {
    names: BTreeMap<Feature, usize>,
    features: Vec<Feature>,
}

impl Reading {
    fn examples(&mut self, text: &str, is_danger: bool) -> Vec<Example> {
        let recogniser = &*RECOGNISER;
        let words = recogniser.read(text);
        let mut parts = if is_danger { Vec::new() } else { recogniser.lean.parts(&words) };
        let whole = (0, words.ids.len());
        if !parts.contains(&whole) && whole.1 > 0 {
            parts.push(whole);
        }
        parts
            .into_iter()
            .map(|(from, to)| self.example(&recogniser.lean, &words, from, to, is_danger))
            .collect()
    }

    fn example(
        &mut self,
        lean: &Lean,
        words: &super::Words,
        from: usize,
        to: usize,
        is_danger: bool,
    ) -> Example {
        let features = lean.features(words, from, to);
        let length = length_of(&features) as f64;
        let features = features.into_iter().map(|(feature, value)| {
            let next = self.features.len();
            let id = *self.names.entry(feature.clone()).or_insert(next);
            if id == next {
                self.features.push(feature);
            }
            (id, f64::from(value) * 3.0 / length)
        });
        Example { features: features.collect(), is_danger }
    }
}

/// Weights of all features, and the base, in units of the margin.
fn learn(examples: &[Example], features: usize) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed: u64 = 20_250_901;
    let (mut weights, mut base) = (vec![0.0f64; features], 0.0f64);
    let (mut mean, mut mean_base, mut rounds) = (vec![0.0f64; features], 0.0f64, 0.0f64);
    for round in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((seed >> 33) as usize) % (at + 1));
        }
        let step = 0.05 / (1.0 + round as f64 / 8.0);
        for example in order.iter().map(|at| &examples[*at]) {
            let sum: f64 =
                base + example.features.iter().map(|(id, value)| weights[*id] * value).sum::<f64>();
            let side = if example.is_danger { 1.0 } else { -1.0 };
            let short = MARGIN - side * sum;
            if short > 0.0 {
                // The further from learnt, the harder the push, up to twice the margin.
                let push = step * side * short.min(2.0);
                for (id, value) in &example.features {
                    weights[*id] += push * value;
                }
                base += push;
            }
        }
        for weight in &mut weights {
            *weight *= 1.0 - FADING * examples.len() as f64 * step;
        }
        if round >= ROUNDS / 2 {
            for (sum, weight) in mean.iter_mut().zip(&weights) {
                *sum += weight;
            }
            mean_base += base;
            rounds += 1.0;
        }
    }
    (mean.into_iter().map(|sum| sum / rounds).collect(), mean_base / rounds)
}

/// Hundredths, as `weights.tsv` holds them; the same rounding as the reading of them.
fn table(lean: &Lean, features: &[Feature], weights: &[f64], base: f64) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (feature, weight) in features.iter().zip(weights) {
        let hundredths = (weight * 100.0).round() as i32;
        let kind = match feature {
            Feature::Word(_) => "word",
            Feature::Theme(_) => "theme",
            Feature::Both(..) => "both",
            Feature::Asks => "asks",
        };
        if hundredths.abs() >= 2 {
            lines.push(format!("{kind}\t{}\t{hundredths}", lean.name(feature)));
        }
    }
    lines.sort();
    lines.push(format!("base\t\t{}", (base * 100.0).round() as i32));
    lines.join("\n") + "\n"
}

fn all_examples(skip_fold: Option<usize>) -> (Vec<Example>, Vec<Feature>, Vec<(&'static str, bool)>) {
    let mut reading = Reading { names: BTreeMap::new(), features: Vec::new() };
    let (mut examples, mut aside) = (Vec::new(), Vec::new());
    let danger = DANGER.iter().flat_map(|file| lines(file)).map(|text| (text, true));
    let ordinary = ORDINARY.iter().flat_map(|file| lines(file)).map(|text| (text, false));
    for (nth, (text, is_danger)) in danger.chain(ordinary).enumerate() {
        if skip_fold == Some(nth % 5) {
            aside.push((text, is_danger));
        } else {
            examples.extend(reading.examples(text, is_danger));
        }
    }
    (examples, reading.features, aside)
}

#[test]
fn leanings_are_what_the_lines_teach() {
    let (examples, features, _) = all_examples(None);
    let (weights, base) = learn(&examples, features.len());
    let learnt = table(&RECOGNISER.lean, &features, &weights, base);
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

/// Each fifth of the lines is weighed with what the other four fifths teach.
#[test]
fn lines_not_learnt_from_fall_on_their_side() {
    let (mut danger, mut ordinary) = (Vec::new(), Vec::new());
    for fold in 0..5 {
        let (examples, features, aside) = all_examples(Some(fold));
        let (weights, base) = learn(&examples, features.len());
        let mut lean = Lean::new(&RECOGNISER.patterns);
        lean.forget();
        lean.take_weights(&table(&RECOGNISER.lean, &features, &weights, base));
        for (text, is_danger) in aside {
            let words = RECOGNISER.read(text);
            let sum = lean.parts(&words).into_iter().map(|(from, to)| lean.weigh(&words, from, to).sum).max();
            (if is_danger { &mut danger } else { &mut ordinary }).push(sum.unwrap_or(-1_000));
        }
    }
    let share =
        |sums: &[i32], at: i32| sums.iter().filter(|sum| **sum >= at).count() as f64 / sums.len() as f64;
    for at in [0, 15, 20, 40, 60, 80, 100, 120, 150] {
        println!("from {at}: danger {:.3}, ordinary {:.4}", share(&danger, at), share(&ordinary, at));
    }
    let (now, alarm) = (share(&danger, super::NOW_AT), share(&ordinary, super::NOW_AT));
    assert!(alarm <= 0.02, "false alarms by leaning alone: {alarm:.4}");
    assert!(now >= 0.6, "danger found by leaning alone: {now:.3}");
}
