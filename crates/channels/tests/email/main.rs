//! E-mail in both directions: what is sent, what is said to a mail server, and what comes back in
//! `fixtures/email/`.

mod composing;
mod hostile;
mod incoming;
mod smtp;

use channels::delivery::{Content, Conversation, Message, Reply, Thread, Visitor};
use channels::email::Settings;
use channels::{Channel, Delivery};
use protocol::channel::Email;
use timeline::Moment;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const TEAM: &str = "teamteamteamte27";
const VISITOR: &str = "visivisivisivi27";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn email() -> Email {
    Email {
        id: "mail".to_owned(),
        to: "team@nordwind.example".to_owned(),
        from: "questions@nordwind.example".to_owned(),
        server: "smtp+plain://127.0.0.1:2525".to_owned(),
        visitors: true,
        secret: Some(SECRET.to_owned()),
        ..Email::default()
    }
}

fn settings(email: &Email) -> Settings {
    Settings::parse(email).expect("the settings are in order")
}

fn channel(email: &Email) -> Channel {
    Channel::Email(settings(email))
}

fn message(text: &str) -> Message {
    Message { id: "m1".to_owned(), text: text.to_owned(), sent_at: NOW }
}

fn answer(text: &str) -> Content {
    let author = Some("Jo".to_owned());
    Content::Answer(Reply { message: message(text), author, from: None })
}

fn delivery(content: Content) -> Delivery {
    Delivery {
        id: "msg_27uh4wbu6z5a5ezd8u03uvzrbp".to_owned(),
        content,
        conversation: Conversation {
            id: "nordwind.abcdefghijklmnopqrstuvwxyz".to_owned(),
            site: "nordwind".to_owned(),
            company: "Nordwind".to_owned(),
            language: "en".to_owned(),
            visitor: Visitor {
                name: Some("Ada".to_owned()),
                email: Some("ada@example.org".to_owned()),
                phone: None,
                verified: false,
            },
            topic: Some("tickets".to_owned()),
            topic_label: Some("Tickets".to_owned()),
            page: "https://nordwind.example/help".to_owned(),
            locale: "de-AT".to_owned(),
            mail: words::mail::table("de").expect("there is German").map(Into::into).to_vec(),
            promise_by: None,
            promise: Some("Monday, 17:00".to_owned()),
            inbox_url: "https://ask.nordwind.example/inbox?conversation=x".to_owned(),
            visitor_url: "https://ask.nordwind.example/nordwind/conversations/x?secret=s3cr3t"
                .to_owned(),
        },
        thread: Thread {
            token: TEAM.to_owned(),
            visitor_token: VISITOR.to_owned(),
            ..Thread::default()
        },
        repeated: false,
    }
}
