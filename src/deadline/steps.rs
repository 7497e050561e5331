//! One limit reckoned, each step told as it is taken.

use chrono::{Datelike, NaiveDate};

use super::counting::{
    Days, Months, Weeks, days_after, days_counting_the_first, fell_in_shorter_month, months_after,
    months_before, months_less_a_day, weeks_after, weeks_before,
};
use super::rule::{Alternative, Count, Limit, Moves, Rule, RuleId, Start, Whose};
use super::school_days::{NoSchoolCalendar, SchoolDays, school_days_after, school_days_counting_the_first};
use super::sentence::{Said, cite, fill};
use super::working_days::{
    Counted, OutsideHolidayList, WorkingDays, is_weekend, is_working_day, moved_past_christmas_or_august,
    working_days_after, working_days_counting_the_first,
};
use super::{Books, DeadlineProblem};
use crate::library::{FigureId, FigureRow, Unit};
use crate::text::Citation;

/// Where the Christmas and August rule stands.
const CHRISTMAS_AND_AUGUST: [&str; 2] = ["tribunal-rules-12.3", "ipsea-appeal-dates"];

/// A date with its day of the week, as steps show it.
pub(super) fn in_words(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// What a limit comes to.
pub(super) struct Reached {
    pub due: NaiveDate,
    pub steps: Vec<Said>,
}

/// Reckons the limits of one rule.
pub(super) struct Reckoner<'a> {
    pub books: &'a Books<'a>,
    pub id: &'a RuleId,
    pub rule: &'a Rule,
    pub on: NaiveDate,
    pub also: Option<NaiveDate>,
    pub today: NaiveDate,
}

/// How much of what, from one figure or two.
struct Period {
    value: u32,
    unit: Unit,
    words: String,
    source: Citation,
}

impl Reckoner<'_> {
    /// # Errors
    /// As [`super::reckon`].
    pub(super) fn limit(
        &self,
        limit: &Limit,
        previous: Option<NaiveDate>,
    ) -> Result<Reached, DeadlineProblem> {
        let mut told = Vec::new();
        let start = self.start(limit.from, previous).ok_or_else(|| self.broken())?;
        let mut due = match limit.count {
            Count::ByDay | Count::BeforeDay => self.named_day(limit, start, &mut told)?,
            count => {
                self.count(count, &limit.figure, limit.and_figure.as_ref(), limit.from, start, &mut told)?
            }
        };
        if let Some(other) = &limit.or_later {
            due = self.other_count(other, previous, due, Ordering::Later, &mut told)?;
        }
        if let Some(other) = &limit.or_sooner {
            due = self.other_count(other, previous, due, Ordering::Sooner, &mut told)?;
        }
        if limit.moves == Moves::ChristmasAndAugust {
            due = self.past_christmas_and_august(due, &mut told)?;
        }
        if self.rule.whose == Whose::Yours && self.today <= due && self.is_closed(due) {
            let says = fill(&self.say().not_a_working_day, &[("date", &in_words(due))]);
            told.push(Said { words: says, sources: Vec::new() });
        }
        Ok(Reached { due, steps: told })
    }

    fn say(&self) -> &super::Wording {
        &self.books.rules.say
    }

    fn broken(&self) -> DeadlineProblem {
        DeadlineProblem::RuleBroken { rule: self.id.clone() }
    }

    fn start(&self, from: Start, previous: Option<NaiveDate>) -> Option<NaiveDate> {
        match from {
            Start::On => Some(self.on),
            Start::Also => self.also,
            Start::Previous => previous,
        }
    }

    fn row(&self, figure: &FigureId, on: NaiveDate) -> Result<&FigureRow, DeadlineProblem> {
        let rows = self.books.figures.get(figure).ok_or_else(|| self.broken())?;
        let row = rows.iter().find(|row| row.holds_on(on));
        row.ok_or_else(|| DeadlineProblem::NoFigure { figure: figure.clone(), on })
    }

    fn period(
        &self,
        figure: &FigureId,
        more: Option<&FigureId>,
        on: NaiveDate,
    ) -> Result<Period, DeadlineProblem> {
        let row = self.row(figure, on)?;
        let (mut value, unit) = row.value.zip(row.unit).ok_or_else(|| self.broken())?;
        if let Some(more) = more {
            let added = self.row(more, on)?;
            let (extra, _) = added.value.zip(added.unit).ok_or_else(|| self.broken())?;
            value += extra;
        }
        Ok(Period { value, unit, words: unit.in_words(value), source: row.source.clone() })
    }

    /// Counts from one day, telling where it starts and where it ends.
    fn count(
        &self,
        count: Count,
        figure: &FigureId,
        more: Option<&FigureId>,
        from: Start,
        start: NaiveDate,
        told: &mut Vec<Said>,
    ) -> Result<NaiveDate, DeadlineProblem> {
        let period = self.period(figure, more, start)?;
        if from != Start::Previous {
            told.push(self.told_start(count, period.unit, from, start));
        }
        if count == Count::CountingTheDayUnlessWarned
            && let Some(moving_day) = self.moving_day_after_warning(&period, start)?
        {
            let words = [("period", period.words.as_str()), ("date", &in_words(moving_day))];
            told.push(cited(fill(&self.say().warned, &words), &period));
            return Ok(moving_day);
        }
        let (due, mut steps) = self.counted(count, &period, start)?;
        told.append(&mut steps);
        Ok(due)
    }

    fn told_start(&self, count: Count, unit: Unit, from: Start, start: NaiveDate) -> Said {
        let say = self.say();
        let template = match (count, unit) {
            (Count::Before, _) => &say.start_back,
            (Count::CountingTheDay, Unit::Days) => &say.start_day_1,
            (Count::After, Unit::Months | Unit::Years) => &say.start,
            (Count::After, _) => &say.start_day_0,
            // Of working and school days the first counts only if it is one, which the next step says.
            _ => &say.start,
        };
        let from = match (from, &self.rule.also_from) {
            (Start::Also, Some(also_from)) => also_from,
            _ => &self.rule.from,
        };
        Said { words: fill(template, &[("from", from), ("on", &in_words(start))]), sources: Vec::new() }
    }

    fn counted(
        &self,
        count: Count,
        period: &Period,
        start: NaiveDate,
    ) -> Result<(NaiveDate, Vec<Said>), DeadlineProblem> {
        let (say, value) = (self.say(), period.value);
        let counts_the_day = matches!(count, Count::CountingTheDay | Count::CountingTheDayUnlessWarned);
        match (period.unit, count) {
            (Unit::Days, Count::After) => {
                self.told_date(days_after(start, Days(value)), &say.days_after, period)
            }
            (Unit::Days, _) if counts_the_day => {
                self.told_date(days_counting_the_first(start, Days(value)), &say.days_counting, period)
            }
            (Unit::Weeks, Count::After) => {
                self.told_date(weeks_after(start, Weeks(value)), &say.weeks_after, period)
            }
            (Unit::Weeks, Count::Before) => {
                self.told_date(weeks_before(start, Weeks(value)), &say.weeks_before, period)
            }
            (Unit::Months | Unit::Years, _) => self.counted_months(count, period, start),
            (Unit::WorkingDays, Count::After) => {
                self.told_working_days(working_days_after, &say.working_days_after, period, start)
            }
            (Unit::WorkingDays, _) if counts_the_day => self.told_working_days(
                working_days_counting_the_first,
                &say.working_days_counting,
                period,
                start,
            ),
            (Unit::SchoolDays, Count::After) => {
                let due = self.school_days(school_days_after, value, start)?;
                self.told_date(Some(due), &say.school_days_after, period)
            }
            (Unit::SchoolDays, _) if counts_the_day => {
                let due = self.school_days(school_days_counting_the_first, value, start)?;
                self.told_date(Some(due), &say.school_days_counting, period)
            }
            _ => Err(self.broken()),
        }
    }

    fn told_date(
        &self,
        date: Option<NaiveDate>,
        template: &str,
        period: &Period,
    ) -> Result<(NaiveDate, Vec<Said>), DeadlineProblem> {
        let date = date.ok_or(DeadlineProblem::Impossible)?;
        let days = (u64::from(period.value) * 7).to_string();
        let words = [("period", period.words.as_str()), ("days", &days), ("date", &in_words(date))];
        Ok((date, vec![cited(fill(template, &words), period)]))
    }

    fn counted_months(
        &self,
        count: Count,
        period: &Period,
        start: NaiveDate,
    ) -> Result<(NaiveDate, Vec<Said>), DeadlineProblem> {
        let say = self.say();
        let months = Months(if period.unit == Unit::Years { period.value * 12 } else { period.value });
        let (reached, template) = match count {
            Count::After | Count::LessADay => (months_after(start, months), &say.months_after),
            Count::Before => (months_before(start, months), &say.months_before),
            _ => return Err(self.broken()),
        };
        let (reached, mut steps) = self.told_date(reached, template, period)?;
        if fell_in_shorter_month(start, reached) {
            let (month, number) = (reached.format("%B %Y").to_string(), start.day().to_string());
            let words = [("month", month.as_str()), ("number", &number), ("date", &in_words(reached))];
            steps.push(Said { words: fill(&say.short_month, &words), sources: Vec::new() });
        }
        if count != Count::LessADay {
            return Ok((reached, steps));
        }
        let (due, last) = self.told_date(months_less_a_day(start, months), &say.less_a_day, period)?;
        steps.extend(last);
        Ok((due, steps))
    }

    fn told_working_days(
        &self,
        counting: fn(
            NaiveDate,
            WorkingDays,
            &crate::library::Holidays,
        ) -> Result<Counted, OutsideHolidayList>,
        template: &str,
        period: &Period,
        start: NaiveDate,
    ) -> Result<(NaiveDate, Vec<Said>), DeadlineProblem> {
        let counted = counting(start, WorkingDays(period.value), self.books.holidays)
            .map_err(|outside| self.outside_list(outside.day))?;
        let (due, mut steps) = self.told_date(Some(counted.day), template, period)?;
        if !counted.left_out.is_empty() {
            let names = &self.books.holidays.days;
            let day = |day: &NaiveDate| match names.get(day) {
                Some(name) => format!("{name} ({})", in_words(*day)),
                None => in_words(*day),
            };
            let days = counted.left_out.iter().map(day).collect::<Vec<_>>().join(", ");
            steps.push(Said { words: fill(&self.say().left_out, &[("days", &days)]), sources: Vec::new() });
        }
        Ok((due, steps))
    }

    fn school_days(
        &self,
        counting: fn(
            NaiveDate,
            SchoolDays,
            &super::TermDates,
            &crate::library::Holidays,
        ) -> Result<NaiveDate, NoSchoolCalendar>,
        limit: u32,
        start: NaiveDate,
    ) -> Result<NaiveDate, DeadlineProblem> {
        let terms = self.books.terms.ok_or(DeadlineProblem::NoTermDates)?;
        counting(start, SchoolDays(limit), terms, self.books.holidays).map_err(|missing| match missing {
            NoSchoolCalendar::OutsideTerms { reach } => DeadlineProblem::OutsideTerms { reach },
            NoSchoolCalendar::OutsideHolidayList { day } => self.outside_list(day),
        })
    }

    fn outside_list(&self, day: NaiveDate) -> DeadlineProblem {
        let (from, until) = self.books.holidays.covers;
        DeadlineProblem::OutsideHolidayList { day, from, until }
    }

    /// The moving day, if the old council knew of it at least so many working days before.
    ///
    /// Source: SEND Regulations 2014, reg. 15(2).
    fn moving_day_after_warning(
        &self,
        warning: &Period,
        found_out: NaiveDate,
    ) -> Result<Option<NaiveDate>, DeadlineProblem> {
        let Some(moving_day) = self.also else { return Ok(None) };
        let enough = working_days_after(found_out, WorkingDays(warning.value), self.books.holidays)
            .map_err(|outside| self.outside_list(outside.day))?;
        Ok((enough.day <= moving_day).then_some(moving_day))
    }

    /// A day the law names, in the year of the day it starts from or the year before.
    fn named_day(
        &self,
        limit: &Limit,
        start: NaiveDate,
        told: &mut Vec<Said>,
    ) -> Result<NaiveDate, DeadlineProblem> {
        let row = self.row(&limit.figure, start)?;
        let named = row.said.as_deref().unwrap_or_default();
        let year = if limit.year_before { start.year() - 1 } else { start.year() };
        let date = day_named(named, year).ok_or_else(|| self.broken())?;
        let due = if limit.count == Count::BeforeDay { date.pred_opt() } else { Some(date) };
        let due = due.ok_or(DeadlineProblem::Impossible)?;
        told.push(self.told_start(limit.count, Unit::Days, limit.from, start));
        let template =
            if limit.count == Count::BeforeDay { &self.say().before_day } else { &self.say().by_day };
        let words = fill(template, &[("named", &format!("{named} {year}")), ("date", &in_words(due))]);
        told.push(Said { words, sources: vec![row.source.clone()] });
        Ok(due)
    }

    /// A second count from another day. Without that day the first count stands.
    fn other_count(
        &self,
        other: &Alternative,
        previous: Option<NaiveDate>,
        first: NaiveDate,
        which: Ordering,
        told: &mut Vec<Said>,
    ) -> Result<NaiveDate, DeadlineProblem> {
        let Some(start) = self.start(other.from, previous) else { return Ok(first) };
        let second = self.count(other.count, &other.figure, None, other.from, start, told)?;
        let (due, template) = match which {
            Ordering::Later => (first.max(second), &self.say().later_of),
            Ordering::Sooner => (first.min(second), &self.say().sooner_of),
        };
        let words = [("first", in_words(first)), ("second", in_words(second)), ("date", in_words(due))];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        told.push(Said { words: fill(template, &words), sources: Vec::new() });
        Ok(due)
    }

    fn past_christmas_and_august(
        &self,
        limit: NaiveDate,
        told: &mut Vec<Said>,
    ) -> Result<NaiveDate, DeadlineProblem> {
        let moved = moved_past_christmas_or_august(limit, self.books.holidays)
            .map_err(|outside| self.outside_list(outside.day))?;
        let Some(due) = moved else { return Ok(limit) };
        let template = if limit.month() == 8 { &self.say().august } else { &self.say().christmas };
        let words = fill(template, &[("limit", &in_words(limit)), ("date", &in_words(due))]);
        let sources = CHRISTMAS_AND_AUGUST.iter().filter_map(|mark| cite(mark, self.books.sources)).collect();
        told.push(Said { words, sources });
        Ok(due)
    }

    /// Saturday, Sunday, or a bank holiday that the list knows of.
    fn is_closed(&self, day: NaiveDate) -> bool {
        is_weekend(day) || is_working_day(day, self.books.holidays) == Ok(false)
    }
}

/// Which of two counts holds.
enum Ordering {
    Later,
    Sooner,
}

fn cited(words: String, period: &Period) -> Said {
    Said { words, sources: vec![period.source.clone()] }
}

/// `15 February` in a year.
pub(super) fn day_named(named: &str, year: i32) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{named} {year}"), "%d %B %Y").ok()
}
