//! Answers as mail programs write them, and what is taken of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use channels::email::received;
use channels::event::{What, Whose, Written};
use channels::webhook::signature::{ID, Key, SIGNATURE, TIMESTAMP};
use channels::{Event, EventError, Incoming, MAX_MAIL};
use http::HeaderMap;
use serde_json::Value;
use timeline::{Millis, Moment};

use crate::{NOW, SECRET, TEAM, VISITOR, channel, email, settings};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/email"))
}

/// A mail of the folder, with the ends of lines that e-mail has.
fn mail(name: &str) -> Vec<u8> {
    let text = fs::read_to_string(folder().join(format!("{name}.eml"))).expect("the mail exists");
    text.replace('\n', "\r\n").into_bytes()
}

fn expected() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("expected.json")).expect("the list exists");
    serde_json::from_str(&text).expect("the list is JSON")
}

fn taken(event: &Event) -> Option<(&Whose, &Written)> {
    assert!(event.news.len() <= 1 && event.id.is_none() && event.answer.is_none());
    event.news.first().map(|news| match &news.what {
        What::Written(written) => (&news.of, written),
        other => panic!("an e-mail does not mean {other:?}"),
    })
}

#[test]
fn every_mail_of_the_folder_is_taken_as_listed() {
    let settings = settings(&email());
    let mut wrong = Vec::new();
    for case in expected() {
        let name = case["mail"].as_str().unwrap();
        let mut differs = |what: &str, got: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
            wrong.push(format!("{name}: {what}\n  got    {got:?}\n  wanted {wanted:?}"));
        };
        let event = match received(&settings, &mail(name)) {
            Err(error) => {
                if case["status"].as_u64() != Some(u64::from(error.status())) {
                    differs("status", &error, &case["status"]);
                }
                continue;
            }
            Ok(event) => event,
        };
        let Some((of, written)) = taken(&event) else {
            if case["silent"] != true {
                differs("news", &None::<()>, &case["text"]);
            }
            continue;
        };
        let wanted = match &case["of"] {
            Value::String(who) if who == "team" => Whose::Token(TEAM.to_owned()),
            Value::String(_) => Whose::Token(VISITOR.to_owned()),
            ids => Whose::Sent(serde_json::from_value(ids.clone()).unwrap_or_default()),
        };
        if *of != wanted {
            differs("of", of, &wanted);
        }
        if Some(written.text.as_str()) != case["text"].as_str() {
            differs("text", &written.text, &case["text"]);
        }
        let quoted = written.quoted.as_deref();
        let fits = match (quoted, case["quoted"].as_str()) {
            (Some(quoted), Some(begin)) => quoted.trim_start().starts_with(begin),
            (quoted, begin) => quoted.is_none() && begin.is_none(),
        };
        if !fits {
            differs("quoted", &quoted, &case["quoted"]);
        }
        let files: Vec<String> =
            serde_json::from_value(case["attachments"].clone()).unwrap_or_default();
        if written.attachments != files {
            differs("attachments", &written.attachments, &files);
        }
        if written.author.as_deref() != case["author"].as_str() {
            differs("author", &written.author, &case["author"]);
        }
        if !written.remote.starts_with(case["remote"].as_str().unwrap_or_default()) {
            differs("remote", &written.remote, &case["remote"]);
        }
        let all = format!("{written:?}");
        if all.contains(TEAM) || all.contains("secret=abc") {
            differs("tokens and secrets", &all, &"neither of them");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_mail_is_listed() {
    let listed: BTreeSet<_> =
        expected().iter().map(|case| case["mail"].as_str().unwrap().to_owned()).collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mails = files.filter(|file| file.extension().is_some_and(|end| end == "eml"));
    let there: BTreeSet<_> =
        mails.map(|file| file.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(listed, there);
}

#[test]
fn the_envelope_comes_first() {
    let settings = settings(&email());
    let noted = format!(
        "Delivered-To: x@y.example\r\nX-Original-To: <questions+nordwind.{VISITOR}@nordwind.example>\r\n"
    );
    let event = received(&settings, &[noted.as_bytes(), &mail("no-answer")].concat()).unwrap();
    assert_eq!(taken(&event).unwrap().0, &Whose::Token(VISITOR.to_owned()));
}

#[test]
fn a_team_that_sends_and_answers_from_one_address_is_heard() {
    let mut email = email();
    email.to = email.from.clone();
    let raw = format!(
        "From: Nordwind <questions@nordwind.example>\r\nTo: questions+nordwind.{TEAM}@nordwind.example\r\n\r\nYes.\r\n"
    );
    let event = received(&settings(&email), raw.as_bytes()).unwrap();
    assert_eq!(taken(&event).unwrap().1.text, "Yes.");
}

fn signed(key: &str, at: Moment, body: &[u8]) -> HeaderMap {
    let seconds = at.0 / 1_000;
    let key = Key::parse(key).expect("the secret is in order");
    let signature = key.sign("mail-1", seconds, body);
    let mut headers = HeaderMap::new();
    for (name, value) in
        [(ID, "mail-1"), (TIMESTAMP, &seconds.to_string()), (SIGNATURE, &signature)]
    {
        headers.insert(name, value.parse().expect("the value fits a header"));
    }
    headers
}

#[test]
fn what_a_server_posts_is_signed() {
    let take = |secret: Option<&str>, key: &str, at: Moment, body: &[u8]| {
        let mut email = email();
        email.secret = secret.map(str::to_owned);
        let headers = signed(key, at, body);
        let incoming = Incoming { headers: &headers, key: None, body };
        channels::event(&channel(&email), &incoming, NOW)
    };
    let body = mail("gmail");
    let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let event = take(Some(SECRET), SECRET, NOW, &body).unwrap();
    assert_eq!((event.id.as_deref(), event.news.len()), (Some("mail-1"), 1));
    assert_eq!(take(Some(SECRET), other, NOW, &body), Err(EventError::Signature));
    assert_eq!(take(None, SECRET, NOW, &body).unwrap_err().status(), 401);
    let late = NOW - Millis::from_minutes(6);
    assert_eq!(take(Some(SECRET), SECRET, late, &body), Err(EventError::Timestamp));
    let huge = vec![b'a'; MAX_MAIL + 1];
    assert_eq!(take(Some(SECRET), SECRET, NOW, &huge), Err(EventError::TooLarge(MAX_MAIL)));
}
