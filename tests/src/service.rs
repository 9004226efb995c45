//! A stand-in of an outside service, with faults: a behaviour of its own on a free port of this machine, which can
//! fail as services do. It may answer with an error, hang, cut the connection, or break off in the middle, and each of
//! them before or after the request has had its effect.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::{Body, Bytes, to_bytes};
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use timeline::Moment;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::{clock, wait};

#[cfg(test)]
mod tests;

/// What a stand-in does with a request. Its state, in a `Mutex` of its own, is the service's.
pub type Handler = Arc<dyn Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync>;

/// A stand-in of an outside service on a free port of this machine.
pub struct Service {
    port: u16,
    desk: Arc<Desk>,
    server: Option<JoinHandle<()>>,
}

/// What a request meets in place of a proper answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This status and nothing else, without an effect.
    Status(u16),
    /// This status and header, without an effect.
    WithHeader(u16, &'static str, String),
    /// No effect and no answer: the connection stays open.
    HangBefore,
    /// An effect, but no answer: the connection stays open.
    HangAfter,
    /// The connection is closed without an effect and without an answer.
    CutBefore,
    /// The connection is closed after the effect, without an answer.
    CutAfter,
    /// An effect, and an answer with 200 of which half of the body comes before the connection is closed.
    BrokenBody,
    /// An effect, and an answer whose body never ends.
    Endless,
}

/// A request that came, once it has had its effect or has met its fault.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its method.
    pub method: Method,
    /// Its path, with the query.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// When it came.
    pub at: Moment,
    /// What it met.
    pub fault: Option<Fault>,
}

impl Seen {
    /// Its body as JSON; `null` where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A header; empty where it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What the server shares with the test.
struct Desk {
    handler: Handler,
    faults: Mutex<Vec<Planned>>,
    seen: watch::Sender<Vec<Seen>>,
}

/// Faults that the next matching requests meet.
struct Planned {
    method: Method,
    path_part: String,
    faults: VecDeque<Fault>,
}

/// How a connection goes on after a request has been taken.
enum Next {
    Answer(Response<Body>),
    Hang,
    Cut,
}

impl Service {
    /// Starts one that does with every request what `handler` says.
    pub async fn start(handler: Handler) -> Self {
        let faults = Mutex::default();
        let desk = Arc::new(Desk { handler, faults, seen: watch::Sender::default() });
        let mut service = Self { port: 0, desk, server: None };
        service.start_again().await;
        service
    }

    /// Its address, without a `/` at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Says what the next requests meet that have this method and this text in path or query, one after the other.
    /// Those after them are served properly.
    pub fn fail(&self, method: Method, path_part: &str, faults: impl IntoIterator<Item = Fault>) {
        let faults = faults.into_iter().collect();
        self.desk.faults().push(Planned { method, path_part: path_part.to_owned(), faults });
    }

    /// Forgets the faults that no request has met yet.
    pub fn recover(&self) {
        self.desk.faults().clear();
    }

    /// Waits for requests, and gives all that came until then, in the order of their effects.
    pub async fn requests(&self, what: &str, enough: impl Fn(&[Seen]) -> bool) -> Vec<Seen> {
        let mut seen = self.desk.seen.subscribe();
        let all = wait::until(what, seen.wait_for(|all| enough(all))).await;
        all.expect("the stand-in outlives the test").clone()
    }

    /// All requests that came so far.
    #[must_use]
    pub fn so_far(&self) -> Vec<Seen> {
        self.desk.seen.borrow().clone()
    }

    /// Closes its port and all connections: from now on they are refused.
    pub fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }

    /// Serves again on the same port, with what it knew.
    pub async fn start_again(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
            // The port is free once the task is over, which aborting alone does not wait for.
            server.await.ok();
        }
        let listener = wait::until("the stand-in's port", listen(self.port)).await;
        self.port = listener.local_addr().expect("it listens").port();
        self.server = Some(tokio::spawn(serve(listener, Arc::clone(&self.desk))));
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Service").field("port", &self.port).finish_non_exhaustive()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An answer with JSON.
#[must_use]
pub fn json(status: u16, value: &Value) -> Response<Bytes> {
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    response.body(Bytes::from(value.to_string())).expect("the status is in order")
}

/// An answer with a status alone.
#[must_use]
pub fn status(code: u16) -> Response<Bytes> {
    Response::builder().status(code).body(Bytes::new()).expect("the status is in order")
}

/// Listens on a port (0: a free one), as soon as a server that was stopped on it has let go of it.
async fn listen(port: u16) -> TcpListener {
    loop {
        match TcpListener::bind(("127.0.0.1", port)).await {
            Ok(listener) => return listener,
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    // Ends with this task, and with it all its connections.
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("the stand-in takes connections");
        connections.spawn(connection(stream, Arc::clone(&desk)));
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, desk: Arc<Desk>) {
    let service = service_fn(move |request| answer(Arc::clone(&desk), request));
    // An error is a connection that either side has cut.
    http1::Builder::new().serve_connection(TokioIo::new(stream), service).await.ok();
}

/// The answer to a request. An error closes the connection without one.
async fn answer(
    desk: Arc<Desk>,
    request: Request<Incoming>,
) -> Result<Response<Body>, std::io::Error> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.map_err(std::io::Error::other)?;
    match desk.take(&Request::from_parts(parts, body)) {
        Next::Answer(response) => Ok(response),
        Next::Hang => std::future::pending().await,
        Next::Cut => Err(std::io::Error::other("cut")),
    }
}

impl Desk {
    fn faults(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.faults.lock().expect("no handler panics")
    }

    fn take(&self, request: &Request<Bytes>) -> Next {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        // Held until the request is noted: what is noted is in the order of its effects.
        let mut faults = self.faults();
        let fault = faults
            .iter_mut()
            .filter(|planned| {
                planned.method == request.method() && path.contains(&planned.path_part)
            })
            .find_map(|planned| planned.faults.pop_front());
        let effect = || (self.handler)(request);
        let next = match fault.clone() {
            None => Next::Answer(effect().map(Body::from)),
            Some(Fault::Status(code)) => Next::Answer(status(code).map(Body::from)),
            Some(Fault::WithHeader(code, name, value)) => {
                let mut response = status(code).map(Body::from);
                let value = value.parse().expect("the header is in order");
                response.headers_mut().insert(name, value);
                Next::Answer(response)
            }
            Some(Fault::HangBefore) => Next::Hang,
            Some(Fault::CutBefore) => Next::Cut,
            Some(Fault::HangAfter) => {
                effect();
                Next::Hang
            }
            Some(Fault::CutAfter) => {
                effect();
                Next::Cut
            }
            Some(Fault::BrokenBody) => Next::Answer(broken(effect())),
            Some(Fault::Endless) => Next::Answer(endless(effect())),
        };
        let (method, headers) = (request.method().clone(), request.headers().clone());
        let body = request.body().clone();
        let at = clock::now();
        let seen = Seen { method, path: path.to_owned(), headers, body, at, fault };
        self.seen.send_modify(|all| all.push(seen));
        next
    }
}

/// An answer that announces its body and breaks off in the middle of it.
fn broken(response: Response<Bytes>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    parts.status = StatusCode::OK;
    parts.headers.insert(CONTENT_LENGTH, (body.len().max(1)).into());
    let half = stream::iter([Ok(body.slice(..body.len() / 2))]);
    let end = stream::once(async {
        // What was written so far goes out while nothing else is there to write.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("broken off"))
    });
    Response::from_parts(parts, Body::from_stream(half.chain(end)))
}

/// An answer that goes on for ever after its body.
fn endless(response: Response<Bytes>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    parts.status = StatusCode::OK;
    parts.headers.remove(CONTENT_LENGTH);
    let more = stream::repeat_with(|| Bytes::from_static(&[b'x'; 16 * 1024]));
    let whole = stream::iter([body]).chain(more).map(Ok::<_, Infallible>);
    Response::from_parts(parts, Body::from_stream(whole))
}
