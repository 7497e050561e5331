//! The stock sentences of a working: the `[say]` table of `knowledge/rules.toml`. Each may use the blanks listed here.

use serde::Deserialize;

macro_rules! wording {
    ($($(#[$doc:meta])* $field:ident [$($blank:literal)*],)*) => {
        /// What is said at each step of a working.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct Wording {
            $($(#[$doc])* pub $field: String,)*
        }

        impl Wording {
            /// Every sentence with its key and the blanks it may use.
            pub(super) fn all(&self) -> Vec<(String, &str, &'static [&'static str])> {
                vec![$((stringify!($field).replace('_', "-"), self.$field.as_str(), &[$($blank),*]),)*]
            }
        }
    };
}

wording! {
    /// Where counting starts, when the day itself is not counted.
    start_day_0 ["from" "on"],
    /// Where counting starts, when the day itself is counted.
    start_day_1 ["from" "on"],
    /// Where counting starts for months, and for days the law names.
    start ["from" "on"],
    start_back ["from" "on"],
    days_after ["period" "date"],
    days_counting ["period" "date"],
    weeks_after ["period" "days" "date"],
    weeks_before ["period" "days" "date"],
    months_after ["period" "date"],
    months_before ["period" "date"],
    /// After a month reached is too short for the date.
    short_month ["month" "number" "date"],
    less_a_day ["period" "date"],
    working_days_after ["period" "date"],
    working_days_counting ["period" "date"],
    school_days_after ["period" "date"],
    school_days_counting ["period" "date"],
    /// Bank holidays from Monday to Friday on the way.
    left_out ["days"],
    /// The law names a day that is the last one.
    by_day ["named" "date"],
    /// The law names a day before which it has to be done.
    before_day ["named" "date"],
    later_of ["first" "second" "date"],
    sooner_of ["first" "second" "date"],
    christmas ["limit" "date"],
    august ["limit" "date"],
    /// The old council had enough warning of a move.
    warned ["period" "date"],
    /// The last day is a Saturday, a Sunday or a bank holiday.
    not_a_working_day ["date"],
    days_left ["days" "today"],
    one_day_left ["today"],
    last_day_today [],
    /// A limit on the family may have passed; an adviser is offered first.
    passed_yours ["date"],
    /// A limit on somebody else has passed; an adviser is offered first.
    passed_theirs ["date"],
    /// In place of the date of a further limit that cannot be reckoned; the reason follows.
    not_reckoned [],
    /// No date, because no term dates are set.
    refused_no_terms [],
    /// No date, because the term dates that are set do not reach it.
    refused_outside_terms [],
    /// No date, because the list of bank holidays does not reach it.
    refused_holidays ["from" "until"],
    /// No date, because the limit was not in force or is not on record for the day.
    refused_not_in_force [],
    /// No date for any other reason.
    refused [],
    /// Over the steps, the further limits, the exceptions, what would change the date, the sources.
    heading_steps [],
    heading_then [],
    heading_exceptions [],
    heading_changes [],
    heading_sources [],
    /// Closes every working.
    check_with_adviser [],
    /// Over the list of rules.
    heading_rules [],
    calendar_summary ["title"],
    calendar_text ["title"],
    calendar_alarm ["title"],
}
