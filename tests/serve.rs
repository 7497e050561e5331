//! Health and metrics, read over a free port of this machine.

mod common;

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use signpost::conversation::Message;
use signpost::enquiry::Channel;
use signpost::serve::{self, ServeError, Watched};
use signpost::service::Service;
use signpost::session::{Session, SessionId};
use signpost::store::late::{LateStore, Place};
use signpost::store::memory::MemoryStore;
use signpost::store::sqlite::SqliteSettings;
use signpost::watch::{Became, Did};

const NOW: &str = "2026-11-24T10:00:00Z";

/// Status and body of one page.
async fn page(service: &Service, has_gateway: bool, path: &str) -> (u16, String) {
    let listener = serve::listen("127.0.0.1:0".parse().unwrap(), false).await.unwrap();
    let address = listener.local_addr().unwrap();
    let clock = Box::new(|| common::moment(NOW));
    let watched = Watched { service: service.clone(), has_gateway, clock };
    let asks = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let answer = serve::beside(listener, watched, asks).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

#[track_caller]
fn check_line(page: &str, line: &str) {
    assert!(page.lines().any(|it| it == line), "`{line}` is not in\n{page}");
}

#[tokio::test]
async fn it_is_well_when_the_store_answers_and_the_gateway_is_connected() {
    let service = common::service(common::counted_bytes);
    let well = (200, "store: answers\ngateway: connected\n".to_owned());
    assert_eq!(page(&service, false, "/healthz").await, (200, "store: answers\n".to_owned()));
    let unwell = |gateway: &str| (503, format!("store: answers\ngateway: {gateway}\n"));
    assert_eq!(page(&service, true, "/healthz").await, unwell("not connected"));
    service.watch().shard(0, true);
    assert_eq!(page(&service, true, "/healthz").await, well);
    service.watch().shard(1, false);
    assert_eq!(page(&service, true, "/healthz").await, unwell("connected in part"));
    service.watch().shard(1, true);
    assert_eq!(page(&service, true, "/healthz").await, well);
    service.watch().shard(0, false);
    service.watch().shard(1, false);
    assert_eq!(page(&service, true, "/healthz").await, unwell("not connected"));
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("not a database");
    std::fs::write(&broken, vec![7; 5_000]).unwrap();
    let store = Arc::new(LateStore::new(Place::Sqlite(SqliteSettings::new(broken))));
    let service = Service::new(common::library(), store, common::counted_bytes);
    service.watch().shard(0, true);
    let unwell = (503, "store: does not answer\ngateway: connected\n".to_owned());
    assert_eq!(page(&service, true, "/healthz").await, unwell);
    let (status, metrics) = page(&service, true, "/metrics").await;
    assert_eq!(status, 200, "what was counted is told all the same");
    check_line(&metrics, "signpost_store_up 0");
    check_line(&metrics, "signpost_gateway_connected{shard=\"0\"} 1");
}

#[tokio::test]
async fn metrics_count_what_happened_and_how_the_queue_stands() {
    let service = common::service(common::counted_bytes);
    let now = common::moment("2026-11-24T08:00:00Z");
    let mut session = Session::new(SessionId::new("zaphod-session"), Channel::Discord);
    let question = "Can Zaphod Beeblebrox get help, ring 07700 900123 or zaphod@example.org";
    for typed in ["what is sen support", "adviser", question, "2", "5", "no", "1"] {
        session = service.turn(&session, &Message::Text(typed.to_owned()), now).await.turn.session;
    }
    let opened = service.turn(&session, &Message::Text("yes, pass it on".to_owned()), now).await.opened;
    let watch = service.watch();
    watch.done(Did::Command, Became::Answered);
    watch.done(Did::Press, Became::Slowed);
    watch.acknowledged(std::time::Duration::from_millis(40));
    watch.acknowledged(std::time::Duration::from_millis(700));
    watch.unknown_event("NEW_THING");
    watch.unknown_event("Zaphod says \"hello\"\n");
    let (status, metrics) = page(&service, true, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "signpost_store_up 1",
        "signpost_interactions_total{kind=\"command\",outcome=\"answered\"} 1",
        "signpost_interactions_total{kind=\"press\",outcome=\"slowed\"} 1",
        "signpost_acknowledgement_seconds_bucket{le=\"0.05\"} 1",
        "signpost_acknowledgement_seconds_bucket{le=\"1.0\"} 2",
        "signpost_acknowledgement_seconds_bucket{le=\"+Inf\"} 2",
        "signpost_acknowledgement_seconds_count 2",
        "signpost_replies_total{channel=\"discord\",outcome=\"answer\"} 1",
        "signpost_queue_length{status=\"new\"} 1",
        "signpost_queue_length{status=\"closed\"} 0",
        "signpost_queue_oldest_seconds{status=\"new\"} 7200",
        "signpost_queue_oldest_seconds{status=\"claimed\"} 0",
        "signpost_unknown_events_total{type=\"NEW_THING\"} 1",
        "signpost_unknown_events_total{type=\"OTHER\"} 1",
        "# EOF",
    ] {
        check_line(&metrics, line);
    }
    let reference = opened.expect("the question was kept").to_string();
    for canary in ["zaphod", "beeblebrox", "07700", "example.org", "sen support", &reference.to_lowercase()] {
        assert!(!metrics.to_lowercase().contains(canary), "{canary} is in\n{metrics}");
    }
}

#[tokio::test]
async fn other_machines_are_let_in_only_when_that_is_meant() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let refused = serve::listen(everywhere, false).await.unwrap_err();
    assert!(matches!(refused, ServeError::Anywhere { .. }) && refused.is_bad_usage());
    assert!(refused.to_string().contains("--listen-anywhere"), "{refused}");
    serve::listen(everywhere, true).await.unwrap();
    let here = serve::listen("[::1]:0".parse().unwrap(), false).await;
    assert!(!matches!(here, Err(ServeError::Anywhere { .. })), "only this machine reaches it");
}

#[tokio::test]
async fn nothing_else_is_served() {
    let service = Service::new(common::library(), Arc::new(MemoryStore::new()), common::counted_bytes);
    assert_eq!(page(&service, false, "/").await.0, 404);
    assert_eq!(page(&service, false, "/queue").await.0, 404);
    assert!(service.store().stats(&service.id(), common::moment(NOW)).await.unwrap().by_status.is_empty());
}
