//! A mail server that fails at a chosen moment, which a real one does not do when it is asked to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Letter, channel};
use crate::wait;

/// What a connection meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// This answer to a command that begins so; an empty beginning is the greeting, and `.` the end of the message.
    Answer(&'static str, &'static str),
    /// The connection is cut when a command begins so, before it has an effect.
    CutBefore(&'static str),
    /// The connection is cut instead of the answer to the end of the message, which was taken.
    CutAfterTheEnd,
    /// The message was taken, and no answer ever comes.
    HangAfterTheEnd,
}

/// A mail server on a free port of this machine, without encryption.
#[derive(Debug)]
pub struct Faulty {
    port: u16,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Desk {
    next: Mutex<VecDeque<Trouble>>,
    taken: watch::Sender<Vec<Letter>>,
    connections: watch::Sender<usize>,
}

impl Faulty {
    /// Starts one whose first connections meet this, one after the other. Those after them meet no trouble.
    pub async fn start(troubles: impl IntoIterator<Item = Trouble>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let port = listener.local_addr().expect("it listens").port();
        let desk =
            Arc::new(Desk { next: Mutex::new(troubles.into_iter().collect()), ..Desk::default() });
        let shared = Arc::clone(&desk);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let next = shared.next.lock().expect("no test panics with it").pop_front();
                shared.connections.send_modify(|connections| *connections += 1);
                let trouble = next.unwrap_or(Trouble::None);
                let desk = Arc::clone(&shared);
                // A client that goes away ends its own connection alone.
                tokio::spawn(async move { serve(stream, &trouble, &desk).await });
            }
        });
        Self { port, desk, server }
    }

    /// The entry in a site's configuration for it.
    #[must_use]
    pub fn channel(&self) -> Value {
        channel(&format!("smtp+plain://127.0.0.1:{}", self.port))
    }

    /// Waits until enough messages were taken, and gives all of them.
    pub async fn letters(&self, what: &str, enough: impl Fn(&[Letter]) -> bool) -> Vec<Letter> {
        let mut taken = self.desk.taken.subscribe();
        let all = wait::until(what, taken.wait_for(|all| enough(all))).await;
        all.expect("the server outlives the test").clone()
    }

    /// Waits for this many messages.
    pub async fn count(&self, count: usize) -> Vec<Letter> {
        self.letters(&format!("message {count} at the mail server"), |all| all.len() >= count).await
    }

    /// All messages that were taken so far.
    #[must_use]
    pub fn so_far(&self) -> Vec<Letter> {
        self.desk.taken.borrow().clone()
    }

    /// Waits for this many connections.
    pub async fn connections(&self, count: usize) {
        let mut connections = self.desk.connections.subscribe();
        let what = format!("connection {count} at the mail server");
        wait::until(&what, connections.wait_for(|all| *all >= count))
            .await
            .expect("the server outlives the test");
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// One connection. It is closed when this returns.
async fn serve(stream: TcpStream, trouble: &Trouble, desk: &Desk) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    let mut message: Option<Vec<u8>> = None;
    let greeting = answer("", trouble, "220 mail.example ESMTP");
    loop {
        let said = match &mut message {
            None if line.is_empty() => greeting,
            Some(raw) if line != b".\r\n" => {
                raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
                ""
            }
            Some(raw) => {
                if *trouble == Trouble::CutBefore(".") {
                    return None;
                }
                let said = answer(".", trouble, "250 2.0.0 taken");
                if said.starts_with('2') {
                    let letter = Letter { raw: std::mem::take(raw) };
                    desk.taken.send_modify(|taken| taken.push(letter));
                }
                message = None;
                match trouble {
                    Trouble::CutAfterTheEnd => return None,
                    Trouble::HangAfterTheEnd => std::future::pending().await,
                    _ => said,
                }
            }
            None => {
                let command = String::from_utf8_lossy(&line).to_uppercase();
                if matches!(trouble, Trouble::CutBefore(begin) if command.starts_with(begin)) {
                    return None;
                }
                let usual = usual(&command);
                let said = answer(&command, trouble, usual);
                if command.starts_with("DATA") && said.starts_with('3') {
                    message = Some(Vec::new());
                }
                said
            }
        };
        if !said.is_empty() {
            stream.write_all(format!("{said}\r\n").as_bytes()).await.ok()?;
        }
        line.clear();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
    }
}

/// What is said to a command: what the trouble says, where it is for this command, else the usual.
fn answer(command: &str, trouble: &Trouble, usual: &'static str) -> &'static str {
    match trouble {
        Trouble::Answer(begin, said)
            if begin.is_empty() == command.is_empty() && command.starts_with(begin) =>
        {
            said
        }
        _ => usual,
    }
}

fn usual(command: &str) -> &'static str {
    match command.split_whitespace().next().unwrap_or_default() {
        "EHLO" => "250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 SIZE 10240000",
        "AUTH" => "235 2.7.0 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 2.0.0 bye",
        "STARTTLS" => "502 5.5.1 not here",
        _ => "250 2.0.0 ok",
    }
}
