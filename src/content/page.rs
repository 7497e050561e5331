//! A text file that knows where each of its characters stands.

use std::borrow::Cow;
use std::cell::RefCell;

use super::problem::{Code, Problem, Severity};

/// One content file, decoded.
#[derive(Debug)]
pub struct Page {
    /// From the content folder: `knowledge/ehc/mediation.md`.
    pub name: String,
    /// What is embedded in the binary is read where it lies.
    pub text: Cow<'static, str>,
}

/// A value and where it stands in its page: a byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub at: usize,
}

impl<T> Placed<T> {
    pub fn new(value: T, at: usize) -> Placed<T> {
        Placed { value, at }
    }
}

/// Where problems are gathered while reading goes on.
///
/// Readers share it and hold other borrows at the same time, so it is written through a cell: passing
/// `&mut` through every reader was tried and hid what the readers do.
#[derive(Debug, Default)]
pub struct Findings(RefCell<Vec<Problem>>);

impl Findings {
    pub fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub fn has_error(&self) -> bool {
        self.0.borrow().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Hands over what was found so far.
    pub fn take(&self) -> Vec<Problem> {
        self.0.take()
    }
}

impl Page {
    pub fn new(name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Page {
        Page { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters. Only a problem is told its place,
    /// and sound content has none, so lines are counted when they are asked for.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let in_line = before[start..].trim_start_matches('\u{feff}');
        (line, in_line.chars().count() + 1)
    }

    /// The same as words: `dialogs/refused.md:31:1`.
    pub fn place_in_words(&self, at: usize) -> String {
        let (line, column) = self.place(at);
        format!("{}:{line}:{column}", self.name)
    }

    pub fn problem(
        &self,
        code: Code,
        at: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Problem {
        let (line, column) = self.place(at);
        let severity = code.severity();
        Problem {
            file: self.name.clone(),
            line,
            column,
            severity,
            code,
            message: message.into(),
            mend: mend.into(),
        }
    }

    /// A problem of the file as a whole, in a file that could not be read at all.
    pub fn problem_with_file(
        name: &str,
        code: Code,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Problem {
        let severity: Severity = code.severity();
        let (message, mend) = (message.into(), mend.into());
        Problem { file: name.to_owned(), line: 1, column: 1, severity, code, message, mend }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, at: usize, place: (usize, usize)) {
        assert_eq!(Page::new("a.md", text.to_owned()).place(at), place);
    }

    #[test]
    fn lines_and_columns_are_counted_from_one() {
        check("one\ntwo", 0, (1, 1));
        check("one\ntwo", 3, (1, 4));
        check("one\ntwo", 4, (2, 1));
        check("one\ntwo", 6, (2, 3));
    }

    #[test]
    fn columns_are_characters_not_bytes() {
        check("£6 now", "£6 ".len(), (1, 4));
        check("£6 now", 1, (1, 1));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        check("one\n", 99, (2, 1));
        check("", 5, (1, 1));
    }
}
