//! The dialogue with a mail server, held to scripts of what each side says.

use channels::delivery::Content;
use channels::exchange::{Encryption, Server};
use channels::{Answer, Call, Channel, Delivery, Exchange, Failure, Pause, Reason, Receipt, Then};
use protocol::channel::Email;

use crate::{NOW, answer, channel, delivery, email, message};

const RETRY: Then = Then::Retry { after: None };

/// Goes through a dialogue with these answers, and gives what was said and what came of it.
fn talk(
    channel: &Channel,
    delivery: &Delivery,
    answers: &[Answer],
) -> (Vec<String>, Result<Receipt, Failure>) {
    let mut said = Vec::new();
    for known in 0..=answers.len() {
        match channels::deliver(channel, delivery, NOW, &mut Exchange::new(&answers[..known])) {
            Ok(receipt) => return (said, Ok(receipt)),
            Err(Pause::Failed(failure)) => return (said, Err(failure)),
            Err(Pause::Call(call)) => said.push(match *call {
                Call::Connect(server) => format!("{server:?}"),
                Call::Encrypt => "(encrypt)".to_owned(),
                Call::Say(text) => String::from_utf8(text).expect("it is ASCII"),
                other => panic!("{other:?}"),
            }),
        }
    }
    panic!("the script is too short: {said:#?}")
}

fn smtp(text: &str) -> Answer {
    Answer::Smtp(format!("{}\r\n", text.replace('\n', "\r\n")).into_bytes())
}

fn script(answers: &[&str]) -> Vec<Answer> {
    answers.iter().map(|text| smtp(text)).collect()
}

fn question() -> Delivery {
    delivery(Content::Question(message("Does it take bicycles?\n.\n..and dogs")))
}

const GREETING: &str = "220 mail.example.org ESMTP";
const OFFERS: &str = "250-mail.example.org\n250-PIPELINING\n250 8BITMIME";
const START: [&str; 5] = [GREETING, OFFERS, "250 ok", "250 ok", "354 go on"];

#[test]
fn an_email_is_handed_over() {
    let mut answers = script(&START);
    answers.push(smtp("250 2.0.0 queued as 4XyZ"));
    let (said, receipt) = talk(&channel(&email()), &question(), &answers);
    assert!(receipt.is_ok());
    let server = Server { host: "127.0.0.1".to_owned(), port: 2525, encryption: Encryption::None };
    assert_eq!(said[0], format!("{server:?}"));
    assert_eq!(said[1], "EHLO nordwind.example\r\n");
    assert_eq!(said[2], "MAIL FROM:<questions@nordwind.example>\r\n");
    assert_eq!(said[3], "RCPT TO:<team@nordwind.example>\r\n");
    assert_eq!(said[4], "DATA\r\n");
    assert!(said[5].contains("\r\n..\r\n...and dogs\r\n"), "dots are doubled: {}", said[5]);
    assert!(said[5].ends_with("\r\n.\r\nQUIT\r\n") && said.len() == 6);
    assert_eq!(said[5].matches("\r\n.\r\n").count(), 1);
}

#[test]
fn without_pipelining_the_end_is_said_by_itself() {
    let mut answers = script(&[GREETING, "250 mail", "250 ok", "251 ok", "354 go on", "250 ok"]);
    answers.push(Answer::None(Reason::TimedOut, None));
    let (said, receipt) = talk(&channel(&email()), &question(), &answers);
    assert!(receipt.is_ok(), "it has been taken, whatever comes of the end");
    assert!(said[5].ends_with("\r\n.\r\n"));
    assert_eq!(said[6], "QUIT\r\n");
}

fn with_credentials(server: &str) -> Email {
    let (user, password) = (Some("ada".to_owned()), Some("open sesame".to_owned()));
    Email { server: server.to_owned(), user, password, ..email() }
}

#[test]
fn credentials_come_after_encryption() {
    let channel = channel(&with_credentials("smtp://mail.example.org"));
    let mut answers = script(&[GREETING, "250-mail\n250-AUTH PLAIN\n250 STARTTLS", "220 go on"]);
    answers.push(Answer::Encrypted);
    answers.extend(script(&[
        "250-mail\n250 AUTH PLAIN LOGIN",
        "235 welcome",
        "550 5.7.1 not yours",
    ]));
    let (said, failure) = talk(&channel, &question(), &answers);
    assert_eq!(said[2], "STARTTLS\r\n");
    assert_eq!(said[3], "(encrypt)");
    assert_eq!(said[4], "EHLO nordwind.example\r\n");
    assert_eq!(said[5], "AUTH PLAIN AGFkYQBvcGVuIHNlc2FtZQ==\r\n");
    let failure = failure.unwrap_err();
    assert_eq!(
        (failure.reason, failure.then),
        (Reason::Refused(550), RETRY),
        "the sender can be mended"
    );
    assert_eq!(failure.said.unwrap().as_str(), "550 5.7.1 not yours");
}

#[test]
fn nothing_is_said_in_the_clear_to_a_far_server() {
    let channel = channel(&with_credentials("smtp://mail.example.org"));
    for (answer, reason) in [
        (smtp("502 5.5.1 command not implemented"), Reason::Refused(502)),
        (smtp("454 TLS not available"), Reason::Fault(454)),
    ] {
        let mut answers = script(&[GREETING, "250 mail"]);
        answers.push(answer);
        let (said, failure) = talk(&channel, &question(), &answers);
        let failure = failure.unwrap_err();
        assert_eq!((failure.reason, failure.then), (reason, RETRY));
        assert_eq!(said.len(), 3);
        assert!(!said.concat().contains("AUTH") && !said.concat().contains("MAIL"));
    }
    let mut answers = script(&[GREETING, "250 mail", "220 go on"]);
    answers.push(Answer::None(Reason::Unreachable, Some("certificate has expired".to_owned())));
    let (said, failure) = talk(&channel, &question(), &answers);
    let failure = failure.unwrap_err();
    assert_eq!((failure.reason, failure.then), (Reason::Unreachable, RETRY));
    assert_eq!(failure.said.unwrap().as_str(), "certificate has expired");
    assert_eq!(said.len(), 4);
}

#[test]
fn a_server_may_want_name_and_password_apart() {
    let channel = channel(&with_credentials("smtps://mail.example.org"));
    let answers = script(&[
        GREETING,
        "250-mail\n250 AUTH LOGIN",
        "334 VXNlcm5hbWU6",
        "334 UGFzc3dvcmQ6",
        "535 5.7.8 ada: open sesame is wrong",
    ]);
    let (said, failure) = talk(&channel, &question(), &answers);
    assert_eq!(said[2..5], ["AUTH LOGIN\r\n", "YWRh\r\n", "b3BlbiBzZXNhbWU=\r\n"]);
    let failure = failure.unwrap_err();
    assert_eq!((failure.reason, failure.then), (Reason::Unauthorised(535), RETRY));
    let said = failure.said.map(|said| said.as_str().to_owned());
    assert_eq!(said.as_deref(), Some("535 5.7.8"), "the server has repeated what it was told");
}

#[test]
fn what_was_told_is_never_repeated() {
    let channel = channel(&with_credentials("smtps://mail.example.org"));
    let token = "AGFkYQBvcGVuIHNlc2FtZQ==";
    for (steps, code) in [
        (&[][..], "535 5.7.8 "),
        (&[][..], "454 4.7.0 "),
        (&[][..], "334 "),
        (&[][..], "unknown "),
        (&["235 welcome"][..], "550 5.5.1 "),
        (&["235 welcome", "250 ok", "250 ok", "354 go on"][..], "554 5.6.0 "),
        (&["235 welcome", "250 ok", "250 ok", "354 go on"][..], "what? "),
    ] {
        for repeated in [token, &token[..14], "open sesame", "b3BlbiBzZXNhbWU="] {
            let last = format!("{code}AUTH PLAIN {repeated}");
            let mut answers = script(&[GREETING, "250-mail\n250 AUTH PLAIN"]);
            answers.extend(script(steps));
            answers.push(smtp(&last));
            let (_, failure) = talk(&channel, &question(), &answers);
            let failure = format!("{:?}", failure.unwrap_err());
            assert!(!failure.contains("AUTH"), "{last}: {failure}");
        }
    }
}

#[test]
fn codes_mean_what_they_say() {
    for (step, code, reason, then) in [
        (0, "554 no service", Reason::Refused(554), RETRY),
        (0, "421 too many", Reason::Busy(421), RETRY),
        (0, "HTTP/1.1 400 Bad Request", Reason::Unexpected(0), RETRY),
        (2, "530 authentication required", Reason::Unauthorised(530), RETRY),
        (3, "450 4.2.0 greylisted", Reason::Refused(450), RETRY),
        (3, "452 4.3.1 full", Reason::Fault(452), RETRY),
        (3, "550 5.1.1 no such user", Reason::Refused(550), Then::GiveUp),
        (4, "554 5.7.1 no", Reason::Refused(554), Then::GiveUp),
        (5, "451 4.3.0 try again", Reason::Fault(451), RETRY),
        (5, "552 5.3.4 too big", Reason::TooLarge(552), Then::GiveUp),
        (5, "554 5.6.0 spam", Reason::Refused(554), Then::GiveUp),
    ] {
        for delivery in [question(), delivery(answer("Yes."))] {
            let mut answers = script(&START[..step]);
            answers.push(smtp(code));
            let (_, failure) = talk(&channel(&email()), &delivery, &answers);
            let failure = failure.unwrap_err();
            assert_eq!((failure.reason, failure.then), (reason, then), "{step} {code}");
        }
    }
}

#[test]
fn who_got_no_answer_after_the_last_dot_does_not_know() {
    let silence = || Answer::None(Reason::TimedOut, None);
    for (delivery, then) in [(question(), RETRY), (delivery(answer("Yes.")), Then::GiveUp)] {
        let channel = channel(&email());
        for before in 0..START.len() {
            let mut answers = script(&START[..before]);
            answers.push(silence());
            let (_, failure) = talk(&channel, &delivery, &answers);
            let failure = failure.unwrap_err();
            assert_eq!((failure.reason, failure.then), (Reason::TimedOut, RETRY), "{before}");
        }
        for last in [silence(), smtp("what?")] {
            let mut answers = script(&START);
            answers.push(last);
            let (_, failure) = talk(&channel, &delivery, &answers);
            let failure = failure.unwrap_err();
            assert_eq!((failure.reason, failure.then), (Reason::Uncertain, then));
        }
    }
}

#[test]
fn a_later_attempt_has_the_same_message_id() {
    let text = |repeated| {
        let delivery = Delivery { repeated, ..question() };
        let mut answers = script(&START);
        answers.push(smtp("250 ok"));
        let (said, receipt) = talk(&channel(&email()), &delivery, &answers);
        (
            said[5].lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned),
            receipt.unwrap(),
        )
    };
    assert_eq!(text(false), text(true));
}
