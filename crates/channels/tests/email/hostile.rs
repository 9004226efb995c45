//! E-mail that nobody would send by accident.

use channels::delivery::Content;
use channels::email::{received, reply, site_of};
use channels::event::What;
use channels::{Answer, Exchange, Pause};
use proptest::prelude::*;

use crate::{NOW, TEAM, channel, delivery, email, message, settings};

fn written(raw: &[u8]) -> Option<channels::event::Written> {
    let news = received(&settings(&email()), raw).ok()?.news.into_iter().next()?;
    match news.what {
        What::Written(written) => Some(written),
        other => panic!("{other:?}"),
    }
}

fn mail(head: &str, body: &str) -> Vec<u8> {
    format!("From: Jo <jo@x.example>\r\nTo: questions+nordwind.{TEAM}@nordwind.example\r\n{head}\r\n{body}")
        .into_bytes()
}

#[test]
fn depth_has_an_end() {
    let level =
        |level| format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
    let body: Vec<_> = (0..2_000).map(level).collect();
    let body = body.concat();
    written(&mail(&body, "text"));
    let mut nested = "From: a@b.example\r\n\r\nx".to_owned();
    for _ in 0..200 {
        nested = format!("Content-Type: message/rfc822\r\n\r\n{nested}");
    }
    written(&mail("", &nested));
    for piece in ["<div><blockquote>", "<", "<!--", "<a", "<a \">\"", "&"] {
        let page = piece.repeat(1_000_000 / piece.len());
        written(&mail("Content-Type: text/html\r\n", &page));
    }
    written(&mail("", &"> ".repeat(100_000)));
}

#[test]
fn size_has_an_end() {
    let long = written(&mail("", &"word ".repeat(2_000_000))).unwrap();
    assert!(long.text.len() <= 200_000);
    let lines = written(&mail("", &"line\r\n".repeat(400_000))).unwrap();
    assert!(lines.text.len() <= 200_000);
    let wrote = written(&mail("", &"On 1 a@b wrote:\r\n".repeat(20_000)));
    assert!(wrote.is_none_or(|wrote| wrote.text.len() <= 200_000));
    let many = "--b\r\nContent-Type: application/pdf; name=x.pdf\r\n\r\nx\r\n".repeat(5_000);
    let many = written(&mail("Content-Type: multipart/mixed; boundary=b\r\n", &many)).unwrap();
    assert_eq!(many.attachments.len(), 50);
    let name = format!("Content-Type: application/pdf; name=\"{}\"\r\n", "n".repeat(100_000));
    let name = written(&mail(&name, "x")).unwrap();
    assert!(name.attachments.iter().all(|name| name.len() <= 120));
}

#[test]
fn what_cannot_be_seen_is_gone() {
    let text = written(&mail("", "a\u{202e}b\u{7}c\u{0}d\u{1b}[31me")).unwrap();
    assert_eq!(text.text, "abcd[31me");
    let head = "Content-Type: application/pdf; name=\"a\u{202e}fdp.exe\"\r\n";
    let file = written(&mail(head, "x")).unwrap();
    assert!(file.attachments.iter().all(|name| !name.contains('\u{202e}')), "{file:?}");
}

#[test]
fn markup_stays_text() {
    let text = written(&mail("", "<script>alert(1)</script> & {{x}}")).unwrap();
    assert_eq!(text.text, "<script>alert(1)</script> & {{x}}");
    let page = "<p>a</p><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;";
    let page = written(&mail("Content-Type: text/html\r\n", page)).unwrap();
    assert_eq!(page.text, "a\n\n<b>");
}

/// Pieces of which broken e-mail is made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\r\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just(format!("To: questions+nordwind.{TEAM}@nordwind.example\r\n")),
        Just("Content-Type: multipart/mixed; boundary=b\r\n".to_owned()),
        Just("Content-Type: text/html; charset=utf-16\r\n".to_owned()),
        Just("Content-Type: text/plain; format=flowed; delsp=yes\r\n".to_owned()),
        Just("Content-Transfer-Encoding: base64\r\n".to_owned()),
        Just("Content-Transfer-Encoding: quoted-printable\r\n".to_owned()),
        Just("--b\r\n".to_owned()),
        Just("--b--\r\n".to_owned()),
        Just("In-Reply-To: <msg_a@nordwind.example>\r\n".to_owned()),
        Just("References: <<<msg_>@@ ,\r\n".to_owned()),
        Just("From: =?utf-8?B?\u{0}?= <\r\n".to_owned()),
        Just("On 1 Nov, a@b wrote:\r\n".to_owned()),
        Just("> quoted \r\n>> deeper \r\n".to_owned()),
        Just("-- \r\n".to_owned()),
        Just("From: a\r\nSent: b\r\nTo: c\r\n".to_owned()),
        Just("<div><blockquote><!-- &#x110000; &amp &#; <".to_owned()),
        "\\PC{0,30}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_taken(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = received(&settings(&email()), &raw);
        let _ = reply::length(&raw);
    }

    #[test]
    fn any_pieces_are_refused_or_taken(pieces in proptest::collection::vec(piece(), 0..30)) {
        let raw = mail("", &pieces.concat());
        if let Some(written) = written(&raw) {
            prop_assert!(!written.remote.is_empty() && written.remote.is_ascii());
            prop_assert!(!written.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert!(!written.text.contains(TEAM));
        }
        let _ = received(&settings(&email()), pieces.concat().as_bytes());
    }

    #[test]
    fn any_recipient_is_read(text in "\\PC{0,80}") {
        if let Some(site) = site_of(&text) {
            prop_assert!(text.contains(site));
        }
        let noted = format!("X-Original-To: {text}\r\na: b\r\n\r\nc");
        let _ = received(&settings(&email()), noted.as_bytes());
    }

    #[test]
    fn any_reply_of_a_server_ends_the_dialogue_or_carries_it_on(
        replies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 0..12),
    ) {
        let answers: Vec<_> = replies.into_iter().map(Answer::Smtp).collect();
        let delivery = delivery(Content::Question(message("?")));
        let end = channels::deliver(&channel(&email()), &delivery, NOW, &mut Exchange::new(&answers));
        let ended = matches!(end, Ok(_) | Err(Pause::Call(_) | Pause::Failed(_)));
        prop_assert!(ended);
    }
}
