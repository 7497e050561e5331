//! Dates typed with words: "3rd of march", "last Tuesday", "two weeks ago", "the 3rd".

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::pieces::Piece;
use super::{
    Found, Lean, Typed, earlier, full_year, in_likeliest_year, is_likely_year, later, same_week,
    weekday_after, weekday_before,
};

/// Everything in the pieces that speaks of time; `None` if it is too vague or too involved to read.
pub(super) fn find(pieces: &[Piece], typed: Typed) -> Option<Vec<Found>> {
    let reader = Reader { pieces, typed };
    if (0..pieces.len()).any(|at| reader.is_another_weekday(at)) {
        return None;
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if let Some((one, taken)) = reader.one_at(at) {
            found.push(one);
            at += taken;
        } else if reader.turns_a_day(at) {
            return None;
        } else {
            at += 1;
        }
    }
    Some(found)
}

/// Words that turn a date beside them into another, unnamed one, where no reading has taken them up.
const VAGUE: [&str; 15] = [
    "before",
    "after",
    "between",
    "until",
    "till",
    "around",
    "ago",
    "fortnight",
    "fortnights",
    "days",
    "week",
    "weeks",
    "wks",
    "month",
    "months",
];
/// A day of the week after one of these is a day of its own, or any of many.
const OTHER_WEEKDAYS: [&str; 16] = [
    "easter",
    "good",
    "whit",
    "ash",
    "shrove",
    "pancake",
    "palm",
    "maundy",
    "holiday",
    "mothering",
    "black",
    "cyber",
    "other",
    "every",
    "each",
    "most",
];
/// A month after one of these is no word of another kind: "in may", "end of march".
const BEFORE_MONTHS: [&str; 13] = [
    "in",
    "of",
    "early",
    "mid",
    "late",
    "last",
    "next",
    "by",
    "since",
    "during",
    "end",
    "start",
    "beginning",
];

/// What was read, and how many pieces it took.
type Reading = Option<(Found, usize)>;

struct Reader<'a> {
    pieces: &'a [Piece],
    typed: Typed,
}

impl Reader<'_> {
    fn one_at(&self, at: usize) -> Reading {
        self.near_day(at)
            .or_else(|| self.feast(at))
            .or_else(|| self.nth_weekday(at))
            .or_else(|| self.two_days_of_month(at))
            .or_else(|| self.day_then_month(at))
            .or_else(|| self.month_then_day(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.week(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.day_of_month(at))
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is_word(word))
    }

    fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is_one_of(words))
    }

    fn spells(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.is(at + i, word))
    }

    /// Whether what no reading has taken up makes another day of the one beside it: "15 days" of "30 november", the
    /// "second" of "second tuesday". Better asked again than reckoned from the wrong day.
    fn turns_a_day(&self, at: usize) -> bool {
        let is_count = self.count(at).is_some();
        let is_age = self.is_one_of(at + 1, &["year", "years"]) && self.is(at + 2, "old");
        self.is_one_of(at, &VAGUE)
            || is_count && self.unit(at + 1).is_some() && !is_age
            || self.which(at).is_some() && self.is_one_of(at + 1, &["year", "term"])
            || self.is_named_month(at)
            || self.numbers_a_weekday(at)
            || self.is_weekday_week(at)
    }

    /// A month, where `may` and `march` are certainly one.
    fn is_named_month(&self, at: usize) -> bool {
        let is_before = |words: &[&str]| at > 0 && self.is_one_of(at - 1, words);
        let has_year = matches!(self.pieces.get(at + 1), Some(Piece::Number { digits: 4, .. }));
        self.month(at).is_some_and(|month| !matches!(month, 3 | 5) || has_year || is_before(&BEFORE_MONTHS))
    }

    /// "2 tuesdays", "second tuesday", "tuesday 3": not the nearest one.
    fn numbers_a_weekday(&self, at: usize) -> bool {
        let is_number = matches!(self.pieces.get(at), Some(Piece::Number { digits: 1 | 2, .. }));
        let is_ordinal = matches!(self.pieces.get(at), Some(Piece::Ordinal(_)));
        let is_many = self.count(at).is_some_and(|count| count > 1);
        let is_after = at > 0 && self.weekday_name(at - 1).is_some();
        let is_before = self.weekday_name(at + 1).is_some();
        is_before && (is_number || is_ordinal || is_many) || is_after && is_number
    }

    /// A day of the week that is not the one nearest today: "easter monday", "every friday", "friday of half
    /// term".
    fn is_another_weekday(&self, at: usize) -> bool {
        if self.weekday_name(at).is_none() {
            return false;
        }
        let is_before = |words: &[&str]| at > 0 && self.is_one_of(at - 1, words);
        let is_of_week = self.which(at + 2).is_some() && self.is(at + 3, "week");
        let is_of = self.is(at + 1, "of") && !is_of_week && self.month(at + 2).is_none();
        is_before(&OTHER_WEEKDAYS) || is_of || self.spells(at + 1, &["but", "one"])
    }

    fn which(&self, at: usize) -> Option<Which> {
        match self.pieces.get(at)? {
            piece if piece.is_word("last") => Some(Which::Last),
            piece if piece.is_word("this") => Some(Which::This),
            piece if piece.is_word("next") => Some(Which::Next),
            _ => None,
        }
    }

    /// Today, yesterday, and their neighbours.
    fn near_day(&self, at: usize) -> Reading {
        let today = self.typed.today;
        let nth = |days: i64| match days {
            ..0 => earlier(today, days.unsigned_abs()),
            _ => later(today, days.unsigned_abs()),
        };
        let phrases: [(&[&str], i64); 13] = [
            (&["day", "before", "yesterday"], -2),
            (&["day", "after", "tomorrow"], 2),
            (&["this", "morning"], 0),
            (&["this", "afternoon"], 0),
            (&["this", "evening"], 0),
            (&["last", "night"], -1),
            (&["today"], 0),
            (&["tonight"], 0),
            (&["todays", "date"], 0),
            (&["just", "now"], 0),
            (&["yesterday"], -1),
            (&["tomorrow"], 1),
            (&["tmrw"], 1),
        ];
        let (words, days) = phrases.iter().find(|(words, _)| self.spells(at, words))?;
        let is_week_on = *days >= 0 && words.len() == 1 && self.is(at + 1, "week");
        Some(match is_week_on {
            true => (Found::Day(nth(*days + 7)), 2),
            false => (Found::Day(nth(*days)), words.len()),
        })
    }

    /// "First monday in december", "the last friday of october 2026".
    fn nth_weekday(&self, at: usize) -> Reading {
        let start = at + usize::from(self.is(at, "the"));
        let nth = match self.pieces.get(start)? {
            Piece::Ordinal(nth @ 1..=5) | Piece::Number { value: nth @ 1..=5, has_suffix: true, .. } => {
                Some(*nth)
            }
            piece if piece.is_word("last") => None,
            _ => return None,
        };
        let weekday = self.weekday_name(start + 1)?;
        if !self.is_one_of(start + 2, &["in", "of"]) {
            return None;
        }
        let month = self.month(start + 3)?;
        let of_month = |year, nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
        let in_year = |year| match nth {
            Some(nth) => of_month(year, nth as u8),
            None => of_month(year, 5).or_else(|| of_month(year, 4)),
        };
        let (found, year_pieces) = self.in_year_at(start + 4, in_year)?;
        Some((found, start + 4 + year_pieces - at))
    }

    /// Days that families call by name.
    fn feast(&self, at: usize) -> Reading {
        let feasts: [(&[&str], u32, u32); 7] = [
            (&["christmas", "day"], 25, 12),
            (&["christmas", "eve"], 24, 12),
            (&["boxing", "day"], 26, 12),
            (&["new", "years", "day"], 1, 1),
            (&["new", "year", "day"], 1, 1),
            (&["new", "years", "eve"], 31, 12),
            (&["new", "year", "eve"], 31, 12),
        ];
        let (words, day, month) = feasts.iter().find(|(words, _, _)| self.spells(at, words))?;
        let (found, year_pieces) = self.day_and_month(*day, *month, at + words.len())?;
        Some((found, words.len() + year_pieces))
    }

    /// A day's number, and how many pieces it takes with the words that join it to a month: "the 3rd of".
    fn day_number(&self, at: usize) -> Option<(u32, usize)> {
        let start = at + usize::from(self.is(at, "the"));
        let day = match self.pieces.get(start)? {
            Piece::Number { value, digits: 1 | 2, .. } => *value,
            Piece::Ordinal(value) => *value,
            _ => return None,
        };
        Some((day, start + 1 - at))
    }

    fn month(&self, at: usize) -> Option<u32> {
        match self.pieces.get(at)? {
            Piece::Month(month) => Some(*month),
            _ => None,
        }
    }

    /// "3 or 4 march", "3-5 march": two days share a month.
    fn two_days_of_month(&self, at: usize) -> Reading {
        let (first, taken) = self.day_number(at)?;
        let mut next = at + taken;
        if self.is_one_of(next, &["or", "and", "to"]) {
            next += 1;
        }
        let (second, second_pieces) = self.day_number(next)?;
        next += second_pieces;
        next += usize::from(self.is(next, "of"));
        let month = self.month(next)?;
        let (one, _) = self.day_and_month(first, month, next + 1)?;
        let (other, year_pieces) = self.day_and_month(second, month, next + 1)?;
        let found = match (one, other) {
            (Found::Day(one), Found::Day(other)) => Found::Either(vec![one, other]),
            _ => Found::Impossible,
        };
        Some((found, next + 1 + year_pieces - at))
    }

    /// "3rd of march 2026".
    fn day_then_month(&self, at: usize) -> Reading {
        let (day, taken) = self.day_number(at)?;
        let mut next = at + taken;
        next += usize::from(self.is(next, "of"));
        let month = self.month(next)?;
        let (found, year_pieces) = self.day_and_month(day, month, next + 1)?;
        Some((found, next + 1 + year_pieces - at))
    }

    /// "March 3rd, 2026".
    fn month_then_day(&self, at: usize) -> Reading {
        let month = self.month(at)?;
        let (day, taken) = self.day_number(at + 1)?;
        let next = at + 1 + taken;
        if matches!(self.pieces[next - 1], Piece::Ordinal(_)) && self.weekday_name(next).is_some() {
            return None;
        }
        let (found, year_pieces) = self.day_and_month(day, month, next)?;
        Some((found, next + year_pieces - at))
    }

    fn day_and_month(&self, day: u32, month: u32, next: usize) -> Reading {
        self.in_year_at(next, |year| NaiveDate::from_ymd_opt(year, month, day))
    }

    /// A day of each year, with the year that stands at `next` if one does. `None` where a number there is no likely
    /// year.
    fn in_year_at(&self, next: usize, day_in: impl Fn(i32) -> Option<NaiveDate>) -> Reading {
        let this_year = self.typed.today.year();
        let (year, taken) = match self.pieces.get(next) {
            Some(Piece::Number { value, digits: 4, has_suffix: false }) => (*value as i32, 1),
            Some(Piece::Number { value, digits: 2, has_suffix: false }) => {
                (full_year(*value as i32, self.typed.today), 1)
            }
            Some(Piece::LongNumber) => return None,
            _ if self.spells(next, &["last", "year"]) => (this_year - 1, 2),
            _ if self.spells(next, &["this", "year"]) => (this_year, 2),
            _ if self.spells(next, &["next", "year"]) => (this_year + 1, 2),
            _ => {
                let found = in_likeliest_year(self.typed, day_in).map_or(Found::Impossible, Found::Day);
                return Some((found, 0));
            }
        };
        is_likely_year(year).then(|| (day_in(year).map_or(Found::Impossible, Found::Day), taken))
    }

    /// "Two weeks ago", "in 3 days", "a week on friday", "15 days from 30 november".
    fn counted(&self, at: usize) -> Reading {
        let is_ahead = self.is(at, "in");
        let start = at + usize::from(is_ahead);
        let (count, unit) = (self.count(start)?, self.unit(start + 1)?);
        if self.is_more_than_one_count(at) {
            return None;
        }
        let next = start + 2;
        if let Some((from, taken)) = self.counted_from(next) {
            let found = match from {
                Found::Day(from) => Found::Day(away(from, count, unit, false)?),
                other => other,
            };
            return Some((found, next + taken - at));
        }
        let goes_back = self.is_one_of(next, &["ago", "back"]);
        if !goes_back && !is_ahead && !self.is(next, "time") {
            return self.week_and_weekday(count, unit, next).map(|(found, taken)| (found, next + taken - at));
        }
        let next = next + usize::from(goes_back || self.is(next, "time"));
        if self.is(next, "or") || self.spells(next, &["and", "a", "half"]) {
            return None;
        }
        // "Two weeks ago today", "a week ago yesterday".
        let (from, near_pieces) = match self.near_day(next) {
            Some((Found::Day(near), pieces)) => (near, pieces),
            _ => (self.typed.today, 0),
        };
        let day = away(from, count, unit, goes_back)?;
        let is_week_alone = unit == Span::Week && near_pieces == 0;
        let found = if is_week_alone { Found::WeeksAway(day) } else { Found::Day(day) };
        Some((found, next + near_pieces - at))
    }

    /// "2 or 3 weeks", "2.5 weeks", "twenty one days", "a week and 2 days": half of it would be another day.
    fn is_more_than_one_count(&self, at: usize) -> bool {
        const TENS: [&str; 9] = ["or", "to", "and", "half", "twenty", "thirty", "forty", "fifty", "hundred"];
        let Some(before) = at.checked_sub(1) else { return false };
        self.is_one_of(before, &TENS) || matches!(self.pieces[before], Piece::Number { digits: 1 | 2, .. })
    }

    /// What a count runs from: "from now", "from 30 november".
    fn counted_from(&self, at: usize) -> Reading {
        if !self.is(at, "from") {
            return None;
        }
        if self.is(at + 1, "now") {
            return Some((Found::Day(self.typed.today), 2));
        }
        let from = self.near_day(at + 1);
        let from = from.or_else(|| self.day_then_month(at + 1)).or_else(|| self.month_then_day(at + 1));
        from.map(|(found, taken)| (found, taken + 1))
    }

    fn count(&self, at: usize) -> Option<u32> {
        const COUNTS: [&str; 13] = [
            "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ];
        match self.pieces.get(at)? {
            Piece::Number { value, has_suffix: false, .. } => Some(*value),
            Piece::Word(word) => match COUNTS.iter().position(|count| count == word)? {
                0 => Some(1),
                count => Some(count as u32),
            },
            _ => None,
        }
    }

    fn unit(&self, at: usize) -> Option<Span> {
        match self.pieces.get(at)? {
            Piece::Word(word) => match word.as_str() {
                "day" | "days" => Some(Span::Day),
                "week" | "weeks" | "wk" | "wks" => Some(Span::Week),
                "fortnight" | "fortnights" => Some(Span::Fortnight),
                "month" | "months" => Some(Span::Month),
                "year" | "years" => Some(Span::Year),
                _ => None,
            },
            _ => None,
        }
    }

    /// What follows "a week" in "a week tomorrow", "a week on friday", "a week last tuesday".
    fn week_and_weekday(&self, count: u32, unit: Span, at: usize) -> Reading {
        if matches!(unit, Span::Week | Span::Fortnight) && self.is_one_of(at, &["today", "tomorrow", "tmrw"])
        {
            let Some((Found::Day(near), taken)) = self.near_day(at) else { return None };
            return Some((Found::Day(away(near, count, unit, false)?), taken));
        }
        let goes_back = self.is(at, "last");
        if unit != Span::Week || !(goes_back || self.is_one_of(at, &["on", "this", "next"])) {
            return None;
        }
        let weekday = self.weekday_name(at + 1)?;
        let (today, days) = (self.typed.today, u64::from(count) * 7);
        let day = if goes_back {
            earlier(weekday_before(today, weekday), days)
        } else {
            later(weekday_after(today, weekday), days)
        };
        Some((Found::Day(day), 2))
    }

    /// "Last week": a day only together with a day of the week.
    fn week(&self, at: usize) -> Reading {
        if !self.is(at + 1, "week") {
            return None;
        }
        let today = self.typed.today;
        let day = match self.which(at)? {
            Which::Last => earlier(today, 7),
            Which::This => today,
            Which::Next => later(today, 7),
        };
        Some((Found::InWeekOf(day), 2))
    }

    fn weekday_name(&self, at: usize) -> Option<Weekday> {
        match self.pieces.get(at)? {
            Piece::Weekday(weekday) | Piece::MaybeWeekday(weekday) => Some(*weekday),
            _ => None,
        }
    }

    /// "Tuesday", "last Tuesday", "next Friday", "friday week".
    fn weekday(&self, at: usize) -> Reading {
        let today = self.typed.today;
        if self.is_one_of(at, &["last", "this", "next", "on", "coming", "past"]) {
            let weekday = self.weekday_name(at + 1).filter(|_| !self.is(at + 2, "week"))?;
            let coming = weekday_after(today, weekday);
            let found = match &self.pieces[at] {
                piece if piece.is_one_of(&["last", "past"]) => Found::Day(weekday_before(today, weekday)),
                piece if piece.is_word("this") => Found::Day(same_week(today, weekday)),
                piece if piece.is_word("coming") => Found::Day(coming),
                piece if piece.is_word("next") && coming == same_week(today, weekday) => {
                    Found::Either(vec![coming, later(coming, 7)])
                }
                piece if piece.is_word("next") => Found::Day(coming),
                _ => Found::Weekday(weekday),
            };
            return Some((found, 2));
        }
        let weekday = match self.pieces.get(at)? {
            Piece::Weekday(weekday) => *weekday,
            Piece::MaybeWeekday(weekday) if at == 0 => *weekday,
            _ => return None,
        };
        if self.is(at + 1, "week") {
            return Some((Found::Day(later(weekday_after(today, weekday), 7)), 2));
        }
        Some((Found::Weekday(weekday), 1))
    }

    /// "Last Thursday week": a week after it to some, before it to others.
    fn is_weekday_week(&self, at: usize) -> bool {
        self.is_one_of(at, &["last", "this", "next", "coming", "past"])
            && self.weekday_name(at + 1).is_some()
            && self.is(at + 2, "week")
    }

    /// "The 3rd", "the 3rd of last month": nothing may follow but the month it is in.
    fn day_of_month(&self, at: usize) -> Reading {
        let (day, taken) = self.day_number(at)?;
        if !matches!(self.pieces[at + taken - 1], Piece::Number { has_suffix: true, .. }) {
            return None;
        }
        let next = at + taken;
        let today = self.typed.today;
        let named = |month: NaiveDate| NaiveDate::from_ymd_opt(month.year(), month.month(), day);
        if self.is(next, "of") && self.is(next + 2, "month") {
            let month = match self.which(next + 1)? {
                Which::Last => today.checked_sub_months(Months::new(1))?,
                Which::This => today,
                Which::Next => today.checked_add_months(Months::new(1))?,
            };
            return Some((named(month).map_or(Found::Impossible, Found::Day), taken + 3));
        }
        if next < self.pieces.len() {
            return None;
        }
        let nearest = (0..12).find_map(|months| match self.typed.lean {
            Lean::Past => named(today.checked_sub_months(Months::new(months))?).filter(|date| *date <= today),
            Lean::Future => {
                named(today.checked_add_months(Months::new(months))?).filter(|date| *date >= today)
            }
        });
        Some((nearest.map_or(Found::Impossible, Found::Day), taken))
    }
}

fn away(from: NaiveDate, count: u32, unit: Span, goes_back: bool) -> Option<NaiveDate> {
    let days = |each: u64| {
        let days = u64::from(count) * each;
        if goes_back { earlier(from, days) } else { later(from, days) }
    };
    let months = |each: u32| {
        let months = Months::new(count * each);
        if goes_back { from.checked_sub_months(months) } else { from.checked_add_months(months) }
    };
    match unit {
        Span::Day => Some(days(1)),
        Span::Week => Some(days(7)),
        Span::Fortnight => Some(days(14)),
        Span::Month => months(1),
        Span::Year => months(12),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Last,
    This,
    Next,
}
