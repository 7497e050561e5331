//! The TOML files beside the texts: one reader for each kind, each taking a page and entering what it names.

pub mod asides;
pub mod contacts;
pub mod figures;
pub mod glossary;
pub mod holidays;
pub mod phrases;
pub mod rules;
pub mod service;
pub mod sign_off;
pub mod sources;
pub mod topics;

use super::register::Register;
use crate::library::{Contact, FigureRow, ServiceProfile};
use sources::SourceRow;

/// What the marks and placeholders of a text can name.
#[derive(Debug, Default)]
pub struct Registers {
    pub sources: Register<SourceRow>,
    pub figures: Register<Vec<FigureRow>>,
    pub contacts: Register<Contact>,
    pub service: Option<ServiceProfile>,
}
