//! Advisers and flags in memory.

use std::collections::BTreeMap;

use crate::enquiry::{Adviser, AdviserName, ServiceId, Standing};
use crate::moment::Moment;
use crate::store::{Flag, FlagName};

#[derive(Debug, Default)]
pub struct Roster {
    advisers: BTreeMap<(ServiceId, AdviserName), Adviser>,
    flags: BTreeMap<(ServiceId, FlagName), Flag>,
}

impl Roster {
    pub fn advisers(&self, service: &ServiceId) -> Vec<Adviser> {
        let of_service = self.advisers.iter().filter(|((owner, _), _)| owner == service);
        of_service.map(|(_, adviser)| adviser.clone()).collect()
    }

    pub fn set_adviser(&mut self, service: &ServiceId, adviser: &Adviser) {
        self.advisers.insert((service.clone(), adviser.name.clone()), adviser.clone());
    }

    pub fn standing(&self, service: &ServiceId, name: &AdviserName) -> Standing {
        match self.advisers.get(&(service.clone(), name.clone())) {
            Some(adviser) => adviser.standing(),
            None if self.advisers.keys().any(|(owner, _)| owner == service) => Standing::Stranger,
            None => Standing::NoRoster,
        }
    }

    pub fn flag(&self, service: &ServiceId, name: &FlagName) -> Option<Flag> {
        self.flags.get(&(service.clone(), name.clone())).cloned()
    }

    pub fn set_flag(
        &mut self,
        service: &ServiceId,
        name: &FlagName,
        value: Option<&str>,
        by: &str,
        now: Moment,
    ) {
        let key = (service.clone(), name.clone());
        match value {
            Some(value) => {
                let flag = Flag { value: value.to_owned(), by: by.to_owned(), at: now };
                self.flags.insert(key, flag);
            }
            None => {
                self.flags.remove(&key);
            }
        }
    }
}
