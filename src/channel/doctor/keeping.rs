//! Where enquiries are kept: whether the store is there, whole and up to date.

use std::path::Path;

use super::machine::is_for_its_owner;
use super::{Finding, Patient};
use crate::enquiry::ServiceId;
use crate::enquiry::notice::NoticeState;
use crate::moment::{Moment, moment_in_words};
use crate::service::{backlog_flag, off_flag};
use crate::store::late::Place;
#[cfg(feature = "postgres")]
use crate::store::postgres::{Examined, PostgresSettings, PostgresStore};
use crate::store::sqlite::copies::{self, CopyProblem};
use crate::store::sqlite::{SqliteSettings, SqliteStore, salvage};
use crate::store::{Flag, NoticeFilter, Store, StoreError};

const STORE: &str = "store";
const UNTIL_THEN: &str = "until then no question of a family can be kept";
const MOVED_ON: &str = "back it up, then `signpost db migrate`, or start Signpost, which does the same";

pub async fn examine(path: &Path, patient: Patient<'_>) -> Vec<Finding> {
    let shown = path.display();
    let examined = match copies::examine(path).await {
        Ok(examined) => examined,
        Err(problem @ CopyProblem::NothingThere { .. }) => {
            let mend = "it is made on first use; if there should be one, look at --database";
            return vec![Finding::look(STORE, problem.to_string(), mend)];
        }
        Err(problem) => {
            return vec![Finding::mend(STORE, problem.to_string(), UNTIL_THEN)];
        }
    };
    let aside = salvage::set_aside_before(path);
    let is_usable = examined.faults.is_empty() && examined.version == Some(examined.newest);
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
            MOVED_ON,
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
    if !aside.is_empty() {
        let names: Vec<String> = aside.iter().map(|path| path.display().to_string()).collect();
        findings.push(Finding::look(
            STORE,
            format!("damaged stores were set aside: {}", names.join(", ")),
            "compare each with `signpost db contents`, look at the disk, and delete what is no longer needed: families' words \
             are in it",
        ));
    }
    if let (Ok(library), true) = (patient.library, is_usable) {
        let service = ServiceId::new(library.service().id.clone());
        findings.extend(
            in_file(path, &service, patient.now)
                .await
                .unwrap_or_else(|error| vec![Finding::mend(QUEUE, error.to_string(), LOOK)]),
        );
    }
    findings
}

const QUEUE: &str = "queue";
const LOOK: &str = "look at the store";

/// It is opened only when that changes nothing.
async fn in_file(path: &Path, service: &ServiceId, now: Moment) -> Result<Vec<Finding>, StoreError> {
    let store = SqliteStore::open(SqliteSettings::new(path)).await?;
    let findings = in_use(&store, service, now).await;
    store.shut().await;
    findings
}

/// What only a look into the store shows.
async fn in_use(store: &dyn Store, service: &ServiceId, now: Moment) -> Result<Vec<Finding>, StoreError> {
    let dead = NoticeFilter { state: Some(NoticeState::Dead), reference: None };
    let dead = store.notices(service, &dead).await?.len();
    let stats = store.stats(service, now).await?;
    let roster = store.advisers(service).await?;
    let trail = store.verify_trail(service).await?;
    let off = store.flag(service, &off_flag()).await?;
    let backlog = store.flag(service, &backlog_flag()).await?;
    let switched = [
        off.map(|off| switched("off", "Signpost is off", &off, "`signpost on` lets families ask again")),
        backlog.map(|backlog| {
            let mend = "`signpost backlog off`, once families need not wait longer than usual";
            switched("backlog", "families are promised no time", &backlog, mend)
        }),
    ];
    let found = vec![
        match dead {
            0 => Finding::ok("messages", "none is undeliverable"),
            _ => Finding::mend(
                "messages",
                format!("{dead} could not be delivered"),
                "`signpost queue undelivered` shows them, `--retry` tries again all but those that may have arrived, and with `--even-twice` those too",
            ),
        },
        match stats.past_purge {
            0 => Finding::ok("deleting", "nothing is kept past its day"),
            late => Finding::mend(
                "deleting",
                format!("{late} enquiries are kept past their day"),
                "`signpost db purge` deletes them; see that the kiosk or the bot is running, which does so by itself",
            ),
        },
        match stats.overdue {
            0 => Finding::ok(QUEUE, "no promised reply is late"),
            late => Finding::look(
                QUEUE,
                format!("{late} promised replies are late"),
                "`signpost queue list` shows them",
            ),
        },
        match roster.iter().filter(|adviser| adviser.is_active).count() {
            0 => Finding::look(
                "advisers",
                "nobody is on the roster, so any name is taken",
                "`signpost adviser add NAME --role lead`",
            ),
            count => Finding::ok("advisers", format!("{count} on the roster")),
        },
        match trail.broken_at {
            None => Finding::ok(
                "trail",
                format!("{} lines, each following from the one before", trail.head.lines),
            ),
            Some(line) => Finding::mend(
                "trail",
                format!("it is broken at line {line}"),
                "keep the database as it is, and compare it with the last backup; see `signpost audit verify`",
            ),
        },
    ];
    Ok(switched.into_iter().flatten().chain(found).collect())
}

/// A switch that somebody has moved, and may have forgotten.
fn switched(about: &'static str, said: &str, flag: &Flag, mend: &str) -> Finding {
    let since = moment_in_words(flag.at);
    Finding::look(about, format!("{said}, since {since}, by {}: {}", flag.by, flag.value), mend)
}

/// A database on a server: whether it can be used, and what a look into it shows.
pub async fn examine_server(patient: Patient<'_>) -> Vec<Finding> {
    match patient.database.place() {
        Ok(Place::Sqlite(settings)) => examine(&settings.path, patient).await,
        #[cfg(feature = "postgres")]
        Ok(Place::Postgres(settings)) => on_the_server(settings, patient).await,
        Err(problem) => vec![Finding::mend(STORE, problem.to_string(), UNTIL_THEN)],
    }
}

/// It is opened only when that changes nothing.
#[cfg(feature = "postgres")]
async fn on_the_server(settings: PostgresSettings, patient: Patient<'_>) -> Vec<Finding> {
    let store = match PostgresStore::examine(settings.clone()).await {
        Ok(Examined { version: None, .. }) => {
            let mend =
                "its tables are made when Signpost starts; if there should be some, look at --database";
            return vec![Finding::look(STORE, "the server answers, and the database is empty", mend)];
        }
        Ok(Examined { version: Some(version), newest }) if version < newest => {
            let said = format!("the server answers, with tables of version {version} of {newest}");
            return vec![Finding::look(STORE, said, MOVED_ON)];
        }
        Ok(_) => PostgresStore::open(settings).await,
        Err(problem) => Err(problem),
    };
    let store = match store {
        Ok(store) => store,
        Err(problem) => return vec![Finding::mend(STORE, problem.to_string(), UNTIL_THEN)],
    };
    let mut findings = vec![Finding::ok(STORE, "the server answers, and its tables are up to date")];
    if let Ok(library) = patient.library {
        let service = ServiceId::new(library.service().id.clone());
        let found = in_use(&store, &service, patient.now).await;
        findings.extend(found.unwrap_or_else(|error| vec![Finding::mend(QUEUE, error.to_string(), LOOK)]));
    }
    findings
}
