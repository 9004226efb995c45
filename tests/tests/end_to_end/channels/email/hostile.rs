//! E-mail that nobody has written, and what people write to break something.

use protocol::forwarding::DeliveryKind;
use protocol::question::Ask;
use serde_json::json;
use tests::services::mail::{Letter, Mail, OTHER_VISITOR, QUESTIONS, TEAM, VISITOR};
use tests::visitor::question;
use tests::{random, site};

use super::{Office, with_address};

const ADA: &str = "Ada Lovelace <ada@nordwind.example>";
const ADAS_ADDRESS: &str = "ada@nordwind.example";

/// The headers of a letter to the team, in alphabetical order. What servers add on its way stands before them.
const HEADERS: [&str; 10] = [
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
];

fn written_headers(letter: &Letter) -> Vec<String> {
    let ours = |name: &String| {
        let added = ["return-path", "x-original-to", "delivered-to", "received"];
        !added.contains(&name.as_str()) && name != "x-auto-response-suppress"
    };
    let mut names: Vec<_> =
        letter.headers().into_iter().map(|(name, _)| name).filter(ours).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn names_topics_and_texts_are_no_headers_and_no_commands() {
    let mail = Mail::start().await;
    let configuration = site::forwarding([mail.channel()]);
    let label = "Karten\u{2028}Bcc: max@visitor.example";
    let topics = json!([{ "id": "tickets", "label": { "de": label, "en": label } }]);
    let edge = mail.edge(&site::changed(configuration, "/topics", topics)).await;
    let visitor = edge.visitor();
    let mut team = mail.mailbox(TEAM).await;
    let smuggled = "Hello\r\n.\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<max@visitor.example>\r\nDATA\r\n\
                    Subject: smuggled\r\n\r\nboo\r\n.\r\nQUIT\n.\r.\n..\n.";
    let mut count = 0;
    for name in [
        "Erika\r\nBcc: max@visitor.example",
        "Erika\nBcc: max@visitor.example",
        "Erika\u{2028}Bcc: max@visitor.example",
        "Erika\u{85}Bcc: max@visitor.example",
        "=?utf-8?q?=0D=0ABcc:_max@visitor.example?=",
        "\"Erika\" <max@visitor.example>, ; \\",
        &"Ü".repeat(100),
    ] {
        let ask = Ask {
            name: Some(name.to_owned()),
            topic: Some("tickets".to_owned()),
            ..question(smuggled)
        };
        let answer = visitor.asking(&random::token()).json(&ask).send().await;
        if answer.status == 422 {
            assert!(name.contains(char::is_control), "{name:?} is somebody's name");
            continue;
        }
        answer.is(201);
        count += 1;
        let letter = team.letter(count).await;
        assert_eq!(written_headers(&letter), HEADERS, "{name:?}: {}", letter.source());
        assert_eq!(letter.to().1, TEAM);
        let text = letter.text();
        assert!(text.contains("\nRCPT TO:<max@visitor.example>\n"), "{text}");
        assert!(text.contains("\nSubject: smuggled\n\nboo\n.\nQUIT\n..\n..\n.\n"), "{text}");
        assert!(letter.source().lines().all(|line| line.len() <= 998), "RFC 5321");
    }
    assert!(count >= 4, "names that are only odd are taken");
    mail.bring(TEAM, OTHER_VISITOR, "Subject: alone\n\n.").await;
    assert_eq!(mail.mailbox(OTHER_VISITOR).await.count(1).await.len(), 1);
    assert!(!mail.log().contains("evil.example"));
}

#[tokio::test]
async fn no_address_is_more_than_an_address() {
    let mail = Mail::start().await;
    let office = Office::open(&mail, mail.channel()).await;
    for address in [
        "erika@visitor.example>\r\nRCPT TO:<max@visitor.example",
        "erika@visitor.example, max@visitor.example",
        "erika@visitor.example> SIZE=1 <max@visitor.example",
        "\"erika@visitor.example\" max@visitor.example",
        "<max@visitor.example>erika@visitor.example",
        "erika@visitor.example(max@visitor.example)",
    ] {
        let ask = Ask { email: Some(address.to_owned()), ..question("Hello") };
        let answer = office.visitor.asking(&random::token()).json(&ask).send().await;
        if answer.status == 422 {
            continue;
        }
        // What is taken as an address and is none of ours to write to is given up.
        let asked: protocol::question::Asked = answer.with_status(201).json();
        let given_up = |all: &[protocol::forwarding::Delivery]| {
            all.iter()
                .filter(|one| one.kind == DeliveryKind::Confirmation)
                .all(|one| one.reason.as_ref().is_some_and(|reason| reason.code == "unsendable"))
        };
        office.deliveries(&asked.conversation, given_up).await;
    }
    mail.bring(TEAM, OTHER_VISITOR, "Subject: alone\n\n.").await;
    assert_eq!(mail.mailbox(OTHER_VISITOR).await.count(1).await.len(), 1);
}

#[tokio::test]
async fn what_nobody_has_written_ends_here() {
    let mail = Mail::start().await;
    let office = Office::open(&mail, mail.channel()).await;
    let asked = office.visitor.ask_with(&with_address("Where is my train?")).await;
    let question = mail.mailbox(TEAM).await.letter(1).await;
    let confirmation = mail.mailbox(VISITOR).await.letter(1).await;
    let (to_team, to_visitor) = (question.reply_to(), confirmation.reply_to());
    let marked = |header: &str| format!("{header}\n{}", question.answered(ADA, "I am away."));
    let away = confirmation.answered(VISITOR, "I am away.");
    for (from, to, message) in [
        (ADAS_ADDRESS, &to_team, marked("Auto-Submitted: auto-replied")),
        (ADAS_ADDRESS, &to_team, marked("Precedence: bulk")),
        (ADAS_ADDRESS, &to_team, marked("List-Id: <team.nordwind.example>")),
        (ADAS_ADDRESS, &to_team, marked("X-Autoreply: yes")),
        // A bounce of Postfix's, from nobody.
        ("", &to_team, question.answered("MAILER-DAEMON@nordwind.example", "Not delivered.")),
        ("", &to_visitor, away.clone()),
        (VISITOR, &to_visitor, format!("Auto-Submitted: auto-replied\n{away}")),
        // Our own come back.
        (QUESTIONS, &to_team, question.source()),
        (QUESTIONS, &to_visitor, confirmation.source()),
    ] {
        mail.bring(from, to, &message).await;
    }
    mail.posted(9).await;
    let detail = office.agent.detail(&asked.conversation).await;
    assert_eq!(detail.entries.len(), 1, "{:?}", detail.entries);
    // Somebody has written this.
    mail.bring(ADAS_ADDRESS, &to_team, &question.answered(ADA, "At 12:40.")).await;
    assert_eq!(office.texts(&asked, 2).await[1], "At 12:40.");
    // And this belongs to nothing that we know, of which its writer learns.
    let lost = "From: erika@visitor.example\nSubject: Hello?\nMessage-ID: <1@x.example>\n\nHello?";
    let unknown = "questions+nordwind.aaaaaaaaaaaaaaaa@nordwind.example";
    for (place, to) in [(2, QUESTIONS), (3, unknown)] {
        mail.bring(VISITOR, to, lost).await;
        let bounce = mail.mailbox(VISITOR).await.letter(place).await;
        assert_eq!(bounce.header("return-path").unwrap(), "<>");
        assert!(bounce.source().contains("Askhours cannot take this message"));
    }
}

#[tokio::test]
async fn markup_becomes_text_and_files_are_named() {
    let mail = Mail::start().await;
    let office = Office::open(&mail, mail.channel()).await;
    let asked = office.visitor.ask("Where is my train?").await;
    let to = mail.mailbox(TEAM).await.letter(1).await.reply_to();
    let message = format!(
        "From: Ada Lovelace <ada@nordwind.example>\nTo: {to}\nSubject: Re: Train\n\
         Message-ID: <html@outside.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
         <style>p {{ color: red }}</style><script>alert(1)</script>\
         <p>F=FCnf &lt;b&gt; Minuten</p><blockquote>Where is my train?</blockquote>\n\
         --b\nContent-Type: application/pdf; name=\"plan.pdf\"\n\
         Content-Disposition: attachment; filename=\"plan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n\
         --b--\n"
    );
    mail.bring(ADAS_ADDRESS, &to, &message).await;
    let text = &office.texts(&asked, 2).await[1];
    assert!(text.starts_with("Fünf <b> Minuten"), "{text}");
    assert!(text.contains("plan.pdf"), "{text}");
    for gone in ["alert", "color", "JVBERg", "Where is my train"] {
        assert!(!text.contains(gone), "{text}");
    }
}
