//! The webhook's other end: verifies what comes, keeps it, and reacts as it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::any;
use channels::webhook::signature::Key;
use futures_util::{StreamExt as _, stream};
use http::HeaderMap;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{clock, wait};

/// The secret that tests share with the edge.
pub const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// How an attempt is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// With this status.
    Status(u16),
    /// With this status and header.
    WithHeader(u16, &'static str, String),
    /// Not before [`Receiver::release`], and then with 204.
    Hold,
    /// With 200 and a body that breaks off.
    BreakOff,
    /// With 200 and a body that never ends.
    Endless,
}

/// An attempt to deliver whose signature fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The delivery's id.
    pub id: String,
    /// `question.created` or `message.created`.
    pub kind: String,
    /// The conversation.
    pub conversation: String,
    /// What the visitor wrote.
    pub text: String,
    /// The whole body.
    pub body: Value,
    /// How it was answered.
    pub reaction: Reaction,
}

/// A receiver on a free port of this machine.
#[derive(Debug)]
pub struct Receiver {
    port: u16,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

/// What the server shares with the test.
#[derive(Debug)]
struct Desk {
    key: Key,
    next: Mutex<VecDeque<Reaction>>,
    attempts: watch::Sender<Vec<Attempt>>,
    released: watch::Sender<bool>,
    forged: Mutex<Vec<String>>,
}

impl Receiver {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        Self::on(0).await
    }

    /// Starts one on a port (0: a free one).
    pub async fn on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
        let port = listener.local_addr().expect("it listens").port();
        let desk = Arc::new(Desk {
            key: Key::parse(SECRET).expect("the secret is in order"),
            next: Mutex::default(),
            attempts: watch::Sender::default(),
            released: watch::Sender::default(),
            forged: Mutex::default(),
        });
        let router = Router::new().fallback(any(take)).with_state(Arc::clone(&desk));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the receiver serves");
        });
        Self { port, desk, server }
    }

    /// A port on which nobody listens, for a receiver that comes later.
    pub async fn later() -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        listener.local_addr().expect("it listens").port()
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        url(self.port)
    }

    /// Its entry in a site's configuration.
    #[must_use]
    pub fn channel(&self, id: &str) -> Value {
        channel(id, self.port)
    }

    /// Says how the next attempts are answered, one after the other. Those after them get 204.
    pub fn react(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.desk.next.lock().expect("no test panics with it").extend(reactions);
    }

    /// Answers what is held, now and from now on.
    pub fn release(&self) {
        self.desk.released.send_replace(true);
    }

    /// Waits for attempts, and gives all that came until then, in their order.
    pub async fn attempts(&self, what: &str, enough: impl Fn(&[Attempt]) -> bool) -> Vec<Attempt> {
        let mut attempts = self.desk.attempts.subscribe();
        let all = wait::until(what, attempts.wait_for(|all| enough(all))).await;
        all.expect("the receiver outlives the test").clone()
    }

    /// Waits for this many attempts.
    pub async fn count(&self, count: usize) -> Vec<Attempt> {
        let what = format!("attempt {count} at the receiver");
        self.attempts(&what, |all| all.len() >= count).await
    }

    /// All attempts that came so far.
    #[must_use]
    pub fn so_far(&self) -> Vec<Attempt> {
        self.desk.attempts.borrow().clone()
    }

    /// Why something was not taken as an attempt; nothing where the edge signs as it should.
    #[must_use]
    pub fn forged(&self) -> Vec<String> {
        self.desk.forged.lock().expect("no test panics with it").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The entry in a site's configuration for a receiver on that port.
#[must_use]
pub fn channel(id: &str, port: u16) -> Value {
    json!({ "type": "webhook", "id": id, "url": url(port), "secret": SECRET })
}

fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}/hook")
}

async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    let id = match desk.key.verify(&headers, &body, clock::now()) {
        Ok(id) => id.to_owned(),
        Err(error) => {
            desk.forged.lock().expect("no test panics with it").push(error.to_string());
            return status(401);
        }
    };
    let reaction = desk.next.lock().expect("no test panics with it").pop_front();
    let reaction = reaction.unwrap_or(Reaction::Status(204));
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text =
        |place: &str| body.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    let attempt = Attempt {
        id,
        kind: text("/type"),
        conversation: text("/data/conversation"),
        text: text("/data/message/text"),
        reaction: reaction.clone(),
        body,
    };
    desk.attempts.send_modify(|attempts| attempts.push(attempt));
    react(&desk, reaction).await
}

async fn react(desk: &Desk, reaction: Reaction) -> Response {
    match reaction {
        Reaction::Status(code) => status(code),
        Reaction::WithHeader(code, name, value) => {
            let response = Response::builder().status(code).header(name, value);
            response.body(Body::empty()).expect("status and header are in order")
        }
        Reaction::Hold => {
            let mut released = desk.released.subscribe();
            // Without a sender the test is over, and nobody reads the answer.
            released.wait_for(|released| *released).await.ok();
            status(204)
        }
        Reaction::BreakOff => {
            let beginning = stream::iter([Ok(Bytes::from("the beginning"))]);
            let end = stream::once(async {
                // What was written so far goes out while nothing else is there to write.
                tokio::task::yield_now().await;
                Err(std::io::Error::other("broken off"))
            });
            let response = Response::builder().status(200).header("content-length", "1000");
            let body = Body::from_stream(beginning.chain(end));
            response.body(body).expect("status and header are in order")
        }
        Reaction::Endless => {
            let parts = stream::repeat_with(|| {
                Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 16 * 1024]))
            });
            Response::new(Body::from_stream(parts))
        }
    }
}

fn status(code: u16) -> Response {
    let response = Response::builder().status(code);
    response.body(Body::empty()).expect("the status is in order")
}
