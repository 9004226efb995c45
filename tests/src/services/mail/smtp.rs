//! Hands in mail byte by byte, as another mail server does (RFC 5321).

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Hands in a message and gives the server's answer to it; where an earlier command was refused, the answer to that.
/// An empty sender makes it a notification (RFC 3464).
pub(super) async fn send(port: u16, from: &str, to: &str, message: &str) -> String {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the mail server listens");
    let mut stream = BufReader::new(stream);
    reply(&mut stream).await;
    let commands = [
        "EHLO outside.example".to_owned(),
        format!("MAIL FROM:<{from}>"),
        format!("RCPT TO:<{to}>"),
        "DATA".to_owned(),
    ];
    for command in commands {
        let answer = say(&mut stream, &format!("{command}\r\n")).await;
        if !answer.starts_with(['2', '3']) {
            return answer;
        }
    }
    say(&mut stream, &format!("{}\r\n.\r\n", stuffed(message))).await
}

/// A message with one kind of line ends, and with what begins with a full stop kept apart from its end.
fn stuffed(message: &str) -> String {
    let lines = message.lines().map(|line| {
        let dot = if line.starts_with('.') { "." } else { "" };
        format!("{dot}{line}")
    });
    lines.collect::<Vec<_>>().join("\r\n")
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.expect("the mail server reads");
    reply(stream).await
}

/// A reply's last line, which alone has a space after its code.
async fn reply(stream: &mut BufReader<TcpStream>) -> String {
    loop {
        let mut line = String::new();
        let length = stream.read_line(&mut line).await.expect("the mail server speaks text");
        assert!(length > 0, "the mail server has closed the connection");
        if line.as_bytes().get(3) != Some(&b'-') {
            return line.trim_end().to_owned();
        }
    }
}
