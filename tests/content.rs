//! Loading content: one slip is one problem, a broken file hides nothing, and nothing that is typed makes it panic.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use signpost::content::{self, CheckOptions, Code, Severity, Source};
use signpost::dialog::{NodeRef, Target};
use signpost::library::EntryId;

type Files = BTreeMap<String, Vec<u8>>;

fn options() -> CheckOptions {
    CheckOptions { today: "2026-11-24".parse().unwrap(), release: false }
}

/// The sound content of `tests/faulty/base`, in memory.
fn base() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty/base");
    let found = Source::Folder(folder).read();
    found.into_iter().map(|found| (found.name, found.bytes.unwrap().into_owned())).collect()
}

fn with(changes: &[(&str, &str, &str)]) -> Files {
    let mut files = base();
    for (name, old, new) in changes {
        let text = String::from_utf8(files[*name].clone()).unwrap();
        assert!(text.contains(old), "{name} has no {old:?}");
        files.insert((*name).to_owned(), text.replacen(old, new, 1).into_bytes());
    }
    files
}

#[track_caller]
fn check(files: Files, codes: &[Code]) {
    let report = content::check(&Source::Files(files), options());
    let found: Vec<Code> = report.problems().iter().map(|problem| problem.code).collect();
    assert_eq!(found, codes, "{report}");
}

const ENTRY: &str = "knowledge/sen-support/what-is-sen-support.md";
const REVIEWS: &str = "dialogs/reviews.md";

#[test]
fn a_source_file_that_breaks_off_makes_no_citation_unknown() {
    check(with(&[("knowledge/sources.toml", "[cop]", "[cop")]), &[Code::TomlSyntax]);
    check(
        with(&[("knowledge/sources.toml", "standing = \"law\"", "standing = \"laws\"")]),
        &[Code::BadValue],
    );
}

#[test]
fn contacts_that_break_off_are_one_problem() {
    check(with(&[("knowledge/contacts.toml", "[childline]", "[childline")]), &[Code::TomlSyntax]);
}

#[test]
fn an_entry_whose_front_matter_breaks_off_is_still_led_to() {
    check(with(&[(ENTRY, "title = \"What", "title = What")]), &[Code::TomlSyntax]);
}

#[test]
fn a_dialog_that_cannot_be_read_leaves_no_broken_links_behind() {
    let mut files = base();
    files.insert(REVIEWS.to_owned(), b"\xff\xfe".to_vec());
    check(files, &[Code::NotUtf8]);
}

#[test]
fn a_block_that_cannot_be_read_leaves_no_dead_end_behind() {
    check(with(&[("dialogs/handoff.md", "do = \"open-enquiry\"", "do = open")]), &[Code::TomlSyntax]);
    check(with(&[("dialogs/handoff.md", "do = \"open-enquiry\"", "do = \"open\"")]), &[Code::ActionUnclear]);
}

#[test]
fn a_broken_link_is_taken_for_the_nearest_name() {
    check(with(&[("dialogs/start.md", "dialog:reviews", "dialog:review")]), &[Code::LinkBroken]);
    check(
        with(&[("dialogs/start.md", "(what-is-sen-support)", "(what-is-sen-suport)")]),
        &[Code::LinkBroken],
    );
}

#[test]
fn a_broken_file_hides_no_problem_in_another() {
    let files = with(&[
        ("knowledge/figures.toml", "value = 3", "value = three"),
        (ENTRY, "Your child does not need a plan", "Ring 01628 683150"),
        (REVIEWS, "- [Yes](#after)", "- [Yes](#aftre)"),
    ]);
    check(files, &[Code::LinkBroken, Code::TomlSyntax, Code::BarePhone]);
}

#[test]
fn an_unreachable_chain_is_reported_at_its_head() {
    let files = with(&[
        (REVIEWS, "- [Yes](#after)", "- [Yes](review-meeting)"),
        (
            REVIEWS,
            "- [It went wrong](dialog:handoff)",
            "- [It went wrong](#wrong)\n\n## wrong\n\nSay what happened.\n\n- [Talk to an adviser](dialog:handoff)",
        ),
    ]);
    check(files, &[Code::NodeUnreachable]);
}

#[test]
fn conditions_that_send_round_in_a_ring_are_found() {
    let ring = "```toml\nonly_if = \"review is Yes\"\notherwise = \"#after\"\n```\n";
    let files = with(&[
        (REVIEWS, "otherwise = \"#when\"", "otherwise = \"#again\""),
        (
            REVIEWS,
            "- [It went wrong](dialog:handoff)\n",
            &format!(
                "- [It went wrong](dialog:handoff)\n\n## again\n\nOnce more.\n\n{ring}\n- [On](dialog:handoff)\n"
            ),
        ),
    ]);
    check(files, &[Code::LoopWithoutExit]);
}

/// Puts a node in place of the last of the reviews.
fn with_node(node: &str) -> Files {
    let old = "- [It went wrong](dialog:handoff)\n";
    with(&[(REVIEWS, old, &format!("- [It went wrong](#more)\n\n## more\n\nMore.\n\n{node}\n"))])
}

#[test]
fn a_letter_needs_its_block_and_facts_that_are_asked_for() {
    let letter = "```toml\ndo = \"letter\"\nname = \"a-letter\"\n```\n";
    let words = "```letter\n{{today}}\n\nDear SENCO,\n\n{{told.review|how it went}}.[^cfa-66]\n```\n";
    let choice = "\n- [Back to the start](dialog:start)";
    check(with_node(&format!("{letter}\n{words}{choice}")), &[]);
    check(with_node(&format!("{letter}{choice}")), &[Code::ActionUnclear]);
    check(with_node(&format!("{words}{choice}")), &[Code::ActionUnclear]);
    let unasked = words.replace("told.review", "told.revue");
    check(with_node(&format!("{letter}\n{unasked}{choice}")), &[Code::FactUnknown]);
    let written_out = words.replace("Dear SENCO", "Please answer within ten days");
    check(with_node(&format!("{letter}\n{written_out}{choice}")), &[Code::BarePeriod]);
    let linked = words.replace("Dear SENCO", "See [this](#more)");
    check(with_node(&format!("{letter}\n{linked}{choice}")), &[Code::MarkdownNotAllowed]);
}

#[test]
fn what_a_block_lacks_is_named() {
    check(
        with_node("```toml\nask = \"x\"\nkind = \"text\"\n```\n\n- [On](dialog:start)"),
        &[Code::MissingKey],
    );
    check(with_node("```toml\ndo = \"open-enquiry\"\nthen = \"#more\"\n```"), &[Code::MissingKey]);
    check(with_node("```toml\ndo = \"forget\"\nthen = \"#more\"\n```"), &[Code::UnknownKey]);
    check(with_node("```toml\nask = \"x\"\nkind = \"choice\"\n```"), &[Code::ActionUnclear]);
    let twice = "```toml\ndo = \"forget\"\n```\n\n```toml\ndo = \"forget\"\n```";
    check(with_node(twice), &[Code::ActionUnclear]);
    check(
        with_node("```toml\nonly_if = \"review: Yes\"\notherwise = \"#when\"\n```\n\n- [On](dialog:start)"),
        &[Code::ActionUnclear],
    );
}

#[test]
fn choices_are_a_list_of_links_at_the_end() {
    check(with_node("- [On](dialog:start) or not"), &[Code::MarkdownNotAllowed]);
    check(with_node("- [On](dialog:start)\n\nAnd more."), &[Code::MarkdownNotAllowed]);
    check(with_node("See [this](dialog:start).\n\n- [On](dialog:start)"), &[Code::MarkdownNotAllowed]);
    check(with_node("- [Out](https://example.org)"), &[Code::LinkBroken]);
}

#[test]
fn what_follows_of_itself_is_a_node() {
    let node = "```toml\nask = \"x\"\nkind = \"text\"\nthen = \"review-meeting\"\n```";
    check(with_node(node), &[Code::LinkBroken]);
}

#[test]
fn a_topic_still_to_be_written_is_told_once() {
    let mut files = with(&[
        ("dialogs/start.md", "(what-is-sen-support)", "(senco-role)"),
        (ENTRY, "related = [\"review-meeting\"]", "related = [\"senco-role\"]"),
    ]);
    let topics = "[senco-role]\narea = \"sen-support\"\nabout = \"What the SENCO does\"\n";
    files.get_mut("knowledge/topics.toml").unwrap().extend(topics.as_bytes());
    check(files, &[Code::EntryUnlinked, Code::TopicWithoutEntry]);
}

#[test]
fn files_of_another_system_are_read_as_well() {
    let mut files = base();
    for name in [ENTRY, REVIEWS, "knowledge/sources.toml"] {
        let text = String::from_utf8(files[name].clone()).unwrap().replace('\n', "\r\n");
        files.insert(name.to_owned(), format!("\u{feff}{text}").into_bytes());
    }
    check(files, &[]);
}

#[test]
fn a_service_is_chosen_by_name() {
    let mut files = base();
    let other = String::from_utf8(files["knowledge/services/example.toml"].clone()).unwrap();
    let other = other.replace("id = \"example\"", "id = \"other\"");
    files.insert("knowledge/services/other.toml".to_owned(), other.into_bytes());
    let source = Source::Files(files);
    assert_eq!(content::load_for(&source, options(), Some("other")).unwrap().library.service().id, "other");
    let refused = content::load_for(&source, options(), Some("othre")).unwrap_err();
    assert_eq!(refused.problems()[0].code, Code::ServiceCount);
    assert_eq!(content::load(&source, options()).unwrap_err().problems()[0].code, Code::ServiceCount);
}

#[test]
fn what_is_loaded_is_what_was_written() {
    let library = content::load(&Source::Files(base()), options()).unwrap().library;
    let entry = library.entry(&EntryId::new("review-meeting")).unwrap();
    assert_eq!(entry.title, "Getting ready for a review");
    assert_eq!(entry.phrasings.len(), 13);
    assert_eq!(
        entry.law.citations().map(|citation| citation.pinpoint.as_str()).collect::<Vec<_>>(),
        ["6.65"]
    );
    assert_eq!(entry.content_hash.len(), 64);
    let node = library.node(&NodeRef::new("reviews", "after")).unwrap();
    assert_eq!(node.guard.as_ref().unwrap().value, "Yes");
    assert_eq!(node.choices.len(), 2);
}

#[test]
fn the_crisis_dialog_stands_alone() {
    let library = content::emergency().unwrap();
    let crisis = library.node(&NodeRef::new("crisis", "start")).unwrap();
    assert!(!crisis.says.is_empty());
    assert_eq!(library.dialogs().count(), 1);
    for node in library.dialogs().flat_map(|dialog| dialog.nodes()) {
        for choice in &node.choices {
            let signpost::dialog::Target::Node(to) = &choice.to else {
                panic!("{} leads to an entry", choice.label)
            };
            assert!(library.node(to).is_some());
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_told_and_never_panics() {
    for (name, bytes) in &base() {
        // Sixty places in every file.
        let step = bytes.len() / 60 + 1;
        for end in (0..bytes.len()).step_by(step) {
            let mut files = base();
            files.insert(name.clone(), bytes[..end].to_vec());
            content::check(&Source::Files(files), options());
        }
    }
}

#[test]
fn a_byte_changed_anywhere_never_panics() {
    // A fixed walk through the files: the same every time, and it comes to each kind of character.
    let replacements: &[&[u8]] = &[
        b"\0",
        b"\xff",
        b"[",
        b"]",
        b"{{",
        b"}}",
        b"`",
        b"#",
        b"\n",
        b"+++",
        b"\"",
        b"= ",
        b"(#",
        "\u{a3}".as_bytes(),
    ];
    let originals = base();
    let mut at = 7;
    for round in 0..700 {
        let (name, bytes) = originals.iter().nth(round % originals.len()).unwrap();
        at = (at * 31 + 17) % 100_003;
        let place = at % bytes.len();
        let mut changed = bytes[..place].to_vec();
        changed.extend(replacements[round % replacements.len()]);
        changed.extend(&bytes[place + 1..]);
        let mut files = originals.clone();
        files.insert(name.clone(), changed);
        let report = content::check(&Source::Files(files), options());
        assert!(report.problems().iter().all(|problem| problem.line > 0 && problem.column > 0));
    }
}

#[test]
fn the_embedded_content_has_no_problem() {
    let report = content::check(&Source::Embedded, CheckOptions { release: true, ..options() });
    let errors = report.problems().iter().filter(|problem| problem.severity == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(content::load(&Source::Embedded, options()).is_ok());
}

/// Choices from the start page to the furthest answer.
const DEEPEST: usize = 4;

#[test]
fn every_answer_is_a_few_choices_from_the_start_page() {
    let library = content::load(&Source::Embedded, options()).unwrap().library;
    let mut depths: BTreeMap<EntryId, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut level = vec![NodeRef::new("start", "start")];
    for depth in 1..=DEEPEST {
        let mut next = Vec::new();
        for at in level {
            let choices = library.node(&at).map(|node| node.choices.clone()).unwrap_or_default();
            for choice in choices {
                match choice.to {
                    Target::Entry(entry) => {
                        depths.entry(entry).or_insert(depth);
                    }
                    Target::Node(node) => {
                        if seen.insert(node.clone()) {
                            next.push(node);
                        }
                    }
                }
            }
        }
        level = next;
    }
    let far: Vec<&str> = library
        .entries()
        .map(|entry| &entry.id)
        .filter(|id| !depths.contains_key(*id))
        .map(EntryId::as_str)
        .collect();
    assert!(far.is_empty(), "more than {DEEPEST} choices away: {far:?}");
}
