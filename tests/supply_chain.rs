//! What is in the tree: where it comes from, under which licence, and what must not be there. The rules are those of
//! `deny.toml`, so that `cargo deny` and this test never differ. Advisories need a database from the network, and are
//! `.ci/run`'s part.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    spec: String,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
}

fn read<T: for<'de> Deserialize<'de>>(file: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// `rustls-webpki@0.102` bans each 0.102; a bare name bans all.
fn is_banned(rules: &Rules, package: &Locked) -> bool {
    rules.bans.deny.iter().any(|banned| match banned.spec.split_once('@') {
        Some((name, version)) => {
            let rest = package.version.strip_prefix(version);
            name == package.name && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }
        None => banned.spec == package.name,
    })
}

/// Whether a licence expression can be met with these alone. `A/B` is the old way to write `A OR B`.
fn is_allowed(rules: &Rules, expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any_of(rules, &mut rest);
    met && rest.is_empty()
}

fn any_of(rules: &Rules, rest: &mut &[&str]) -> bool {
    let mut met = all_of(rules, rest);
    while rest.first() == Some(&"OR") {
        *rest = &rest[1..];
        met |= all_of(rules, rest);
    }
    met
}

fn all_of(rules: &Rules, rest: &mut &[&str]) -> bool {
    let mut met = one(rules, rest);
    while rest.first() == Some(&"AND") {
        *rest = &rest[1..];
        met &= one(rules, rest);
    }
    met
}

fn one(rules: &Rules, rest: &mut &[&str]) -> bool {
    match rest {
        ["(", inner @ ..] => {
            *rest = inner;
            let met = any_of(rules, rest);
            let is_closed = rest.first() == Some(&")");
            *rest = rest.get(1..).unwrap_or_default();
            met && is_closed
        }
        [licence, "WITH", exception, after @ ..] => {
            let met = rules.licenses.allow.contains(&format!("{licence} WITH {exception}"));
            *rest = after;
            met
        }
        [licence, after @ ..] => {
            let met = rules.licenses.allow.contains(*licence);
            *rest = after;
            met
        }
        [] => false,
    }
}

#[test]
fn everything_comes_from_the_one_registry_and_is_the_file_that_was_looked_at() {
    let (rules, lock): (Rules, Lock) = (read("deny.toml"), read("Cargo.lock"));
    for package in lock.package.iter().filter(|package| package.name != env!("CARGO_PKG_NAME")) {
        let source = package.source.as_deref().unwrap_or("a folder of this machine");
        let is_known = rules.sources.allow_registry.iter().any(|known| source == format!("registry+{known}"));
        assert!(is_known, "{} {} comes from {source}", package.name, package.version);
        assert!(package.checksum.is_some(), "{} {} has no checksum", package.name, package.version);
    }
}

#[test]
fn nothing_banned_is_in_the_tree() {
    let (rules, lock): (Rules, Lock) = (read("deny.toml"), read("Cargo.lock"));
    for package in &lock.package {
        assert!(!is_banned(&rules, package), "{} {} is banned by deny.toml", package.name, package.version);
    }
    let old = |version: &str| Locked {
        name: "rustls-webpki".to_owned(),
        version: version.to_owned(),
        source: None,
        checksum: None,
    };
    assert!(is_banned(&rules, &old("0.102.8")));
    assert!(!is_banned(&rules, &old("0.103.1")));
}

#[test]
fn every_licence_is_one_that_was_agreed() {
    let rules: Rules = read("deny.toml");
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--all-features", "--edges", "normal,build,dev"])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages: BTreeSet<(&str, &str)> =
        tree.lines().filter_map(|line| line.trim_end_matches(" (*)").split_once('|')).collect();
    assert!(packages.len() > 100, "the tree was not read: {tree}");
    let refused: Vec<_> = packages.iter().filter(|(_, licence)| !is_allowed(&rules, licence)).collect();
    assert!(refused.is_empty(), "licences that deny.toml does not allow: {refused:?}");
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let rules: Rules = read("deny.toml");
    for allowed in
        ["MIT", "GPL-3.0 OR MIT", "MIT/GPL-3.0", "(MIT OR GPL-3.0) AND ISC", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(is_allowed(&rules, allowed), "{allowed}");
    }
    for refused in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT ISC", "MIT WITH Some-exception", "AND"] {
        assert!(!is_allowed(&rules, refused), "{refused}");
    }
}
