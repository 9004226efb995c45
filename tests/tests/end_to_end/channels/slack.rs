//! Slack: threads in a channel, both ways, against a stand-in that is as awkward as the real one.

mod faults;
mod hostile;

use protocol::conversation::ConversationState;
use protocol::forwarding::{Delivery, DeliveryState};
use protocol::inbox::{Detail, MoveTo};
use protocol::question::{Ask, Asked};
use serde_json::json;
use tests::services::slack::{ADA, CHANNEL, GRACE, Posted, SECRET, Slack, TOKEN};
use tests::visitor::question;
use tests::{Agent, Edge, Visitor, site, wait};
use timeline::Millis;

/// A team that works in Slack.
struct Team {
    slack: Slack,
    edge: Edge,
    agent: Agent,
    visitor: Visitor,
}

impl Team {
    async fn start() -> Self {
        let slack = Slack::start().await;
        let edge = Edge::with(&site::forwarding([slack.channel()])).await;
        Self::of(slack, edge).await
    }

    /// The same with an edge whose clock can be moved on.
    async fn with_clock() -> Self {
        let slack = Slack::start().await;
        let edge = Edge::at(tests::clock::now(), &site::forwarding([slack.channel()])).await;
        Self::of(slack, edge).await
    }

    async fn of(slack: Slack, edge: Edge) -> Self {
        let (agent, visitor) = (edge.agent().await, edge.visitor());
        Self { slack, edge, agent, visitor }
    }

    /// A question that has arrived, with its first message in Slack.
    async fn asked(&self, text: &str) -> (Asked, Posted) {
        let before = self.slack.messages().iter().filter(|message| message.by_app).count();
        let asked = self.visitor.ask(text).await;
        let posted = self.slack.posted(before + 1).await;
        self.delivered(&asked).await;
        (asked, posted[before].clone())
    }

    /// Waits until everything of a conversation has been delivered, and that is recorded.
    async fn delivered(&self, asked: &Asked) -> Vec<Delivery> {
        let done = |detail: &Detail| {
            detail.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Delivered)
        };
        self.detail(asked, "everything to be delivered", done).await.deliveries
    }

    /// Waits until a conversation is as it should be. Nobody is told of everything, so this asks.
    async fn detail(&self, asked: &Asked, what: &str, right: impl Fn(&Detail) -> bool) -> Detail {
        wait::until(what, async {
            loop {
                let detail = self.agent.detail(&asked.conversation).await;
                if right(&detail) {
                    return detail;
                }
            }
        })
        .await
    }

    /// What the visitor reads: texts with the names of those who wrote them.
    async fn read(&self, asked: &Asked) -> Vec<(String, Option<String>)> {
        let conversation = self.visitor.read(asked).await;
        conversation.messages.into_iter().map(|message| (message.text, message.name)).collect()
    }

    async fn state(&self, asked: &Asked) -> ConversationState {
        self.visitor.read(asked).await.state
    }

    /// Moves both clocks on and lets the edge look for what is due.
    async fn pass(&mut self, time: Millis) {
        self.slack.pass(time);
        let then = self.edge.now() + time;
        self.edge.wait_until(then);
        self.agent.resume("team").await;
    }
}

fn said(text: &str, name: Option<&str>) -> (String, Option<String>) {
    (text.to_owned(), name.map(str::to_owned))
}

#[tokio::test]
async fn a_question_opens_a_thread_and_what_follows_stands_in_it_in_order() {
    let team = Team::start().await;
    let ask = Ask {
        name: Some("Erika <!channel>".to_owned()),
        email: Some("erika@visitor.example".to_owned()),
        topic: Some("tickets".to_owned()),
        ..question("Where is <https://evil.example|my> train? :tada: & *now*")
    };
    let asked = team.visitor.ask_with(&ask).await;
    team.visitor.write(&asked, "And my bicycle?").await;
    team.visitor.write(&asked, "Hello?").await;
    let posted = team.slack.posted(3).await;
    let [root, first, second] = &*posted else { panic!("{posted:?}") };
    assert_eq!(root.thread, None);
    assert!(root.shows("Frage von Erika <!channel>: Fahrkarten"), "{root:?}");
    assert!(root.shows("Where is <https://evil.example|my> train? :tada: & *now*"), "{root:?}");
    let details = root.texts.iter().find(|text| text.contains("erika@visitor.example")).unwrap();
    for detail in ["nicht geprüft", "Fahrkarten", site::PAGE, "Antwort versprochen bis"] {
        assert!(details.contains(detail), "{details}");
    }
    assert_eq!(root.buttons, ["askhours_inbox", "askhours_close"]);
    assert!(!root.fallback.contains(['<', '>']), "nothing of it is markup: {}", root.fallback);
    for (message, text) in [(first, "And my bicycle?"), (second, "Hello?")] {
        assert_eq!(message.thread.as_ref(), Some(&root.ts));
        assert!(message.shows(text) && message.buttons.is_empty(), "{message:?}");
    }
    let deliveries = team.delivered(&asked).await;
    let ids: Vec<_> = deliveries.iter().map(|delivery| Some(delivery.id.clone())).collect();
    assert_eq!(posted.iter().map(|message| message.delivery.clone()).collect::<Vec<_>>(), ids);
    for seen in team.slack.service.so_far() {
        let body = seen.json();
        assert_eq!((&body["parse"], &body["link_names"]), (&json!("none"), &json!(false)));
        assert_eq!((&body["unfurl_links"], &body["unfurl_media"]), (&json!(false), &json!(false)));
        assert!(!body.to_string().contains(&asked.secret), "the visitor's secret is the visitor's");
    }
}

#[tokio::test]
async fn an_answer_reaches_the_visitor_once_and_what_is_none_does_not() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let thread = Some(&*root.ts);
    team.slack.writes(GRACE, thread, ":lock: who knows this?");
    team.slack.writes(
        GRACE,
        thread,
        "See <https://nordwind.example/map|the map> &amp; ask <@U0123456789>.",
    );
    team.slack.writes(ADA, thread, "It is &lt;late&gt;.");
    team.slack.writes_with(
        ADA,
        thread,
        "Here:",
        &json!({"subtype": "file_share", "files": [{"name": "map.pdf"}]}),
    );
    team.slack.writes(ADA, None, "Lunch?");
    team.slack.writes_with(ADA, thread, "beep", &json!({"bot_id": "B9", "subtype": "bot_message"}));
    team.slack.writes_with(
        GRACE,
        thread,
        "",
        &json!({"subtype": "message_changed", "hidden": true}),
    );
    let events = team.slack.untold();
    assert_eq!(events.len(), 8, "it is told of its own question too");
    // Out of order, and each of them twice.
    for event in events.iter().rev().chain(&events) {
        assert_eq!(team.slack.deliver(&team.edge, event).await, 1);
    }
    let mut read = team.read(&asked).await;
    read[1..].sort();
    let file = "Here:\n\nMit dieser Antwort kam eine Datei, die hier nicht gezeigt wird: map.pdf";
    assert_eq!(
        read,
        [
            said("Where is my train?", None),
            said(file, None),
            said("It is <late>.", None),
            said("See the map (https://nordwind.example/map) & ask @Grace.", Some("Grace")),
        ]
    );
    assert_eq!(team.delivered(&asked).await.len(), 1, "nothing goes back to where it came from");
    let detail = team.agent.detail(&asked.conversation).await;
    assert!(detail.entries[1..].iter().all(|entry| entry.channel.as_deref() == Some("team")));
}

#[tokio::test]
async fn a_button_closes_and_opens_and_shows_how_it_stands() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train? <b> &amp; \"all\"").await;
    let first = |messages: &[Posted]| messages[0].clone();
    let offers = |action: &'static str| {
        move |messages: &[Posted]| messages[0].buttons.contains(&action.to_owned())
    };
    let press = team.slack.pressed(&root.ts, "askhours_close");
    let answer = team.slack.pressing(&team.edge, &press).send().await.with_status(200);
    assert_eq!(answer.body, b"");
    assert_eq!(team.state(&asked).await, ConversationState::Closed);
    let messages = team.slack.until("the button to open", offers("askhours_open")).await;
    let closed = first(&messages);
    assert!(closed.shows("Die Unterhaltung wurde geschlossen."), "{closed:?}");
    assert!(root.texts.iter().all(|text| closed.shows(text)), "the rest stays: {closed:?}");
    assert_eq!((messages.len(), &closed.fallback), (1, &root.fallback));
    team.delivered(&asked).await;

    team.slack.press(&team.edge, &root.ts, "askhours_open").await.is(200);
    let open = first(&team.slack.until("the button to close", offers("askhours_close")).await);
    assert_eq!((open.texts, open.buttons), (root.texts.clone(), root.buttons.clone()));
    assert_ne!(team.state(&asked).await, ConversationState::Closed);

    // The first press comes again, word for word, and changes nothing any more. A link is not a step.
    team.slack.pressing(&team.edge, &press).send().await.is(200);
    team.slack.press(&team.edge, &root.ts, "askhours_inbox").await.is(200);
    assert_ne!(team.state(&asked).await, ConversationState::Closed);

    // What is closed in the inbox is shown as closed there; a further message opens it again.
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.slack.until("the button to open", offers("askhours_open")).await;
    team.agent.move_to(&asked.conversation, MoveTo::Open).await;
    team.slack.until("the button to close", offers("askhours_close")).await;
    team.delivered(&asked).await;
}

#[tokio::test]
async fn what_the_visitor_writes_in_a_closed_conversation_offers_closing_again() {
    let team = Team::start().await;
    let (asked, _) = team.asked("Where is my train?").await;
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    let offers = |action: &'static str| {
        move |messages: &[Posted]| messages[0].buttons.contains(&action.to_owned())
    };
    team.slack.until("the button to open", offers("askhours_open")).await;
    team.visitor.write(&asked, "It is not here!").await;
    let messages = team.slack.posted(2).await;
    assert!(messages[1].shows("It is not here!"), "{messages:?}");
    assert!(offers("askhours_close")(&messages), "{messages:?}");
    team.delivered(&asked).await;
}

#[tokio::test]
async fn a_step_without_its_message_holds_up_nothing() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    team.slack.deletes(&root.ts);
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.agent.move_to(&asked.conversation, MoveTo::Open).await;
    team.agent.reply(&asked.conversation, "On platform 9.").await;
    let posted = team.slack.posted(1).await;
    assert!(posted[0].shows("On platform 9."), "{posted:?}");
    team.delivered(&asked).await;
}

#[tokio::test]
async fn an_answer_from_the_inbox_is_shown_and_does_not_come_back() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    team.agent.reply(&asked.conversation, "On platform 9.").await;
    team.visitor.write(&asked, "Thank you!").await;
    let posted = team.slack.posted(3).await;
    assert_eq!(posted[1].thread.as_ref(), Some(&root.ts));
    assert!(posted[1].shows("Ada Lovelace hat im Posteingang geantwortet:"), "{:?}", posted[1]);
    assert!(posted[1].shows("On platform 9.") && posted[2].shows("Thank you!"));
    assert!(team.slack.tell(&team.edge).await.iter().all(|status| *status == 204));
    let expected = [
        said("Where is my train?", None),
        said("On platform 9.", Some(site::AGENT_NAME)),
        said("Thank you!", None),
    ];
    assert_eq!(team.read(&asked).await, expected);
    assert_eq!(team.delivered(&asked).await.len(), 3);
}

#[tokio::test]
async fn what_no_event_told_is_found() {
    let mut team = Team::with_clock().await;
    let (asked, root) = team.asked("Where is my train?").await;
    team.slack.writes(GRACE, Some(&root.ts), "On platform 9.");
    let told = team.slack.untold();
    team.slack.writes(ADA, Some(&root.ts), "And it is late.");
    let lost = team.slack.untold();
    team.slack.writes(ADA, Some(&root.ts), ":lock: as ever");
    team.slack.deliver(&team.edge, &told[1]).await;
    assert_eq!(team.read(&asked).await.len(), 2);

    team.pass(Millis::from_minutes(6)).await;
    team.detail(&asked, "the sweep to find it", |detail| detail.entries.len() == 3).await;
    let expected = [
        said("Where is my train?", None),
        said("On platform 9.", Some("Grace")),
        said("And it is late.", None),
    ];
    assert_eq!(team.read(&asked).await, expected);
    // Its event comes after all, signed anew.
    team.slack.deliver(&team.edge, &lost[0]).await;
    assert_eq!(team.read(&asked).await, expected);
}

#[tokio::test]
async fn a_test_question_tells_what_slack_says() {
    let team = Team::start().await;
    assert_eq!(team.agent.test("team").await.failure, None);
    let posted = team.slack.posted(1).await;
    assert_eq!(
        posted[0].texts,
        ["Das ist ein Test von Ada Lovelace. Der Kanal funktioniert; es ist nichts zu tun."]
    );
    for (error, code, words) in [
        ("invalid_auth", "unauthorised", "invalid_auth: das Token ist falsch"),
        (
            "missing_scope",
            "unauthorised",
            "missing_scope: der App fehlt die Berechtigung chat:write",
        ),
        ("not_in_channel", "not_found", "not_in_channel: die App sieht diesen Kanal nicht"),
        ("is_archived", "refused", "is_archived: der Kanal ist archiviert"),
        ("a_new_error", "refused", "a_new_error"),
    ] {
        team.slack.refuse(error);
        let failure = team.agent.test("team").await.failure.expect(error);
        assert_eq!(failure.code, code, "{failure:?}");
        let said = failure.said.expect("Slack said something");
        assert!(said.starts_with(words), "{said}");
    }
    team.slack.accept();

    // Really wrong credentials.
    let mut channel = team.slack.channel();
    channel["token"] = json!("xoxb-9999999999-of-somebody-else");
    team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
    let failure = team.agent.test("team").await.failure.expect("it is refused");
    assert_eq!(failure.said.as_deref().map(|said| &said[..12]), Some("invalid_auth"));
}

#[tokio::test]
async fn secrets_stay_secret() {
    let team = Team::start().await;
    let (asked, _) = team.asked("Where is my train?").await;
    team.slack.refuse("invalid_auth");
    team.visitor.write(&asked, "Hello?").await;
    team.detail(&asked, "the attempt to fail", |detail| detail.deliveries[1].attempts > 0).await;
    team.agent.test("team").await;
    let shown = [
        team.edge.admin().read(site::NAME).await.to_string(),
        team.agent.get("/deliveries").await.text(),
        team.agent.get(&format!("/conversations/{}", asked.conversation)).await.text(),
        team.visitor.reading(&asked).send().await.text(),
        team.edge.log(),
    ];
    for text in shown {
        assert!(!text.contains(TOKEN) && !text.contains(SECRET), "{text}");
    }
    let admin = team.edge.admin().read(site::NAME).await;
    assert!(admin.to_string().contains(CHANNEL));
}
