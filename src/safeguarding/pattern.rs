//! How words of danger are written down, and how they are found in a message.
//!
//! ```text
//! want|wants to die      words in this order; `|` between words that serve alike
//! hit+                   every regular form of a word: hit, hits, hitting, hitted
//! @child                 a class of words or phrases from the vocabulary
//! (cuts, bits of skin)   one of several phrases
//! ?really                may be there or not
//! $                      the end of the sentence or of the message
//! ~3                     up to three words of any kind, but no "not" or "never"
//! ```
//!
//! Between two items up to three small words ("just", "his", "been") are passed over, so that one pattern
//! stands for many ways to say the same.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

/// A word the recogniser knows; 0 is every word it does not.
pub(super) type WordId = u16;

/// Any word that no pattern names.
pub(super) const UNKNOWN: WordId = 0;

/// Words so common that looking for a pattern from them would cost too much.
const COMMON: &str = "a an the i me my we us our you your he him his she her hers they them their it its this that \
    these those is am are was were be been being has have had do does did will would can could shall should may \
    might must to of in on at by for from with about into out up down off over and or but if when what who how why \
    where there here not no nor so as than then just very get gets got getting go goes going say says said saying \
    want wants wanted know knows think thinks like all any some one two more s dont cant school son daughter \
    child kid boy girl mum dad now day night today time back because";

/// Small words passed over between two items.
const SMALL: &str = "a an the his her my our your their me us own just really so very even always literally actually \
    now then is am are was were been be being has have had having s that like keep keeps kept constantly also only \
    both all about ever still again already properly completely totally quite pretty probably basically currently \
    regularly often sometimes daily nearly almost apparently well sort kind of to too and some this these those such \
    bloody fucking flipping sodding damn u ur im gonna going honestly deliberately accidentally purposely suddenly";

/// Words a gap never swallows: they turn the meaning round.
const TURNING: &str =
    "not never dont doesnt didnt isnt wasnt arent hasnt havent hadnt wouldnt werent without neither";

/// One place in a pattern.
#[derive(Debug, Clone)]
enum Item {
    /// One word out of a set.
    Word(usize),
    /// Up to so many words of any kind.
    Gap(u8),
    /// One phrase out of several.
    OneOf(Vec<Vec<Item>>),
    /// There or not.
    Maybe(Box<Item>),
    /// Not a word: the end of the sentence or of the message.
    End,
}

/// Why a pattern could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PatternProblem {
    #[error("`{pattern}` names the class `@{class}`, and the vocabulary has none of that name")]
    NoSuchClass { pattern: String, class: String },
    #[error("`{pattern}` has no word to look for")]
    Empty { pattern: String },
    #[error("`{pattern}` has a bracket that does not close")]
    OpenBracket { pattern: String },
    #[error("`{pattern}` has `{piece}`, which mixes commas or brackets into a word")]
    NotAWord { pattern: String, piece: String },
    #[error("`{pattern}` has the gap `{gap}`, which is not a number")]
    BadGap { pattern: String, gap: String },
}

#[derive(Debug)]
struct Compiled {
    items: Vec<Item>,
    /// How many words before its key the pattern can begin.
    reach_back: usize,
    begins: Begins,
}

/// With which words a pattern can begin, word by word in one of so many bits: most places are ruled out by it.
#[derive(Debug, Clone, Copy)]
struct Begins(u128);

impl Begins {
    const ANY: Begins = Begins(u128::MAX);

    fn of(word: WordId) -> Begins {
        Begins(1 << (word % 128))
    }

    fn or(self, other: Begins) -> Begins {
        Begins(self.0 | other.0)
    }

    fn may_be(self, word: WordId) -> bool {
        self.0 & Begins::of(word).0 != 0
    }
}

/// All patterns, ready to be looked for.
#[derive(Debug)]
pub(super) struct Patterns {
    words: FxHashMap<String, WordId>,
    spelt: Vec<String>,
    /// One row of bits per word set.
    sets: Vec<Vec<u64>>,
    compiled: Vec<Compiled>,
    /// For each word, the patterns that are looked for where it stands.
    keyed: Vec<Vec<u32>>,
    small: usize,
    turning: usize,
}

/// Where a pattern was found: words `from..to` of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) pattern: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Patterns {
    /// Reads `sources`, in order, with the classes given as name and alternatives.
    ///
    /// What cannot be read is left out and told; the tests hold the list of problems empty.
    pub(super) fn read<'a>(
        classes: &[(&'a str, &'a str)],
        sources: impl Iterator<Item = &'a str>,
        also_known: &[&str],
    ) -> (Patterns, Vec<PatternProblem>) {
        let mut reader = Reader::new(classes);
        let small = reader.set_of(SMALL);
        let turning = reader.set_of(TURNING);
        for word in also_known.iter().flat_map(|words| words.split_whitespace()) {
            reader.word(word);
        }
        let read: Vec<Vec<Item>> = sources.map(|source| reader.pattern(source)).collect();
        reader.finish(read, small, turning)
    }

    pub(super) fn word(&self, spelt: &str) -> Option<WordId> {
        self.words.get(spelt).copied()
    }

    pub(super) fn spelling(&self, word: WordId) -> &str {
        self.spelt.get(usize::from(word)).map_or("", String::as_str)
    }

    /// Every known word, by its id.
    pub(super) fn spellings(&self) -> &[String] {
        &self.spelt
    }

    /// Every word any pattern names.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = (&str, WordId)> {
        self.words.iter().map(|(spelt, id)| (spelt.as_str(), *id))
    }

    pub(super) fn is_small(&self, word: WordId) -> bool {
        self.has(self.small, word)
    }

    pub(super) fn is_turning(&self, word: WordId) -> bool {
        self.has(self.turning, word)
    }

    fn has(&self, set: usize, word: WordId) -> bool {
        self.sets[set].get(usize::from(word) / 64).is_some_and(|bits| bits >> (word % 64) & 1 == 1)
    }

    /// Calls `each` for every place where a pattern stands in `words`, in order of the words that gave
    /// it away, until `each` says stop or `steps` is used up. False when the steps ran out.
    pub(super) fn find(
        &self,
        words: &[WordId],
        sentences: &[u32],
        steps: &mut u64,
        mut each: impl FnMut(Found) -> bool,
    ) -> bool {
        for (at, word) in words.iter().enumerate() {
            if *word == UNKNOWN {
                continue;
            }
            for pattern in &self.keyed[usize::from(*word)] {
                let compiled = &self.compiled[*pattern as usize];
                for from in at.saturating_sub(compiled.reach_back)..=at {
                    if !compiled.begins.may_be(words[from]) {
                        continue;
                    }
                    let mut end = None;
                    let mut search = Search { patterns: self, words, sentences, steps };
                    search.along(&compiled.items, from, true, &mut |to| {
                        end = Some(to);
                        to > at
                    });
                    if *steps == 0 {
                        return false;
                    }
                    if let Some(to) = end.filter(|to| *to > at)
                        && !each(Found { pattern: *pattern, from: from as u32, to: to as u32 })
                    {
                        return true;
                    }
                }
            }
        }
        true
    }
}

struct Search<'a> {
    patterns: &'a Patterns,
    words: &'a [WordId],
    sentences: &'a [u32],
    steps: &'a mut u64,
}

impl Search<'_> {
    /// Tries to lay `items` along the words from `at` on; `done` is told each end and says whether it will do.
    fn along(&mut self, items: &[Item], at: usize, first: bool, done: &mut dyn FnMut(usize) -> bool) -> bool {
        if *self.steps == 0 {
            return true;
        }
        *self.steps -= 1;
        let Some((item, rest)) = items.split_first() else {
            return done(at);
        };
        match item {
            Item::Word(set) => {
                let mut place = at;
                let furthest = if first { at } else { at + 3 };
                while let Some(word) = self.words.get(place) {
                    if self.patterns.has(*set, *word) && self.along(rest, place + 1, false, done) {
                        return true;
                    }
                    if place == furthest || !self.patterns.is_small(*word) {
                        return false;
                    }
                    place += 1;
                }
                false
            }
            Item::Gap(most) => {
                let mut place = at;
                loop {
                    if self.along(rest, place, false, done) {
                        return true;
                    }
                    match self.words.get(place) {
                        Some(word) if place < at + usize::from(*most) && !self.patterns.is_turning(*word) => {
                            place += 1
                        }
                        _ => return false,
                    }
                }
            }
            Item::End => {
                let is_end =
                    at == self.words.len() || (at > 0 && self.sentences[at] != self.sentences[at - 1]);
                is_end && self.along(rest, at, first, done)
            }
            Item::Maybe(inner) => {
                self.phrase(std::slice::from_ref(inner.as_ref()), rest, at, first, done)
                    || self.along(rest, at, first, done)
            }
            Item::OneOf(phrases) => phrases.iter().any(|phrase| self.phrase(phrase, rest, at, first, done)),
        }
    }

    fn phrase(
        &mut self,
        phrase: &[Item],
        rest: &[Item],
        at: usize,
        first: bool,
        done: &mut dyn FnMut(usize) -> bool,
    ) -> bool {
        // The inner search borrows the steps; ends are gathered first (few, as phrases are short).
        let mut ends: Vec<usize> = Vec::new();
        self.along(phrase, at, first, &mut |end| {
            if !ends.contains(&end) {
                ends.push(end);
            }
            ends.len() >= 8
        });
        ends.into_iter().any(|end| self.along(rest, end, first && end == at, done))
    }
}

/// Turns the written form into places and sets.
struct Reader<'a> {
    classes: FxHashMap<&'a str, &'a str>,
    words: FxHashMap<String, WordId>,
    spelt: Vec<String>,
    sets: Vec<BTreeSet<WordId>>,
    set_ids: FxHashMap<BTreeSet<WordId>, usize>,
    problems: Vec<PatternProblem>,
}

impl<'a> Reader<'a> {
    fn new(classes: &[(&'a str, &'a str)]) -> Reader<'a> {
        Reader {
            classes: classes.iter().copied().collect(),
            words: FxHashMap::default(),
            spelt: vec![String::new()],
            sets: Vec::new(),
            set_ids: FxHashMap::default(),
            problems: Vec::new(),
        }
    }

    fn word(&mut self, spelt: &str) -> WordId {
        if let Some(id) = self.words.get(spelt) {
            return *id;
        }
        let id = WordId::try_from(self.spelt.len()).unwrap_or(UNKNOWN);
        self.spelt.push(spelt.to_owned());
        self.words.insert(spelt.to_owned(), id);
        id
    }

    fn set_of(&mut self, words: &str) -> usize {
        let set = words.split_whitespace().map(|word| self.word(word)).collect();
        self.set(set)
    }

    fn set(&mut self, set: BTreeSet<WordId>) -> usize {
        let next = self.sets.len();
        let id = *self.set_ids.entry(set.clone()).or_insert(next);
        if id == next {
            self.sets.push(set);
        }
        id
    }

    fn pattern(&mut self, source: &str) -> Vec<Item> {
        let items = self.items(source, source);
        if items.is_empty() {
            self.problems.push(PatternProblem::Empty { pattern: source.to_owned() });
        }
        items
    }

    fn items(&mut self, part: &str, whole: &str) -> Vec<Item> {
        split_outside_brackets(part, ' ').into_iter().filter_map(|piece| self.item(piece, whole)).collect()
    }

    fn item(&mut self, piece: &str, whole: &str) -> Option<Item> {
        if let Some(optional) = piece.strip_prefix('?') {
            return self.item(optional, whole).map(|item| Item::Maybe(Box::new(item)));
        }
        if let Some(most) = piece.strip_prefix('~') {
            return match most.parse() {
                Ok(most) => Some(Item::Gap(most)),
                Err(_) => {
                    self.problems
                        .push(PatternProblem::BadGap { pattern: whole.to_owned(), gap: piece.to_owned() });
                    None
                }
            };
        }
        let mut set = BTreeSet::new();
        let mut phrases: Vec<Vec<Item>> = Vec::new();
        for choice in split_outside_brackets(piece, '|') {
            if let Some(inner) = choice.strip_prefix('(') {
                let Some(inner) = inner.strip_suffix(')') else {
                    self.problems.push(PatternProblem::OpenBracket { pattern: whole.to_owned() });
                    continue;
                };
                self.phrases(inner, whole, &mut set, &mut phrases);
            } else if let Some(class) = choice.strip_prefix('@') {
                match self.classes.get(class).copied() {
                    Some(body) => self.phrases(body, whole, &mut set, &mut phrases),
                    None => self.problems.push(PatternProblem::NoSuchClass {
                        pattern: whole.to_owned(),
                        class: class.to_owned(),
                    }),
                }
            } else if let Some(base) = choice.strip_suffix('+') {
                for form in forms(base) {
                    let id = self.word(&form);
                    set.insert(id);
                }
            } else if choice == "$" {
                phrases.push(vec![Item::End]);
            } else if !choice.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()) {
                self.problems
                    .push(PatternProblem::NotAWord { pattern: whole.to_owned(), piece: choice.to_owned() });
            } else {
                let id = self.word(choice);
                set.insert(id);
            }
        }
        let words = (!set.is_empty()).then(|| Item::Word(self.set(set)));
        match (words, phrases.is_empty()) {
            (Some(words), true) => Some(words),
            (None, true) => None,
            (words, false) => {
                phrases.extend(words.map(|item| vec![item]));
                Some(Item::OneOf(phrases))
            }
        }
    }

    /// The alternatives of a class or a bracket: single words go into `set`, the rest into `phrases`.
    fn phrases(&mut self, body: &str, whole: &str, set: &mut BTreeSet<WordId>, phrases: &mut Vec<Vec<Item>>) {
        for phrase in split_outside_brackets(body, ',') {
            match self.items(phrase.trim(), whole).as_slice() {
                [] => {}
                [Item::Word(words)] => set.extend(self.sets[*words].iter()),
                [Item::OneOf(inner)] => phrases.extend(inner.iter().cloned()),
                items => phrases.push(items.to_vec()),
            }
        }
    }

    fn finish(self, read: Vec<Vec<Item>>, small: usize, turning: usize) -> (Patterns, Vec<PatternProblem>) {
        let common: BTreeSet<WordId> =
            COMMON.split_whitespace().filter_map(|word| self.words.get(word).copied()).collect();
        let rows = self.spelt.len().div_ceil(64);
        let mut keyed = vec![Vec::new(); self.spelt.len()];
        let mut compiled = Vec::with_capacity(read.len());
        for (index, items) in read.into_iter().enumerate() {
            let key = self.key(&items, &common);
            for word in &key.words {
                keyed[usize::from(*word)].push(index as u32);
            }
            compiled.push(Compiled { reach_back: key.reach_back, begins: self.begins(&items), items });
        }
        let bits = |set: &BTreeSet<WordId>| {
            let mut row = vec![0u64; rows];
            for word in set {
                row[usize::from(*word) / 64] |= 1 << (word % 64);
            }
            row
        };
        let sets = self.sets.iter().map(bits).collect();
        let patterns =
            Patterns { words: self.words, spelt: self.spelt, sets, compiled, keyed, small, turning };
        (patterns, self.problems)
    }

    fn begins(&self, items: &[Item]) -> Begins {
        match items.split_first() {
            Some((Item::Word(set), _)) => {
                self.sets[*set].iter().map(|word| Begins::of(*word)).fold(Begins(0), Begins::or)
            }
            Some((Item::OneOf(phrases), _)) => {
                phrases.iter().map(|phrase| self.begins(phrase)).fold(Begins(0), Begins::or)
            }
            Some((Item::Maybe(inner), rest)) => {
                self.begins(std::slice::from_ref(inner.as_ref())).or(self.begins(rest))
            }
            Some((Item::Gap(_) | Item::End, _)) | None => Begins::ANY,
        }
    }

    /// The words of the rarest place in `items`, and how far before it the pattern can begin.
    fn key(&self, items: &[Item], common: &BTreeSet<WordId>) -> Key {
        let mut best = Key { words: BTreeSet::new(), cost: usize::MAX, reach_back: 0 };
        let mut before = 0;
        for (nth, item) in items.iter().enumerate() {
            let skipped = if nth == 0 { 0 } else { 3 };
            let candidate = match item {
                Item::Word(set) => {
                    let words = self.sets[*set].clone();
                    let cost = words.iter().map(|word| if common.contains(word) { 200 } else { 1 }).sum();
                    Some(Key { words, cost, reach_back: before + skipped })
                }
                Item::OneOf(phrases) => {
                    let mut joined = Key { words: BTreeSet::new(), cost: 0, reach_back: 0 };
                    for phrase in phrases {
                        let key = self.key(phrase, common);
                        joined.words.extend(key.words);
                        joined.cost = joined.cost.saturating_add(key.cost);
                        joined.reach_back = joined.reach_back.max(key.reach_back);
                    }
                    joined.reach_back += before + skipped;
                    Some(joined)
                }
                Item::Gap(_) | Item::Maybe(_) | Item::End => None,
            };
            if let Some(key) = candidate
                && key.cost < best.cost
            {
                best = key;
            }
            before += skipped + longest(item);
        }
        best
    }
}

struct Key {
    words: BTreeSet<WordId>,
    cost: usize,
    reach_back: usize,
}

/// How many words an item can take up at most.
fn longest(item: &Item) -> usize {
    match item {
        Item::Word(_) => 1,
        Item::End => 0,
        Item::Gap(most) => usize::from(*most),
        Item::Maybe(inner) => longest(inner),
        Item::OneOf(phrases) => phrases
            .iter()
            .map(|phrase| phrase.iter().map(longest).sum::<usize>() + 3 * phrase.len().saturating_sub(1))
            .max()
            .unwrap_or(0),
    }
}

/// The regular forms of a word, and some that nobody should write but many do ("hitted", "cuting").
fn forms(base: &str) -> Vec<String> {
    let mut forms = vec![base.to_owned()];
    let mut add = |stem: &str, ends: &[&str]| forms.extend(ends.iter().map(|end| format!("{stem}{end}")));
    match base.chars().last() {
        Some('e') => {
            let stem = &base[..base.len() - 1];
            add(base, &["s", "d", "r", "rs"]);
            add(stem, &["ing", "in"]);
        }
        Some('y') if !base.ends_with("ay") && !base.ends_with("ey") && !base.ends_with("oy") => {
            let stem = &base[..base.len() - 1];
            add(stem, &["ies", "ied"]);
            add(base, &["ing", "in", "s"]);
        }
        Some(last) => {
            add(base, &["s", "es", "ed", "ing", "in"]);
            let doubled = format!("{base}{last}");
            add(&doubled, &["ed", "ing", "in"]);
        }
        None => {}
    }
    forms
}

/// Splits at `mark` where no bracket is open.
fn split_outside_brackets(text: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0i32, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if letter == mark && depth == 0 => {
                parts.push(&text[from..at]);
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: &[(&str, &str)] = &[("child", "son|daughter"), ("way", "jump off|from,hang")];

    #[track_caller]
    fn check(pattern: &str, text: &str, is_found: bool) {
        let (patterns, problems) = Patterns::read(CLASSES, [pattern].into_iter(), &[]);
        assert_eq!(problems, []);
        let mut sentences = Vec::new();
        let mut ids = Vec::new();
        for word in text.split_whitespace() {
            ids.push(patterns.word(word.trim_end_matches('.')).unwrap_or(UNKNOWN));
            sentences.push(text.split_whitespace().take(ids.len() - 1).filter(|w| w.ends_with('.')).count() as u32);
        }
        let (mut found, mut steps) = (false, 10_000);
        patterns.find(&ids, &sentences, &mut steps, |_| {
            found = true;
            false
        });
        assert_eq!(found, is_found, "`{pattern}` in \"{text}\"");
    }

    #[test]
    fn words_stand_in_their_order() {
        check("want|wants to die", "he wants to die", true);
        check("want|wants to die", "to die he wants", false);
    }

    #[test]
    fn small_words_are_passed_over_and_others_are_not() {
        check("hit my son", "hit the my really autistic son", false);
        check("hit son", "hit my own son", true);
        check("hit son", "hit another son", false);
    }

    #[test]
    fn a_gap_swallows_anything_but_a_word_that_turns_the_meaning() {
        check("he ~2 die", "he said cats die", true);
        check("he ~2 die", "he did never die", false);
        check("he ~2 die", "he said big cats die", false);
    }

    #[test]
    fn every_form_of_a_word_is_known() {
        for form in ["hit", "hits", "hitting", "hitted", "hittin"] {
            check("hit+ son", &format!("{form} son"), true);
        }
        check("abuse+ son", "abusing son", true);
        check("bully+ son", "bullied son", true);
    }

    #[test]
    fn classes_and_brackets_hold_phrases() {
        check("@child will @way", "daughter will jump from", true);
        check("@child will @way", "son will hang", true);
        check("@child will @way", "son will jump", false);
        check("(cuts,bits of skin) found", "bits of skin found", true);
    }

    #[test]
    fn what_may_be_there_may_be_missing() {
        check("i ?really die", "i die", true);
        check("i ?ever die", "i ever die", true);
    }

    #[test]
    fn the_end_is_the_end_of_a_sentence_or_of_the_message() {
        check("cant go on $", "i cant go on", true);
        check("cant go on $", "cant go on. what now", true);
        check("cant go on $", "cant go on tuesday", false);
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_told() {
        let problem = |pattern| Patterns::read(CLASSES, [pattern].into_iter(), &[]).1;
        assert!(matches!(problem("hit @nobody")[..], [PatternProblem::NoSuchClass { .. }]));
        assert!(matches!(problem("hit,son")[..], [PatternProblem::NotAWord { .. }, ..]));
        assert!(matches!(problem("~x son")[..], [PatternProblem::BadGap { .. }]));
    }

    #[test]
    fn when_the_steps_run_out_the_search_says_so() {
        let (patterns, _) = Patterns::read(CLASSES, ["die ~9 die ~9 die ~9 son"].into_iter(), &[]);
        let die = patterns.word("die").unwrap();
        let mut steps = 500;
        assert!(!patterns.find(&[die; 100], &[0; 100], &mut steps, |_| true));
        assert_eq!(steps, 0);
    }
}
