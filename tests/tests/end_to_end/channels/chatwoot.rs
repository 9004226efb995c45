//! Chatwoot at the other end: what leaves for it, what comes back, and what becomes of both while it fails.

mod failing;
mod hostile;

use protocol::conversation::{Author, ConversationState};
use protocol::forwarding::DeliveryState;
use protocol::inbox::MoveTo;
use protocol::question::{Ask, Asked};
use serde_json::json;
use tests::services::chatwoot::{
    AGENT, AGENT_EMAIL, AGENT_NAME, Chatwoot, Conversation, Options, source,
};
use tests::visitor::question;
use tests::{Agent, Edge, Visitor, clock, site, wait};
use timeline::Millis;

/// A team that works in Chatwoot, and an edge that forwards to it as the channel `desk`.
struct Team {
    chatwoot: Chatwoot,
    edge: Edge,
    agent: Agent,
    visitor: Visitor,
}

async fn team() -> Team {
    with(Options::default()).await
}

async fn with(options: Options) -> Team {
    let chatwoot = Chatwoot::with(options).await;
    let edge = Edge::with(&site::forwarding([chatwoot.channel("desk")])).await;
    on(chatwoot, edge).await
}

async fn on(chatwoot: Chatwoot, edge: Edge) -> Team {
    chatwoot.connect(&edge, "desk");
    let (agent, visitor) = (edge.agent().await, edge.visitor());
    Team { chatwoot, edge, agent, visitor }
}

impl Team {
    /// Asks, and waits until the conversation is there and known here.
    async fn ask(&self, text: &str) -> Asked {
        let asked = self.visitor.ask(text).await;
        self.settled(&asked).await;
        asked
    }

    /// Waits until everything of a conversation has arrived, and is recorded.
    async fn settled(&self, asked: &Asked) -> Conversation {
        wait::until("every delivery to be recorded", async {
            loop {
                let deliveries = self.agent.detail(&asked.conversation).await.deliveries;
                if deliveries.iter().all(|one| one.state == DeliveryState::Delivered) {
                    return;
                }
            }
        })
        .await;
        self.there(asked)
    }

    /// The conversation as Chatwoot has it.
    fn there(&self, asked: &Asked) -> Conversation {
        self.chatwoot.desk().conversation(&source(&asked.conversation)).clone()
    }

    /// What both sides have said, as the visitor sees it: under which name, and what.
    async fn said(&self, asked: &Asked) -> Vec<(Option<String>, String)> {
        let messages = self.visitor.read(asked).await.messages;
        let said = messages.into_iter().map(|message| {
            let team = message.from == Author::Team;
            (team.then(|| message.name.unwrap_or_default()), message.text)
        });
        said.collect()
    }

    async fn state(&self, asked: &Asked) -> ConversationState {
        self.visitor.read(asked).await.state
    }

    /// Waits until the conversation stands so in Chatwoot.
    async fn is(&self, asked: &Asked, status: &str) {
        let source = source(&asked.conversation);
        let what = format!("the conversation to be {status}");
        self.chatwoot.until(&what, |desk| desk.conversation(&source).status == status).await;
    }
}

/// The first lines of what we have written: details stand under what opens a conversation.
fn begins(conversation: &Conversation) -> Vec<&str> {
    let lines = conversation.incoming().into_iter();
    lines.map(|text| text.lines().next().unwrap_or_default()).collect()
}

fn by_visitor(text: &str) -> (Option<String>, String) {
    (None, text.to_owned())
}

fn by_agent(text: &str) -> (Option<String>, String) {
    (Some(AGENT.to_owned()), text.to_owned())
}

#[tokio::test]
async fn a_question_opens_a_conversation_and_what_follows_comes_in_order() {
    let team = team().await;
    let ask = Ask {
        topic: Some("tickets".to_owned()),
        name: Some("Jane".to_owned()),
        email: Some("jane@example.org".to_owned()),
        phone: Some("+49 30 123456".to_owned()),
        ..question("Does it take **bicycles**?\n- two of them")
    };
    let asked = team.visitor.ask_with(&ask).await;
    team.visitor.write(&asked, "And a <b>dog</b>?").await;
    team.visitor.write(&asked, "See https://example.org/a_b.").await;

    let there = team.settled(&asked).await;
    let incoming = there.incoming();
    let (question, details) = incoming[0].split_once("\n\n").expect("details stand under it");
    assert_eq!(question, "Does it take \\*\\*bicycles\\*\\*?\n\\- two of them");
    for told in ["jane@example.org", "nicht geprüft", "+49 30 123456", "Fahrkarten", site::PAGE] {
        assert!(details.contains(told), "{told} in {details}");
    }
    assert!(details.contains(&format!("]({}/inbox", team.edge.origin())), "{details}");
    assert_eq!(incoming[1..], ["And a \\<b>dog\\</b>?", "See https://example.org/a_b."]);
    assert!(incoming.iter().all(|text| !text.contains(&asked.secret)), "that is for nobody else");
    assert_eq!(there.attributes["topic"], "Fahrkarten");
    assert_eq!(there.attributes["page"], site::PAGE);
    let desk = team.chatwoot.desk();
    assert_eq!((desk.contacts.len(), desk.conversations.len()), (1, 1));
    assert_eq!(desk.contacts[0].name, "Jane");
}

#[tokio::test]
async fn an_address_that_nobody_has_verified_makes_nobody_somebody_else() {
    let team = team().await;
    team.chatwoot.customer("Jane", "jane@example.org");
    let ask = Ask { email: Some("jane@example.org".to_owned()), ..question("Where is my train?") };
    let (first, second) = (team.visitor.ask_with(&ask).await, team.visitor.ask_with(&ask).await);
    team.settled(&first).await;
    team.settled(&second).await;
    let contacts = team.chatwoot.desk().contacts;
    assert_eq!(contacts.len(), 3, "the customer, and a contact for each conversation");
    for contact in &contacts[1..] {
        assert_eq!((&*contact.name, &contact.email), ("Besucher", &None));
        assert_eq!(contact.attributes, json!({ "email_unverified": "jane@example.org" }));
    }
}

#[tokio::test]
async fn a_reply_reaches_the_visitor_with_a_name_and_without_an_address() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let text = "It is **late**, see [here](https://example.org/late).\n\n1. wait\n2. *smile*";
    assert_eq!(team.chatwoot.reply(&asked.conversation, text).await.status, Some(204));
    let note = team.chatwoot.note(&asked.conversation, "They always ask.").await;
    assert_eq!(note.status, Some(204), "what is not for us is taken all the same");
    let url =
        "https://chatwoot.example/rails/active_storage/blobs/redirect/eyJf--1f/time%20table.pdf";
    team.chatwoot.reply_with_files(&asked.conversation, "", &[url]).await;

    let said = team.said(&asked).await;
    let plain = "It is late, see here (https://example.org/late).\n\n1. wait\n2. smile";
    assert_eq!(said[..2], [by_visitor("Where is my train?"), by_agent(plain)]);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[2].1.contains("time table.pdf") && !said[2].1.contains("http"), "{said:?}");
    let read = team.visitor.reading(&asked).send().await.text();
    for hidden in [AGENT_EMAIL, AGENT_NAME, "They always ask", "Thanks for writing"] {
        assert!(!read.contains(hidden), "{read}");
    }
    assert_eq!(team.state(&asked).await, ConversationState::Answered);
    assert!(team.there(&asked).messages.iter().all(|message| !message.failed));
}

#[tokio::test]
async fn closing_and_opening_go_both_ways() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let steps = async |what: &str, count: usize| {
        let steps = |told: &tests::services::chatwoot::Told| {
            told.payload["event"] == "conversation_status_changed"
        };
        let all =
            team.chatwoot.told(what, |all| all.iter().filter(|told| steps(told)).count() >= count);
        let all = all.await;
        assert!(all.iter().all(|told| told.status == Some(204)), "{all:?}");
    };

    team.chatwoot.restate(&asked.conversation, "resolved");
    steps("the closing", 1).await;
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    team.chatwoot.restate(&asked.conversation, "open");
    steps("the opening", 2).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
    team.chatwoot.restate(&asked.conversation, "snoozed");
    steps("that it is put off", 3).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);

    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.is(&asked, "resolved").await;
    steps("our closing", 4).await;
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    team.agent.move_to(&asked.conversation, MoveTo::Open).await;
    team.is(&asked, "open").await;
    steps("our opening", 5).await;
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);

    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.is(&asked, "resolved").await;
    team.visitor.write(&asked, "It is not here!").await;
    team.is(&asked, "open").await;
    let there = team.settled(&asked).await;
    let opened = "Die Unterhaltung wurde wieder geöffnet.";
    let expected = ["Where is my train?", opened, "It is not here!"];
    assert_eq!(begins(&there), expected, "closing needs no words, and opening by writing neither");
    assert_eq!(there.status, "open");
    assert_eq!(team.state(&asked).await, ConversationState::Waiting);
}

#[tokio::test]
async fn an_answer_that_closes_may_come_after_the_closing() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    team.chatwoot.restate(&asked.conversation, "resolved");
    team.chatwoot.reply(&asked.conversation, "On platform 9.").await;
    assert_eq!(team.said(&asked).await[1], by_agent("On platform 9."));
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
}

#[tokio::test]
async fn an_answer_from_the_inbox_is_shown_there_and_never_comes_back() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    team.agent.reply(&asked.conversation, "On *platform* 9.").await;
    let there = team.chatwoot.incoming(&asked.conversation, 2).await;
    let (heading, text) = there.incoming()[1].split_once("\n\n").expect("a heading marks it");
    assert!(heading.contains(site::AGENT_NAME) && heading.contains("Posteingang"), "{heading}");
    assert_eq!(text, "On \\*platform\\* 9.");
    // The event of it has been told when the one after it has been.
    team.chatwoot.reply(&asked.conversation, "No, 10.").await;
    let said = team.said(&asked).await;
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!(said[1], (Some(site::AGENT_NAME.to_owned()), "On *platform* 9.".to_owned()));
    assert_eq!(said[2], by_agent("No, 10."));
    assert_eq!(begins(&team.settled(&asked).await).len(), 2, "nor does theirs go back to them");
}

#[tokio::test]
async fn what_no_event_tells_of_is_found() {
    let chatwoot = Chatwoot::start().await;
    let edge = Edge::at(clock::now(), &site::forwarding([chatwoot.channel("desk")])).await;
    // The edge's clock will not be that of what Chatwoot signs, and nothing of it arrives.
    let mut team = on(chatwoot, edge).await;
    let asked = team.ask("Where is my train?").await;
    team.chatwoot.reply(&asked.conversation, "On platform 9.").await;
    team.chatwoot.disconnect();
    let lost = team.chatwoot.reply(&asked.conversation, "On platform *10*.").await;
    assert_eq!(lost.status, None);
    team.chatwoot.note(&asked.conversation, "A nuisance.").await;
    team.chatwoot.reply(&asked.conversation, "It is late.").await;
    team.chatwoot.restate(&asked.conversation, "resolved");

    team.edge.wait_until(clock::now() + Millis::from_minutes(7));
    team.agent.resume("desk").await;
    wait::until("the sweep", async {
        while team.state(&asked).await != ConversationState::Closed {}
    })
    .await;
    let expected = [
        by_visitor("Where is my train?"),
        by_agent("On platform 9."),
        by_agent("On platform 10."),
        by_agent("It is late."),
    ];
    assert_eq!(team.said(&asked).await, expected);
}

#[tokio::test]
async fn older_and_stricter_inboxes_work_too() {
    let hmac_token = Some("token-of-the-inbox".to_owned());
    for options in [
        Options { secret: None, ..Options::default() },
        Options { hmac_token, ..Options::default() },
        Options { lock_to_single_conversation: true, ..Options::default() },
    ] {
        let team = with(options).await;
        let asked = team.ask("Where is my train?").await;
        let told = team.chatwoot.reply(&asked.conversation, "On platform 9.").await;
        assert_eq!(told.status, Some(204));
        assert_eq!(team.said(&asked).await[1], by_agent("On platform 9."));
    }
}

#[tokio::test]
async fn a_try_says_what_chatwoot_says() {
    let hmac_token = Some("token-of-the-inbox".to_owned());
    let team = with(Options { hmac_token, ..Options::default() }).await;
    assert_eq!(team.agent.test("desk").await.failure, None);
    assert_eq!(team.agent.test("desk").await.failure, None);
    let desk = team.chatwoot.desk();
    assert_eq!((desk.contacts.len(), desk.conversations.len()), (1, 1), "one for all tries");
    let there = desk.conversation("nordwind_test");
    assert_eq!(there.incoming().len(), 2);
    assert!(there.incoming()[1].contains(site::AGENT_NAME));

    let missing = "Resource could not be found";
    let identity = "HMAC failed: Invalid Identifier Hash Provided";
    for (field, value, code, status, said) in [
        ("inbox", "another-inbox", "not_found", 404, missing),
        ("hmac_token", "another-token", "unauthorised", 401, identity),
    ] {
        let mut channel = team.chatwoot.channel("desk");
        channel[field] = json!(value);
        team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
        let failure = team.agent.test("desk").await.failure.expect("it cannot work");
        assert_eq!((&*failure.code, failure.status), (code, Some(status)));
        assert_eq!(failure.said.as_deref(), Some(said));
    }
}

#[tokio::test]
async fn its_secrets_are_shown_nowhere() {
    let hmac_token = Some("token-of-the-inbox".to_owned());
    let team = with(Options { hmac_token, ..Options::default() }).await;
    let asked = team.ask("Where is my train?").await;
    team.chatwoot.reply(&asked.conversation, "On platform 9.").await;
    let mut shown = vec![
        team.edge.admin().read(site::NAME).await.to_string(),
        team.visitor.reading(&asked).send().await.text(),
    ];
    for path in ["/deliveries", &format!("/conversations/{}", asked.conversation)] {
        shown.push(team.agent.get(path).await.text());
    }
    let path = format!("/v1/sites/{}/channels/desk/events/{}", site::NAME, team.chatwoot.key);
    let refused = team.edge.request(http::Method::POST, &path).body("{").send().await;
    shown.push(refused.with_status(400).text());
    team.chatwoot.service.fail(http::Method::POST, "/messages", [tests::Fault::Status(403)]);
    let failure = team.agent.test("desk").await.failure;
    shown.push(format!("{failure:?}"));
    shown.push(team.edge.log());
    let Options { inbox, secret, hmac_token, .. } = &team.chatwoot.options;
    let secrets = [Some(inbox), secret.as_ref(), hmac_token.as_ref(), Some(&team.chatwoot.key)];
    for shown in shown {
        for secret in secrets.into_iter().flatten() {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
