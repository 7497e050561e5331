//! Slips in the real content: are they noticed?
//!
//! Each mutation is one slip an author might make, drawn with a fixed seed, in memory. `signpost check` notices it, or
//! the key facts on record (`expected.txt`: what each text cites and counts, where each node leads, how long each limit
//! is) show it; else it has escaped. `UPDATE_MUTATIONS=1 cargo test --test mutations` writes the key facts anew; the
//! change is then read as a list of what the law and the tree say.

mod facts;
mod slips;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use signpost::content::{self, CheckOptions, Code, Severity, Source};
use slips::{Draw, SLIPS, Slip};

pub type Files = BTreeMap<String, Vec<u8>>;

const OF_EACH_KIND: usize = 11;
const FEWEST_MUTATIONS: usize = 200;
const FEWEST_KINDS: usize = 8;
const LEAST_SHARE_CAUGHT: f64 = 0.95;
const SEED: u64 = 20_261_124;

/// How a slip came to light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Caught {
    ByError,
    ByWarning,
    ByKeyFacts,
    Escaped,
}

struct Mutation {
    kind: &'static str,
    slip: Slip,
}

fn content() -> Files {
    let read = Source::Embedded.read().into_iter();
    read.map(|found| (found.name, found.bytes.unwrap().into_owned())).collect()
}

/// How many problems of each kind there are in each file: errors, then warnings.
fn problems(files: &Files) -> BTreeMap<(Severity, String, Code), usize> {
    let options = CheckOptions { today: "2026-11-24".parse().unwrap(), release: false };
    let report = content::check(&Source::Files(files.clone()), options);
    let mut counted = BTreeMap::new();
    for problem in report.problems() {
        *counted.entry((problem.severity, problem.file.clone(), problem.code)).or_default() += 1;
    }
    counted
}

fn judge(
    files: &Files,
    before: &BTreeMap<(Severity, String, Code), usize>,
    facts: &str,
    slip: &Slip,
) -> Caught {
    let changed = slip.made_in(files);
    let after = problems(&changed);
    let more =
        after.iter().filter(|(problem, count)| before.get(*problem).is_none_or(|known| *count > known));
    match more.map(|((severity, ..), _)| *severity).min() {
        Some(Severity::Error) => Caught::ByError,
        Some(Severity::Warning) => Caught::ByWarning,
        None if facts::of(&changed) != facts => Caught::ByKeyFacts,
        None => Caught::Escaped,
    }
}

#[test]
fn the_key_facts_are_those_on_record() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutations/expected.txt");
    let seen = facts::of(&content());
    if std::env::var_os("UPDATE_MUTATIONS").is_some() {
        std::fs::write(&path, &seen).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let (seen_lines, known): (BTreeSet<&str>, BTreeSet<&str>) =
        (seen.lines().collect(), expected.lines().collect());
    let differences = known.difference(&seen_lines).map(|line| format!("- {line}"));
    let differences: Vec<String> =
        differences.chain(seen_lines.difference(&known).map(|line| format!("+ {line}"))).collect();
    assert!(
        seen == expected,
        "{}\nIf this is meant: UPDATE_MUTATIONS=1 cargo test --test mutations, and read the change",
        differences.join("\n")
    );
}

#[test]
fn slips_in_the_content_are_caught() {
    let files = content();
    let (before, facts) = (problems(&files), facts::of(&files));
    assert!(
        before.keys().all(|(severity, ..)| *severity == Severity::Warning),
        "the content itself has errors"
    );
    let mut draw = Draw::new(SEED);
    let mut made = BTreeSet::new();
    let mut mutations = Vec::new();
    for (kind, make) in SLIPS {
        // A kind with few places is drawn as far as it goes.
        for _ in 0..OF_EACH_KIND * 3 {
            if mutations.iter().filter(|known: &&Mutation| known.kind == kind).count() == OF_EACH_KIND {
                break;
            }
            if let Some(slip) = make(&files, &mut draw)
                && made.insert(slip.clone())
            {
                mutations.push(Mutation { kind, slip });
            }
        }
    }
    assert!(mutations.len() >= FEWEST_MUTATIONS && SLIPS.len() >= FEWEST_KINDS, "{} made", mutations.len());

    let verdicts = judged(&mutations, |mutation| judge(&files, &before, &facts, &mutation.slip));
    let share = print(&mutations, &verdicts);
    assert!(share >= LEAST_SHARE_CAUGHT, "only {:.1} % were caught", share * 100.0);
}

/// Judges on every core there is.
fn judged(mutations: &[Mutation], judge: impl Fn(&Mutation) -> Caught + Sync) -> Vec<Caught> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let each = mutations.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let judge = &judge;
        let parts: Vec<_> = mutations
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(judge).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

fn print(mutations: &[Mutation], verdicts: &[Caught]) -> f64 {
    let count = |kind: Option<&str>, verdict: Caught| {
        let both = mutations.iter().zip(verdicts);
        both.filter(|(mutation, seen)| **seen == verdict && kind.is_none_or(|kind| mutation.kind == kind))
            .count()
    };
    let row = |kind: Option<&str>| {
        let [error, warning, facts, escaped] =
            [Caught::ByError, Caught::ByWarning, Caught::ByKeyFacts, Caught::Escaped].map(|v| count(kind, v));
        println!("{:<28} {error:>5} {warning:>8} {facts:>9} {escaped:>8}", kind.unwrap_or("all"));
    };
    println!("{:<28} error  warning  key facts  escaped", "slip");
    SLIPS.iter().for_each(|(kind, _)| row(Some(kind)));
    row(None);
    for (mutation, _) in mutations.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Caught::Escaped) {
        println!("escaped: {}: {}", mutation.kind, mutation.slip.in_words());
    }
    let caught = mutations.len() - count(None, Caught::Escaped);
    let share = caught as f64 / mutations.len() as f64;
    println!("{caught} of {} slips of {} kinds caught: {:.1} %", mutations.len(), SLIPS.len(), share * 100.0);
    share
}
