//! Linear scorer: for each entry and each kind of aside, one weight a feature, learnt from the phrasings.
//!
//! Each class is told from all others by logistic regression, trained by stochastic descent with a step that shrinks
//! for features often met (AdaGrad, one sum a row). One pass order, one thread, one rounding: the same lessons give
//! the same weights. One regression over all classes at once did as well on whole questions (0.82 and 0.82 right
//! first on the calibration set) and was surer of its mistakes, so it lost.

use std::borrow::Cow;
use std::ops::Range;

use multiversion::multiversion;

use super::bytes::{Damaged, Reader, Writer};
use super::features::{Counts, Features, ROWS};
use super::kept::Hold;
use super::softmax::exp;

/// Passes over the examples. 8 lose 1 % right first in cross-validation, 25 gain nothing.
const EPOCHS: usize = 12;
/// The first step; it shrinks in a straight line to a fiftieth. Half and double lose 1 % right in three.
const FIRST_STEP: f32 = 1.0;
const LAST_STEP_SHARE: f32 = 0.02;
/// More classes than this are learnt in parts, so that ten times the entries and phrasings take ten times as long to
/// learn, not a hundred times.
const MOST_AT_ONCE: usize = 128;
/// The most classes of a part. The weights of one part fit the processor's cache, those of all together do not. With ten
/// times the entries and phrasings, a tenth of the phrasings kept aside, 0.81 are right in three; with 48 classes drawn
/// for each example out of all, as it was before, as many, in twice the time; with parts of 64 as many, in half as much
/// again.
const MOST_IN_A_PART: usize = LANES;
/// In each pass a part learns from its own examples and from so many drawn for each of them. Half as many lose 1 % right in
/// three.
const DRAWN_FOR_EACH: usize = 1;
/// An example that surprises a part less than this, as most that are drawn do after the first passes, changes nothing. With
/// 0.01 right in three falls by 0.5 %.
const LEAST_SURPRISE: f32 = 1e-3;
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
    /// Signed, a byte each.
    weights: Cow<'static, [u8]>,
}

impl Linear {
    /// Learns from examples. `pass` is told each pass that is done, of how many.
    ///
    /// Each class is told from all others by itself, so that very many can be learnt in parts: each part from the examples
    /// of its own classes and from as many drawn from the others.
    pub fn learn(examples: &[Example], classes: usize, pass: &mut dyn FnMut(usize, usize)) -> Linear {
        let rarity = rarity(examples);
        let places = Places::of(&rarity);
        let values: Vec<Counts> =
            examples.iter().map(|example| places.found(values(&example.features, &rarity))).collect();
        let ranges = parts(classes);
        let passes = ranges.len() * EPOCHS;
        let mut done = 0;
        let mut learnt = Vec::new();
        for range in ranges {
            let is_all = range.len() == classes;
            let mut part = Part::new(range, is_all, places.count());
            part.learn(examples, &values, &mut || {
                done += 1;
                pass(done, passes);
            });
            learnt.push(part);
        }
        let bias =
            learnt.iter().flat_map(|part| classes_of(&part.bias, part.classes.len())).copied().collect();
        let (scale, weights) = in_steps(&learnt, &places, classes);
        Linear { classes, bias, rarity, scale, weights: weights.into() }
    }

    /// How strongly each class is spoken for.
    pub fn scores(&self, features: &Features) -> Vec<f32> {
        let mut values = values(features, &self.rarity);
        values.iter_mut().for_each(|(row, value)| *value *= self.scale[*row as usize]);
        let mut scores = self.bias.clone();
        add(&mut scores, &values, &self.weights);
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
                    *share += value * self.scale[row] * f32::from(weight.cast_signed());
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
        to.raw(&self.weights);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or hold no number.
    pub fn open<'a>(from: &mut Reader<'a>, hold: Hold<'a>) -> Result<Linear, Damaged> {
        let classes = from.count()?;
        let bias = from.reals(classes)?;
        let rarity = from.reals(ROWS)?;
        let scale = from.reals(ROWS)?;
        let weights = hold(from.raw(ROWS * classes)?);
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

/// All classes at once, or parts of about the same size where there are very many.
fn parts(classes: usize) -> Vec<Range<usize>> {
    let count = if classes <= MOST_AT_ONCE { 1 } else { classes.div_ceil(MOST_IN_A_PART) };
    (0..count).map(|part| part * classes / count..(part + 1) * classes / count).collect()
}

/// Rows that tell something, numbered by how often they are met: what is met together lies together.
struct Places {
    /// Rows in order of places.
    rows: Vec<u32>,
    /// Places in order of rows.
    places: Vec<u32>,
}

impl Places {
    fn of(rarity: &[f32]) -> Places {
        let mut rows: Vec<u32> = (0..ROWS as u32).filter(|row| rarity[*row as usize] > 0.0).collect();
        // The rarest tells most and is met least.
        rows.sort_by(|a, b| rarity[*a as usize].total_cmp(&rarity[*b as usize]));
        let mut places = vec![0; ROWS];
        for (place, row) in rows.iter().enumerate() {
            places[*row as usize] = place as u32;
        }
        Places { rows, places }
    }

    fn count(&self) -> usize {
        self.rows.len()
    }

    /// The same values by place, in the same order.
    fn found(&self, mut values: Counts) -> Counts {
        values.iter_mut().for_each(|(row, _)| *row = self.places[*row as usize]);
        values
    }
}

/// So many classes are reckoned with at once: two lines of the processor's cache.
const LANES: usize = 32;

/// Adds to the scores of all classes what each row has for them, times its value. Whatever the processor has for it, each
/// score is the same sum in the same order.
#[multiversion(targets("x86_64+avx2", "x86_64+sse4.1"))]
fn add(scores: &mut [f32], values: &[(u32, f32)], weights: &[u8]) {
    let classes = scores.len();
    for (part, scores) in scores.chunks_mut(LANES).enumerate() {
        // Kept in the processor until all rows are added.
        let mut sums = [0.0; LANES];
        sums[..scores.len()].copy_from_slice(scores);
        for (row, value) in values {
            let weights = &weights[*row as usize * classes + part * LANES..];
            let add = |(sum, weight): (&mut f32, &u8)| *sum += value * f32::from(weight.cast_signed());
            match weights.first_chunk::<LANES>() {
                // What stands beyond the last class is reckoned with, and left.
                Some(weights) => sums.iter_mut().zip(weights).for_each(add),
                None => sums.iter_mut().zip(weights).for_each(add),
            }
        }
        scores.copy_from_slice(&sums[..scores.len()]);
    }
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Lanes([f32; LANES]);

impl Lanes {
    const NONE: Lanes = Lanes([0.0; LANES]);
}

/// The first so many classes of some lanes.
fn classes_of(lanes: &[Lanes], count: usize) -> impl Iterator<Item = &f32> {
    lanes.iter().flat_map(|Lanes(lane)| lane).take(count)
}

/// What is learnt about some of the classes, or all.
struct Part {
    classes: Range<usize>,
    is_all: bool,
    /// How many lanes the classes take.
    width: usize,
    bias: Vec<Lanes>,
    /// Place by place.
    weights: Vec<Lanes>,
    met: Vec<f32>,
    /// Of the example at hand: how far off each class is.
    surprise: Vec<Lanes>,
}

impl Part {
    fn new(classes: Range<usize>, is_all: bool, places: usize) -> Part {
        let width = classes.len().div_ceil(LANES);
        Part {
            classes,
            is_all,
            width,
            bias: vec![Lanes::NONE; width],
            weights: vec![Lanes::NONE; places * width],
            met: vec![1e-3; places],
            surprise: vec![Lanes::NONE; width],
        }
    }

    fn learn(&mut self, examples: &[Example], values: &[Counts], pass: &mut dyn FnMut()) {
        let is_own = |number: &usize| {
            let example = &examples[*number];
            [Some(example.class), example.within].iter().flatten().any(|class| self.classes.contains(class))
        };
        let own: Vec<usize> = (0..examples.len()).filter(is_own).collect();
        let drawn = if self.is_all { 0 } else { own.len() * DRAWN_FOR_EACH };
        let steps = (EPOCHS * (own.len() + drawn)).max(1) as f32;
        let mut dice = Dice(12_345);
        let mut order = own.clone();
        let mut taken = 0.0;
        for _ in 0..EPOCHS {
            if !self.is_all {
                order.clone_from(&own);
                order.extend((0..drawn).map(|_| dice.below(examples.len())));
            }
            dice.shuffle(&mut order);
            for &number in &order {
                taken += 1.0;
                let step = FIRST_STEP * (1.0 - taken / steps).max(LAST_STEP_SHARE);
                self.be_surprised(&examples[number], &values[number]);
                self.mend(&values[number], examples[number].weight, step);
            }
            pass();
        }
    }

    /// Reckons the chance of each class, and how far off it is.
    fn be_surprised(&mut self, example: &Example, values: &Counts) {
        // Lane after lane, so that the sums stay in the processor while many places are fetched.
        for (lane, (bias, surprise)) in self.bias.iter().zip(&mut self.surprise).enumerate() {
            let mut sums = bias.0;
            for &(place, value) in values {
                let weights = &self.weights[place as usize * self.width + lane].0;
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
            *surprise = Lanes(sums.map(chance));
        }
        for class in [Some(example.class), example.within].into_iter().flatten() {
            if self.classes.contains(&class) {
                let place = class - self.classes.start;
                self.surprise[place / LANES].0[place % LANES] -= 1.0;
            }
        }
        let beyond = self.width * LANES - self.classes.len();
        if let Some(Lanes(last)) = self.surprise.last_mut() {
            last[LANES - beyond..].fill(0.0);
        }
    }

    /// Takes a step towards being less surprised.
    fn mend(&mut self, values: &Counts, weight: f32, step: f32) {
        let size: f32 = classes_of(&self.surprise, self.classes.len()).map(|part| part * part).sum();
        if !self.is_all && size < LEAST_SURPRISE {
            return;
        }
        for &(place, value) in values {
            let place = place as usize;
            self.met[place] += size * value * value * weight;
            let step = step / self.met[place].sqrt();
            let keep = 1.0 - (DECAY * step).min(0.5);
            let push = step * value * weight;
            let weights = &mut self.weights[place * self.width..][..self.width];
            for (Lanes(weights), Lanes(surprise)) in weights.iter_mut().zip(&self.surprise) {
                *weights = std::array::from_fn(|class| weights[class] * keep - push * surprise[class]);
            }
        }
        for (Lanes(bias), Lanes(surprise)) in self.bias.iter_mut().zip(&self.surprise) {
            *bias = std::array::from_fn(|class| bias[class] - BIAS_STEP * step * surprise[class]);
        }
    }

    fn weights_at(&self, place: usize) -> impl Iterator<Item = &f32> {
        classes_of(&self.weights[place * self.width..][..self.width], self.classes.len())
    }
}

/// Each row in 127 steps to either side: an eighth of the size, and no question of the calibration set changes place.
fn in_steps(parts: &[Part], places: &Places, classes: usize) -> (Vec<f32>, Vec<u8>) {
    let mut scale = vec![0.0; ROWS];
    let mut steps = vec![0; ROWS * classes];
    for (place, row) in places.rows.iter().enumerate() {
        let row = *row as usize;
        let weights = || parts.iter().flat_map(|part| part.weights_at(place));
        let largest = weights().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        if largest > 0.0 {
            scale[row] = largest / 127.0;
            for (step, weight) in steps[row * classes..].iter_mut().zip(weights()) {
                *step = ((weight / scale[row]).round() as i8).cast_unsigned();
            }
        }
    }
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

    /// Two texts for each of very many classes; the last holds every tenth.
    fn very_many(classes: usize) -> Vec<Example> {
        let reading = Reading::default();
        let texts = (0..classes).map(|class| format!("about {} word{class} once", class * class + 7));
        texts
            .enumerate()
            .flat_map(|(class, text)| [(class, text.clone()), (class, text)])
            .map(|(class, text)| Example {
                features: reading.read(&text).features,
                class,
                within: (class % 10 == 0).then_some(classes - 1),
                weight: 1.0,
            })
            .collect()
    }

    #[test]
    fn among_very_many_classes_each_is_found() {
        let classes = 2 * MOST_AT_ONCE + 1;
        let examples = very_many(classes);
        let learnt = Linear::learn(&examples, classes, &mut |_, _| {});
        for class in [1, 31, 32, MOST_AT_ONCE + 1, classes - 2] {
            let scores = learnt.scores(&examples[2 * class].features);
            let best = (0..classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            assert_eq!(best, Some(class));
        }
    }

    #[test]
    fn a_class_that_holds_others_learns_from_all_of_them() {
        let classes = 2 * MOST_AT_ONCE + 1;
        let examples = very_many(classes);
        let learnt = Linear::learn(&examples, classes, &mut |_, _| {});
        let last = |class: usize| learnt.scores(&examples[2 * class].features)[classes - 1];
        assert!(last(10) > last(11) && last(200) > last(201));
    }

    #[test]
    fn learning_in_parts_twice_gives_the_same_bytes_and_counts_every_pass() {
        let classes = 2 * MOST_AT_ONCE + 1;
        let examples = very_many(classes);
        let saved = || {
            let (mut writer, mut passes) = (Writer::default(), Vec::new());
            Linear::learn(&examples, classes, &mut |done, of| passes.push((done, of))).save(&mut writer);
            let of = passes.len();
            assert!(passes.iter().enumerate().all(|(place, pass)| *pass == (place + 1, of)));
            writer.finish()
        };
        assert!(saved() == saved());
    }

    #[test]
    fn parts_are_of_about_one_size_and_leave_nobody_out() {
        for classes in [0, 1, MOST_AT_ONCE, MOST_AT_ONCE + 1, 783] {
            let parts = parts(classes);
            assert_eq!(
                parts.iter().flat_map(Range::clone).collect::<Vec<_>>(),
                (0..classes).collect::<Vec<_>>()
            );
            let sizes = || parts.iter().map(Range::len);
            assert!(sizes().max() <= sizes().min().map(|least| least + 1), "{parts:?}");
        }
    }

    #[test]
    fn nothing_to_learn_from_is_no_trouble() {
        let empty = Linear::learn(&[], 0, &mut |_, _| {});
        assert_eq!(empty.scores(&Reading::default().read("hello").features), Vec::<f32>::new());
    }
}
