//! Numbers without stories: how many enquiries, and never so few that a family could be known by them.
//!
//! A count below five is hidden. Because a sum may be known from elsewhere, a table never hides less than five in all:
//! the smallest other counts are hidden with it until nothing small can be worked out by taking away.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{as_json, printable};
use crate::enquiry::Status;
use crate::store::QueueStats;

/// A count below this is not shown. Nor is a sum, from which a hidden one could be worked out.
pub const FEWEST_SHOWN: u64 = 5;
/// What stands for a small count.
const FEW: &str = "fewer than 5";
/// What stands for a count that would give a small one away.
const HIDDEN: &str = "not shown";

/// A count as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Count(u64),
    Few,
    Hidden,
}

impl Told {
    fn in_words(self) -> String {
        match self {
            Told::Count(count) => count.to_string(),
            Told::Few => FEW.to_owned(),
            Told::Hidden => HIDDEN.to_owned(),
        }
    }

    fn as_json(self) -> Value {
        match self {
            Told::Count(count) => json!(count),
            other => json!(other.in_words()),
        }
    }
}

type Table = (&'static str, Vec<(String, Told)>);

pub fn printed(stats: &QueueStats, in_json: bool) -> String {
    let tables = tables(stats);
    if in_json {
        let values = |rows: &[(String, Told)]| -> Value {
            rows.iter().map(|(of, told)| (of.clone(), told.as_json())).collect::<Map<String, Value>>().into()
        };
        let tables: Map<String, Value> =
            tables.iter().map(|(name, rows)| (format!("by_{name}"), values(rows))).collect();
        return as_json(&Value::Object(tables));
    }
    let mut text = String::new();
    for (name, rows) in tables {
        text.push_str(&format!("By {name}\n"));
        for (of, told) in &rows {
            text.push_str(&format!("  {}: {}\n", printable(of), told.in_words()));
        }
        if rows.is_empty() {
            text.push_str("  none yet\n");
        }
    }
    text
}

/// The same as a table for a spreadsheet.
pub fn as_csv(stats: &QueueStats) -> String {
    let mut lines = csv::Writer::from_writer(Vec::new());
    let rows = tables(stats).into_iter().flat_map(|(name, rows)| {
        rows.into_iter().map(move |(of, told)| [name.to_owned(), harmless(&of), told.in_words()])
    });
    for row in std::iter::once(["by", "value", "enquiries"].map(str::to_owned)).chain(rows) {
        lines.write_record(row).expect("memory takes every line of three cells");
    }
    let bytes = lines.into_inner().expect("memory can always be written to its end");
    String::from_utf8(bytes).expect("what was put in was text")
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let cell = printable(cell);
    if cell.starts_with(['=', '+', '-', '@', '|', '%']) { format!("'{cell}") } else { cell }
}

fn tables(stats: &QueueStats) -> Vec<Table> {
    // Every status is there, so that one without enquiries looks like one with a few.
    let mut by_status: BTreeMap<String, u64> =
        Status::ALL.iter().map(|status| (status.as_str().to_owned(), 0)).collect();
    by_status.extend(stats.by_status.clone());
    let waiting: u64 = stats.by_waiting.values().sum();
    let by_promise = BTreeMap::from([
        ("past".to_owned(), stats.overdue),
        ("none, or still to come".to_owned(), waiting.saturating_sub(stats.overdue)),
    ]);
    vec![
        ("status", told(&by_status)),
        ("topic", told(&stats.by_topic)),
        ("outcome", told(&stats.by_outcome)),
        ("stage", told(&stats.by_stage)),
        ("waiting", told(&stats.by_waiting)),
        ("promise", told(&by_promise)),
    ]
}

/// Each count as it may be told beside the others.
fn told(counts: &BTreeMap<String, u64>) -> Vec<(String, Told)> {
    let small: u64 = counts.values().filter(|count| **count < FEWEST_SHOWN).sum();
    let mut others: Vec<u64> = counts.values().copied().filter(|count| *count >= FEWEST_SHOWN).collect();
    others.sort_unstable();
    // Where nothing is small there is nothing to give away, nor where what is small is nobody at all.
    let mut hidden = small;
    let mut up_to = 0;
    for count in others {
        if hidden == 0 || hidden >= FEWEST_SHOWN {
            break;
        }
        hidden += count;
        up_to = count;
    }
    let one = |count: u64| match count {
        ..FEWEST_SHOWN => Told::Few,
        _ if count <= up_to => Told::Hidden,
        _ => Told::Count(count),
    };
    counts.iter().map(|(of, count)| (of.clone(), one(*count))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(of: &[u64]) -> BTreeMap<String, u64> {
        of.iter().enumerate().map(|(place, count)| (format!("{place}"), *count)).collect()
    }

    #[track_caller]
    fn check(of: &[u64], expected: &str) {
        let shown: Vec<String> = told(&counts(of)).into_iter().map(|(_, told)| told.in_words()).collect();
        assert_eq!(shown.join(", "), expected);
    }

    #[test]
    fn a_small_count_cannot_be_worked_out_by_taking_away() {
        check(&[20, 30, 2], "not shown, 30, fewer than 5");
        check(&[20, 30, 2, 3], "20, 30, fewer than 5, fewer than 5");
        check(&[20, 30, 2, 1], "not shown, 30, fewer than 5, fewer than 5");
        check(&[20, 30], "20, 30");
        check(&[20, 0, 0], "20, fewer than 5, fewer than 5");
        check(&[3], "fewer than 5");
    }

    proptest! {
        #[test]
        fn whoever_knows_the_sum_learns_of_no_few(of in proptest::collection::vec(0u64..40, 0..12)) {
            let told = told(&counts(&of));
            let shown: u64 = told.iter().map(|(_, told)| match told { Told::Count(count) => *count, _ => 0 }).sum();
            let left = of.iter().sum::<u64>() - shown;
            let is_all_hidden = !told.iter().any(|(_, told)| matches!(told, Told::Count(_)));
            prop_assert!(left == 0 || left >= FEWEST_SHOWN || is_all_hidden, "{left} of {of:?}");
            prop_assert!(told.iter().all(|(_, told)| !matches!(told, Told::Count(count) if *count < FEWEST_SHOWN)));
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let by_outcome =
            BTreeMap::from([("=HYPERLINK(\"http://x\")".to_owned(), 7), ("@sum, \"x\"".to_owned(), 8)]);
        let stats = QueueStats { by_outcome, ..QueueStats::default() };
        let table = as_csv(&stats);
        assert!(table.contains("outcome,\"'=HYPERLINK(\"\"http://x\"\")\",7\n"), "{table}");
        assert!(table.contains("outcome,\"'@sum, \"\"x\"\"\",8\n"), "{table}");
        for line in csv::Reader::from_reader(table.as_bytes()).records() {
            let line = line.unwrap();
            assert!(line.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{line:?}");
        }
    }
}
