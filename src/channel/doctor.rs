//! `signpost doctor`: looks at everything a service stands on, changes nothing, and says the mend.
//!
//! Each finding is `ok`, `look` (it works, and somebody should know) or `mend` (something is or will be wrong for a
//! family). Whoever watches a service runs it daily: it ends with code 1 when something has to be mended.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::library::Library;
use crate::moment::Moment;
use crate::settings::Database;
use crate::store::sealed::Keyring;

mod guidance;
mod keeping;
mod machine;

/// What is typed after `signpost doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print JSON for machines
    #[arg(long)]
    pub json: bool,
    /// The folder backups go to
    #[arg(long, value_name = "DIR", env = "SIGNPOST_BACKUPS")]
    pub backups: Option<PathBuf>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Ok,
    Look,
    Mend,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Look => "look",
            Verdict::Mend => "mend",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A word or two: `backups`, `clock`.
    pub about: &'static str,
    pub verdict: Verdict,
    pub said: String,
    /// What to do; none where all is well.
    pub mend: Option<String>,
}

impl Finding {
    fn ok(about: &'static str, said: impl Into<String>) -> Finding {
        Finding { about, verdict: Verdict::Ok, said: said.into(), mend: None }
    }

    fn look(about: &'static str, said: impl Into<String>, mend: impl Into<String>) -> Finding {
        Finding { about, verdict: Verdict::Look, said: said.into(), mend: Some(mend.into()) }
    }

    fn mend(about: &'static str, said: impl Into<String>, mend: impl Into<String>) -> Finding {
        Finding { about, verdict: Verdict::Mend, said: said.into(), mend: Some(mend.into()) }
    }
}

/// What a service is made of, as the settings name it.
#[derive(Debug, Clone, Copy)]
pub struct Patient<'a> {
    /// The settings file that was read, if there is one.
    pub settings: Option<&'a Path>,
    /// The guidance, or why it cannot be used.
    pub library: Result<&'a Library, &'a str>,
    pub database: &'a Database,
    pub backups: Option<&'a Path>,
    /// Files that hold secrets: what each is for, and where the settings say it is.
    pub secrets: &'a [(&'static str, PathBuf)],
    /// The keys that words are sealed with, or why the settings name none.
    pub keys: Result<&'a Keyring, &'a str>,
    /// `SIGNPOST_NOW` is set.
    pub is_clock_fixed: bool,
    pub now: Moment,
}

/// Looks at everything.
pub async fn examine(patient: Patient<'_>) -> Vec<Finding> {
    let path = patient.database.file();
    let mut findings = vec![machine::settings(patient.settings)];
    findings.extend(patient.secrets.iter().map(|(about, secret)| machine::secret(about, secret, path)));
    findings.push(machine::keys(patient.keys, path));
    findings.push(machine::clock(patient));
    match path {
        Some(path) => {
            findings.push(machine::disk(path));
            findings.extend(keeping::examine(path, patient).await);
        }
        None => findings.extend(keeping::examine_server(patient).await),
    }
    findings.extend(machine::backups(patient));
    match patient.library {
        Ok(library) => findings.extend(guidance::examine(library, patient.now.date())),
        Err(problem) => findings.push(Finding::mend(
            "guidance",
            problem,
            "mend the content, which `signpost check` shows in full; until then only words of danger are answered",
        )),
    }
    findings
}

/// Whether nothing has to be mended.
pub fn is_well(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.verdict != Verdict::Mend)
}

/// The findings, the worst last, where a reader's eye ends.
pub fn printed(findings: &[Finding], in_json: bool) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let (to_mend, to_look_at) = (count(Verdict::Mend), count(Verdict::Look));
    if in_json {
        let report = serde_json::json!({ "findings": findings, "mend": to_mend, "look": to_look_at, "well": to_mend == 0 });
        return crate::terminal::escaped_json(&format!("{report:#}")) + "\n";
    }
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.verdict);
    let mut text = String::new();
    for finding in sorted {
        let said = crate::terminal::one_line(&finding.said);
        text.push_str(&format!("{:<4}  {}: {said}\n", finding.verdict.as_str(), finding.about));
        if let Some(mend) = &finding.mend {
            text.push_str(&format!("      {}\n", crate::terminal::one_line(mend)));
        }
    }
    text.push_str(&format!("{to_mend} to mend, {to_look_at} to look at, {} well\n", count(Verdict::Ok)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_stands_last_with_its_mend() {
        let findings = [
            Finding::mend("disk", "4 MB are free", "free some space"),
            Finding::ok("clock", "09:00"),
            Finding::look("helplines", "3 are unchecked", "ring them"),
        ];
        assert_eq!(
            printed(&findings, false),
            "ok    clock: 09:00\nlook  helplines: 3 are unchecked\n      ring them\n\
             mend  disk: 4 MB are free\n      free some space\n1 to mend, 1 to look at, 1 well\n"
        );
        assert!(!is_well(&findings));
        assert!(is_well(&findings[1..]));
        let json: serde_json::Value = serde_json::from_str(&printed(&findings, true)).unwrap();
        assert_eq!((&json["well"], &json["findings"][0]["verdict"]), (&false.into(), &"mend".into()));
    }
}
