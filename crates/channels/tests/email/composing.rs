//! What team and visitors get, read with an independent reader where that matters.

use channels::delivery::{Content, Step, StepTo, Thread};
use channels::{Answer, Call, Delivery, Exchange, Pause, Reason, Receipt, Then};
use mail_parser::{HeaderName, Message, MessageParser};
use proptest::prelude::*;
use protocol::channel::Email;

use crate::{NOW, TEAM, VISITOR, answer, channel, delivery, email, message};

/// The e-mail as Cloudflare's service would get it: the shortest way to the raw text.
fn raw(delivery: &Delivery) -> Option<Vec<u8>> {
    let email = Email { server: "cloudflare".to_owned(), ..email() };
    match channels::deliver(&channel(&email), delivery, NOW, &mut Exchange::new(&[])) {
        Err(Pause::Call(call)) => match *call {
            Call::Mail(envelope) => Some(envelope.raw),
            other => panic!("{other:?}"),
        },
        Err(Pause::Failed(failure)) => {
            assert_eq!((failure.reason, failure.then), (Reason::Unsendable, Then::GiveUp));
            None
        }
        Ok(receipt) => panic!("{receipt:?}"),
    }
}

fn parse(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).expect("it is an e-mail")
}

fn header(message: &Message<'_>, name: &'static str) -> Option<String> {
    Some(
        message
            .header_raw(HeaderName::parse(name)?)?
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

#[test]
fn the_team_gets_a_question_with_its_details() {
    let raw =
        raw(&delivery(Content::Question(message("Does it take bicycles?\n.\nFrom here")))).unwrap();
    let message = parse(&raw);
    let head = |name| header(&message, name);
    assert_eq!(head("From").as_deref(), Some("\"Nordwind\" <questions@nordwind.example>"));
    assert_eq!(head("To").as_deref(), Some("<team@nordwind.example>"));
    assert_eq!(head("Reply-To"), Some(format!("<questions+nordwind.{TEAM}@nordwind.example>")));
    assert_eq!(
        head("Message-ID").as_deref(),
        Some("<msg_27uh4wbu6z5a5ezd8u03uvzrbp@nordwind.example>")
    );
    assert_eq!(head("Date").as_deref(), Some("Mon, 23 Nov 2026 09:26:40 +0000"));
    assert_eq!(head("Subject").as_deref(), Some("Question from Ada: Tickets"));
    assert_eq!(head("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!((head("In-Reply-To"), head("References")), (None, None));
    let body = message.body_text(0).unwrap();
    for told in [
        "Does it take bicycles?\r\n.\r\nFrom here",
        "ada@example.org (not verified)",
        "https://nordwind.example/help",
        "Monday, 17:00",
        "inbox?conversation=x",
        "answer Ada",
    ] {
        assert!(
            body.contains(told) || body.contains(&told.replace("\r\n", "\n")),
            "{told}: {body}"
        );
    }
    assert!(!body.contains("s3cr3t"), "the visitor's secret is no business of the team");
}

#[test]
fn follow_ups_are_threaded() {
    let mut delivery = delivery(Content::FollowUp(message("And a dog?")));
    delivery.thread = Thread {
        place: Some("x".to_owned()),
        earlier: (0..30).map(|place| format!("msg_{place:026}")).collect(),
        ..delivery.thread
    };
    let raw = raw(&delivery).unwrap();
    let message = parse(&raw);
    let id = |place: usize| format!("<msg_{place:026}@nordwind.example>");
    assert_eq!(header(&message, "In-Reply-To"), Some(id(29)));
    let references = header(&message, "References").unwrap();
    let references: Vec<_> = references.split(' ').collect();
    assert_eq!(references.len(), 20);
    assert_eq!((references[0], references[1], references[19]), (&*id(0), &*id(11), &*id(29)));
    assert_eq!(message.subject(), Some("Re: Question from Ada: Tickets"));
    assert!(!message.body_text(0).unwrap().contains("not verified"), "details come once");
}

#[test]
fn a_visitor_is_written_to_in_their_language() {
    let confirmation = raw(&delivery(Content::Confirmation(message("Buy cheap pills")))).unwrap();
    let message = parse(&confirmation);
    assert_eq!(message.subject(), Some("Ihre Frage an Nordwind"));
    assert_eq!(header(&message, "To").as_deref(), Some("<ada@example.org>"));
    assert_eq!(
        header(&message, "Reply-To"),
        Some(format!("<questions+nordwind.{VISITOR}@nordwind.example>"))
    );
    assert_eq!(header(&message, "Auto-Submitted").as_deref(), Some("auto-replied"));
    let body = message.body_text(0).unwrap();
    assert!(body.contains("conversations/x?secret=s3cr3t"), "{body}");
    assert!(
        !body.contains("pills") && !body.contains("Ada"),
        "nothing of theirs before an answer: {body}"
    );

    let mut answered = delivery(answer("Yes, two."));
    answered.thread.earlier = vec!["msg_first11111".to_owned()];
    answered.conversation.mail = vec!["Ahoy from {site}".into()];
    let answered = raw(&answered).unwrap();
    let message = parse(&answered);
    assert_eq!(
        message.subject(),
        Some("Re: Ahoy from Nordwind"),
        "the site's own, and English where nothing is told"
    );
    assert_eq!(
        header(&message, "References").as_deref(),
        Some("<msg_first11111@nordwind.example>")
    );
    let body = message.body_text(0).unwrap();
    assert!(body.contains("Jo of Nordwind has answered") && body.contains("Yes, two."), "{body}");
    assert!(!format!("{}", String::from_utf8_lossy(&answered)).contains("inbox?conversation"));
}

#[test]
fn a_try_says_so() {
    let raw = raw(&delivery(Content::Test("Jo".to_owned()))).unwrap();
    let message = parse(&raw);
    assert!(message.body_text(0).unwrap().contains("test by Jo"));
    assert_eq!(header(&message, "To").as_deref(), Some("<team@nordwind.example>"));
    assert_eq!(header(&message, "Reply-To"), None);
}

#[test]
fn what_has_no_address_is_given_up() {
    let mut nobody = delivery(answer("Yes."));
    for address in [None, Some("adä@example.org"), Some("ada@example.org\r\nBcc: all@example.org")]
    {
        nobody.conversation.visitor.email = address.map(str::to_owned);
        assert!(raw(&nobody).is_none(), "{address:?}");
    }
    let step = Step { to: StepTo::Closed, from: None, at: NOW };
    assert!(raw(&delivery(Content::Step(step))).is_none());
    for id in ["", "msg", "msg_a@b", "msg_a>\r\nBcc: x@y.example", "msg_\u{fc}"] {
        let delivery = Delivery { id: id.to_owned(), ..delivery(answer("Yes.")) };
        assert!(raw(&delivery).is_none(), "{id:?}");
    }
}

#[test]
fn to_a_visitor_nothing_is_repeated() {
    let channel = channel(&email());
    for content in [answer("Yes."), Content::Confirmation(message("?"))] {
        let delivery = Delivery { repeated: true, ..delivery(content) };
        let Err(Pause::Failed(failure)) =
            channels::deliver(&channel, &delivery, NOW, &mut Exchange::new(&[]))
        else {
            panic!("no call may be made");
        };
        assert_eq!((failure.reason, failure.then), (Reason::Uncertain, Then::GiveUp));
    }
}

#[test]
fn the_runtimes_service_is_understood() {
    let email = Email { server: "cloudflare".to_owned(), ..email() };
    let deliver = |content, answer| {
        channels::deliver(&channel(&email), &delivery(content), NOW, &mut Exchange::new(&[answer]))
    };
    let question = || Content::Question(message("?"));
    let Ok(Receipt { remote, place }) = deliver(question(), Answer::Sent) else { panic!() };
    assert_eq!(remote.as_deref(), Some("msg_27uh4wbu6z5a5ezd8u03uvzrbp@nordwind.example"));
    assert_eq!(place.as_deref(), Some("nordwind.abcdefghijklmnopqrstuvwxyz"));
    let fail = |content, reason| match deliver(content, Answer::None(reason, None)) {
        Err(Pause::Failed(failure)) => (failure.reason, failure.then),
        other => panic!("{other:?}"),
    };
    let retry = Then::Retry { after: None };
    assert_eq!(fail(question(), Reason::TimedOut), (Reason::Uncertain, retry));
    assert_eq!(fail(answer("Yes."), Reason::TimedOut), (Reason::Uncertain, Then::GiveUp));
    assert_eq!(fail(answer("Yes."), Reason::Busy(429)), (Reason::Busy(429), retry));
    assert_eq!(fail(question(), Reason::Refused(400)), (Reason::Refused(400), Then::GiveUp));
}

/// The names of the headers, as a reader sees them that knows nothing but lines.
fn names(raw: &[u8]) -> Vec<String> {
    let text = str::from_utf8(raw).expect("it is ASCII");
    let (head, _) = text.split_once("\r\n\r\n").expect("there is a body");
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

/// What could end a header, were it not kept from that.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\0".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("\u{85}".to_owned()),
        Just("Bcc: all@example.org".to_owned()),
        Just("\r\n\r\n<html>".to_owned()),
        Just("=?utf-8?Q?=0D=0ABcc:_x@y.example?=".to_owned()),
        Just("\"<>,;:@()[]\\".to_owned()),
        Just("\r\n.\r\n".to_owned()),
        "\\PC{0,40}",
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_that_people_write_opens_a_header(
        name in nasty(), text in nasty(), topic in nasty(), company in nasty(), author in nasty(),
        page in nasty(), id in nasty(), kind in 0..4,
    ) {
        let mut delivery = delivery(match kind {
            0 => Content::Question(message(&text)),
            1 => Content::Confirmation(message(&text)),
            2 => answer(&text),
            _ => Content::Test(author.clone()),
        });
        if let Content::Answer(reply) = &mut delivery.content {
            reply.author = Some(author);
        }
        delivery.conversation.visitor.name = Some(name);
        delivery.conversation.topic_label = Some(topic);
        delivery.conversation.company = company;
        delivery.conversation.page = page;
        delivery.thread.earlier = vec![id, "msg_first11111".to_owned()];
        let raw = raw(&delivery).expect("it can be sent");
        let mut wanted = vec!["Date", "Message-ID", "From", "To", "Subject", "Reply-To", "In-Reply-To", "References"];
        wanted.extend(["Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"]);
        if kind == 3 {
            wanted.retain(|name| *name != "Reply-To");
        }
        let mut names = names(&raw);
        names.retain(|name| name != "Content-Transfer-Encoding");
        prop_assert_eq!(names, wanted);
        let text = str::from_utf8(&raw).unwrap();
        prop_assert!(text.is_ascii() && text.split("\r\n").all(|line| line.len() <= 998));
        prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']));
    }

    #[test]
    fn a_strange_address_is_refused_or_stands_alone(address in nasty()) {
        let mut delivery = delivery(answer("Yes."));
        delivery.conversation.visitor.email = Some(format!("ada@example.org{address}"));
        if let Some(raw) = raw(&delivery) {
            let message = parse(&raw);
            prop_assert_eq!(message.to().unwrap().iter().count(), 1);
            prop_assert!(header(&message, "Bcc").is_none());
        }
    }
}
