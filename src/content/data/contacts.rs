//! `knowledge/contacts.toml`: helplines and organisations.

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::content::register::Register;
use crate::library::{Contact, ContactId};

pub const FILE: &str = "knowledge/contacts.toml";

/// Without these nobody in danger can be told whom to ring, so each has to be there with a number.
pub const REQUIRED: [&str; 4] = ["emergency", "nhs-111", "samaritans", "childline"];

pub fn read(page: &Page, findings: &Findings) -> Register<Contact> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut register = Register::whole(toml.is_whole);
    for (id, tables) in Fields::new(page, findings, toml, "this file").named_tables("this contact") {
        for fields in tables {
            let contact = contact(&id.value, fields.at(id.at));
            let unset = contact.as_ref().is_some_and(|contact| contact.number.is_none() && register.is_whole);
            if REQUIRED.contains(&id.value.as_str()) && unset {
                let message = format!("`{}` has no number, and people in danger are sent there", id.value);
                findings.add(page.problem(Code::ContactUnset, id.at, message, "add a line `number = \"…\"`"));
            }
            register.enter(id.value.clone(), contact);
        }
    }
    for id in REQUIRED.iter().filter(|id| register.lacks(id)) {
        let message = format!("there is no contact `{id}`, and people in danger are sent there");
        let mend = format!("add a table `[{id}]` with `name` and `number`");
        findings.add(page.problem(Code::ContactUnset, 0, message, mend));
    }
    register
}

fn contact(id: &str, mut fields: Fields<'_>) -> Option<Contact> {
    let name = fields.text("name");
    let mut optional = |key| fields.optional_text(key).map(|text| text.value);
    let (number, how, hours) = (optional("number"), optional("how"), optional("hours"));
    let (for_whom, web, web_note, email) =
        (optional("for_whom"), optional("web"), optional("web_note"), optional("email"));
    let checked = if number.is_some() { fields.date("checked") } else { fields.optional_date("checked") };
    fields.optional_text("seen");
    let (ring_before_launch, local) = (fields.flag("ring_before_launch"), fields.flag("local"));
    fields.finish();
    Some(Contact {
        id: ContactId::new(id),
        name: name?.value,
        number,
        how,
        hours,
        for_whom,
        web,
        web_note,
        email,
        checked: checked.map(|day| day.value),
        ring_before_launch,
        local,
    })
}
