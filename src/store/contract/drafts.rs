//! What the tests of stores are told of: enquiries by number, advisers by name, minutes of one morning.

use signpost::enquiry::{
    AdviserName, Channel, Consent, Contact, Draft, DraftKey, Reference, ServiceId, Urgency,
};
use signpost::library::TopicId;
use signpost::moment::Moment;
use signpost::store::Store;

pub fn service() -> ServiceId {
    ServiceId::new("rbwm")
}

pub fn adviser(name: &str) -> AdviserName {
    AdviserName::new(name)
}

/// Minutes after nine on one morning.
pub fn minute(minutes: i64) -> Moment {
    let nine = "2026-11-24T09:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    Moment::new(nine + chrono::TimeDelta::minutes(minutes))
}

/// The reference of that number, always the same.
pub fn reference(number: u32) -> Reference {
    let mut bytes = [7; 8];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = ((number / 31u32.pow(place.min(5) as u32)) % 31) as u8;
    }
    Reference::from_random(bytes)
}

pub fn draft(number: u32) -> Draft {
    let question = format!("Question {number}: my son gets no help, what can I do?");
    Draft {
        service: service(),
        channel: Channel::Kiosk,
        key: DraftKey::of("session", &question),
        question,
        path: vec!["What SEN Support is".to_owned(), "Asking for \"more\"".to_owned()],
        topics: vec![TopicId::new("sen-support"), TopicId::new("funding-overview")],
        stage: "Gets SEN Support".to_owned(),
        urgency: Urgency::Routine,
        contact: Contact::Email("parent@example.org".to_owned()),
        consent: Consent { at: minute(-1), wording: "3fa2".to_owned() },
        reply_due: Some(minute(480)),
    }
}

pub async fn opened(store: &dyn Store, number: u32) -> Reference {
    store.open(&draft(number), &reference(number), minute(i64::from(number))).await.unwrap().reference
}
