//! Which part of Discord's gateway this process takes: all of it in one connection, as many as Discord advises, or a
//! range of shards, so that several processes share the work. They share one store, and a server belongs to one shard,
//! so nothing else has to be agreed between them. Direct messages all come to shard 0.

use std::fmt;
use std::str::FromStr;

use serenity::Error;
use serenity::client::Client;

use crate::watch::Watch;

/// `one`, `auto`, or `A..B/N`: shards A to B, both included, of N; shards count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shards {
    #[default]
    One,
    /// As many as Discord advises, all here.
    Automatic,
    Range {
        first: u32,
        last: u32,
        of: u32,
    },
}

/// These are no shards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` names no shards: write auto, or the first, the last and how many there are, such as 0..1/4 for the first two of four"
)]
pub struct NoShards {
    given: String,
}

impl FromStr for Shards {
    type Err = NoShards;

    fn from_str(given: &str) -> Result<Shards, NoShards> {
        let range = || {
            let (range, of) = given.split_once('/')?;
            let (first, last) = range.split_once("..").unwrap_or((range, range));
            let number = |text: &str| text.trim().parse::<u32>().ok();
            let (first, last, of) = (number(first)?, number(last)?, number(of)?);
            (first <= last && last < of).then_some(Shards::Range { first, last, of })
        };
        match given.trim() {
            "one" => Ok(Shards::One),
            "auto" => Ok(Shards::Automatic),
            _ => range().ok_or_else(|| NoShards { given: given.to_owned() }),
        }
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shards::One => f.write_str("one"),
            Shards::Automatic => f.write_str("auto"),
            Shards::Range { first, last, of } => write!(f, "{first}..{last}/{of}"),
        }
    }
}

impl Shards {
    /// Connects, and speaks until the end.
    pub(super) async fn start(self, client: &mut Client, watch: &Watch) -> Result<(), Error> {
        match self {
            Shards::One => {
                watch.shard(0, false);
                client.start().await
            }
            Shards::Automatic => client.start_autosharded().await,
            Shards::Range { first, last, of } => {
                (first..=last).for_each(|shard| watch.shard(shard, false));
                // For serenity the end of this range is included.
                client.start_shard_range(first..last, of).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, read: Option<Shards>) {
        assert_eq!(given.parse().ok(), read, "{given}");
    }

    #[test]
    fn shards_are_named_by_first_last_and_number() {
        check("0..1/4", Some(Shards::Range { first: 0, last: 1, of: 4 }));
        check("3/4", Some(Shards::Range { first: 3, last: 3, of: 4 }));
        check("auto", Some(Shards::Automatic));
        check("one", Some(Shards::One));
        check("2..4/4", None);
        check("2..1/4", None);
        check("0..1", None);
        check("0/0", None);
        check("", None);
    }

    #[test]
    fn they_are_written_as_they_are_read() {
        for shards in ["one", "auto", "2..3/4"] {
            assert_eq!(shards.parse::<Shards>().unwrap().to_string(), shards);
        }
    }
}
