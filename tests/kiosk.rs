//! The kiosk as a process: real pipes, a real SQLite file, real kills.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const NOW: &str = "2026-11-24T10:00:00Z";

fn signpost(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
    command
        .current_dir(folder)
        .env("SIGNPOST_DATABASE", format!("sqlite:{}", folder.join("enquiries.db").display()))
        .env("SIGNPOST_NOW", NOW)
        .env("SIGNPOST_ADVISER", "robin")
        .env_remove("SIGNPOST_CONTENT");
    command
}

/// Types everything into a kiosk and waits for its end.
fn typed(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = signpost(folder)
        .arg("kiosk")
        .arg("--plain")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A kiosk that has ended reads no more, and the test sees that in its output.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn shown(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Every reference that was shown as kept, in order.
fn references(shown: &str) -> Vec<String> {
    let kept = shown.lines().filter_map(|line| line.split("Your reference is ").nth(1));
    kept.map(|rest| rest.trim_end_matches('.').to_owned()).collect()
}

const LEAVE: &str = "adviser\n{question}\nI am not sure\nno\nno\nyes\n";

fn leave(question: &str) -> String {
    LEAVE.replace("{question}", question)
}

#[test]
fn a_question_is_left_claimed_answered_and_the_reply_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = typed(folder, &[], leave("Who can change the targets?").as_bytes());
    let reference = references(&shown(&first)).pop().expect("a reference");
    let queue = |arguments: &[&str]| signpost(folder).arg("queue").args(arguments).output().unwrap();
    assert!(shown(&queue(&["list"])).contains(&reference));
    assert!(queue(&["claim", &reference]).status.success());
    let second = queue(&["claim", &reference, "--as", "sam"]);
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("robin"), "{second:?}");
    assert!(queue(&["reply", &reference, "Ask for a review now."]).status.success());
    let back = typed(folder, &[], format!("{reference}\n").as_bytes());
    assert!(shown(&back).contains("Ask for a review now."), "{}", shown(&back));
}

#[test]
fn control_characters_bad_bytes_and_a_megabyte_end_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut input = b"what is \x1b[2J\x1b]0;owned\x07 sen support\n\xff\xfe\n".to_vec();
    input.extend(std::iter::repeat_n(b'x', 1 << 20));
    input.extend_from_slice(b"\nmenu\n");
    let output = typed(folder.path(), &[], &input);
    assert!(output.status.success());
    let shown = shown(&output);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'));
    assert!(shown.contains("SEN Support"));
    assert!(shown.contains("I read only the beginning"));
    assert!(shown.trim_end().ends_with("Goodbye. What was typed has been forgotten."));
}

#[test]
fn every_line_fits_forty_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = signpost(folder.path())
        .args(["kiosk", "--plain"])
        .env("COLUMNS", "40")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"what is sen support\n2\nmenu\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let long = shown(&output)
        .lines()
        .find(|line| line.chars().count() > 40 && !line.starts_with("You:"))
        .map(str::to_owned);
    assert_eq!(long.filter(|line| line.split_whitespace().count() > 1), None);
}

#[test]
fn ctrl_c_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = signpost(folder.path())
        .args(["kiosk", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    wait_for(&mut stdout, "You: ");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(rest.contains("Goodbye."), "{rest}");
}

#[test]
fn a_quiet_kiosk_warns_then_forgets() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut stdin, mut stdout) = impatient(folder.path());
    stdin.write_all(b"adviser\nmy secret question\n").unwrap();
    stdin.flush().unwrap();
    wait_for(&mut stdout, "Are you still there?");
    wait_for(&mut stdout, "What was typed has been forgotten.");
    wait_for(&mut stdout, "You: ");
    stdin.write_all(b"adviser\n").unwrap();
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(!rest.contains("my secret question"), "{rest}");
}

/// A kiosk at its first prompt, that warns after a second and forgets after two more.
fn impatient(folder: &Path) -> (Child, impl Write, impl BufRead) {
    let mut child = signpost(folder)
        .args(["kiosk", "--plain", "--idle-secs", "1", "--warning-secs", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    wait_for(&mut stdout, "You: ");
    (child, stdin, stdout)
}

#[test]
fn a_kept_enquiry_is_forgotten_by_a_quiet_kiosk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut stdin, mut stdout) = impatient(folder.path());
    stdin.write_all(leave("My secret question about reading").as_bytes()).unwrap();
    wait_for(&mut stdout, "Your reference is");
    wait_for(&mut stdout, "Are you still there?");
    wait_for(&mut stdout, "What was typed has been forgotten.");
    stdin.write_all(b"my questions\n").unwrap();
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(rest.contains("Please type your reference") && !rest.contains("secret"), "{rest}");
}

#[test]
fn yes_to_the_warning_agrees_to_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut stdin, mut stdout) = impatient(folder.path());
    stdin.write_all(b"adviser\nMy son needs help with reading\nI am not sure\nno\nno\n").unwrap();
    wait_for(&mut stdout, "Are you still there?");
    stdin.write_all(b"yes\n").unwrap();
    wait_for(&mut stdout, "1. Yes, pass it on");
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(!rest.contains("Your reference is"), "{rest}");
}

#[test]
fn danger_at_the_end_of_a_very_long_line_is_answered_first() {
    let folder = tempfile::tempdir().unwrap();
    let story =
        "We have asked the school for help again and again and nothing has come of it so far. ".repeat(300);
    let typed = typed(folder.path(), &[], format!("{story}She wants to kill herself tonight.\n").as_bytes());
    assert!(shown(&typed).contains("call 999"), "{}", shown(&typed));
}

/// Reads until the words have been shown.
fn wait_for(stdout: &mut impl BufRead, words: &str) {
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains(words) {
        let mut byte = [0];
        assert_eq!(
            stdout.read(&mut byte).unwrap(),
            1,
            "ended before `{words}`: {}",
            String::from_utf8_lossy(&seen)
        );
        seen.push(byte[0]);
    }
}

#[test]
fn a_store_that_cannot_be_written_keeps_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "not a folder").unwrap();
    let database = format!("sqlite:{}", file.join("enquiries.db").display());
    let output = typed(folder.path(), &["--database", &database], leave("Is anyone there?").as_bytes());
    let shown = shown(&output);
    assert!(output.status.success());
    assert!(shown.contains("could not be kept"), "{shown}");
    assert_eq!(references(&shown), Vec::<String>::new());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no question can be kept"));
}

#[test]
fn a_broken_content_folder_tells_every_problem_and_still_answers_danger() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["knowledge", "dialogs"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    let run =
        |question: &str| signpost(folder.path()).args(["ask", question, "--content", "."]).output().unwrap();
    let output = run("what is sen support");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("folder-missing"), "{output:?}");
    let urgent = run("my son says he wants to kill himself");
    assert_eq!(urgent.status.code(), Some(2));
    assert!(shown(&urgent).contains("999"), "{urgent:?}");
}

/// The process is killed at random moments while 200 questions are left; every one whose reference was shown is there
/// exactly once.
#[test]
fn what_was_acknowledged_survives_kills() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut seed = 0x5eed_u64;
    let mut acknowledged: BTreeMap<String, String> = BTreeMap::new();
    let mut next = 0;
    let mut kills = 0;
    while next < 200 {
        let mut child = signpost(folder)
            .args(["kiosk", "--plain"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let first = next;
        let count = 10.min(200 - first);
        next += count;
        let mut stdin = child.stdin.take().unwrap();
        let input: String = (first..first + count)
            .map(|n| leave(&format!("Question number {n:03} of the kill test")))
            .collect();
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let patience = 1 + usize::try_from(seed >> 33).unwrap() % (count * 55);
        let killed = read_lines_then_kill(&mut child, first, patience, &mut acknowledged);
        kills += usize::from(killed);
        writer.join().unwrap();
        child.wait().unwrap();
    }
    let list = signpost(folder).args(["queue", "list", "--json"]).output().unwrap();
    assert!(list.status.success(), "{list:?}");
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for reference in all_references(&shown(&list)) {
        let show = signpost(folder).args(["queue", "show", &reference, "--json"]).output().unwrap();
        let enquiry: serde_json::Value = serde_json::from_slice(&show.stdout).unwrap();
        let question = enquiry["question"].as_str().unwrap().to_owned();
        assert_eq!(kept.insert(question.clone(), reference), None, "kept twice: {question}");
    }
    let missing: BTreeSet<_> =
        acknowledged.iter().filter(|(question, reference)| kept.get(*question) != Some(reference)).collect();
    assert!(missing.is_empty(), "acknowledged but not kept: {missing:?}");
    assert!(kills >= 10, "only {kills} kills landed");
    println!("{} acknowledged, {} kept, {kills} kills", acknowledged.len(), kept.len());
}

/// Reads so many lines, noting which question each shown reference is for, then kills.
fn read_lines_then_kill(
    child: &mut Child,
    first: usize,
    patience: usize,
    acknowledged: &mut BTreeMap<String, String>,
) -> bool {
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut question = String::new();
    let mut line = String::new();
    let mut read = 0;
    loop {
        line.clear();
        if stdout.read_line(&mut line).unwrap_or(0) == 0 {
            return read >= patience;
        }
        read += 1;
        if read == patience {
            child.kill().unwrap();
        }
        if let Some(at) = line.find("Question number ") {
            question = line[at..].trim().to_owned();
        }
        if let Some(reference) = references(&line).pop() {
            assert!(question.ends_with("of the kill test"), "no question before {reference} from {first}");
            acknowledged.insert(question.clone(), reference);
        }
    }
}

fn all_references(list: &str) -> Vec<String> {
    let list: serde_json::Value = serde_json::from_str(list).unwrap();
    let mut found = Vec::new();
    collect_references(&list, &mut found);
    found
}

fn collect_references(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        serde_json::Value::Object(fields) => {
            found.extend(fields.get("reference").and_then(|reference| reference.as_str()).map(str::to_owned));
            fields
                .iter()
                .filter(|(key, _)| *key != "reference")
                .for_each(|(_, field)| collect_references(field, found));
        }
        _ => {}
    }
}

// --- printing, and what stays of a letter ---

/// From the start page to a letter asking for an assessment, by the words of the choices.
const LETTER_WAY: &str = "Something else\nMoving school, or growing up\nWriting a letter\n\
    An EHC assessment or plan\nI want to ask for an assessment\nStart the letter\n";

/// A letter with the child called Zebedee and all else left out, then more.
fn letter_and(more: &str) -> String {
    format!("{LETTER_WAY}Zebedee\n{}{more}", "skip this\n".repeat(5))
}

#[test]
fn a_letter_is_printed_by_the_command_and_by_no_shell() {
    let folder = tempfile::tempdir().unwrap();
    let command = format!("tee \"{}\"", folder.path().join("printed page; $HOME.txt").display());
    let output = typed(folder.path(), &["--print", &command], letter_and("print\nstop\n").as_bytes());
    let shown = shown(&output);
    assert!(shown.contains("Type print to have this on paper."), "{shown}");
    assert!(shown.contains("It has gone to the printer."), "{shown}");
    let page = std::fs::read_to_string(folder.path().join("printed page; $HOME.txt")).unwrap();
    assert!(page.contains("Dear") && page.contains("Zebedee"), "{page}");
    assert!(
        !page.contains("Change an answer") && page.lines().all(|line| line.chars().count() <= 72),
        "{page}"
    );
}

#[test]
fn without_a_command_nothing_is_offered_and_the_word_is_only_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let shown = shown(&typed(folder.path(), &[], letter_and("print\nstop\n").as_bytes()));
    assert!(shown.contains("Dear") && !shown.contains("Type print"), "{shown}");
    assert!(!shown.contains("gone to the printer") && !shown.contains("could not be printed"), "{shown}");
}

#[test]
fn the_word_prints_nothing_where_there_is_nothing_to_print() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page");
    let command = format!("tee {}", file.display());
    let shown = shown(&typed(folder.path(), &["--print", &command], b"print\nwhat is sen support\nprint\n"));
    assert!(!shown.contains("Type print") && !shown.contains("gone to the printer"), "{shown}");
    assert!(!file.exists());
}

#[test]
fn a_printer_that_fails_is_told_kindly_and_the_letter_stays() {
    for command in ["false", "/no/such/printer"] {
        let folder = tempfile::tempdir().unwrap();
        let output = typed(folder.path(), &["--print", command], letter_and("print\nmenu\n").as_bytes());
        let shown = shown(&output);
        assert!(output.status.success() && shown.contains("it could not be printed"), "{command}: {shown}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("Zebedee"), "{output:?}");
    }
}

#[test]
fn a_letter_saved_at_the_kiosk_opens_in_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let arguments = ["--save", stick.to_str().unwrap()];
    let output = typed(folder.path(), &arguments, letter_and("save\nsave\nstop\n").as_bytes());
    let shown = shown(&output);
    assert!(shown.contains("Type save to put this on your memory stick"), "{shown}");
    assert!(shown.contains("It is saved as ask-for-assessment.docx, ask-for-assessment.txt."), "{shown}");
    assert!(shown.contains("It is saved as ask-for-assessment-2.docx"), "{shown}");
    assert!(std::fs::read_to_string(stick.join("ask-for-assessment.txt")).unwrap().contains("Zebedee"));
    let Some(libreoffice) = common::part("libreoffice", &["libreoffice", "soffice"]) else { return };
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let converted = Command::new(libreoffice)
        .args([&profile, "--headless", "--convert-to", "txt:Text", "--outdir"])
        .args([folder.path(), &stick.join("ask-for-assessment.docx")])
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    let read = std::fs::read_to_string(folder.path().join("ask-for-assessment.txt")).unwrap();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&read).contains("section 36(1) of the Children and Families Act 2014"), "{read}");
    assert!(read.contains("Zebedee"), "{read}");
}

#[test]
fn without_its_stick_a_letter_is_told_kindly_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--save", "/no/such/stick"];
    let output = typed(folder.path(), &arguments, letter_and("save\nmenu\nsave\n").as_bytes());
    let shown = shown(&output);
    assert!(shown.contains("it could not be saved. Is your memory stick in?"), "{shown}");
    assert_eq!(shown.matches("could not be saved").count(), 1, "{shown}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("Zebedee"), "{output:?}");
}

/// Words that are nowhere else, one for each thing a letter asks for.
const CANARIES: [&str; 6] = [
    "Quillfeather",
    "Yearwombat",
    "Schoolmarzipan",
    "Worrytangerine",
    "Triedpumpernickel",
    "Wantedbumblebee",
];

#[test]
fn nothing_typed_for_a_letter_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut child = signpost(folder.path())
        .args(["kiosk", "--plain", "--print", "cat"])
        .env("TMPDIR", &temporary)
        .env("SIGNPOST_LOG", "trace")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let answers = CANARIES.map(|word| format!("{word}\n")).concat();
    let input = format!("{LETTER_WAY}{answers}print\nstop\nback\nprint\nadviser\n");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let shown = shown(&output);
    let (during, after) = shown.split_once("We have stopped.").expect("stopped");
    for word in CANARIES {
        assert!(during.contains(word), "the letter has no {word}: {during}");
        assert!(!after.contains(word), "{word} is shown after the end: {after}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains(word), "{word} is logged");
    }
    assert!(!after.contains("gone to the printer"), "{after}");
    let files = files_under(folder.path());
    assert!(files.iter().any(|file| file.ends_with("enquiries.db")), "{files:?}");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let kept = CANARIES.into_iter().find(|word| text.contains(word));
        assert_eq!(kept, None, "kept in {}", file.display());
    }
}

fn files_under(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files
}
