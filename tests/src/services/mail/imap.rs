//! Reads mail as a mail program does: by IMAP (RFC 3501), waiting with IDLE (RFC 2177).

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{Letter, PASSWORD};
use crate::wait;

/// Somebody's inbox.
#[derive(Debug)]
pub struct Mailbox {
    stream: BufReader<TcpStream>,
    /// How many letters there are, as the server has told.
    there: usize,
    /// Those that were read, in the order in which they came.
    letters: Vec<Letter>,
}

impl Mailbox {
    pub(super) async fn open(port: u16, name: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("Dovecot listens");
        let mut mailbox = Self { stream: BufReader::new(stream), there: 0, letters: Vec::new() };
        mailbox.line().await;
        mailbox.command(&format!("LOGIN {name} {PASSWORD}")).await;
        mailbox.command("SELECT INBOX").await;
        mailbox
    }

    /// Waits until enough letters are there, and gives all of them in the order in which they came.
    pub async fn letters(&mut self, what: &str, enough: impl Fn(&[Letter]) -> bool) -> Vec<Letter> {
        let all = async {
            loop {
                self.fetch().await;
                if enough(&self.letters) {
                    return self.letters.clone();
                }
                self.idle().await;
            }
        };
        wait::until(what, all).await
    }

    /// Waits for this many letters.
    pub async fn count(&mut self, count: usize) -> Vec<Letter> {
        let what = format!("letter {count} in a mailbox");
        self.letters(&what, |all| all.len() >= count).await
    }

    /// Waits for the letter with that number, from 1.
    pub async fn letter(&mut self, number: usize) -> Letter {
        self.count(number).await[number - 1].clone()
    }

    async fn fetch(&mut self) {
        while self.letters.len() < self.there {
            let first = self.letters.len() + 1;
            self.command(&format!("FETCH {first}:{} BODY.PEEK[]", self.there)).await;
        }
    }

    /// Waits until there is more.
    async fn idle(&mut self) {
        let before = self.there;
        self.say("tag IDLE").await;
        while self.there == before {
            let line = self.line().await;
            self.heed(&line).await;
        }
        self.say("DONE").await;
        self.finish("IDLE").await;
    }

    async fn command(&mut self, command: &str) {
        self.say(&format!("tag {command}")).await;
        self.finish(command).await;
    }

    /// Reads until the command is done.
    async fn finish(&mut self, command: &str) {
        loop {
            let line = self.line().await;
            if let Some(outcome) = line.strip_prefix("tag ") {
                assert!(outcome.starts_with("OK"), "{command}: {outcome}");
                return;
            }
            self.heed(&line).await;
        }
    }

    /// Takes what a line tells: a number of letters, or a letter, whose length the line ends with.
    async fn heed(&mut self, line: &str) {
        let told = line.strip_prefix("* ").and_then(|told| told.strip_suffix(" EXISTS"));
        if let Some(there) = told.and_then(|there| there.parse().ok()) {
            self.there = there;
        }
        let length = line.rsplit_once('{').and_then(|(_, length)| length.strip_suffix('}'));
        if let Some(length) = length.and_then(|length| length.parse().ok()) {
            let mut raw = vec![0; length];
            self.stream.read_exact(&mut raw).await.expect("Dovecot sends what it has announced");
            self.letters.push(Letter { raw });
        }
    }

    async fn say(&mut self, text: &str) {
        let line = format!("{text}\r\n");
        self.stream.write_all(line.as_bytes()).await.expect("Dovecot reads");
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).await.expect("Dovecot speaks text");
        assert!(length > 0, "Dovecot has closed the connection");
        line.trim_end().to_owned()
    }
}
