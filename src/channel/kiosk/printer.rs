//! The kiosk's printer: a command that prints what it reads.
//!
//! It is run without a shell, so that nothing a family types can be read as a command. The page goes in on standard
//! input and nowhere else: no file is written. What the command says is dropped, because it may repeat the page.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// A print queue takes a page in far less; a family waits no longer.
pub const TIME_LIMIT: Duration = Duration::from_secs(20);

/// How to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    program: String,
    arguments: Vec<String>,
    time_limit: Duration,
}

/// Why the command cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandProblem {
    #[error("the print command is empty: write it like `lp -d letters`, or leave it out")]
    Empty,
    #[error("the print command `{given}` has a quote without its end: put one at the end of the name")]
    OpenQuote { given: String },
}

/// Why a page was not printed. Told to the operator, never with what is on the page.
#[derive(Debug, thiserror::Error)]
pub enum PrintProblem {
    #[error("the print command could not be run")]
    Run(#[source] std::io::Error),
    #[error("the print command ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("the print command took longer than {} seconds", .0.as_secs())]
    TooSlow(Duration),
}

impl Printer {
    /// Reads `lp -d "front desk"`: words apart by spaces, double quotes holding one together.
    ///
    /// # Errors
    ///
    /// [`CommandProblem`] when there is no program in it, or a quote is open.
    pub fn read(given: &str) -> Result<Printer, CommandProblem> {
        let mut words: Vec<String> = Vec::new();
        let mut word: Option<String> = None;
        let mut is_quoted = false;
        for letter in given.chars() {
            match letter {
                '"' => {
                    is_quoted = !is_quoted;
                    word.get_or_insert_default();
                }
                space if space.is_whitespace() && !is_quoted => words.extend(word.take()),
                other => word.get_or_insert_default().push(other),
            }
        }
        if is_quoted {
            return Err(CommandProblem::OpenQuote { given: given.to_owned() });
        }
        words.extend(word);
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty()).ok_or(CommandProblem::Empty)?;
        Ok(Printer { program, arguments: words.collect(), time_limit: TIME_LIMIT })
    }

    pub fn with_time_limit(mut self, time_limit: Duration) -> Printer {
        self.time_limit = time_limit;
        self
    }

    /// Prints one page.
    ///
    /// # Errors
    ///
    /// [`PrintProblem`]; a command that is too slow is ended.
    pub async fn print(&self, page: &str) -> Result<(), PrintProblem> {
        match tokio::time::timeout(self.time_limit, self.run(page)).await {
            Ok(ended) => ended,
            Err(_) => Err(PrintProblem::TooSlow(self.time_limit)),
        }
    }

    async fn run(&self, page: &str) -> Result<(), PrintProblem> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.kill_on_drop(true).spawn().map_err(PrintProblem::Run)?;
        if let Some(mut input) = child.stdin.take() {
            match input.write_all(page.as_bytes()).await {
                // It ended before it had read everything: its exit status says whether that was right.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
                written => written.map_err(PrintProblem::Run)?,
            }
        }
        let status = child.wait().await.map_err(PrintProblem::Run)?;
        if status.success() { Ok(()) } else { Err(PrintProblem::Failed(status)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, words: &[&str]) {
        let printer = Printer::read(given).unwrap();
        let mut read = vec![printer.program];
        read.extend(printer.arguments);
        assert_eq!(read, words);
    }

    #[test]
    fn words_are_apart_by_spaces_and_quotes_hold_them_together() {
        check("lp", &["lp"]);
        check("  lp -d  \"front desk\" ", &["lp", "-d", "front desk"]);
        check("\"C:\\Print it\\p.exe\" -q=\"\"", &["C:\\Print it\\p.exe", "-q="]);
    }

    #[test]
    fn nothing_is_left_to_a_shell() {
        check("lp; rm $HOME | x > y", &["lp;", "rm", "$HOME", "|", "x", ">", "y"]);
    }

    #[test]
    fn a_command_that_is_none_is_refused() {
        assert_eq!(Printer::read("  "), Err(CommandProblem::Empty));
        assert_eq!(Printer::read("\"\" x"), Err(CommandProblem::Empty));
        assert!(matches!(Printer::read("lp \"front"), Err(CommandProblem::OpenQuote { .. })));
    }

    #[tokio::test]
    async fn a_printer_that_hangs_is_ended() {
        let printer = Printer::read("sleep 600").unwrap().with_time_limit(Duration::from_millis(20));
        let long = "a page\n".repeat(100_000);
        assert!(matches!(printer.print(&long).await, Err(PrintProblem::TooSlow(_))));
    }

    #[tokio::test]
    async fn a_printer_that_reads_nothing_and_ends_well_has_printed() {
        let long = "a page\n".repeat(100_000);
        assert!(Printer::read("true").unwrap().print(&long).await.is_ok());
    }
}
