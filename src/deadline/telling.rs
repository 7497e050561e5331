//! A working as the blocks of a reply, the same on every channel.

use super::sentence::fill;
use super::{Books, DeadlineProblem, Further, Said, Working};
use crate::moment;
use crate::reply::{Block, SourceLine};

/// The answer, the steps, what would change it and the sources. Where the time may have passed, that is said first:
/// whoever shows these blocks offers an adviser before anything else.
pub fn blocks(working: &Working, books: &Books<'_>) -> Vec<Block> {
    let say = &books.rules.say;
    let mut told = vec![Block::Title(working.title.clone())];
    let answer = shown(&working.answer);
    told.push(Block::Paragraph(if working.may_have_passed() {
        vec![working.time_left.clone(), answer]
    } else {
        vec![answer, working.time_left.clone()]
    }));
    let mut section = |heading: &str, block: Block| {
        told.push(Block::Heading(heading.to_owned()));
        told.push(block);
    };
    section(&say.heading_steps, Block::Steps(steps(&working.steps, books)));
    if !working.then.is_empty() {
        section(
            &say.heading_then,
            Block::Bullets(working.then.iter().map(|more| further(more, books)).collect()),
        );
    }
    if !working.exceptions.is_empty() {
        section(&say.heading_exceptions, Block::Bullets(working.exceptions.iter().map(shown).collect()));
    }
    if !working.what_would_change_it.is_empty() {
        section(
            &say.heading_changes,
            Block::Bullets(working.what_would_change_it.iter().map(shown).collect()),
        );
    }
    section(&say.heading_sources, Block::Sources(sources(working, books)));
    told.push(Block::Paragraph(vec![say.check_with_adviser.clone()]));
    told
}

/// Why there is no date, in an author's words.
pub fn refusal(problem: &DeadlineProblem, books: &Books<'_>) -> String {
    let say = &books.rules.say;
    match problem {
        DeadlineProblem::NoTermDates => say.refused_no_terms.clone(),
        DeadlineProblem::OutsideTerms { .. } => say.refused_outside_terms.clone(),
        DeadlineProblem::OutsideHolidayList { from, until, .. } => {
            let (from, until) = (moment::in_words(*from), moment::in_words(*until));
            fill(&say.refused_holidays, &[("from", &from), ("until", &until)])
        }
        DeadlineProblem::NoFigure { .. } => say.refused_not_in_force.clone(),
        DeadlineProblem::NotReckoned { why, .. } => why.clone(),
        DeadlineProblem::NeedsSecondDate { asks, .. } => asks.clone(),
        DeadlineProblem::UnknownRule { .. }
        | DeadlineProblem::Impossible
        | DeadlineProblem::RuleBroken { .. } => say.refused.clone(),
    }
}

/// The answer and the steps to it, in one run of sentences.
fn further(more: &Further, books: &Books<'_>) -> String {
    let mut told = vec![shown(&more.answer)];
    told.extend(steps(&more.steps, books));
    told.join(" ")
}

/// Each step with its source behind it.
pub fn steps(steps: &[Said], books: &Books<'_>) -> Vec<String> {
    let with_source = |step: &Said| {
        let cited = cited_in_words(step, books);
        if cited.is_empty() { shown(step) } else { format!("{} ({cited})", shown(step)) }
    };
    steps.iter().map(with_source).collect()
}

/// Where the rule stands.
pub fn sources(working: &Working, books: &Books<'_>) -> Vec<SourceLine> {
    let line = |citation: &crate::text::Citation| {
        let source = books.sources.get(&citation.source)?;
        Some(SourceLine {
            cited: source.cited_at(&[&citation.pinpoint]),
            standing: source.standing.in_words().to_owned(),
            link: source.link.clone(),
        })
    };
    working.sources.iter().filter_map(line).collect()
}

fn cited_in_words(step: &Said, books: &Books<'_>) -> String {
    let cited = step.sources.iter().filter_map(|citation| {
        books.sources.get(&citation.source).map(|source| source.cited_at(&[&citation.pinpoint]))
    });
    cited.collect::<Vec<_>>().join("; ")
}

fn shown(said: &Said) -> String {
    said.words.trim().to_owned()
}
