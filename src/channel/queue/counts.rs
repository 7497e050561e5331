//! Numbers without stories: how many enquiries, and never so few that a family could be known by them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{as_json, printable};
use crate::enquiry::Status;
use crate::store::QueueStats;

/// A count below this is not shown. Nor is a sum, from which a hidden one could be worked out.
const FEWEST_SHOWN: u64 = 5;

pub fn printed(stats: &QueueStats, in_json: bool) -> String {
    // Every status is there, so that one without enquiries looks like one with a few.
    let mut by_status: BTreeMap<String, u64> =
        Status::ALL.iter().map(|status| (status.as_str().to_owned(), 0)).collect();
    by_status.extend(stats.by_status.clone());
    let tables = [
        ("status", &by_status),
        ("topic", &stats.by_topic),
        ("outcome", &stats.by_outcome),
        ("stage", &stats.by_stage),
    ];
    if in_json {
        let tables: Map<String, Value> = tables
            .iter()
            .map(|(name, counts)| (format!("by_{name}"), json!(shown(counts).collect::<BTreeMap<_, _>>())))
            .collect();
        return as_json(&Value::Object(tables));
    }
    let mut text = String::new();
    for (name, counts) in tables {
        text.push_str(&format!("By {name}\n"));
        for (of, count) in shown(counts) {
            text.push_str(&format!("  {}: {count}\n", printable(of)));
        }
        if counts.is_empty() {
            text.push_str("  none yet\n");
        }
    }
    text
}

fn shown(counts: &BTreeMap<String, u64>) -> impl Iterator<Item = (&str, String)> {
    counts.iter().map(|(of, count)| {
        let shown = match *count {
            count if count < FEWEST_SHOWN => format!("fewer than {FEWEST_SHOWN}"),
            count => count.to_string(),
        };
        (of.as_str(), shown)
    })
}
