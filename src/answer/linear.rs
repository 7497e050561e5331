//! Linear scorer: for each entry and each kind of aside, one weight a feature, learnt from the phrasings.
//!
//! Each class is told from all others by logistic regression, trained by stochastic descent with a step that shrinks
//! for features often met (AdaGrad, one sum a row). One pass order, one thread, one rounding: the same lessons give
//! the same weights. One regression over all classes at once did as well on whole questions (0.82 and 0.82 right
//! first on the calibration set) and was surer of its mistakes, so it lost.

use std::ops::Range;

use super::bytes::{Damaged, Reader, Writer};
use super::features::{Counts, Features, ROWS};
use super::softmax::exp;

/// Passes over the examples. 8 lose 1 % right first in cross-validation, 25 gain nothing.
const EPOCHS: usize = 12;
/// The first step; it shrinks in a straight line to a fiftieth. Half and double lose 1 % right in three.
const FIRST_STEP: f32 = 1.0;
const LAST_STEP_SHARE: f32 = 0.02;
/// With more classes than this, each example is told apart from so many drawn ones, so that ten times the entries
/// and phrasings take ten times as long to learn, not a hundred times: their weights no longer fit the processor's
/// cache either, hence fewer than there were before.
const MOST_TOLD_APART: usize = 128;
const DRAWN: usize = 48;
/// Pulls weights towards nothing. Ten times as much and none change nothing that can be measured.
const DECAY: f32 = 1e-5;
/// Each class is rare beside all others: where its regression starts.
const RARE: f32 = 3.0;
/// A row met in fewer examples tells nothing about the next.
const FEWEST_EXAMPLES: f32 = 2.0;
const BIAS_STEP: f32 = 0.002;

/// One text to learn from, and how much it counts.
#[derive(Debug)]
pub struct Example {
    pub features: Features,
    pub class: usize,
    /// A second class that holds the first: an aside of any kind.
    pub within: Option<usize>,
    pub weight: f32,
}

/// Weights for each row and class, in steps of their row's scale.
#[derive(Debug, Default)]
pub struct Linear {
    classes: usize,
    bias: Vec<f32>,
    /// How much a row tells, by how few examples it was met in; 0 where it tells nothing.
    rarity: Vec<f32>,
    scale: Vec<f32>,
    weights: Vec<i8>,
}

impl Linear {
    /// Learns from examples. `pass` is told each pass that is done, of how many.
    pub fn learn(examples: &[Example], classes: usize, pass: &mut dyn FnMut(usize, usize)) -> Linear {
        let rarity = rarity(examples);
        let values: Vec<Counts> = examples.iter().map(|example| values(&example.features, &rarity)).collect();
        let mut weights = vec![0.0f32; ROWS * classes];
        let mut bias = vec![0.0f32; classes];
        let mut met = vec![1e-3f32; ROWS];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut dice = Dice(12_345);
        let mut surprise = vec![0.0f32; classes];
        let steps = (EPOCHS * examples.len()).max(1) as f32;
        let mut taken = 0.0;
        for epoch in 0..EPOCHS {
            dice.shuffle(&mut order);
            for &number in &order {
                taken += 1.0;
                let step = FIRST_STEP * (1.0 - taken / steps).max(LAST_STEP_SHARE);
                let example = &examples[number];
                let told_apart = told_apart(classes, example, &mut dice);
                for part in &told_apart {
                    let surprise = &mut surprise[part.clone()];
                    surprise.copy_from_slice(&bias[part.clone()]);
                    add_rows(surprise, &values[number], &weights, classes, part.start);
                    surprise.iter_mut().for_each(|score| *score = chance(*score));
                }
                surprise[example.class] -= 1.0;
                if let Some(class) = example.within {
                    surprise[class] -= 1.0;
                }
                let met_now = told_apart.iter().flat_map(|part| &surprise[part.clone()]);
                let size: f32 = met_now.map(|part| part * part).sum();
                for &(row, value) in &values[number] {
                    let row = row as usize;
                    met[row] += size * value * value * example.weight;
                    let step = step / met[row].sqrt();
                    let keep = 1.0 - (DECAY * step).min(0.5);
                    let push = step * value * example.weight;
                    for part in &told_apart {
                        let weights = &mut weights[row * classes..][part.clone()];
                        for (weight, surprise) in weights.iter_mut().zip(&surprise[part.clone()]) {
                            *weight = *weight * keep - push * surprise;
                        }
                    }
                }
                for part in &told_apart {
                    for (bias, surprise) in bias[part.clone()].iter_mut().zip(&surprise[part.clone()]) {
                        *bias -= BIAS_STEP * step * surprise;
                    }
                }
            }
            pass(epoch + 1, EPOCHS);
        }
        let (scale, weights) = in_steps(&weights, classes);
        Linear { classes, bias, rarity, scale, weights }
    }

    /// How strongly each class is spoken for.
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (row, value) in values(features, &self.rarity) {
            let row = row as usize;
            let value = value * self.scale[row];
            for (score, weight) in scores.iter_mut().zip(&self.weights[row * self.classes..]) {
                *score += value * f32::from(*weight);
            }
        }
        scores
    }

    /// How strongly a part of a text speaks for each class within the whole.
    pub fn shares(&self, part: &Features, whole: &Features) -> Vec<f32> {
        let mut shares = vec![0.0; self.classes];
        for (row, value) in values(whole, &self.rarity) {
            let is_in = |counts: &Counts| counts.binary_search_by_key(&row, |(row, _)| *row).is_ok();
            if is_in(&part.words) || is_in(&part.runs) {
                let row = row as usize;
                for (share, weight) in shares.iter_mut().zip(&self.weights[row * self.classes..]) {
                    *share += value * self.scale[row] * f32::from(*weight);
                }
            }
        }
        shares
    }

    pub fn save(&self, to: &mut Writer) {
        to.count(self.classes);
        self.bias.iter().for_each(|bias| to.real(*bias));
        self.rarity.iter().for_each(|rarity| to.real(*rarity));
        self.scale.iter().for_each(|scale| to.real(*scale));
        let bytes: Vec<u8> = self.weights.iter().map(|weight| weight.cast_unsigned()).collect();
        to.raw(&bytes);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or hold no number.
    pub fn open(from: &mut Reader) -> Result<Linear, Damaged> {
        let classes = from.count()?;
        let bias = from.reals(classes)?;
        let rarity = from.reals(ROWS)?;
        let scale = from.reals(ROWS)?;
        let weights = from.raw(ROWS * classes)?.iter().map(|byte| byte.cast_signed()).collect();
        Ok(Linear { classes, bias, rarity, scale, weights })
    }

    pub fn classes(&self) -> usize {
        self.classes
    }
}

/// The chance of one class against all others, from its score.
pub fn chance(score: f32) -> f32 {
    1.0 / (1.0 + exp(RARE - score))
}

fn rarity(examples: &[Example]) -> Vec<f32> {
    let mut found = vec![0.0f32; ROWS];
    for example in examples {
        for (row, _) in example.features.words.iter().chain(&example.features.runs) {
            found[*row as usize] += 1.0;
        }
    }
    let all = examples.len() as f32;
    let of =
        |found: f32| if found < FEWEST_EXAMPLES { 0.0 } else { 1.0 + ((1.0 + all) / (1.0 + found)).ln() };
    found.into_iter().map(of).collect()
}

/// What each row counts for in one text. Words and runs weigh the same in the whole, however long the text is; a row
/// met again counts less each time.
fn values(features: &Features, rarity: &[f32]) -> Counts {
    let mut values = Vec::with_capacity(features.words.len() + features.runs.len());
    for counts in [&features.words, &features.runs] {
        let start = values.len();
        for (row, count) in counts {
            let rarity = rarity[*row as usize];
            if rarity > 0.0 {
                values.push((*row, count.sqrt() * rarity));
            }
        }
        let length = values[start..].iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-6);
        values[start..].iter_mut().for_each(|(_, value)| *value /= length);
    }
    values
}

/// The classes one example is told apart from: its own, and all others, or a run of them where there are very many.
fn told_apart(classes: usize, example: &Example, dice: &mut Dice) -> Vec<Range<usize>> {
    if classes <= MOST_TOLD_APART {
        return std::iter::once(0..classes).collect();
    }
    let start = dice.below(classes);
    let end = start + DRAWN;
    let mut parts = vec![start..end.min(classes), 0..end.saturating_sub(classes)];
    for own in [Some(example.class), example.within].into_iter().flatten() {
        if !parts.iter().any(|part| part.contains(&own)) {
            parts.push(own..own + 1);
        }
    }
    parts
}

/// Adds each row's weights for the classes from `first` on.
fn add_rows(scores: &mut [f32], values: &Counts, weights: &[f32], classes: usize, first: usize) {
    for &(row, value) in values {
        let row = &weights[row as usize * classes + first..];
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += value * weight;
        }
    }
}

/// Each row in 127 steps to either side: an eighth of the size, and no question of the calibration set changes place.
fn in_steps(weights: &[f32], classes: usize) -> (Vec<f32>, Vec<i8>) {
    let mut scale = Vec::with_capacity(ROWS);
    let mut steps = Vec::with_capacity(weights.len());
    for row in weights.chunks(classes.max(1)) {
        let largest = row.iter().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        let step = if largest > 0.0 { largest / 127.0 } else { 0.0 };
        scale.push(step);
        steps.extend(row.iter().map(|weight| if step > 0.0 { (weight / step).round() as i8 } else { 0 }));
    }
    scale.resize(ROWS, 0.0);
    (scale, steps)
}

/// Numbers that look thrown, always the same ones.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for place in (1..order.len()).rev() {
            order.swap(place, self.below(place + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::query::Reading;

    const LESSONS: [(&str, usize); 6] = [
        ("can i get dla for my son", 0),
        ("what is dla and who gets it", 0),
        ("the school bus never came", 1),
        ("no school bus for my daughter", 1),
        ("hello there", 2),
        ("hello you", 2),
    ];

    fn learnt() -> Linear {
        let reading = Reading::default();
        let examples = LESSONS.map(|(text, class)| Example {
            features: reading.read(text).features,
            class,
            within: None,
            weight: 1.0,
        });
        Linear::learn(&examples, 3, &mut |_, _| {})
    }

    #[track_caller]
    fn check(typed: &str, class: usize) {
        let scores = learnt().scores(&Reading::default().read(typed).features);
        let best = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        assert_eq!(best, Some(class), "{scores:?}");
    }

    #[test]
    fn what_was_learnt_is_found_again() {
        check("is dla only for autism", 0);
        check("they stopped his bus", 1);
        check("hello anyone", 2);
    }

    #[test]
    fn a_slip_in_a_word_is_seen_through_its_letters() {
        check("schooool buss", 1);
    }

    #[test]
    fn learning_twice_gives_the_same_bytes() {
        let saved = || {
            let mut writer = Writer::default();
            learnt().save(&mut writer);
            writer.finish()
        };
        assert!(saved() == saved());
    }

    #[test]
    fn among_very_many_classes_each_is_found() {
        let reading = Reading::default();
        let classes = 2 * MOST_TOLD_APART + 1;
        let texts = (0..classes).map(|class| format!("about {} word{class} once", class * class + 7));
        let examples: Vec<Example> = texts
            .enumerate()
            .flat_map(|(class, text)| [(class, text.clone()), (class, text)])
            .map(|(class, text)| Example {
                features: reading.read(&text).features,
                class,
                within: None,
                weight: 1.0,
            })
            .collect();
        let learnt = Linear::learn(&examples, classes, &mut |_, _| {});
        for class in [0, 1, MOST_TOLD_APART, classes - 1] {
            let scores = learnt.scores(&examples[2 * class].features);
            let best = (0..classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            assert_eq!(best, Some(class));
        }
    }

    #[test]
    fn nothing_to_learn_from_is_no_trouble() {
        let empty = Linear::learn(&[], 0, &mut |_, _| {});
        assert_eq!(empty.scores(&Reading::default().read("hello").features), Vec::<f32>::new());
    }
}
