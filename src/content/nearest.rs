//! The name an author most likely meant.

/// The name nearest to what was written, when one is near enough to be meant.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (written.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| (slips_between(written, name), name))
        .filter(|(slips, _)| *slips <= allowed)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, name)| name)
}

/// "write `mediation`, or <otherwise>"; without a near name the other way alone.
pub fn mend<'a>(written: &str, names: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(written, names) {
        Some(name) => format!("write `{name}`, or {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// How many letters were left out, put in, changed or swapped with their neighbour.
fn slips_between(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().flat_map(char::to_lowercase).collect();
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let changed = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, meant: Option<&str>) {
        assert_eq!(nearest(written, ["mediation", "tribunal", "review-meeting"]), meant);
    }

    #[test]
    fn a_slip_of_the_finger_finds_the_name() {
        check("mediaton", Some("mediation"));
        check("meidation", Some("mediation"));
        check("Tribunal", Some("tribunal"));
        check("review-meetings", Some("review-meeting"));
    }

    #[test]
    fn another_word_finds_nothing() {
        check("funding", None);
        check("", None);
    }
}
