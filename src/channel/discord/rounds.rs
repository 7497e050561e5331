//! What time brings to the queue: neglected claims go back, what was put aside comes back, near dates are reminded of.
//! Each is done once, however many processes go their rounds.

use chrono::TimeDelta;

use crate::enquiry::Urgency;
use crate::enquiry::notice::{NoticeId, Recipient, Reminder};
use crate::moment::Moment;
use crate::service::Service;
use crate::store::{QueueFilter, StoreError, Sweep};

/// A legal date as near as this is worth a reminder.
const DATE_IS_NEAR_DAYS: i64 = 7;
/// Between two rounds.
pub const EVERY: TimeDelta = TimeDelta::minutes(10);

/// One round.
///
/// # Errors
///
/// [`StoreError`]; the next round does what this one did not.
pub async fn go(service: &Service, now: Moment) -> Result<(), StoreError> {
    let (store, id) = (service.store(), service.id());
    let days = service.library().service().periods.return_claims_days;
    let since = Moment::new(now.instant() - TimeDelta::days(i64::from(days)));
    store.sweep(&id, &Sweep::Neglected { since }, now).await?;
    store.sweep(&id, &Sweep::Asleep, now).await?;
    for line in store.queue(&id, &QueueFilter::open()).await? {
        let Urgency::LegalDate { act_by } = line.urgency else { continue };
        if (act_by - now.date()).num_days() > DATE_IS_NEAR_DAYS {
            continue;
        }
        let reminder = Reminder {
            id: NoticeId::of(&["date-near", line.reference.as_str(), &act_by.to_string()]),
            service: id.clone(),
            reference: Some(line.reference),
            to: Recipient::Advisers,
            day: Some(act_by),
            due_at: now,
        };
        store.remind(&reminder, now).await?;
    }
    Ok(())
}
