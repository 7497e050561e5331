//! The words that patterns speak of as one.

/// Class name, and its words or phrases.
pub(super) const CLASSES: &[(&str, &str)] = &[
    ("self", "myself|himself|herself|themselves|themself|itself|yourself|hisself"),
    ("self_harming", "cut+|kill+|hurt+|harm+|stab+|burn+|starve+|hang+"),
];
