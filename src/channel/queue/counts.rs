//! Numbers without stories: how many enquiries, and never so few that a family could be known by them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{as_json, printable};
use crate::enquiry::Status;
use crate::store::QueueStats;

/// A count below this is not shown. Nor is a sum, from which a hidden one could be worked out.
pub const FEWEST_SHOWN: u64 = 5;

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
        let values = |counts: &BTreeMap<String, u64>| -> Value {
            counts
                .iter()
                .map(|(of, count)| (of.clone(), value(*count)))
                .collect::<Map<String, Value>>()
                .into()
        };
        let tables: Map<String, Value> =
            tables.iter().map(|(name, counts)| (format!("by_{name}"), values(counts))).collect();
        return as_json(&Value::Object(tables));
    }
    let mut text = String::new();
    for (name, counts) in tables {
        text.push_str(&format!("By {name}\n"));
        for (of, count) in counts {
            let count = value(*count);
            let count = count.as_str().map_or(count.to_string(), str::to_owned);
            text.push_str(&format!("  {}: {count}\n", printable(of)));
        }
        if counts.is_empty() {
            text.push_str("  none yet\n");
        }
    }
    text
}

/// The count, or that it is small.
fn value(count: u64) -> Value {
    if count < FEWEST_SHOWN { json!(format!("fewer than {FEWEST_SHOWN}")) } else { json!(count) }
}
