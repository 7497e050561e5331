//! The real rules, figures and sources, with bank holidays and term dates written out here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use signpost::deadline::{Books, DeadlineProblem, RuleId, Rules, TermDates, Working, reckon};
use signpost::library::{FigureId, FigureRow, Holidays, Source, SourceId, Standing, Unit};
use signpost::text::Citation;
use toml::{Table, Value};

pub struct Shelf {
    pub rules: Rules,
    pub figures: BTreeMap<FigureId, Vec<FigureRow>>,
    pub sources: BTreeMap<SourceId, Source>,
    pub holidays: Holidays,
    pub terms: TermDates,
}

pub static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let sources = sources();
    Shelf {
        rules: toml::from_str(include_str!("../../knowledge/rules.toml")).unwrap(),
        figures: figures(&sources),
        sources,
        holidays: Holidays {
            days: BANK_HOLIDAYS.iter().map(|iso| (day(iso), "bank holiday".to_owned())).collect(),
            covers: (day("2024-01-01"), day("2028-12-31")),
        },
        terms: toml::from_str(TERMS).unwrap(),
    }
});

/// England's bank holidays from Monday to Friday, from gov.uk's rules: Easter on 31 Mar 2024, 20 Apr 2025, 5 Apr 2026,
/// 28 Mar 2027, 16 Apr 2028.
pub const BANK_HOLIDAYS: [&str; 40] = [
    "2024-01-01",
    "2024-03-29",
    "2024-04-01",
    "2024-05-06",
    "2024-05-27",
    "2024-08-26",
    "2024-12-25",
    "2024-12-26",
    "2025-01-01",
    "2025-04-18",
    "2025-04-21",
    "2025-05-05",
    "2025-05-26",
    "2025-08-25",
    "2025-12-25",
    "2025-12-26",
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-04",
    "2026-05-25",
    "2026-08-31",
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
    "2027-12-27",
    "2027-12-28",
    "2028-01-03",
    "2028-04-14",
    "2028-04-17",
    "2028-05-01",
    "2028-05-29",
    "2028-08-28",
    "2028-12-25",
    "2028-12-26",
];

const TERMS: &str = "
closed = [2026-09-02, 2027-01-04]
term = [
  { first = 2026-09-02, last = 2026-10-23 },
  { first = 2026-11-02, last = 2026-12-18 },
  { first = 2027-01-04, last = 2027-02-12 },
  { first = 2027-02-22, last = 2027-03-25 },
  { first = 2027-04-12, last = 2027-05-28 },
  { first = 2027-06-07, last = 2027-07-21 },
]";

impl Shelf {
    pub fn books(&self) -> Books<'_> {
        Books {
            rules: &self.rules,
            figures: &self.figures,
            sources: &self.sources,
            holidays: &self.holidays,
            terms: Some(&self.terms),
        }
    }

    pub fn books_without_terms(&self) -> Books<'_> {
        Books { terms: None, ..self.books() }
    }
}

pub fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

pub fn reckoned(rule: &str, on: NaiveDate, also: Option<NaiveDate>) -> Result<Working, DeadlineProblem> {
    reckon(&SHELF.books(), &RuleId::new(rule), on, also, day("2026-11-24"))
}

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

fn date_in(row: &Table, key: &str) -> Option<NaiveDate> {
    row.get(key).map(|value| day(&value.to_string()))
}

fn text_in(row: &Table, key: &str) -> Option<String> {
    row.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn sources() -> BTreeMap<SourceId, Source> {
    let read = |(id, value): (String, Value)| {
        let row: &Table = value.as_table().unwrap();
        let source = Source {
            id: SourceId::new(id.clone()),
            title: text_in(row, "title").unwrap(),
            short: text_in(row, "short"),
            standing: row["standing"].clone().try_into::<Standing>().unwrap(),
            pinpoint: text_in(row, "pinpoint"),
            link: text_in(row, "link").unwrap(),
            in_force_from: date_in(row, "in_force_from"),
            until: date_in(row, "until"),
            checked: date_in(row, "checked").unwrap(),
            check_again: date_in(row, "check_again").unwrap(),
            note: text_in(row, "note"),
        };
        (SourceId::new(id), source)
    };
    table(include_str!("../../knowledge/sources.toml")).into_iter().map(read).collect()
}

fn figures(sources: &BTreeMap<SourceId, Source>) -> BTreeMap<FigureId, Vec<FigureRow>> {
    let row = |value: &Value| {
        let row: &Table = value.as_table().unwrap();
        FigureRow {
            value: row.get("value").map(|value| value.as_integer().unwrap().try_into().unwrap()),
            unit: row.get("unit").map(|unit| unit.clone().try_into::<Unit>().unwrap()),
            said: text_in(row, "said"),
            source: cited(&text_in(row, "source").unwrap(), sources),
            from: date_in(row, "from").unwrap(),
            until: date_in(row, "until"),
        }
    };
    let rows = |(id, value): (String, Value)| {
        (FigureId::new(id), value.as_array().unwrap().iter().map(row).collect())
    };
    table(include_str!("../../knowledge/figures.toml")).into_iter().map(rows).collect()
}

fn cited(mark: &str, sources: &BTreeMap<SourceId, Source>) -> Citation {
    let known = |source: &&SourceId| {
        mark == source.as_str()
            || mark.strip_prefix(source.as_str()).is_some_and(|rest| rest.starts_with('-'))
    };
    let source = sources.keys().filter(known).max_by_key(|source| source.as_str().len());
    let source = source.unwrap_or_else(|| panic!("{mark} names no source")).clone();
    let pinpoint = mark[source.as_str().len()..].trim_start_matches('-').to_owned();
    Citation { source, pinpoint }
}
