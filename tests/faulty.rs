//! Faulty content: one small broken folder for each problem code, beside the exact text an author must see.
//!
//! `tests/faulty/base` is a small sound content folder. `tests/faulty/<code>` is the same with one fault in it: what is
//! not faulty is a link into `base`, so the files that are no links show the fault. Try one by hand:
//! `signpost check --today 2026-11-24 --content tests/faulty/link-broken`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use signpost::content::{self, CheckOptions, Code, Report, Severity, Source};
use signpost::library::EntryId;
use signpost::spoken::Speaker;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty")
}

fn options() -> CheckOptions {
    CheckOptions { today: "2026-11-24".parse().unwrap(), release: false }
}

fn checked(name: &str) -> Report {
    content::check(&Source::Folder(folder().join(name)), options())
}

/// What is asked for a release alone is shown with `--release`.
fn options_of(code: Code) -> CheckOptions {
    CheckOptions { release: code == Code::NotSignedOff, ..options() }
}

fn case(code: Code) -> Report {
    content::check(&Source::Folder(folder().join(code.as_str())), options_of(code))
}

#[test]
fn an_author_sees_exactly_this() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let seen = format!("{}\n", case(*code));
        let file = folder().join(code.as_str()).join("expected.txt");
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if seen != expected {
            wrong.push(format!("--- {}, expected:\n{expected}--- seen:\n{seen}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_that_shows_it() {
    for code in Code::ALL {
        let report = case(*code);
        let shown = report.problems().iter().any(|problem| problem.code == *code);
        assert!(shown, "tests/faulty/{code} does not show {code}");
    }
}

#[test]
fn every_case_is_a_code() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for case in std::fs::read_dir(folder()).unwrap() {
        let name = case.unwrap().file_name().into_string().unwrap();
        assert!(name == "base" || codes.contains(name.as_str()), "tests/faulty/{name} is no code");
    }
}

#[test]
fn every_problem_has_a_place_a_sentence_and_a_mend() {
    for code in Code::ALL {
        for problem in case(*code).problems() {
            assert!(problem.line > 0 && problem.column > 0, "{problem}");
            assert!(!problem.message.is_empty() && !problem.mend.is_empty(), "{problem}");
            assert!(!problem.message.contains('\n') && !problem.mend.contains('\n'), "{problem}");
        }
    }
}

#[test]
fn the_base_has_no_problem_and_can_be_used() {
    assert_eq!(checked("base").to_string(), "no problems in 2 entries, 5 dialogs");
    assert!(content::load(&Source::Folder(folder().join("base")), options()).is_ok());
}

#[test]
fn errors_keep_content_from_being_used_and_warnings_never_do() {
    for code in Code::ALL {
        let loaded = content::load(&Source::Folder(folder().join(code.as_str())), options_of(*code));
        assert_eq!(loaded.is_ok(), code.severity() == Severity::Warning, "{code}");
    }
}

#[test]
fn an_overdue_review_keeps_a_release_back() {
    let source = Source::Folder(folder().join("review-overdue"));
    let release = CheckOptions { release: true, ..options() };
    assert_eq!(content::check(&source, release).errors(), 1);
    assert!(content::load(&source, release).is_err());
}

#[test]
fn what_is_not_signed_off_is_asked_for_a_release_alone() {
    assert_eq!(checked(Code::NotSignedOff.as_str()).problems(), []);
    let release = CheckOptions { release: true, ..options() };
    let base = content::check(&Source::Folder(folder().join("base")), release);
    assert!(base.is_sound(), "{base}");
    assert_eq!(base.warnings(), 7, "every entry and every dialog: {base}");
}

#[test]
fn a_change_of_law_written_ahead_is_hidden_until_its_day_and_then_no_problem() {
    let source = Source::Folder(folder().join("source-ahead"));
    let on = |today: &str| {
        let options = CheckOptions { today: today.parse().unwrap(), release: false };
        let codes = content::check(&source, options).problems().iter().map(|p| p.code).collect::<Vec<_>>();
        let library = content::load(&source, options).unwrap().library;
        let entry = library.entry(&EntryId::new("what-is-sen-support")).unwrap();
        let said = format!("{:?}", Speaker::new(&library, options.today).blocks(&entry.law));
        (codes, said.contains("write down what it agrees"))
    };
    assert_eq!(on("2027-05-01"), (vec![Code::SourceAhead], false));
    let (codes, is_said) = on("2027-09-01");
    assert!(is_said);
    assert!(!codes.contains(&Code::SourceAhead), "{codes:?}");
}

#[test]
fn a_law_that_has_passed_is_an_error_from_the_day_after() {
    let source = Source::Folder(folder().join("source-not-in-force"));
    let errors = |today: &str| {
        content::check(&source, CheckOptions { today: today.parse().unwrap(), release: false }).errors()
    };
    assert_eq!(errors("2026-08-31"), 0);
    assert_eq!(errors("2026-09-01"), 1);
}
