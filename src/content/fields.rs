//! A TOML table as an author wrote it: each key asked for by name, and what nobody asked for reported.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;

/// A whole TOML text, or a slice of a page, read as far as it can be.
pub struct Toml<'p> {
    pub table: DeTable<'p>,
    /// Where the text begins in its page.
    pub base: usize,
    /// False when a line could not be read: then a missing name may be behind that line.
    pub is_whole: bool,
}

/// Reads the text of `page` from `base` to `end` as TOML and reports every line that is not.
pub fn read<'p>(page: &'p Page, base: usize, end: usize, findings: &Findings) -> Toml<'p> {
    let text = &page.text[base..end];
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let base = base + skipped;
    let (table, errors) = DeTable::parse_recoverable(&text[skipped..]);
    let is_duplicate = |error: &toml::de::Error| error.message().contains("duplicate key");
    let only_duplicates = errors.iter().all(is_duplicate);
    for error in &errors {
        let at = base + error.span().map_or(0, |span| span.start);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        if is_duplicate(error) {
            if !only_duplicates {
                // Behind a line that cannot be read, keys seem to belong to the table above.
                continue;
            }
            let mend = "keep one of the two, or give one another name";
            findings.add(page.problem(Code::DuplicateId, at, "this name was already given above", mend));
        } else {
            let mend =
                "a line of TOML is `key = value`: words in double quotes, dates as 2027-01-05, lists in [ ]";
            findings.add(page.problem(Code::TomlSyntax, at, format!("this is not TOML: {message}"), mend));
        }
    }
    Toml { table: table.into_inner(), base, is_whole: only_duplicates }
}

/// One table: its keys are taken one by one, and [`Fields::finish`] reports the rest.
pub struct Fields<'p> {
    page: &'p Page,
    findings: &'p Findings,
    table: DeTable<'p>,
    base: usize,
    /// Where a missing key is reported.
    at: usize,
    /// What the table is called in a sentence: "the front matter", "this source".
    what: &'static str,
    is_whole: bool,
    asked: Vec<&'static str>,
}

impl<'p> Fields<'p> {
    pub fn new(page: &'p Page, findings: &'p Findings, toml: Toml<'p>, what: &'static str) -> Fields<'p> {
        let Toml { table, base, is_whole } = toml;
        Fields { page, findings, table, base, at: base, what, is_whole, asked: Vec::new() }
    }

    fn within(&self, table: DeTable<'p>, at: usize, what: &'static str) -> Fields<'p> {
        Fields {
            page: self.page,
            findings: self.findings,
            table,
            base: self.base,
            at,
            what,
            is_whole: self.is_whole,
            asked: Vec::new(),
        }
    }

    /// Reports missing keys at another place than the beginning of the table.
    pub fn at(mut self, at: usize) -> Fields<'p> {
        self.at = at;
        self
    }

    /// Words that have to be there.
    pub fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.needed(key);
        self.optional_text(key)
    }

    pub fn optional_text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let value = self.take(key)?;
        let at = self.place(&value);
        match value.into_inner() {
            DeValue::String(text) if !text.trim().is_empty() => Some(Placed::new(text.into_owned(), at)),
            DeValue::String(_) => {
                self.bad(at, format!("`{key}` has no words"), format!("write the words, or take `{key}` out"))
            }
            other => self.wrong_kind(key, at, &other, "words in double quotes"),
        }
    }

    /// A day that has to be there.
    pub fn date(&mut self, key: &'static str) -> Option<Placed<NaiveDate>> {
        self.needed(key);
        self.optional_date(key)
    }

    pub fn optional_date(&mut self, key: &'static str) -> Option<Placed<NaiveDate>> {
        let value = self.take(key)?;
        let at = self.place(&value);
        let DeValue::Datetime(moment) = value.get_ref() else {
            return self.wrong_kind(key, at, value.get_ref(), "a date without quotes, as 2027-01-05");
        };
        let day = moment.date.and_then(|date| {
            NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
        });
        match day {
            Some(day) if moment.time.is_none() => Some(Placed::new(day, at)),
            _ => self.wrong_kind(key, at, value.get_ref(), "a date without a time, as 2027-01-05"),
        }
    }

    pub fn optional_number(&mut self, key: &'static str) -> Option<Placed<u32>> {
        let value = self.take(key)?;
        let at = self.place(&value);
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number {
            Some(number) => Some(Placed::new(number, at)),
            None => self.wrong_kind(key, at, value.get_ref(), "a whole number without quotes"),
        }
    }

    /// A yes or no; no where it is left out.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.take(key) else { return false };
        let at = self.place(&value);
        match value.get_ref().as_bool() {
            Some(flag) => flag,
            None => self.wrong_kind(key, at, value.get_ref(), "true or false").unwrap_or_default(),
        }
    }

    /// A list of words; empty where it is left out.
    pub fn list(&mut self, key: &'static str) -> Vec<Placed<String>> {
        self.take(key).map(|value| self.words_in(key, value)).unwrap_or_default()
    }

    /// The tables under a key written `[[key]]`.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Fields<'p>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        self.tables_in(key, value, what)
    }

    /// Every key that is left, with its tables: one for `[key]`, several for `[[key]]`.
    pub fn named_tables(&mut self, what: &'static str) -> Vec<(Placed<String>, Vec<Fields<'p>>)> {
        let table = std::mem::take(&mut self.table);
        let mut named = Vec::new();
        for (key, value) in table {
            let at = self.base + key.span().start;
            let name = key.into_inner().into_owned();
            let tables = self.tables_in(&name, value, what);
            named.push((Placed::new(name, at), tables));
        }
        named
    }

    /// Every key that is left, with its list of words.
    pub fn named_lists(&mut self) -> Vec<(Placed<String>, Vec<Placed<String>>)> {
        let table = std::mem::take(&mut self.table);
        let list = |(key, value): (Spanned<DeString<'p>>, Spanned<DeValue<'p>>)| {
            let name = Placed::new(key.get_ref().to_string(), self.base + key.span().start);
            let list = self.words_in(&name.value, value);
            (name, list)
        };
        table.into_iter().map(list).collect()
    }

    /// The table under a key, untouched, for a reader of its own.
    pub fn table(&mut self, key: &'static str) -> Option<Placed<DeTable<'p>>> {
        self.needed(key);
        let value = self.take(key)?;
        let at = self.place(&value);
        match value.into_inner() {
            DeValue::Table(table) => Some(Placed::new(table, at)),
            other => self.wrong_kind(key, at, &other, "a table under a line of its own, as [say]"),
        }
    }

    /// False when a line of the file could not be read: then what is missing may be behind that line.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Where the table stands.
    pub fn place_of_table(&self) -> usize {
        self.at
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name = key.get_ref();
            let mend = nearest::mend(name, self.asked.iter().copied(), "take the line out");
            let message = format!("`{name}` means nothing in {}", self.what);
            self.findings.add(self.page.problem(
                Code::UnknownKey,
                self.base + key.span().start,
                message,
                mend,
            ));
        }
    }

    fn words_in(&self, key: &str, value: Spanned<DeValue<'p>>) -> Vec<Placed<String>> {
        let at = self.place(&value);
        let DeValue::Array(items) = value.into_inner() else {
            let mend = format!("write `{key} = [\"…\", \"…\"]`");
            self.findings.add(self.page.problem(Code::BadValue, at, format!("`{key}` is not a list"), mend));
            return Vec::new();
        };
        let mut list = Vec::new();
        for item in items {
            let at = self.place(&item);
            match item.into_inner() {
                DeValue::String(text) => list.push(Placed::new(text.into_owned(), at)),
                other => {
                    let _: Option<()> = self.wrong_kind(key, at, &other, "words in double quotes");
                }
            }
        }
        list
    }

    fn tables_in(&self, key: &str, value: Spanned<DeValue<'p>>, what: &'static str) -> Vec<Fields<'p>> {
        let at = self.place(&value);
        match value.into_inner() {
            DeValue::Table(table) => vec![self.within(table, at, what)],
            DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => items
                .into_iter()
                .filter_map(|item| {
                    let at = self.place(&item);
                    match item.into_inner() {
                        DeValue::Table(table) => Some(self.within(table, at, what)),
                        _ => None,
                    }
                })
                .collect(),
            other => {
                let _: Option<()> =
                    self.wrong_kind(key, at, &other, "a table under a line of its own in brackets");
                Vec::new()
            }
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'p>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.remove(key)
    }

    fn needed(&mut self, key: &'static str) {
        if self.is_whole && !self.table.contains_key(key) {
            let message = format!("{} has no `{key}`", self.what);
            self.findings.add(self.page.problem(
                Code::MissingKey,
                self.at,
                message,
                format!("add a line `{key} = …`"),
            ));
        }
    }

    fn place(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.base + value.span().start
    }

    fn wrong_kind<T>(&self, key: &str, at: usize, found: &DeValue<'_>, wanted: &str) -> Option<T> {
        let message = format!("`{key}` is {} here", kind_in_words(found));
        self.bad(at, message, format!("write {wanted}"))
    }

    /// In a file with a line that cannot be read, a strange value may only be what was made of that line.
    fn bad<T>(&self, at: usize, message: String, mend: String) -> Option<T> {
        if self.is_whole {
            self.findings.add(self.page.problem(Code::BadValue, at, message, mend));
        }
        None
    }
}

fn kind_in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "words",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
