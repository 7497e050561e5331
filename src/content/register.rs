//! What a data file names: sources, figures, contacts, topics.

use std::collections::BTreeMap;

/// The names of one data file with what stands under them.
///
/// A name whose table has a problem of its own is known all the same, so that nothing that uses it is
/// reported as well.
#[derive(Debug)]
pub struct Register<T> {
    named: BTreeMap<String, Option<T>>,
    /// False when the file is missing or could not be read to its end: then nothing may be called unknown.
    pub is_whole: bool,
}

impl<T> Default for Register<T> {
    fn default() -> Register<T> {
        Register { named: BTreeMap::new(), is_whole: false }
    }
}

impl<T> Register<T> {
    pub fn whole(is_whole: bool) -> Register<T> {
        Register { named: BTreeMap::new(), is_whole }
    }

    /// Enters a name; `None` when its table has a problem.
    pub fn enter(&mut self, name: impl Into<String>, value: Option<T>) {
        self.named.insert(name.into(), value);
    }

    pub fn get(&self, name: &str) -> Option<&T> {
        self.named.get(name)?.as_ref()
    }

    /// True when the name is there, even with a problem.
    pub fn knows(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    /// True when the name is certainly not there.
    pub fn lacks(&self, name: &str) -> bool {
        self.is_whole && !self.knows(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// Everything without a problem.
    pub fn sound(&self) -> impl Iterator<Item = (&str, &T)> {
        self.named.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_ref()?)))
    }
}
