//! Signpost on a Discord of its own: what families and advisers do there, and everything that can go wrong.
//!
//! Each test runs the bot as it runs in production, over TLS to what it believes to be discord.com, and ends with the
//! judges: a request body that Discord's own description, or a rule that it leaves out, would refuse fails the test.

mod advisers;
mod bare;
mod bot;
mod busy_store;
#[path = "../common/canaries.rs"]
mod canaries;
mod canary;
#[path = "../common/mod.rs"]
mod common;
mod connection;
mod duty;
mod fake;
mod families;
mod family_ways;
mod faults;
mod harm;
mod journeys;
mod limits;
mod matrix;
mod operation;
mod outages;
mod process;
mod second_reader;
mod whole;
