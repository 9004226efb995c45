//! A WebSocket to the edge, as a browser opens one.

use std::marker::PhantomData;

use futures_util::{SinkExt as _, StreamExt as _};
use http::HeaderValue;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::wait;

/// A socket that tells events of type `Event`.
#[derive(Debug)]
pub struct Socket<Event> {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The subprotocol that the edge took.
    pub protocol: String,
    event: PhantomData<Event>,
}

impl<Event: DeserializeOwned> Socket<Event> {
    /// Opens a socket, and expects that it is accepted.
    pub async fn open(origin: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        match Self::try_open(origin, path, headers).await {
            Ok(socket) => socket,
            Err(status) => panic!("the socket {path} was refused with status {status}"),
        }
    }

    /// Opens a socket.
    ///
    /// # Errors
    /// The status with which it was refused.
    pub async fn try_open(origin: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let address = format!("{}{path}", origin.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("the address is in order");
        for (name, value) in headers {
            let name = http::HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            let value = HeaderValue::from_str(value).expect("a header's value");
            request.headers_mut().insert(name, value);
        }
        match wait::until(path, connect_async(request)).await {
            Ok((stream, response)) => {
                let taken = response.headers().get("sec-websocket-protocol");
                let protocol = taken.and_then(|taken| taken.to_str().ok()).unwrap_or_default();
                Ok(Self { stream, protocol: protocol.to_owned(), event: PhantomData })
            }
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// The next event.
    pub async fn next(&mut self) -> Event {
        let text = self.text().await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
    }

    /// The next event of which something can be made; others are passed over.
    pub async fn find<T>(&mut self, what: &str, pick: impl Fn(&Event) -> Option<T>) -> T {
        wait::until(what, async {
            loop {
                if let Some(found) = pick(&self.next().await) {
                    return found;
                }
            }
        })
        .await
    }

    /// Asks whether the connection stands. Whatever was told before the answer is lost.
    pub async fn ping(&mut self) {
        self.say("ping").await;
        assert_eq!(self.text().await, "pong");
    }

    /// Sends a text.
    pub async fn say(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("the socket is open");
    }

    /// Waits until the edge closes it, and gives the code.
    pub async fn closed(&mut self) -> u16 {
        wait::until("the socket to be closed", async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                    Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {}
                    other => panic!("the socket ended without a code: {other:?}"),
                }
            }
        })
        .await
    }

    async fn text(&mut self) -> String {
        wait::until("a message of the socket", async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => return text.to_string(),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    other => panic!("the socket ended: {other:?}"),
                }
            }
        })
        .await
    }
}
