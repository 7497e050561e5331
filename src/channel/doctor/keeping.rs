//! Where enquiries are kept: whether the store is there, whole and up to date.

use std::path::Path;

use super::machine::is_for_its_owner;
use super::{Finding, Patient};
use crate::store::sqlite::copies::{self, CopyProblem};

const STORE: &str = "store";

pub async fn examine(path: &Path, _patient: Patient<'_>) -> Vec<Finding> {
    let shown = path.display();
    let examined = match copies::examine(path).await {
        Ok(examined) => examined,
        Err(problem @ CopyProblem::NothingThere { .. }) => {
            let mend = "it is made on first use; if there should be one, look at --database";
            return vec![Finding::look(STORE, problem.to_string(), mend)];
        }
        Err(problem) => {
            return vec![Finding::mend(
                STORE,
                problem.to_string(),
                "until then no question of a family can be kept",
            )];
        }
    };
    let mut findings = Vec::new();
    findings.push(match (examined.faults.first(), examined.version) {
        (Some(fault), _) => Finding::mend(
            STORE,
            format!("{shown} is damaged: {fault}"),
            "stop Signpost, move the file somewhere safe, and put back the last backup with `signpost db restore`",
        ),
        (None, Some(version)) if version < examined.newest => Finding::look(
            STORE,
            format!("{shown} is whole, with tables of version {version} of {}", examined.newest),
            "back it up, then `signpost db migrate`, or start Signpost, which does the same",
        ),
        (None, version) => {
            let version = version.map_or("empty".to_owned(), |version| format!("tables of version {version}"));
            Finding::ok(STORE, format!("{shown} is whole, {version}"))
        }
    });
    if !is_for_its_owner(path) {
        findings.push(Finding::mend(
            STORE,
            format!("others on this machine may read {shown}"),
            format!("chmod 600 {shown}"),
        ));
    }
    findings
}

/// A database on a server: whether it can be used.
pub async fn examine_server(patient: Patient<'_>) -> Finding {
    const UNTIL_THEN: &str = "until then no question of a family can be kept";
    let place = match patient.database.place() {
        Ok(place) => place,
        Err(problem) => return Finding::mend(STORE, problem.to_string(), UNTIL_THEN),
    };
    match place.open().await {
        Ok(_) => Finding::ok(STORE, "the server answers, and its tables are up to date"),
        Err(problem) => Finding::mend(STORE, problem.to_string(), UNTIL_THEN),
    }
}
