//! Health and metrics for whoever runs the service, on this machine alone.
//!
//! `/healthz` says whether families can be answered: 200 when the store answers and the gateway is connected, 503
//! otherwise, and which of them it is. `/metrics` is for Prometheus; see [`metrics`].

pub mod metrics;

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::moment::Moment;
use crate::service::Service;
use crate::store::SessionKey;

/// A store that has not answered by then is not answering.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is watched.
pub struct Watched {
    pub service: Service,
    /// Whether a gateway has to be connected: not where there is no bot.
    pub has_gateway: bool,
    pub clock: Box<dyn Fn() -> Moment + Send + Sync>,
}

/// Why nothing can be served there.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "{address} can be reached from other machines, and health and metrics have no lock: listen on 127.0.0.1, or add --listen-anywhere if a firewall or a proxy guards it"
    )]
    Anywhere { address: SocketAddr },
    #[error("cannot listen on {address}: choose another port with --listen, or stop what uses it")]
    Listen {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
}

impl ServeError {
    /// Whether something else has to be typed, as against something that failed.
    pub fn is_bad_usage(&self) -> bool {
        matches!(self, ServeError::Anywhere { .. })
    }
}

/// Takes the address.
///
/// # Errors
///
/// [`ServeError`] when it is taken, or when it leads out of this machine and `is_anywhere_meant` does not say so.
pub async fn listen(address: SocketAddr, is_anywhere_meant: bool) -> Result<TcpListener, ServeError> {
    if !address.ip().is_loopback() && !is_anywhere_meant {
        return Err(ServeError::Anywhere { address });
    }
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

/// Serves these pages for as long as the work goes on.
pub async fn beside<T>(listener: TcpListener, watched: Watched, work: impl Future<Output = T>) -> T {
    // Without an end of its own it never returns; what it meets with one connection ends that connection.
    let pages = tokio::spawn(axum::serve(listener, router(watched)).into_future());
    let outcome = work.await;
    pages.abort();
    outcome
}

pub fn router(watched: Watched) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics_page))
        .with_state(Arc::new(watched))
}

async fn healthz(State(watched): State<Arc<Watched>>) -> Response {
    let store = store_answers(&watched.service).await;
    let gateway = gateway_state(&watched);
    let is_well = store && matches!(gateway, Gateway::None | Gateway::Connected);
    let store = if store { "answers" } else { "does not answer" };
    let mut lines = format!("store: {store}\n");
    if let Some(gateway) = gateway.as_str() {
        lines.push_str(&format!("gateway: {gateway}\n"));
    }
    let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], lines).into_response()
}

async fn metrics_page(State(watched): State<Arc<Watched>>) -> Response {
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let page = metrics::page(&watched.service, (watched.clock)()).await;
    ([(header::CONTENT_TYPE, OPEN_METRICS)], page).into_response()
}

/// Reads one thing that costs nothing.
async fn store_answers(service: &Service) -> bool {
    let key = SessionKey::new("health");
    let id = service.id();
    matches!(tokio::time::timeout(PATIENCE, service.store().load_session(&id, &key)).await, Ok(Ok(_)))
}

enum Gateway {
    /// There is no bot here.
    None,
    Connected,
    NotConnected,
    /// Some of its shards are.
    InPart,
}

impl Gateway {
    fn as_str(&self) -> Option<&'static str> {
        match self {
            Gateway::None => None,
            Gateway::Connected => Some("connected"),
            Gateway::NotConnected => Some("not connected"),
            Gateway::InPart => Some("connected in part"),
        }
    }
}

fn gateway_state(watched: &Watched) -> Gateway {
    if !watched.has_gateway {
        return Gateway::None;
    }
    let shards = watched.service.watch().seen().shards;
    let connected = shards.values().filter(|is_connected| **is_connected).count();
    match connected {
        0 => Gateway::NotConnected,
        _ if connected == shards.len() => Gateway::Connected,
        _ => Gateway::InPart,
    }
}
