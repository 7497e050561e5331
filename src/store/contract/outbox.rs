//! What every store promises of notices.

use std::collections::BTreeSet;

use signpost::enquiry::life::Change;
use signpost::enquiry::notice::{Notice, NoticeId, NoticeKind, NoticeState, Recipient, Reminder};
use signpost::enquiry::{Author, Contact, Draft, Status, Urgency};
use signpost::store::{Lease, NoticeEnd, NoticeFilter, QueueFilter, Store, Sweep};

use super::{Desks, adviser, draft, minute, opened, reference, service};

const DISCORD: &str = "80351110224678912";

/// An enquiry whose family can be written to.
async fn opened_on_discord(store: &dyn Store, number: u32) -> signpost::enquiry::Reference {
    let draft = Draft { contact: Contact::Discord(DISCORD.to_owned()), ..draft(number) };
    store.open(&draft, &reference(number), minute(0)).await.unwrap().reference
}

async fn all(store: &dyn Store) -> Vec<Notice> {
    store.notices(&service(), &NoticeFilter::default()).await.unwrap()
}

/// Everything due is delivered; says in short what it was, in no order.
async fn delivered(store: &dyn Store, now: i64) -> Vec<String> {
    let lease = Lease::new("worker");
    let taken = store.take_notices(&service(), &lease, 100, minute(now + 1), minute(now)).await.unwrap();
    let mut told = Vec::new();
    for notice in taken {
        let to = match &notice.to {
            Recipient::Family(contact) => {
                assert_eq!(*contact, Contact::Discord(DISCORD.to_owned()));
                "family"
            }
            Recipient::Advisers => "advisers",
            Recipient::DutyRole => "duty",
            Recipient::Adviser(name) => name.as_str(),
        };
        told.push(format!("{to}:{}", notice.kind.as_str()));
        let end = NoticeEnd::Sent;
        assert!(store.settle_notice(&service(), &lease, &notice.id, end, minute(now)).await.unwrap());
    }
    told.sort();
    told
}

pub async fn every_change_of_status_is_told_with_it(desks: Desks) {
    let Desks { one, other } = desks;
    let (service, alex) = (service(), adviser("alex"));
    let it = opened_on_discord(&*one, 1).await;
    assert_eq!(delivered(&*other, 1).await, ["advisers:opened"]);
    one.claim(&service, &it, &alex, minute(2)).await.unwrap();
    assert_eq!(delivered(&*other, 3).await, ["advisers:claimed"]);
    one.release(&service, &it, &alex, minute(4)).await.unwrap();
    assert_eq!(delivered(&*other, 5).await, ["advisers:released"]);
    one.claim(&service, &it, &alex, minute(6)).await.unwrap();
    one.sweep(&service, &Sweep::Neglected { since: minute(6) }, minute(7)).await.unwrap();
    let told = delivered(&*other, 8).await;
    assert_eq!(told, ["advisers:claimed", "advisers:returned", "alex:claim-neglected"]);
    one.claim(&service, &it, &alex, minute(9)).await.unwrap();
    one.ask_family(&service, &it, &alex, "Which year?", minute(10)).await.unwrap();
    assert_eq!(delivered(&*other, 11).await, ["advisers:asked", "advisers:claimed", "family:asked"]);
    one.add_family_message(&service, &it, "Year 3", minute(12)).await.unwrap();
    assert_eq!(delivered(&*other, 13).await, ["advisers:family-wrote", "alex:family-wrote"]);
    one.reply(&service, &it, &alex, "Ask for a meeting.", minute(14)).await.unwrap();
    assert_eq!(delivered(&*other, 15).await, ["advisers:answered", "family:answered"]);
    let keep = signpost::enquiry::life::Keep::all(chrono::Days::new(180));
    one.close(&service, &it, &alex, "advised", keep, minute(16)).await.unwrap();
    assert_eq!(delivered(&*other, 17).await, ["advisers:closed", "family:closed"]);
    one.reopen(&service, &it, &alex, minute(18)).await.unwrap();
    assert_eq!(delivered(&*other, 19).await, ["advisers:reopened", "family:reopened"]);
    one.withdraw(&service, &it, Author::Family, minute(20)).await.unwrap();
    assert_eq!(delivered(&*other, 21).await, ["advisers:withdrawn"]);

    let danger = Draft { urgency: Urgency::Safeguarding, ..draft(2) };
    one.open(&danger, &reference(2), minute(22)).await.unwrap();
    assert_eq!(delivered(&*other, 23).await, ["advisers:opened", "duty:opened"]);
    let ids: BTreeSet<NoticeId> = all(&*other).await.into_iter().map(|notice| notice.id).collect();
    assert_eq!(ids.len(), all(&*other).await.len());
}

pub async fn what_is_refused_tells_nobody(desks: Desks) {
    let it = opened(&*desks.one, 1).await;
    desks.one.claim(&service(), &it, &adviser("alex"), minute(2)).await.unwrap();
    let before = all(&*desks.other).await;
    assert!(desks.one.claim(&service(), &it, &adviser("beth"), minute(3)).await.is_err());
    assert!(desks.one.reply(&service(), &it, &adviser("beth"), "Hello", minute(3)).await.is_err());
    assert!(desks.one.open(&draft(1), &reference(2), minute(3)).await.unwrap().already);
    assert_eq!(all(&*desks.other).await, before);
}

pub async fn a_notice_is_with_one_worker_at_a_time(desks: Desks) {
    let Desks { one, other } = desks;
    opened(&*one, 0).await;
    let (a, b) = (Lease::new("a"), Lease::new("b"));
    let taken = one.take_notices(&service(), &a, 10, minute(5), minute(1)).await.unwrap();
    assert_eq!((taken.len(), taken[0].attempts, taken[0].may_have_arrived), (1, 1, false));
    assert!(other.take_notices(&service(), &b, 10, minute(5), minute(4)).await.unwrap().is_empty());
    let not_its = other.settle_notice(&service(), &b, &taken[0].id, NoticeEnd::Sent, minute(2)).await;
    assert!(!not_its.unwrap());
    let again = NoticeEnd::TryAgain { at: minute(3) };
    assert!(one.settle_notice(&service(), &a, &taken[0].id, again, minute(2)).await.unwrap());
    assert!(!one.settle_notice(&service(), &a, &taken[0].id, again, minute(2)).await.unwrap());
    assert!(other.take_notices(&service(), &b, 10, minute(9), minute(2)).await.unwrap().is_empty());
    let taken = other.take_notices(&service(), &b, 10, minute(9), minute(3)).await.unwrap();
    assert_eq!((taken.len(), taken[0].attempts, taken[0].may_have_arrived), (1, 2, false));
    let elsewhere = signpost::enquiry::ServiceId::new("elsewhere");
    assert!(one.take_notices(&elsewhere, &a, 10, minute(99), minute(50)).await.unwrap().is_empty());
}

pub async fn a_notice_nobody_settled_comes_back_and_says_so(desks: Desks) {
    opened(&*desks.one, 0).await;
    let (a, b) = (Lease::new("a"), Lease::new("b"));
    let lost = desks.one.take_notices(&service(), &a, 10, minute(5), minute(1)).await.unwrap();
    let found = desks.other.take_notices(&service(), &b, 10, minute(10), minute(5)).await.unwrap();
    assert_eq!(found[0].id, lost[0].id);
    assert_eq!((found[0].attempts, found[0].may_have_arrived), (2, true));
    assert_eq!((lost[0].begun_at, found[0].begun_at), (Some(minute(1)), Some(minute(1))));
    let late = desks.one.settle_notice(&service(), &a, &lost[0].id, NoticeEnd::Sent, minute(6)).await;
    assert!(!late.unwrap());
}

pub async fn a_notice_ends_as_was_said(desks: Desks) {
    let ends = [
        (NoticeEnd::Sent, NoticeState::Sent, 1, false),
        (NoticeEnd::Waits, NoticeState::Waits, 1, false),
        (NoticeEnd::Dead, NoticeState::Dead, 1, false),
        (NoticeEnd::TryAgain { at: minute(60) }, NoticeState::Due, 1, false),
        (NoticeEnd::NotYet { at: minute(60) }, NoticeState::Due, 0, false),
        (NoticeEnd::Unknown { at: minute(60) }, NoticeState::Due, 1, true),
    ];
    for (number, (end, state, attempts, may_have_arrived)) in ends.into_iter().enumerate() {
        let it = opened(&*desks.one, number as u32).await;
        let lease = Lease::new("worker");
        let taken = desks.one.take_notices(&service(), &lease, 1, minute(30), minute(20)).await.unwrap();
        assert_eq!(taken[0].reference.as_ref(), Some(&it));
        desks.other.settle_notice(&service(), &lease, &taken[0].id, end, minute(21)).await.unwrap();
        let wanted = NoticeFilter { state: Some(state), reference: Some(it) };
        let kept = desks.one.notices(&service(), &wanted).await.unwrap();
        assert_eq!(kept.len(), 1, "{end:?}");
        assert_eq!((kept[0].attempts, kept[0].may_have_arrived), (attempts, may_have_arrived));
        // What surely sent nothing does not count as begun.
        assert_eq!(kept[0].begun_at, may_have_arrived.then(|| minute(20)));
    }
    desks.one.forget_idle(&service(), minute(22)).await.unwrap();
    let left = all(&*desks.other).await;
    assert!(left.iter().all(|notice| notice.state != NoticeState::Sent));
    assert_eq!(left.len(), 5);
}

pub async fn a_dead_notice_shows_on_the_queue_until_it_is_tried_again(desks: Desks) {
    let it = opened(&*desks.one, 0).await;
    opened(&*desks.one, 1).await;
    let lease = Lease::new("worker");
    let taken = desks.one.take_notices(&service(), &lease, 1, minute(3), minute(1)).await.unwrap();
    desks.one.settle_notice(&service(), &lease, &taken[0].id, NoticeEnd::Dead, minute(2)).await.unwrap();
    let undelivered = async || -> Vec<_> {
        let queue = desks.other.queue(&service(), &QueueFilter::open()).await.unwrap();
        queue.into_iter().filter(|line| line.is_undelivered).map(|line| line.reference).collect()
    };
    assert_eq!(undelivered().await, [it]);
    assert_eq!(desks.other.retry_dead(&service(), false, minute(9)).await.unwrap(), 1);
    assert!(undelivered().await.is_empty());
    let again = desks.one.take_notices(&service(), &lease, 1, minute(11), minute(10)).await.unwrap();
    assert_eq!((again.len(), again[0].attempts, again[0].may_have_arrived), (1, 1, false));
    assert!(!again[0].may_come_twice);
}

pub async fn what_may_have_arrived_is_sent_again_by_whoever_knows_so_and_says_that_it_may_come_twice(
    desks: Desks,
) {
    opened(&*desks.one, 0).await;
    let take = async |from: i64| {
        let lease = Lease::new("worker");
        let taken =
            desks.one.take_notices(&service(), &lease, 1, minute(from + 2), minute(from)).await.unwrap();
        (lease, taken.into_iter().next().expect("it is due"))
    };
    let settle = async |(lease, notice): &(Lease, Notice), end, at: i64| {
        desks.other.settle_notice(&service(), lease, &notice.id, end, minute(at)).await.unwrap();
    };
    settle(&take(1).await, NoticeEnd::Unknown { at: minute(5) }, 2).await;
    settle(&take(5).await, NoticeEnd::Dead, 6).await;
    let dead = NoticeFilter { state: Some(NoticeState::Dead), reference: None };
    let kept = desks.one.notices(&service(), &dead).await.unwrap();
    assert!(kept[0].may_have_arrived && !kept[0].may_come_twice, "{kept:?}");
    assert_eq!(desks.other.retry_dead(&service(), false, minute(9)).await.unwrap(), 0, "nobody has said so");
    assert_eq!(desks.other.retry_dead(&service(), true, minute(9)).await.unwrap(), 1);

    // Decided: this send is a new one, and what came before it is not forgotten.
    let again = take(10).await;
    let is = |notice: &Notice| (notice.may_have_arrived, notice.may_come_twice, notice.begun_at);
    assert_eq!(is(&again.1), (false, true, Some(minute(10))));
    settle(&again, NoticeEnd::TryAgain { at: minute(20) }, 11).await;
    let later = take(20).await;
    assert_eq!(is(&later.1), (false, true, Some(minute(20))), "what surely sent nothing did not begin");
    settle(&later, NoticeEnd::Unknown { at: minute(30) }, 21).await;
    let in_doubt = take(30).await;
    assert_eq!(is(&in_doubt.1), (true, true, Some(minute(20))));
    // Whoever had it is gone with it.
    assert_eq!(is(&take(40).await.1), (true, true, Some(minute(20))));
}

pub async fn what_was_erased_is_never_brought(desks: Desks) {
    let (service, alex) = (service(), adviser("alex"));
    for (number, change) in [(1, Change::Withdraw { by: Author::Family }), (2, Change::Forget)] {
        let it = opened_on_discord(&*desks.one, number).await;
        desks.one.claim(&service, &it, &alex, minute(1)).await.unwrap();
        desks.one.reply(&service, &it, &alex, "Ask for a meeting.", minute(2)).await.unwrap();
        desks.other.change(&service, &it, change, minute(3)).await.unwrap();
        let told = delivered(&*desks.one, 4).await;
        assert!(!told.iter().any(|told| told.starts_with("family")), "{told:?}");
        assert!(told.contains(&"advisers:withdrawn".to_owned()));
    }
}

pub async fn a_reminder_is_kept_once_until_its_time(desks: Desks) {
    let to = Recipient::Family(Contact::Discord(DISCORD.to_owned()));
    let reminder = |number: &str| Reminder {
        id: NoticeId::of(&["reminder", number]),
        service: service(),
        reference: None,
        to: to.clone(),
        day: Some("2026-12-01".parse().unwrap()),
        due_at: minute(60),
    };
    assert!(desks.one.remind(&reminder("1"), minute(0)).await.unwrap());
    assert!(!desks.other.remind(&reminder("1"), minute(1)).await.unwrap());
    assert!(desks.one.remind(&reminder("2"), minute(0)).await.unwrap());
    assert!(desks.other.take_back(&service(), &reminder("2").id).await.unwrap());
    assert!(!desks.other.take_back(&service(), &reminder("2").id).await.unwrap());
    let lease = Lease::new("worker");
    assert!(desks.one.take_notices(&service(), &lease, 9, minute(70), minute(59)).await.unwrap().is_empty());
    let due = desks.other.take_notices(&service(), &lease, 9, minute(70), minute(60)).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].kind, &due[0].to, due[0].day), (NoticeKind::DateNear, &to, reminder("1").day));
}

/// Four workers at two desks, each again and again: every notice is taken exactly once.
pub async fn many_workers_deliver_each_notice_once(desks: Desks) {
    const ENQUIRIES: u32 = 100;
    for number in 0..ENQUIRIES {
        opened(&*desks.one, number).await;
    }
    let mut workers = tokio::task::JoinSet::new();
    for number in 0..4 {
        let store = if number % 2 == 0 { desks.one.clone() } else { desks.other.clone() };
        workers.spawn(async move {
            let lease = Lease::new(format!("worker {number}"));
            let mut sent = Vec::new();
            loop {
                let taken =
                    store.take_notices(&service(), &lease, 7, minute(900), minute(800)).await.unwrap();
                if taken.is_empty() {
                    return sent;
                }
                for notice in taken {
                    let end = NoticeEnd::Sent;
                    let settled = store.settle_notice(&service(), &lease, &notice.id, end, minute(801)).await;
                    assert!(settled.unwrap());
                    sent.push(notice.id);
                }
            }
        });
    }
    let sent: Vec<NoticeId> = workers.join_all().await.into_iter().flatten().collect();
    let once: BTreeSet<&NoticeId> = sent.iter().collect();
    assert_eq!((sent.len(), once.len()), (ENQUIRIES as usize, ENQUIRIES as usize));
    assert_eq!(desks.one.queue(&service(), &QueueFilter::open()).await.unwrap()[0].status, Status::New);
}
