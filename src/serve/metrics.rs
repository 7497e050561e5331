//! The metrics page: what the watch has counted, and how the queue stands now.
//!
//! Labels are kinds, outcomes, statuses, shard numbers and event types. Nothing a family or an adviser typed, no name,
//! reference or id is ever among them.

use std::collections::BTreeMap;
use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use crate::enquiry::Status;
use crate::enquiry::notice::NoticeState;
use crate::moment::Moment;
use crate::service::Service;
use crate::store::{NoticeFilter, QueueFilter, StoreError};
use crate::watch::{Seen, Times};

type Labels<const N: usize> = [(&'static str, String); N];

/// The whole page, in the OpenMetrics text format.
pub async fn page(service: &Service, now: Moment) -> String {
    let mut registry = Registry::with_prefix("signpost");
    counted(&mut registry, service.watch().seen());
    let off = Gauge::<i64>::default();
    off.set(i64::from(service.off().await.is_some()));
    registry.register("off", "Whether Signpost is switched off", off);
    let queue = queue(service, now).await;
    let gauge = Gauge::<i64>::default();
    gauge.set(i64::from(queue.is_ok()));
    registry.register("store_up", "Whether the store answers", gauge);
    match queue {
        Ok(queue) => queue.tell(&mut registry),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the queue could not be measured");
        }
    }
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = encode(&mut page, &registry);
    page
}

fn counted(registry: &mut Registry, seen: Seen) {
    let done = Family::<Labels<2>, Counter>::default();
    for ((did, fate), count) in seen.done {
        done.get_or_create(&[("kind", did.as_str().to_owned()), ("outcome", fate.as_str().to_owned())])
            .inc_by(count);
    }
    registry.register("interactions", "What people did on Discord, by what became of it", done);

    let replies = Family::<Labels<2>, Counter>::default();
    for ((channel, outcome), count) in seen.replies {
        replies
            .get_or_create(&[("channel", channel.to_owned()), ("outcome", outcome.to_owned())])
            .inc_by(count);
    }
    registry.register("replies", "Replies to families", replies);

    let shards = Family::<Labels<1>, Gauge>::default();
    for (shard, is_connected) in seen.shards {
        shards.get_or_create(&[("shard", shard.to_string())]).set(i64::from(is_connected));
    }
    registry.register("gateway_connected", "Whether each shard is connected to Discord", shards);

    let unknown = Family::<Labels<1>, Counter>::default();
    for (kind, count) in seen.unknown_events {
        unknown.get_or_create(&[("type", kind)]).inc_by(count);
    }
    registry.register("unknown_events", "Events from Discord that could not be read", unknown);

    let failed = Counter::<u64>::default();
    failed.inc_by(seen.notices_failed);
    registry.register("notices_failed", "Notifications that could not be delivered at an attempt", failed);
    registry.register_collector(Box::new(Acknowledged(seen.acknowledged)));
}

/// How the queue stands.
struct Queue {
    length: BTreeMap<String, u64>,
    oldest_secs: BTreeMap<&'static str, i64>,
    notices: BTreeMap<&'static str, i64>,
}

async fn queue(service: &Service, now: Moment) -> Result<Queue, StoreError> {
    let id = service.id();
    let mut length = service.store().stats(&id, now).await?.by_status;
    for status in Status::ALL {
        length.entry(status.as_str().to_owned()).or_default();
    }
    let mut oldest_secs: BTreeMap<&'static str, i64> =
        QueueFilter::OPEN.into_iter().map(|status| (status.as_str(), 0)).collect();
    for line in service.store().queue(&id, &QueueFilter::open()).await? {
        let age = (now.instant() - line.waiting_since.instant()).num_seconds();
        let oldest = oldest_secs.entry(line.status.as_str()).or_default();
        *oldest = age.max(*oldest);
    }
    let mut notices = BTreeMap::new();
    for state in [NoticeState::Due, NoticeState::Dead] {
        let wanted = NoticeFilter { state: Some(state), ..NoticeFilter::default() };
        let count = service.store().notices(&id, &wanted).await?.len();
        notices.insert(state.as_str(), i64::try_from(count).unwrap_or(i64::MAX));
    }
    Ok(Queue { length, oldest_secs, notices })
}

impl Queue {
    fn tell(self, registry: &mut Registry) {
        let length = Family::<Labels<1>, Gauge>::default();
        for (status, count) in self.length {
            length.get_or_create(&[("status", status)]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        registry.register("queue_length", "Enquiries in the store", length);
        let oldest = Family::<Labels<1>, Gauge>::default();
        for (status, secs) in self.oldest_secs {
            oldest.get_or_create(&[("status", status.to_owned())]).set(secs);
        }
        let says = "How long the one that has waited longest has waited";
        registry.register_with_unit("queue_oldest", says, Unit::Seconds, oldest);
        let notices = Family::<Labels<1>, Gauge>::default();
        for (state, count) in self.notices {
            notices.get_or_create(&[("state", state.to_owned())]).set(count);
        }
        registry.register("notices", "Notifications to be delivered, and those nobody tries again", notices);
    }
}

/// The time to acknowledge, as a histogram: the library's own can only be filled one by one.
struct Acknowledged(Times);

impl fmt::Debug for Acknowledged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acknowledged")
    }
}

impl Collector for Acknowledged {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let says = "From hearing of something to Discord's knowing that an answer comes";
        let mut metric = encoder.encode_descriptor(
            "acknowledgement",
            says,
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        let buckets: Vec<(f64, u64)> = self.0.by_bound().collect();
        metric.encode_histogram::<NoLabelSet>(self.0.sum.as_secs_f64(), self.0.count, &buckets, None)
    }
}
