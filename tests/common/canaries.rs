//! Canaries: names, numbers and addresses that nobody else has, and the search for them.

use std::path::Path;

pub const NAME: &str = "Zebulonka";
pub const SURNAME: &str = "Quackenbush";
pub const SCHOOL: &str = "Brackenfrith";
pub const PHONE: &str = "07700 900417";
pub const PHONE_KEPT: &str = "07700900417";
pub const EMAIL: &str = "quackenbush.z@example.org";
pub const POSTCODE: &str = "SL9 9ZZ";
pub const BORN: &str = "17 March 2016";
pub const NHS: &str = "943 476 5919";
pub const INSURANCE: &str = "AB 12 34 56 C";
pub const IN_REPLY: &str = "Marmaladeford";
pub const IN_NOTE: &str = "Tangerinewell";
pub const IN_MESSAGE: &str = "Pomegranateby";
pub const CANARIES: [&str; 13] = [
    NAME, SURNAME, SCHOOL, PHONE, PHONE_KEPT, EMAIL, POSTCODE, BORN, NHS, INSURANCE, IN_REPLY, IN_NOTE,
    IN_MESSAGE,
];

pub fn question() -> String {
    format!(
        "My son {NAME} {SURNAME}, born {BORN}, at {SCHOOL} Primary School, {POSTCODE}, gets no help. Ring {PHONE}, write \
         to {EMAIL}. NHS number {NHS}, my NI number is {INSURANCE}."
    )
}

/// Everything in the files under a folder, by their paths.
pub fn everything_under(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut held = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                held.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    held
}

pub fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()))
}

/// The first canary that these hold, as it is written or as a database prints bytes.
pub fn first_held(bytes: &[u8]) -> Option<&'static str> {
    let in_hex = |canary: &str| canary.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    CANARIES.into_iter().find(|canary| holds(bytes, canary) || holds(bytes, &in_hex(canary)))
}
