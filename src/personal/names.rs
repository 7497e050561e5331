//! Names of people: after "my son", after "called", after a title; first names that are nothing else.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Kind, Put, marked};

pub fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    // Who each name is, so that it reads well where it stands alone.
    let mut known: Vec<(String, Put)> = Vec::new();
    for relation in RELATION.find_iter(text) {
        let Some(after) = after_relation(text, relation.end()) else { continue };
        let who = relation.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let who = if who.starts_with("My ") || who.starts_with("Our ") { who.to_lowercase() } else { who };
        for name in &after.names {
            let put = if after.names.len() == 1 { Put::Words(who.clone()) } else { Put::Mark };
            known.push((text[name.clone()].to_owned(), put.clone()));
            known.extend(first_word(&text[name.clone()]).map(|first| (first, put)));
        }
        for name in &after.names {
            // The first takes the rest with it; each is told.
            let is_first = name.start == after.names[0].start;
            let at = if is_first { relation.end()..after.end } else { name.clone() };
            found.push(Found { kind: Kind::Name, at, detail: name.clone(), put: Put::Nothing });
        }
    }
    for called in CALLED.captures_iter(text).chain(TITLED.captures_iter(text)) {
        let (Some(whole), Some(name)) = (called.get(0), called.name("name")) else { continue };
        let Some(name) = name_at(text, name.start(), false) else { continue };
        let at = if called.name("title").is_some() { whole.start()..name.end } else { name };
        known.push((text[at.clone()].to_owned(), Put::Mark));
        found.push(marked(Kind::Name, at));
    }
    found.extend(again(text, &known));
    for word in WORD.find_iter(text).filter(|word| is_first_name_alone(word.as_str())) {
        let name = capitalised_name(text, word.start()..text.len()).unwrap_or(word.range());
        let with = text[name.end..].strip_prefix(" and ");
        let other = with.and_then(|_| capitalised_name(text, name.end + " and ".len()..text.len()));
        found.extend(std::iter::once(name).chain(other).map(|name| marked(Kind::Name, name)));
    }
    let small = SMALL.captures_iter(text).filter_map(|small| small.name("name"));
    found.extend(
        small.filter(|name| is_first_name(name.as_str())).map(|name| marked(Kind::Name, name.range())),
    );
    found
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here, and every test compiles it")
}

/// Who belongs to whom, as parents write it.
static RELATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) \b (?: (?: [Mm]y | [Oo]ur | MY | OUR ) \s+ (?: (?: \d+ | two | twin | other | own | (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) [\ -] years? [\ -] old | (?:\d+)\ ?yr\ ?old | little | big | eldest | oldest | youngest | younger | older | middle | autistic | foster | adopted | step | dear | lovely | beautiful ) \s+ )*
              (?i: sons? | daughters? | boys? | girls? | lads? | lass | child | children | kids? | twins? | stepson | stepdaughter | grandson | granddaughter | grandchild | nephew | niece | brother | sister | husband | wife | partner | mum | dad | ex )
            | D[SD]\d? | d[sd]\d? | DSS | DSD | [DdD][HhPp] ) \b",
    )
});

static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:\bcalled|\bnamed|\b[Nn]ame is|\b[Nn]ame's|\b[Nn]ame:)\s+(?P<name>[A-Za-z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})",
    )
});

/// A name typed small, where a sentence begins.
static SMALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[.!?\n]\s*)(?P<name>[a-z]+) (?:is|has|was|needs|can't|cant|cannot|won't|wont|will|gets|goes|hates|doesn't|doesnt)\b",
    )
});

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?P<title>Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? (?P<name>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?)")
});

static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[A-Z][a-z]+\b"));

/// First names that are hardly ever anything else.
static FIRST_NAMES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("first_names.txt").lines().collect());

fn is_first_name(word: &str) -> bool {
    FIRST_NAMES.contains(word.to_lowercase().as_str())
}

/// A capital, and a name that is no place or day or the like as well.
fn is_first_name_alone(word: &str) -> bool {
    const ALSO_PLACES: [&str; 8] =
        ["Georgia", "Jordan", "Victoria", "Austin", "Chester", "Lewis", "Stanley", "Tyne"];
    is_first_name(word) && !ALSO_PLACES.contains(&word)
}

struct AfterRelation {
    names: Vec<Range<usize>>,
    /// Where the sentence goes on.
    end: usize,
}

/// The names right after "my son": one, or several joined by commas and "and".
fn after_relation(text: &str, from: usize) -> Option<AfterRelation> {
    static FIRST: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?P<before>[ ,(-]{1,3})(?P<word>[A-Za-z][A-Za-z'’-]*)"));
    static NEXT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:, ?| and | & |, and )(?P<word>[A-Z][a-z'’-]+)"));
    let first = FIRST.captures(&text[from..])?;
    let start = from + first.name("word")?.start();
    let before = first.name("before")?.as_str();
    let name = name_at(text, start, before.contains([',', '(', '-']))?;
    let mut end = name.end;
    let mut names = vec![name];
    while let Some(next) = NEXT.captures(&text[end..]) {
        let start = end + next.name("word")?.start();
        let Some(name) = capitalised_name(text, start..text.len()) else { break };
        if !is_first_name(first_word(&text[name.clone()]).as_deref().unwrap_or(&text[name.clone()])) {
            break;
        }
        end = name.end;
        names.push(name);
    }
    // "my son, Tyler, is 7": the second comma goes with the first.
    let closes = match before.chars().find(|c| ",(-".contains(*c)) {
        Some(',') if text[end..].starts_with(',') => 1,
        Some('(') if text[end..].starts_with(')') => 1,
        Some('-') if text[end..].starts_with(" -") => 2,
        Some('(') | Some('-') => return None,
        _ => 0,
    };
    Some(AfterRelation { names, end: end + closes })
}

/// The name that begins here. Behind a comma only a first name is one: "my son, Monday's meeting".
fn name_at(text: &str, start: usize, is_set_off: bool) -> Option<Range<usize>> {
    let word: &str = text[start..].split(|c: char| !(c.is_alphabetic() || "'’-".contains(c))).next()?;
    let bare = bare(word);
    let is_all_capitals = bare.len() > 2 && bare.chars().all(char::is_uppercase);
    if bare.chars().next()?.is_lowercase() || is_all_capitals {
        let is_name = is_first_name(bare);
        return is_name.then(|| start..start + bare.len());
    }
    if is_set_off && !is_first_name(bare) {
        let goes_on = &text[start + bare.len()..];
        let is_aside = goes_on.starts_with(',') || goes_on.starts_with(')') || goes_on.starts_with(" (");
        if !is_aside {
            return None;
        }
    }
    if is_word_and_name(bare) && goes_on_as_a_name_does(&text[start + bare.len()..]) {
        return Some(start..start + bare.len());
    }
    capitalised_name(text, start..text.len())
}

/// Names that are ordinary words as well.
fn is_word_and_name(word: &str) -> bool {
    ["Will", "May", "Mark", "Art", "Bill", "April", "June", "August", "Summer", "Autumn"].contains(&word)
}

/// "My son Will is": a verb follows a name, and not another.
fn goes_on_as_a_name_does(after: &str) -> bool {
    ["is", "has", "was", "can't", "cannot", "needs", "gets", "goes", "hates", "doesn't", "who", "will"]
        .iter()
        .any(|verb| {
            after
                .strip_prefix(' ')
                .and_then(|after| after.strip_prefix(verb))
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
}

/// The run of one to three capitalised words from here that are no ordinary ones.
fn capitalised_name(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let mut end = within.start;
    for (count, word) in text[within.clone()].split(' ').enumerate() {
        let letters: &str =
            word.split(|c: char| !(c.is_alphabetic() || "'’-".contains(c))).next().unwrap_or_default();
        let name = bare(letters);
        if count == 3 || !is_capitalised(name) || is_ordinary(name) {
            break;
        }
        end += name.len() + usize::from(count > 0);
        if name.len() != word.len() {
            break;
        }
    }
    (end > within.start).then_some(within.start..end)
}

/// Without `'s` and marks at its end.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['-', '\'', '’']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// `Tyler`, `Anne-Marie`, `O'Neil`: never `ADHD`.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    word.chars().count() >= 2
        && chars.next().is_some_and(char::is_uppercase)
        && chars.clone().any(char::is_lowercase)
        && !chars.as_str().ends_with(char::is_uppercase)
}

fn first_word(name: &str) -> Option<String> {
    name.split_once(' ').map(|(first, _)| first.to_owned())
}

/// Every other place where a name that is known by now stands.
fn again(text: &str, known: &[(String, Put)]) -> Vec<Found> {
    let mut found = Vec::new();
    for (name, put) in known {
        // A name typed small is looked for as it was typed.
        for (start, name) in text.match_indices(name.as_str()) {
            let is_letter = |c: char| c.is_alphanumeric();
            let is_whole =
                !text[..start].ends_with(is_letter) && !text[start + name.len()..].starts_with(is_letter);
            if is_whole {
                let at = start..start + name.len();
                found.push(Found { kind: Kind::Name, detail: at.clone(), at, put: put.clone() });
            }
        }
    }
    found
}

/// Words with a capital that are nobody's name: they begin sentences, or are terms of the field.
pub fn is_ordinary(word: &str) -> bool {
    static ORDINARY: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| include_str!("ordinary.txt").split_whitespace().collect());
    ORDINARY.contains(bare(word).to_lowercase().as_str())
}
