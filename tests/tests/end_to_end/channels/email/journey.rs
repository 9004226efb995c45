//! What team and visitor get by e-mail, and what becomes of their answers.

use protocol::conversation::{Author, ConversationState};
use protocol::forwarding::{DeliveryKind, DeliveryState};
use protocol::inbox::{EntryKind, Switch, SwitchTo};
use protocol::live::VisitorEvent;
use protocol::question::Ask;
use serde_json::json;
use tests::services::mail::{Mail, ON_CALL, QUESTIONS, TEAM, VISITOR};
use tests::site;
use tests::visitor::question;
use timeline::Millis;

use super::{GRACE, Office, with_address};

/// An agent, as a mail program writes a sender.
const ADA: &str = "Ada Lovelace <ada@nordwind.example>";
const ADAS_ADDRESS: &str = "ada@nordwind.example";

#[tokio::test]
async fn the_team_gets_each_message_and_its_answer_reaches_the_page() {
    let mail = Mail::start().await;
    let office = Office::open(&mail, mail.channel()).await;
    let mut team = mail.mailbox(TEAM).await;
    let ask = Ask {
        name: Some("Erika Müller".to_owned()),
        phone: Some("+49 30 123456".to_owned()),
        topic: Some("tickets".to_owned()),
        ..question("Wo ist mein Zug?\n.\nUnd wann kommt er? 🚆")
    };
    let asked = office.visitor.ask_with(&ask).await;
    let first = team.letter(1).await;
    let id = &office.agent.detail(&asked.conversation).await.deliveries[0].id;
    assert_eq!(first.header("message-id").unwrap(), format!("<{id}@nordwind.example>"));
    assert_eq!(first.from(), ("Nordwind".to_owned(), QUESTIONS.to_owned()));
    assert_eq!(first.header("return-path").unwrap(), format!("<{QUESTIONS}>"), "as DMARC wants it");
    assert_eq!(first.to().1, TEAM);
    assert_eq!(first.subject(), "Frage von Erika Müller: Fahrkarten");
    assert_eq!(first.header("auto-submitted").unwrap(), "auto-generated");
    let reply_to = first.reply_to();
    let token = reply_to.strip_prefix("questions+nordwind.").unwrap();
    assert_eq!(token.find('@'), Some(16), "{reply_to}");
    assert_eq!(&token[16..], "@nordwind.example");
    let text = first.text();
    assert!(text.starts_with("Wo ist mein Zug?\n.\nUnd wann kommt er? 🚆\n"), "{text}");
    for told in [site::PAGE, "+49 30 123456", &asked.conversation, "/inbox?conversation="] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains(&asked.secret), "the team's mail does not open the visitor's page");
    assert!(first.raw.is_ascii(), "any mail server takes it");

    office.visitor.write(&asked, "Zweite").await;
    office.visitor.write(&asked, "Dritte").await;
    let letters = team.count(3).await;
    for (letter, text) in letters[1..].iter().zip(["Zweite", "Dritte"]) {
        assert!(letter.text().starts_with(text), "in their order");
        assert_eq!(letter.subject(), format!("Re: {}", first.subject()));
        assert_eq!(letter.reply_to(), reply_to);
        let references = letter.header("references").unwrap();
        assert!(references.starts_with(&first.header("message-id").unwrap()), "{references}");
    }
    assert_eq!(letters[2].header("in-reply-to"), letters[1].header("message-id"));

    let mut page = office.visitor.live(&asked).await;
    let answer = first.answered(ADA, "Um 12:40 Uhr.\n\n-- \nAda, Kundendienst");
    mail.bring(ADAS_ADDRESS, &reply_to, &answer).await;
    let message = page.find("the answer on the page", |event| match event {
        VisitorEvent::Message { message, .. } if message.from == Author::Team => {
            Some(message.clone())
        }
        _ => None,
    });
    let message = message.await;
    assert_eq!(message.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(
        message.text, "Um 12:40 Uhr.\n\n--\nAda, Kundendienst",
        "with the signature, without the quotation"
    );
    let detail = office.agent.detail(&asked.conversation).await;
    let entry = detail.entries.last().unwrap();
    assert_eq!((entry.kind, entry.channel.as_deref()), (EntryKind::Reply, Some("mail")));
    assert!(entry.quoted.as_ref().unwrap().contains("> Wo ist mein Zug?"), "it is folded away");
    assert_eq!(detail.summary.state, ConversationState::Answered);
    let seen = office.visitor.reading(&asked).send().await.text();
    assert!(!seen.contains('@') && !seen.contains("> "), "{seen}");

    // The same message again, and an answer to what carries no token any more.
    mail.bring(ADAS_ADDRESS, &reply_to, &answer).await;
    let later = letters[2].answered(ADA, "Auf Gleis 3.").replace(&reply_to, QUESTIONS);
    mail.bring(ADAS_ADDRESS, QUESTIONS, &later).await;
    mail.posted(3).await;
    let texts = office.texts(&asked, 5).await;
    assert_eq!(texts.len(), 5, "{texts:?}");
    assert_eq!(texts[4], "Auf Gleis 3.");
}

#[tokio::test]
async fn mail_goes_by_tls_from_the_first_byte_as_well() {
    let mail = Mail::start().await;
    let office = Office::open(&mail, mail.channel_with_tls()).await;
    office.visitor.ask("Is it private?").await;
    let letter = mail.mailbox(TEAM).await.letter(1).await;
    assert!(letter.text().starts_with("Is it private?"));
    assert!(letter.header("received").unwrap().contains("ESMTPSA"), "encrypted and signed in");
}

#[tokio::test]
async fn a_visitor_who_is_away_gets_each_answer_once_and_can_write_back() {
    let mail = Mail::start().await;
    let mut office = Office::open(&mail, mail.channel()).await;
    let (mut team, mut visitor) = (mail.mailbox(TEAM).await, mail.mailbox(VISITOR).await);
    let asked = office.visitor.ask_with(&with_address("Buy this: https://spam.example")).await;
    let confirmation = visitor.letter(1).await;
    assert_eq!(confirmation.from(), ("Nordwind".to_owned(), QUESTIONS.to_owned()));
    assert_eq!(confirmation.subject(), "Ihre Frage an Nordwind");
    assert_eq!(confirmation.header("auto-submitted").unwrap(), "auto-replied");
    assert!(confirmation.text().contains(&asked.secret), "it leads to the page");
    assert!(!confirmation.text().contains("spam"), "nobody has others' mailboxes filled by us");
    let question = team.letter(1).await;
    assert!(question.text().contains(VISITOR));
    assert_ne!(question.reply_to(), confirmation.reply_to());

    // An agent answers by mail.
    let answer = question.answered(ADA, "At 12:40.");
    mail.bring(ADAS_ADDRESS, &question.reply_to(), &answer).await;
    office.texts(&asked, 2).await;
    // That one was shown on a page. Another comes, and nobody looks.
    office.visitor.see(&asked).await;
    office.agent.reply(&asked.conversation, "On platform 3.").await;
    office.pass(GRACE).await;
    let letter = visitor.letter(2).await;
    let text = letter.text();
    assert!(
        text.contains("Ada Lovelace von Nordwind") && text.contains("On platform 3."),
        "{text}"
    );
    assert!(!letter.source().contains(ADAS_ADDRESS));
    assert_eq!(letter.header("in-reply-to"), confirmation.header("message-id"));
    assert_eq!(letter.reply_to(), confirmation.reply_to());

    // The visitor answers it.
    let back = letter.answered(&format!("Erika <{VISITOR}>"), "And which carriage?");
    mail.bring(VISITOR, &letter.reply_to(), &back).await;
    let told = team.letter(2).await;
    assert!(told.text().starts_with("And which carriage?\n"), "{}", told.text());
    assert_eq!(told.reply_to(), question.reply_to());
    let detail = office.agent.detail(&asked.conversation).await;
    let entry = detail.entries.last().unwrap();
    assert_eq!((entry.kind, entry.channel.as_deref()), (EntryKind::Visitor, Some("mail")));
    assert!(entry.quoted.is_some());
    assert_eq!(detail.summary.state, ConversationState::Waiting);

    // Much later: nothing comes twice.
    office.pass(Millis::from_minutes(4)).await;
    mail.bring(TEAM, VISITOR, "Subject: last\n\n.").await;
    let letters =
        visitor.letters("the last letter", |all| all.iter().any(|one| one.subject() == "last"));
    assert_eq!(letters.await.len(), 3);
    let deliveries = office.agent.detail(&asked.conversation).await.deliveries;
    assert!(deliveries.iter().all(|one| one.state == DeliveryState::Delivered), "{deliveries:?}");
}

#[tokio::test]
async fn a_confirmation_speaks_the_visitors_language_as_the_site_does() {
    let mail = Mail::start().await;
    let own = json!({ "de": { "mail": { "subject": "Moin von {site}" } } });
    let configuration = site::changed(site::forwarding([mail.channel()]), "/words", own);
    let configuration = site::changed(configuration, "/form_of_address", "informal");
    let configuration = site::changed(configuration, "/languages", json!(["de", "pl"]));
    let office = Office::of(mail.edge(&configuration).await).await;
    let mut visitor = mail.mailbox(VISITOR).await;
    let mut letters = Vec::new();
    for (number, locale) in ["de-CH", "pl-PL", "fr"].into_iter().enumerate() {
        let ask = Ask { locale: locale.to_owned(), ..with_address("Where is my train?") };
        office.visitor.ask_with(&ask).await;
        letters.push(visitor.letter(number + 1).await);
    }
    assert_eq!(letters[0].subject(), "Moin von Nordwind");
    assert!(letters[0].text().contains("deine Frage"), "{}", letters[0].text());
    assert_eq!(letters[1].subject(), "Państwa pytanie do zespołu Nordwind");
    assert_eq!(letters[2].subject(), "Moin von Nordwind", "the site does not offer French");
}

#[tokio::test]
async fn an_answer_that_the_panel_has_shown_needs_no_mail() {
    let mail = Mail::start().await;
    let mut office = Office::open(&mail, mail.channel()).await;
    let asked = office.visitor.ask_with(&with_address("Where is my train?")).await;
    let mut visitor = mail.mailbox(VISITOR).await;
    visitor.letter(1).await;
    let _page = office.visitor.live(&asked).await;
    office.agent.reply(&asked.conversation, "At 12:40.").await;
    office.visitor.see(&asked).await;
    office.pass(GRACE).await;
    let answers = |all: &[protocol::forwarding::Delivery]| {
        !all.iter().any(|delivery| delivery.kind == DeliveryKind::Answer)
    };
    office.deliveries(&asked.conversation, answers).await;

    // A page that is merely open, perhaps behind others, has shown nothing: the next answer comes by mail.
    office.agent.reply(&asked.conversation, "On platform 3.").await;
    office.pass(GRACE).await;
    let letter = visitor.letter(2).await;
    assert!(letter.text().contains("On platform 3.") && !letter.text().contains("12:40"));
}

#[tokio::test]
async fn nobody_gets_mail_where_visitors_are_to_get_none() {
    let mail = Mail::start().await;
    let channel = site::changed(mail.channel(), "/visitors", false);
    let office = Office::open(&mail, channel).await;
    let asked = office.visitor.ask_with(&with_address("Where is my train?")).await;
    mail.mailbox(TEAM).await.letter(1).await;
    office.agent.reply(&asked.conversation, "At 12:40.").await;
    let deliveries = office.agent.detail(&asked.conversation).await.deliveries;
    let kinds: Vec<_> = deliveries.iter().map(|delivery| delivery.kind).collect();
    assert_eq!(kinds, [DeliveryKind::Message]);
}

#[tokio::test]
async fn who_is_on_call_is_paged_at_night_and_answers_to_the_same_address() {
    let mail = Mail::start().await;
    let night = site::changed(mail.channel(), "/id", "night");
    let night = site::changed(site::changed(night, "/to", ON_CALL), "/by_rule", true);
    let configuration = site::forwarding([mail.channel(), night]);
    let rules = json!([{ "when": "closed", "channels": ["night"] }]);
    let edge = mail.edge(&site::changed(configuration, "/rules", rules)).await;
    let (agent, visitor) = (edge.agent().await, edge.visitor());
    visitor.ask("By day").await;
    agent.switch(&Switch { to: SwitchTo::Paused, until: None, note: None }).await;
    let asked = visitor.ask_with(&with_address("At night")).await;
    let called = mail.mailbox(ON_CALL).await.letter(1).await;
    assert!(called.text().starts_with("At night"), "{}", called.text());
    assert_eq!(mail.mailbox(TEAM).await.count(2).await.len(), 2, "the team has both");
    mail.bring(ON_CALL, &called.reply_to(), &called.answered(ON_CALL, "I am up.")).await;
    mail.posted(1).await;
    let messages = visitor.read(&asked).await.messages;
    assert_eq!(messages[1].text, "I am up.");
    assert_eq!(messages[1].name, None, "an address is no name");
    let entry = agent.detail(&asked.conversation).await.entries.remove(1);
    assert_eq!(entry.channel.as_deref(), Some("night"));
    // One address that is written to, and one confirmation.
    let confirmation = mail.mailbox(VISITOR).await.letter(1).await;
    assert!(confirmation.text().contains(&asked.secret));
    mail.bring(TEAM, VISITOR, "Subject: last\n\n.").await;
    assert_eq!(mail.mailbox(VISITOR).await.letter(2).await.subject(), "last");
}
