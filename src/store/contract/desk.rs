//! What every store promises of the desk: the trail, the roster, the clock, and what is a family's own.

use chrono::Days;
use signpost::enquiry::life::{Change, Keep, Piece};
use signpost::enquiry::{Adviser, Author, Contact, Draft, Reference, Role, ServiceId, Status, Urgency};
use signpost::library::TopicId;
use signpost::store::{FlagName, QueueFilter, Store, StoreError, Sweep};

use super::{Desks, adviser, draft, minute, opened, reference, service};

async fn check_trail(store: &dyn Store, lines: u64) {
    let check = store.verify_trail(&service()).await.unwrap();
    assert_eq!((check.head.lines, check.broken_at), (lines, None));
}

pub async fn the_trail_is_one_chain_for_each_service(desks: Desks) {
    let Desks { one, other } = desks;
    check_trail(&*one, 0).await;
    let it = opened(&*one, 0).await;
    one.claim(&service(), &it, &adviser("alex"), minute(1)).await.unwrap();
    other.show(&service(), &it, &adviser("beth"), minute(2)).await.unwrap();
    let elsewhere = ServiceId::new("elsewhere");
    one.open(&Draft { service: elsewhere.clone(), ..draft(1) }, &reference(1), minute(3)).await.unwrap();
    other.set_flag(&service(), &FlagName::new("off"), Some("yes"), "olga", minute(4)).await.unwrap();
    check_trail(&*other, 4).await;
    assert_eq!(one.verify_trail(&elsewhere).await.unwrap().head.lines, 1);

    let trail = one.trail(&service(), 0, 100).await.unwrap();
    let said: Vec<String> =
        trail.iter().map(|line| format!("{} {} {}", line.line, line.event.by, line.event.what)).collect();
    assert_eq!(said, ["1 family opened", "2 alex claimed", "3 beth viewed", "4 olga flag off is yes"]);
    assert_eq!((trail[0].reference.as_ref(), trail[3].reference.as_ref()), (Some(&it), None));
    assert_eq!(one.trail(&service(), 1, 2).await.unwrap(), trail[1..3]);
}

pub async fn the_trail_stays_whole_when_many_write_at_once(desks: Desks) {
    let mut at_work = tokio::task::JoinSet::new();
    for number in 0..60 {
        let store = if number % 2 == 0 { desks.one.clone() } else { desks.other.clone() };
        at_work.spawn(async move {
            let it = opened(&*store, number).await;
            store.claim(&service(), &it, &adviser("alex"), minute(100)).await.unwrap();
            store.show(&service(), &it, &adviser("beth"), minute(101)).await.unwrap();
        });
    }
    at_work.join_all().await;
    check_trail(&*desks.other, 180).await;
}

async fn has(store: &dyn Store, name: &str, role: Role, is_active: bool) {
    let adviser = Adviser { name: adviser(name), role, discord: None, is_active };
    store.set_adviser(&service(), &adviser, "olga", minute(0)).await.unwrap();
}

pub async fn whoever_is_not_on_the_roster_is_refused(desks: Desks) {
    let Desks { one, other } = desks;
    let it = opened(&*one, 0).await;
    one.show(&service(), &it, &adviser("anybody"), minute(1)).await.unwrap();
    has(&*one, "alex", Role::Adviser, true).await;
    has(&*one, "olga", Role::Operator, true).await;
    has(&*one, "gone", Role::Lead, true).await;
    has(&*other, "gone", Role::Lead, false).await;
    let roster = other.advisers(&service()).await.unwrap();
    let names: Vec<_> = roster.iter().map(|a| (a.name.as_str(), a.role, a.is_active)).collect();
    let expected =
        [("alex", Role::Adviser, true), ("gone", Role::Lead, false), ("olga", Role::Operator, true)];
    assert_eq!(names, expected);

    for stranger in ["anybody", "gone", "olga", "signpost-to-be"] {
        let shown = other.show(&service(), &it, &adviser(stranger), minute(2)).await;
        assert!(matches!(shown, Err(StoreError::NotAllowed { .. })), "{stranger}: {shown:?}");
        let claimed = other.claim(&service(), &it, &adviser(stranger), minute(2)).await;
        assert!(matches!(claimed, Err(StoreError::NotAllowed { .. })), "{stranger}: {claimed:?}");
    }
    one.claim(&service(), &it, &adviser("alex"), minute(3)).await.unwrap();
    // The family and Signpost itself are on no roster.
    one.add_family_message(&service(), &it, "One more thing", minute(4)).await.unwrap();
    assert_eq!(one.sweep(&service(), &Sweep::Neglected { since: minute(9) }, minute(9)).await.unwrap(), [it]);
    // A roster of one service says nothing about another.
    let elsewhere = ServiceId::new("elsewhere");
    one.open(&Draft { service: elsewhere.clone(), ..draft(1) }, &reference(1), minute(5)).await.unwrap();
    other.show(&elsewhere, &reference(1), &adviser("anybody"), minute(6)).await.unwrap();
}

/// A reply by tess, who is a trainee; alex is an adviser.
async fn proposed(store: &dyn Store, number: u32) -> Reference {
    has(store, "tess", Role::Trainee, true).await;
    has(store, "toby", Role::Trainee, true).await;
    has(store, "alex", Role::Adviser, true).await;
    let it = opened(store, number).await;
    store.claim(&service(), &it, &adviser("tess"), minute(1)).await.unwrap();
    let status = store.reply(&service(), &it, &adviser("tess"), "You have rights.", minute(2)).await.unwrap();
    assert_eq!(status, Status::Claimed);
    it
}

pub async fn a_trainees_reply_waits_until_another_has_read_it(desks: Desks) {
    let Desks { one, other } = desks;
    let it = proposed(&*one, 0).await;
    let seen = other.family_view(&service(), &it).await.unwrap();
    assert!(seen.messages.is_empty());
    let line = &other.queue(&service(), &QueueFilter::open()).await.unwrap()[0];
    assert_eq!((line.to_check.as_ref(), line.reply_due), (Some(&adviser("tess")), Some(minute(480))));
    let whole = other.show(&service(), &it, &adviser("alex"), minute(3)).await.unwrap();
    assert_eq!(whole.proposed.unwrap().text, "You have rights.");

    let approve = |name| Change::Approve { by: adviser(name), read: Some(minute(2)) };
    for trainee in ["tess", "toby"] {
        let refused = other.change(&service(), &it, approve(trainee), minute(4)).await;
        assert!(matches!(refused, Err(StoreError::NotAllowed { .. })), "{refused:?}");
    }
    assert_eq!(other.change(&service(), &it, approve("alex"), minute(5)).await.unwrap(), Status::Answered);
    let seen = one.family_view(&service(), &it).await.unwrap();
    assert_eq!(seen.messages.len(), 1);
    assert_eq!(seen.messages[0].author, Author::Adviser(adviser("tess")));
    assert_eq!((seen.messages[0].text.as_str(), seen.messages[0].at), ("You have rights.", minute(5)));
    let after = one.show(&service(), &it, &adviser("alex"), minute(6)).await.unwrap();
    assert!(after.notes.is_empty());
    let trail: Vec<String> = after.events.iter().map(|e| format!("{} {}", e.by, e.what)).collect();
    assert_eq!(trail[2..], ["tess proposed", "alex viewed", "alex approved", "alex viewed"]);
}

pub async fn a_reply_written_after_the_one_that_was_read_is_not_sent(desks: Desks) {
    let Desks { one, other } = desks;
    let it = proposed(&*one, 0).await;
    let read = other.show(&service(), &it, &adviser("alex"), minute(3)).await.unwrap().proposed.unwrap().at;
    one.reply(&service(), &it, &adviser("tess"), "You have other rights.", minute(4)).await.unwrap();
    let approve = |read| Change::Approve { by: adviser("alex"), read: Some(read) };
    let text = "Name the law.".to_owned();
    let back = Change::SendBack { by: adviser("alex"), text, read: Some(read) };
    for change in [approve(read), back] {
        let refused = other.change(&service(), &it, change, minute(5)).await;
        assert!(matches!(refused, Err(StoreError::NotDue)), "{refused:?}");
    }
    assert!(one.family_view(&service(), &it).await.unwrap().messages.is_empty());
    let read = other.show(&service(), &it, &adviser("alex"), minute(6)).await.unwrap().proposed.unwrap().at;
    other.change(&service(), &it, approve(read), minute(7)).await.unwrap();
    let seen = one.family_view(&service(), &it).await.unwrap();
    assert_eq!(seen.messages.len(), 1);
    assert_eq!(seen.messages[0].text, "You have other rights.");
}

pub async fn a_reply_sent_back_is_seen_by_advisers_alone(desks: Desks) {
    let Desks { one, other } = desks;
    let it = proposed(&*one, 0).await;
    let back =
        Change::SendBack { by: adviser("alex"), text: "Name the law.".to_owned(), read: Some(minute(2)) };
    assert_eq!(other.change(&service(), &it, back, minute(4)).await.unwrap(), Status::Claimed);
    assert!(one.family_view(&service(), &it).await.unwrap().messages.is_empty());
    let after = one.show(&service(), &it, &adviser("alex"), minute(5)).await.unwrap();
    let notes: Vec<_> = after.notes.iter().map(|n| (n.by.as_str(), n.text.as_str())).collect();
    assert_eq!(notes, [("tess", "You have rights."), ("alex", "Name the law.")]);
    assert_eq!(after.proposed, None);
}

pub async fn the_clock_is_kept(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened(&*one, 0).await;
    let due = async |store: &dyn Store| {
        let all = store.queue(&service, &QueueFilter::every_status()).await.unwrap();
        all[0].reply_due
    };
    assert_eq!(due(&*other).await, Some(minute(480)));
    one.claim(&service, &it, &alex, minute(1)).await.unwrap();
    one.ask_family(&service, &it, &alex, "Which year?", minute(2)).await.unwrap();
    assert_eq!(due(&*other).await, None);
    let wrote = |due| Change::FamilyWrites { text: "Year 3".to_owned(), reply_due: Some(minute(due)) };
    other.change(&service, &it, wrote(700), minute(3)).await.unwrap();
    other.change(&service, &it, wrote(800), minute(4)).await.unwrap();
    assert_eq!(due(&*one).await, Some(minute(700)));
    one.reply(&service, &it, &alex, "Ask for a meeting.", minute(5)).await.unwrap();
    let kept = other.show(&service, &it, &alex, minute(6)).await.unwrap();
    assert_eq!((kept.reply_due, kept.first_answered_at), (None, Some(minute(2))));
}

pub async fn what_sleeps_wakes_on_time(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened(&*one, 0).await;
    one.claim(&service, &it, &alex, minute(1)).await.unwrap();
    let snooze = Change::Snooze { by: alex.clone(), until: minute(100) };
    one.change(&service, &it, snooze, minute(2)).await.unwrap();
    assert!(
        other.sweep(&service, &Sweep::Neglected { since: minute(50) }, minute(50)).await.unwrap().is_empty()
    );
    assert!(other.sweep(&service, &Sweep::Asleep, minute(99)).await.unwrap().is_empty());
    assert_eq!(
        other.queue(&service, &QueueFilter::open()).await.unwrap()[0].snoozed_until,
        Some(minute(100))
    );
    assert_eq!(other.sweep(&service, &Sweep::Asleep, minute(100)).await.unwrap(), std::slice::from_ref(&it));
    assert!(one.sweep(&service, &Sweep::Asleep, minute(101)).await.unwrap().is_empty());
    let woken = one.show(&service, &it, &alex, minute(102)).await.unwrap();
    assert_eq!((woken.snoozed_until, woken.worked_at), (None, Some(minute(100))));
}

pub async fn what_sleeps_is_woken_early_by_whoever_has_it(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened(&*one, 0).await;
    let wake = |by: &str| Change::WakeEarly { by: adviser(by) };
    one.claim(&service, &it, &alex, minute(1)).await.unwrap();
    let refused = other.change(&service, &it, wake("alex"), minute(2)).await;
    assert!(matches!(refused, Err(StoreError::NotDue)), "it is awake: {refused:?}");
    let snooze = Change::Snooze { by: alex.clone(), until: minute(100) };
    one.change(&service, &it, snooze, minute(3)).await.unwrap();
    let refused = other.change(&service, &it, wake("beth"), minute(4)).await;
    assert!(matches!(refused, Err(StoreError::NotYours { .. })), "{refused:?}");
    one.change(&service, &it, wake("alex"), minute(5)).await.unwrap();
    assert!(other.sweep(&service, &Sweep::Asleep, minute(100)).await.unwrap().is_empty());
    let woken = one.show(&service, &it, &alex, minute(101)).await.unwrap();
    assert_eq!((woken.snoozed_until, woken.worked_at), (None, Some(minute(5))));
    assert!(woken.events.iter().any(|event| event.by == "alex" && event.what == "woken"));
    // What nobody has may be woken by anybody.
    one.reply(&service, &it, &alex, "Ask for a meeting.", minute(102)).await.unwrap();
    let snooze = Change::Snooze { by: alex, until: minute(900) };
    one.change(&service, &it, snooze, minute(103)).await.unwrap();
    other.change(&service, &it, wake("beth"), minute(104)).await.unwrap();
}

pub async fn silence_is_warned_before_it_closes(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened(&*one, 0).await;
    opened(&*one, 1).await;
    one.claim(&service, &it, &alex, minute(1)).await.unwrap();
    one.reply(&service, &it, &alex, "Ask for a meeting.", minute(2)).await.unwrap();
    let quiet = |since| Sweep::Quiet { since: minute(since) };
    let keep = Keep::all(Days::new(180));
    let warned = |by| Sweep::Warned { by: minute(by), outcome: "no-answer".to_owned(), keep };
    assert!(other.sweep(&service, &warned(50), minute(50)).await.unwrap().is_empty());
    assert!(other.sweep(&service, &quiet(1), minute(50)).await.unwrap().is_empty());
    assert_eq!(other.sweep(&service, &quiet(2), minute(50)).await.unwrap(), std::slice::from_ref(&it));
    assert!(one.sweep(&service, &quiet(2), minute(51)).await.unwrap().is_empty());
    assert!(one.sweep(&service, &warned(49), minute(52)).await.unwrap().is_empty());
    assert_eq!(one.sweep(&service, &warned(50), minute(60)).await.unwrap(), std::slice::from_ref(&it));
    let closed = other.show(&service, &it, &alex, minute(61)).await.unwrap();
    assert_eq!((closed.status, closed.outcome.as_deref()), (Status::Closed, Some("no-answer")));
    assert_eq!(closed.purge_on, Some("2027-05-23".parse().unwrap()));
    one.add_family_message(&service, &it, "One more thing", minute(70)).await.unwrap();
    let reopened = other.show(&service, &it, &alex, minute(71)).await.unwrap();
    assert_eq!((reopened.status, reopened.warned_at), (Status::Reopened, None));
}

/// Answered, or waiting for the family: what an adviser looks at again on a day of its own is not closed before.
pub async fn what_sleeps_is_neither_warned_nor_closed(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let keep = Keep::all(Days::new(180));
    let quiet = Sweep::Quiet { since: minute(20) };
    let warned = Sweep::Warned { by: minute(40), outcome: "no-answer".to_owned(), keep };
    let snooze = Change::Snooze { by: alex.clone(), until: minute(100) };
    let (answered, asked, late) = (opened(&*one, 0).await, opened(&*one, 1).await, opened(&*one, 2).await);
    for it in [&answered, &asked, &late] {
        one.claim(&service, it, &alex, minute(10)).await.unwrap();
    }
    one.ask_family(&service, &asked, &alex, "Which year?", minute(11)).await.unwrap();
    for it in [&answered, &late] {
        one.reply(&service, it, &alex, "The tribunal sits on the day.", minute(11)).await.unwrap();
    }
    for it in [&answered, &asked] {
        one.change(&service, it, snooze.clone(), minute(12)).await.unwrap();
    }
    assert_eq!(other.sweep(&service, &quiet, minute(30)).await.unwrap(), std::slice::from_ref(&late));
    // Warned already when the adviser puts it off.
    one.change(&service, &late, snooze, minute(31)).await.unwrap();
    assert!(other.sweep(&service, &warned, minute(50)).await.unwrap().is_empty());
    for it in [&answered, &asked, &late] {
        for change in [quiet.change(), warned.change()] {
            let refused = other.change(&service, it, change, minute(50)).await;
            assert!(matches!(refused, Err(StoreError::NotDue)), "{refused:?}");
        }
        let kept = one.show(&service, it, &alex, minute(51)).await.unwrap();
        assert_eq!(kept.snoozed_until, Some(minute(100)));
    }
    // Silence counts from the waking on, and the family is warned before anything is closed.
    assert_eq!(other.sweep(&service, &Sweep::Asleep, minute(100)).await.unwrap().len(), 3);
    let warned = |by| Sweep::Warned { by: minute(by), outcome: "no-answer".to_owned(), keep };
    assert!(other.sweep(&service, &warned(100), minute(100)).await.unwrap().is_empty());
    assert!(
        other.sweep(&service, &Sweep::Quiet { since: minute(99) }, minute(120)).await.unwrap().is_empty()
    );
    let quiet = Sweep::Quiet { since: minute(100) };
    assert_eq!(other.sweep(&service, &quiet, minute(120)).await.unwrap().len(), 3);
    assert_eq!(other.sweep(&service, &warned(120), minute(130)).await.unwrap().len(), 3);
}

pub async fn words_of_danger_are_kept_for_their_own_time(desks: Desks) {
    let (service, alex) = (service(), adviser("alex"));
    let keep = Keep { ordinary: Days::new(10), safeguarding: Days::new(1_000) };
    for (number, urgency) in [(1, Urgency::Routine), (2, Urgency::Safeguarding)] {
        let draft = Draft { urgency, ..draft(number) };
        let it = desks.one.open(&draft, &reference(number), minute(0)).await.unwrap().reference;
        desks.one.claim(&service, &it, &alex, minute(1)).await.unwrap();
        desks.one.reply(&service, &it, &alex, "Ask for a meeting.", minute(2)).await.unwrap();
        desks.one.close(&service, &it, &alex, "advised", keep, minute(3)).await.unwrap();
    }
    let after = |days: i64| minute(60 * 24 * days);
    assert_eq!(desks.other.purge(&service, after(10)).await.unwrap(), [reference(1)]);
    assert!(desks.other.purge(&service, after(999)).await.unwrap().is_empty());
    assert_eq!(desks.other.purge(&service, after(1_000)).await.unwrap(), [reference(2)]);
}

pub async fn the_family_forgets_what_is_its_own(desks: Desks) {
    for (number, withdrawn_before) in [(1, false), (2, true)] {
        let it = opened(&*desks.one, number).await;
        if withdrawn_before {
            desks.one.withdraw(&service(), &it, Author::Family, minute(10)).await.unwrap();
        }
        desks.other.change(&service(), &it, Change::Forget, minute(20)).await.unwrap();
        let left = desks.one.show(&service(), &it, &adviser("alex"), minute(21)).await.unwrap();
        assert_eq!((left.status, left.question.as_str()), (Status::Withdrawn, ""));
        assert_eq!((left.contact, left.consent.wording.as_str()), (Contact::ReferenceOnly, ""));
        assert_eq!((left.reference.clone(), left.opened_at), (it, minute(i64::from(number))));
        // Nothing ties it to the words any longer: the same question asked again is a new one.
        let again = desks.other.open(&draft(number), &reference(50 + number), minute(30)).await.unwrap();
        assert!(!again.already);
    }
}

pub async fn one_message_is_wiped_and_no_other(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened(&*one, 0).await;
    one.add_family_message(&service, &it, "first", minute(1)).await.unwrap();
    one.claim(&service, &it, &alex, minute(2)).await.unwrap();
    one.ask_family(&service, &it, &alex, "second", minute(3)).await.unwrap();
    one.note(&service, &it, &alex, "a note", minute(4)).await.unwrap();
    let wipe = |by: &Author, piece| Change::Wipe { by: by.clone(), piece };
    let by_adviser = Author::Adviser(alex.clone());
    for piece in [Piece::Message(0), Piece::Message(2), Piece::Message(3), Piece::Note(1)] {
        let refused = other.change(&service, &it, wipe(&Author::Family, piece), minute(5)).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{piece:?}: {refused:?}");
    }
    let words = async || {
        let whole = other.show(&service, &it, &alex, minute(9)).await.unwrap();
        let messages = whole.messages.into_iter().map(|message| message.text);
        messages.chain(whole.notes.into_iter().map(|note| note.text)).collect::<Vec<_>>()
    };
    assert_eq!(words().await, ["first", "second", "a note"]);
    one.change(&service, &it, wipe(&Author::Family, Piece::Message(1)), minute(6)).await.unwrap();
    assert_eq!(words().await, ["", "second", "a note"]);
    one.change(&service, &it, wipe(&by_adviser, Piece::Note(1)), minute(7)).await.unwrap();
    one.change(&service, &it, wipe(&by_adviser, Piece::Message(2)), minute(8)).await.unwrap();
    assert_eq!(words().await, ["", "", ""]);
}

pub async fn a_flag_is_set_and_taken_away(desks: Desks) {
    let name = FlagName::new("off");
    assert_eq!(desks.one.flag(&service(), &name).await.unwrap(), None);
    for (value, at) in [("yes", 1), ("until Monday", 2)] {
        desks.one.set_flag(&service(), &name, Some(value), "olga", minute(at)).await.unwrap();
        let flag = desks.other.flag(&service(), &name).await.unwrap().unwrap();
        assert_eq!((flag.value.as_str(), flag.by.as_str(), flag.at), (value, "olga", minute(at)));
    }
    assert_eq!(desks.one.flag(&ServiceId::new("elsewhere"), &name).await.unwrap(), None);
    desks.other.set_flag(&service(), &name, None, "olga", minute(3)).await.unwrap();
    assert_eq!(desks.one.flag(&service(), &name).await.unwrap(), None);
    check_trail(&*desks.one, 3).await;
}

pub async fn a_list_about_one_topic(desks: Desks) {
    opened(&*desks.one, 1).await;
    let about = TopicId::new("transport");
    let draft = Draft { topics: vec![about.clone(), TopicId::new("sen-support")], ..draft(2) };
    desks.one.open(&draft, &reference(2), minute(0)).await.unwrap();
    for (topic, expected) in [(about, vec![reference(2)]), (TopicId::new("elsewhere"), vec![])] {
        for filter in [QueueFilter::open(), QueueFilter::every_status()] {
            let lines = desks.other.queue(&service(), &filter.about(topic.clone())).await.unwrap();
            let found: Vec<Reference> = lines.into_iter().map(|line| line.reference).collect();
            assert_eq!(found, expected);
        }
    }
}
