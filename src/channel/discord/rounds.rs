//! Legal dates that come near: advisers are reminded of each once, however many processes go their rounds. What else
//! time brings to the queue is done by [`crate::upkeep`], on every channel.

use chrono::TimeDelta;

use crate::enquiry::Urgency;
use crate::enquiry::notice::{NoticeId, Recipient, Reminder};
use crate::moment::Moment;
use crate::service::Service;
use crate::store::{QueueFilter, StoreError};

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
