//! `dialogs/phrases.toml`: what Signpost says between the guidance.

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use toml::de::{DeTable, DeValue};

use crate::content::fields::{self, Fields};
use crate::content::front::{self, Review};
use crate::content::nearest;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::phrases::Phrases;

pub const FILE: &str = "dialogs/phrases.toml";

pub fn read(page: &Page, findings: &Findings) -> (Option<Phrases>, Option<Review>) {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let is_whole = toml.is_whole;
    let mut file = Fields::new(page, findings, toml, "this file");
    let review = front::review(page, findings, &mut file);
    let say = if is_whole || file.has("say") { file.table("say") } else { None };
    file.finish();
    let phrases = say.and_then(|say| phrases(page, findings, say, is_whole));
    (phrases, review)
}

fn phrases(page: &Page, findings: &Findings, say: Placed<DeTable<'_>>, is_whole: bool) -> Option<Phrases> {
    let before = findings.count();
    let wanted = keys_of_phrases();
    for key in say.value.keys().filter(|key| !wanted.contains(&key.get_ref().as_ref())) {
        let name = key.get_ref();
        let mend = nearest::mend(name, wanted.iter().copied(), "take the line out");
        let message = format!("Signpost never says `{name}`");
        findings.add(page.problem(Code::UnknownKey, key.span().start, message, mend));
    }
    for key in wanted.iter().filter(|key| is_whole && !say.value.contains_key(**key)) {
        let message = format!("there are no words for `{key}`");
        findings.add(page.problem(Code::MissingKey, say.at, message, format!("add a line `{key} = \"…\"`")));
    }
    for (key, value) in &say.value {
        if let DeValue::String(text) = value.get_ref()
            && text.trim().is_empty()
        {
            let message = format!("`{}` has no words", key.get_ref());
            findings.add(page.problem(Code::BadValue, value.span().start, message, "write what is to be said"));
        }
    }
    if findings.count() > before || !is_whole {
        return None;
    }
    let table = toml::Spanned::new(0..0, say.value);
    match Phrases::deserialize(toml::de::Deserializer::from(table)) {
        Ok(phrases) => Some(phrases),
        Err(error) => {
            let at = error.span().map_or(say.at, |span| span.start);
            let message = format!("these words are not in the right form: {}", error.message());
            findings.add(page.problem(Code::BadValue, at, message, "write words in double quotes, or a list of them"));
            None
        }
    }
}

/// The keys of `[say]`, asked of [`Phrases`] itself so that the two cannot drift apart.
fn keys_of_phrases() -> &'static [&'static str] {
    let mut keys: &'static [&'static str] = &[];
    // The asking ends with an error by design: there is nothing to read.
    let _ = Phrases::deserialize(AskForKeys(&mut keys));
    keys
}

struct AskForKeys<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for AskForKeys<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("only a struct has keys"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_come_from_the_type() {
        assert!(keys_of_phrases().contains(&"what-you-can-do"));
        assert!(keys_of_phrases().contains(&"words"));
    }
}
