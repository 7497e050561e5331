//! What the texts measure, area by area: words, citations, reading age.
//!
//! The reading age is the one that `signpost check` warns with; a text too short to judge has none. Dialogs are an area
//! of their own, and so are the letters' dialogs.

use std::fmt;

use super::check::shown;
use super::drafts::Drafts;
use super::markdown::Written;
use super::prose;
use crate::text::Span;

/// One area, or all of them together.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMeasures {
    pub area: String,
    /// How many entries or dialogs.
    pub texts: usize,
    pub words: usize,
    pub citations: usize,
    /// In years; of the texts that are long enough to judge.
    pub median_reading_age: Option<f32>,
    /// The highest reading age in years, and its file.
    pub worst_reading_age: Option<(f32, String)>,
}

/// Every area, and the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// By name.
    pub areas: Vec<AreaMeasures>,
    pub whole: AreaMeasures,
}

/// One text.
#[derive(Debug, Clone)]
struct Measured {
    area: String,
    file: String,
    words: usize,
    citations: usize,
    reading_age: Option<f32>,
}

/// Measures everything that was read.
pub fn of(drafts: &Drafts<'_>) -> Measures {
    let entries = drafts.entries.iter();
    let mut texts: Vec<Measured> =
        entries.map(|entry| measured(&entry.area, &entry.page.name, &shown(entry))).collect();
    for dialog in &drafts.dialogs {
        let area = if dialog.id.starts_with("letters/") { "dialogs/letters" } else { "dialogs" };
        let parts: Vec<&Written> = dialog.nodes.iter().map(|node| &node.says).collect();
        texts.push(measured(area, &dialog.page.name, &parts));
    }
    let mut names: Vec<&str> = texts.iter().map(|text| text.area.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let within = |area: &str| texts.iter().filter(|text| text.area == area).collect::<Vec<_>>();
    let areas = names.iter().map(|area| summed(area, &within(area))).collect();
    Measures { areas, whole: summed("all", &texts.iter().collect::<Vec<_>>()) }
}

fn measured(area: &str, file: &str, parts: &[&Written]) -> Measured {
    let lines = || parts.iter().flat_map(|part| part.lines());
    let texts: Vec<String> = lines().map(|line| line.run("some words").text).collect();
    let is_citation = |span: &Span| matches!(span, Span::Cite(_));
    Measured {
        area: area.to_owned(),
        file: file.to_owned(),
        words: lines().map(|line| line.run("word").text.split_whitespace().count()).sum(),
        citations: lines().flat_map(|line| &line.spans).filter(|span| is_citation(&span.value)).count(),
        reading_age: prose::reading_age_years(&texts),
    }
}

fn summed(area: &str, texts: &[&Measured]) -> AreaMeasures {
    let mut ages: Vec<(f32, &str)> =
        texts.iter().filter_map(|text| Some((text.reading_age?, text.file.as_str()))).collect();
    ages.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
    AreaMeasures {
        area: area.to_owned(),
        texts: texts.len(),
        words: texts.iter().map(|text| text.words).sum(),
        citations: texts.iter().map(|text| text.citations).sum(),
        median_reading_age: median(&ages.iter().map(|(age, _)| *age).collect::<Vec<_>>()),
        worst_reading_age: ages.last().map(|(age, file)| (*age, (*file).to_owned())),
    }
}

/// The middle of sorted numbers.
fn median(sorted: &[f32]) -> Option<f32> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        even if even % 2 == 0 => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
        _ => Some(sorted[middle]),
    }
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "area             texts   words  citations  reading age: median  worst")?;
        for area in self.areas.iter().chain([&self.whole]) {
            let AreaMeasures { area: name, texts, words, citations, .. } = area;
            let years = |age: Option<f32>| age.map_or("-".to_owned(), |age| format!("{age:.1}"));
            let (worst, file) = area.worst_reading_age.clone().unzip();
            let (median, worst) = (years(area.median_reading_age), years(worst));
            let file = file.unwrap_or_default();
            let row =
                format!("{name:<16} {texts:>5} {words:>7} {citations:>10} {median:>20} {worst:>6}  {file}");
            writeln!(f, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sorted: &[f32], middle: Option<f32>) {
        assert_eq!(median(sorted), middle);
    }

    #[test]
    fn the_median_is_the_middle_or_between_the_two() {
        check(&[], None);
        check(&[9.0], Some(9.0));
        check(&[8.0, 9.0, 14.0], Some(9.0));
        check(&[8.0, 9.0, 10.0, 14.0], Some(9.5));
    }

    #[test]
    fn an_area_is_the_sum_of_its_texts_and_names_the_worst() {
        let text = |file: &str, age| Measured {
            area: "ehc".to_owned(),
            file: file.to_owned(),
            words: 100,
            citations: 3,
            reading_age: age,
        };
        let texts = [text("a", Some(9.0)), text("b", Some(12.0)), text("c", None)];
        let summed = summed("ehc", &texts.iter().collect::<Vec<_>>());
        assert_eq!((summed.texts, summed.words, summed.citations), (3, 300, 9));
        assert_eq!(summed.median_reading_age, Some(10.5));
        assert_eq!(summed.worst_reading_age, Some((12.0, "b".to_owned())));
    }
}
