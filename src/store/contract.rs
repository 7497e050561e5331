//! What every store promises, one function each. `tests/store.rs` runs them all on each store.
//!
//! A promise takes [`Desks`]: two ways to the same tables, as two processes have. Where a store lives in one process
//! alone, both are the same.

use std::sync::Arc;

use chrono::Days;
use signpost::enquiry::life::{Change, Keep};
use signpost::enquiry::notice::{NoticeKind, Recipient};
use signpost::enquiry::{Author, Contact, Draft, Reference, ServiceId, Status, Urgency, queue_order};
use signpost::moment::Moment;
use signpost::store::{
    InteractionId, NoticeFilter, QueueFilter, SessionKey, Store, StoreError, Sweep, Unanswered,
};

#[path = "contract/desk.rs"]
mod desk;
#[path = "contract/drafts.rs"]
mod drafts;
#[path = "contract/outbox.rs"]
mod outbox;
pub use {desk::*, drafts::*, outbox::*};

/// Two ways to one store.
#[derive(Clone)]
pub struct Desks {
    pub one: Arc<dyn Store>,
    pub other: Arc<dyn Store>,
}

async fn status(store: &dyn Store, reference: &Reference) -> Status {
    store.family_view(&service(), reference).await.unwrap().status
}

/// Brings a new enquiry to a status, by alex.
async fn brought_to(store: &dyn Store, number: u32, wanted: Status) -> Reference {
    let reference = opened(store, number).await;
    let (service, alex) = (service(), adviser("alex"));
    let answers = "Here is what you can do.";
    match wanted {
        Status::New => {}
        Status::Withdrawn => {
            store.withdraw(&service, &reference, Author::Family, minute(60)).await.unwrap();
        }
        _ => {
            store.claim(&service, &reference, &alex, minute(61)).await.unwrap();
        }
    }
    match wanted {
        Status::WaitingForFamily => {
            store.ask_family(&service, &reference, &alex, "Which school year?", minute(62)).await.unwrap();
        }
        Status::Answered | Status::Closed | Status::Reopened => {
            store.reply(&service, &reference, &alex, answers, minute(62)).await.unwrap();
        }
        _ => {}
    }
    match wanted {
        Status::Closed => {
            store
                .close(&service, &reference, &alex, "advised", Keep::all(Days::new(180)), minute(63))
                .await
                .unwrap();
        }
        Status::Reopened => {
            store.reopen(&service, &reference, &alex, minute(63)).await.unwrap();
        }
        _ => {}
    }
    assert_eq!(status(store, &reference).await, wanted);
    reference
}

pub async fn what_was_agreed_is_what_is_kept(desks: Desks) {
    for (number, urgency, contact) in [
        (1, Urgency::Safeguarding, Contact::ReferenceOnly),
        (
            2,
            Urgency::LegalDate { act_by: "2026-12-01".parse().unwrap() },
            Contact::Phone("01628 000000".to_owned()),
        ),
        (3, Urgency::Routine, Contact::Discord("80351110224678912".to_owned())),
        (4, Urgency::Routine, Contact::Email("ä'; DROP TABLE enquiries; --@example.org".to_owned())),
    ] {
        let draft =
            Draft { urgency, contact, question: "Ünïcode 🙂\n'quoted'\u{1b}[2J".into(), ..draft(number) };
        let opened = desks.one.open(&draft, &reference(number), minute(0)).await.unwrap();
        let kept =
            desks.other.show(&service(), &opened.reference, &adviser("alex"), minute(1)).await.unwrap();
        assert!(!opened.already);
        assert_eq!(kept.reference, reference(number));
        assert_eq!((kept.service, kept.channel), (draft.service, draft.channel));
        assert_eq!((kept.question, kept.path), (draft.question, draft.path));
        assert_eq!((kept.topics, kept.stage), (draft.topics, draft.stage));
        assert_eq!((kept.urgency, kept.contact), (draft.urgency, draft.contact));
        assert_eq!((kept.consent, kept.opened_at), (draft.consent, minute(0)));
        assert_eq!((kept.status, kept.waiting_since), (Status::New, minute(0)));
    }
}

/// Not every database keeps a NUL; none refuses a family because of one.
pub async fn a_nul_is_kept_or_marked(desks: Desks) {
    let words = "Why?\0Because.";
    let marked = words.replace('\0', "\u{fffd}");
    let draft = Draft { question: words.to_owned(), stage: words.to_owned(), ..draft(1) };
    let it = desks.one.open(&draft, &reference(1), minute(0)).await.unwrap().reference;
    desks.one.add_family_message(&service(), &it, words, minute(1)).await.unwrap();
    let kept = desks.other.family_view(&service(), &it).await.unwrap();
    for kept in [&kept.question, &kept.messages[0].text] {
        assert!(kept == words || *kept == marked, "{kept:?}");
    }
}

pub async fn a_draft_sent_twice_is_one_enquiry(desks: Desks) {
    let first = desks.one.open(&draft(1), &reference(1), minute(0)).await.unwrap();
    let again = desks.other.open(&draft(1), &reference(2), minute(5)).await.unwrap();
    assert!(!first.already);
    assert!(again.already);
    assert_eq!(again.reference, first.reference);
    assert_eq!(desks.one.queue(&service(), &QueueFilter::every_status()).await.unwrap().len(), 1);
}

pub async fn a_draft_sent_again_after_withdrawal_stays_withdrawn(desks: Desks) {
    let reference = brought_to(&*desks.one, 1, Status::Withdrawn).await;
    let again = desks.other.open(&draft(1), &self::reference(2), minute(70)).await.unwrap();
    assert!(again.already);
    assert_eq!(again.reference, reference);
    assert_eq!(status(&*desks.one, &reference).await, Status::Withdrawn);
}

pub async fn a_draft_sent_from_two_places_at_once_is_one_enquiry(desks: Desks) {
    for number in 0..50 {
        let draft = draft(number);
        let (a, b) = (reference(2 * number), reference(2 * number + 1));
        let (a, b) =
            tokio::join!(desks.one.open(&draft, &a, minute(0)), desks.other.open(&draft, &b, minute(0)));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.reference, b.reference);
        assert!(a.already != b.already);
    }
    assert_eq!(desks.one.queue(&service(), &QueueFilter::every_status()).await.unwrap().len(), 50);
}

pub async fn a_taken_reference_is_reported_and_nothing_is_kept(desks: Desks) {
    opened(&*desks.one, 1).await;
    let clash = desks.other.open(&draft(2), &reference(1), minute(0)).await;
    assert!(matches!(clash, Err(StoreError::ReferenceTaken)), "{clash:?}");
    let drawn_again = desks.other.open(&draft(2), &reference(2), minute(0)).await.unwrap();
    assert!(!drawn_again.already);
    let first = desks.one.family_view(&service(), &reference(1)).await.unwrap();
    assert_eq!(first.question, draft(1).question);
}

pub async fn an_enquiry_goes_its_whole_way(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex, beth) = (service(), adviser("alex"), adviser("beth"));
    let it = opened(&*one, 0).await;
    assert_eq!(other.claim(&service, &it, &alex, minute(1)).await.unwrap(), Status::Claimed);
    one.note(&service, &it, &beth, "Same school as SP-…?", minute(2)).await.unwrap();
    let asked = other.ask_family(&service, &it, &alex, "Which year?", minute(3)).await.unwrap();
    assert_eq!(asked, Status::WaitingForFamily);
    let answered = one.add_family_message(&service, &it, "Year 3", minute(4)).await.unwrap();
    assert_eq!(answered, Status::Claimed);
    other.reply(&service, &it, &alex, "Ask for a meeting.", minute(5)).await.unwrap();
    other.close(&service, &it, &alex, "advised", Keep::all(Days::new(180)), minute(6)).await.unwrap();
    let closed = one.export(&service, &it, &beth, minute(7)).await.unwrap();
    assert_eq!(closed.purge_on, Some("2027-05-23".parse().unwrap()));
    assert_eq!(closed.outcome.as_deref(), Some("advised"));
    assert_eq!((closed.claimed_by, closed.claimed_at), (Some(alex.clone()), Some(minute(1))));
    one.add_family_message(&service, &it, "It did not help", minute(8)).await.unwrap();
    let reopened = other.show(&service, &it, &beth, minute(9)).await.unwrap();
    assert_eq!((reopened.status, reopened.purge_on, reopened.outcome), (Status::Reopened, None, None));
    assert_eq!((reopened.claimed_by, reopened.waiting_since), (None, minute(8)));

    let said: Vec<(Author, Moment, &str)> =
        reopened.messages.iter().map(|m| (m.author.clone(), m.at, m.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (Author::Adviser(alex.clone()), minute(3), "Which year?"),
            (Author::Family, minute(4), "Year 3"),
            (Author::Adviser(alex), minute(5), "Ask for a meeting."),
            (Author::Family, minute(8), "It did not help"),
        ]
    );
    assert_eq!(reopened.notes.len(), 1);
    assert_eq!(reopened.notes[0].by, beth);
    let trail: Vec<String> = reopened.events.iter().map(|e| format!("{} {}", e.by, e.what)).collect();
    assert_eq!(
        trail,
        [
            "family opened",
            "alex claimed",
            "beth noted",
            "alex asked-family",
            "family wrote",
            "family back-with-adviser",
            "alex replied",
            "alex closed",
            "beth exported",
            "family wrote",
            "family reopened",
            "beth viewed",
        ]
    );
    assert!(reopened.events.is_sorted_by_key(|event| event.at));
}

pub async fn the_family_sees_its_words_and_no_note(desks: Desks) {
    let it = opened(&*desks.one, 0).await;
    desks.one.note(&service(), &it, &adviser("alex"), "not for the family", minute(1)).await.unwrap();
    desks.one.add_family_message(&service(), &it, "one more thing", minute(2)).await.unwrap();
    let seen = desks.other.family_view(&service(), &it).await.unwrap();
    assert_eq!((seen.reference, seen.status), (it, Status::New));
    assert_eq!(seen.question, draft(0).question);
    assert_eq!(seen.messages.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["one more thing"]);
}

/// Tries every change on every status, and compares with the diagram: what is refused leaves no trace.
pub async fn what_is_not_in_the_diagram_is_refused_and_changes_nothing(desks: Desks) {
    let mut number = 0;
    for from in Status::ALL {
        for by in ["alex", "beth"] {
            for change in every_change(by) {
                number += 1;
                let it = brought_to(&*desks.one, number, from).await;
                let before = desks.one.show(&service(), &it, &adviser("carol"), minute(70)).await.unwrap();
                let expected = before.case().after(&change, minute(71));
                let done = desks.other.change(&service(), &it, change.clone(), minute(71)).await;
                let mut after = desks.one.show(&service(), &it, &adviser("carol"), minute(70)).await.unwrap();
                match expected {
                    Ok(expected) => {
                        assert_eq!(done.unwrap(), expected.status);
                        assert_eq!(after.case(), expected, "{from:?} {change:?}");
                        assert!(after.events.len() > before.events.len() + 1);
                    }
                    Err(refusal) => {
                        assert_eq!(done.unwrap_err().to_string(), refusal.to_string());
                        after.events.pop();
                        assert_eq!(after, before, "{from:?} {change:?}");
                    }
                }
            }
        }
    }
}

fn every_change(by: &str) -> Vec<Change> {
    let by = adviser(by);
    let text = "Some words.".to_owned();
    let keep = Keep::all(Days::new(180));
    vec![
        Change::Claim { by: by.clone() },
        Change::Release { by: by.clone() },
        Change::Reply { by: by.clone(), text: text.clone(), asks_family: false },
        Change::Reply { by: by.clone(), text: text.clone(), asks_family: true },
        Change::Note { by: by.clone(), text: text.clone() },
        Change::Close { by: by.clone(), outcome: "advised".to_owned(), keep },
        Change::Reopen { by: by.clone(), reply_due: None },
        Change::FamilyWrites { text: text.clone(), reply_due: Some(minute(900)) },
        Change::Propose { by: by.clone(), text: text.clone(), asks_family: true },
        Change::Approve { by: by.clone(), read: None },
        Change::SendBack { by: by.clone(), text, read: None },
        Change::Snooze { by: by.clone(), until: minute(99) },
        Change::Wake,
        Change::WakeEarly { by: by.clone() },
        Change::WarnClosing { since: minute(71) },
        Change::CloseQuiet { warned_by: minute(71), outcome: "quiet".to_owned(), keep },
        Change::Forget,
        Change::Withdraw { by: Author::Adviser(by) },
        Change::ReturnNeglected { since: minute(71) },
    ]
}

pub async fn a_refused_claim_names_who_has_it_and_since_when(desks: Desks) {
    let it = opened(&*desks.one, 0).await;
    desks.one.claim(&service(), &it, &adviser("alex"), minute(64)).await.unwrap();
    let refused = desks.other.claim(&service(), &it, &adviser("beth"), minute(70)).await;
    let Err(StoreError::AlreadyClaimed { by, since }) = refused else { panic!("{refused:?}") };
    assert_eq!((by, since), (adviser("alex"), minute(64)));
    let refused = desks.other.reply(&service(), &it, &adviser("beth"), "Hello", minute(70)).await;
    assert!(matches!(refused, Err(StoreError::NotYours { .. })), "{refused:?}");
}

pub async fn the_queue_is_in_its_order(desks: Desks) {
    let legal = |day: &str| Urgency::LegalDate { act_by: day.parse().unwrap() };
    let urgencies = [
        Urgency::Routine,
        legal("2026-12-01"),
        Urgency::Safeguarding,
        legal("2026-12-01"),
        Urgency::Routine,
        legal("2026-12-20"),
        Urgency::Safeguarding,
    ];
    for (number, urgency) in urgencies.iter().enumerate() {
        let number = number as u32;
        let draft = Draft { urgency: urgency.clone(), ..draft(number) };
        // The later ones have waited longer, and two have waited equally long.
        let now = minute(-i64::from(number.min(5)));
        desks.one.open(&draft, &reference(number), now).await.unwrap();
    }
    let expected: Vec<_> = [6, 2, 3, 1, 5, 4, 0].map(reference).to_vec();
    let queue = desks.other.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.iter().map(|line| line.reference.clone()).collect::<Vec<_>>(), expected);
    assert!(queue.is_sorted_by(|a, b| queue_order(a, b).is_le()));
    let all = desks.other.queue(&service(), &QueueFilter::every_status()).await.unwrap();
    assert_eq!(all, queue);
    let first = desks.other.queue(&service(), &QueueFilter::open().first(2)).await.unwrap();
    assert_eq!(first, queue[..2]);
}

pub async fn who_comes_back_waits_from_then_on(desks: Desks) {
    let reopened = brought_to(&*desks.one, 1, Status::Reopened).await;
    let later = opened(&*desks.one, 2).await;
    let released = brought_to(&*desks.one, 3, Status::Claimed).await;
    desks.one.release(&service(), &released, &adviser("alex"), minute(90)).await.unwrap();
    let queue = desks.other.queue(&service(), &QueueFilter::free()).await.unwrap();
    let order: Vec<_> = queue.into_iter().map(|line| line.reference).collect();
    assert_eq!(order, [later, released, reopened]);
}

pub async fn a_list_holds_what_it_is_asked_for(desks: Desks) {
    for (number, status) in Status::ALL.into_iter().enumerate() {
        brought_to(&*desks.one, number as u32, status).await;
    }
    opened(&*desks.one, 20).await;
    desks.one.claim(&service(), &reference(20), &adviser("beth"), minute(70)).await.unwrap();
    for (filter, expected) in [
        (QueueFilter::open(), 5),
        (QueueFilter::free(), 2),
        (QueueFilter::every_status(), 8),
        (QueueFilter::open().of(&adviser("beth")), 1),
        (QueueFilter::open().of(&adviser("alex")), 2),
        (QueueFilter::every_status().of(&adviser("nobody")), 0),
    ] {
        let listed = desks.other.queue(&service(), &filter).await.unwrap();
        assert_eq!(listed.len(), expected, "{filter:?}");
        assert!(listed.iter().all(|line| filter.statuses.contains(&line.status)));
    }
}

pub async fn withdrawal_leaves_no_words(desks: Desks) {
    for (number, from) in Status::ALL.into_iter().enumerate() {
        if from == Status::Withdrawn {
            continue;
        }
        let it = brought_to(&*desks.one, number as u32, from).await;
        desks.one.note(&service(), &it, &adviser("alex"), "a note", minute(64)).await.unwrap();
        let before = desks.one.show(&service(), &it, &adviser("alex"), minute(65)).await.unwrap();
        desks.other.withdraw(&service(), &it, Author::Family, minute(66)).await.unwrap();

        let seen = desks.one.family_view(&service(), &it).await.unwrap();
        assert_eq!((seen.status, seen.question.as_str()), (Status::Withdrawn, ""));
        assert!(seen.messages.is_empty());
        let left = desks.one.show(&service(), &it, &adviser("alex"), minute(67)).await.unwrap();
        assert_eq!((left.question.as_str(), left.stage.as_str()), ("", ""));
        assert!(left.path.is_empty() && left.topics.is_empty());
        assert!(left.messages.is_empty() && left.notes.is_empty());
        assert_eq!((left.contact, left.urgency), (Contact::ReferenceOnly, Urgency::Routine));
        assert_eq!((left.outcome, left.claimed_by), (None, None));
        assert_eq!((left.reply_due, left.snoozed_until, left.proposed), (None, None, None));
        assert_eq!((left.reference, left.opened_at), (before.reference, before.opened_at));
        assert_eq!(left.events[..before.events.len()], before.events);
    }
}

pub async fn withdrawal_through_an_adviser_says_who(desks: Desks) {
    let it = opened(&*desks.one, 0).await;
    let by = Author::Adviser(adviser("alex"));
    desks.one.withdraw(&service(), &it, by, minute(1)).await.unwrap();
    let left = desks.other.show(&service(), &it, &adviser("beth"), minute(2)).await.unwrap();
    let trail: Vec<String> = left.events.iter().map(|e| format!("{} {}", e.by, e.what)).collect();
    assert_eq!(trail, ["family opened", "alex withdrawn", "beth viewed"]);
}

pub async fn services_never_see_each_other(desks: Desks) {
    let Desks { one, other } = desks;
    let (elsewhere, alex) = (ServiceId::new("elsewhere"), adviser("alex"));
    let it = brought_to(&*one, 1, Status::Closed).await;
    let session = SessionKey::new("discord:1");
    one.save_session(&service(), &session, b"here", minute(0)).await.unwrap();
    one.note_interaction(&service(), &InteractionId::new("i1"), minute(0)).await.unwrap();

    let not_there = reference(99);
    for wanted in [&it, &not_there] {
        let view = other.family_view(&elsewhere, wanted).await;
        assert!(matches!(view, Err(StoreError::NotFound)), "{view:?}");
        let shown = other.show(&elsewhere, wanted, &alex, minute(70)).await;
        assert!(matches!(shown, Err(StoreError::NotFound)), "{shown:?}");
        for change in every_change("alex") {
            let done = other.change(&elsewhere, wanted, change, minute(70)).await;
            assert!(matches!(done, Err(StoreError::NotFound)), "{done:?}");
        }
    }
    let far = minute(60 * 24 * 400);
    assert!(other.queue(&elsewhere, &QueueFilter::every_status()).await.unwrap().is_empty());
    assert_eq!(other.stats(&elsewhere, far).await.unwrap(), Default::default());
    assert!(other.purge(&elsewhere, far).await.unwrap().is_empty());
    assert!(other.sweep(&elsewhere, &Sweep::Neglected { since: far }, far).await.unwrap().is_empty());
    assert_eq!(other.forget_idle(&elsewhere, far).await.unwrap(), 0);
    other.forget_session(&elsewhere, &session).await.unwrap();
    assert_eq!(other.load_session(&elsewhere, &session).await.unwrap(), None);
    assert_eq!(other.load_session(&service(), &session).await.unwrap().as_deref(), Some(&b"here"[..]));
    assert!(other.note_interaction(&elsewhere, &InteractionId::new("i1"), minute(0)).await.unwrap());

    // The same draft and the same reference make another enquiry there.
    let theirs = Draft { service: elsewhere.clone(), ..draft(1) };
    assert!(!other.open(&theirs, &it, minute(0)).await.unwrap().already);
    one.withdraw(&service(), &it, Author::Family, minute(80)).await.unwrap();
    assert_eq!(other.family_view(&elsewhere, &it).await.unwrap().question, draft(1).question);
}

pub async fn a_neglected_claim_goes_back_once_with_a_note(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let idle = opened(&*one, 1).await;
    let noted = opened(&*one, 2).await;
    let asked = opened(&*one, 3).await;
    for it in [&idle, &noted, &asked] {
        one.claim(&service, it, &alex, minute(10)).await.unwrap();
    }
    one.note(&service, &noted, &alex, "rang the school", minute(40)).await.unwrap();
    one.ask_family(&service, &asked, &alex, "Which year?", minute(11)).await.unwrap();

    assert!(
        other.sweep(&service, &Sweep::Neglected { since: minute(9) }, minute(60)).await.unwrap().is_empty()
    );
    assert_eq!(
        other.sweep(&service, &Sweep::Neglected { since: minute(30) }, minute(60)).await.unwrap(),
        std::slice::from_ref(&idle)
    );
    assert!(
        one.sweep(&service, &Sweep::Neglected { since: minute(30) }, minute(61)).await.unwrap().is_empty()
    );

    let back = one.show(&service, &idle, &alex, minute(62)).await.unwrap();
    assert_eq!((back.status, back.claimed_by, back.waiting_since), (Status::New, None, minute(1)));
    assert_eq!(back.notes.len(), 1);
    assert!(back.notes[0].text.contains("alex"), "{}", back.notes[0].text);
    let by_signpost = back.events.iter().filter(|e| e.by == "signpost").count();
    assert_eq!(by_signpost, 1);
    assert_eq!(status(&*one, &asked).await, Status::WaitingForFamily);

    // A claim taken again may be neglected again.
    one.claim(&service, &idle, &adviser("beth"), minute(70)).await.unwrap();
    assert_eq!(
        other.sweep(&service, &Sweep::Neglected { since: minute(80) }, minute(90)).await.unwrap(),
        [idle, noted]
    );
}

pub async fn what_has_served_its_time_is_deleted_and_nothing_else(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let due = brought_to(&*one, 1, Status::Closed).await;
    let reopened = brought_to(&*one, 2, Status::Reopened).await;
    let answered = brought_to(&*one, 3, Status::Answered).await;
    one.close(&service, &answered, &alex, "advised", Keep::all(Days::new(181)), minute(64)).await.unwrap();
    let forever = brought_to(&*one, 4, Status::Answered).await;
    one.close(&service, &forever, &alex, "advised", Keep::all(Days::new(u64::MAX)), minute(64))
        .await
        .unwrap();

    let on = |day: &str| Moment::new(format!("{day}T12:00:00Z").parse().unwrap());
    assert!(other.purge(&service, on("2027-05-22")).await.unwrap().is_empty());
    assert_eq!(other.purge(&service, on("2027-05-23")).await.unwrap(), std::slice::from_ref(&due));
    let gone = one.family_view(&service, &due).await;
    assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
    for kept in [&reopened, &answered, &forever] {
        one.family_view(&service, kept).await.unwrap();
    }
    let reused = other.open(&draft(50), &due, on("2027-05-24")).await;
    assert!(matches!(reused, Err(StoreError::ReferenceTaken)), "{reused:?}");
    let asked_again = other.open(&draft(1), &reference(60), on("2027-05-24")).await.unwrap();
    assert!(!asked_again.already);
}

pub async fn counts_are_by_what_enquiries_are(desks: Desks) {
    for number in 0..7 {
        brought_to(&*desks.one, number, Status::New).await;
    }
    brought_to(&*desks.one, 8, Status::Withdrawn).await;
    brought_to(&*desks.one, 9, Status::Closed).await;
    let stats = desks.other.stats(&service(), minute(100)).await.unwrap();
    let counts = |pairs: &[(&str, u64)]| pairs.iter().map(|(of, n)| ((*of).to_owned(), *n)).collect();
    assert_eq!(stats.by_status, counts(&[("closed", 1), ("new", 7), ("withdrawn", 1)]));
    assert_eq!(stats.by_topic, counts(&[("sen-support", 8)]));
    assert_eq!(stats.by_stage, counts(&[("Gets SEN Support", 8)]));
    assert_eq!(stats.by_outcome, counts(&[("advised", 1)]));
    assert_eq!(stats.by_waiting, counts(&[("1: under a day", 7)]));
    assert_eq!(stats.overdue, 0);
    let later = desks.other.stats(&service(), minute(60 * 24 * 4)).await.unwrap();
    assert_eq!(later.by_waiting, counts(&[("3: 3 to 6 days", 7)]));
    assert_eq!(later.overdue, 7);
}

pub async fn missed_words_are_counted_by_service(desks: Desks) {
    let Desks { one, other } = desks;
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    one.count_missed(&service(), &words(&["nurse", "school"])).await.unwrap();
    other.count_missed(&service(), &words(&["school", "swimming"])).await.unwrap();
    one.count_missed(&service(), &words(&[])).await.unwrap();
    let missed = other.missed(&service()).await.unwrap();
    let counted: Vec<(&str, u64)> = missed.iter().map(|(word, times)| (word.as_str(), *times)).collect();
    assert_eq!(counted, [("nurse", 1), ("school", 2), ("swimming", 1)]);
    assert!(one.missed(&ServiceId::new("elsewhere")).await.unwrap().is_empty());
}

pub async fn a_conversation_is_kept_until_forgotten(desks: Desks) {
    let Desks { one, other } = desks;
    let (old, fresh) = (SessionKey::new("discord:1"), SessionKey::new("discord:2"));
    assert_eq!(one.load_session(&service(), &old).await.unwrap(), None);
    one.save_session(&service(), &old, &[0, 255, 10], minute(0)).await.unwrap();
    other.save_session(&service(), &old, b"second", minute(1)).await.unwrap();
    one.save_session(&service(), &fresh, b"", minute(9)).await.unwrap();
    assert_eq!(one.load_session(&service(), &old).await.unwrap().as_deref(), Some(&b"second"[..]));
    assert_eq!(other.forget_idle(&service(), minute(5)).await.unwrap(), 1);
    assert_eq!(one.load_session(&service(), &old).await.unwrap(), None);
    assert_eq!(one.load_session(&service(), &fresh).await.unwrap().as_deref(), Some(&b""[..]));
    other.forget_session(&service(), &fresh).await.unwrap();
    other.forget_session(&service(), &fresh).await.unwrap();
    assert_eq!(one.load_session(&service(), &fresh).await.unwrap(), None);
}

pub async fn an_interaction_is_first_once(desks: Desks) {
    for number in 0..100 {
        let (here, id) = (service(), InteractionId::new(format!("i{number}")));
        let (a, b) = tokio::join!(
            desks.one.note_interaction(&here, &id, minute(0)),
            desks.other.note_interaction(&here, &id, minute(0))
        );
        assert!(a.unwrap() != b.unwrap(), "interaction {number}");
    }
    desks.one.forget_idle(&service(), minute(1)).await.unwrap();
    assert!(desks.one.note_interaction(&service(), &InteractionId::new("i0"), minute(2)).await.unwrap());
}

fn unanswered(number: u32, minutes: i64) -> Unanswered {
    let interaction = InteractionId::new(format!("i{number}"));
    Unanswered { interaction, place: format!("place {number}"), at: minute(minutes) }
}

pub async fn what_was_acknowledged_and_not_answered_is_taken_once(desks: Desks) {
    let Desks { one, other } = desks;
    let (ana, ben) = (SessionKey::new("discord:1"), SessionKey::new("discord:2"));
    for (who, number, minutes) in [(&ana, 1, 0), (&ana, 2, 1), (&ana, 3, 5), (&ben, 4, 1), (&ben, 5, 9)] {
        one.acknowledged(&service(), who, &unanswered(number, minutes)).await.unwrap();
    }
    // Said twice is once.
    other.acknowledged(&service(), &ben, &unanswered(4, 1)).await.unwrap();
    other.answered(&service(), &ana, minute(1)).await.unwrap();
    let elsewhere = ServiceId::new("elsewhere");
    assert_eq!(other.take_unanswered(&elsewhere, minute(60)).await.unwrap(), []);
    let here = service();
    let (a, b) = tokio::join!(one.take_unanswered(&here, minute(9)), other.take_unanswered(&here, minute(9)));
    let mut taken = [a.unwrap(), b.unwrap()].concat();
    taken.sort_by_key(|unanswered| unanswered.at);
    assert_eq!(taken, [unanswered(4, 1), unanswered(3, 5)]);
    one.forget_idle(&service(), minute(10)).await.unwrap();
    assert_eq!(other.take_unanswered(&service(), minute(60)).await.unwrap(), []);
}

pub async fn a_card_is_kept_until_it_can_be_cleared(desks: Desks) {
    let Desks { one, other } = desks;
    let it = opened(&*one, 0).await;
    assert_eq!(one.card(&service(), &it).await.unwrap(), None);
    one.keep_card(&service(), &it, "first").await.unwrap();
    other.keep_card(&service(), &it, "second").await.unwrap();
    // However long nothing happens to it.
    one.forget_idle(&service(), minute(1_000_000)).await.unwrap();
    assert_eq!(one.card(&service(), &it).await.unwrap().as_deref(), Some("second"));
    assert_eq!(one.card(&ServiceId::new("elsewhere"), &it).await.unwrap(), None);
    other.forget_card(&service(), &it).await.unwrap();
    assert_eq!(one.card(&service(), &it).await.unwrap(), None);

    one.keep_card(&service(), &it, "third").await.unwrap();
    let alex = adviser("alex");
    one.claim(&service(), &it, &alex, minute(1)).await.unwrap();
    one.reply(&service(), &it, &alex, "Ask for a meeting.", minute(2)).await.unwrap();
    one.close(&service(), &it, &alex, "advised", Keep::all(Days::new(1)), minute(3)).await.unwrap();
    assert_eq!(one.card(&service(), &it).await.unwrap().as_deref(), Some("third"));
    let later = minute(3 * 24 * 60);
    assert_eq!(one.purge(&service(), later).await.unwrap(), std::slice::from_ref(&it));
    // The card itself still stands in the channel: it is told of, and forgotten by whoever clears it.
    let told =
        other.notices(&service(), &NoticeFilter { reference: Some(it.clone()), state: None }).await.unwrap();
    let told: Vec<_> = told.iter().map(|notice| (&notice.to, notice.kind)).collect();
    assert_eq!(told, [(&Recipient::Advisers, NoticeKind::Wiped)]);
    assert_eq!(other.card(&service(), &it).await.unwrap().as_deref(), Some("third"));
    other.forget_card(&service(), &it).await.unwrap();
    assert_eq!(one.card(&service(), &it).await.unwrap(), None);
}

/// Two advisers at two desks, in tasks that run at once, over a thousand enquiries: each is won exactly once.
pub async fn two_advisers_claim_and_one_wins(desks: Desks) {
    const ROUNDS: u32 = 1_000;
    let mut references = Vec::new();
    for number in 0..ROUNDS {
        references.push(opened(&*desks.one, number).await);
    }
    let (mut won_by_alex, mut won_by_beth) = (0, 0);
    for reference in references {
        let start = Arc::new(tokio::sync::Barrier::new(2));
        let claim = |store: &Arc<dyn Store>, name: &str| {
            let (store, start) = (store.clone(), start.clone());
            let (reference, name) = (reference.clone(), adviser(name));
            tokio::spawn(async move {
                start.wait().await;
                store.claim(&service(), &reference, &name, minute(2_000)).await
            })
        };
        let (alex, beth) = (claim(&desks.one, "alex"), claim(&desks.other, "beth"));
        let (winner, loser_told) = match (alex.await.unwrap(), beth.await.unwrap()) {
            (Ok(Status::Claimed), Err(told)) => {
                won_by_alex += 1;
                ("alex", told)
            }
            (Err(told), Ok(Status::Claimed)) => {
                won_by_beth += 1;
                ("beth", told)
            }
            both => panic!("{reference}: {both:?}"),
        };
        let StoreError::AlreadyClaimed { by, .. } = loser_told else { panic!("{loser_told:?}") };
        assert_eq!(by.as_str(), winner);
    }
    assert_eq!(won_by_alex + won_by_beth, ROUNDS);
    let mine = QueueFilter::open().of(&adviser("alex"));
    assert_eq!(desks.other.queue(&service(), &mine).await.unwrap().len(), won_by_alex as usize);
}

/// Many at once, from both desks: none is lost, none is there twice.
pub async fn many_enquiries_at_once_are_all_kept(desks: Desks) {
    let mut sent = tokio::task::JoinSet::new();
    for number in 0..200 {
        let store = if number % 2 == 0 { desks.one.clone() } else { desks.other.clone() };
        sent.spawn(async move { store.open(&draft(number), &reference(number), minute(0)).await });
    }
    while let Some(opened) = sent.join_next().await {
        assert!(!opened.unwrap().unwrap().already);
    }
    let mut kept = desks.one.queue(&service(), &QueueFilter::open()).await.unwrap();
    kept.dedup_by(|a, b| a.reference == b.reference);
    assert_eq!(kept.len(), 200);
}
