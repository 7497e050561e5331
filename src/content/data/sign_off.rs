//! `knowledge/sign-off.toml`: who has read which file as it stood, and found it right.
//!
//! `signpost sign-off` writes it; it may be missing, which says that nobody has signed anything yet. A row names the
//! file and the SHA-256 of what was read, so a sign-off lapses by itself when the file changes. Rows are kept, the
//! newest last: the last row of a file is the one that counts.

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::library::SignOff;

pub const FILE: &str = "knowledge/sign-off.toml";

/// SHA-256 in hexadecimal.
const HASH_CHARACTERS: usize = 64;

pub fn read(page: &Page, findings: &Findings) -> Vec<SignOff> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut file = Fields::new(page, findings, toml, "this file");
    let tables = file.tables("signed", "this sign-off");
    file.finish();
    tables.into_iter().filter_map(|fields| row(page, findings, fields)).collect()
}

fn row(page: &Page, findings: &Findings, mut fields: Fields<'_>) -> Option<SignOff> {
    let file = fields.text("file");
    let hash = fields.text("hash");
    let by = fields.text("by");
    let on = fields.date("on");
    fields.finish();
    let hash = hash.filter(|hash| {
        let is_hash =
            hash.value.len() == HASH_CHARACTERS && hash.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            let message = "this is not the hash of a file";
            let mend = "take the row out, and let `signpost sign-off` write it";
            findings.add(page.problem(Code::BadValue, hash.at, message, mend));
        }
        is_hash
    });
    Some(SignOff { file: file?.value, hash: hash?.value, by: by?.value, on: on?.value })
}
