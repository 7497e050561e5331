//! The names that a type of the core goes by in files, asked of the type itself so that the two cannot drift apart.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, Visitor};

use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;

/// The keys of a struct, or the names of the variants of an enum, as they are written in files.
pub fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The asking ends with an error by design: there is nothing to read.
    let _ = T::deserialize(AskForNames(&mut names));
    names
}

/// The value that goes by this name.
pub fn value<'de, T: Deserialize<'de>>(name: &'de str) -> Option<T> {
    let name: StrDeserializer<'de, Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

/// The same, where a name that means nothing is reported: "`law` {is_no}".
pub fn read<'de, T: Deserialize<'de>>(
    page: &Page,
    findings: &Findings,
    written: &'de Placed<String>,
    code: Code,
    is_no: &str,
) -> Option<T> {
    let found = value(&written.value);
    if found.is_none() {
        let names = of::<T>();
        let mend = nearest::mend(
            &written.value,
            names.iter().copied(),
            &format!("use one of: {}", names.join(", ")),
        );
        findings.add(page.problem(code, written.at, format!("`{}` {is_no}", written.value), mend));
    }
    found
}

struct AskForNames<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for AskForNames<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(de::Error::custom("only structs and enums have names"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = variants;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::AsideKind;
    use crate::library::{Standing, Unit};
    use crate::phrases::Phrases;

    #[test]
    fn the_names_are_those_in_the_files() {
        assert!(of::<Phrases>().contains(&"what-you-can-do"));
        assert!(of::<Unit>().contains(&"school-days"));
        assert!(of::<Standing>().contains(&"court decision"));
        assert!(of::<AsideKind>().contains(&"other-country"));
        assert!(!of::<AsideKind>().contains(&"other-language"));
    }

    #[test]
    fn a_name_is_read_back() {
        assert_eq!(value::<Unit>("school-days"), Some(Unit::SchoolDays));
        assert_eq!(value::<Unit>("schooldays"), None);
    }
}
