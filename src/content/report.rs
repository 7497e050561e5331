//! Every problem of one run, sorted, counted and shown.

use std::fmt;

use serde::Serialize;

use super::problem::{Problem, Severity};

/// What `signpost check` has found.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
pub struct Report {
    problems: Vec<Problem>,
    entries: usize,
    dialogs: usize,
}

impl Report {
    pub(super) fn new(mut problems: Vec<Problem>, entries: usize, dialogs: usize) -> Report {
        problems.sort();
        problems.dedup();
        Report { problems, entries, dialogs }
    }

    /// Sorted by file, line and column.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems keep the content from being used.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// The errors without the warnings, and how many there are: what stands in the way of using the content.
    pub fn errors_alone(&self) -> String {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let lines = errors.map(|problem| format!("{problem}\n")).collect::<String>();
        format!("{lines}{}", count(self.errors(), "problem", "problems"))
    }

    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }

    /// True when the content may be used; there may be warnings.
    pub fn is_sound(&self) -> bool {
        self.errors() == 0
    }

    /// The last line: `3 problems, 2 warnings`, `no problems in 81 entries, 14 dialogs`.
    pub fn counts(&self) -> String {
        let read = format!(
            "{}, {}",
            count(self.entries, "entry", "entries"),
            count(self.dialogs, "dialog", "dialogs")
        );
        match (self.errors(), self.warnings()) {
            (0, 0) => format!("no problems in {read}"),
            (0, warnings) => format!("no problems, {} in {read}", count(warnings, "warning", "warnings")),
            (errors, 0) => format!("{} in {read}", count(errors, "problem", "problems")),
            (errors, warnings) => {
                let errors = count(errors, "problem", "problems");
                format!("{errors}, {} in {read}", count(warnings, "warning", "warnings"))
            }
        }
    }

    /// For machines: `{"errors":1,"warnings":0,"entries":81,"dialogs":14,"problems":[…]}`.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct AsJson<'a> {
            errors: usize,
            warnings: usize,
            entries: usize,
            dialogs: usize,
            problems: &'a [Problem],
        }
        let whole = AsJson {
            errors: self.errors(),
            warnings: self.warnings(),
            entries: self.entries,
            dialogs: self.dialogs,
            problems: &self.problems,
        };
        serde_json::to_string_pretty(&whole).expect("numbers and strings always become JSON")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        f.write_str(&self.counts())
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::super::problem::Code;
    use super::*;

    fn problem(file: &str, line: usize, severity: Severity) -> Problem {
        Problem {
            file: file.to_owned(),
            line,
            column: 1,
            severity,
            code: Code::DeadEnd,
            message: String::new(),
            mend: String::new(),
        }
    }

    #[track_caller]
    fn check(errors: usize, warnings: usize, counts: &str) {
        let errors = (0..errors).map(|line| problem("a", line, Severity::Error));
        let warnings = (0..warnings).map(|line| problem("b", line, Severity::Warning));
        assert_eq!(Report::new(errors.chain(warnings).collect(), 81, 14).counts(), counts);
    }

    #[test]
    fn the_last_line_counts() {
        check(3, 2, "3 problems, 2 warnings in 81 entries, 14 dialogs");
        check(1, 0, "1 problem in 81 entries, 14 dialogs");
        check(0, 1, "no problems, 1 warning in 81 entries, 14 dialogs");
        check(0, 0, "no problems in 81 entries, 14 dialogs");
    }

    #[test]
    fn problems_are_sorted_by_file_and_line() {
        let mixed = vec![
            problem("dialogs/start.md", 9, Severity::Error),
            problem("dialogs/crisis.md", 12, Severity::Error),
            problem("dialogs/start.md", 2, Severity::Warning),
        ];
        let report = Report::new(mixed, 0, 0);
        let places: Vec<_> = report.problems().iter().map(|p| (p.file.as_str(), p.line)).collect();
        assert_eq!(places, [("dialogs/crisis.md", 12), ("dialogs/start.md", 2), ("dialogs/start.md", 9)]);
    }

    #[test]
    fn machines_get_the_same_problems() {
        let report = Report::new(vec![problem("a", 3, Severity::Error)], 1, 2);
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
        assert_eq!(json["errors"], 1);
        assert_eq!(json["problems"][0]["line"], 3);
        assert_eq!(json["problems"][0]["code"], "dead-end");
        assert_eq!(json["problems"][0]["severity"], "error");
    }
}
