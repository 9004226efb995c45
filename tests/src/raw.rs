//! Requests that no well-behaved client would send, byte by byte.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::{Edge, wait};

/// Sends bytes over a connection of their own and reads until the edge closes it or said `enough`.
pub async fn exchange(edge: &Edge, bytes: &[u8], enough: impl Fn(&str) -> bool) -> String {
    wait::until("the edge to answer raw bytes", async {
        let address = edge.origin().replacen("http://", "", 1);
        let mut stream = TcpStream::connect(address).await.expect("the edge listens");
        // The edge may have answered and closed before it has read everything.
        stream.write_all(bytes).await.ok();
        let (mut answer, mut part) = (Vec::new(), [0; 4096]);
        loop {
            let length = stream.read(&mut part).await.unwrap_or(0);
            answer.extend_from_slice(&part[..length]);
            let text = String::from_utf8_lossy(&answer).into_owned();
            if length == 0 || enough(&text) {
                return text;
            }
        }
    })
    .await
}
