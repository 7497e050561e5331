//! Legal dates against a table worked by hand, against a second plain implementation, and against what must always
//! hold.

mod books;
mod command;
mod plain;
mod properties;
mod rules;
mod worked;
