//! Passing calls on: a store that stands before another one writes only the calls in which it differs.

/// Writes the calls named, each passed on unchanged to the store that the expression gives.
///
/// ```text
/// pass_on! { self to self.inner; queue, stats }
/// pass_on! { self to self.store().await?; every call }
/// ```
macro_rules! pass_on {
    ($self:ident to $inner:expr; every call) => {
        $crate::store::pass_on! { $self to $inner;
            open, change, family_view, queue, look, sweep, stats, purge, save_session, load_session, forget_session,
            note_interaction, acknowledged, answered, take_unanswered, keep_card, card, forget_card, count_missed, missed, forget_idle,
            take_notices, settle_notice, notices, retry_dead, remind, take_back,
            advisers, set_adviser, flag, set_flag, trail, verify_trail, enquiries_after, reword
        }
    };
    ($self:ident to $inner:expr; $($call:ident),+) => {
        $($crate::store::pass_on_one! { $self, $inner, $call })+
    };
}

/// One call, with its arguments as [`super::Store`] has them.
macro_rules! pass_on_one {
    ($self:ident, $inner:expr, open) => {
        $crate::store::passed! { $self, $inner, open(draft: &'a $crate::enquiry::Draft,
        reference: &'a $crate::enquiry::Reference, now: $crate::moment::Moment) -> $crate::store::Opened }
    };
    ($self:ident, $inner:expr, change) => {
        $crate::store::passed! { $self, $inner, change(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference, change: $crate::enquiry::life::Change,
        now: $crate::moment::Moment) -> $crate::enquiry::Status }
    };
    ($self:ident, $inner:expr, family_view) => {
        $crate::store::passed! { $self, $inner, family_view(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference) -> $crate::enquiry::FamilyView }
    };
    ($self:ident, $inner:expr, queue) => {
        $crate::store::passed! { $self, $inner, queue(service: &'a $crate::enquiry::ServiceId,
        filter: &'a $crate::store::QueueFilter) -> Vec<$crate::enquiry::QueueLine> }
    };
    ($self:ident, $inner:expr, look) => {
        $crate::store::passed! { $self, $inner, look(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference, by: &'a $crate::enquiry::AdviserName,
        why: $crate::store::Look, now: $crate::moment::Moment) -> $crate::enquiry::Enquiry }
    };
    ($self:ident, $inner:expr, sweep) => {
        $crate::store::passed! { $self, $inner, sweep(service: &'a $crate::enquiry::ServiceId,
        sweep: &'a $crate::store::Sweep, now: $crate::moment::Moment) -> Vec<$crate::enquiry::Reference> }
    };
    ($self:ident, $inner:expr, stats) => {
        $crate::store::passed! { $self, $inner, stats(service: &'a $crate::enquiry::ServiceId,
        now: $crate::moment::Moment) -> $crate::store::QueueStats }
    };
    ($self:ident, $inner:expr, purge) => {
        $crate::store::passed! { $self, $inner, purge(service: &'a $crate::enquiry::ServiceId,
        now: $crate::moment::Moment) -> Vec<$crate::enquiry::Reference> }
    };
    ($self:ident, $inner:expr, save_session) => {
        $crate::store::passed! { $self, $inner, save_session(service: &'a $crate::enquiry::ServiceId,
        session: &'a $crate::store::SessionKey, state: &'a [u8], now: $crate::moment::Moment) -> () }
    };
    ($self:ident, $inner:expr, load_session) => {
        $crate::store::passed! { $self, $inner, load_session(service: &'a $crate::enquiry::ServiceId,
        session: &'a $crate::store::SessionKey) -> Option<Vec<u8>> }
    };
    ($self:ident, $inner:expr, forget_session) => {
        $crate::store::passed! { $self, $inner, forget_session(service: &'a $crate::enquiry::ServiceId,
        session: &'a $crate::store::SessionKey) -> () }
    };
    ($self:ident, $inner:expr, note_interaction) => {
        $crate::store::passed! { $self, $inner, note_interaction(service: &'a $crate::enquiry::ServiceId,
        interaction: &'a $crate::store::InteractionId, now: $crate::moment::Moment) -> bool }
    };
    ($self:ident, $inner:expr, acknowledged) => {
        $crate::store::passed! { $self, $inner, acknowledged(service: &'a $crate::enquiry::ServiceId,
        session: &'a $crate::store::SessionKey, unanswered: &'a $crate::store::Unanswered) -> () }
    };
    ($self:ident, $inner:expr, answered) => {
        $crate::store::passed! { $self, $inner, answered(service: &'a $crate::enquiry::ServiceId,
        session: &'a $crate::store::SessionKey, until: $crate::moment::Moment) -> () }
    };
    ($self:ident, $inner:expr, take_unanswered) => {
        $crate::store::passed! { $self, $inner, take_unanswered(service: &'a $crate::enquiry::ServiceId,
        before: $crate::moment::Moment) -> Vec<$crate::store::Unanswered> }
    };
    ($self:ident, $inner:expr, keep_card) => {
        $crate::store::passed! { $self, $inner, keep_card(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference, place: &'a str) -> () }
    };
    ($self:ident, $inner:expr, card) => {
        $crate::store::passed! { $self, $inner, card(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference) -> Option<String> }
    };
    ($self:ident, $inner:expr, forget_card) => {
        $crate::store::passed! { $self, $inner, forget_card(service: &'a $crate::enquiry::ServiceId,
        reference: &'a $crate::enquiry::Reference) -> () }
    };
    ($self:ident, $inner:expr, count_missed) => {
        $crate::store::passed! { $self, $inner, count_missed(service: &'a $crate::enquiry::ServiceId,
        words: &'a std::collections::BTreeSet<String>) -> () }
    };
    ($self:ident, $inner:expr, missed) => {
        $crate::store::passed! { $self, $inner, missed(service: &'a $crate::enquiry::ServiceId)
        -> std::collections::BTreeMap<String, u64> }
    };
    ($self:ident, $inner:expr, forget_idle) => {
        $crate::store::passed! { $self, $inner, forget_idle(service: &'a $crate::enquiry::ServiceId,
        since: $crate::moment::Moment) -> u64 }
    };
    ($self:ident, $inner:expr, take_notices) => {
        $crate::store::passed! { $self, $inner, take_notices(service: &'a $crate::enquiry::ServiceId,
        lease: &'a $crate::store::Lease, at_most: u32, until: $crate::moment::Moment,
        now: $crate::moment::Moment) -> Vec<$crate::enquiry::notice::Notice> }
    };
    ($self:ident, $inner:expr, settle_notice) => {
        $crate::store::passed! { $self, $inner, settle_notice(service: &'a $crate::enquiry::ServiceId,
        lease: &'a $crate::store::Lease, id: &'a $crate::enquiry::notice::NoticeId,
        end: $crate::store::NoticeEnd, now: $crate::moment::Moment) -> bool }
    };
    ($self:ident, $inner:expr, notices) => {
        $crate::store::passed! { $self, $inner, notices(service: &'a $crate::enquiry::ServiceId,
        wanted: &'a $crate::store::NoticeFilter) -> Vec<$crate::enquiry::notice::Notice> }
    };
    ($self:ident, $inner:expr, retry_dead) => {
        $crate::store::passed! { $self, $inner, retry_dead(service: &'a $crate::enquiry::ServiceId,
        even_twice: bool, now: $crate::moment::Moment) -> u64 }
    };
    ($self:ident, $inner:expr, remind) => {
        $crate::store::passed! { $self, $inner, remind(reminder: &'a $crate::enquiry::notice::Reminder,
        now: $crate::moment::Moment) -> bool }
    };
    ($self:ident, $inner:expr, take_back) => {
        $crate::store::passed! { $self, $inner, take_back(service: &'a $crate::enquiry::ServiceId,
        id: &'a $crate::enquiry::notice::NoticeId) -> bool }
    };
    ($self:ident, $inner:expr, advisers) => {
        $crate::store::passed! { $self, $inner, advisers(service: &'a $crate::enquiry::ServiceId)
        -> Vec<$crate::enquiry::Adviser> }
    };
    ($self:ident, $inner:expr, set_adviser) => {
        $crate::store::passed! { $self, $inner, set_adviser(service: &'a $crate::enquiry::ServiceId,
        adviser: &'a $crate::enquiry::Adviser, by: &'a str, now: $crate::moment::Moment) -> () }
    };
    ($self:ident, $inner:expr, flag) => {
        $crate::store::passed! { $self, $inner, flag(service: &'a $crate::enquiry::ServiceId,
        name: &'a $crate::store::FlagName) -> Option<$crate::store::Flag> }
    };
    ($self:ident, $inner:expr, set_flag) => {
        $crate::store::passed! { $self, $inner, set_flag(service: &'a $crate::enquiry::ServiceId,
        name: &'a $crate::store::FlagName, value: Option<&'a str>, by: &'a str,
        now: $crate::moment::Moment) -> () }
    };
    ($self:ident, $inner:expr, trail) => {
        $crate::store::passed! { $self, $inner, trail(service: &'a $crate::enquiry::ServiceId, after_line: u64,
        at_most: u32) -> Vec<$crate::enquiry::trail::TrailLine> }
    };
    ($self:ident, $inner:expr, verify_trail) => {
        $crate::store::passed! { $self, $inner, verify_trail(service: &'a $crate::enquiry::ServiceId)
        -> $crate::enquiry::trail::TrailCheck }
    };
    ($self:ident, $inner:expr, enquiries_after) => {
        $crate::store::passed! { $self, $inner, enquiries_after(service: &'a $crate::enquiry::ServiceId,
        after: Option<&'a $crate::enquiry::Reference>, at_most: u32) -> Vec<$crate::enquiry::Enquiry> }
    };
    ($self:ident, $inner:expr, reword) => {
        $crate::store::passed! { $self, $inner, reword(before: &'a $crate::enquiry::Enquiry,
        after: &'a $crate::enquiry::Enquiry) -> bool }
    };
}

macro_rules! passed {
    ($self:ident, $inner:expr, $call:ident($($argument:ident: $kind:ty),*) -> $given:ty) => {
        fn $call<'a>(&'a $self, $($argument: $kind),*) -> $crate::store::Pending<'a, $given> {
            Box::pin(async move { $inner.$call($($argument),*).await })
        }
    };
}

pub(crate) use {pass_on, pass_on_one, passed};
