//! How well questions are understood: labelled questions asked, and the outcomes counted.
//!
//! A file of questions has a line each, fields between tabs. With a heading line the columns are found by name
//! (`id`, `question`, `labels`, `kind`); without one they are the question and then its labels. Labels are topics, any
//! of them right, split by `|` or tabs. `out-of-scope` marks a question to decline, `safeguarding` one to meet with
//! the safeguarding reply.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Aside, Context, Decision, Lesson, Understanding};
use crate::library::{Term, TopicId};
use crate::reply::Outcome;

/// The label of what Signpost does not cover.
const OUT_OF_SCOPE: &str = "out-of-scope";
/// The label of danger.
const SAFEGUARDING: &str = "safeguarding";
/// How many confusions and topics are printed.
const WORST: usize = 15;

/// A labelled question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// As in the file, or the number of its line.
    pub id: String,
    pub question: String,
    /// Any of them is right.
    pub labels: Vec<TopicId>,
}

/// A line of a file of questions that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CaseError {
    #[error("line {line} has no label: write the question, a tab, and the topics that are right")]
    NoLabel { line: usize },
    #[error("the heading names no `{column}` column")]
    NoColumn { column: &'static str },
}

impl Case {
    /// Reads a file of questions.
    ///
    /// # Errors
    ///
    /// [`CaseError`] at the first line without a label.
    pub fn read_all(tsv: &str) -> Result<Vec<Case>, CaseError> {
        let mut lines = tsv.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).peekable();
        let heading: Option<Vec<&str>> = lines
            .peek()
            .map(|(_, line)| line.split('\t').collect())
            .filter(|columns: &Vec<&str>| columns.contains(&"question"));
        let Some(heading) = heading else {
            return lines.map(|(line, text)| Case::bare(line + 1, text)).collect();
        };
        let column = |column: &'static str| {
            heading.iter().position(|name| *name == column).ok_or(CaseError::NoColumn { column })
        };
        let (question, labels) = (column("question")?, column("labels")?);
        let id = column("id").ok();
        lines
            .skip(1)
            .map(|(line, text)| {
                let fields: Vec<&str> = text.split('\t').collect();
                let field = |place: usize| fields.get(place).copied().unwrap_or_default();
                let id = id.map_or_else(|| (line + 1).to_string(), |id| field(id).to_owned());
                Case::new(line + 1, id, field(question), field(labels))
            })
            .collect()
    }

    fn bare(line: usize, text: &str) -> Result<Case, CaseError> {
        let (question, labels) = text.split_once('\t').ok_or(CaseError::NoLabel { line })?;
        Case::new(line, line.to_string(), question, labels)
    }

    fn new(line: usize, id: String, question: &str, labels: &str) -> Result<Case, CaseError> {
        let labels: Vec<TopicId> = labels
            .split(['|', '\t'])
            .map(str::trim)
            .filter(|label| !label.is_empty())
            .map(TopicId::new)
            .collect();
        if labels.is_empty() {
            return Err(CaseError::NoLabel { line });
        }
        Ok(Case { id, question: question.to_owned(), labels })
    }

    fn is(&self, label: &str) -> bool {
        self.labels.first().is_some_and(|first| first.as_str() == label)
    }

    fn is_right(&self, topic: &TopicId) -> bool {
        self.labels.contains(topic)
    }
}

/// What came back for one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub outcome: Outcome,
    /// Best first.
    pub topics: Vec<TopicId>,
    /// How likely the first was thought to be, 0 to 1, where that is known.
    pub chance: Option<f32>,
}

impl Asked {
    /// Asks the understanding alone, without a conversation around it.
    pub fn alone(understanding: &Understanding, question: &str) -> Asked {
        let finding = understanding.find(question, &Context::default());
        let outcome = match finding.decision {
            Decision::Answer(_) => Outcome::Answer,
            Decision::Choose(_) => Outcome::Choose,
            Decision::Aside(_) | Decision::NotFound => Outcome::Decline,
        };
        let topics =
            finding.ranked.iter().filter_map(|hit| understanding.topic_of(&hit.entry).cloned()).collect();
        Asked { outcome, topics, chance: finding.ranked.first().map(|hit| hit.score.0) }
    }
}

/// Right ones among all, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub right: usize,
    pub all: usize,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// 0 to 1; 0 where there were none.
    pub fn share(self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

/// A question that did not go as labelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    pub id: String,
    pub question: String,
    pub labels: Vec<TopicId>,
    pub outcome: Outcome,
    /// The first three.
    pub found: Vec<TopicId>,
}

/// What a file of questions came to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub right_first: Tally,
    pub right_in_three: Tally,
    /// The right answer, or it was offered among at most three.
    pub served: Tally,
    /// Answered with a wrong topic. `right` counts the wrong ones here.
    pub wrong: Tally,
    /// Real questions turned away. `right` counts those turned away.
    pub turned_away: Tally,
    /// Declined, of what Signpost does not cover.
    pub declined: Tally,
    /// Met with the safeguarding reply, of those in danger.
    pub danger: Tally,
    /// Met with the safeguarding reply, of all others. `right` counts the alarms.
    pub false_alarms: Tally,
    /// Right in three by first label.
    pub topics: BTreeMap<TopicId, Tally>,
    /// Label and what came first in its place, how often.
    pub confusions: BTreeMap<String, usize>,
    /// By tenths of chance: answers that were right first.
    pub reliability: Vec<Tally>,
    pub misses: Vec<Miss>,
}

impl Report {
    /// Asks every question.
    pub fn of(cases: &[Case], ask: &mut dyn FnMut(&str) -> Asked) -> Report {
        let mut report = Report { reliability: vec![Tally::default(); 10], ..Report::default() };
        for case in cases {
            let asked = ask(&case.question);
            report.count(case, &asked);
        }
        report
    }

    fn count(&mut self, case: &Case, asked: &Asked) {
        let is_urgent = asked.outcome == Outcome::Urgent;
        if case.is(SAFEGUARDING) {
            self.danger.count(is_urgent);
            return;
        }
        self.false_alarms.count(is_urgent);
        if case.is(OUT_OF_SCOPE) {
            let declined = matches!(asked.outcome, Outcome::Decline | Outcome::Menu | Outcome::Done);
            self.declined.count(declined);
            if !declined {
                self.miss(case, asked);
            }
            return;
        }
        let shown: &[TopicId] = if asked.outcome == Outcome::Decline { &[] } else { &asked.topics };
        let first = shown.first().is_some_and(|topic| case.is_right(topic));
        let in_three = shown.iter().take(3).any(|topic| case.is_right(topic));
        self.right_first.count(first);
        self.right_in_three.count(in_three);
        self.served.count(if asked.outcome == Outcome::Choose { in_three } else { first });
        self.wrong.count(asked.outcome == Outcome::Answer && !first);
        self.turned_away.count(asked.outcome == Outcome::Decline);
        if let Some(label) = case.labels.first() {
            self.topics.entry(label.clone()).or_default().count(in_three);
        }
        if let Some(chance) = asked.chance {
            let tenth = ((chance * 10.0) as usize).min(9);
            self.reliability[tenth].count(first);
        }
        if !first {
            let found = shown.first().map_or("declined", TopicId::as_str);
            let label = case.labels.first().map_or("", TopicId::as_str);
            *self.confusions.entry(format!("{label} taken for {found}")).or_default() += 1;
            self.miss(case, asked);
        }
    }

    fn miss(&mut self, case: &Case, asked: &Asked) {
        self.misses.push(Miss {
            id: case.id.clone(),
            question: case.question.clone(),
            labels: case.labels.clone(),
            outcome: asked.outcome,
            found: asked.topics.iter().take(3).cloned().collect(),
        });
    }

    /// Adds another run to this one.
    pub fn join(&mut self, other: Report) {
        let add = |sum: &mut Tally, more: Tally| {
            sum.right += more.right;
            sum.all += more.all;
        };
        for (sum, more) in self.figures_mut().into_iter().zip(other.figures()) {
            add(sum, more.1);
        }
        for (topic, tally) in other.topics {
            add(self.topics.entry(topic).or_default(), tally);
        }
        for (pair, count) in other.confusions {
            *self.confusions.entry(pair).or_default() += count;
        }
        self.reliability.resize(10, Tally::default());
        self.reliability.iter_mut().zip(other.reliability).for_each(|(sum, more)| add(sum, more));
        self.misses.extend(other.misses);
    }

    fn figures(&self) -> [(&'static str, Tally); 8] {
        [
            ("right first", self.right_first),
            ("right in three", self.right_in_three),
            ("served", self.served),
            ("wrong", self.wrong),
            ("turned away", self.turned_away),
            ("off-topic declined", self.declined),
            ("danger recognised", self.danger),
            ("false alarms", self.false_alarms),
        ]
    }

    fn figures_mut(&mut self) -> [&mut Tally; 8] {
        [
            &mut self.right_first,
            &mut self.right_in_three,
            &mut self.served,
            &mut self.wrong,
            &mut self.turned_away,
            &mut self.declined,
            &mut self.danger,
            &mut self.false_alarms,
        ]
    }

    /// What changed since an earlier run: the figures, and the questions mended and broken.
    pub fn since(&self, earlier: &Report) -> Change {
        let figures = self.figures().into_iter().zip(earlier.figures());
        let only_in = |a: &Report, b: &Report| {
            let missed = |miss: &&Miss| !b.misses.iter().any(|other| other.id == miss.id);
            a.misses.iter().filter(missed).cloned().collect::<Vec<_>>()
        };
        Change {
            figures: figures.map(|((name, now), (_, before))| (name, before, now)).collect(),
            mended: only_in(earlier, self),
            broken: only_in(self, earlier),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tally) in self.figures().into_iter().filter(|(_, tally)| tally.all > 0) {
            writeln!(f, "{name:<20} {:.3}  ({} of {})", tally.share(), tally.right, tally.all)?;
        }
        let mut topics: Vec<_> = self.topics.iter().collect();
        topics.sort_by(|a, b| a.1.share().total_cmp(&b.1.share()).then(a.0.cmp(b.0)));
        writeln!(f, "\nWorst topics, right in three")?;
        for (topic, tally) in topics.into_iter().take(WORST) {
            writeln!(f, "  {:.2}  {topic} ({} of {})", tally.share(), tally.right, tally.all)?;
        }
        let mut confusions: Vec<_> = self.confusions.iter().collect();
        confusions.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        writeln!(f, "\nWorst confusions")?;
        for (pair, count) in confusions.into_iter().take(WORST) {
            writeln!(f, "  {count}  {pair}")?;
        }
        writeln!(f, "\nReliability: how likely the first was thought, and how often it was right")?;
        for (tenth, tally) in self.reliability.iter().enumerate().filter(|(_, tally)| tally.all > 0) {
            let (from, to) = (tenth * 10, tenth * 10 + 10);
            writeln!(f, "  {from:>2} to {to:>3} %: {:>3.0} % of {}", 100.0 * tally.share(), tally.all)?;
        }
        Ok(())
    }
}

/// What changed between two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    figures: Vec<(&'static str, Tally, Tally)>,
    /// Missed before, right now.
    pub mended: Vec<Miss>,
    /// Right before, missed now.
    pub broken: Vec<Miss>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, before, now) in self.figures.iter().filter(|(_, _, now)| now.all > 0) {
            let (before, now) = (before.share(), now.share());
            writeln!(f, "{name:<20} {before:.3} -> {now:.3}  ({:+.3})", now - before)?;
        }
        for (what, misses) in [("Mended", &self.mended), ("Broken", &self.broken)] {
            writeln!(f, "\n{what}: {}", misses.len())?;
            for miss in misses {
                let found = miss.found.iter().map(TopicId::as_str).collect::<Vec<_>>().join(", ");
                writeln!(f, "  {}  {}  [{}]", miss.id, miss.question, found)?;
            }
        }
        Ok(())
    }
}

/// Learns without every `folds`th phrasing and asks those, for each of the first `rounds` parts. What comes out tells
/// how phrasings nobody has written yet will fare; it is harder than real questions, since authors make each phrasing
/// unlike the others.
pub fn cross_validate(
    lessons: &[Lesson],
    glossary: &[Term],
    asides: &[Aside],
    folds: usize,
    rounds: usize,
    done: &mut dyn FnMut(usize, usize),
) -> Report {
    let rounds = rounds.min(folds);
    let mut report = Report::default();
    for round in 0..rounds {
        let kept_aside = |place: usize| place % folds == round;
        let part = |lesson: &Lesson, aside: bool| -> Vec<String> {
            let places = lesson.phrasings.iter().enumerate().filter(|(place, _)| kept_aside(*place) == aside);
            places.map(|(_, phrasing)| phrasing.clone()).collect()
        };
        let learnt_from: Vec<Vec<String>> = lessons.iter().map(|lesson| part(lesson, false)).collect();
        let fewer: Vec<Lesson> = lessons
            .iter()
            .zip(&learnt_from)
            .map(|(lesson, phrasings)| Lesson { phrasings, ..lesson.clone() })
            .collect();
        let fewer_asides: Vec<Aside> = asides
            .iter()
            .enumerate()
            .filter(|(place, _)| !kept_aside(*place))
            .map(|(_, aside)| aside.clone())
            .collect();
        let understanding = Understanding::learn(&fewer, glossary, &fewer_asides);
        let questions = lessons.iter().flat_map(|lesson| {
            part(lesson, true).into_iter().map(|question| Case {
                id: format!("{}: {question}", lesson.topic),
                question,
                labels: vec![lesson.topic.clone()],
            })
        });
        let off_topic =
            asides.iter().enumerate().filter(|(place, _)| kept_aside(*place)).map(|(_, aside)| Case {
                id: format!("{}: {}", aside.kind.in_words(), aside.text),
                question: aside.text.clone(),
                labels: vec![TopicId::new(OUT_OF_SCOPE)],
            });
        let cases: Vec<Case> = questions.filter(|case| !case.is(SAFEGUARDING)).chain(off_topic).collect();
        report.join(Report::of(&cases, &mut |question| Asked::alone(&understanding, question)));
        done(round + 1, rounds);
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(outcome: Outcome, topics: &[&str]) -> Asked {
        Asked {
            outcome,
            topics: topics.iter().map(|topic| TopicId::new(*topic)).collect(),
            chance: Some(0.75),
        }
    }

    #[track_caller]
    fn check(labels: &str, came: Asked, figures: &[(&str, usize)]) {
        let cases = Case::read_all(&format!("a question\t{labels}")).expect("it has a label");
        let report = Report::of(&cases, &mut |_| came.clone());
        for (name, right) in figures {
            let tally = report.figures().into_iter().find(|(figure, _)| figure == name).expect("a figure").1;
            assert_eq!((tally.right, tally.all), (*right, 1), "{name}");
        }
    }

    #[test]
    fn a_right_answer_is_right_first_and_serves() {
        let came = asked(Outcome::Answer, &["a", "b"]);
        check("a", came, &[("right first", 1), ("right in three", 1), ("served", 1), ("wrong", 0)]);
    }

    #[test]
    fn a_wrong_answer_does_not_serve_though_the_right_one_came_second() {
        let came = asked(Outcome::Answer, &["b", "a"]);
        check("a", came, &[("right first", 0), ("right in three", 1), ("served", 0), ("wrong", 1)]);
    }

    #[test]
    fn an_offer_with_the_right_one_among_three_serves() {
        check("c", asked(Outcome::Choose, &["a", "b", "c"]), &[("served", 1), ("wrong", 0)]);
        check("d", asked(Outcome::Choose, &["a", "b", "c", "d"]), &[("served", 0), ("right in three", 0)]);
    }

    #[test]
    fn any_label_is_right() {
        check("x|a", asked(Outcome::Answer, &["a"]), &[("right first", 1)]);
        check("x\ta", asked(Outcome::Answer, &["a"]), &[("right first", 1)]);
    }

    #[test]
    fn what_is_out_of_scope_is_to_be_declined() {
        check("out-of-scope", asked(Outcome::Decline, &[]), &[("off-topic declined", 1)]);
        check("out-of-scope", asked(Outcome::Choose, &["a"]), &[("off-topic declined", 0)]);
    }

    #[test]
    fn danger_is_counted_apart() {
        check("safeguarding", asked(Outcome::Urgent, &[]), &[("danger recognised", 1)]);
        check("a", asked(Outcome::Urgent, &["a"]), &[("false alarms", 1)]);
    }

    #[test]
    fn a_question_turned_away_is_told() {
        check("a", asked(Outcome::Decline, &["a"]), &[("turned away", 1), ("right first", 0)]);
    }

    #[test]
    fn a_heading_names_the_columns() {
        let cases =
            Case::read_all("id\tquestion\tlabels\tkind\nd1\twhy\ta|b\tanswer\n").expect("well formed");
        assert_eq!((cases[0].id.as_str(), cases[0].labels.len()), ("d1", 2));
        assert_eq!(Case::read_all("id\tquestion\nd1\twhy"), Err(CaseError::NoColumn { column: "labels" }));
        assert_eq!(Case::read_all("why\ta\nwhere"), Err(CaseError::NoLabel { line: 2 }));
    }

    #[test]
    fn two_runs_are_compared_by_question() {
        let cases = Case::read_all("one\ta\ntwo\ta").expect("labelled");
        let run = |first: &'static str, second: &'static str| {
            let mut topics = [first, second].into_iter();
            Report::of(&cases, &mut |_| asked(Outcome::Answer, &[topics.next().expect("two questions")]))
        };
        let change = run("a", "b").since(&run("b", "a"));
        assert_eq!((change.mended[0].id.as_str(), change.broken[0].id.as_str()), ("1", "2"));
    }
}
