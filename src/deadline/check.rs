//! What is wrong with the rules, in words: every problem at once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::rule::{Count, Limit, Rule, Rules, Start};
use super::sentence::{Unsayable, blanks, cite, say};
use super::steps::day_named;
use crate::library::{FigureId, FigureRow, Source, SourceId, Unit};

static BARE_PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)[ -](calendar |school |working )?(day|week|month|year)s?\b",
    )
    .expect("the pattern is a constant that the tests use")
});

/// One thing wrong in `rules.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Where: `rule.appeal`, `say.start`.
    pub place: String,
    /// What is wrong, in one sentence.
    pub message: String,
    pub mend: String,
}

impl Rules {
    /// Everything wrong with the rules as of `today`; empty when they can be used.
    ///
    /// Rules that pass are reckoned or refused for a reason, never with [`super::DeadlineProblem::RuleBroken`].
    pub fn check(
        &self,
        figures: &BTreeMap<FigureId, Vec<FigureRow>>,
        sources: &BTreeMap<SourceId, Source>,
        today: NaiveDate,
    ) -> Vec<RuleProblem> {
        let mut checker = Checker { figures, sources, today, place: String::new(), problems: Vec::new() };
        for (key, sentence, known) in self.say.all() {
            checker.place = format!("say.{key}");
            checker.filled(sentence);
            checker.blanks(sentence, known);
            checker.sentence(sentence);
        }
        for (id, rule) in &self.rules {
            checker.place = format!("rule.{id}");
            checker.rule(rule);
        }
        checker.problems
    }
}

struct Checker<'a> {
    figures: &'a BTreeMap<FigureId, Vec<FigureRow>>,
    sources: &'a BTreeMap<SourceId, Source>,
    today: NaiveDate,
    place: String,
    problems: Vec<RuleProblem>,
}

impl Checker<'_> {
    fn add(&mut self, message: impl Into<String>, mend: impl Into<String>) {
        self.problems.push(RuleProblem {
            place: self.place.clone(),
            message: message.into(),
            mend: mend.into(),
        });
    }

    fn rule(&mut self, rule: &Rule) {
        for words in [&rule.title, &rule.who, &rule.what, &rule.asks, &rule.from] {
            self.filled(words);
        }
        if rule.sources.is_empty() {
            self.add(
                "this rule names no source",
                "add `sources = [\"regs-13.2\"]`: a limit without a source is not shown",
            );
        }
        for mark in &rule.sources {
            self.source(mark);
        }
        let sentences =
            rule.exceptions.iter().chain(&rule.changes).chain(&rule.without_also).chain(&rule.why);
        for sentence in sentences.clone().chain(rule.limit.iter().map(|limit| &limit.says)) {
            self.bare_period(sentence);
        }
        for sentence in sentences {
            self.filled(sentence);
            self.blanks(sentence, &[]);
            self.sentence(sentence);
        }
        if rule.limit.is_empty() == rule.why.is_none() {
            self.add(
                "a rule is reckoned or told: it has `[[rule.….limit]]`, or `why` there is nothing to reckon",
                "add the one or take out the other",
            );
        }
        self.second_day(rule);
        for (at, limit) in rule.limit.iter().enumerate() {
            self.limit(rule, limit, at);
        }
    }

    fn second_day(&mut self, rule: &Rule) {
        let uses_also = rule.limit.iter().any(|limit| {
            limit.from == Start::Also
                || limit.count == Count::CountingTheDayUnlessWarned
                || [&limit.or_later, &limit.or_sooner]
                    .into_iter()
                    .flatten()
                    .any(|other| other.from == Start::Also)
        });
        if uses_also != (rule.also_from.is_some() && rule.also_asks.is_some()) {
            self.add(
                "a second day is named without being counted from, or counted from without being named",
                "give `also-from` and `also-asks`, or take out what uses the second day",
            );
        }
        let is_needed = rule.limit.iter().any(|limit| limit.from == Start::Also);
        if is_needed && !rule.also_needed {
            self.add("a limit counts from the second day, which may be missing", "add `also-needed = true`");
        }
        if rule.also_needed && !uses_also {
            self.add("a second day is needed but nothing counts from it", "take out `also-needed`");
        }
    }

    fn limit(&mut self, rule: &Rule, limit: &Limit, at: usize) {
        self.filled(&limit.says);
        self.blanks(&limit.says, &["due"]);
        self.sentence(&limit.says);
        if !blanks(&limit.says).contains(&"due") {
            self.add("the sentence of a limit does not say the date", "put `{due}` where the date belongs");
        }
        let others: Vec<_> = [&limit.or_later, &limit.or_sooner].into_iter().flatten().collect();
        let counts_from_previous =
            limit.from == Start::Previous || others.iter().any(|other| other.from == Start::Previous);
        if at == 0 && counts_from_previous {
            self.add("the first limit has no limit before it", "take out `from = \"previous\"`");
        }
        self.figure(&limit.figure, limit.count);
        if let Some(more) = &limit.and_figure {
            self.figure(more, limit.count);
            if self.unit(more) != self.unit(&limit.figure) {
                self.add("two figures of different units cannot be added", "give both the same unit");
            }
        }
        if limit.year_before && !matches!(limit.count, Count::ByDay | Count::BeforeDay) {
            self.add("`year-before` is for a day the law names", "take it out");
        }
        for other in others {
            if matches!(other.count, Count::ByDay | Count::BeforeDay | Count::CountingTheDayUnlessWarned) {
                self.add(
                    "a second count cannot be of that kind",
                    "use `after`, `before` or `counting-the-day`",
                );
            }
            self.figure(&other.figure, other.count);
        }
        if rule.also_from.is_none() && limit.count == Count::CountingTheDayUnlessWarned {
            self.add("this count needs the second day", "give `also-from` and `also-asks`");
        }
    }

    fn unit(&self, figure: &FigureId) -> Option<Unit> {
        self.figures.get(figure)?.first()?.unit
    }

    /// The figure exists and its unit can be counted that way, in every row.
    fn figure(&mut self, id: &FigureId, count: Count) {
        let Some(rows) = self.figures.get(id) else {
            return self
                .add(format!("there is no figure `{id}`"), "add it to figures.toml, or correct the name");
        };
        if !rows.iter().any(|row| row.holds_on(self.today)) {
            self.add(format!("no row of `{id}` holds on {}", self.today), "add the row to figures.toml");
        }
        for row in rows {
            let fits = match (count, row.unit) {
                (Count::ByDay | Count::BeforeDay, _) => {
                    row.said.as_deref().is_some_and(|named| day_named(named, 2027).is_some())
                }
                (Count::After, Some(unit)) => unit_counts(unit),
                (Count::CountingTheDay, Some(unit)) => {
                    matches!(unit, Unit::Days | Unit::WorkingDays | Unit::SchoolDays)
                }
                (Count::CountingTheDayUnlessWarned, Some(unit)) => unit == Unit::WorkingDays,
                (Count::LessADay, Some(unit)) => matches!(unit, Unit::Months | Unit::Years),
                (Count::Before, Some(unit)) => matches!(unit, Unit::Weeks | Unit::Months | Unit::Years),
                (_, None) => false,
            };
            let has_value = row.value.is_some() || matches!(count, Count::ByDay | Count::BeforeDay);
            if !fits || !has_value {
                self.add(
                    format!("`{id}` cannot be counted that way: its value or unit does not fit"),
                    "correct `count` here, or the figure in figures.toml",
                );
            }
        }
    }

    fn source(&mut self, mark: &str) {
        match cite(mark, self.sources).and_then(|citation| self.sources.get(&citation.source)) {
            None => self.add(
                format!("`{mark}` names no source"),
                "add the source to sources.toml, or correct the mark",
            ),
            Some(source) if !source.is_in_force(self.today) => {
                let message = format!("`{mark}` is not in force on {}", self.today);
                self.add(message, "cite what is in force");
            }
            Some(_) => {}
        }
    }

    fn sentence(&mut self, written: &str) {
        match say(written, self.today, self.figures, self.sources) {
            Err(Unsayable::NoFigure(name)) => self.add(
                format!("`{{{{{name}}}}}` is no figure in force on {}", self.today),
                "add it to figures.toml, or correct the name",
            ),
            Err(Unsayable::NoSource(mark)) => self
                .add(format!("`[^{mark}]` names no source"), "add it to sources.toml, or correct the mark"),
            Err(Unsayable::NeverClosed) => {
                self.add("a mark is opened and never closed", "close it with `]` or `}}`")
            }
            Ok(said) => {
                for citation in said.sources {
                    let mark = match citation.pinpoint.as_str() {
                        "" => citation.source.to_string(),
                        pinpoint => format!("{}-{pinpoint}", citation.source),
                    };
                    self.source(&mark);
                }
            }
        }
    }

    /// A period written out would stay when the law changes.
    fn bare_period(&mut self, sentence: &str) {
        if let Some(period) = BARE_PERIOD.find(sentence) {
            let message = format!("the period \"{}\" is written out", period.as_str());
            self.add(message, "name its figure in double braces: `{{appeal-window}}`");
        }
    }

    fn filled(&mut self, words: &str) {
        if words.trim().is_empty() {
            self.add("a sentence is empty", "write it, or take the key out");
        }
    }

    fn blanks(&mut self, sentence: &str, known: &[&str]) {
        for blank in blanks(sentence) {
            if !known.contains(&blank) {
                let known = known.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>();
                let mend = if known.is_empty() {
                    "a figure stands in double braces: `{{appeal-window}}`".to_owned()
                } else {
                    format!("this sentence may use {}", known.join(", "))
                };
                self.add(format!("`{{{blank}}}` stands for nothing here"), mend);
            }
        }
    }
}

/// Units of time that a date can be counted in.
fn unit_counts(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Days | Unit::WorkingDays | Unit::SchoolDays | Unit::Weeks | Unit::Months | Unit::Years
    )
}
