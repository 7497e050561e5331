//! Legal time limits, with their working.
//!
//! The rules and every sentence are data: `knowledge/rules.toml` ([`Rules`]); how long a limit is stands in
//! `knowledge/figures.toml`. The arithmetic is here, in named functions:
//!
//! - [`counting`]: days, weeks, months
//! - [`working_days`]: working days, and the Christmas and August rule of the SEND Tribunal
//! - [`school_days`]: school days, from a service's term dates
//! - [`calendar`]: a date as an `.ics` file; [`telling`]: a working as a reply
//!
//! What would excuse a late council or stretch a limit is told, never reckoned. Where a date is not sure (no bank
//! holidays known, no term dates set, no figure in force) nothing is reckoned either.

pub mod calendar;
pub mod counting;
pub mod school_days;
pub mod telling;
pub mod working_days;

mod check;
mod rule;
mod sentence;
mod steps;
mod toml_date;
mod wording;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use thiserror::Error;

pub use check::RuleProblem;
pub use rule::{Alternative, Count, Limit, Moves, Rule, RuleId, Rules, Start, Whose};
pub use school_days::TermDates;
pub use sentence::Said;
pub use wording::Wording;

use crate::library::{FigureId, FigureRow, Holidays, Source, SourceId};
use crate::text::Citation;
use sentence::{Unsayable, fill, say};
use steps::Reckoner;

/// What reckoning needs to have at hand.
#[derive(Debug, Clone, Copy)]
pub struct Books<'a> {
    pub rules: &'a Rules,
    pub figures: &'a BTreeMap<FigureId, Vec<FigureRow>>,
    pub sources: &'a BTreeMap<SourceId, Source>,
    pub holidays: &'a Holidays,
    /// The service's term dates, where somebody has set them.
    pub terms: Option<&'a TermDates>,
}

/// A date and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    pub rule: RuleId,
    pub title: String,
    /// The day it starts from.
    pub on: NaiveDate,
    /// The second day, if one was given and the rule has one.
    pub also: Option<NaiveDate>,
    /// The last day on which it is in time.
    pub due: NaiveDate,
    pub whose: Whose,
    pub who: String,
    pub what: String,
    /// "The council must send you the final EHC plan by 13 April 2027."
    pub answer: Said,
    /// How many days are left, or that the time may have passed.
    pub time_left: String,
    /// Days from today to `due`; negative once it has passed.
    pub days_left: i64,
    pub steps: Vec<Said>,
    /// Further limits of the same rule.
    pub then: Vec<Further>,
    /// When the limit does not bind.
    pub exceptions: Vec<Said>,
    pub what_would_change_it: Vec<Said>,
    /// The rule's own sources, then those of every step and note; each once.
    pub sources: Vec<Citation>,
}

impl Working {
    /// The last day is over. Offer a person first: it may not be too late, and only a person can tell.
    pub fn may_have_passed(&self) -> bool {
        self.days_left < 0
    }
}

/// A further limit of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// `None` where it cannot be reckoned; the steps then say why.
    pub due: Option<NaiveDate>,
    pub answer: Said,
    /// Those that are not among the steps of the first limit already.
    pub steps: Vec<Said>,
}

/// Why no date was reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeadlineProblem {
    /// Ask again, with the nearest name.
    #[error("there is no rule `{asked}`{}", nearest.as_ref().map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    UnknownRule { asked: String, nearest: Option<RuleId> },
    /// The rule is told, not reckoned: show `why`.
    #[error("`{rule}` sets no day that can be reckoned: {why}")]
    NotReckoned { rule: RuleId, why: String },
    /// Ask for the second day.
    #[error("`{rule}` needs a second date: {asks}")]
    NeedsSecondDate { rule: RuleId, asks: String },
    #[error("the list of bank holidays covers {from} to {until}, and this count reaches {day}")]
    OutsideHolidayList { day: NaiveDate, from: NaiveDate, until: NaiveDate },
    #[error("this limit is counted in school days, and this service's term dates are not set")]
    NoTermDates,
    #[error("this limit is counted in school days, and this service's term dates do not cover it{}", reach.map(|day| format!(": they end on {day}")).unwrap_or_default())]
    OutsideTerms { reach: Option<NaiveDate> },
    /// The law was not in force, or nobody has entered the period.
    #[error("`{figure}` has no value on {on} in figures.toml")]
    NoFigure { figure: FigureId, on: NaiveDate },
    /// The calendar ends before the limit does.
    #[error("there is no such date in the calendar")]
    Impossible,
    /// What `Rules::check` would have reported; the loader keeps it from happening.
    #[error("the rule `{rule}` is written wrongly; `signpost check` says where")]
    RuleBroken { rule: RuleId },
}

/// Reckons one rule from the day it starts from. `also` is the second day of rules that have one, such as the date
/// of a mediation certificate; other rules take no notice of it. `today` counts the days left.
///
/// # Errors
/// See [`DeadlineProblem`]; each says what to ask or tell.
pub fn reckon(
    books: &Books<'_>,
    id: &RuleId,
    on: NaiveDate,
    also: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Working, DeadlineProblem> {
    let rule = books.rules.get(id).ok_or_else(|| books.rules.unknown(id))?;
    let also = also.filter(|_| rule.also_from.is_some());
    let teller = Teller { books, id, on };
    let Some((first, more)) = rule.limit.split_first() else {
        let why = teller.tell(rule.why.as_deref().unwrap_or_default())?.words;
        return Err(DeadlineProblem::NotReckoned { rule: id.clone(), why });
    };
    if rule.also_needed && also.is_none() {
        let asks = rule.also_asks.clone().unwrap_or_default();
        return Err(DeadlineProblem::NeedsSecondDate { rule: id.clone(), asks });
    }
    let reckoner = Reckoner { books, id, rule, on, also, today };
    let main = reckoner.limit(first, None)?;
    let mut steps = main.steps;
    if let (None, Some(written)) = (also, &rule.without_also) {
        steps.push(teller.tell(written)?);
    }
    let mut then = further(&reckoner, &teller, more, main.due)?;
    for more in &mut then {
        more.steps.retain(|step| !steps.contains(step));
    }
    let exceptions = teller.tell_each(&rule.exceptions)?;
    let what_would_change_it = teller.tell_each(&rule.changes)?;
    let mut sources = rule.sources.iter().map(|mark| teller.cite(mark)).collect::<Result<Vec<_>, _>>()?;
    let told = steps.iter().chain(then.iter().flat_map(|more| &more.steps));
    let told = told.chain(&exceptions).chain(&what_would_change_it);
    sources.extend(told.flat_map(|said| said.sources.clone()));
    Ok(Working {
        rule: id.clone(),
        title: rule.title.clone(),
        on,
        also,
        due: main.due,
        whose: rule.whose,
        who: rule.who.clone(),
        what: rule.what.clone(),
        answer: teller.tell_due(&first.says, main.due)?,
        time_left: time_left(&books.rules.say, rule.whose, main.due, today),
        days_left: (main.due - today).num_days(),
        steps,
        then,
        exceptions,
        what_would_change_it,
        sources: each_once(sources),
    })
}

/// The further limits. One that cannot be reckoned is told with the reason: the first date is still worth having.
fn further(
    reckoner: &Reckoner<'_>,
    teller: &Teller<'_>,
    limits: &[Limit],
    mut previous: NaiveDate,
) -> Result<Vec<Further>, DeadlineProblem> {
    let mut further = Vec::new();
    for limit in limits {
        further.push(match reckoner.limit(limit, Some(previous)) {
            Ok(reached) => {
                previous = reached.due;
                let answer = teller.tell_due(&limit.says, reached.due)?;
                Further { due: Some(reached.due), answer, steps: reached.steps }
            }
            Err(broken @ DeadlineProblem::RuleBroken { .. }) => return Err(broken),
            Err(problem) => {
                let mut answer = teller.tell(&limit.says)?;
                answer.words = fill(&answer.words, &[("due", &teller.books.rules.say.not_reckoned)]);
                let why = Said { words: telling::refusal(&problem, teller.books), sources: Vec::new() };
                Further { due: None, answer, steps: vec![why] }
            }
        });
    }
    Ok(further)
}

fn time_left(say: &Wording, whose: Whose, due: NaiveDate, today: NaiveDate) -> String {
    let (due_words, today_words) = (steps::in_words(due), steps::in_words(today));
    let days = (due - today).num_days();
    match (days, whose) {
        (..0, Whose::Yours) => fill(&say.passed_yours, &[("date", &due_words)]),
        (..0, Whose::Theirs) => fill(&say.passed_theirs, &[("date", &due_words)]),
        (0, _) => say.last_day_today.clone(),
        (1, _) => fill(&say.one_day_left, &[("today", &today_words)]),
        (days, _) => fill(&say.days_left, &[("days", &days.to_string()), ("today", &today_words)]),
    }
}

fn each_once(citations: Vec<Citation>) -> Vec<Citation> {
    let mut kept: Vec<Citation> = Vec::new();
    for citation in citations {
        if !kept.contains(&citation) {
            kept.push(citation);
        }
    }
    kept
}

/// Puts a rule's sentences into words.
struct Teller<'a> {
    books: &'a Books<'a>,
    id: &'a RuleId,
    on: NaiveDate,
}

impl Teller<'_> {
    fn tell(&self, written: &str) -> Result<Said, DeadlineProblem> {
        say(written, self.on, self.books.figures, self.books.sources).map_err(|unsayable| match unsayable {
            Unsayable::NoFigure(figure) => {
                DeadlineProblem::NoFigure { figure: FigureId::new(figure), on: self.on }
            }
            Unsayable::NoSource(_) | Unsayable::NeverClosed => self.broken(),
        })
    }

    fn tell_each(&self, written: &[String]) -> Result<Vec<Said>, DeadlineProblem> {
        written.iter().map(|sentence| self.tell(sentence)).collect()
    }

    fn tell_due(&self, written: &str, due: NaiveDate) -> Result<Said, DeadlineProblem> {
        let mut said = self.tell(written)?;
        said.words = fill(&said.words, &[("due", &steps::in_words(due))]);
        Ok(said)
    }

    fn cite(&self, mark: &str) -> Result<Citation, DeadlineProblem> {
        sentence::cite(mark, self.books.sources).ok_or_else(|| self.broken())
    }

    fn broken(&self) -> DeadlineProblem {
        DeadlineProblem::RuleBroken { rule: self.id.clone() }
    }
}

impl Rules {
    fn unknown(&self, id: &RuleId) -> DeadlineProblem {
        let asked = id.as_str().trim().to_lowercase();
        let nearest = self
            .rules
            .keys()
            .map(|known| (crate::typed_date::slips_between(known.as_str(), &asked), known))
            .filter(|(slips, known)| *slips <= (known.as_str().len() / 3).max(2))
            .min_by_key(|(slips, _)| *slips)
            .map(|(_, known)| known.clone());
        DeadlineProblem::UnknownRule { asked: id.as_str().to_owned(), nearest }
    }
}
